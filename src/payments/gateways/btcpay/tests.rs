use std::collections::BTreeMap;

use super::super::{Mode, Payment, Status};
use super::*;
use crate::kit::secret::hex;
use crate::payments::MethodId;

const SECRET: &str = "btcpay-test-secret";
/// As the server sends it: indented.
const BODY: &str =
    "{\n  \"type\": \"InvoiceSettled\",\n  \"invoiceId\": \"Hx1\",\n  \"overPaid\": false\n}";
const SUM: &str = "sha256=70cb77c16a3e5e2c0cf4df8b56ee9a63563f746a94535b65c38ff611bdd5e60d";

fn method(secrets: &[(&str, &str)]) -> Connected {
    let values = secrets.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected {
        id: MethodId::new(1),
        gateway: &BtcPay,
        mode: Mode::Test,
        values: values.collect::<BTreeMap<String, String>>(),
    }
}

fn read(method: &Connected, headers: &[(&str, &str)], body: &str) -> Result<Hint, NotTheirs> {
    let headers: Vec<(String, String)> =
        headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    BtcPay.read_hook(method, &Sent { headers: &headers, body, now })
}

fn signed(secret: &str, body: &str) -> String {
    format!("sha256={}", hex(&hmac_sha256(secret.as_bytes(), body.as_bytes())))
}

#[test]
fn only_what_the_server_has_signed_is_read() {
    let one = method(&[("secret", SECRET)]);
    assert_eq!(BODY.len(), 73);
    assert_eq!(signed(SECRET, BODY), SUM);
    let hint = read(&one, &[(SIGNATURE, SUM)], BODY).unwrap();
    assert_eq!((hint.event_key.as_str(), hint.about.as_str()), ("Hx1:InvoiceSettled:", "Hx1"));
    let compact = r#"{"type":"InvoiceSettled","invoiceId":"Hx1","overPaid":false}"#;
    assert!(signed(SECRET, compact).starts_with("sha256=a100952a"));
    assert!(read(&one, &[(SIGNATURE, SUM)], compact).is_err(), "its body is printed again");
    assert!(read(&one, &[(SIGNATURE, SUM)], &format!("{BODY}\n")).is_err(), "one byte more");
    assert!(read(&one, &[], BODY).is_err(), "no header");
    assert!(read(&one, &[(SIGNATURE, SUM), (SIGNATURE, SUM)], BODY).is_err(), "twice");
    for wrong in ["", "sha256=", "sha256=zz", &SUM["sha256=".len()..], signed("", BODY).as_str()] {
        assert!(read(&one, &[(SIGNATURE, wrong)], BODY).is_err(), "{wrong}");
    }
    let both = method(&[("secret", "another secret"), ("old_secret", SECRET)]);
    assert!(read(&both, &[(SIGNATURE, SUM)], BODY).is_ok(), "while it is changed");
    let none = method(&[("secret", "")]);
    assert!(read(&none, &[(SIGNATURE, &signed("", BODY))], BODY).is_err(), "without a secret");
    for body in ["", "x", "[]", "{}", r#"{"invoiceId":"Hx1"}"#, r#"{"type":"InvoiceSettled"}"#] {
        assert!(read(&one, &[(SIGNATURE, &signed(SECRET, body))], body).is_err(), "{body}");
    }
}

#[test]
fn a_repeat_is_the_same_event() {
    let one = method(&[("secret", SECRET)]);
    let key = |body: &str| read(&one, &[(SIGNATURE, &signed(SECRET, body))], body).unwrap();
    let first = r#"{"deliveryId":"d1","originalDeliveryId":"d1","type":"InvoiceSettled","invoiceId":"Hx1"}"#;
    let again = r#"{"deliveryId":"d2","originalDeliveryId":"d1","isRedelivery":true,"type":"InvoiceSettled","invoiceId":"Hx1"}"#;
    let other = r#"{"deliveryId":"d3","originalDeliveryId":"d3","type":"InvoiceSettled","invoiceId":"Hx1"}"#;
    assert_eq!(key(first).event_key, key(again).event_key);
    assert_ne!(key(first).event_key, key(other).event_key);
    let named = r#"{"type":"InvoiceSettled","invoiceId":"Hx1","metadata":{"orderId":"wb-1"}}"#;
    assert_eq!(key(named).about, "wb-1");
}

fn an_invoice(status: &str, additional: &str, paid: &str) -> Invoice {
    let text = format!(
        r#"{{"id":"Hx1","checkoutLink":"https://btcpay.example/i/Hx1","status":"{status}",
            "additionalStatus":"{additional}","amount":"25.00","paidAmount":"{paid}",
            "currency":"USD","expirationTime":1780003600,"metadata":{{"orderId":"wb-1"}}}}"#
    );
    serde_json::from_str(&text).unwrap()
}

fn known() -> Known {
    Known {
        reference: "wb-1".into(),
        gateway_ref: "Hx1".into(),
        amount: 2_500,
        currency: "USD".into(),
        exponent: 2,
    }
}

fn judged(invoice: &Invoice, money: Money) -> Look {
    invoice::judge(invoice, &known(), Mode::Live, money).unwrap()
}

#[test]
fn only_what_is_settled_is_money() {
    let unread = Money::Unread;
    for (status, additional, paid, money, stands, came, in_doubt) in [
        ("New", "None", "0", unread, Status::Waiting, 0, false),
        ("New", "PaidPartial", "10.00", unread, Status::Partial, 1_000, true),
        ("Processing", "None", "25.00", unread, Status::Waiting, 0, false),
        ("Settled", "None", "25.00", unread, Status::Paid, 2_500, false),
        ("Settled", "None", "25.00000000", unread, Status::Paid, 2_500, false),
        ("Settled", "None", "24.99999998", unread, Status::Paid, 2_500, false),
        ("Settled", "None", "24.98", unread, Status::Paid, 2_498, false),
        ("Settled", "PaidOver", "30.00271", unread, Status::Paid, 3_000, false),
        ("Settled", "Marked", "10.00", unread, Status::Paid, 1_000, true),
        ("Settled", "Marked", "0", unread, Status::Paid, 0, true),
        ("Settled", "Marked", "25.00", unread, Status::Paid, 2_500, false),
        ("Expired", "None", "0", unread, Status::Expired, 0, false),
        ("Expired", "PaidPartial", "10.00", Money::Underway, Status::Expired, 0, false),
        ("Expired", "PaidPartial", "10.00", Money::Nothing, Status::Expired, 0, false),
        ("Expired", "PaidPartial", "10.00", Money::Settled, Status::Paid, 1_000, false),
        ("Expired", "PaidLate", "25.00", Money::Underway, Status::Expired, 0, false),
        ("Expired", "PaidLate", "25.00", Money::Settled, Status::Paid, 2_500, true),
        ("Invalid", "None", "25.00", unread, Status::Failed, 0, false),
        ("Invalid", "Marked", "25.00", unread, Status::Failed, 2_500, true),
    ] {
        let said = judged(&an_invoice(status, additional, paid), money);
        let story = format!("{status} {additional} {paid}");
        assert_eq!(said.status, stands, "{story}");
        let there = said.payment.map_or(0, |payment| payment.amount);
        assert_eq!((there, said.doubt.is_some()), (came, in_doubt), "{story}");
    }
    let payment = Payment { id: "Hx1".into(), amount: 2_500, currency: "USD".into(), fee: None };
    let paid = judged(&an_invoice("Settled", "None", "25.00"), unread);
    assert_eq!((paid.payment, paid.reference.as_str()), (Some(payment), "wb-1"));
}

#[test]
fn another_amount_or_reference_is_in_doubt() {
    let settled = an_invoice("Settled", "None", "25.00");
    let other = Known { amount: 2_600, ..known() };
    let said = invoice::judge(&settled, &other, Mode::Live, Money::Unread).unwrap();
    assert!(said.doubt.is_some());
    let other = Known { reference: "wb-2".into(), ..known() };
    let said = invoice::judge(&settled, &other, Mode::Live, Money::Unread).unwrap();
    assert_eq!((said.reference.as_str(), said.payment), ("wb-1", None));
    let old = r#"{"id":"Hx1","status":"Settled","amount":"25.00","currency":"USD",
                  "metadata":{"orderId":"wb-1"}}"#;
    let old: Invoice = serde_json::from_str(old).unwrap();
    assert!(invoice::judge(&old, &known(), Mode::Live, Money::Unread).is_err(), "an old server");
    let strange = an_invoice("Frozen", "None", "25.00");
    assert!(invoice::judge(&strange, &known(), Mode::Live, Money::Unread).is_err());
}

#[test]
fn an_invoice_that_was_made_before_is_found_again() {
    let ask = Ask {
        reference: "wb-1".into(),
        amount: 2_500,
        currency: "USD".into(),
        exponent: 2,
        return_url: String::new(),
        hook_url: String::new(),
        title: String::new(),
        payer_email: String::new(),
        payer_name: String::new(),
        tries: 1,
    };
    let there = an_invoice("New", "None", "0");
    assert!(there.is_for(&ask));
    assert!(!there.is_for(&Ask { amount: 2_501, ..ask.clone() }));
    assert!(!there.is_for(&Ask { currency: "EUR".into(), ..ask.clone() }));
    assert!(!there.is_for(&Ask { reference: "wb-11".into(), ..ask }));
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    let opened = opened(&there, now).unwrap();
    assert_eq!((opened.gateway_ref.as_str(), opened.expires_at), ("Hx1", now + OPEN_FOR));
}

#[test]
fn payments_that_are_not_settled_are_waited_for() {
    let money = |statuses: &[&str]| {
        let payments: Vec<Value> =
            statuses.iter().map(|status| json!({ "status": status, "value": "0.1" })).collect();
        let methods = json!([{ "paymentMethodId": "BTC-CHAIN", "payments": payments }, {}]);
        Money::of(&serde_json::from_value::<Vec<Method>>(methods).unwrap())
    };
    assert_eq!(money(&[]), Money::Nothing);
    assert_eq!(money(&["Settled"]), Money::Settled);
    assert_eq!(money(&["Settled", "Invalid"]), Money::Settled);
    assert_eq!(money(&["Invalid"]), Money::Nothing);
    assert_eq!(money(&["Settled", "Processing"]), Money::Underway);
}

use super::*;
use crate::payments::MethodId;

const TEST_KEY: &str = "cg-api-key-0001";

fn method(values: &[(&str, &str)]) -> Connected {
    let values = values.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected {
        id: MethodId::new(1),
        gateway: &CoinGate,
        mode: Mode::Test,
        values: values.collect(),
    }
}

fn read(method: &Connected, body: &str) -> Result<Hint, NotTheirs> {
    let now = chrono::DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    CoinGate.read_hook(method, &Sent { headers: &[], body, now })
}

fn json_hook(token: &str) -> String {
    format!(
        "{{\"id\":390104,\"order_id\":\"wb-42\",\"status\":\"paid\",\"price_amount\":\"10.0\",\
         \"fees\":[{{\"type\":\"processing_fee\",\"amount\":\"0.000002\"}}],\"token\":\"{token}\"}}"
    )
}

fn form_hook(token: &str) -> String {
    format!(
        "id=390104&order_id=wb-42&status=paid&price_amount=10.0\
         &created_at=2026-04-30T13%3A51%3A23%2B00%3A00&token={token}\
         &fees[][type]=processing_fee&fees[][amount]=0.000002"
    )
}

#[test]
fn a_hook_is_read_if_it_carries_the_deposits_token() {
    let one = method(&[(KEY, TEST_KEY)]);
    let both = method(&[(KEY, "cg-api-key-0002"), (OLD_KEY, TEST_KEY)]);
    let right = token(TEST_KEY, "wb-42");
    assert_eq!(right.len(), 32);
    assert_ne!(right, token(TEST_KEY, "wb-43"));
    let there = Hint { event_key: "390104:paid".into(), about: "wb-42".into() };
    for hook in [json_hook, form_hook] {
        assert_eq!(read(&one, &hook(&right)), Ok(there.clone()));
        assert_eq!(read(&both, &hook(&right)), Ok(there.clone()));
        for wrong in [
            hook(""),
            hook(&right[1..]),
            hook(&right.to_ascii_uppercase()),
            hook(&token(TEST_KEY, "wb-43")),
            hook(&token("", "wb-42")),
            hook(&right).replace("wb-42", "wb-43"),
            hook(&right).replace("token", "other"),
            hook(&right).replace("status", "other"),
        ] {
            assert!(read(&one, &wrong).is_err(), "{wrong}");
        }
        assert!(read(&method(&[]), &hook(&token("", "wb-42"))).is_err(), "an empty key");
    }
    let twice = format!("{}&token={right}", form_hook(&right));
    let json_twice = json_hook(&right).replace("\"id\"", &format!("\"token\":\"{right}\",\"id\""));
    for wrong in ["", "[]", "{}", "paid", twice.as_str(), json_twice.as_str()] {
        assert!(read(&one, wrong).is_err(), "{wrong}");
    }
}

#[test]
fn it_is_asked_for_exactly_the_price() {
    let one = method(&[(KEY, TEST_KEY), (RECEIVE, "EUR")]);
    let ask = Ask {
        reference: "wb-42".into(),
        amount: 2_500,
        currency: "USD".into(),
        exponent: 2,
        return_url: "https://panel.example/deposits/42?back=1".into(),
        hook_url: "https://panel.example/hooks/7".into(),
        title: "Deposit 42".into(),
        payer_email: String::new(),
        payer_name: String::new(),
        tries: 0,
    };
    let token = token(TEST_KEY, "wb-42");
    assert_eq!(
        wanted(&one, &ask).unwrap(),
        format!(
            r#"{{"order_id":"wb-42","price_amount":25.00,"price_currency":"USD","receive_currency":"EUR","title":"Deposit 42","description":"wb-42","callback_url":"https://panel.example/hooks/7","cancel_url":"https://panel.example/deposits/42?back=1","success_url":"https://panel.example/deposits/42?back=1","token":"{token}"}}"#
        )
    );
}

fn look(status: &str, receive: &str) -> Result<Look, String> {
    // As in the vendor's own sample, what was paid in full is called underpaid.
    let body = format!(
        r#"{{"id":390104,"order_id":"wb-42","status":"{status}","price_amount":"60.0",
        "price_currency":"USD","pay_amount":"0.00016069","pay_currency":"BTC",
        "receive_amount":"59.40","receive_currency":"{receive}","underpaid_amount":"0.00016069",
        "overpaid_amount":"0","is_refundable":false,"refunds":[],"payment_url":null}}"#
    );
    let order: Order = serde_json::from_str(&body).unwrap();
    assert_eq!(order.number().unwrap(), "390104");
    let of = Known {
        reference: "wb-42".into(),
        gateway_ref: "390104".into(),
        amount: 6_000,
        currency: "USD".into(),
        exponent: 2,
    };
    order.look(&of, Mode::Test)
}

#[test]
fn only_paid_is_paid() {
    for (status, there) in [
        ("new", (Status::Waiting, 0, 0, false)),
        ("pending", (Status::Waiting, 0, 0, false)),
        ("confirming", (Status::Waiting, 0, 0, false)),
        ("paid", (Status::Paid, 6_000, 0, false)),
        ("invalid", (Status::Failed, 0, 0, false)),
        ("expired", (Status::Expired, 0, 0, false)),
        ("canceled", (Status::Failed, 0, 0, false)),
        ("refunded", (Status::Failed, 6_000, 6_000, false)),
        ("partially_refunded", (Status::Paid, 6_000, 0, true)),
    ] {
        let look = look(status, "BTC").unwrap();
        let paid = look.payment.as_ref().map_or(0, |payment| payment.amount);
        assert_eq!((look.status, paid, look.taken, look.doubt.is_some()), there, "{status}");
        assert_eq!((look.reference.as_str(), look.mode), ("wb-42", Mode::Test));
        assert!(look.payment.is_none_or(|payment| payment.fee.is_none()));
    }
    assert!(look("new_word", "BTC").is_err());
    let fee = look("paid", "USD").unwrap().payment.unwrap().fee;
    assert_eq!(fee, Some(Fee { amount: 60, currency: "USD".into(), exponent: 2 }));
}

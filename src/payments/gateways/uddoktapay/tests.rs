use std::collections::BTreeMap;

use chrono::DateTime;

use super::*;
use crate::payments::MethodId;

const SECRET: &str = "982d381360a69d419689740d9f2e26ce36fb7a50";

fn method(base: &str, key: &str) -> Connected {
    let values = [("base", base), ("api_key", key)];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Connected {
        id: MethodId::new(1),
        gateway: &UddoktaPay,
        mode: Mode::Live,
        values: BTreeMap::from(values),
    }
}

fn read_hook(key: &str, headers: &[(&str, &str)], body: &str) -> Result<Hint, NotTheirs> {
    let headers: Vec<(String, String)> =
        headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    let method = method("https://pay.example", key);
    UddoktaPay.read_hook(&method, &Sent { headers: &headers, body, now })
}

#[test]
fn a_hook_carries_our_key() {
    let body = r#"{"invoice_id":"up123rt","status":"COMPLETED","metadata":{"ref":"wb-1"}}"#;
    let hint = read_hook(SECRET, &[(KEY, SECRET)], body).unwrap();
    assert_eq!((hint.event_key.as_str(), hint.about.as_str()), ("up123rt:COMPLETED", "wb-1"));
    assert_eq!(UddoktaPay.tells(body).name.as_deref(), Some("up123rt"));
    let bare = read_hook(SECRET, &[(KEY, SECRET)], r#"{"invoice_id":"up123rt"}"#).unwrap();
    assert_eq!(bare.about, "up123rt");
    let twice = [(KEY, SECRET), (KEY, SECRET)];
    let wrong: [(&str, &[(&str, &str)]); 5] = [
        (SECRET, &[]),
        (SECRET, &[(KEY, "")]),
        (SECRET, &[(KEY, &SECRET[1..])]),
        (SECRET, &twice),
        ("", &[(KEY, "")]),
    ];
    for (key, headers) in wrong {
        assert!(read_hook(key, headers, body).is_err(), "{headers:?}");
    }
    for body in ["", "x", "[]", "{}", r#"{"invoice_id":""}"#, r#"{"invoice_id":"a b"}"#] {
        assert!(read_hook(SECRET, &[(KEY, SECRET)], body).is_err(), "{body}");
    }
}

#[test]
fn the_invoice_comes_back_with_the_payer() {
    for (query, name) in [
        ("back=1&invoice_id=up123rt", Some("up123rt")),
        ("back=1?invoice_id=up123rt", Some("up123rt")),
        ("invoice_id=up123rt", Some("up123rt")),
        ("back=1", None),
        ("invoice_id=", None),
        ("invoice_id=a%20b", None),
        ("invoice_id=%00", None),
        ("xinvoice_id=up123rt", None),
    ] {
        assert_eq!(UddoktaPay.returned(query).as_deref(), name, "{query}");
    }
    let long = format!("invoice_id={}", "x".repeat(101));
    assert_eq!(UddoktaPay.returned(&long), None);
}

fn known() -> Known {
    Known {
        reference: "wb-1".into(),
        gateway_ref: "up123rt".into(),
        amount: 250_000,
        currency: "BDT".into(),
        exponent: 2,
    }
}

fn an_invoice(status: &str, amount: &str, reference: &str) -> Said {
    let text = format!(
        r#"{{"full_name":"x","amount":"{amount}","fee":"50.00","charged_amount":"2550.00",
            "invoice_id":"up123rt","metadata":{{"ref":"{reference}"}},"transaction_id":"TRX1",
            "sender_number":"0","payment_method":"bkash","status":"{status}"}}"#
    );
    serde_json::from_str(&text).unwrap()
}

fn judged(said: &Said, is_over: bool, asked: (&str, bool)) -> Look {
    judge(said, &known(), (Mode::Live, is_over), asked).unwrap()
}

#[test]
fn only_a_completed_invoice_of_ours_is_money() {
    let asked = ("up123rt", false);
    let paid = judged(&an_invoice("COMPLETED", "2500", "wb-1"), false, asked);
    let payment = paid.payment.unwrap();
    // What the payer was charged beside it is the gateway's.
    assert_eq!((payment.id.as_str(), payment.amount, payment.fee), ("up123rt", 250_000, None));
    assert_eq!((paid.status, paid.reference.as_str()), (Status::Paid, "wb-1"));
    let other = judged(&an_invoice("COMPLETED", "2500.00", "wb-2"), false, asked);
    assert_eq!(other.reference, "wb-2");
    let less = judged(&an_invoice("COMPLETED", "25.50", "wb-1"), false, asked);
    assert_eq!(less.payment.unwrap().amount, 2_550);
    for is_over in [false, true] {
        let waits = judged(&an_invoice("PENDING", "2500", "wb-1"), is_over, asked);
        assert_eq!((waits.status, waits.payment), (Status::Waiting, None));
    }
    for amount in ["", "x", "-1", "1.001"] {
        let said = an_invoice("COMPLETED", amount, "wb-1");
        assert!(judge(&said, &known(), (Mode::Live, false), asked).is_err(), "{amount}");
    }
    // What it keeps for us may come back as JSON in a text.
    let text = r#"{"status":"COMPLETED","amount":2500,"metadata":"{\"ref\":\"wb-1\"}"}"#;
    let said: Said = serde_json::from_str(text).unwrap();
    let paid = judged(&said, false, asked);
    assert_eq!((paid.reference.as_str(), paid.payment.unwrap().id.as_str()), ("wb-1", "up123rt"));
}

#[test]
fn an_invoice_that_is_none_is_not_believed() {
    let answer = |status: u16, text: &str| {
        read(&Answer { status, text: text.to_owned(), should_retry: None })
    };
    let none = answer(404, r#"{"status":false,"message":"not found"}"#).unwrap();
    // A guess may be wrong; a name that somebody said belongs to no payment of ours then.
    let guess = judged(&none, false, ("token", true));
    assert_eq!((guess.status, guess.reference.as_str()), (Status::Waiting, "wb-1"));
    assert_eq!(judged(&none, true, ("token", true)).status, Status::Expired);
    assert_eq!(judged(&none, false, ("up123rt", false)).reference, "");
    let error = answer(200, r#"{"status":"ERROR","message":"no"}"#).unwrap();
    assert_eq!(judged(&error, false, ("up123rt", false)).reference, "");
    assert!(answer(200, "<html>").is_err());
    for (status, text) in
        [(401, "{}"), (403, "{}"), (429, "{}"), (500, "{}"), (200, "{}"), (404, "{}")]
    {
        assert!(answer(status, text).is_err(), "{status} {text}");
    }
}

#[test]
fn its_installation_for_tests_moves_no_money() {
    assert_eq!(mode(&method("https://pay.example", SECRET)), Mode::Live);
    assert_eq!(mode(&method("https://sandbox.uddoktapay.com/", SECRET)), Mode::Test);
}

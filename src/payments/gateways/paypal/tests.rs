use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::{Fee, Mark, Payment, Status};
use super::*;
use crate::payments::MethodId;

const WEBHOOK: &str = "8KX56343ST352341G";
const BODY: &str = r#"{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}"#;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

fn signed() -> Vec<(String, String)> {
    let headers = [
        ("paypal-auth-algo", "SHA256withRSA"),
        ("paypal-cert-url", "https://api.paypal.com/v1/notifications/certs/CERT-1"),
        ("paypal-transmission-id", "69cd13f0-d67a-11e5-baa3-778b53f4ae55"),
        ("paypal-transmission-sig", "c2lnbmVk"),
        ("paypal-transmission-time", "2016-02-18T20:01:35Z"),
    ];
    headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
}

fn read(headers: &[(String, String)], body: &str) -> Result<Hint, NotTheirs> {
    let method = Connected {
        id: MethodId::new(1),
        gateway: &PayPal,
        mode: Mode::Test,
        values: BTreeMap::from([("webhook_id".to_owned(), WEBHOOK.to_owned())]),
    };
    PayPal.read_hook(&method, &Sent { headers, body, now: now() })
}

#[test]
fn a_hook_without_all_of_its_headers_is_refused() {
    let hint = read(&signed(), BODY).unwrap();
    assert_eq!((hint.event_key.as_str(), hint.about.as_str()), ("WH-1", ""));
    for at in 0..signed().len() {
        let mut lacks = signed();
        lacks.remove(at);
        assert!(read(&lacks, BODY).is_err(), "without {:?}", signed()[at]);
        let mut empty = signed();
        empty[at].1.clear();
        assert!(read(&empty, BODY).is_err(), "{:?} is empty", signed()[at]);
        let mut twice = signed();
        twice.push(signed()[at].clone());
        assert!(read(&twice, BODY).is_err(), "{:?} twice", signed()[at]);
    }
    for body in ["", "x", "[]", "{}", r#"{"id":""}"#, r#"{"id":7}"#] {
        assert!(read(&signed(), body).is_err(), "{body}");
    }
    let values = BTreeMap::new();
    let method = Connected { id: MethodId::new(1), gateway: &PayPal, mode: Mode::Test, values };
    let headers = signed();
    let sent = Sent { headers: &headers, body: BODY, now: now() };
    assert!(PayPal.read_hook(&method, &sent).is_err(), "no webhook ID is entered");
}

#[test]
fn its_certificate_is_at_paypal() {
    for (address, is_good) in [
        ("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1", true),
        ("http://api.paypal.com/c", false),
        ("https://127.0.0.1/c", false),
        ("https://paypal.com.example/c", false),
        ("https://evilpaypal.com/c", false),
        ("https://a:b@api.paypal.com/c", false),
        ("https://api.paypal.com:8443/c", false),
        ("https://example/?.paypal.com", false),
        ("", false),
    ] {
        let mut headers = signed();
        headers[1].1 = address.to_owned();
        assert_eq!(read(&headers, BODY).is_ok(), is_good, "{address}");
    }
    let mut headers = signed();
    headers[0].1 = "none".to_owned();
    assert!(read(&headers, BODY).is_err());
}

/// The bytes as they came go back: parsed and printed, 1.0 or an empty object could change.
#[test]
fn the_body_is_posted_back_as_it_came() {
    let body = "{\r\n  \"id\": \"WH-1\", \"n\": 1.0, \"o\": {}, \"u\": \"a\\/b é\"\n}";
    let headers = signed();
    let text = hook::post_back(WEBHOOK, &Sent { headers: &headers, body, now: now() });
    assert!(text.ends_with(&format!(r#","webhook_event":{body}}}"#)), "{text}");
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["webhook_id"], WEBHOOK);
    assert_eq!(read["transmission_time"], "2016-02-18T20:01:35Z");
    assert_eq!(read["auth_algo"], "SHA256withRSA");
    // What a header says stays in its text.
    let mut headers = signed();
    headers[3].1 = r#"x","webhook_id":"other"#.to_owned();
    let text = hook::post_back(WEBHOOK, &Sent { headers: &headers, body, now: now() });
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["webhook_id"], WEBHOOK);
}

#[test]
fn the_deposit_of_each_event_is_found() {
    for (resource, about) in [
        (r#"{"id":"CAP","custom_id":"wb-1"}"#, "wb-1"),
        (r#"{"id":"ORD","purchase_units":[{"custom_id":"wb-1"}]}"#, "wb-1"),
        (r#"{"id":"REF","supplementary_data":{"related_ids":{"order_id":"ORD"}}}"#, "ORD"),
        (r#"{"id":"REF","supplementary_data":{"related_ids":{"capture_id":"CAP"}}}"#, "CAP"),
        (
            r#"{"id":"REF","links":[{"rel":"self","href":"x"},
                {"rel":"up","href":"https://api.paypal.com/v2/payments/captures/CAP"}]}"#,
            "CAP",
        ),
        (r#"{"disputed_transactions":[{"seller_transaction_id":"CAP"}]}"#, "CAP"),
        (r#"{"id":"CAP"}"#, "CAP"),
        ("{}", ""),
        ("null", ""),
    ] {
        let body = format!(r#"{{"id":"WH-1","resource":{resource}}}"#);
        assert_eq!(read(&signed(), &body).unwrap().about, about, "{resource}");
    }
    let mark = |event: &str| PayPal.tells(&format!(r#"{{"event_type":"{event}"}}"#)).mark;
    assert_eq!(mark("PAYMENT.CAPTURE.REVERSED"), Some(Mark::Reversed));
    assert_eq!(mark("CUSTOMER.DISPUTE.CREATED"), Some(Mark::Disputed));
    assert_eq!(mark("CUSTOMER.DISPUTE.RESOLVED"), Some(Mark::Resolved));
    assert_eq!(mark("PAYMENT.CAPTURE.COMPLETED"), None);
}

#[test]
fn what_paypal_says_about_a_hook() {
    let said = |status: u16, text: &str| {
        hook::verdict(&Answer { status, text: text.to_owned(), should_retry: None })
    };
    assert_eq!(said(200, r#"{"verification_status":"SUCCESS"}"#), Ok(Ok(())));
    assert!(matches!(said(200, r#"{"verification_status":"FAILURE"}"#), Ok(Err(_))));
    assert!(matches!(said(400, "{}"), Ok(Err(_))));
    for (status, text) in [
        (200, r#"{"verification_status":"MAYBE"}"#),
        (200, "{}"),
        (401, "{}"),
        (404, "{}"),
        (500, ""),
        (503, r#"{"verification_status":"SUCCESS"}"#),
    ] {
        assert!(said(status, text).is_err(), "{status} {text}");
    }
}

fn known() -> Known {
    Known {
        reference: "wb-1".into(),
        gateway_ref: "ORD".into(),
        amount: 2_500,
        currency: "USD".into(),
        exponent: 2,
    }
}

/// An order of 25 USD with these captures and refunds.
fn an_order(status: &str, captures: &str, refunds: &str) -> Order {
    let text = format!(
        r#"{{"id":"ORD","status":"{status}","create_time":"2026-05-28T20:26:40Z",
            "purchase_units":[{{"reference_id":"wb-1","custom_id":"wb-1",
                "amount":{{"currency_code":"USD","value":"25.00"}},
                "payments":{{"captures":[{captures}],"refunds":[{refunds}]}}}}],
            "links":[{{"rel":"self","href":"x"}},
                     {{"rel":"payer-action","href":"https://www.paypal.com/checkoutnow"}}]}}"#
    );
    serde_json::from_str(&text).unwrap()
}

fn a_capture(status: &str) -> String {
    format!(
        r#"{{"id":"CAP","status":"{status}","amount":{{"currency_code":"USD","value":"25.00"}},
            "seller_receivable_breakdown":{{
                "gross_amount":{{"currency_code":"USD","value":"25.00"}},
                "paypal_fee":{{"currency_code":"USD","value":"1.37"}}}}}}"#
    )
}

fn a_refund(status: &str, value: &str) -> String {
    format!(
        r#"{{"id":"R","status":"{status}","amount":{{"currency_code":"USD","value":"{value}"}}}}"#
    )
}

fn judged(order: &Order) -> Look {
    order::judge(order, &known(), (Mode::Live, now()), None).unwrap()
}

#[test]
fn only_a_completed_capture_is_money() {
    for (status, capture, stands) in [
        ("PAYER_ACTION_REQUIRED", None, Status::Waiting),
        ("APPROVED", None, Status::Waiting),
        ("VOIDED", None, Status::Failed),
        ("COMPLETED", Some("PENDING"), Status::Waiting),
        ("COMPLETED", Some("DECLINED"), Status::Failed),
        ("COMPLETED", Some("FAILED"), Status::Failed),
        ("COMPLETED", Some("COMPLETED"), Status::Paid),
        ("COMPLETED", Some("PARTIALLY_REFUNDED"), Status::Paid),
        ("COMPLETED", Some("REFUNDED"), Status::Paid),
    ] {
        let captures = capture.map(a_capture).unwrap_or_default();
        let said = judged(&an_order(status, &captures, ""));
        assert_eq!(said.status, stands, "{status} {capture:?}");
        assert_eq!(said.payment.is_some(), stands == Status::Paid, "{status} {capture:?}");
        assert_eq!(said.reference, "wb-1");
    }
    let fee = Fee { amount: 137, currency: "USD".into(), exponent: 2 };
    let whole = Payment { id: "CAP".into(), amount: 2_500, currency: "USD".into(), fee: Some(fee) };
    let paid = judged(&an_order("COMPLETED", &a_capture("COMPLETED"), ""));
    assert_eq!((paid.payment, paid.taken, paid.doubt), (Some(whole), 0, None));
    // Nobody approves it any more.
    let late = now() + TimeDelta::hours(4);
    let open = an_order("CREATED", "", "");
    let said = order::judge(&open, &known(), (Mode::Live, late), None).unwrap();
    assert_eq!(said.status, Status::Expired);
    let no = Some(Attempt::Failed("COMPLIANCE_VIOLATION".into()));
    let said = order::judge(&open, &known(), (Mode::Live, now()), no).unwrap();
    assert_eq!(said.status, Status::Failed);
}

#[test]
fn what_went_back_is_the_sum_of_finished_refunds() {
    let refunds = [
        a_refund("COMPLETED", "10.00"),
        a_refund("PENDING", "3.00"),
        a_refund("FAILED", "2.00"),
        a_refund("CANCELLED", "1.00"),
        a_refund("COMPLETED", "0.50"),
    ];
    let partly = an_order("COMPLETED", &a_capture("PARTIALLY_REFUNDED"), &refunds.join(","));
    assert_eq!(judged(&partly).taken, 1_050);
    // What is on its way is not given back a second time.
    assert_eq!(partly.captured().unwrap(), ("CAP".to_owned(), 1_350, 5));
    let whole = an_order("COMPLETED", &a_capture("REFUNDED"), &refunds[0]);
    assert_eq!(judged(&whole).taken, 2_500, "PayPal says that all of it went back");
    let unlisted = an_order("COMPLETED", &a_capture("PARTIALLY_REFUNDED"), "");
    assert!(judged(&unlisted).doubt.is_some());
    let strange = an_order("COMPLETED", &a_capture("REVERSED"), "");
    assert!(judged(&strange).doubt.is_some() && judged(&strange).payment.is_none());
    let two = [a_capture("COMPLETED"), a_capture("COMPLETED")].join(",");
    assert!(judged(&an_order("COMPLETED", &two, "")).doubt.is_some());
}

#[test]
fn a_capture_tells_what_went_back_if_that_is_nothing_or_all() {
    let alone = |status: &str| {
        let capture: Capture = serde_json::from_str(&a_capture(status)).unwrap();
        order::judge_alone(&capture, &known(), Mode::Live).map(|look| (look.taken, look.reference))
    };
    assert_eq!(alone("COMPLETED"), Ok((0, "wb-1".to_owned())));
    assert_eq!(alone("REFUNDED"), Ok((2_500, "wb-1".to_owned())));
    assert!(alone("PARTIALLY_REFUNDED").is_err() && alone("PENDING").is_err());
}

#[test]
fn only_what_was_asked_for_is_captured() {
    let approved = an_order("APPROVED", "", "");
    assert_eq!(approved.is_approved_for(&known()), Ok(true));
    assert_eq!(an_order("CREATED", "", "").is_approved_for(&known()), Ok(false));
    let other = Known { reference: "wb-2".into(), ..known() };
    assert_eq!(approved.is_approved_for(&other), Ok(false));
    for other in [Known { amount: 2_499, ..known() }, Known { currency: "EUR".into(), ..known() }] {
        assert!(approved.is_approved_for(&other).is_err());
    }
    assert_eq!(approved.approve_url().unwrap(), "https://www.paypal.com/checkoutnow");
}

/// PayPal takes no decimals of some currencies, and their amounts are not a hundred times too large.
#[test]
fn amounts_have_the_decimals_of_their_currency() {
    for (currency, coins, written) in
        [("USD", 2_500, "25.00"), ("JPY", 80, "80"), ("HUF", 9_000, "9000"), ("TWD", 7, "7")]
    {
        let exponent = PayPal.facts().exponent(currency).unwrap();
        assert_eq!(text(coins, exponent), written);
        assert_eq!(super::super::amount::coins(written, exponent), Some(coins));
    }
    assert_eq!(PayPal.facts().exponent("KWD"), None);
}

#[test]
fn the_issue_of_an_error_is_read() {
    let text = r#"{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"INSTRUMENT_DECLINED"}]}"#;
    let answer = |text: &str| Answer { status: 422, text: text.to_owned(), should_retry: None };
    assert_eq!(order::issue(&answer(text)), "INSTRUMENT_DECLINED");
    assert_eq!(order::issue(&answer("<html>")), "");
    assert_eq!(order::issue(&answer("{}")), "");
}

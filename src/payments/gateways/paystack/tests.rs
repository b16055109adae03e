use super::*;
use crate::payments::MethodId;
use crate::payments::gateways::Status;
use api::{Dispute, Refund, Transaction};
use look::{Back, judge};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

const KEY: &str = "sk_test_waybill";
const BODY: &str =
    r#"{"event":"charge.success","data":{"reference":"wb-42","amount":250000,"currency":"NGN"}}"#;
const SUM: &str = "4d3dcf023455caf0896daf69fab80afc116bdf66eb4f305bd43d328656793d81\
                   aac9b4c7182a1b2900e7e7d6d1db76b00071cfc3b7b9ab565f432fffc3f2c90b";

fn method(values: &[(&str, &str)]) -> Connected {
    let values = values.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected {
        id: MethodId::new(1),
        gateway: &Paystack,
        mode: Mode::Test,
        values: values.collect(),
    }
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).unwrap()
}

fn reads(method: &Connected, lines: &[&str], body: &str) -> Result<Hint, NotTheirs> {
    let headers: Vec<(String, String)> =
        lines.iter().map(|line| (SIGNATURE.to_owned(), (*line).to_owned())).collect();
    Paystack.read_hook(method, &Sent { headers: &headers, body, now: at() })
}

#[test]
fn the_signature_is_paystacks() {
    let ours = method(&[("secret_key", KEY)]);
    let hint = reads(&ours, &[SUM], BODY).unwrap();
    assert_eq!(hint.about, "wb-42");
    assert!(hint.event_key.starts_with("charge.success:wb-42:"), "{}", hint.event_key);
    for (lines, body) in [
        (vec![], BODY),
        (vec![""], BODY),
        (vec!["zz"], BODY),
        (vec![SUM, SUM], BODY),
        (vec![&SUM[..64]], BODY),
        (vec![SUM], &BODY[1..]),
    ] {
        assert!(reads(&ours, &lines, body).is_err(), "{lines:?}");
    }
    let changed = method(&[("secret_key", "sk_test_another"), ("old_secret_key", KEY)]);
    assert!(reads(&changed, &[SUM], BODY).is_ok());
    let unkeyed = hex(&hmac_sha512(b"", BODY.as_bytes()));
    assert!(reads(&method(&[]), &[&unkeyed], BODY).is_err());
}

#[test]
fn two_refunds_of_a_transaction_are_two_events() {
    let hint_of = |body: &str| hint(body).unwrap();
    let refund = |amount: i64| {
        hint_of(&format!(
            r#"{{"event":"refund.processed","data":{{"transaction_reference":"wb-1.2",
                 "amount":{amount}}}}}"#
        ))
    };
    assert_eq!(refund(100).about, "wb-1.2");
    assert_eq!(refund(100), refund(100));
    assert_ne!(refund(100).event_key, refund(200).event_key);
    let dispute = hint_of(
        r#"{"event":"charge.dispute.create","data":{"id":7,"transaction":{"reference":"wb-3"}}}"#,
    );
    assert_eq!(dispute.about, "wb-3");
    assert!(dispute.event_key.starts_with("charge.dispute.create:7:"));
    assert!(hint("[]").is_err() && hint("{}").is_err() && hint("x").is_err());
}

fn transaction(status: &str, minutes: i64) -> Transaction {
    Transaction {
        id: 7,
        domain: "test".into(),
        status: status.into(),
        reference: "wb-1-x.2".into(),
        amount: 250_000,
        currency: "NGN".into(),
        fees: Some(3_750),
        created_at: Some((at() - TimeDelta::minutes(minutes)).to_rfc3339()),
    }
}

fn known() -> Known {
    Known {
        reference: "wb-1-x".into(),
        gateway_ref: "wb-1-x.2".into(),
        amount: 250_000,
        currency: "NGN".into(),
        exponent: 2,
    }
}

#[test]
fn who_has_given_up_may_pay_after_all() {
    for (status, minutes, means) in [
        ("success", 1, Some(Status::Paid)),
        ("reversed", 1, Some(Status::Paid)),
        ("abandoned", 1, Some(Status::Waiting)),
        ("failed", 59, Some(Status::Waiting)),
        ("abandoned", 61, Some(Status::Expired)),
        ("failed", 61, Some(Status::Failed)),
        ("pending", 9_000, Some(Status::Waiting)),
        ("new", 1, None),
    ] {
        let look = judge(&transaction(status, minutes), &Back::default(), (&known(), at()));
        assert_eq!(look.as_ref().ok().map(|look| look.status), means, "{status} {minutes}");
        let has_money = look.is_ok_and(|look| look.payment.is_some());
        assert_eq!(has_money, means == Some(Status::Paid), "{status}");
    }
}

#[test]
fn a_try_has_a_reference_of_its_own() {
    let look = |reference: &str| {
        let transaction = Transaction { reference: reference.into(), ..transaction("success", 1) };
        judge(&transaction, &Back::default(), (&known(), at())).unwrap().reference
    };
    assert_eq!(look("wb-1-x.2"), "wb-1-x");
    assert_eq!(look("wb-1-x.3"), "wb-1-x.3", "that is not the one that was opened");
    assert_eq!(look("wb-2-y"), "wb-2-y");
}

#[test]
fn what_goes_back_is_counted_once() {
    let refund = |amount: i64, status: &str, by_dispute: bool| Refund {
        id: 1,
        transaction: json!(7),
        dispute: if by_dispute { json!(9) } else { json!(null) },
        amount,
        status: status.into(),
    };
    let dispute = |amount: i64, status: &str, resolution: Option<&str>| Dispute {
        id: 9,
        transaction: json!({ "id": 7 }),
        refund_amount: Some(amount),
        status: status.into(),
        resolution: resolution.map(str::to_owned),
    };
    let open = "awaiting-merchant-feedback";
    let accepted = Some("merchant-accepted");
    for (refunds, disputes, taken) in [
        (vec![refund(1_000, "processed", false)], vec![], 1_000),
        (vec![refund(1_000, "pending", false), refund(500, "failed", false)], vec![], 1_000),
        (vec![], vec![dispute(2_000, open, None)], 2_000),
        (vec![], vec![dispute(2_000, "resolved", Some("declined"))], 0),
        (vec![], vec![dispute(2_000, "resolved", accepted)], 2_000),
        // The dispute's own refund.
        (vec![refund(2_000, "processed", true)], vec![dispute(2_000, "resolved", accepted)], 2_000),
        (
            vec![refund(2_000, "processed", true), refund(500, "processed", false)],
            vec![dispute(2_000, "resolved", accepted)],
            2_500,
        ),
        (vec![refund(200_000, "processed", false)], vec![dispute(200_000, open, None)], 250_000),
    ] {
        let back = Back { refunds, disputes };
        let look = judge(&transaction("success", 1), &back, (&known(), at())).unwrap();
        assert_eq!(look.taken, taken, "{back:?}");
    }
}

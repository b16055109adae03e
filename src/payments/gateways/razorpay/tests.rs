use super::*;
use crate::payments::MethodId;

use chrono::DateTime;

const SECRET: &str = "rzp-webhook-secret";
const BODY: &str = r#"{"entity":"event","event":"payment_link.paid","payload":{}}"#;
const SUM: &str = "eb951b86fd42ecf76dbb5094c3b2dfa32a7001318d8fa36095717b1fce1ef23f";

fn method(values: &[(&str, &str)]) -> Connected {
    let values = values.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected {
        id: MethodId::new(1),
        gateway: &Razorpay,
        mode: Mode::Test,
        values: values.collect(),
    }
}

fn reads(method: &Connected, headers: &[(&str, &str)], body: &str) -> Result<Hint, NotTheirs> {
    let headers: Vec<(String, String)> =
        headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let now = DateTime::from_timestamp(1_760_000_000, 0).unwrap();
    Razorpay.read_hook(method, &Sent { headers: &headers, body, now })
}

#[test]
fn the_signature_is_razorpays() {
    let ours = method(&[("hook_secret", SECRET), ("key_secret", "rzp-key-secret")]);
    let good = [(SIGNATURE, SUM), (EVENT_ID, "evt_7")];
    let hint = reads(&ours, &good, BODY).unwrap();
    assert_eq!(hint, Hint { event_key: "evt_7".into(), about: String::new() });
    // Without the event's name, the body names it: a repeat is known.
    let unnamed = reads(&ours, &good[..1], BODY).unwrap();
    assert_eq!(unnamed, reads(&ours, &good[..1], BODY).unwrap());
    assert_eq!(unnamed.event_key.len(), 64);
    let other = hex(&hmac_sha256(b"rzp-key-secret", BODY.as_bytes()));
    for (headers, body) in [
        (vec![], BODY),
        (vec![(SIGNATURE, "")], BODY),
        (vec![(SIGNATURE, "zz")], BODY),
        // The key's secret signs what the browser brings, and no hook.
        (vec![(SIGNATURE, other.as_str())], BODY),
        (vec![(SIGNATURE, SUM), (SIGNATURE, SUM)], BODY),
        (vec![(SIGNATURE, &SUM[..62])], BODY),
        (vec![(SIGNATURE, SUM)], &BODY[1..]),
    ] {
        assert!(reads(&ours, &headers, body).is_err(), "{headers:?}");
    }
    let old = method(&[("hook_secret", "another-secret"), ("old_hook_secret", SECRET)]);
    assert!(reads(&old, &good, BODY).is_ok());
    let unkeyed = hex(&hmac_sha256(b"", BODY.as_bytes()));
    assert!(reads(&method(&[]), &[(SIGNATURE, &unkeyed)], BODY).is_err());
}

/// What the browser brings back is signed with the key's secret. The panel needs none of it.
#[test]
fn the_vector_of_the_return() {
    let sum = hmac_sha256(b"rzp-key-secret", b"plink_1|wb-42|paid|pay_1");
    assert_eq!(hex(&sum), "ecc1e510111e02a1acdb169898a2e9944eb0fe9041ad867261c3ea283a8cc608");
}

#[test]
fn a_hook_says_what_it_is_about() {
    let ours = method(&[("hook_secret", SECRET)]);
    for (payload, about) in [
        (r#"{"payment_link":{"entity":{"id":"plink_1","reference_id":"wb-1"}}}"#, "wb-1"),
        (r#"{"payment_link":{"entity":{"id":"plink_1","reference_id":""}}}"#, "plink_1"),
        (r#"{"payment":{"entity":{"id":"pay_1","notes":{"deposit":"wb-2"}}}}"#, "wb-2"),
        (r#"{"payment":{"entity":{"id":"pay_1","notes":[]}}}"#, "pay_1"),
        (r#"{"refund":{"entity":{"payment_id":"pay_2"}},"payment":{"entity":{}}}"#, "pay_2"),
        (r#"{"dispute":{"entity":{"payment_id":"pay_3"}}}"#, "pay_3"),
        ("{}", ""),
    ] {
        let body = format!(r#"{{"event":"x","payload":{payload}}}"#);
        let line = hex(&hmac_sha256(SECRET.as_bytes(), body.as_bytes()));
        let hint = reads(&ours, &[(SIGNATURE, &line)], &body).unwrap();
        assert_eq!(hint.about, about, "{payload}");
    }
}

#[test]
fn the_key_says_the_mode() {
    for (key, mode) in [
        ("rzp_live_1", Some(Mode::Live)),
        ("rzp_test_1", Some(Mode::Test)),
        ("key", None),
        ("", None),
    ] {
        assert_eq!(mode_of(&method(&[("key_id", key)])), mode, "{key}");
    }
    assert_eq!((scale("KWD"), scale("JPY"), scale("INR")), (10, 1, 1));
}

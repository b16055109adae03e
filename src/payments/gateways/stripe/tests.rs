use super::*;
use crate::payments::MethodId;
use crate::payments::gateways::Status;

use chrono::DateTime;

const SECRET: &str = "whsec_waybill_test_0001";
const AT: i64 = 1_760_000_000;
/// What the secret has signed at that time.
const BODY: &str = r#"{"id":"evt_1","type":"checkout.session.completed","data":{"object":{"id":"cs_test_1","client_reference_id":"wb-42"}}}"#;
const SUM: &str = "bd470f6df24ae7c7d6cc6a16c7e9d9740bde6d60540afcb1310f1130238daa59";

fn method(secrets: &[(&str, &str)]) -> Connected {
    let values = secrets.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected { id: MethodId::new(1), gateway: &Stripe, mode: Mode::Test, values: values.collect() }
}

fn reads(method: &Connected, lines: &[&str], body: &str, at: i64) -> Result<Hint, NotTheirs> {
    let headers: Vec<(String, String)> =
        lines.iter().map(|line| (SIGNATURE.to_owned(), (*line).to_owned())).collect();
    let now = DateTime::from_timestamp(at, 0).unwrap();
    Stripe.read_hook(method, &Sent { headers: &headers, body, now })
}

#[test]
fn the_signature_is_stripes() {
    let ours = method(&[("hook_secret", SECRET)]);
    let good = format!("t={AT},v1={SUM}");
    let hint = reads(&ours, &[&good], BODY, AT).unwrap();
    assert_eq!(hint, Hint { event_key: "evt_1".into(), about: "wb-42".into() });
    let zeros = "0".repeat(64);
    for (lines, at, fits) in [
        (vec![good.clone()], AT + 300, true),
        (vec![good.clone()], AT - 300, true),
        (vec![good.clone()], AT + 301, false),
        (vec![good.clone()], AT - 301, false),
        // While a secret is rolled there are several sums, and one must fit.
        (vec![format!("t={AT},v1={zeros},v1={SUM}")], AT, true),
        (vec![format!("t={AT},v1={SUM},v1={zeros},v0={zeros}")], AT, true),
        (vec![format!("t={AT}, v1={SUM}")], AT, true),
        (vec![format!("t={AT},v1={zeros}")], AT, false),
        // The scheme for tests counts for nothing.
        (vec![format!("t={AT},v0={SUM}")], AT, false),
        (vec![format!("t={},v1={SUM}", AT + 1)], AT, false),
        (vec![format!("t={AT},t={AT},v1={SUM}")], AT, false),
        (vec![format!("v1={SUM}")], AT, false),
        (vec![format!("t={AT}")], AT, false),
        (vec![format!("t={},v1={SUM}", i64::MIN)], AT, false),
        (vec![String::new()], AT, false),
        (vec![], AT, false),
        (vec![good.clone(), good.clone()], AT, false),
    ] {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(reads(&ours, &lines, BODY, at).is_ok(), fits, "{lines:?}");
    }
    assert!(reads(&ours, &[&good], &format!("{BODY} "), AT).is_err());
    // Rolled: either secret; without any, nothing is believed.
    let rolled = [("hook_secret", "whsec_another"), ("old_hook_secret", SECRET)];
    assert!(reads(&method(&rolled), &[&good], BODY, AT).is_ok());
    assert!(reads(&method(&rolled[..1]), &[&good], BODY, AT).is_err());
    assert!(reads(&method(&[]), &[&good], BODY, AT).is_err());
    let unkeyed = crate::kit::sign::hmac_sha256(b"", format!("{AT}.{BODY}").as_bytes());
    let unkeyed = format!("t={AT},v1={}", crate::kit::secret::hex(&unkeyed));
    assert!(reads(&method(&[("hook_secret", "")]), &[&unkeyed], BODY, AT).is_err());
}

#[test]
fn a_hook_says_what_it_is_about() {
    let ours = method(&[("hook_secret", SECRET)]);
    let about = |object: &str| {
        let body = format!(r#"{{"id":"evt_2","type":"x","data":{{"object":{object}}}}}"#);
        let sum =
            crate::kit::sign::hmac_sha256(SECRET.as_bytes(), format!("{AT}.{body}").as_bytes());
        let line = format!("t={AT},v1={}", crate::kit::secret::hex(&sum));
        reads(&ours, &[&line], &body, AT).unwrap().about
    };
    for (object, named) in [
        (r#"{"id":"cs_1","client_reference_id":"wb-1","payment_intent":"pi_1"}"#, "wb-1"),
        (r#"{"id":"cs_1","client_reference_id":null,"payment_intent":null}"#, "cs_1"),
        (r#"{"id":"ch_1","metadata":{"deposit":"wb-2"},"payment_intent":"pi_2"}"#, "wb-2"),
        (r#"{"id":"du_1","metadata":{},"charge":"ch_3","payment_intent":"pi_3"}"#, "pi_3"),
        (r#"{"id":"re_1","metadata":null,"payment_intent":"pi_4"}"#, "pi_4"),
        ("{}", ""),
    ] {
        assert_eq!(about(object), named, "{object}");
    }
}

#[test]
fn amounts_are_stripes_there_and_back() {
    for (currency, amount, there) in [
        ("USD", 2_500, 2_500),
        ("JPY", 80, 80),
        ("KRW", 1_000, 1_000),
        // Hundredths that nobody can pay.
        ("ISK", 25, 2_500),
        // Thousandths, the last of which is 0.
        ("KWD", 2_462, 24_620),
        ("BHD", 1, 10),
        // Whole units are for payouts only.
        ("HUF", 100_000, 100_000),
        ("TWD", 2_500, 2_500),
    ] {
        assert_eq!(money::to_stripe(amount, currency), Some(there), "{currency}");
        assert_eq!(money::from_stripe(there, currency), amount, "{currency}");
    }
    assert_eq!(money::to_stripe(i64::MAX, "KWD"), None);
    let facts = Stripe.facts();
    let zero = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF ISK";
    for (currency, exponent) in facts.currencies {
        assert_eq!(*exponent == 0, zero.contains(currency), "{currency}");
    }
    assert_eq!(facts.exponent("UGX"), None, "older accounts count it in hundredths");
    let mut codes: Vec<&str> = facts.currencies.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), facts.currencies.len());
}

#[test]
fn what_staff_enter_is_checked() {
    let fits = |name: &str, text: &str| {
        let field = FIELDS.iter().find(|field| field.name == name).unwrap();
        (field.fits)(text)
    };
    assert!(fits("secret_key", "sk_test_0123456789"));
    assert!(fits("secret_key", "rk_live_0123456789"));
    for wrong in ["pk_test_0123456789", "sk_test_ 123456789", "sk_test_", "whsec_012345", ""] {
        assert!(!fits("secret_key", wrong), "{wrong}");
    }
    assert!(fits("hook_secret", SECRET));
    for wrong in ["whsec_a b c d e f", "we_0123456789012", "whsec_1", "whsec_0123\n456789"] {
        assert!(!fits("hook_secret", wrong), "{wrong}");
    }
    assert_eq!(mode_of("sk_live_x"), Some(Mode::Live));
    assert_eq!(mode_of("rk_test_x"), Some(Mode::Test));
    assert_eq!(mode_of("sk_x"), None);
}

/// The words that no story tells.
#[test]
fn an_answer_that_nobody_knows_is_no_answer() {
    let session = |status: &str, paid: &str| -> api::Session {
        serde_json::from_str(&format!(
            r#"{{"id":"cs_1","url":null,"status":"{status}","payment_status":"{paid}",
                 "client_reference_id":"wb-1","payment_intent":"pi_1","livemode":false,
                 "expires_at":1760000000}}"#
        ))
        .unwrap()
    };
    let says = |status: &str, paid: &str| {
        look::judge(&session(status, paid), None, &look::Back::default()).map(|look| look.status)
    };
    assert_eq!(says("open", "unpaid"), Ok(Status::Waiting));
    assert_eq!(says("expired", "unpaid"), Ok(Status::Expired));
    assert_eq!(says("complete", "unpaid"), Ok(Status::Waiting));
    for (status, paid) in
        [("complete", "paid"), ("complete", "no_payment_required"), ("new", "unpaid")]
    {
        assert!(says(status, paid).is_err(), "{status} {paid}");
    }
}

/// A fee comes beside what matters: that money is gone.
#[test]
fn a_dispute_is_read_whatever_stands_for_its_fee() {
    let read = |kept: &str| {
        let text =
            format!(r#"{{"id":"du_1","amount":2000,"currency":"usd","status":"lost"{kept}}}"#);
        serde_json::from_str::<api::Dispute>(&text).unwrap().balance_transactions
    };
    for odd in ["", r#","balance_transactions":null"#, r#","balance_transactions":["txn_1"]"#] {
        assert!(read(odd).is_none(), "{odd}");
    }
    let fees = |kept: &str| -> Vec<i64> { read(kept).unwrap().iter().map(|one| one.fee).collect() };
    let plain = r#","balance_transactions":[{"id":"txn_1","fee":1500,"currency":"usd"}]"#;
    assert_eq!(fees(plain), [1500]);
    assert_eq!(fees(r#","balance_transactions":[]"#), Vec::<i64>::new());
}

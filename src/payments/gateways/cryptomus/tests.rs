use super::*;
use crate::payments::MethodId;

const TEST_KEY: &str = "cm-payment-key";

fn method(keys: &[(&str, &str)]) -> Connected {
    let values = keys.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected {
        id: MethodId::new(1),
        gateway: &CRYPTOMUS,
        mode: Mode::Live,
        values: values.collect(),
    }
}

fn read(method: &Connected, body: &str) -> Result<Hint, NotTheirs> {
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    CRYPTOMUS.read_hook(method, &Sent { headers: &[], body, now })
}

/// A body with its sum in it.
fn hook(rest: &str, key: &str) -> String {
    let sum = hex(&md5_base64(key.as_bytes(), rest.as_bytes()));
    format!("{},\"sign\":\"{sum}\"}}", rest.strip_suffix('}').unwrap())
}

#[test]
fn the_sum_of_a_call_is_theirs() {
    let sum = |text: &str| hex(&md5_base64(TEST_KEY.as_bytes(), text.as_bytes()));
    let plain = r#"{"amount":"25.00","currency":"USD","order_id":"wb-42","url_callback":"https://panel.example/hooks/7"}"#;
    assert_eq!(sum(plain), "6bbe984cefd1b3faa67c49759db24588");
    assert_eq!(sum(&plain.replace('/', "\\/")), "a5181022f1f6dd8ef0a3dd76c1513c97");
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
    assert_eq!(
        wanted(&ask).to_string(),
        r#"{"amount":"25.00","currency":"USD","order_id":"wb-42","url_return":"https://panel.example/deposits/42?back=1","url_success":"https://panel.example/deposits/42?back=1","url_callback":"https://panel.example/hooks/7","lifetime":3600}"#
    );
}

#[test]
fn a_hook_is_read_if_a_key_has_signed_its_bytes() {
    let rest = r#"{"type":"payment","uuid":"62f88b36","order_id":"wb-42","amount":"25.00","status":"paid","additional_data":"a\/b"}"#;
    let sum = "91d8f10d7eedbbee89c0c15bca009d89";
    let signed = format!("{},\"sign\":\"{sum}\"}}", rest.strip_suffix('}').unwrap());
    assert_eq!(signed, hook(rest, TEST_KEY));
    let first = format!("{{\"sign\":\"{sum}\",{}", rest.strip_prefix('{').unwrap());
    let both = method(&[(KEY, TEST_KEY), (OLD_KEY, "the-old-key")]);
    let one = method(&[(KEY, TEST_KEY)]);
    let there = Hint { event_key: "62f88b36:paid".into(), about: "wb-42".into() };
    assert_eq!(read(&one, &signed), Ok(there.clone()));
    assert_eq!(read(&one, &first), Ok(there.clone()));
    // Somebody has printed it anew: without the escape, and with a letter escaped.
    assert_eq!(read(&one, &signed.replace("\\/", "/")), Ok(there.clone()));
    let letters = hook(&rest.replace("a\\/b", "é"), TEST_KEY);
    assert!(read(&one, &letters.replace('é', "\\u00e9")).is_ok());
    assert_eq!(read(&both, &hook(rest, "the-old-key")), Ok(there));
    for wrong in [
        hook(rest, "the-old-key"),
        hook(rest, ""),
        signed.replace("25.00", "25.01"),
        signed.replace(sum, ""),
        signed.replace(sum, "zz"),
        signed.replace(sum, &sum[2..]),
        rest.to_owned(),
        signed.replace("\"type\"", "\"sign\""),
        String::new(),
        "[]".to_owned(),
    ] {
        assert!(read(&one, &wrong).is_err(), "{wrong}");
    }
    assert!(read(&method(&[]), &hook(rest, "")).is_err(), "an empty key signs nothing");
    assert!(read(&one, &hook(r#"{"uuid":"62f88b36"}"#, TEST_KEY)).is_err(), "no event");
    assert!(read(&one, &hook(r#"{"status":"paid"}"#, TEST_KEY)).is_err(), "no event");
}

fn look(status: &str, (came, asked): (&str, &str)) -> Result<Look, String> {
    let body = format!(
        r#"{{"state":0,"result":{{"uuid":"u1","order_id":"wb-42","amount":"60.00","currency":"USD",
        "payment_amount":{came},"payment_amount_usd":"0.00","payer_amount":{asked},
        "payer_currency":"BTC","payment_status":"{status}","status":"{status}","is_final":true}}}}"#
    );
    let told: Wrapped<Invoice> = serde_json::from_str(&body).unwrap();
    let of = Known {
        reference: "wb-42".into(),
        gateway_ref: "u1".into(),
        amount: 6_000,
        currency: "USD".into(),
        exponent: 2,
    };
    told.result.unwrap().look(&of, Mode::Live)
}

#[test]
fn what_came_is_its_share_of_the_invoice() {
    let whole = ("\"0.00126\"", "\"0.00126\"");
    let paid = |look: &Look| look.payment.as_ref().map_or(0, |payment| payment.amount);
    for (status, amounts, there) in [
        ("paid", whole, (Status::Paid, 6_000, 0, false)),
        // Theirs is the word; what the market says of it is nothing to us.
        ("paid", ("null", "null"), (Status::Paid, 6_000, 0, false)),
        ("paid_over", ("\"0.00252\"", "\"0.00126\""), (Status::Paid, 12_000, 0, false)),
        ("paid_over", ("null", "\"0.00126\""), (Status::Paid, 6_000, 0, true)),
        ("wrong_amount", ("\"0.00042\"", "\"0.00126\""), (Status::Paid, 2_000, 0, false)),
        ("wrong_amount", ("0.00125999", "0.00126"), (Status::Paid, 5_999, 0, false)),
        ("wrong_amount", ("1e-9", "0.00126"), (Status::Failed, 0, 0, false)),
        (
            "wrong_amount_waiting",
            ("\"0.00042\"", "\"0.00126\""),
            (Status::Partial, 2_000, 0, false),
        ),
        ("check", ("null", "null"), (Status::Waiting, 0, 0, false)),
        ("confirm_check", whole, (Status::Waiting, 0, 0, false)),
        ("process", whole, (Status::Waiting, 0, 0, false)),
        ("cancel", ("\"0.00\"", "\"0.00126\""), (Status::Expired, 0, 0, false)),
        ("fail", whole, (Status::Failed, 0, 0, false)),
        ("system_fail", whole, (Status::Failed, 0, 0, false)),
        ("locked", whole, (Status::Paid, 6_000, 0, true)),
        ("refund_process", whole, (Status::Paid, 6_000, 0, true)),
        ("refund_fail", ("\"0.00042\"", "\"0.00126\""), (Status::Paid, 2_000, 0, true)),
        ("refund_paid", whole, (Status::Failed, 6_000, 6_000, false)),
        ("refund_paid", ("\"0.00252\"", "\"0.00126\""), (Status::Failed, 6_000, 12_000, false)),
    ] {
        let look = look(status, amounts).unwrap();
        let found = (look.status, paid(&look), look.taken, look.doubt.is_some());
        assert_eq!(found, there, "{status} {amounts:?}");
        assert_eq!((look.reference.as_str(), look.mode), ("wb-42", Mode::Live));
    }
    for (status, amounts) in
        [("wrong_amount", ("null", "null")), ("wrong_amount", ("1", "0")), ("new_word", whole)]
    {
        assert!(look(status, amounts).is_err(), "{status} {amounts:?}");
    }
}

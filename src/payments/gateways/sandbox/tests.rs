use super::*;

fn method(secrets: &[(&str, &str)]) -> Connected {
    let values = secrets.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected {
        id: MethodId::new(1),
        gateway: &Sandbox,
        mode: Mode::Test,
        values: values.collect(),
    }
}

fn reads(method: &Connected, headers: &[(&str, &str)], body: &str, at: i64) -> bool {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let now = DateTime::from_timestamp(at, 0).unwrap();
    Sandbox.read_hook(method, &Sent { headers: &headers, body, now }).is_ok()
}

#[test]
fn only_what_a_secret_has_signed_is_read() {
    let both = method(&[("secret", "a new secret"), ("old_secret", "an old secret")]);
    let one = method(&[("secret", "a new secret")]);
    let at = 1_780_000_000;
    let now = DateTime::from_timestamp(at, 0).unwrap();
    // The bytes as they came are signed, and not what they mean.
    for body in [
        r#"{"id":"e1","reference":"wb-1"}"#,
        "{\r\n  \"id\": \"e1\", \"reference\": \"wb-1\", \"x\": 1.0, \"y\": {}\n}",
        r#"{"id":"e1","reference":"wb-1","u":"a\/b","e":"é"}"#,
    ] {
        let (new, old) =
            (signature("a new secret", now, body), signature("an old secret", now, body));
        let name = SIGNATURE;
        assert!(reads(&both, &[(name, &new)], body, at));
        assert!(reads(&both, &[(name, &old)], body, at + 300));
        assert!(reads(&one, &[(name, &new)], body, at - 300));
        assert!(!reads(&one, &[(name, &old)], body, at), "another secret");
        assert!(!reads(&one, &[(name, &new)], body, at + 301), "too old");
        assert!(!reads(&one, &[(name, &new)], body, at - 301), "from the future");
        assert!(!reads(&one, &[], body, at), "no header");
        assert!(!reads(&one, &[(name, &new), (name, &new)], body, at), "twice");
        assert!(!reads(&one, &[(name, "")], body, at), "empty");
        assert!(!reads(&one, &[(name, &new)], &format!("{body} "), at), "one byte more");
        assert!(!reads(&method(&[]), &[(name, &signature("", now, body))], body, at));
    }
    let body = r#"{"id":"e1"}"#;
    assert!(!reads(&one, &[(SIGNATURE, &signature("a new secret", now, body))], body, at));
}

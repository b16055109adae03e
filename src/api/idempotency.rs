//! The idempotency key of a request, whichever way it was sent. A key that cannot be read is an
//! error and is never ignored: the sender relies on it when it tries again.

use axum::http::HeaderMap;

use crate::orders::Request;

/// There is a key, and it cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is too long, or has a control character.
    Form,
    /// Its bytes are not text: in a header, they are not ASCII.
    Bytes,
    /// Two keys that are not the same were sent.
    Differ,
}

/// The key, from all headers `Idempotency-Key` and all parameters of that name. Blanks around it do
/// not count. Words that careless clients send for "nothing" are not a key.
pub fn key<'r>(
    headers: &'r HeaderMap,
    parameters: impl Iterator<Item = Result<&'r str, Unreadable>>,
) -> Result<Option<String>, Unreadable> {
    let sent = headers.get_all("idempotency-key");
    let in_headers = sent.iter().map(|value| value.to_str().map_err(|_| Unreadable::Bytes));
    let mut found: Option<&str> = None;
    for key in in_headers.chain(parameters) {
        let key = key?.trim();
        if is_nothing(key) {
            continue;
        }
        if !Request::check_key(key) {
            return Err(Unreadable::Form);
        }
        let differs = found.is_some_and(|other| other != key);
        if differs {
            return Err(Unreadable::Differ);
        }
        found = Some(key);
    }
    Ok(found.map(str::to_owned))
}

/// Whether a text is one of the words that careless clients send for "nothing".
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "undefined" | "null")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read(headers: &[&[u8]], parameters: &[&str]) -> Result<Option<String>, Unreadable> {
        let mut map = HeaderMap::new();
        for value in headers {
            map.append("idempotency-key", HeaderValue::from_bytes(value).unwrap());
        }
        key(&map, parameters.iter().map(|text| Ok(*text)))
    }

    #[test]
    fn one_key_however_often_it_is_sent() {
        let key = Ok(Some("a-1".to_owned()));
        assert_eq!(read(&[b"a-1"], &[]), key);
        assert_eq!(read(&[], &["a-1"]), key);
        assert_eq!(read(&[b" a-1 ", b"a-1"], &["a-1", " a-1"]), key);
        assert_eq!(read(&[b"", b"undefined"], &["null", "a-1"]), key);
        assert_eq!(read(&[], &["\u{437}\u{430}\u{43a}\u{430}\u{437}"]).unwrap().unwrap().len(), 10);
        assert_eq!(read(&[], &[]), Ok(None));
        assert_eq!(read(&[b""], &["null", "undefined", " "]), Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let long = "k".repeat(129);
        for (headers, why) in [
            (&[b"\xd0\xb7".as_slice()][..], Unreadable::Bytes),
            (&[b"a-\x80"], Unreadable::Bytes),
            (&[b"a\tb"], Unreadable::Form),
            (&[b"a", b"b"], Unreadable::Differ),
            (&[b"a", b"\xff"], Unreadable::Bytes),
            (&[long.as_bytes()], Unreadable::Form),
        ] {
            assert_eq!(read(headers, &[]), Err(why), "{headers:?}");
            assert_eq!(read(headers, &["a"]), Err(why), "{headers:?}");
        }
        for (parameters, why) in [
            (&["a", "b"][..], Unreadable::Differ),
            (&["a\nb"], Unreadable::Form),
            (&[&long], Unreadable::Form),
            (&["a\0"], Unreadable::Form),
        ] {
            assert_eq!(read(&[], parameters), Err(why), "{parameters:?}");
        }
        assert_eq!(read(&[b"a"], &["A"]), Err(Unreadable::Differ));
    }
}

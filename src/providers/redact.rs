//! Removes our key, and the secrets in the provider's URL, from whatever a provider answers. Panels
//! quote what they were sent, and their words are shown in other places: on the desk, in an order's
//! history, beside the provider's name.

use url::form_urlencoded;

use crate::kit::outbound::{Failure, Reply};

/// A shorter key may be a part of anything, even of an order's number.
const KEY_BYTES_MIN: usize = 6;
const INSTEAD: &[u8] = b"***";

/// The same answer without the secrets, in every spelling that they may have there.
pub(super) fn redact(answer: Result<Reply, Failure>, secrets: &[String]) -> Result<Reply, Failure> {
    let mut reply = answer?;
    for key in secrets.iter().filter(|key| key.len() >= KEY_BYTES_MIN) {
        let encoded: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
        for way in [key.clone(), encoded, key.replace('/', "\\/")] {
            if let Some(body) = without(&reply.body, way.as_bytes()) {
                reply.body = body;
            }
        }
    }
    Ok(reply)
}

/// `None`: the text does not contain it.
fn without(text: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let mut next = find(text, key)?;
    let mut kept = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        kept.extend_from_slice(&rest[..next]);
        kept.extend_from_slice(INSTEAD);
        rest = &rest[next + key.len()..];
        match find(rest, key) {
            Some(at) => next = at,
            None => break,
        }
    }
    kept.extend_from_slice(rest);
    Some(kept)
}

fn find(text: &[u8], key: &[u8]) -> Option<usize> {
    let first = *key.first()?;
    let starts = text.iter().enumerate().filter(|(_, byte)| **byte == first);
    starts.map(|(at, _)| at).find(|at| text[*at..].starts_with(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str, key: &str) -> String {
        let reply = Reply {
            status: 200,
            retry_after_s: None,
            takes_idempotency_keys: false,
            should_retry: None,
            content_type: None,
            body: body.as_bytes().to_vec(),
        };
        let secrets = ["another".to_owned(), key.to_owned()];
        String::from_utf8(redact(Ok(reply), &secrets).unwrap().body).unwrap()
    }

    #[test]
    fn however_it_is_written() {
        let key = "sesame/open+1";
        for body in [
            "sesame/open+1",
            r#"{"error":"Invalid API key sesame/open+1"}"#,
            r#"{"error":"Invalid API key sesame\/open+1"}"#,
            "you sent key=sesame%2Fopen%2B1&action=add, key=sesame/open+1",
            "ssesame/open+1sesame/open+1",
        ] {
            let said = said(body, key);
            assert!(said.contains("***") && !said.contains("open"), "{said}");
        }
        assert_eq!(said("sesame is not all of it", key), "sesame is not all of it");
        assert_eq!(said("", key), "");
    }

    #[test]
    fn a_key_that_could_be_anything_breaks_no_answer() {
        assert_eq!(said(r#"{"order":501}"#, "501"), r#"{"order":501}"#);
    }
}

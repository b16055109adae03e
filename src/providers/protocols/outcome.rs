//! The outcome of a submission, from what came back: the table of outcomes in `docs/OPERATIONS.md`.
//! Pure. First comes the transport, then the status, then the body. Whatever is not certain is
//! unknown.

use serde_json::Value;

use crate::kit::outbound::{Failure, Reply};
use crate::providers::lenient_json;
use crate::providers::upstream::{Outcome, Submission};
use crate::providers::words::{self, Class};

/// The longest message of a provider that is stored, in characters.
const WORDS_CHARS_MAX: usize = 300;
/// The wait after an answer about too many requests that does not say how long.
const RATE_WAIT_S: i64 = 30;

/// What a body says, for each protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::providers) enum SubmitReply {
    /// Taken, under this id.
    Id(String),
    /// Not taken, and why.
    Error(String),
    /// The body gives neither.
    Nonsense(&'static str),
}

/// Judges the answer to a submission; `read` knows the protocol's body.
pub(in crate::providers) fn outcome_of(
    answer: &Result<Reply, Failure>,
    read: fn(&Value) -> SubmitReply,
    submission: &Submission,
) -> Outcome {
    let unknown = |detail: String| Outcome::Unknown { detail };
    let reply = match answer {
        Ok(reply) => reply,
        Err(Failure::NotSent(reason)) => return Outcome::NotSent { reason: reason.clone() },
        Err(Failure::Lost { detail, .. }) => return unknown(detail.clone()),
    };
    let status = reply.status;
    match status {
        429 => {
            let after_s = reply.retry_after_s.unwrap_or(1);
            return Outcome::Later { reason: "too many requests".to_owned(), after_s };
        }
        408 => return unknown("it answered 408".to_owned()),
        200..300 | 400..500 => {}
        _ => return unknown(format!("it answered {status}")),
    }
    let said = match lenient_json::json(&reply.body) {
        Ok(value) if value.is_object() || value.is_array() => read(&value),
        Ok(_) => SubmitReply::Nonsense("the answer is no JSON object"),
        Err(why) => SubmitReply::Nonsense(why),
    };
    match said {
        SubmitReply::Id(upstream_id) if status < 300 => Outcome::Accepted { upstream_id },
        SubmitReply::Id(_) => unknown(format!("it answered {status} and an order")),
        SubmitReply::Error(words) => refused(reply, &words, &own(submission)),
        SubmitReply::Nonsense(why) => unknown(format!("{why} (status {status})")),
    }
}

/// What a refusal means, by its words. `own` are the texts of the refused order.
fn refused(reply: &Reply, words: &str, own: &[&str]) -> Outcome {
    let reason = lenient_json::line(words, WORDS_CHARS_MAX);
    // These statuses are about us: who we are, or which address we call.
    let is_of_us = matches!(reply.status, 401..=405);
    match words::class(words, own) {
        Class::Money | Class::Key | Class::Address | Class::Closed => {
            Outcome::ProviderDown { reason }
        }
        Class::Service => Outcome::ServiceDown { reason },
        Class::Rate => {
            Outcome::Later { reason, after_s: reply.retry_after_s.unwrap_or(RATE_WAIT_S) }
        }
        Class::Fault | Class::Again => Outcome::Unknown { detail: reason },
        Class::Duplicate => Outcome::Duplicate { reason },
        Class::Order => Outcome::Refused { reason },
        Class::Blank | Class::Other if is_of_us => Outcome::ProviderDown { reason },
        Class::Blank => Outcome::Unknown { detail: reason },
        Class::Other => Outcome::Refused { reason },
    }
}

/// The texts that a customer wrote: a provider may quote them in its answer.
fn own(submission: &Submission) -> Vec<&str> {
    let details = submission.details.as_ref().and_then(Value::as_object);
    let values = details.into_iter().flat_map(|details| details.values());
    let texts = values.flat_map(|value| match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    });
    std::iter::once(submission.link.as_str()).chain(texts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Result<Reply, Failure> {
        Ok(Reply {
            status,
            retry_after_s: (status == 429).then_some(7),
            takes_idempotency_keys: false,
            should_retry: None,
            content_type: Some("text/html".to_owned()),
            body: body.as_bytes().to_vec(),
        })
    }

    fn order() -> Submission {
        Submission {
            reference: 7,
            upstream_service: "12".to_owned(),
            link: "https://example.com/not-enough-funds".to_owned(),
            quantity: 100,
            details: Some(
                serde_json::json!({ "username": "api_key_invalid", "comments": ["a\nb"] }),
            ),
            settings: Value::Null,
            pace: None,
            target: None,
            idempotency_key: None,
        }
    }

    fn judged(status: u16, body: &str) -> &'static str {
        name(&outcome_of(&reply(status, body), crate::providers::smm_v2::said, &order()))
    }

    fn name(outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Accepted { .. } => "accepted",
            Outcome::Refused { .. } => "refused",
            Outcome::Duplicate { .. } => "duplicate",
            Outcome::ProviderDown { .. } => "provider down",
            Outcome::ServiceDown { .. } => "service down",
            Outcome::Later { .. } => "later",
            Outcome::NotSent { .. } => "not sent",
            Outcome::Unknown { .. } => "unknown",
        }
    }

    #[test]
    fn the_transport_comes_first() {
        let read = crate::providers::smm_v2::said;
        assert_eq!(
            name(&outcome_of(&Err(Failure::NotSent("dns".into())), read, &order())),
            "not sent"
        );
        let lost = Failure::Lost { detail: "reset".into(), status: Some(200) };
        assert_eq!(name(&outcome_of(&Err(lost), read, &order())), "unknown");
        let later = outcome_of(&reply(429, r#"{"order": 5}"#), read, &order());
        assert_eq!(later, Outcome::Later { reason: "too many requests".into(), after_s: 7 });
    }

    #[test]
    fn the_table_of_outcomes() {
        for (status, body, outcome) in [
            (200, r#"{"order": 23501}"#, "accepted"),
            (200, "\u{feff}{\"order\": \"23501\"}", "accepted"),
            (201, r#"{"order_id": "x-1", "status": "ok"}"#, "accepted"),
            (200, r#"{"id": 5}"#, "accepted"),
            (200, r#"{"order": 5, "error": ""}"#, "accepted"),
            (200, r#"{"order": null, "id": 5}"#, "accepted"),
            (200, r#"{"error": "Quantity less than minimal 100"}"#, "refused"),
            (400, r#"{"error": "Bad link", "order": null}"#, "refused"),
            (422, r#"{"error": "You have active order with this link"}"#, "duplicate"),
            (403, r#"{"error": "Bad link"}"#, "refused"),
            (403, r#"{"error": "Error"}"#, "provider down"),
            (200, r#"{"error": "Error"}"#, "unknown"),
            (200, r#"{"error": "Rate limit exceeded. Slow down."}"#, "later"),
            (200, r#"{"error": "Too many requests"}"#, "later"),
            (403, r#"{"error": "Too many requests, try again later"}"#, "later"),
            (200, r#"{"error": "neworder.error.not_enough_funds"}"#, "provider down"),
            (200, r#"{"error": "error.incorrect_service_id"}"#, "service down"),
            (200, r#"{"error": "neworder.error.link_duplicate"}"#, "duplicate"),
            (200, r#"{"error": "Incorrect link not-enough-funds"}"#, "refused"),
            (200, r#"{"error": "No \"api_key_invalid\" here"}"#, "refused"),
            (200, r#"{"error": "Drip-feed is disabled for this service"}"#, "refused"),
            (200, r#"{"error": "Incorrect service ID"}"#, "service down"),
            (200, r#"{"error": "This service is disabled"}"#, "service down"),
            (200, r#"{"error": "Not enough funds on balance"}"#, "provider down"),
            (200, r#"{"error": "Invalid API key"}"#, "provider down"),
            (200, r#"{"error": "Your account has been suspended."}"#, "provider down"),
            (401, r#"{"error": "no"}"#, "provider down"),
            (403, r#"{"error": "no"}"#, "provider down"),
            (404, r#"{"error": "no such page"}"#, "provider down"),
            (404, r#"{"error": "Service not found"}"#, "service down"),
            (402, r#"{"error": "Not enough funds"}"#, "provider down"),
            (200, r#"{"error": "Internal error, please try again later"}"#, "unknown"),
            (200, r#"{"error": "Request timed out"}"#, "unknown"),
            (401, r#"{"error": "timeout"}"#, "unknown"),
            (429, "", "later"),
            (408, r#"{"error": "Bad link"}"#, "unknown"),
            (500, r#"{"error": "Bad link"}"#, "unknown"),
            (503, r#"{"order": 5}"#, "unknown"),
            (302, r#"{"order": 5}"#, "unknown"),
            (400, r#"{"order": 5}"#, "unknown"),
            (200, r#"{"id": 5, "error": "Bad link"}"#, "unknown"),
            (200, r#"{"order": null, "order_id": "5", "error": "Bad link"}"#, "unknown"),
            (200, r#"{"order": 5, "error": "Bad link"}"#, "accepted"),
            (200, "<html><body>502</body></html>", "unknown"),
            (403, "<html>denied</html>", "unknown"),
            (200, "", "unknown"),
            (200, r#"{"order": 23"#, "unknown"),
            (200, "[1]", "unknown"),
            (200, "23501", "unknown"),
            (200, "{}", "unknown"),
            (200, r#"{"status": "ok"}"#, "unknown"),
            (200, r#"{"error": null}"#, "unknown"),
            (200, r#"{"error": ""}"#, "unknown"),
            (200, r#"{"error": {"code": 5}}"#, "unknown"),
            (200, r#"{"error": {"code": 5, "message": "Invalid API key"}}"#, "provider down"),
            (
                422,
                r#"{"message":"The selected service is invalid.",
                    "errors":{"service":["The selected service is invalid."]}}"#,
                "service down",
            ),
            (422, r#"{"errors":{"link":["The link format is invalid."]}}"#, "refused"),
            (422, r#"{"message": "The given data was invalid.", "errors": []}"#, "unknown"),
            (200, r#"{"message": "Order received"}"#, "unknown"),
            (200, r#"{"error": true}"#, "unknown"),
            (200, r#"{"order": 0}"#, "unknown"),
            (200, r#"{"order": -5}"#, "unknown"),
            (200, r#"{"order": 1.5}"#, "unknown"),
            (200, r#"{"order": true}"#, "unknown"),
            (200, r#"{"order": {"id": 5}}"#, "accepted"),
            (200, r#"{"order": "", "error": "Bad link"}"#, "unknown"),
            (200, r#"{"order": "a b"}"#, "unknown"),
            (200, r#"{"order": "1,1004"}"#, "unknown"),
            (200, r#"{"id": "1,1004"}"#, "unknown"),
        ] {
            assert_eq!(judged(status, body), outcome, "{status} {body}");
        }
        let long = format!(r#"{{"order": "{}"}}"#, "1".repeat(65));
        assert_eq!(judged(200, &long), "unknown");
    }
}

//! API v2 as a client: one endpoint, forms out, JSON back. Strict about what is believed and
//! loose about the shapes in which panels send it (`docs/API.md` is the protocol).

mod read;

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::hush::hush;
use super::list::LINES_MAX;
use super::loose;
use super::outcome;
use super::unread::Unread;
use super::upstream::{
    ANSWER_BYTES_MAX, Balance, CancelAnswer, Evidence, Listed, NoAnswer, RefillAnswer, RefillState,
    Report, Sent, Submission,
};
use crate::kit::outbound::{Body, Call, Effect, Failure, Outbound, Reply};
pub(super) use read::said;
use read::{cancel_answer, listed, refill_answer, refill_state, reports, whole_error};

/// The whole of a call that changes something.
pub(super) const SEND_WITHIN: Duration = Duration::from_secs(60);
/// The whole of one that only asks.
pub(super) const READ_WITHIN: Duration = Duration::from_secs(30);
pub(super) const BODY_BYTES_MAX: usize = 1024 * 1024;
/// A list of services is longer.
const LIST_BYTES_MAX: usize = 32 * 1024 * 1024;
const LIST_WITHIN: Duration = Duration::from_secs(60);

/// Another panel.
#[derive(Clone)]
pub struct SmmV2 {
    outbound: Outbound,
    url: String,
    key: String,
}

/// Never the key.
impl fmt::Debug for SmmV2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmmV2").field("url", &self.url).finish_non_exhaustive()
    }
}

type Fields = Vec<(&'static str, String)>;

/// What is sent for an order, without the key.
pub(super) fn fields(submission: &Submission) -> Vec<(String, String)> {
    let mut fields = vec![
        ("action".to_owned(), "add".to_owned()),
        ("service".to_owned(), submission.upstream_service.clone()),
        ("link".to_owned(), submission.link.clone()),
        ("quantity".to_owned(), submission.quantity.to_string()),
    ];
    if let Some(Value::Object(details)) = &submission.details {
        for (name, value) in details {
            let text = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            fields.push((name.clone(), text));
        }
    }
    if let Some(key) = &submission.idempotency_key {
        fields.push(("idempotency_key".to_owned(), key.clone()));
    }
    fields
}

impl SmmV2 {
    pub(super) const fn new(outbound: Outbound, url: String, key: String) -> Self {
        Self { outbound, url, key }
    }

    pub(super) async fn add(&self, submission: &Submission) -> Sent {
        let mut call = self.call(fields(submission), Effect::Once, SEND_WITHIN);
        if let Some(key) = &submission.idempotency_key {
            call.headers.push(("idempotency-key", key.clone()));
        }
        let answer = self.send(call).await;
        Sent { outcome: outcome::judge(&answer, said), evidence: evidence(&answer, &self.key) }
    }

    fn call<N: AsRef<str>, V: AsRef<str>>(
        &self,
        fields: impl IntoIterator<Item = (N, V)>,
        effect: Effect,
        within: Duration,
    ) -> Call {
        let mut form = Serializer::new(String::new());
        form.append_pair("key", &self.key);
        form.extend_pairs(fields);
        let text = form.finish();
        let content_type = "application/x-www-form-urlencoded";
        Call {
            url: self.url.clone(),
            headers: vec![("accept", "application/json".to_owned())],
            body: Some(Body { content_type, text }),
            effect,
            within,
            bytes_max: BODY_BYTES_MAX,
        }
    }

    /// Asks, and reads whatever JSON comes back.
    async fn ask(&self, fields: Fields, effect: Effect) -> Result<Reply, Failure> {
        let within = if effect == Effect::Once { SEND_WITHIN } else { READ_WITHIN };
        self.send(self.call(fields, effect, within)).await
    }

    /// What comes back has our key in it no more, whatever is made of it.
    async fn send(&self, call: Call) -> Result<Reply, Failure> {
        hush(self.outbound.call(call).await, &self.key)
    }

    pub(super) async fn status(
        &self,
        ids: &[String],
    ) -> Result<HashMap<String, Result<Report, String>>, NoAnswer> {
        let fields = match ids {
            [id] => vec![("action", "status".to_owned()), ("order", id.clone())],
            _ => vec![("action", "status".to_owned()), ("orders", ids.join(","))],
        };
        let answer = self.ask(fields, Effect::Read).await;
        reports(ids, &body_of(answer)?)
    }

    pub(super) async fn cancel(&self, id: &str) -> Result<CancelAnswer, NoAnswer> {
        let fields = vec![("action", "cancel".to_owned()), ("orders", id.to_owned())];
        let body = body_of(self.ask(fields, Effect::Once).await)?;
        cancel_answer(id, &body)
    }

    pub(super) async fn refill(&self, id: &str) -> Result<RefillAnswer, NoAnswer> {
        let fields = vec![("action", "refill".to_owned()), ("order", id.to_owned())];
        let answer = self.ask(fields, Effect::Once).await;
        match &answer {
            Err(Failure::NotSent(reason)) => {
                return Ok(RefillAnswer::NotAsked { reason: reason.clone() });
            }
            Ok(reply) if reply.status == 429 => {
                return Ok(RefillAnswer::NotAsked { reason: "too many requests".to_owned() });
            }
            _ => {}
        }
        refill_answer(id, &body_of(answer)?)
    }

    pub(super) async fn refill_status(&self, id: &str) -> Result<RefillState, NoAnswer> {
        let fields = vec![("action", "refill_status".to_owned()), ("refill", id.to_owned())];
        refill_state(id, &body_of(self.ask(fields, Effect::Read).await)?)
    }

    pub(super) async fn balance(&self) -> Result<Balance, NoAnswer> {
        let fields = vec![("action", "balance".to_owned())];
        let answer = self.ask(fields, Effect::Read).await;
        let takes_idempotency_keys =
            answer.as_ref().is_ok_and(|reply| reply.takes_idempotency_keys);
        let body = body_of(answer)?;
        let amount = loose::micros(body.get("balance"), false).ok_or_else(|| whole_error(&body))?;
        let currency = loose::text(body.get("currency"))
            .map(|code| code.to_ascii_uppercase())
            .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
        Ok(Balance { amount, currency, takes_idempotency_keys })
    }

    pub(super) async fn services(&self) -> Result<Vec<Result<Listed, Unread>>, NoAnswer> {
        let mut call = self.call([("action", "services")], Effect::Read, LIST_WITHIN);
        call.bytes_max = LIST_BYTES_MAX;
        let body = body_of(self.send(call).await)?;
        let Value::Array(rows) = &body else { return Err(whole_error(&body)) };
        Ok(rows.iter().take(LINES_MAX).map(listed).collect())
    }
}

/// What came back, to be kept.
pub(super) fn evidence(answer: &Result<Reply, Failure>, key: &str) -> Evidence {
    match answer {
        Ok(reply) => {
            let said = String::from_utf8_lossy(&reply.body).replace('\0', " ");
            let said = if key.is_empty() { said } else { said.replace(key, "***") };
            let end = said.floor_char_boundary(ANSWER_BYTES_MAX);
            Evidence {
                http_status: Some(i32::from(reply.status)),
                answer: Some(said[..end].to_owned()),
                takes_idempotency_keys: reply.takes_idempotency_keys,
            }
        }
        Err(Failure::Lost { status, .. }) => {
            Evidence { http_status: status.map(i32::from), ..Evidence::default() }
        }
        Err(Failure::NotSent(_)) => Evidence::default(),
    }
}

/// The JSON of an answer that says something: not a fault of the transport or of the server.
pub(super) fn body_of(answer: Result<Reply, Failure>) -> Result<Value, NoAnswer> {
    let reply = answer.map_err(|failure| NoAnswer(failure.to_string()))?;
    match reply.status {
        429 | 408 => Err(NoAnswer(format!("it answered {}", reply.status))),
        200..300 | 400..500 => {
            loose::json(&reply.body).map_err(|why| NoAnswer(format!("{why} ({})", reply.status)))
        }
        status => Err(NoAnswer(format!("it answered {status}"))),
    }
}

#[cfg(test)]
mod list_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_sent() {
        let submission = Submission {
            reference: 7,
            upstream_service: "12".to_owned(),
            link: "https://example.com/a?b=1&c".to_owned(),
            quantity: 100,
            details: Some(json!({ "comments": "one\ntwo", "device": 5 })),
            settings: json!({}),
            pace: None,
            target: None,
            idempotency_key: Some("k1".to_owned()),
        };
        let sent: Vec<String> = fields(&submission)
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            sent,
            [
                "action=add",
                "service=12",
                "link=https://example.com/a?b=1&c",
                "quantity=100",
                "comments=one\ntwo",
                "device=5",
                "idempotency_key=k1",
            ]
        );
    }

    #[test]
    fn evidence_has_no_key_and_an_end() {
        let reply = |body: String| {
            Ok(Reply {
                status: 200,
                retry_after_s: None,
                takes_idempotency_keys: true,
                content_type: None,
                body: body.into_bytes(),
            })
        };
        let kept = evidence(&reply("you sent key sesame!".to_owned()), "sesame");
        assert_eq!(kept.answer.as_deref(), Some("you sent key ***!"));
        let long = evidence(&reply("é".repeat(5000)), "sesame").answer.unwrap();
        assert!(long.len() <= ANSWER_BYTES_MAX && long.len() > ANSWER_BYTES_MAX - 4);
    }
}

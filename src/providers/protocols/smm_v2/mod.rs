//! The client of API v2: one endpoint, forms go out, JSON comes back. It is strict about what it
//! believes and accepts all shapes in which panels send it (`docs/API.md` is the protocol).

mod error;
mod read;
mod shape;
mod tasks;

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::kit::outbound::{Body, Call, Effect, Failure, Outbound, Reply};
use crate::providers::currency;
use crate::providers::lenient_json;
use crate::providers::list::LINES_MAX;
use crate::providers::manners::{Manners, Way};
use crate::providers::outcome;
use crate::providers::pulse::Gauge;
use crate::providers::redact::redact;
use crate::providers::unread::Unread;
use crate::providers::upstream::{
    ANSWER_BYTES_MAX, ASK_MAX, Balance, CancelAnswer, Evidence, Listed, NoAnswer, RefillAnswer,
    RefillState, Sent, Statuses, Submission,
};
use crate::providers::url::{secrets, shown};
use error::whole_error;
pub(in crate::providers) use read::said;
use read::{listed, reports};
use shape::{alone, inside, rows};
use tasks::{cancel_answer, is_about_the_call, refill_answer, refill_state, says_nothing_of};

/// The time limit of a call that changes something.
pub(in crate::providers) const SEND_WITHIN: Duration = Duration::from_secs(60);
/// The time limit of a call that only asks.
pub(in crate::providers) const READ_WITHIN: Duration = Duration::from_secs(30);
pub(in crate::providers) const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The longest list of services that we read.
const LIST_BYTES_MAX: usize = 32 * 1024 * 1024;
const LIST_WITHIN: Duration = Duration::from_secs(60);

/// Another panel.
#[derive(Clone)]
pub struct SmmV2 {
    outbound: Outbound,
    url: String,
    key: String,
    /// What must not stand in its answers: the key, and the secrets in its URL.
    secrets: Vec<String>,
    manners: Manners,
    /// `None`: the provider is not stored yet.
    pub(in crate::providers) gauge: Option<Gauge>,
}

/// Never shows the key.
impl fmt::Debug for SmmV2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmmV2").field("url", &shown(&self.url)).finish_non_exhaustive()
    }
}

type Fields = Vec<(&'static str, String)>;

/// What is sent for an order, without the key.
pub(in crate::providers) fn fields(submission: &Submission) -> Vec<(String, String)> {
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
    pub(in crate::providers) fn new(
        outbound: Outbound,
        url: &str,
        key: String,
        manners: Manners,
    ) -> Self {
        let secrets = std::iter::once(key.clone()).chain(secrets(url)).collect();
        Self { outbound, url: url.to_owned(), key, secrets, manners, gauge: None }
    }

    /// How many orders go into one question: only one, if the provider does not answer about
    /// several.
    pub(in crate::providers) fn ask_max(&self) -> usize {
        if self.manners.has(Way::StatusSingly) { 1 } else { ASK_MAX }
    }

    pub(in crate::providers) async fn ask_singly(&self) {
        self.manners.learn(Way::StatusSingly).await;
    }

    pub(in crate::providers) async fn add(&self, submission: &Submission) -> Sent {
        let mut call = self.call(fields(submission), Effect::Once, SEND_WITHIN);
        if let Some(key) = &submission.idempotency_key {
            call.headers.push(("idempotency-key", key.clone()));
        }
        let answer = self.send(call).await;
        let outcome = outcome::outcome_of(&answer, said, submission);
        Sent { outcome, evidence: evidence(&answer, &self.key) }
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

    /// Removes our secrets from whatever comes back.
    async fn send(&self, call: Call) -> Result<Reply, Failure> {
        redact(self.outbound.call(call).await, &self.secrets)
    }

    pub(in crate::providers) async fn status(&self, ids: &[String]) -> Result<Statuses, NoAnswer> {
        let fields = match ids {
            [id] => vec![("action", "status".to_owned()), ("order", id.clone())],
            _ => vec![("action", "status".to_owned()), ("orders", ids.join(","))],
        };
        let answer = self.ask(fields, Effect::Read).await;
        Ok(reports(ids, &body_of(answer)?))
    }

    /// Asks with `orders`. If the answer says nothing about this order, asks again with `order`: a
    /// cancel may be asked for twice.
    pub(in crate::providers) async fn cancel(&self, id: &str) -> Result<CancelAnswer, NoAnswer> {
        if self.manners.has(Way::CancelSingly) {
            return cancel_answer(id, &self.cancel_by("order", id).await?);
        }
        let body = self.cancel_by("orders", id).await?;
        let answer = cancel_answer(id, &body);
        if !says_nothing_of(id, &body) {
            return answer;
        }
        let Ok(other) = self.cancel_by("order", id).await else { return answer };
        let second = cancel_answer(id, &other);
        let knows_better = matches!(second, Ok(CancelAnswer::Accepted))
            || (second.is_ok() && !is_about_the_call(&other) && is_about_the_call(&body));
        if !knows_better {
            return answer;
        }
        self.manners.learn(Way::CancelSingly).await;
        second
    }

    async fn cancel_by(&self, name: &'static str, id: &str) -> Result<Value, NoAnswer> {
        let fields = vec![("action", "cancel".to_owned()), (name, id.to_owned())];
        body_of(self.ask(fields, Effect::Once).await)
    }

    /// Asks with `order`. Only if an answer says that the call was wrong, so that nothing was done,
    /// asks with `orders`: a second refill would be made twice.
    pub(in crate::providers) async fn refill(&self, id: &str) -> Result<RefillAnswer, NoAnswer> {
        if self.manners.has(Way::RefillListed) {
            return self.refill_by("orders", id).await.map(|(_, answer)| answer);
        }
        let (is_wrong_call, answer) = self.refill_by("order", id).await?;
        if !is_wrong_call {
            return Ok(answer);
        }
        match self.refill_by("orders", id).await? {
            (true, _) => Ok(answer),
            (false, second @ RefillAnswer::NotAsked { .. }) => Ok(second),
            (false, second) => {
                self.manners.learn(Way::RefillListed).await;
                Ok(second)
            }
        }
    }

    /// The answer, and whether it says that the call was wrong.
    async fn refill_by(
        &self,
        name: &'static str,
        id: &str,
    ) -> Result<(bool, RefillAnswer), NoAnswer> {
        let fields = vec![("action", "refill".to_owned()), (name, id.to_owned())];
        let answer = self.ask(fields, Effect::Once).await;
        let not_asked = |reason: String| Ok((false, RefillAnswer::NotAsked { reason }));
        match &answer {
            Err(Failure::NotSent(reason)) => return not_asked(reason.clone()),
            Ok(reply) if reply.status == 429 => return not_asked("too many requests".to_owned()),
            _ => {}
        }
        let body = body_of(answer)?;
        Ok((is_about_the_call(&body), refill_answer(id, &body)?))
    }

    pub(in crate::providers) async fn refill_status(
        &self,
        id: &str,
    ) -> Result<RefillState, NoAnswer> {
        let fields = vec![("action", "refill_status".to_owned()), ("refill", id.to_owned())];
        refill_state(id, &body_of(self.ask(fields, Effect::Read).await)?)
    }

    pub(in crate::providers) async fn balance(&self) -> Result<Balance, NoAnswer> {
        let fields = vec![("action", "balance".to_owned())];
        let answer = self.ask(fields, Effect::Read).await;
        let takes_idempotency_keys =
            answer.as_ref().is_ok_and(|reply| reply.takes_idempotency_keys);
        let body = body_of(answer)?;
        let has_balance = |map: &Map<String, Value>| map.contains_key("balance");
        let body = alone(inside(&body, has_balance));
        let amount =
            lenient_json::micros(body.get("balance"), false).ok_or_else(|| whole_error(body))?;
        let currency =
            lenient_json::text(body.get("currency")).and_then(|said| currency::read(&said));
        Ok(Balance { amount, currency, takes_idempotency_keys })
    }

    pub(in crate::providers) async fn services(
        &self,
    ) -> Result<Vec<Result<Listed, Unread>>, NoAnswer> {
        let mut call = self.call([("action", "services")], Effect::Read, LIST_WITHIN);
        call.bytes_max = LIST_BYTES_MAX;
        let body = body_of(self.send(call).await)?;
        let rows = rows(&body).ok_or_else(|| whole_error(&body))?;
        Ok(rows.iter().take(LINES_MAX).map(|row| listed(row)).collect())
    }
}

/// What came back, to be stored.
pub(in crate::providers) fn evidence(answer: &Result<Reply, Failure>, key: &str) -> Evidence {
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

/// The JSON of an answer, unless the transport or the server failed.
pub(in crate::providers) fn body_of(answer: Result<Reply, Failure>) -> Result<Value, NoAnswer> {
    let reply = answer.map_err(|failure| NoAnswer(failure.to_string()))?;
    match reply.status {
        429 | 408 => Err(NoAnswer(format!("it answered {}", reply.status))),
        200..300 | 400..500 => lenient_json::json(&reply.body)
            .map_err(|why| NoAnswer(format!("{why} ({})", reply.status))),
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
                should_retry: None,
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

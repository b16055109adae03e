//! The client of the order API with bearer tokens. It creates an order and asks about it by its id;
//! the API offers nothing else. Source: `docs/API.md`, the order API.

use std::collections::HashMap;
use std::fmt;

use serde_json::{Value, json};
use url::Url;

use crate::kit::outbound::{Body, Call, Effect, Failure, Outbound, Reply};
use crate::providers::lenient_json;
use crate::providers::outcome::{self, SubmitReply};
use crate::providers::pulse::Gauge;
use crate::providers::redact::redact;
use crate::providers::smm_v2::{BODY_BYTES_MAX, READ_WITHIN, SEND_WITHIN, body_of, evidence};
use crate::providers::upstream::{
    Balance, NoAnswer, Report, SAID_CHARS_MAX, Sent, Submission, Word,
};
use crate::providers::url::secrets;

/// The range of votes a minute that the protocol allows, in thousandths.
const PACE_MIN: i64 = 200;
const PACE_MAX: i64 = 5_000;
/// The pace with which a targeted order is sent.
const PACE_TARGET: i64 = 1_000;

/// A provider of this protocol.
#[derive(Clone)]
pub struct OrderApi {
    outbound: Outbound,
    base: String,
    /// The part of the URL after its path, with the question mark.
    query: String,
    token: String,
    /// What must not stand in its answers: the token, and the secrets in its URL.
    secrets: Vec<String>,
    /// `None`: the provider is not stored yet.
    pub(in crate::providers) gauge: Option<Gauge>,
}

/// Never shows the token.
impl fmt::Debug for OrderApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderApi").field("base", &self.base).finish_non_exhaustive()
    }
}

/// What is sent for an order. `after` is always 0 there, because the panel itself waits for the
/// start.
pub(in crate::providers) fn order(submission: &Submission) -> Value {
    let pace = submission.pace.map_or(PACE_MAX, |pace| pace.clamp(PACE_MIN, PACE_MAX));
    let pace = if submission.target.is_some() { PACE_TARGET } else { pace };
    let kind: i64 = submission.upstream_service.trim().parse().unwrap_or_default();
    let mut order = json!({
        "link": submission.link,
        "type": kind,
        "vote": submission.quantity,
        "after": 0,
        "speed": thousandths(pace),
    });
    if let Some(target) = submission.target {
        order["target"] = json!({
            "is_set": true, "position": target.position, "max_hours": target.hours_max,
        });
    }
    order
}

/// The base address for all calls, from the panel's URL, and the query that goes with each call.
fn base(url: &str) -> (String, String) {
    let (base, query) = url.trim().split_once('?').unwrap_or((url.trim(), ""));
    let base = base.trim_end_matches('/');
    let base = if base.ends_with("/api") { base.to_owned() } else { format!("{base}/api") };
    (base, if query.is_empty() { String::new() } else { format!("?{query}") })
}

/// The address to which an order is sent.
pub(in crate::providers) fn address(url: &str) -> String {
    let (base, query) = base(url);
    format!("{base}/order/create{query}")
}

/// 1500 → 1.5
fn thousandths(pace: i64) -> Value {
    match pace % 1000 {
        0 => json!(pace / 1000),
        rest => serde_json::from_str(&format!("{}.{rest:03}", pace / 1000)).unwrap_or(json!(1)),
    }
}

/// What the body of a `create` says.
fn said(body: &Value) -> SubmitReply {
    let is_success = lenient_json::count(body.get("code")) == Some(1);
    let id = body.get("order_id").filter(|id| !id.is_null());
    let words = ["message", "error"].iter().find_map(|name| body.get(name)?.as_str());
    match (is_success, id, words.map(str::trim).filter(|words| !words.is_empty())) {
        (true, Some(id), _) => match lenient_json::id(id) {
            Some(id) => SubmitReply::Id(id),
            None => SubmitReply::Nonsense("the order's id is none"),
        },
        (false, None, Some(words)) => SubmitReply::Error(words.to_owned()),
        _ => SubmitReply::Nonsense("neither an order nor an error"),
    }
}

impl OrderApi {
    /// `url` is the URL of the panel, with or without `/api`.
    pub(in crate::providers) fn new(outbound: Outbound, url: &str, token: String) -> Self {
        let (base, query) = base(url);
        let secrets = std::iter::once(token.clone()).chain(secrets(url)).collect();
        Self { outbound, base, query, token, secrets, gauge: None }
    }

    pub(in crate::providers) async fn add(&self, submission: &Submission) -> Sent {
        let mut call = self.call("order/create", Effect::Once);
        let text = order(submission).to_string();
        call.body = Some(Body { content_type: "application/json", text });
        if let Some(key) = &submission.idempotency_key {
            call.headers.push(("idempotency-key", key.clone()));
        }
        let answer = self.send(call).await;
        let outcome = outcome::outcome_of(&answer, said, submission);
        Sent { outcome, evidence: evidence(&answer, &self.token) }
    }

    /// Removes our token from whatever comes back.
    async fn send(&self, call: Call) -> Result<Reply, Failure> {
        redact(self.outbound.call(call).await, &self.secrets)
    }

    fn call(&self, path: &str, effect: Effect) -> Call {
        Call {
            url: format!("{}/{path}{}", self.base, self.query),
            headers: vec![
                ("accept", "application/json".to_owned()),
                ("authorization", format!("Bearer {}", self.token)),
            ],
            body: None,
            effect,
            within: if effect == Effect::Once { SEND_WITHIN } else { READ_WITHIN },
            bytes_max: BODY_BYTES_MAX,
        }
    }

    pub(in crate::providers) async fn status(
        &self,
        ids: &[String],
    ) -> Result<HashMap<String, Result<Report, String>>, NoAnswer> {
        let mut found = HashMap::new();
        for id in ids {
            let mut url = Url::parse(&format!("{}/order", self.base))
                .map_err(|error| NoAnswer(error.to_string()))?;
            url.path_segments_mut().map_err(|()| NoAnswer("no path".to_owned()))?.push(id);
            url.set_query(self.query.strip_prefix('?'));
            let call = Call { url: url.into(), ..self.call("", Effect::Read) };
            let body = body_of(self.send(call).await)?;
            found.insert(id.clone(), report(id, &body)?);
        }
        Ok(found)
    }

    pub(in crate::providers) async fn balance(&self) -> Result<Balance, NoAnswer> {
        let answer = self.send(self.call("check-balance", Effect::Read)).await;
        let takes_idempotency_keys =
            answer.as_ref().is_ok_and(|reply| reply.takes_idempotency_keys);
        let body = body_of(answer)?;
        let amount = lenient_json::micros(body.get("balance"), false).ok_or_else(|| {
            let words = body.get("message").and_then(Value::as_str);
            NoAnswer(lenient_json::line(words.unwrap_or("the answer has no balance"), 300))
        })?;
        Ok(Balance { amount, currency: None, takes_idempotency_keys })
    }
}

/// What the answer says about one order. An answer about another order says nothing.
fn report(id: &str, body: &Value) -> Result<Result<Report, String>, NoAnswer> {
    if lenient_json::count(body.get("code")) != Some(1) {
        let words = body.get("message").and_then(Value::as_str).unwrap_or("no code");
        return Ok(Err(lenient_json::line(words, 300)));
    }
    if body.get("id").and_then(lenient_json::id).is_some_and(|named| named != id) {
        return Err(NoAnswer("it answered with another order".to_owned()));
    }
    let Some(status) = body.get("status").and_then(Value::as_str) else {
        return Ok(Err("it has no status".to_owned()));
    };
    let word = match status.trim().to_lowercase().as_str() {
        "pending" | "processing" => Word::Open,
        "success" => Word::Completed,
        "canceled" | "cancelled" => Word::Canceled,
        _ => Word::Other,
    };
    let counted = |name: &str| lenient_json::count(body.get(name)).filter(|count| *count >= 0);
    let (start, last) = (counted("start_votes"), counted("last_votes"));
    Ok(Ok(Report {
        remains: remains(word, counted("vote"), start, last),
        // Zero means that it is not known yet.
        start_count: start.filter(|count| *count > 0),
        rank: counted("rank").and_then(|rank| i32::try_from(rank).ok()).filter(|rank| *rank > 0),
        author: lenient_json::text(body.get("author"))
            .map(|author| lenient_json::line(&author, 100)),
        said: Some(lenient_json::line(status, SAID_CHARS_MAX)),
        ..Report::new(word)
    }))
}

/// What is left, from the two counts; a downvote counts down. If an order was stopped but all of it
/// was delivered, the counts and the word contradict each other. Then the result is below zero: a
/// person must look.
fn remains(word: Word, vote: Option<i64>, start: Option<i64>, last: Option<i64>) -> Option<i64> {
    let (vote, start, last) = (vote.filter(|vote| *vote > 0)?, start?, last?);
    if last == 0 && start == 0 {
        return (word == Word::Open).then_some(vote);
    }
    let left = vote - last.abs_diff(start).try_into().unwrap_or(vote);
    match word {
        Word::Canceled if left <= 0 => Some(-1),
        _ => Some(left.max(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::upstream::Target;

    fn submission(pace: Option<i64>, target: Option<Target>) -> Submission {
        Submission {
            reference: 7,
            upstream_service: "10".to_owned(),
            link: "https://example.com/r/x/comments/y".to_owned(),
            quantity: 100,
            details: None,
            settings: json!({}),
            pace,
            target,
            idempotency_key: None,
        }
    }

    #[test]
    fn what_is_sent() {
        let target = Target { position: 3, hours_max: 24 };
        assert_eq!(
            order(&submission(None, Some(target))),
            json!({
                "link": "https://example.com/r/x/comments/y", "type": 10, "vote": 100, "after": 0,
                "speed": 1, "target": { "is_set": true, "position": 3, "max_hours": 24 },
            })
        );
        assert_eq!(order(&submission(Some(1_500), None))["speed"], json!(1.5));
        assert_eq!(order(&submission(Some(200), None))["speed"], json!(0.2));
        assert_eq!(order(&submission(Some(1), None))["speed"], json!(0.2));
        assert_eq!(order(&submission(None, None))["speed"], json!(5));
    }

    #[test]
    fn what_a_creation_says() {
        let id = |id: &str| SubmitReply::Id(id.to_owned());
        assert_eq!(
            said(&json!({ "code": 1, "message": "Success", "order_id": "3333" })),
            id("3333")
        );
        assert_eq!(said(&json!({ "code": "1", "order_id": 3333 })), id("3333"));
        let error = SubmitReply::Error("Bad link".to_owned());
        assert_eq!(said(&json!({ "code": -1, "message": "Bad link" })), error);
        assert_eq!(said(&json!({ "message": "Bad link" })), error);
        for odd in [
            json!({ "code": 1 }),
            json!({ "code": 1, "order_id": "" }),
            json!({ "code": 1, "order_id": "1,1004" }),
            json!({ "code": 1, "order_id": "../1004" }),
            json!({ "code": -1 }),
            json!({ "code": -1, "message": "x", "order_id": "5" }),
            json!({ "order_id": "5" }),
        ] {
            assert!(matches!(said(&odd), SubmitReply::Nonsense(_)), "{odd}");
        }
    }

    #[test]
    fn what_is_said_of_an_order() {
        let body = |status: &str, start: i64, last: i64| {
            json!({
                "code": 1, "status": status, "id": "5", "vote": 100, "start_votes": start,
                "last_votes": last, "rank": 0, "author": "",
            })
        };
        let read = |body: &Value| report("5", body).unwrap().unwrap();
        let open = read(&body("processing", 10, 50));
        assert_eq!((open.word, open.remains, open.start_count), (Word::Open, Some(60), Some(10)));
        assert_eq!((open.rank, open.author), (None, None));
        assert_eq!(open.said.as_deref(), Some("processing"));
        assert_eq!(read(&body("pending", 0, 0)).remains, Some(100));
        assert_eq!(read(&body("canceled", 0, 0)).remains, None);
        assert_eq!(read(&body("canceled", 10, 50)).remains, Some(60));
        assert_eq!(read(&body("canceled", 10, 10)).remains, Some(100));
        assert_eq!(read(&body("canceled", 10, 110)).remains, Some(-1));
        assert_eq!(read(&body("success", 110, 10)).remains, Some(0));
        assert_eq!(read(&body("odd", 1, 2)).word, Word::Other);
        assert!(report("6", &body("success", 1, 2)).is_err());
        assert!(report("5", &json!({ "code": -1, "message": "no" })).unwrap().is_err());
    }
}

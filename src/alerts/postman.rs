//! Brings messages to their receivers, by `kit::outbound` alone: the address is checked at the moment
//! of connecting, no redirect is followed, and time and size are limited. Also seals what a receiver's
//! row must not show. A receiver's own words are not shown, because its address may be inside the
//! operator's network; Telegram's are.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ReceiverId;
use super::letter::{Letter, signature};
use crate::kit::keys::{Keys, Unopened};
use crate::kit::outbound::{Body, Call, Effect, Failure, Outbound, Refused, Reply};

/// The purpose with which addresses and secrets are sealed.
const PURPOSE: &str = "alert receivers";
/// From the first step to the last byte of the answer.
const WITHIN: Duration = Duration::from_secs(15);
/// More of an answer is not read.
const ANSWER_BYTES_MAX: usize = 16 * 1024;
const SAID_CHARS_MAX: usize = 300;

/// Cheap to clone; has no `Debug`.
#[derive(Clone)]
pub struct Postman {
    keys: Keys,
    outbound: Outbound,
    /// Where Telegram's bots are spoken to, without a slash at the end.
    telegram: Arc<str>,
}

/// Where a receiver is, and its secret. Never shown and never logged, so it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "lowercase")]
pub(super) enum Target {
    Webhook { url: String, secret: String },
    Telegram { token: String, chat: String },
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub arrived: bool,
    /// For staff.
    pub said: String,
    /// How long the receiver wants us to wait.
    pub(super) again_after: Option<TimeDelta>,
}

impl Outcome {
    fn failed(said: impl Into<String>) -> Self {
        Self { arrived: false, said: said.into(), again_after: None }
    }
}

impl Postman {
    /// `telegram`: the base URL of Telegram's bots.
    #[must_use]
    pub fn new(keys: Keys, outbound: Outbound, telegram: &str) -> Self {
        Self { keys, outbound, telegram: telegram.trim_end_matches('/').into() }
    }

    /// Refuses a URL that would never be called.
    pub(super) fn check(&self, url: &str) -> Result<url::Url, Refused> {
        self.outbound.check(url)
    }

    pub(super) fn seal(&self, id: ReceiverId, target: &Target) -> Vec<u8> {
        let text = serde_json::to_vec(target).unwrap_or_default();
        self.keys.seal(PURPOSE, &id.to_string(), &text)
    }

    pub(super) fn unseal(&self, id: ReceiverId, sealed: &[u8]) -> Result<Target, Unopened> {
        let text = self.keys.unseal(PURPOSE, &id.to_string(), sealed)?;
        serde_json::from_slice(&text).map_err(|_| Unopened)
    }

    /// Sends a message once.
    pub async fn send(
        &self,
        (id, sealed): (ReceiverId, &[u8]),
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> Outcome {
        match self.unseal(id, sealed) {
            Err(error) => Outcome::failed(error.to_string()),
            Ok(Target::Webhook { url, secret }) => self.post(url, &secret, letter, now).await,
            Ok(Target::Telegram { token, chat }) => self.telegram(&token, &chat, letter).await,
        }
    }

    async fn post(
        &self,
        url: String,
        secret: &str,
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> Outcome {
        let (id, body) = (letter.wire_id(), letter.json());
        let headers = vec![
            ("webhook-signature", signature(secret, (&id, now), &body)),
            ("webhook-timestamp", now.timestamp().to_string()),
            ("webhook-id", id),
        ];
        let answer = self.call(url, headers, body).await;
        match answer {
            Ok(Reply { status: 200..=299, .. }) => arrived(),
            // It has taken the message. What else it says is nothing to us.
            Err(Failure::Lost { status: Some(200..=299), .. }) => arrived(),
            Ok(Reply { status, retry_after_s, .. }) => Outcome {
                again_after: retry_after_s.map(TimeDelta::seconds),
                ..Outcome::failed(refusal(status))
            },
            Err(Failure::Lost { status: Some(status), .. }) => Outcome::failed(refusal(status)),
            Err(error) => Outcome::failed(cut(&error.to_string())),
        }
    }

    async fn telegram(&self, token: &str, chat: &str, letter: &Letter) -> Outcome {
        let body = json!({
            "chat_id": chat,
            "text": letter.plain(),
            "link_preview_options": { "is_disabled": true },
        });
        let url = format!("{}/bot{token}/sendMessage", self.telegram);
        match self.call(url, Vec::new(), body.to_string()).await {
            Ok(reply) => heard(&reply, token),
            Err(Failure::Lost { status: Some(status), .. }) => Outcome::failed(refusal(status)),
            Err(error) => Outcome::failed(cut(&error.to_string())),
        }
    }

    async fn call(
        &self,
        url: String,
        headers: Vec<(&'static str, String)>,
        text: String,
    ) -> Result<Reply, Failure> {
        let call = Call {
            url,
            headers,
            body: Some(Body { content_type: "application/json", text }),
            effect: Effect::Once,
            within: WITHIN,
            bytes_max: ANSWER_BYTES_MAX,
        };
        self.outbound.call(call).await
    }
}

fn arrived() -> Outcome {
    Outcome { arrived: true, said: "Arrived.".to_owned(), again_after: None }
}

fn refusal(status: u16) -> String {
    match status {
        300..=399 => format!("It answered {status}. Redirects are not followed."),
        _ => format!("It answered {status}."),
    }
}

/// What Telegram says: `{"ok":true}`, or why not.
fn heard(reply: &Reply, token: &str) -> Outcome {
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if reply.status == 200 && said["ok"] == true {
        return arrived();
    }
    let wait = said["parameters"]["retry_after"].as_i64().or(reply.retry_after_s);
    let words = said["description"].as_str().unwrap_or_default().replace(token, "***");
    let text = match words.as_str() {
        "" => refusal(reply.status),
        words => format!("It answered {}: {words}", reply.status),
    };
    let again_after = wait.map(|s| TimeDelta::seconds(s.clamp(1, 86_400)));
    Outcome { again_after, ..Outcome::failed(cut(&text)) }
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SAID_CHARS_MAX).collect()
}

//! Brings messages to their receivers, by `kit::outbound` alone: the address is checked at the moment
//! of connecting, no redirect is followed, and time and size are limited. Also seals what a receiver's
//! row must not show. A receiver's own words are not shown, because its address may be inside the
//! operator's network; Telegram's are.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::ReceiverId;
use super::letter::{Letter, signature};
use crate::kit::db::{self, Db};
use crate::kit::keys::{Keys, Unopened};
use crate::kit::outbound::{Body, Call, Effect, Failure, Outbound, Refused, Reply};
use crate::kit::telegram::{Sent, Telegram};
use crate::mail::Outbox;

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
    telegram: Telegram,
}

/// Where a receiver is, and its secret. Never shown and never logged, so it has no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "lowercase")]
pub(super) enum Target {
    Webhook { url: String, secret: String },
    Telegram { token: String, chat: String },
    Mail { to: Vec<String> },
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
    pub(super) fn failed(said: impl Into<String>) -> Self {
        Self { arrived: false, said: said.into(), again_after: None }
    }

    pub(super) fn arrived(said: &str) -> Self {
        Self { arrived: true, said: said.to_owned(), again_after: None }
    }
}

impl Postman {
    #[must_use]
    pub fn new(keys: Keys, outbound: Outbound, telegram: Telegram) -> Self {
        Self { keys, outbound, telegram }
    }

    /// Writes mail; `None`: no process that serves pages was started yet.
    pub(super) async fn outbox(&self, db: &Db) -> Result<Option<Outbox>, db::Error> {
        Outbox::noted(db, &self.keys).await
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
            Ok(Target::Telegram { token, chat }) => {
                let Sent { arrived, said, again_after, .. } =
                    self.telegram.send(&token, &chat, &letter.plain()).await;
                Outcome { arrived, said, again_after }
            }
            // Mail is not sent from here: it is written into the outbox, once.
            Ok(Target::Mail { .. }) => Outcome::failed("It is told by mail."),
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
    Outcome::arrived("Arrived.")
}

fn refusal(status: u16) -> String {
    match status {
        300..=399 => format!("It answered {status}. Redirects are not followed."),
        _ => format!("It answered {status}."),
    }
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(SAID_CHARS_MAX).collect()
}

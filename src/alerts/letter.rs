//! What receivers read: the JSON of webhooks with its signature, and the text of Telegram messages. Of
//! one message it is always the same bytes, however often it is sent.
//!
//! Webhooks are signed as <https://www.standardwebhooks.com> says: `v1,` and the base64 of HMAC-SHA256,
//! by the secret's bytes, over the id, the time of this attempt and the body, with dots between them.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use rand::RngCore as _;
use serde_json::json;

use crate::kit::zone::Zone;

const SECRET_PREFIX: &str = "whsec_";
const SECRET_BYTES: usize = 32;
/// Telegram takes 4,096 characters.
const TELEGRAM_CHARS_MAX: usize = 3_000;

/// A message, with what its text needs.
#[derive(Debug, Clone)]
pub struct Letter {
    pub(super) id: i64,
    pub(super) what: What,
    /// The alert's word and what it is about; "" of a test.
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) made_at: DateTime<Utc>,
    pub(super) began_at: Option<DateTime<Utc>>,
    pub(super) panel: String,
    pub(super) zone: Zone,
}

/// What a message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Begins,
    Ends,
    Test,
}

impl What {
    pub(super) const ALL: [Self; 3] = [Self::Begins, Self::Ends, Self::Test];

    /// The stored word.
    #[must_use]
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Begins => "begins",
            Self::Ends => "ends",
            Self::Test => "test",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == word)
    }
}

crate::text_columns!(What);

impl Letter {
    /// The same at each attempt, so that a receiver knows it again.
    pub(super) fn wire_id(&self) -> String {
        format!("alert_{}", self.id)
    }

    /// The body of a webhook.
    pub(super) fn json(&self) -> String {
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let kind = match self.what {
            What::Begins => "alert.begins",
            What::Ends => "alert.ends",
            What::Test => "alert.test",
        };
        let ended_at = Some(self.made_at).filter(|_| self.what == What::Ends);
        json!({
            "id": self.wire_id(),
            "type": kind,
            "timestamp": time(self.made_at),
            "data": {
                "panel": self.panel,
                "alert": self.kind,
                "about": self.about,
                "title": self.title,
                "text": self.text,
                "began_at": self.began_at.map(time),
                "ended_at": ended_at.map(time),
            },
        })
        .to_string()
    }

    /// The subject and the text of a mail.
    pub(super) fn mail(&self) -> (String, String) {
        let subject = match self.what {
            What::Ends => format!("{}: over: {}", self.panel, self.title),
            What::Begins | What::Test => format!("{}: {}", self.panel, self.title),
        };
        let text = match (self.what, self.began_at) {
            (What::Begins, Some(at)) => {
                format!("{}\nSince {}.", self.text, self.zone.time_and_name(at))
            }
            _ => self.text.clone(),
        };
        (subject, text)
    }

    /// The text of a message to a person.
    pub(super) fn plain(&self) -> String {
        let Self { panel, title, text, .. } = self;
        let since = |at| format!("Since {}.", self.zone.time_and_name(at));
        let text = match (self.what, self.began_at) {
            (What::Begins, Some(at)) => format!("{panel}: {title}\n{text}\n{}", since(at)),
            (What::Ends, _) => format!("{panel}: over: {title}\n{text}"),
            (What::Begins, None) | (What::Test, _) => format!("{panel}: {title}\n{text}"),
        };
        text.chars().take(TELEGRAM_CHARS_MAX).collect()
    }
}

/// A new secret, as its receiver keeps it.
pub(super) fn new_secret() -> String {
    let mut bytes = [0; SECRET_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes))
}

/// The signature of one attempt.
pub(super) fn signature(secret: &str, (id, at): (&str, DateTime<Utc>), body: &str) -> String {
    let key = secret.strip_prefix(SECRET_PREFIX).unwrap_or(secret);
    let key = STANDARD.decode(key).unwrap_or_default();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let signed = format!("{id}.{}.{body}", at.timestamp());
    format!("v1,{}", STANDARD.encode(hmac::sign(&key, signed.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of the panel's own description, and of the reference libraries.
    #[test]
    fn a_signature_is_what_others_expect() {
        let at = |s| DateTime::from_timestamp(s, 0).unwrap();
        let body = r#"{"id":"evt_1001","type":"order.completed","timestamp":"2026-11-23T10:15:30.123456Z","data":{"order":{"id":"3333","status":"completed","charge":"0.45","currency":"USD"},"note":"Größe ✓"}}"#;
        let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        assert_eq!(
            signature(secret, ("evt_1001", at(1_795_428_930)), body),
            "v1,k8QX8iixv9DQh7Hr1Xe32z4N6ASL5naqm2+IotpQpGI="
        );
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        assert_eq!(
            signature(secret, (id, at(1_614_265_330)), r#"{"test": 2432232314}"#),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        let made = new_secret();
        assert_eq!(made.len(), SECRET_PREFIX.len() + 44);
        assert_ne!(made, new_secret());
    }

    #[test]
    fn a_message_says_what_and_since_when() {
        let made_at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let letter = Letter {
            id: 7,
            what: What::Begins,
            kind: "errors".to_owned(),
            about: String::new(),
            title: "Pages and APIs fail".to_owned(),
            text: "12 of 40.".to_owned(),
            made_at,
            began_at: Some(made_at),
            panel: "Waybill".to_owned(),
            zone: Zone::default(),
        };
        assert_eq!(letter.plain(), "Waybill: Pages and APIs fail\n12 of 40.\nSince 20:26:40 UTC.");
        let over = Letter { what: What::Ends, text: "It lasted 5 min.".to_owned(), ..letter };
        let (subject, text) = over.mail();
        assert_eq!(subject, "Waybill: over: Pages and APIs fail");
        assert_eq!(text, "It lasted 5 min.");
        assert_eq!(over.plain(), "Waybill: over: Pages and APIs fail\nIt lasted 5 min.");
        let body: serde_json::Value = serde_json::from_str(&over.json()).unwrap();
        assert_eq!(body["id"], "alert_7");
        assert_eq!(body["type"], "alert.ends");
        assert_eq!(body["data"]["ended_at"], "2026-05-28T20:26:40.000Z");
    }
}

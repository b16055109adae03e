//! Telegram's bots: what they send, and what people write to them. Calls go through `kit::outbound`
//! alone. A bot's token opens the bot, so no answer of this module shows it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::outbound::{Body, Call, Effect, Failure, Outbound, Reply};

/// From the first step to the last byte of the answer.
const WITHIN: Duration = Duration::from_secs(15);
/// More of an answer is not read. A hundred messages of people fit.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;
const SAID_CHARS_MAX: usize = 300;
/// Telegram takes 4,096 characters.
const TEXT_CHARS_MAX: usize = 3_000;
/// Messages of people that are read at once.
const UPDATES_MAX: i64 = 100;

/// The way to Telegram. Cheap to clone; has no `Debug`.
#[derive(Clone)]
pub struct Telegram {
    outbound: Outbound,
    /// Where bots are spoken to, without a slash at the end.
    base: Arc<str>,
}

/// What came of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub arrived: bool,
    /// For staff.
    pub said: String,
    /// How long Telegram wants us to wait.
    pub again_after: Option<TimeDelta>,
    /// The chat does not take messages of this bot any more.
    pub is_gone: bool,
}

/// Something that somebody wrote to a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub id: i64,
    /// `None`: it is no text of a person in a chat with the bot alone.
    pub message: Option<Message>,
}

/// A text of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub chat_id: i64,
    /// What the person is called there.
    pub name: String,
    /// The tag of the language of their program; "": it says none.
    pub language: String,
    pub text: String,
}

impl Telegram {
    /// `base`: the base URL of Telegram's bots.
    #[must_use]
    pub fn new(outbound: Outbound, base: &str) -> Self {
        Self { outbound, base: base.trim_end_matches('/').into() }
    }

    /// Sends a text to a chat, once.
    pub async fn send(&self, token: &str, chat: &str, text: &str) -> Sent {
        let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
        let body = json!({
            "chat_id": chat,
            "text": text,
            "link_preview_options": { "is_disabled": true },
        });
        match self.call(token, "sendMessage", &body, Effect::Once).await {
            Ok(reply) => heard(&reply, token),
            Err(Failure::Lost { status: Some(status), .. }) => failed(refusal(status)),
            Err(error) => failed(cut(&error.to_string())),
        }
    }

    /// The name of the bot, by which people find it; an `Err` is a sentence for staff.
    pub async fn bot_name(&self, token: &str) -> Result<String, String> {
        let said = self.ask(token, "getMe", &json!({})).await?;
        let name = said["username"].as_str().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || name.len() > 64 || !name.chars().all(is_name) {
            return Err("It answered without the bot's name.".to_owned());
        }
        Ok(name.to_owned())
    }

    /// What people wrote since the one before `from`. Those before `from` are not told again. An `Err`
    /// is a sentence for staff.
    pub async fn updates(&self, token: &str, from: i64) -> Result<Vec<Update>, String> {
        let question = json!({
            "offset": from,
            "limit": UPDATES_MAX,
            "timeout": 0,
            "allowed_updates": ["message"],
        });
        let said = self.ask(token, "getUpdates", &question).await?;
        let all = said.as_array().ok_or("It answered without a list.")?;
        Ok(all.iter().filter_map(read_update).collect())
    }

    /// The result of a question that changes nothing for people.
    async fn ask(&self, token: &str, method: &str, question: &Value) -> Result<Value, String> {
        let reply = match self.call(token, method, question, Effect::Read).await {
            Ok(reply) => reply,
            Err(Failure::Lost { status: Some(status), .. }) => return Err(refusal(status)),
            Err(error) => return Err(cut(&error.to_string())),
        };
        let mut said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        if reply.status == 200 && said["ok"] == true {
            return Ok(said["result"].take());
        }
        Err(heard(&reply, token).said)
    }

    async fn call(
        &self,
        token: &str,
        method: &str,
        body: &Value,
        effect: Effect,
    ) -> Result<Reply, Failure> {
        let call = Call {
            url: format!("{}/bot{token}/{method}", self.base),
            headers: Vec::new(),
            body: Some(Body { content_type: "application/json", text: body.to_string() }),
            effect,
            within: WITHIN,
            bytes_max: ANSWER_BYTES_MAX,
        };
        self.outbound.call(call).await
    }
}

/// The bot's number, which is no secret; `None`: it is no token.
#[must_use]
pub fn bot_of(token: &str) -> Option<&str> {
    let (bot, rest) = token.split_once(':')?;
    let is_rest = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let fits = (1..=20).contains(&bot.len()) && bot.bytes().all(|byte| byte.is_ascii_digit());
    (fits && (20..=100).contains(&rest.len()) && rest.bytes().all(is_rest)).then_some(bot)
}

fn read_update(update: &Value) -> Option<Update> {
    let id = update["update_id"].as_i64()?;
    let (message, chat) = (&update["message"], &update["message"]["chat"]);
    let read = || {
        // In a group everyone would read what concerns one of them.
        let chat_id = chat["id"].as_i64().filter(|_| chat["type"] == "private")?;
        let text = message["text"].as_str()?.chars().take(500).collect();
        let from = &message["from"];
        let named = from["username"].as_str().map(|name| format!("@{name}"));
        let name = named.or_else(|| from["first_name"].as_str().map(str::to_owned));
        let language = from["language_code"].as_str().unwrap_or_default();
        Some(Message {
            chat_id,
            name: name.unwrap_or_default().chars().filter(|c| !c.is_control()).take(64).collect(),
            language: language.chars().take(20).collect(),
            text,
        })
    };
    Some(Update { id, message: read() })
}

fn failed(said: String) -> Sent {
    Sent { arrived: false, said, again_after: None, is_gone: false }
}

/// What Telegram says: `{"ok":true}`, or why not.
fn heard(reply: &Reply, token: &str) -> Sent {
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    if reply.status == 200 && said["ok"] == true {
        let said = "Arrived.".to_owned();
        return Sent { arrived: true, said, again_after: None, is_gone: false };
    }
    let wait = said["parameters"]["retry_after"].as_i64().or(reply.retry_after_s);
    let words = said["description"].as_str().unwrap_or_default().replace(token, "***");
    // Blocked by the person, or the chat is not there: no wait helps.
    let is_gone = reply.status == 403 || (reply.status == 400 && words.contains("chat not found"));
    let text = match words.as_str() {
        "" => refusal(reply.status),
        words => format!("It answered {}: {words}", reply.status),
    };
    let again_after = wait.map(|s| TimeDelta::seconds(s.clamp(1, 86_400)));
    Sent { again_after, is_gone, ..failed(cut(&text)) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_bot() {
        let token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";
        assert_eq!(bot_of(token), Some("123456789"));
        for wrong in ["", "123456789", "123:short", "x23456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K"] {
            assert_eq!(bot_of(wrong), None, "{wrong}");
        }
        assert_eq!(bot_of("123456789:AAEhBOweik6ad9r/../QXMENQjcrGbqCr4K-bc"), None);
    }

    #[test]
    fn only_a_person_alone_with_the_bot_is_heard() {
        let read = |text: &str| read_update(&serde_json::from_str(text).unwrap());
        let said = read(
            r#"{"update_id":7,"message":{"chat":{"id":42,"type":"private"},"text":"/start abc",
                "from":{"first_name":"Ada\u0000","language_code":"pt-br"}}}"#,
        );
        let message = Message {
            chat_id: 42,
            name: "Ada".to_owned(),
            language: "pt-br".to_owned(),
            text: "/start abc".to_owned(),
        };
        assert_eq!(said, Some(Update { id: 7, message: Some(message) }));
        for group in [
            r#"{"update_id":7,"message":{"chat":{"id":-42,"type":"group"},"text":"/start abc"}}"#,
            r#"{"update_id":7,"message":{"chat":{"id":42,"type":"private"},"photo":[]}}"#,
            r#"{"update_id":7,"edited_message":{}}"#,
        ] {
            assert_eq!(read(group), Some(Update { id: 7, message: None }));
        }
        assert_eq!(read("{}"), None);
    }

    #[test]
    fn who_has_blocked_the_bot_is_gone_and_no_token_is_shown() {
        let said = |status, body: &str| {
            let reply = Reply {
                status,
                retry_after_s: None,
                takes_idempotency_keys: false,
                should_retry: None,
                content_type: None,
                body: body.as_bytes().to_vec(),
            };
            heard(&reply, "1:secret")
        };
        let blocked = said(403, r#"{"ok":false,"description":"Forbidden: 1:secret was blocked"}"#);
        assert!(blocked.is_gone && !blocked.arrived);
        assert_eq!(blocked.said, "It answered 403: Forbidden: *** was blocked");
        let busy = said(429, r#"{"ok":false,"parameters":{"retry_after":17}}"#);
        assert_eq!(busy.again_after, Some(TimeDelta::seconds(17)));
        assert!(!busy.is_gone && said(200, r#"{"ok":true}"#).arrived);
    }
}

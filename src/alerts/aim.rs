//! Where a receiver is: what was typed is read strictly, beside what is stored, and what may be shown
//! of it is told from what may not.

use super::letter::new_secret;
use super::postman::{Postman, Target};
use super::receivers::{ReceiverError, Way, wrong};

const URL_BYTES_MAX: usize = 2_000;

/// Where it is, as it was typed; blank: as it was.
#[derive(Default)]
pub struct Typed {
    pub url: String,
    pub token: String,
    pub chat: String,
}

impl Typed {
    pub(super) fn is_blank(&self) -> bool {
        [&self.url, &self.token, &self.chat].into_iter().all(|text| text.trim().is_empty())
    }
}

/// Where the receiver is, what may be shown of that, and a secret that was made for it.
pub(super) fn aim(
    postman: &Postman,
    old: Option<Target>,
    (way, typed, wants_secret): (Way, &Typed, bool),
) -> Result<(Target, String, Option<String>), ReceiverError> {
    let or = |typed: &str, old: String| match typed.trim() {
        "" => old,
        typed => typed.to_owned(),
    };
    match way {
        Way::Webhook => {
            let (old_url, old_secret) = match old {
                Some(Target::Webhook { url, secret }) => (url, Some(secret)),
                Some(Target::Telegram { .. }) | None => (String::new(), None),
            };
            let url = or(&typed.url, old_url);
            if url.is_empty() || url.len() > URL_BYTES_MAX {
                return Err(wrong("url", "its address, of at most 2,000 characters"));
            }
            let read = postman.check(&url).map_err(|why| wrong("url", why.to_string()))?;
            let place = format!("{}/…", read.origin().ascii_serialization());
            let kept = old_secret.filter(|_| !wants_secret);
            let made = kept.is_none().then(new_secret);
            let secret = kept.or_else(|| made.clone()).unwrap_or_default();
            Ok((Target::Webhook { url, secret }, place, made))
        }
        Way::Telegram => {
            let (old_token, old_chat) = match old {
                Some(Target::Telegram { token, chat }) => (token, chat),
                Some(Target::Webhook { .. }) | None => (String::new(), String::new()),
            };
            let (token, chat) = (or(&typed.token, old_token), or(&typed.chat, old_chat));
            let Some(bot) = bot_of(&token) else {
                let sentence = "the token that BotFather gave you, such as 123456789:AAE…";
                return Err(wrong("token", sentence));
            };
            if !is_chat(&chat) {
                return Err(wrong("chat", "a number, such as -1001234567890, or @channel"));
            }
            let place = format!("Bot {bot}, chat {chat}");
            Ok((Target::Telegram { token, chat }, place, None))
        }
    }
}

/// The bot's number, which is no secret; `None`: it is no token.
fn bot_of(token: &str) -> Option<&str> {
    let (bot, rest) = token.split_once(':')?;
    let is_rest = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let fits = (1..=20).contains(&bot.len()) && bot.bytes().all(|byte| byte.is_ascii_digit());
    (fits && (20..=100).contains(&rest.len()) && rest.bytes().all(is_rest)).then_some(bot)
}

fn is_chat(chat: &str) -> bool {
    let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match chat.strip_prefix('@') {
        Some(rest) => (3..=64).contains(&rest.len()) && rest.bytes().all(name),
        None => chat.len() <= 20 && chat.parse::<i64>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_bot_and_a_chat() {
        let token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";
        assert_eq!(bot_of(token), Some("123456789"));
        for wrong in ["", "123456789", "123:short", "x23456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K"] {
            assert_eq!(bot_of(wrong), None, "{wrong}");
        }
        assert_eq!(bot_of("123456789:AAEhBOweik6ad9r/../QXMENQjcrGbqCr4K-bc"), None);
        for chat in ["-1001234567890", "42", "@my_channel"] {
            assert!(is_chat(chat), "{chat}");
        }
        for wrong in ["", "@", "@a b", "12a", "https://t.me/x"] {
            assert!(!is_chat(wrong), "{wrong}");
        }
    }
}

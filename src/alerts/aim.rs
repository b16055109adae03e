//! Where a receiver is: what was typed is read strictly, beside what is stored, and what may be shown
//! of it is told from what may not.

use super::letter::new_secret;
use super::postman::{Postman, Target};
use super::receivers::{ReceiverError, Way, wrong};
use crate::accounts::email::Email;
use crate::kit::telegram::bot_of;

const URL_BYTES_MAX: usize = 2_000;
/// Addresses of one receiver.
const ADDRESSES_MAX: usize = 10;

/// Where it is, as it was typed; blank: as it was.
#[derive(Default)]
pub struct Typed {
    pub url: String,
    pub token: String,
    pub chat: String,
    /// Addresses, with commas or blanks between them.
    pub mail: String,
}

impl Typed {
    pub(super) fn is_blank(&self) -> bool {
        [&self.url, &self.token, &self.chat, &self.mail]
            .into_iter()
            .all(|text| text.trim().is_empty())
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
                Some(Target::Telegram { .. } | Target::Mail { .. }) | None => (String::new(), None),
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
                Some(Target::Webhook { .. } | Target::Mail { .. }) | None => {
                    (String::new(), String::new())
                }
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
        Way::Mail => {
            let to = match (typed.mail.trim(), old) {
                ("", Some(Target::Mail { to })) => to,
                (typed, _) => addresses(typed)?,
            };
            let place = hosts(&to);
            Ok((Target::Mail { to }, place, None))
        }
    }
}

/// Each address once, in the order in which they were typed.
fn addresses(typed: &str) -> Result<Vec<String>, ReceiverError> {
    let mut to = Vec::new();
    let words = typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    for word in words.filter(|word| !word.is_empty()) {
        let Ok(address) = Email::parse(word) else {
            return Err(wrong("mail", format!("“{}” is not an address", cut(word))));
        };
        if !to.contains(&address.to_string()) {
            to.push(address.to_string());
        }
    }
    match to.len() {
        0 => Err(wrong("mail", "one address or several, with commas between them")),
        1..=ADDRESSES_MAX => Ok(to),
        _ => Err(wrong("mail", format!("at most {ADDRESSES_MAX} addresses"))),
    }
}

/// `2 addresses at example.com`. The addresses themselves do not stand in the audit log, whose rows
/// cannot be erased.
fn hosts(to: &[String]) -> String {
    let mut hosts: Vec<&str> = to.iter().filter_map(|one| Some(one.rsplit_once('@')?.1)).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let count =
        if to.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", to.len()) };
    cut(&format!("{count} at {}", hosts.join(", ")))
}

fn cut(text: &str) -> String {
    match text.chars().count() {
        0..=300 => text.to_owned(),
        _ => format!("{}…", text.chars().take(290).collect::<String>()),
    }
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
    fn what_names_a_chat() {
        for chat in ["-1001234567890", "42", "@my_channel"] {
            assert!(is_chat(chat), "{chat}");
        }
        for wrong in ["", "@", "@a b", "12a", "https://t.me/x"] {
            assert!(!is_chat(wrong), "{wrong}");
        }
    }

    #[test]
    fn addresses_are_read_whatever_is_between_them() {
        let read = |typed: &str| addresses(typed).map_err(|error| error.to_string());
        let both = Ok(vec!["ada@example.com".to_owned(), "bob@example.com".to_owned()]);
        assert_eq!(read("Ada@example.com, bob@example.com;ada@example.com\n"), both);
        assert!(read("").is_err() && read(" , ").is_err());
        assert_eq!(read("ada@example.com nobody"), Err("“nobody” is not an address".to_owned()));
        let to = read("a@x.example b@x.example c@shop.example").unwrap();
        assert_eq!(hosts(&to), "3 addresses at shop.example, x.example");
        assert_eq!(hosts(&to[..1]), "1 address at x.example");
        let many: Vec<String> = (0..11).map(|n| format!("a{n}@example.com")).collect();
        assert_eq!(read(&many.join(" ")), Err("at most 10 addresses".to_owned()));
    }
}

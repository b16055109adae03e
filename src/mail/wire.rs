//! A message as bytes: its headers, and its text as plain text and as HTML (MIME). All of it is ASCII,
//! so every server takes it.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use super::letter::Rendered;

/// What a mail program sends to the link of `List-Unsubscribe`.
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// The head of a message.
pub(super) struct Head<'h> {
    pub from: Mailbox,
    pub to: Address,
    pub message_id: &'h str,
    pub at: DateTime<Utc>,
}

/// Puts it together. The Message-ID and the date are the same at each attempt.
pub(super) fn message(head: Head<'_>, rendered: &Rendered) -> Result<Vec<u8>, String> {
    // A header is one line. The library breaks down over a name that is not.
    let from = Mailbox { name: head.from.name.as_deref().map(one_line), ..head.from.clone() };
    // RFC 3834: no program answers it. Mail programs of offices know the second one.
    let own = [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")];
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, head.to))
        .subject(one_line(&rendered.subject))
        .message_id(Some(format!("<{}>", head.message_id)))
        .date(SystemTime::from(head.at));
    for (name, value) in own {
        let name = HeaderName::new_from_ascii_str(name);
        builder = builder.raw_header(HeaderValue::new(name, value.to_owned()));
    }
    // RFC 8058: mail programs offer a button for it.
    if !rendered.unsubscribe.is_empty() {
        let link = format!("<{}>", one_line(&rendered.unsubscribe));
        for (name, value) in [("List-Unsubscribe", &*link), ("List-Unsubscribe-Post", ONE_CLICK)] {
            let name = HeaderName::new_from_ascii_str(name);
            // On one line, however long it is: programs read the URL as it stands there.
            let (raw, encoded) = (value.to_owned(), value.to_owned());
            builder =
                builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, raw, encoded));
        }
    }
    let parts = MultiPart::alternative_plain_html(rendered.text.clone(), rendered.html.clone());
    let message = builder.multipart(parts).map_err(|error| error.to_string())?;
    Ok(message.formatted())
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Letter};
    use super::*;
    use crate::kit::lang::Lang;

    #[test]
    fn a_message_is_ascii_and_says_that_no_person_wrote_it() {
        for lang in Lang::all() {
            let letter = Letter::example(Kind::Reset, "Магазин", "https://panel.example");
            let head = Head {
                from: "Магазин <no-reply@panel.example>".parse().unwrap(),
                to: "ada@example.com".parse().unwrap(),
                message_id: "abc@panel.example",
                at: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
            };
            let bytes = message(head, &letter.render(lang)).unwrap();
            assert!(bytes.is_ascii());
            let text = String::from_utf8(bytes).unwrap();
            for line in [
                "Auto-Submitted: auto-generated\r\n",
                "Message-ID: <abc@panel.example>\r\n",
                "Date: Thu, 28 May 2026 20:26:40 +0000\r\n",
                "To: ada@example.com\r\n",
                "Content-Type: multipart/alternative;",
                "Content-Type: text/plain; charset=utf-8\r\n",
                "Content-Type: text/html; charset=utf-8\r\n",
            ] {
                assert!(text.contains(line), "{line:?} is not in\n{text}");
            }
        }
    }

    #[test]
    fn nobody_adds_a_header() {
        let name = "Shop\r\nBcc: all@example.com";
        let letter = Letter::example(Kind::Reset, name, "https://panel.example");
        let head = Head {
            from: Mailbox::new(Some(name.to_owned()), "a@panel.example".parse().unwrap()),
            to: "ada@example.com".parse().unwrap(),
            message_id: "abc@panel.example",
            at: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
        };
        let mut rendered = letter.render(Lang::ENGLISH);
        rendered.subject = format!("A\r\nBcc: all@example.com {}", rendered.subject);
        let bytes = message(head, &rendered).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    }

    #[test]
    fn a_notice_says_how_it_is_switched_off_and_a_password_does_not() {
        let bytes = |kind| {
            let letter = Letter::example(kind, "Shop", "https://panel.example");
            let head = Head {
                from: "Shop <no-reply@panel.example>".parse().unwrap(),
                to: "ada@example.com".parse().unwrap(),
                message_id: "abc@panel.example",
                at: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
            };
            String::from_utf8(message(head, &letter.render(Lang::ENGLISH)).unwrap()).unwrap()
        };
        let notice = bytes(Kind::Notice);
        assert!(notice.contains("List-Unsubscribe: <https://panel.example/example-off>\r\n"));
        assert!(notice.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        assert!(!bytes(Kind::PasswordChanged).contains("List-Unsubscribe"));
        assert!(!bytes(Kind::Alert).contains("List-Unsubscribe"));
    }
}

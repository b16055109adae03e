//! The messages of a ticket as both sides show them. Text stays text: only addresses that begin with
//! `https://` or `http://` become links, and signs that turn the direction of text are left out, so
//! that a message cannot rearrange what stands around it.

use chrono::{DateTime, Utc};
use url::Url;

use crate::accounts::picture::Facts;
use crate::kit::lang::{Lang, Said};
use crate::kit::secret;
use crate::support::read::{Talk, Written};
use crate::support::text::{CHARS_MAX, turns_text};
use crate::support::{MessageId, Side, State, TextError};
use crate::web::order_view::Badge;
use crate::web::picture::Shown;
use crate::web::view::When;

/// Characters of a message in a list.
const BEGINS_CHARS: usize = 140;
const FORM_ID_CHARS: usize = 24;
const FORM_ID_BYTES: std::ops::RangeInclusive<usize> = 8..=64;

/// A message on a page.
pub struct MessageView {
    pub id: MessageId,
    /// customer, staff or note: who wrote it, for the page's colours.
    pub kind: &'static str,
    /// For staff; the customer's page does not show it.
    pub email: String,
    pub at: When,
    pub pieces: Vec<Piece>,
    pub picture: Option<Shown>,
}

/// A piece of a message: text, or a link if it has an address.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// "" for text.
    pub href: String,
}

impl MessageView {
    fn new(one: Written, now: DateTime<Utc>, show: impl Fn(Facts) -> Shown) -> Self {
        let kind = match one.side {
            Side::Customer => "customer",
            Side::Staff => "staff",
            Side::Note => "note",
        };
        let (at, pieces) = (When::new(one.at, now), pieces(&one.body));
        let picture = one.picture.map(show);
        Self { id: one.id, kind, email: one.email, at, pieces, picture }
    }
}

/// The messages, oldest first; `show` says where the pictures are for whoever reads.
pub fn messages(
    talk: Talk,
    now: DateTime<Utc>,
    show: impl Fn(Facts) -> Shown + Copy,
) -> Vec<MessageView> {
    talk.messages.into_iter().map(|one| MessageView::new(one, now, show)).collect()
}

/// The state for a customer, by shape, word and colour.
pub fn badge(lang: Lang, state: State) -> Badge {
    match state {
        State::Waiting => Badge::of("pending", lang.say("ticket-state-waiting")),
        State::Answered => Badge::of("completed", lang.say("ticket-state-answered")),
        State::Closed => Badge::of("dot", lang.say("ticket-state-closed")),
    }
}

/// How a message begins, on one line.
pub fn begins(body: &str) -> String {
    let shown = body.chars().filter(|c| !turns_text(*c)).collect::<String>();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = line.chars();
    let begin: String = rest.by_ref().take(BEGINS_CHARS).collect();
    if rest.next().is_some() { begin + "…" } else { begin }
}

/// The id that a form carries, if one of our pages made it.
pub fn once(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let is_ours = FORM_ID_BYTES.contains(&typed.len())
        && typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_ours.then_some(typed)
}

/// The id of a form that is shown: the one that came back with it, or a new one.
pub fn fresh_once(typed: &str) -> String {
    once(typed).map_or_else(|| secret::base62(FORM_ID_CHARS), str::to_owned)
}

/// What is wrong with a text.
pub fn text_words(lang: Lang, error: TextError) -> Said {
    match error {
        TextError::Empty => lang.say("ticket-text-empty"),
        TextError::TooLong { chars } => {
            lang.say("ticket-text-long").count("max", CHARS_MAX).count("chars", chars)
        }
    }
}

/// A message, cut into text and links.
fn pieces(body: &str) -> Vec<Piece> {
    let body: String = body.chars().filter(|c| !turns_text(*c)).collect();
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = body.as_str();
    while let Some(at) = next_address(rest) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let length = address_length(from);
        let (address, after) = from.split_at(length);
        match href(address) {
            Some(href) => {
                if !text.is_empty() {
                    pieces.push(Piece { text: std::mem::take(&mut text), href: String::new() });
                }
                pieces.push(Piece { text: address.to_owned(), href });
            }
            None => text.push_str(address),
        }
        rest = after;
    }
    text.push_str(rest);
    if !text.is_empty() {
        pieces.push(Piece { text, href: String::new() });
    }
    pieces
}

/// Where the next thing begins that looks like an address, at the start of a word.
fn next_address(text: &str) -> Option<usize> {
    let starts = text.match_indices("http").map(|(at, _)| at);
    let mut starts = starts.filter(|at| {
        let (before, from) = text.split_at(*at);
        let is_start = !before.chars().next_back().is_some_and(char::is_alphanumeric);
        is_start && (from.starts_with("https://") || from.starts_with("http://"))
    });
    starts.next()
}

/// To the next blank or bracket, without the punctuation of the sentence around it. At least 1.
fn address_length(from: &str) -> usize {
    let ends =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '\\');
    let word = from.split(ends).next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '»', '”', '’']);
    let is_open = word.contains('(');
    let word = if is_open { word } else { word.trim_end_matches([')', ']', '}']) };
    word.len().max("http".len())
}

/// Where it leads. An address with a user's name in it is no link: it reads like another site's.
fn href(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_web && is_plain).then(|| url.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(body: &str) -> Vec<(String, String)> {
        pieces(body).into_iter().map(|piece| (piece.text, piece.href)).collect()
    }

    fn links(body: &str) -> Vec<String> {
        let links = pieces(body).into_iter().filter(|piece| !piece.href.is_empty());
        links.map(|piece| piece.text).collect()
    }

    #[test]
    fn addresses_of_the_web_are_links_and_nothing_else_is() {
        let said = "See https://a.example/x?y=1. (http://b.example) or\nhttps://c.example/(d)!";
        assert_eq!(
            links(said),
            ["https://a.example/x?y=1", "http://b.example", "https://c.example/(d)"]
        );
        let whole: String = cut(said).into_iter().map(|(text, _)| text).collect();
        assert_eq!(whole, said);
        for body in [
            "javascript:alert(1)",
            "data:text/html,<b>",
            "xhttps://a.example",
            "https://",
            "http://.",
            "https://bank.example@evil.example/",
            "//a.example",
            "httphttp",
            "ftp://a.example",
        ] {
            assert!(links(body).is_empty(), "{body}");
            let whole: String = cut(body).into_iter().map(|(text, _)| text).collect();
            assert_eq!(whole, body);
        }
        assert_eq!(links("https://a.example/\"onclick=x"), ["https://a.example/"]);
        assert_eq!(links("<https://a.example/>"), ["https://a.example/"]);
    }

    #[test]
    fn nothing_turns_the_text_around() {
        let body = "a\u{202e}b\u{2066}c\u{2069} https://a.example/\u{202e}gpj.exe";
        let whole: String = cut(body).into_iter().map(|(text, _)| text).collect();
        assert_eq!(whole, "abc https://a.example/gpj.exe");
        assert_eq!(begins("a\n\u{202e} b"), "a b");
        assert_eq!(begins(&"x".repeat(200)).chars().count(), 141);
    }
}

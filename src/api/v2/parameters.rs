//! Parameters, however a client sends them: the union of the query and the body, which may be a
//! form, multipart or JSON. If both have a name, the body counts; if a name is repeated, the last
//! one counts. PHP's lists (`orders[]=1`, `comments[0]=a`) are lists.

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use encoding_rs::{Encoding, UTF_8};
use percent_encoding::percent_decode;
use serde_json::value::RawValue;

use super::answer::Fault;
use super::object;
use crate::api::body::{self, BodyError};
use crate::api::idempotency::{Unreadable, is_nothing};
use crate::api::number;

/// Parameters whose ids may be many, separated by commas.
const IDS: [&str; 4] = ["order", "orders", "refill", "refills"];
/// Lists whose lines are separated by line breaks.
const LISTS: [&str; 5] = ["keywords", "comments", "usernames", "hashtags", "groups"];
/// Parameters that are numbers: in them, `100.0` and `1e2` are 100.
const NUMBERS: [&str; 13] = [
    "service",
    "quantity",
    "runs",
    "interval",
    "min",
    "max",
    "delay",
    "posts",
    "old_posts",
    "answer_number",
    "device",
    "type_of_traffic",
    "max_charge",
];

/// Most names with values in a query, a form or an object; PHP's servers read as many.
const FIELDS_MAX: usize = 1000;

/// A value that was sent; `None`: its bytes are not text in the named charset.
type Sent = Option<String>;

/// What was sent, by name. A request has few parameters: looking through them costs less than
/// a map.
pub(super) struct Parameters {
    query: Vec<(String, Sent)>,
    body: Vec<(String, Sent)>,
}

impl Parameters {
    /// Reads query and body. A body that says it is JSON or multipart and is not is refused: the
    /// rest of it might be another order than the client meant.
    pub(super) async fn read(head: &Parts, body: Body) -> Result<Self, Fault> {
        let query = form(head.uri.query().unwrap_or_default().as_bytes(), UTF_8)?;
        let bytes = body::read(&head.headers, body).await.map_err(|error| match error {
            BodyError::TooLarge => Fault::TooLarge,
            BodyError::Busy => Fault::Busy,
            BodyError::Coded => Fault::Coded,
            BodyError::Broken => Fault::Request,
        })?;
        let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let charset = body::charset(&kind);
        let text = body::without_bom(&bytes);
        let is_json = kind.starts_with("application/json");
        let body = match text.trim_ascii_start() {
            [] => Vec::new(),
            [b'{', ..] => json(text, charset)?,
            // A form with a wrong header is still a form.
            [b'[' | b'"', ..] if is_json => return Err(Fault::Request),
            rest if is_json && !rest.contains(&b'=') => return Err(Fault::Request),
            _ if kind.starts_with("multipart/") => {
                let request = Request::from_parts(head.clone(), Body::from((*bytes).clone()));
                multipart(request, charset).await?
            }
            _ => form(text, charset)?,
        };
        Ok(Self { query: lists(query), body: lists(body) })
    }

    /// A value that says something: trimmed, and neither empty nor one of the words that careless
    /// clients send for "nothing". A value that is not text is refused by its name.
    pub(super) fn get(&self, name: &'static str) -> Result<Option<&str>, Fault> {
        let Some(value) = last(&self.body, name).or_else(|| last(&self.query, name)) else {
            return Ok(None);
        };
        let value = value.as_deref().ok_or_else(|| Fault::of_parameter(name))?.trim();
        let nothing = is_nothing(value) || (value == "0" && matches!(name, "runs" | "interval"));
        Ok((!nothing).then_some(value))
    }

    /// As [`get`](Self::get), for something that must be there.
    pub(super) fn need(&self, name: &'static str) -> Result<&str, Fault> {
        self.get(name)?.ok_or_else(|| Fault::of_parameter(name))
    }

    /// Everything that was sent under this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Result<&str, Unreadable>> {
        let sent = self.query.iter().chain(&self.body).filter(move |(known, _)| known == name);
        sent.map(|(_, value)| value.as_deref().ok_or(Unreadable::Bytes))
    }

    /// The key, from the query only if that is allowed.
    pub(super) fn key(&self, in_url: bool) -> Option<&str> {
        let sent = last(&self.body, "key").or_else(|| last(&self.query, "key").filter(|_| in_url));
        sent.map(|key| key.as_deref().unwrap_or_default())
    }
}

fn last<'p>(parameters: &'p [(String, Sent)], name: &str) -> Option<&'p Sent> {
    parameters.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// Names and values of a form. A name that is not text is not one of ours.
fn form(bytes: &[u8], charset: &'static Encoding) -> Result<Vec<(String, Sent)>, Fault> {
    let decoded = |part: &[u8]| {
        let spaced: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
        body::text(&percent_decode(&spaced).collect::<Vec<u8>>(), charset)
    };
    let mut found = Vec::new();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let value = decoded(pair.get(at + 1..).unwrap_or_default());
        found.extend(decoded(&pair[..at]).map(|name| (name, value)));
        within(&found)?;
    }
    Ok(found)
}

fn within(found: &[(String, Sent)]) -> Result<(), Fault> {
    if found.len() > FIELDS_MAX { Err(Fault::Request) } else { Ok(()) }
}

async fn multipart(
    request: Request,
    charset: &'static Encoding,
) -> Result<Vec<(String, Sent)>, Fault> {
    let mut found = Vec::new();
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| Fault::Request)?;
    while let Some(part) = parts.next_field().await.map_err(|_| Fault::Request)? {
        let named = part.content_type().filter(|kind| kind.contains("charset"));
        let charset = named.map_or(charset, body::charset);
        let name = part.name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| Fault::Request)?;
        if let Some(name) = name {
            found.push((name, body::text(&bytes, charset)));
            within(&found)?;
        }
    }
    Ok(found)
}

/// Numbers and booleans are read as their text; null is nothing. Arrays are joined.
fn json(bytes: &[u8], charset: &'static Encoding) -> Result<Vec<(String, Sent)>, Fault> {
    let text = body::text(bytes, charset).ok_or(Fault::Request)?;
    let object = object::read(&text, FIELDS_MAX).map_err(|_| Fault::Request)?;
    let mut found = Vec::with_capacity(object.len());
    for (name, value) in object {
        let value = match value.get().as_bytes() {
            [b'[', ..] => Some(object::join(value, between(&name), plain)),
            _ => plain(value).transpose(),
        };
        let value = value.transpose().map_err(|_| Fault::Request)?;
        found.extend(value.map(|value| (name, Some(value))));
    }
    Ok(found)
}

/// What stands between the items of a list.
fn between(name: &str) -> &'static str {
    let name = name.split('[').next().unwrap_or(name);
    if IDS.contains(&name) { "," } else { "\n" }
}

/// The text of a value; an object in a list is its JSON.
fn plain(value: &RawValue) -> Result<Option<String>, serde_json::Error> {
    let json = value.get();
    match json.as_bytes() {
        [b'"', ..] => serde_json::from_str(json).map(Some),
        [b'n', ..] => Ok(None),
        [b'-' | b'0'..=b'9', ..] => Ok(Some(number::plain(json).into_owned())),
        _ => Ok(Some(json.to_owned())),
    }
}

/// Joins the items of each list, ids by commas and others by newlines, and reads numbers and line
/// breaks as they were meant.
fn lists(sent: Vec<(String, Sent)>) -> Vec<(String, Sent)> {
    let mut found: Vec<List> = Vec::with_capacity(sent.len());
    for (name, value) in sent {
        match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            Some((list, at)) if !list.is_empty() && !at.contains(['[', ']']) => {
                let item = (at.to_owned(), value);
                match found.iter_mut().rev().find(|known| known.name == list) {
                    Some(known) => known.push(item),
                    None => found.push(List { name: list.to_owned(), items: vec![item] }),
                }
            }
            _ => found.push(List { name, items: vec![(ALONE.to_owned(), value)] }),
        }
    }
    let joined = found.into_iter().map(|List { name, items }| {
        let items: Option<Vec<String>> = items.into_iter().map(|(_, value)| value).collect();
        let value = items.map(|items| meant(&name, items.join(between(&name))));
        (name, value)
    });
    joined.collect()
}

/// The place of a value that was sent without brackets: no bracket can name it.
const ALONE: &str = "[";

/// The values of a name, each with the text in its brackets.
struct List {
    name: String,
    items: Vec<(String, Sent)>,
}

impl List {
    /// As PHP does it: an item replaces the one in the same place, and a list replaces a value that
    /// was sent without brackets before it.
    fn push(&mut self, (at, value): (String, Sent)) {
        if at == ALONE || self.items.first().is_some_and(|(known, _)| known == ALONE) {
            self.items.clear();
        } else if !at.is_empty() {
            self.items.retain(|(known, _)| *known != at);
        }
        self.items.push((at, value));
    }
}

/// The value as the client meant it. In a form that a program filled in, a line break may be a
/// backslash and an n. If a list has no real line break, these count as line breaks.
fn meant(name: &str, value: String) -> String {
    if NUMBERS.contains(&name) {
        return number::plain(value.trim()).into_owned();
    }
    if LISTS.contains(&name) && !value.trim().contains(['\n', '\r']) && value.contains("\\n") {
        return value.replace("\\r\\n", "\n").replace("\\n", "\n");
    }
    value
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalogue::Kind;
    use crate::catalogue::kind::Shape;

    #[test]
    fn every_list_and_every_number_of_a_type_is_read_as_one() {
        let all = || Kind::ALL.into_iter().flat_map(Kind::parameters);
        let lists: BTreeSet<&str> =
            all().filter(|one| matches!(one.shape, Shape::Lines)).map(|one| one.name).collect();
        assert_eq!(lists, LISTS.into_iter().collect());
        let numbers = all().filter(|one| {
            matches!(
                one.shape,
                Shape::Whole { .. } | Shape::OptionalWhole { .. } | Shape::Choice(_)
            )
        });
        for one in numbers {
            assert!(NUMBERS.contains(&one.name), "{}", one.name);
        }
    }

    fn read(query: &str) -> Vec<(String, Sent)> {
        lists(form(query.as_bytes(), UTF_8).unwrap())
    }

    fn one(query: &str, name: &str) -> String {
        last(&read(query), name).unwrap().clone().unwrap()
    }

    #[test]
    fn lists_as_php_writes_them() {
        assert_eq!(one("orders[]=1&orders[]=2", "orders"), "1,2");
        assert_eq!(one("orders%5B%5D=1&orders%5B%5D=2", "orders"), "1,2");
        assert_eq!(one("orders[0]=1&orders[1]=2&orders[0]=3", "orders"), "2,3");
        assert_eq!(one("comments[0]=a&comments[1]=b", "comments"), "a\nb");
        assert_eq!(one("comments[x]=a&comments[y]=b", "comments"), "a\nb");
        assert_eq!(one("orders=9&orders[]=1", "orders"), "1");
        assert_eq!(one("orders[]=1&orders=9", "orders"), "9");
        assert_eq!(one("service[]=1", "service"), "1");
        for odd in ["orders[[]]=1", "orders[0][id]=1", "orders]=1", "[]=1", "orders[=1"] {
            assert!(last(&read(odd), "orders").is_none(), "{odd}");
        }
    }

    #[test]
    fn line_breaks_as_they_were_meant() {
        assert_eq!(one("comments=one%5Cntwo%5Cr%5Cnthree", "comments"), "one\ntwo\nthree");
        assert_eq!(one("comments=one%5Cn%0Atwo", "comments"), "one\\n\ntwo");
        assert_eq!(one("comments=one%5Cntwo%0A", "comments"), "one\ntwo\n");
        assert_eq!(one("link=C:%5Cnew", "link"), "C:\\new");
    }

    #[test]
    fn numbers_are_what_they_are_worth_and_texts_are_not_numbers() {
        assert_eq!(one("quantity=100.0", "quantity"), "100");
        assert_eq!(one("quantity=+1e2", "quantity"), "100");
        assert_eq!(one("username=1e2", "username"), "1e2");
        assert_eq!(one("comments=100.0", "comments"), "100.0");
    }
}

//! The staff's side: services, customers, orders, the desk, blocked targets. Every handler takes `Staff`
//! and asks what its role may; whatever changes something is a domain's command, which writes its audit entry.

pub mod accept;
pub mod adjust;
pub mod blocked;
mod change_view;
pub mod changes;
pub mod customer;
pub mod customers;
pub mod desk;
mod evidence;
pub mod import;
mod import_list;
mod import_preview;
mod left_out;
pub mod order;
pub mod orders;
pub mod post;
pub mod provider;
mod provider_form;
pub mod providers;
pub mod queue;
pub mod rates;
pub mod refills;
mod route_form;
pub mod routes;
pub mod service;
mod service_form;
pub mod services;
pub mod start;
pub mod statement;
pub mod suspension;
pub mod unknown;

use serde::Deserialize;
use url::form_urlencoded;

use super::form::Form;
use crate::kit::page::Cursor;

/// Longer words find nothing.
const SEARCH_CHARS_MAX: usize = 500;
const REASON_CHARS_MAX: usize = 500;

/// What lists read from their address: text, so that a mistyped one is shown and not an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Listing {
    q: String,
    state: String,
    customer: String,
    service: String,
    parent: String,
    before: String,
    after: String,
}

/// The number that a filter names; one that cannot be read names nothing that is there.
fn named(text: &str) -> Option<i64> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.parse().unwrap_or(-1))
}

impl Listing {
    /// The words that are looked for. The database takes no NUL, and no keyboard makes one.
    fn words(&self) -> String {
        let typed = self.q.trim().chars().filter(|c| *c != '\0');
        typed.take(SEARCH_CHARS_MAX).collect()
    }

    fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }
}

/// `a=b&c=d` of the pairs that have a value.
fn query(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

/// The list at `path` with these filters.
fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    match query(pairs) {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Why something is done: kept in the audit log, so it must be said.
fn reason(form: &mut Form, name: &str) -> Option<String> {
    form.read(name, |typed| match typed.trim() {
        "" => Err("Say why, in a few words."),
        why if why.chars().count() > REASON_CHARS_MAX => Err("At most 500 characters."),
        why => Ok(why.to_owned()),
    })
}

/// A whole number, however many spaces stand around it.
fn whole<N: std::str::FromStr>(typed: &str) -> Result<N, &'static str> {
    typed.trim().parse().map_err(|_| "A whole number, such as 100.")
}

/// A domain's lower-case sentence as a page says it.
fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase).into_iter().flatten();
    let text: String = first.chain(rest).collect();
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

//! What the staff's lists read from their address, and the addresses that they make.

use serde::Deserialize;
use url::form_urlencoded;

use crate::kit::page::Cursor;

/// Longer words find nothing.
const SEARCH_CHARS_MAX: usize = 500;

/// What lists read from their address. It is text, so that a wrong value is shown and is not an
/// error.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Listing {
    pub(super) q: String,
    pub(super) state: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// The number in a filter; one that cannot be read finds nothing.
pub(super) fn named(text: &str) -> Option<i64> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.parse().unwrap_or(-1))
}

impl Listing {
    /// The words to search for. The database takes no NUL, and no keyboard makes one.
    pub(super) fn words(&self) -> String {
        let typed = self.q.trim().chars().filter(|c| *c != '\0');
        typed.take(SEARCH_CHARS_MAX).collect()
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }
}

/// `a=b&c=d` of the pairs that have a value.
pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish()
}

/// The list at `path` with these filters.
pub(super) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    match query(pairs) {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

//! Ids as scripts send them: one or a list, as a number or as text.

use serde_json::Value;

use crate::api::number;

/// Ids that one call may name; the rest are not answered.
const IDS_MAX: usize = 100;

/// An id as it was sent, and the number that it names, if it can name anything.
pub(super) struct SentId<'p> {
    pub text: &'p str,
    pub id: Option<i64>,
}

impl<'p> SentId<'p> {
    pub(super) fn new(text: &'p str) -> Self {
        let worth = number::plain(text);
        let digits = !worth.is_empty() && worth.bytes().all(|byte| byte.is_ascii_digit());
        Self { text, id: worth.parse().ok().filter(|_| digits) }
    }

    /// In arrays: a number, or the text if it is not a number.
    pub(super) fn echo(&self) -> Value {
        self.id.map_or_else(|| self.text.into(), Value::from)
    }
}

/// The ids of a list: separated by commas, empty ones skipped, at most a hundred.
pub(super) fn ids(list: &str) -> Vec<SentId<'_>> {
    let texts = list.split(',').map(str::trim).filter(|text| !text.is_empty());
    texts.take(IDS_MAX).map(SentId::new).collect()
}

/// The ids that can name something, each once.
pub(super) fn known<T: Ord>(ids: &[SentId<'_>], of: impl Fn(i64) -> T) -> Vec<T> {
    let mut known: Vec<T> = ids.iter().filter_map(|sent| sent.id.map(&of)).collect();
    known.sort_unstable();
    known.dedup();
    known
}

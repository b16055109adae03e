//! What an order, a refill or a cancel may be called at a provider. Ids are put into lists and
//! addresses of later calls, so one that holds a comma would name two orders.

/// Longer ids are none.
const CHARS_MAX: usize = 64;

/// Whether a text can be a provider's id: 1 to 64 letters, digits, `-` and `_`, all of them ASCII.
#[must_use]
pub fn is_upstream_id(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=CHARS_MAX).contains(&text.len()) && text.bytes().all(fits)
}

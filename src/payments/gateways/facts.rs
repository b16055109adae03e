//! What a gateway wants to know of a method, and what it can do.

/// A field of a gateway's form.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// It is sealed, and nobody sees it again.
    pub is_secret: bool,
    pub required: bool,
    /// Whether a value can be right, and what it should be like.
    pub fits: fn(&str) -> bool,
    pub wrong: &'static str,
}

/// Whether a text can be a key or a secret of a gateway.
pub(super) fn is_key(text: &str) -> bool {
    (8..=500).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What a gateway can do.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The currencies that it takes, each with the decimals of its amounts there.
    pub currencies: &'static [(&'static str, u32)],
    /// Whether it may be used with real money.
    pub has_live: bool,
    /// Whether it can be tried without real money.
    pub has_test: bool,
    /// Whether [`refund`](super::Gateway::refund) can do it; otherwise staff do it at the gateway.
    pub can_refund: bool,
    /// Whether a look tells what has gone back; otherwise staff book it.
    pub tells_takebacks: bool,
    /// The headers that it signs with; the others of a hook are not kept.
    pub hook_headers: &'static [&'static str],
}

impl Facts {
    /// The decimals of this currency there; `None`: it does not take it.
    #[must_use]
    pub fn exponent(&self, currency: &str) -> Option<u32> {
        self.currencies.iter().find(|(code, _)| *code == currency).map(|(_, exponent)| *exponent)
    }
}

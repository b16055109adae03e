//! What hooks tell that no look can tell.

/// What a hook tells beside its hint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Of a dispute; `None`: nothing.
    pub mark: Option<Mark>,
    /// What the gateway calls the payment.
    pub name: Option<String>,
}

/// What a hook tells of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The payer says no.
    Disputed,
    /// The gateway has taken the money back.
    Reversed,
    /// It is decided; a look tells how.
    Resolved,
}

impl Mark {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::Reversed => "reversed",
            Self::Resolved => "resolved",
        }
    }
}

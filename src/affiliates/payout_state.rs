//! Where payouts go, and how far they are.

/// Where a payout goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    Balance,
    Outside,
}

impl Way {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Outside => "outside",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Balance, Self::Outside].into_iter().find(|one| one.as_str() == word)
    }
}

/// Where a payout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PayoutState {
    Requested,
    /// Staff are paying it.
    Processing,
    Completed,
    /// Its commissions are approved again.
    Failed,
    Canceled,
}

impl PayoutState {
    pub const ALL: [Self; 5] =
        [Self::Requested, Self::Processing, Self::Completed, Self::Failed, Self::Canceled];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Canceled)
    }

    /// Every step that is allowed.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Requested, Self::Processing | Self::Canceled)
                | (Self::Processing, Self::Completed | Self::Failed)
        )
    }
}

crate::text_columns!(Way, PayoutState);

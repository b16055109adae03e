//! Why a person should look at an order. The sentence beside it is for that person. Code decides by
//! the reason alone.

/// What happened that only a person can settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attention {
    /// No provider can take it.
    Hold,
    /// The provider's report does not make sense.
    Review,
    /// Nobody knows whether the provider has it.
    Unknown,
    /// The answer to a submission came after its time.
    LateAnswer,
    /// A report contradicts how it ended.
    LateReport,
    /// For an hour the panel could read nothing about it.
    Unread,
    /// For an hour the panel could read nothing about its cancel.
    CancelUnread,
    /// For an hour the panel could read nothing about its refill.
    RefillUnread,
    /// The answer to a refill was lost.
    RefillLost,
    /// A refill was asked for, and no provider has the order.
    RefillWithoutProvider,
}

impl Attention {
    const ALL: [Self; 10] = [
        Self::Hold,
        Self::Review,
        Self::Unknown,
        Self::LateAnswer,
        Self::LateReport,
        Self::Unread,
        Self::CancelUnread,
        Self::RefillUnread,
        Self::RefillLost,
        Self::RefillWithoutProvider,
    ];

    /// Its name in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Review => "review",
            Self::Unknown => "unknown",
            Self::LateAnswer => "late_answer",
            Self::LateReport => "late_report",
            Self::Unread => "unread",
            Self::CancelUnread => "cancel_unread",
            Self::RefillUnread => "refill_unread",
            Self::RefillLost => "refill_lost",
            Self::RefillWithoutProvider => "refill_without_provider",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }

    /// Whether the end of the order settles it.
    pub(in crate::orders) const fn ends_with_the_order(self) -> bool {
        matches!(self, Self::Hold | Self::Unread | Self::CancelUnread)
    }
}

crate::text_columns!(Attention);

//! The ways in which orders come in, as reports tell them apart.

/// A door, or what makes orders by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Page,
    Mass,
    ApiV2,
    OrderApi,
    /// Drip-feeds with their runs, whatever door they came by.
    DripFeed,
    /// Paced orders with their portions.
    Paced,
    Subscription,
}

impl Way {
    /// The way of a stored number (the view `report_parts` gives them); `None`: not one of these.
    #[must_use]
    pub const fn of(number: i64) -> Option<Self> {
        Some(match number {
            1 => Self::Page,
            2 => Self::Mass,
            3 => Self::ApiV2,
            4 => Self::OrderApi,
            5 => Self::DripFeed,
            6 => Self::Paced,
            7 => Self::Subscription,
            _ => return None,
        })
    }
}

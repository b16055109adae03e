//! Ranges of ids, and what a check found in one: for tables that are too large to be read whole
//! each time.

/// The ids above one, up to and with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub above: i64,
    pub upto: i64,
}

impl Range {
    /// Every id.
    pub const ALL: Self = Self { above: i64::MIN, upto: i64::MAX };

    /// Every id above this one.
    #[must_use]
    pub const fn above(above: i64) -> Self {
        Self { above, upto: i64::MAX }
    }
}

/// What a range holds, and what is wrong in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// How many rows there are.
    pub count: i64,
    /// What they add up to, if that is kept: a decimal number.
    pub sum: Option<String>,
    /// SHA-256 over what never changes in them, if that is kept.
    pub digest: Option<Vec<u8>>,
    /// A sentence each.
    pub differences: Vec<String>,
}

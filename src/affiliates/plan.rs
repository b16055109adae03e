//! What an offer pays for an order. Pure. Commission is rounded down at the ledger's scale.

use chrono::{DateTime, Months, Utc};

use crate::kit::money::Money;

/// Millionths of a percent in the whole.
const WHOLE: i128 = 100 * 1_000_000;
/// How long a hold may be, in days.
pub const HOLD_DAYS: [i32; 6] = [0, 7, 14, 30, 60, 90];
/// The hold of a new offer.
pub const HOLD_DAYS_DEFAULT: i32 = 14;

/// What a commission is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommissionType {
    PercentOfSale,
    FlatPerOrder,
}

impl CommissionType {
    pub const ALL: [Self; 2] = [Self::PercentOfSale, Self::FlatPerOrder];

    /// The stored word; in capitals it is the marketplace API's.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PercentOfSale => "percent_of_sale",
            Self::FlatPerOrder => "flat_per_order",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

crate::text_columns!(CommissionType);

/// What an offer pays, since `since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub since: DateTime<Utc>,
    pub commission_type: CommissionType,
    /// In percent, with six decimals, or in the currency.
    pub commission: Money,
    /// From the end of the order to the approval.
    pub hold_days: i32,
    /// After the sign-up; `None`: for ever.
    pub months: Option<i32>,
}

/// The commission on what was kept of an order. A flat one stays whole unless all was refunded, and
/// is never more than what was kept.
#[must_use]
pub fn commission_on(kept: Money, commission_type: CommissionType, commission: Money) -> Money {
    if kept <= Money::ZERO {
        return Money::ZERO;
    }
    match commission_type {
        CommissionType::FlatPerOrder => commission.min(kept),
        CommissionType::PercentOfSale => {
            let exact = i128::from(kept.micros()) * i128::from(commission.micros()) / WHOLE;
            Money::from_micros(i64::try_from(exact).unwrap_or_default()).min(kept)
        }
    }
}

impl Plan {
    /// Whether an order that was placed then still earns for a customer who was bound then.
    #[must_use]
    pub fn covers(&self, bound_at: DateTime<Utc>, placed_at: DateTime<Utc>) -> bool {
        let months = self.months.and_then(|months| u32::try_from(months).ok());
        match months.map(|months| bound_at.checked_add_months(Months::new(months))) {
            Some(Some(end)) => placed_at < end,
            Some(None) | None => true,
        }
    }

    /// The plan in force at a time. Of two with the same time the later one in the list counts.
    #[must_use]
    pub fn at(plans: &[Self], placed_at: DateTime<Utc>) -> Option<&Self> {
        plans.iter().filter(|plan| plan.since <= placed_at).max_by_key(|plan| plan.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn commission_is_rounded_down_and_never_more_than_what_was_kept() {
        let percent = |kept: &str, percent: &str| {
            commission_on(money(kept), CommissionType::PercentOfSale, money(percent)).to_string()
        };
        assert_eq!(percent("100", "10"), "10.00");
        assert_eq!(percent("0.000019", "10"), "0.000001");
        assert_eq!(percent("0.000009", "10"), "0.00");
        assert_eq!(percent("33.333333", "12.5"), "4.166666");
        assert_eq!(percent("7", "100"), "7.00");
        assert_eq!(percent("0", "10"), "0.00");
        let flat = |kept: &str, amount: &str| {
            commission_on(money(kept), CommissionType::FlatPerOrder, money(amount)).to_string()
        };
        assert_eq!(flat("10", "0.50"), "0.50");
        assert_eq!(flat("0.30", "0.50"), "0.30");
        assert_eq!(flat("0", "0.50"), "0.00");
    }

    #[test]
    fn months_end_to_the_second() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let bound = at("2026-01-31T10:00:00Z");
        let plan = Plan {
            since: bound,
            commission_type: CommissionType::FlatPerOrder,
            commission: money("1"),
            hold_days: 14,
            months: Some(1),
        };
        assert!(plan.covers(bound, at("2026-02-28T09:59:59Z")));
        assert!(!plan.covers(bound, at("2026-02-28T10:00:00Z")));
        assert!(Plan { months: None, ..plan }.covers(bound, at("2099-01-01T00:00:00Z")));
        let later = Plan { since: at("2026-03-01T00:00:00Z"), hold_days: 7, ..plan };
        let plans = [plan, later];
        assert_eq!(Plan::at(&plans, at("2026-02-28T23:59:59Z")), Some(&plan));
        assert_eq!(Plan::at(&plans, at("2026-03-01T00:00:00Z")), Some(&later));
        assert_eq!(Plan::at(&plans, at("2026-01-01T00:00:00Z")), None);
    }
}

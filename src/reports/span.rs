//! The days that reports are about.
//!
//! Days are UTC's for everyone who reads a report. So a report is the same for the owner, for staff
//! elsewhere and for the accountant, the days of the close follow one another without a gap, and
//! days begin at the same moment for people whose days do not begin on a full hour.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};

/// Days that follow one another, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Period {
    /// One day.
    #[must_use]
    pub fn of_day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// Each day, the oldest first.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + Send + use<> {
        let last = self.last;
        self.first.iter_days().take_while(move |day| *day <= last)
    }

    /// How many days.
    #[must_use]
    pub fn length(&self) -> u64 {
        (self.last - self.first).num_days().unsigned_abs() + 1
    }

    /// As many days of it as another one has, or all of it.
    #[must_use]
    pub fn as_long_as(&self, other: &Self) -> Self {
        let last = self.first.checked_add_days(chrono::Days::new(other.length() - 1));
        Self { last: last.map_or(self.last, |last| last.min(self.last)), ..*self }
    }

    /// Its first moment, and the one after its last.
    pub(super) fn ends(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (midnight(self.first), midnight(self.last) + TimeDelta::days(1))
    }
}

/// When a day begins.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// When the month of a moment began.
pub(super) fn month_of(at: DateTime<Utc>) -> DateTime<Utc> {
    midnight(at.date_naive()) - TimeDelta::days(i64::from(at.day0()))
}

/// When the month after the one of this moment begins.
pub(super) fn next_month(at: DateTime<Utc>) -> DateTime<Utc> {
    month_of(month_of(at) + TimeDelta::days(32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(first: &str, last: &str) -> Period {
        Period { first: day(first), last: day(last) }
    }

    #[test]
    fn as_much_of_it_as_of_another() {
        let february = period("2026-02-01", "2026-02-28");
        assert_eq!(
            february.as_long_as(&period("2026-03-01", "2026-03-10")),
            period("2026-02-01", "2026-02-10")
        );
        assert_eq!(february.as_long_as(&period("2026-03-01", "2026-03-31")), february);
    }
}

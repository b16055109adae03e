//! The days that reports are about, and the rows that they are read from.
//!
//! Days are UTC's for everyone who reads a report. So a report is the same for the owner, for staff
//! elsewhere and for the accountant, the days of the close follow one another without a gap, and
//! days begin at the same moment for people whose days do not begin on a full hour.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

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
        let last = self.first.checked_add_days(Days::new(other.length() - 1));
        Self { last: last.map_or(self.last, |last| last.min(self.last)), ..*self }
    }

    /// Its first moment, and the one after its last.
    pub(super) fn ends(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (midnight(self.first), midnight(self.last) + TimeDelta::days(1))
    }

    /// The rows that make it up are its first days up to a month, whole months up to the last one,
    /// and the days after them: when it begins, the ends of these, and when it ends.
    pub(super) fn pieces(&self) -> Pieces {
        let (from, until) = self.ends();
        let begun = month_of(from);
        let first = if begun == from { begun } else { next_month(begun) };
        let last = month_of(until);
        let (first, last) = if first < last { (first, last) } else { (until, until) };
        Pieces { from, first, last, until }
    }
}

/// Where the rows of a period lie: days from `from` to `first`, months from there to `last`, days
/// from there to `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pieces {
    pub from: DateTime<Utc>,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    pub until: DateTime<Utc>,
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
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(first: &str, last: &str) -> Period {
        Period { first: day(first), last: day(last) }
    }

    fn shown(first: &str, last: &str) -> [String; 4] {
        let Pieces { from, first, last, until } = period(first, last).pieces();
        [from, first, last, until].map(|at| at.format("%m-%d").to_string())
    }

    #[test]
    fn a_period_is_read_from_few_rows() {
        let of = |days: [&str; 4]| days.map(str::to_owned);
        assert_eq!(shown("2026-01-30", "2026-04-02"), of(["01-30", "02-01", "04-01", "04-03"]));
        assert_eq!(shown("2026-01-01", "2026-12-31"), of(["01-01", "01-01", "01-01", "01-01"]));
        assert_eq!(shown("2026-01-05", "2026-02-20"), of(["01-05", "02-21", "02-21", "02-21"]));
        assert_eq!(shown("2026-02-28", "2026-02-28"), of(["02-28", "03-01", "03-01", "03-01"]));
    }

    proptest! {
        /// Its pieces follow one another, and those of months begin and end with one.
        #[test]
        fn pieces_are_the_period_without_gaps(first in 0_u64..4_000, more in 0_u64..4_000) {
            let first = day("2020-01-01") + Days::new(first);
            let period = Period { first, last: first + Days::new(more) };
            let (from, until) = period.ends();
            prop_assert_eq!(u64::try_from((until - from).num_days()).unwrap(), period.length());
            let pieces = period.pieces();
            prop_assert_eq!((pieces.from, pieces.until), (from, until));
            prop_assert!(from <= pieces.first && pieces.first <= pieces.last && pieces.last <= until);
            if pieces.first < pieces.last {
                for end in [pieces.first, pieces.last] {
                    prop_assert_eq!(month_of(end), end);
                }
            }
        }
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

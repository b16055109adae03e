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

    /// The rows that make it up: whole months, and the days before and after them.
    pub(super) fn pieces(&self) -> Pieces {
        let (from, until) = self.ends();
        let begun = month_of(from);
        let first_month = if begun == from { begun } else { next_month(begun) };
        let last_month = month_of(until);
        let mut pieces = Pieces::default();
        if first_month < last_month {
            pieces.push("day", (from, first_month));
            pieces.push("month", (first_month, last_month));
            pieces.push("day", (last_month, until));
        } else {
            pieces.push("day", (from, until));
        }
        pieces
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

/// The ranges of rows of a period, as columns for `unnest`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    pub grains: Vec<String>,
    pub froms: Vec<DateTime<Utc>>,
    pub untils: Vec<DateTime<Utc>>,
}

impl Pieces {
    fn push(&mut self, grain: &str, (from, until): (DateTime<Utc>, DateTime<Utc>)) {
        if from < until {
            self.grains.push(grain.to_owned());
            self.froms.push(from);
            self.untils.push(until);
        }
    }
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

    fn shown(first: &str, last: &str) -> Vec<String> {
        let pieces = period(first, last).pieces();
        let rows = pieces.grains.iter().zip(&pieces.froms).zip(&pieces.untils);
        rows.map(|((grain, from), until)| {
            format!("{grain} {} {}", from.format("%m-%d"), until.format("%m-%d"))
        })
        .collect()
    }

    #[test]
    fn a_period_is_read_from_few_rows() {
        assert_eq!(
            shown("2026-01-30", "2026-04-02"),
            ["day 01-30 02-01", "month 02-01 04-01", "day 04-01 04-03"]
        );
        assert_eq!(shown("2026-01-01", "2026-12-31"), ["month 01-01 01-01"]);
        assert_eq!(shown("2026-01-05", "2026-02-20"), ["day 01-05 02-21"]);
        assert_eq!(shown("2026-02-28", "2026-02-28"), ["day 02-28 03-01"]);
    }

    proptest! {
        /// Each day is in one piece, and a piece of months begins and ends with one.
        #[test]
        fn pieces_are_the_period_without_gaps(first in 0_u64..4_000, more in 0_u64..4_000) {
            let first = day("2020-01-01") + Days::new(first);
            let period = Period { first, last: first + Days::new(more) };
            let (from, ends) = period.ends();
            prop_assert_eq!(u64::try_from((ends - from).num_days()).unwrap(), period.length());
            let pieces = period.pieces();
            let mut reached = from;
            for ((grain, from), until) in
                pieces.grains.iter().zip(&pieces.froms).zip(&pieces.untils)
            {
                prop_assert_eq!(*from, reached);
                prop_assert!(from < until);
                if grain == "month" {
                    prop_assert_eq!((month_of(*from), month_of(*until)), (*from, *until));
                }
                reached = *until;
            }
            prop_assert_eq!(reached, ends);
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

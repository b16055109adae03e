//! The days that reports are about, and the rows that they are read from.
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

    /// The rows that make it up: whole months, and days where it begins and ends. An end that is
    /// nearer to the far end of its month takes the month, less the days that are not in it. So at
    /// most 16 days are read at an end, and never more days than it has.
    pub(super) fn pieces(&self) -> Pieces {
        let (from, until) = self.ends();
        let (first, last) = (nearest_month(from), nearest_month(until));
        let whole = Pieces {
            first,
            last,
            begin: Days::between(from, first),
            end: Days::between(last, until),
        };
        let read = whole.begin.length() + whole.end.length();
        if first < last && read < until - from {
            return whole;
        }
        let (begin, end) = (Days::between(from, until), Days::between(until, until));
        Pieces { first: until, last: until, begin, end }
    }
}

/// Where the rows of a period lie: months from `first` to `last`, and days. No day is in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pieces {
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    pub begin: Days,
    pub end: Days,
}

/// Days that are added (1), or taken away (-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub sign: i64,
}

impl Days {
    /// What leads from one midnight to another, also backwards.
    fn between(from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        let sign = if from <= until { 1 } else { -1 };
        Self { from: from.min(until), until: from.max(until), sign }
    }

    fn length(&self) -> TimeDelta {
        self.until - self.from
    }
}

/// The begin of a month that is nearest to this midnight.
fn nearest_month(at: DateTime<Utc>) -> DateTime<Utc> {
    let (before, after) = (month_of(at), next_month(at));
    if at - before <= after - at { before } else { after }
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

    fn shown(first: &str, last: &str) -> String {
        let Pieces { first, last, begin, end } = period(first, last).pieces();
        let days = |days: Days| {
            let sign = if days.sign < 0 { '-' } else { '+' };
            format!("{sign}{}..{}", days.from.format("%m-%d"), days.until.format("%m-%d"))
        };
        let months = format!("{}..{}", first.format("%m-%d"), last.format("%m-%d"));
        format!("{months} {} {}", days(begin), days(end))
    }

    #[test]
    fn a_period_is_read_from_few_rows() {
        for (first, last, rows) in [
            ("2026-01-30", "2026-04-02", "02-01..04-01 +01-30..02-01 +04-01..04-03"),
            ("2026-01-01", "2026-12-31", "01-01..01-01 +01-01..01-01 +01-01..01-01"),
            ("2026-01-05", "2026-02-20", "01-01..03-01 -01-01..01-05 -02-21..03-01"),
            ("2026-02-28", "2026-02-28", "03-01..03-01 +02-28..03-01 +03-01..03-01"),
            ("2026-02-02", "2026-02-27", "02-01..03-01 -02-01..02-02 -02-28..03-01"),
            ("2026-02-10", "2026-02-12", "02-13..02-13 +02-10..02-13 +02-13..02-13"),
            ("2026-01-20", "2026-02-10", "02-11..02-11 +01-20..02-11 +02-11..02-11"),
        ] {
            assert_eq!(shown(first, last), rows, "{first} {last}");
        }
    }

    proptest! {
        /// Every day of it counts once, and no other day does.
        #[test]
        fn pieces_are_the_period(first in 0_u64..4_000, more in 0_u64..400) {
            let first = day("2020-01-01") + chrono::Days::new(first);
            let period = Period { first, last: first + chrono::Days::new(more) };
            let pieces = period.pieces();
            for end in [pieces.first, pieces.last] {
                prop_assert!(pieces.first == pieces.last || month_of(end) == end);
            }
            let (begin, end) = (pieces.begin, pieces.end);
            let read = begin.length() + end.length();
            prop_assert!(read <= TimeDelta::days(32) || pieces.first == pieces.last);
            prop_assert!(read.num_days() <= i64::try_from(period.length()).unwrap());
            let within = |days: &Days, at| days.from <= at && at < days.until;
            let all = (first - chrono::Days::new(40)).iter_days().take(500);
            for day in all {
                let at = midnight(day);
                prop_assert!(!(within(&begin, at) && within(&end, at)));
                let mut times = i64::from(pieces.first <= at && at < pieces.last);
                for days in [begin, end] {
                    times += i64::from(within(&days, at)) * days.sign;
                }
                prop_assert_eq!(times, i64::from(period.first <= day && day <= period.last));
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

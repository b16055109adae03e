//! The rows that a period is read from: months, sixths of months and days.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use super::span::{Period, month_of, next_month};

/// What a row is the sum of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Day,
    /// Days 1 to 5, 6 to 10 … of a month; the last one goes from 26 to the month's end.
    Sixth,
    Month,
}

impl Grain {
    /// The stored word.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Sixth => "sixth",
            Self::Month => "month",
        }
    }

    /// The begin of one that is nearest to this midnight.
    fn nearest(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let (before, after) = match self {
            Self::Day => (at, at),
            Self::Sixth => (sixth_of(at), next_sixth(at)),
            Self::Month => (month_of(at), next_month(at)),
        };
        if at - before <= after - at { before } else { after }
    }

    /// How many there are between two of their begins, in either order.
    fn count(self, one: DateTime<Utc>, other: DateTime<Utc>) -> u64 {
        let number = |at: DateTime<Utc>| {
            let month = i64::from(at.year()) * 12 + i64::from(at.month0());
            match self {
                Self::Day => i64::from(at.num_days_from_ce()),
                Self::Sixth => month * 6 + number_in_month(at),
                Self::Month => month,
            }
        };
        number(one).abs_diff(number(other))
    }
}

/// Where the rows of a period lie. For each piece: its grain, its first moment, the one after its last,
/// and whether its rows are added (1) or taken away (-1). No row is in two of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pieces {
    pub grains: Vec<String>,
    pub begins: Vec<DateTime<Utc>>,
    pub ends: Vec<DateTime<Utc>>,
    pub signs: Vec<i64>,
}

impl Pieces {
    /// The pieces of sums, which are kept by all grains.
    pub fn of_sums(period: &Period) -> Self {
        Self::of(period, &[Grain::Sixth, Grain::Month])
    }

    /// The pieces of movements. They are few, so days and months do.
    pub fn of_movements(period: &Period) -> Self {
        Self::of(period, &[Grain::Month])
    }

    /// A period in days and in these coarser grains, the finer one first. An end that is nearer to the
    /// far end of a sixth or a month takes all of it, less what is not in the period. So at most three
    /// days and three sixths are read at an end, and of one key never more rows than the period has days.
    fn of(period: &Period, coarser: &[Grain]) -> Self {
        let mut pieces = Self::default();
        let (mut from, mut until) = period.ends();
        let mut grain = Grain::Day;
        for next in coarser {
            let (first, last) = (next.nearest(from), next.nearest(until));
            let read = grain.count(from, first) + grain.count(last, until);
            if first >= last || read + next.count(first, last) >= grain.count(from, until) {
                break;
            }
            pieces.add(grain, (from, first));
            pieces.add(grain, (last, until));
            (from, until, grain) = (first, last, *next);
        }
        pieces.add(grain, (from, until));
        pieces
    }

    /// Adds what leads from one moment to another, also backwards.
    fn add(&mut self, grain: Grain, (from, until): (DateTime<Utc>, DateTime<Utc>)) {
        if from == until {
            return;
        }
        self.grains.push(grain.as_str().to_owned());
        self.begins.push(from.min(until));
        self.ends.push(from.max(until));
        self.signs.push(if from < until { 1 } else { -1 });
    }
}

/// The number of the sixth that a moment is in, from 0 on.
fn number_in_month(at: DateTime<Utc>) -> i64 {
    i64::from(at.day0() / 5).min(5)
}

/// When the sixth of a month began that this moment is in, as the function `sixth_of` of the database
/// says it.
pub(super) fn sixth_of(at: DateTime<Utc>) -> DateTime<Utc> {
    month_of(at) + TimeDelta::days(5 * number_in_month(at))
}

/// When the next sixth begins.
pub(super) fn next_sixth(at: DateTime<Utc>) -> DateTime<Utc> {
    match number_in_month(at) {
        5 => next_month(at),
        _ => sixth_of(at) + TimeDelta::days(5),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::super::span::midnight;
    use super::*;

    const COARSER: [Grain; 2] = [Grain::Sixth, Grain::Month];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shown(first: &str, last: &str, coarser: &[Grain]) -> String {
        let pieces = Pieces::of(&Period { first: day(first), last: day(last) }, coarser);
        let shown = (0..pieces.signs.len()).map(|at| {
            let sign = if pieces.signs[at] < 0 { '-' } else { '+' };
            let (begin, end) = (pieces.begins[at].format("%m-%d"), pieces.ends[at].format("%m-%d"));
            format!("{sign}{} {begin}..{end}", pieces.grains[at])
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_period_is_read_from_few_rows() {
        for (first, last, rows) in [
            ("2026-01-01", "2026-12-31", "+month 01-01..01-01"),
            (
                "2026-01-30",
                "2026-04-02",
                "+day 01-30..02-01, +day 04-01..04-03, +month 02-01..04-01",
            ),
            (
                "2025-11-16",
                "2026-11-15",
                "-sixth 11-01..11-16, +sixth 11-01..11-16, +month 11-01..11-01",
            ),
            ("2026-10-15", "2026-11-15", "+day 10-15..10-16, +sixth 10-16..11-16"),
            (
                "2026-01-05",
                "2026-02-20",
                "+day 01-05..01-06, -sixth 01-01..01-06, -sixth 02-21..03-01, +month 01-01..03-01",
            ),
            (
                "2026-01-07",
                "2026-01-30",
                "-day 01-06..01-07, -day 01-31..02-01, -sixth 01-01..01-06, +month 01-01..02-01",
            ),
            ("2028-02-26", "2028-02-29", "+sixth 02-26..03-01"),
            ("2026-02-28", "2026-02-28", "+day 02-28..03-01"),
            ("2026-02-10", "2026-02-12", "+day 02-10..02-13"),
            ("2026-02-15", "2026-02-17", "+day 02-15..02-18"),
        ] {
            assert_eq!(shown(first, last, &COARSER), rows, "{first} {last}");
        }
        assert_eq!(
            shown("2026-01-05", "2026-02-20", &[Grain::Month]),
            "-day 01-01..01-05, -day 02-21..03-01, +month 01-01..03-01"
        );
    }

    /// How many days the pieces of a grain have; they begin and end where rows of it do.
    fn days_of(pieces: &Pieces, grain: Grain) -> i64 {
        let own = (0..pieces.signs.len()).filter(|at| pieces.grains[*at] == grain.as_str());
        let lengths = own.map(|at| {
            let (begin, end) = (pieces.begins[at], pieces.ends[at]);
            assert!(begin < end && grain.nearest(begin) == begin && grain.nearest(end) == end);
            (end - begin).num_days()
        });
        lengths.sum()
    }

    proptest! {
        /// Every day of it counts once, no other day does, and no row is read twice.
        #[test]
        fn pieces_are_the_period(first in 0_u64..4_000, more in 0_u64..400, has_sixths in any::<bool>()) {
            let first = day("2020-01-01") + chrono::Days::new(first);
            let period = Period { first, last: first + chrono::Days::new(more) };
            let pieces = Pieces::of(&period, if has_sixths { &COARSER[..] } else { &COARSER[1..] });
            let [days, sixths, months] =
                [Grain::Day, Grain::Sixth, Grain::Month].map(|grain| days_of(&pieces, grain));
            let length = i64::try_from(period.length()).unwrap();
            let most = if has_sixths { 6 } else { 32 };
            prop_assert!(days <= length && (days <= most || days == length), "{:?}", pieces);
            prop_assert!(sixths == 0 || has_sixths);
            prop_assert!(sixths <= 32 || months == 0, "{:?}", pieces);
            for day in (first - chrono::Days::new(40)).iter_days().take(500) {
                let at = midnight(day);
                let within = |one: &usize| pieces.begins[*one] <= at && at < pieces.ends[*one];
                let read: Vec<usize> = (0..pieces.signs.len()).filter(within).collect();
                let times: i64 = read.iter().map(|one| pieces.signs[*one]).sum();
                prop_assert_eq!(times, i64::from(period.first <= day && day <= period.last));
                let mut grains: Vec<&String> = read.iter().map(|one| &pieces.grains[*one]).collect();
                grains.sort();
                grains.dedup();
                prop_assert_eq!(grains.len(), read.len(), "{:?}", pieces);
            }
        }

        /// A month is six of them, whatever its length.
        #[test]
        fn sixths_make_months(days in 0_u64..4_000, hour in 0_i64..24) {
            let at = midnight(day("2020-01-01") + chrono::Days::new(days)) + TimeDelta::hours(hour);
            prop_assert!(sixth_of(at) <= at && at < next_sixth(at));
            prop_assert_eq!(sixth_of(next_sixth(at)), next_sixth(at));
            let mut begun = month_of(at);
            for _ in 0..6 {
                prop_assert_eq!(month_of(begun), month_of(at));
                begun = next_sixth(begun);
            }
            prop_assert_eq!(begun, next_month(at));
            prop_assert_eq!(Grain::Sixth.count(month_of(at), begun), 6);
        }
    }
}

//! The period that a report is about, as its address has it, and the one before it.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, Utc};
use serde::Deserialize;

use crate::reports::span::Period;
use crate::web::calendar::read_day;
use crate::web::view::Chip;

/// Own periods are no longer than that.
const DAYS_MAX: i64 = 5 * 366;

/// The periods to choose from: how addresses name them, and how they are called.
const PERIODS: [(&str, &str); 8] = [
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("7", "7 days"),
    ("30", "30 days"),
    ("90", "90 days"),
    ("month", "This month"),
    ("last-month", "Last month"),
    ("year", "This year"),
];
const OWN: &str = "own";
const USUAL: &str = "30";

/// As the address has it.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct PeriodAsked {
    pub(super) period: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// What is wrong with the dates, beside each; "": nothing.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    pub from: &'static str,
    pub to: &'static str,
}

/// A period with what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub period: Period,
    /// As many days before it.
    pub before: Period,
    /// Whether the period's last day is not over.
    pub goes_on: bool,
}

impl PeriodAsked {
    /// Own dates count when there are some.
    fn word(&self) -> &str {
        let is_known = PERIODS.iter().any(|(word, _)| *word == self.period);
        match () {
            () if is_known => &self.period,
            () if !self.from.is_empty() || !self.to.is_empty() => OWN,
            () => USUAL,
        }
    }

    /// The pairs of its address.
    pub(super) fn pairs(&self) -> [(&'static str, &str); 3] {
        match self.word() {
            OWN => [("period", ""), ("from", &self.from), ("to", &self.to)],
            word => [("period", word), ("from", ""), ("to", "")],
        }
    }

    /// The periods to choose from; `address` makes a link of the pairs.
    pub(super) fn chips(&self, address: impl Fn(&[(&str, &str)]) -> String) -> Vec<Chip> {
        let chosen = self.word();
        let chips = PERIODS
            .iter()
            .map(|(word, label)| Chip::new(label, address(&[("period", word)]), *word == chosen));
        chips.collect()
    }

    /// The days, as they are at this moment.
    pub(super) fn choose(&self, now: DateTime<Utc>) -> Result<Chosen, Wrong> {
        let today = now.date_naive();
        let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let month = today.with_day(1).unwrap_or(today);
        let earlier =
            |day: NaiveDate, months| day.checked_sub_months(Months::new(months)).unwrap_or(day);
        let before = |day: NaiveDate| day.pred_opt().unwrap_or(day);
        let last_month = earlier(month, 1);
        let year = month.with_month(1).unwrap_or(month);
        let (first, last, first_before) = match self.word() {
            "today" => (today, today, back(1)),
            "yesterday" => (back(1), back(1), back(2)),
            "7" => (back(6), today, back(13)),
            "90" => (back(89), today, back(179)),
            "month" => (month, today, last_month),
            "last-month" => (last_month, before(month), earlier(month, 2)),
            "year" => (year, today, earlier(year, 12)),
            OWN => {
                let (first, last) = self.own()?;
                (first, last, first - Days::new((last - first).num_days().unsigned_abs() + 1))
            }
            _ => (back(29), today, back(59)),
        };
        let period = Period { first, last };
        let before = Period { first: first_before, last: before(first) };
        // All of a month that is over is compared with all of the one before, however long.
        let is_whole = self.word() == "last-month";
        let before = if is_whole { before } else { before.as_long_as(&period) };
        Ok(Chosen { period, before, goes_on: last >= today })
    }

    fn own(&self) -> Result<(NaiveDate, NaiveDate), Wrong> {
        const UNREAD: &str = "A day, such as 2026-11-30.";
        let (from, to) = (read_day(&self.from), read_day(&self.to));
        let (Some(from), Some(to)) = (from, to) else {
            let of = |day: Option<NaiveDate>| if day.is_none() { UNREAD } else { "" };
            return Err(Wrong { from: of(from), to: of(to) });
        };
        if to < from {
            return Err(Wrong { to: "This is before the first day.", ..Wrong::default() });
        }
        if (to - from).num_days() >= DAYS_MAX {
            return Err(Wrong { to: "At most five years.", ..Wrong::default() });
        }
        // The years before it, too, must be days that the database knows.
        if from.year() < 1980 || to.year() > 9000 {
            return Err(Wrong { from: UNREAD, ..Wrong::default() });
        }
        Ok((from, to))
    }
}

/// `1 Nov 2026 – 30 Nov 2026`, or one day.
pub(super) fn days_in_words(period: &Period) -> String {
    let word = |day: NaiveDate| day.format("%-d %b %Y").to_string();
    match period.first == period.last {
        true => word(period.first),
        false => format!("{} – {}", word(period.first), word(period.last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(period: &str, from: &str, to: &str) -> Result<Chosen, Wrong> {
        let asked =
            PeriodAsked { period: period.to_owned(), from: from.to_owned(), to: to.to_owned() };
        asked.choose("2026-03-31T10:20:00Z".parse().unwrap())
    }

    fn shown(period: &str) -> [String; 2] {
        let chosen = chosen(period, "", "").unwrap();
        [days_in_words(&chosen.period), days_in_words(&chosen.before)]
    }

    #[test]
    fn a_period_is_compared_with_the_one_before() {
        let of = |one: &str, other: &str| [one, other].map(str::to_owned);
        assert_eq!(shown("today"), of("31 Mar 2026", "30 Mar 2026"));
        assert_eq!(shown("yesterday"), of("30 Mar 2026", "29 Mar 2026"));
        assert_eq!(shown("7"), of("25 Mar 2026 – 31 Mar 2026", "18 Mar 2026 – 24 Mar 2026"));
        // February has fewer days.
        assert_eq!(shown("month"), of("1 Mar 2026 – 31 Mar 2026", "1 Feb 2026 – 28 Feb 2026"));
        assert_eq!(shown("last-month"), of("1 Feb 2026 – 28 Feb 2026", "1 Jan 2026 – 31 Jan 2026"));
        // As many days of last year as of this one.
        assert_eq!(shown("year"), of("1 Jan 2026 – 31 Mar 2026", "1 Jan 2025 – 31 Mar 2025"));
        assert_eq!(shown("no such"), shown("30"));
        let own = chosen("", "2026-01-01", "2026-01-10").unwrap();
        assert_eq!(days_in_words(&own.before), "22 Dec 2025 – 31 Dec 2025");
        assert!(!own.goes_on && chosen("today", "", "").unwrap().goes_on);
    }

    #[test]
    fn dates_that_cannot_be_read_say_so() {
        let wrong = |from, to| chosen("", from, to).unwrap_err();
        assert!(wrong("x", "2026-01-01").from.starts_with("A day"));
        assert!(wrong("2026-01-01", "").to.starts_with("A day"));
        assert!(wrong("2026-01-02", "2026-01-01").to.contains("before the first"));
        assert!(wrong("2000-01-02", "2026-01-01").to.contains("five years"));
        assert!(chosen("", "1970-01-02", "1970-01-02").is_err());
    }
}

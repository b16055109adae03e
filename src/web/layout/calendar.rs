//! Days and times as pages say them. Everything here is in UTC; when accounts have a time zone of
//! their own, these functions take it.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};

/// A moment in a list that is grouped by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// `14:05:09`
    pub time: String,
    /// `30 November 2026, 14:05:09 UTC`
    pub abs: String,
    pub iso: String,
}

impl Moment {
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        Self {
            time: at.format("%H:%M:%S").to_string(),
            abs: at.format("%-d %B %Y, %H:%M:%S UTC").to_string(),
            iso: at.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }
}

/// The day of a moment.
#[must_use]
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.date_naive()
}

/// A day as the head of a group: `Monday, 30 November 2026`.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    day.format("%A, %-d %B %Y").to_string()
}

/// The day of a date field, `2026-11-30`; `None` for anything else.
#[must_use]
pub fn read_day(typed: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok()?;
    // The database has an end of its own.
    let years = NaiveDate::from_ymd_opt(1970, 1, 1)?..NaiveDate::from_ymd_opt(9999, 1, 1)?;
    years.contains(&day).then_some(day)
}

/// The moment in which a day begins.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Rows that are grouped by the day on which they were, in the order in which they come.
pub fn by_day<T>(
    rows: impl IntoIterator<Item = T>,
    at: impl Fn(&T) -> DateTime<Utc>,
) -> Vec<(String, Vec<T>)> {
    let mut groups: Vec<(NaiveDate, Vec<T>)> = Vec::new();
    for row in rows {
        let day = day_of(at(&row));
        match groups.last_mut().filter(|(last, _)| *last == day) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((day, vec![row])),
        }
    }
    groups.into_iter().map(|(one, rows)| (day(one), rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_fields_send_it_and_said_in_full() {
        let read = read_day(" 2026-11-30 ").unwrap();
        assert_eq!(day(read), "Monday, 30 November 2026");
        assert_eq!(Moment::new(start_of(read)).abs, "30 November 2026, 00:00:00 UTC");
        for typed in ["", "30/11/2026", "2026-13-01", "2026-02-30", "0001-01-01", "+262000-01-01"] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
    }

    #[test]
    fn rows_are_grouped_by_their_day() {
        let at =
            |hour: i64| start_of(read_day("2026-11-30").unwrap()) + chrono::TimeDelta::hours(hour);
        let groups = by_day([30, 25, 23, 1], |hour| at(*hour));
        let hours: Vec<_> = groups.iter().map(|(_, rows)| rows.clone()).collect();
        assert_eq!(hours, [vec![30, 25], vec![23, 1]]);
    }
}

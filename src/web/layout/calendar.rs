//! Days as fields send them, and rows in groups of days.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Timelike as _, Utc};

use crate::kit::lang::Lang;
use crate::kit::zone::Zone;

/// The day of a date field, `2026-11-30`; `None` for anything else.
#[must_use]
pub fn read_day(typed: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok()?;
    (1970..=9999).contains(&day.year()).then_some(day)
}

/// The moment of a field for day and time, `2026-11-30T18:00`, by the clocks in this zone; `None` for
/// anything else. Browsers without such a field send what was typed, with a blank.
#[must_use]
pub fn read_moment(zone: Zone, typed: &str) -> Option<DateTime<Utc>> {
    let (day, time) = typed.trim().split_once(['T', ' '])?;
    let time = time.trim();
    let read = |form| NaiveTime::parse_from_str(time, form).ok();
    let time = read("%H:%M").or_else(|| read("%H:%M:%S"))?;
    let minute = i16::try_from(time.hour() * 60 + time.minute()).ok()?;
    Some(zone.at(read_day(day)?, minute))
}

/// The same as the field shows it.
#[must_use]
pub fn moment_field(zone: Zone, at: DateTime<Utc>) -> String {
    let time = zone.time(at);
    format!("{}T{}", zone.day(at).format("%Y-%m-%d"), time.get(..5).unwrap_or(&time))
}

/// Rows that are grouped by the day on which they were where the reader is, in the order in which
/// they come.
pub fn by_day<T>(
    lang: Lang,
    zone: Zone,
    rows: impl IntoIterator<Item = T>,
    at: impl Fn(&T) -> DateTime<Utc>,
) -> Vec<(String, Vec<T>)> {
    let mut groups: Vec<(NaiveDate, Vec<T>)> = Vec::new();
    for row in rows {
        let day = zone.day(at(&row));
        match groups.last_mut().filter(|(last, _)| *last == day) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((day, vec![row])),
        }
    }
    groups.into_iter().map(|(one, rows)| (lang.day(one), rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_fields_send_it() {
        let read = read_day(" 2026-11-30 ").unwrap();
        assert_eq!(read.to_string(), "2026-11-30");
        for typed in ["", "30/11/2026", "2026-13-01", "2026-02-30", "0001-01-01", "+262000-01-01"] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_moment_is_read_where_the_reader_is() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let at = read_moment(berlin, "2026-11-30T18:05").unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-30T17:05:00+00:00");
        assert_eq!(read_moment(berlin, " 2026-11-30  18:05:59 "), Some(at));
        assert_eq!(moment_field(berlin, at), "2026-11-30T18:05");
        for typed in ["", "2026-11-30", "18:05", "2026-11-30T24:00", "2026-11-30T18", "x y"] {
            assert_eq!(read_moment(berlin, typed), None, "{typed}");
        }
    }

    #[test]
    fn rows_are_grouped_by_their_day() {
        let at =
            |hour: i64| DateTime::from_timestamp(1_796_000_000 / 86_400 * 86_400 + hour * 3_600, 0);
        let hours = |zone: &str| {
            let groups =
                by_day(Lang::ENGLISH, Zone::parse(zone).unwrap(), [30, 25, 23, 1], |hour| {
                    at(*hour).unwrap()
                });
            groups.into_iter().map(|(_, rows)| rows).collect::<Vec<_>>()
        };
        assert_eq!(hours("UTC"), [vec![30, 25], vec![23, 1]]);
        assert_eq!(hours("Asia/Kathmandu"), [vec![30, 25, 23], vec![1]]);
    }
}

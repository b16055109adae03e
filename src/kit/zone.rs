//! Time zones, by their IANA names (`Europe/Berlin`).

use std::fmt;
use std::str::FromStr as _;

use chrono::{DateTime, NaiveDate, TimeZone as _, Timelike as _, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// Where somebody reads times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

/// Text that is no zone's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose one of the list.")]
pub struct NoZone;

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl Zone {
    /// Reads a name.
    pub fn parse(name: &str) -> Result<Self, NoZone> {
        Tz::from_str(name).map(Self).map_err(|_| NoZone)
    }

    /// All zones, by name.
    pub fn all() -> impl Iterator<Item = Self> {
        TZ_VARIANTS.iter().copied().map(Self)
    }

    /// `22:26:40 CEST`
    #[must_use]
    pub fn time_and_name(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0).format("%H:%M:%S %Z").to_string()
    }

    /// `22:26:40`
    #[must_use]
    pub fn time(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0).format("%H:%M:%S").to_string()
    }

    /// The day on which it is there.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.0).date_naive()
    }

    /// When that day begins there. A day whose midnight was skipped begins at its first moment.
    #[must_use]
    pub fn start_of(self, day: NaiveDate) -> DateTime<Utc> {
        self.at(day, 0)
    }

    /// When the clocks there show this minute of that day. If it is skipped, the first full hour
    /// after it counts.
    #[must_use]
    pub fn at(self, day: NaiveDate, minute: i16) -> DateTime<Utc> {
        let midnight = day.and_hms_opt(0, 0, 0).unwrap_or_default();
        let wanted = midnight + chrono::TimeDelta::minutes(minute.into());
        let hours = (0..=3).map(|hour| wanted + chrono::TimeDelta::hours(hour));
        let mut starts = hours.filter_map(|at| self.0.from_local_datetime(&at).earliest());
        starts.next().map_or_else(|| wanted.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// What the clocks there show, in minutes of the day.
    #[must_use]
    pub fn minute_of_day(self, at: DateTime<Utc>) -> i16 {
        let there = at.with_timezone(&self.0);
        i16::try_from(there.hour() * 60 + there.minute()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_where_people_are() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 5, 28).unwrap();
        let start = berlin.start_of(day);
        assert_eq!(start.to_rfc3339(), "2026-05-27T22:00:00+00:00");
        assert_eq!(berlin.day(start), day);
        assert_eq!(berlin.time_and_name(start), "00:00:00 CEST");
        // Clocks went from 0:00 to 1:00 there.
        let beirut = Zone::parse("Asia/Beirut").unwrap();
        let day = NaiveDate::from_ymd_opt(2022, 3, 27).unwrap();
        assert_eq!(beirut.start_of(day).to_rfc3339(), "2022-03-26T22:00:00+00:00");
        assert_eq!(Zone::parse("Mars/Olympus"), Err(NoZone));
    }
}

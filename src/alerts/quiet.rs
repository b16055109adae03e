//! Quiet hours: a part of each day in which a receiver is told of urgent alerts alone.

use chrono::{DateTime, Days, Utc};

use crate::kit::zone::Zone;

const DAY_MINUTES: i16 = 24 * 60;

/// From one minute of the day to another, which may be on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    from: i16,
    until: i16,
    zone: Zone,
}

impl Quiet {
    /// Minutes of the day, 0 to 1439. `None`: they are no part of a day.
    #[must_use]
    pub fn new(from: i16, until: i16, zone: Zone) -> Option<Self> {
        let is_minute = |minute: i16| (0..DAY_MINUTES).contains(&minute);
        (is_minute(from) && is_minute(until) && from != until).then_some(Self { from, until, zone })
    }

    /// Reads `22:00`, in minutes of the day.
    #[must_use]
    pub fn minute(typed: &str) -> Option<i16> {
        let (hour, minute) = typed.trim().split_once(':')?;
        let (hour, minute): (i16, i16) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    }

    /// The minutes of the day at which they begin and end.
    #[must_use]
    pub fn bounds(self) -> (i16, i16) {
        (self.from, self.until)
    }

    /// The same, as people type them.
    #[must_use]
    pub fn shown(self) -> (String, String) {
        (shown(self.from), shown(self.until))
    }

    /// When they end, if it is quiet at this moment.
    #[must_use]
    pub fn ends(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let minute = self.zone.minute_of_day(now);
        let is_quiet = match self.from < self.until {
            true => (self.from..self.until).contains(&minute),
            false => minute >= self.from || minute < self.until,
        };
        let today = self.zone.day(now);
        let ends = [0, 1].map(|day| {
            let day = today.checked_add_days(Days::new(day)).unwrap_or(today);
            self.zone.at(day, self.until)
        });
        ends.into_iter().find(|end| *end > now).filter(|_| is_quiet)
    }
}

/// `22:00`
fn shown(minute: i16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_night_ends_in_the_morning() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let night = Quiet::new(22 * 60, 7 * 60 + 30, berlin).unwrap();
        let morning = Some(at("2026-05-29T05:30:00Z"));
        assert_eq!(night.ends(at("2026-05-28T20:00:00Z")), morning);
        assert_eq!(night.ends(at("2026-05-29T05:29:59Z")), morning);
        assert_eq!(night.ends(at("2026-05-29T05:30:00Z")), None);
        assert_eq!(night.ends(at("2026-05-28T19:59:59Z")), None);
        let noon = Quiet::new(12 * 60, 13 * 60, Zone::default()).unwrap();
        assert_eq!(noon.ends(at("2026-05-28T12:15:00Z")), Some(at("2026-05-28T13:00:00Z")));
        assert_eq!(noon.ends(at("2026-05-28T13:00:00Z")), None);
    }

    #[test]
    fn what_is_typed_is_a_minute_of_the_day() {
        assert_eq!(Quiet::minute("22:05"), Some(1325));
        assert_eq!(Quiet::minute(" 7:30 "), Some(450));
        assert_eq!(Quiet::minute("07:30:00"), Some(450));
        for wrong in ["", "24:00", "7", "7:3", "a:bc", "-1:00", "12:60"] {
            assert_eq!(Quiet::minute(wrong), None, "{wrong}");
        }
        assert_eq!(Quiet::new(60, 60, Zone::default()), None);
        assert_eq!(shown(450), "07:30");
    }
}

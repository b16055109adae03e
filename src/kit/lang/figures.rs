//! Numbers and days, as the languages write them.

use std::fmt;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use fluent_bundle::FluentValue;
use fluent_bundle::types::FluentNumber;
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{MD, YMD, YMDE};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

use super::{Count, Lang, locale};
use crate::kit::money::Money;
use crate::kit::zone::Zone;

type Days<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

/// What writes numbers and days in a language.
pub(super) struct Figures {
    decimals: Decimals,
    /// Between the whole and its fraction.
    point: String,
    date: Days<YMD>,
    long_date: Days<YMD>,
    day: Days<YMDE>,
    day_of_year: Days<MD>,
}

struct Decimals(DecimalFormatter);

impl Figures {
    pub(super) fn new(locale: &Locale) -> Self {
        const DATA: &str = "the data of each language is compiled in";
        let decimals = Decimals::new(locale);
        let half = {
            let mut half = Decimal::from(15);
            half.multiply_pow10(-1);
            decimals.0.format_to_string(&half)
        };
        Self {
            point: half.trim_matches(['1', '5']).to_owned(),
            date: Days::try_new(locale.into(), YMD::medium()).expect(DATA),
            long_date: Days::try_new(locale.into(), YMD::long()).expect(DATA),
            day: Days::try_new(locale.into(), YMDE::long()).expect(DATA),
            day_of_year: Days::try_new(locale.into(), MD::medium()).expect(DATA),
            decimals,
        }
    }
}

impl Decimals {
    fn new(locale: &Locale) -> Self {
        let formatter = DecimalFormatter::try_new(locale.into(), Default::default());
        Self(formatter.expect("the data of each language is compiled in"))
    }

    /// The minus is the one that is as wide as a figure.
    fn number(&self, number: i64) -> String {
        let sign = if number < 0 { "−" } else { "" };
        let text = self.0.format_to_string(&Decimal::from(number.unsigned_abs()));
        format!("{sign}{text}")
    }
}

impl Memoizable for Decimals {
    type Args = ();
    type Error = fmt::Error;

    fn construct(lang: LanguageIdentifier, (): ()) -> Result<Self, fmt::Error> {
        Ok(Self::new(&locale(&lang.to_string())))
    }
}

/// A number that a message quotes.
pub(super) fn in_message(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, .. }) = value else { return None };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only whole numbers are put in: Said::count"
    )]
    let number = *value as i64;
    memoizer.with_try_get((), |decimals: &Decimals| decimals.number(number)).ok()
}

fn gregorian(day: NaiveDate) -> Date<Gregorian> {
    let (month, day_of_month) = (day.month() as u8, day.day() as u8);
    Date::try_new_gregorian(day.year(), month, day_of_month)
        .or_else(|_| Date::try_new_gregorian(1970, 1, 1))
        .expect("the first of January exists")
}

impl Lang {
    /// A whole number, in groups: `12,308`.
    #[must_use]
    pub fn number(self, number: impl Count) -> String {
        self.loaded().figures.decimals.number(number.count())
    }

    /// A decimal as the code prints it, `1234.50`, with the language's point.
    #[must_use]
    pub fn decimal(self, printed: &str) -> String {
        printed.replace('.', self.point())
    }

    /// An amount with its currency: `4.50 USD`.
    #[must_use]
    pub fn money(self, amount: Money, currency: &str) -> String {
        self.left_to_right(format!("{} {currency}", self.decimal(&amount.to_string())))
    }

    /// Between the whole and its fraction.
    #[must_use]
    pub fn point(self) -> &'static str {
        &self.loaded().figures.point
    }

    /// A decimal as people type it in the language, for the code to read: `12,50` is `12.50` where
    /// the point is a comma. `None`: it could be meant in two ways, such as `1.000`.
    #[must_use]
    pub fn read_decimal(self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        if self.point() == "." {
            return Some(typed.to_owned());
        }
        let mut parts = typed.split(['.', ',']);
        let (_, fraction, more) = (parts.next(), parts.next(), parts.next());
        let is_clear = more.is_none() && fraction.is_none_or(|fraction| fraction.len() != 3);
        is_clear.then(|| typed.replace(',', "."))
    }

    /// `28 May 2026`
    #[must_use]
    pub fn date(self, day: NaiveDate) -> String {
        self.loaded().figures.date.format(&gregorian(day)).to_string()
    }

    /// As the head of a group: `Monday, 30 November 2026`.
    #[must_use]
    pub fn day(self, day: NaiveDate) -> String {
        self.loaded().figures.day.format(&gregorian(day)).to_string()
    }

    /// Without the year: `28 May`.
    #[must_use]
    pub fn day_of_year(self, day: NaiveDate) -> String {
        self.loaded().figures.day_of_year.format(&gregorian(day)).to_string()
    }

    /// A moment with its day, where the reader is: `28 May 2026, 22:26:40 CEST`.
    #[must_use]
    pub fn moment(self, at: DateTime<Utc>, zone: Zone) -> String {
        let day = self.loaded().figures.long_date.format(&gregorian(zone.day(at))).to_string();
        self.say("moment").with("day", day).with("time", zone.time_and_name(at)).to_string()
    }

    /// A moment, seen from `now`. Times of some days and less are in words; older ones are a day,
    /// because nobody counts back three weeks.
    #[must_use]
    pub fn relative(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let s = (at - now).num_seconds();
        let (minutes, hours, days) = rounded(s.abs());
        let said = match (s.abs(), s < 0) {
            (0..45, _) => self.say("time-now"),
            (45..5_400, true) => self.say("time-minutes-ago").count("count", minutes),
            (45..5_400, false) => self.say("time-in-minutes").count("count", minutes),
            (5_400..129_600, true) => self.say("time-hours-ago").count("count", hours),
            (5_400..129_600, false) => self.say("time-in-hours").count("count", hours),
            (129_600..1_209_600, true) => self.say("time-days-ago").count("count", days),
            (129_600..1_209_600, false) => self.say("time-in-days").count("count", days),
            _ => return self.date(at.date_naive()),
        };
        said.to_string()
    }

    /// A length of time to read at a glance: `25 min`.
    #[must_use]
    pub fn duration(self, seconds: i64) -> String {
        let (minutes, hours, days) = rounded(seconds);
        let said = match seconds {
            ..5_400 => self.say("duration-minutes").count("count", minutes.max(1)),
            5_400..129_600 => self.say("duration-hours").count("count", hours),
            _ => self.say("duration-days").count("count", days),
        };
        said.to_string()
    }
}

/// Whole minutes, hours and days that come nearest.
fn rounded(seconds: i64) -> (i64, i64, i64) {
    ((seconds + 30) / 60, (seconds + 1_800) / 3_600, (seconds + 43_200) / 86_400)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn in_all(write: impl Fn(Lang) -> String) -> Vec<String> {
        Lang::all().map(write).collect()
    }

    #[test]
    fn numbers_are_grouped_as_the_language_groups_them() {
        let numbers = in_all(|lang| lang.number(-1_234_567_i64));
        let right = [
            "−1,234,567",
            "−1.234.567",
            "−1.234.567",
            "−1.234.567",
            "−1\u{a0}234\u{a0}567",
            "−1,234,567",
        ];
        assert_eq!(numbers, right);
        assert_eq!(
            in_all(|lang| lang.decimal("12.50")),
            ["12.50", "12,50", "12,50", "12,50", "12,50", "12.50"]
        );
    }

    #[test]
    fn a_decimal_is_read_as_the_language_writes_it() {
        let read = |tag: &str, typed: &str| Lang::parse(tag).unwrap().read_decimal(typed);
        for typed in ["12.50", "12,50", " 12,50 "] {
            assert_eq!(read("es", typed).as_deref(), Some("12.50"), "{typed}");
        }
        assert_eq!(read("es", "1000").as_deref(), Some("1000"));
        for typed in ["1.000", "1,000", "1.000,50", "1,000.50"] {
            assert_eq!(read("ru", typed), None, "{typed}");
        }
        // The code refuses a comma, so nothing is taken for what it is not.
        assert_eq!(read("en", "1,000").as_deref(), Some("1,000"));
    }

    #[test]
    fn days_are_said_in_the_language() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 28).unwrap();
        let days = in_all(|lang| lang.date(day));
        assert_eq!(days[0], "28 May 2026");
        assert_eq!(days[1], "28 may 2026");
        assert_eq!(days[4], "28 мая 2026\u{202f}г.");
        assert!(days.iter().all(|day| day.contains("2026") && day.contains("28")), "{days:?}");
        assert_eq!(Lang::ENGLISH.day(day), "Thursday, 28 May 2026");
        assert_eq!(Lang::ENGLISH.day_of_year(day), "28 May");
    }

    #[test]
    fn times_are_said_in_words() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let said = |s| Lang::ENGLISH.relative(now + TimeDelta::seconds(s), now);
        assert_eq!(said(-10), "just now");
        assert_eq!(said(-180), "3 min ago");
        assert_eq!(said(-7_200), "2 h ago");
        assert_eq!(said(-3 * 86_400), "3 days ago");
        assert_eq!(said(7_200), "in 2 h");
        assert_eq!(said(-40 * 86_400), "18 Apr 2026");
        let moment = Lang::ENGLISH.moment(now, Zone::parse("Europe/Berlin").unwrap());
        assert_eq!(moment, "28 May 2026, 22:26:40 CEST");
    }

    #[test]
    fn words_follow_the_number() {
        let russian = Lang::parse("ru").unwrap();
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let said = |days| russian.relative(now - TimeDelta::days(days), now);
        assert_eq!([2, 5].map(said), ["2 дня назад", "5 дней назад"]);
    }
}

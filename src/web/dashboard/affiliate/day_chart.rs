//! Clicks and earnings by day: two rows of bars over the same days, and the table behind them.

use crate::affiliates::home::Day;
use crate::kit::lang::{Lang, Said};

use super::words::signed;

/// Bars get a part of their day's width; the rest is the gap.
const WIDTH_PERCENT: i64 = 76;
/// What is drawn of a day that has little, so that it is not taken for nothing. Of 100.
const HEIGHT_MIN: i64 = 3;

/// See `templates/dashboard/affiliate/day_chart.html`. A drawing is 100 wide and 100 high, and is
/// stretched to the space that there is.
pub(super) struct DayChart {
    pub plots: [Plot; 2],
    pub first: String,
    pub last: String,
    /// The newest first.
    pub rows: Vec<DayRow>,
}

/// One row of bars.
pub(super) struct Plot {
    pub title: String,
    /// The highest bar.
    pub most: String,
    /// What it shows, for people who cannot see it.
    pub summary: String,
    pub bars: Vec<Bar>,
}

/// The bar of a day.
pub(super) struct Bar {
    pub x: String,
    pub y: i64,
    pub width: String,
    pub height: i64,
    /// Shown when the pointer is on it.
    pub title: String,
}

/// A day as a row of the table. Amounts are without the currency.
pub(super) struct DayRow {
    pub day: String,
    pub clicks: String,
    pub sign_ups: String,
    pub orders: String,
    pub sales: String,
    pub earned: String,
}

/// What the bars of a row are high by.
#[derive(Clone, Copy)]
enum Plotted {
    Clicks,
    Earned,
}

impl Plotted {
    fn title(self, lang: Lang) -> Said {
        match self {
            Self::Clicks => lang.say("affiliate-clicks"),
            Self::Earned => lang.say("affiliate-earned"),
        }
    }

    /// What the whole row shows, if it shows something.
    fn summary(self, lang: Lang) -> Said {
        match self {
            Self::Clicks => lang.say("affiliate-chart-clicks"),
            Self::Earned => lang.say("affiliate-chart-earned"),
        }
    }

    fn nothing(self, lang: Lang) -> Said {
        match self {
            Self::Clicks => lang.say("affiliate-chart-no-clicks"),
            Self::Earned => lang.say("affiliate-chart-not-earned"),
        }
    }
}

impl DayChart {
    pub fn new(lang: Lang, days: &[Day], currency: &str) -> Self {
        let clicks = |day: &Day| (day.clicks, lang.number(day.clicks));
        let earned = |day: &Day| (day.earned.micros(), lang.money(day.earned, currency));
        let named = |day: Option<&Day>| day.map(|day| lang.date(day.day)).unwrap_or_default();
        Self {
            plots: [
                Plot::new(lang, Plotted::Clicks, days, clicks),
                Plot::new(lang, Plotted::Earned, days, earned),
            ],
            first: named(days.first()),
            last: named(days.last()),
            rows: days.iter().rev().map(|day| DayRow::new(lang, day)).collect(),
        }
    }
}

impl Plot {
    /// `value` answers how high the bar of a day is, and how that reads.
    fn new(
        lang: Lang,
        plotted: Plotted,
        days: &[Day],
        value: impl Fn(&Day) -> (i64, String),
    ) -> Self {
        let values: Vec<(i64, String)> = days.iter().map(value).collect();
        let highest = days.iter().zip(&values).max_by_key(|(_, (height, _))| *height);
        let highest = highest.filter(|(_, (height, _))| *height > 0);
        let whole = highest.map_or(0, |(_, (height, _))| *height);
        let (most, summary) = match highest {
            Some((day, (_, text))) => (
                lang.say("affiliate-chart-most").with("amount", text),
                plotted.summary(lang).with("amount", text).with("day", lang.date(day.day)),
            ),
            None => (lang.say("affiliate-chart-none"), plotted.nothing(lang)),
        };
        let count = i64::try_from(days.len()).unwrap_or(i64::MAX).max(1);
        let bars = days.iter().zip(&values).zip(0..).filter(|((_, (part, _)), _)| *part > 0);
        let bars = bars.map(|((day, (part, text)), at)| {
            let height = height(*part, whole);
            Bar {
                x: hundredths((at * 10_000 + (100 - WIDTH_PERCENT) * 50) / count),
                y: 100 - height,
                width: hundredths(WIDTH_PERCENT * 100 / count),
                height,
                title: lang
                    .say("affiliate-chart-bar")
                    .with("day", lang.date(day.day))
                    .with("amount", text)
                    .into(),
            }
        });
        Self {
            title: plotted.title(lang).into(),
            most: most.into(),
            summary: summary.into(),
            bars: bars.collect(),
        }
    }
}

fn height(part: i64, whole: i64) -> i64 {
    let exact = i128::from(part) * 100 / i128::from(whole.max(1));
    i64::try_from(exact).unwrap_or(100).clamp(HEIGHT_MIN, 100)
}

fn hundredths(number: i64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

impl DayRow {
    fn new(lang: Lang, day: &Day) -> Self {
        Self {
            day: lang.date(day.day),
            clicks: lang.number(day.clicks),
            sign_ups: lang.number(day.sign_ups),
            orders: lang.number(day.orders),
            sales: signed(lang, day.sales),
            earned: signed(lang, day.earned),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::kit::money::Money;

    #[test]
    fn bars_stay_in_the_drawing() {
        let day = |at: u32, clicks, earned: &str| Day {
            day: NaiveDate::from_ymd_opt(2026, 3, at).unwrap(),
            clicks,
            sign_ups: 0,
            orders: 0,
            sales: Money::ZERO,
            earned: Money::parse(earned).unwrap(),
        };
        let days = [day(1, 1, "0"), day(2, 0, "-1"), day(3, 1000, "9000000000000")];
        let chart = DayChart::new(Lang::ENGLISH, &days, "USD");
        let [clicks, earned] = &chart.plots;
        let drawn: Vec<_> = clicks.bars.iter().map(|bar| (&*bar.x, bar.y, bar.height)).collect();
        assert_eq!(drawn, [("4.00", 97, 3), ("70.66", 0, 100)]);
        assert_eq!(clicks.bars[0].width, "25.33");
        assert_eq!(clicks.bars[1].title, "3 Mar 2026: 1,000");
        assert_eq!(clicks.summary, "Clicks by day. The most are 1,000, on 3 Mar 2026.");
        assert_eq!(earned.bars.len(), 1);
        assert_eq!(chart.rows[1].earned, "−1.00");
        let empty = DayChart::new(Lang::ENGLISH, &[], "USD");
        assert_eq!(empty.plots[0].summary, "Clicks by day: none.");
    }
}

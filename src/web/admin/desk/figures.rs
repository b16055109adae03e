//! What today and yesterday came to, each number with a line of the last days, and the table behind
//! the lines.

use chrono::{DateTime, Utc};

use crate::kit::money::Money;
use crate::orders::days::Day;
use crate::web::chart::trend;
use crate::web::figures::{brief_money, money, number};
use crate::web::view::When;

/// One number of the day.
pub(super) struct Figure {
    pub title: &'static str,
    pub today: String,
    /// To the last digit; "" when that is shown.
    pub exact: String,
    pub yesterday: String,
    /// The points of a `polyline` in a square of 100.
    pub line: String,
    /// What it shows, for people who cannot see it.
    pub summary: String,
}

pub(super) struct DayRow {
    pub day: String,
    pub orders: String,
    pub charge: String,
    pub cost: String,
    pub profit: String,
    pub deposits: String,
    pub customers: String,
}

/// The numbers of the staff's home.
pub(super) struct Figures {
    pub figures: Vec<Figure>,
    /// The newest first.
    pub rows: Vec<DayRow>,
    pub currency: String,
    /// When today was counted; `None`: not yet.
    pub counted: Option<When>,
}

impl Figures {
    /// `days`: oldest first, today last.
    pub fn new(days: &[Day], currency: &str, now: DateTime<Utc>) -> Self {
        let counted = days.last().and_then(|today| today.counted_at);
        let count = |title, value: fn(&Day) -> i64| {
            let values: Vec<i64> = days.iter().map(value).collect();
            figure(title, &values, |value| (number(value), String::new()))
        };
        let amount = |title, value: fn(&Day) -> Money| {
            let values: Vec<i64> = days.iter().map(|day| value(day).micros()).collect();
            figure(title, &values, |value| {
                let value = Money::from_micros(value);
                (brief_money(value, currency), money(value, currency))
            })
        };
        let figures = vec![
            count("Orders", |day| day.orders),
            amount("Charge", |day| day.charge),
            amount("Cost", |day| day.cost),
            amount("Profit", Day::profit),
            amount("Deposits", |day| day.deposits),
            count("New customers", |day| day.customers),
        ];
        Self {
            figures,
            rows: days.iter().rev().map(DayRow::new).collect(),
            currency: currency.to_owned(),
            counted: counted.map(|at| When::new(at, now)),
        }
    }
}

impl DayRow {
    fn new(day: &Day) -> Self {
        Self {
            day: day.day.format("%-d %b %Y").to_string(),
            orders: number(day.orders),
            charge: day.charge.to_string(),
            cost: day.cost.to_string(),
            profit: day.profit().to_string(),
            deposits: day.deposits.to_string(),
            customers: number(day.customers),
        }
    }
}

fn figure(title: &'static str, values: &[i64], said: impl Fn(i64) -> (String, String)) -> Figure {
    let today = values.last().copied().unwrap_or_default();
    let yesterday = values.iter().rev().nth(1).copied().unwrap_or_default();
    let most = values.iter().copied().max().unwrap_or_default();
    let (text, exact) = said(today);
    Figure {
        title,
        today: text,
        exact,
        yesterday: said(yesterday).0,
        line: trend(values),
        summary: format!("{title} by day, the last {}. The most: {}.", values.len(), said(most).0),
    }
}

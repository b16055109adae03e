//! The past of a provider on its page: how it answered, what became of its orders, what they cost,
//! and what its balance fell by.

use chrono::{NaiveTime, TimeDelta};

use super::theirs;
use crate::app::App;
use crate::kit::money::Money;
use crate::orders::days::DAYS;
use crate::orders::provider_days::{self, ProviderDay};
use crate::providers::balance::{self, BalanceDay};
use crate::providers::provider::Provider;
use crate::providers::pulse::{self, Calls};
use crate::web::amounts::{Amount, Column};
use crate::web::chart::trend;
use crate::web::failure::Failure;
use crate::web::figures::{brief_money, number};

/// Spans of time, and how they are called.
const SPANS: [(&str, TimeDelta); 3] = [
    ("Last hour", TimeDelta::hours(1)),
    ("Last 24 hours", TimeDelta::hours(24)),
    ("Last 7 days", TimeDelta::days(7)),
];

pub(super) struct History {
    /// Empty inside the panel: nothing is called.
    pub calls: Vec<CallsRow>,
    pub states: Vec<StateRow>,
    pub charge: String,
    pub cost: String,
    pub profit: String,
    /// Points of a `polyline` in a square of 100, and what they show; "" for too few days.
    pub cost_line: String,
    pub cost_summary: String,
    pub balance_line: String,
    pub balance_summary: String,
    /// The newest first, without days on which nothing happened.
    pub days: Vec<DayRow>,
}

pub(super) struct CallsRow {
    pub span: &'static str,
    pub answers: String,
    pub errors: String,
    /// `0.4 %`
    pub share: String,
    pub is_bad: bool,
    pub took: String,
}

/// How many orders have ended in a way, with the list of them.
pub(super) struct StateRow {
    pub word: &'static str,
    pub kind: &'static str,
    /// The word of the filter in the list's address.
    pub filter: &'static str,
    pub count: String,
    pub share: String,
}

pub(super) struct DayRow {
    pub day: String,
    pub orders: String,
    pub cost: Amount,
    /// In the provider's currency; `None`: the balance was not read.
    pub fell: Option<Amount>,
    pub balance: Option<Amount>,
}

impl History {
    pub async fn read(app: &App, provider: &Provider) -> Result<Self, Failure> {
        let (db, now) = (&app.db, app.clock.now());
        let mut calls = Vec::new();
        if provider.url.is_some() {
            for (span, back) in SPANS {
                let found = pulse::calls(db, provider.id, now - back).await?;
                calls.push(CallsRow::new(span, found));
            }
        }
        let days = provider_days::last(db, now, provider.id).await?;
        let since = days.first().map_or(now, |day| day.day.and_time(NaiveTime::MIN).and_utc());
        let balances = balance::days(db, provider.id, since).await?;
        let sum = ProviderDay::sum(&days);
        let costs: Vec<i64> = days.iter().map(|day| day.cost.micros()).collect();
        let left: Vec<i64> = balances.iter().map(|day| day.balance).collect();
        let most = costs.iter().copied().max().unwrap_or_default();
        let profit = sum.charge.checked_sub(sum.cost).unwrap_or_default();
        Ok(Self {
            calls,
            states: states(&sum),
            charge: brief_money(sum.charge, &app.currency),
            cost: brief_money(sum.cost, &app.currency),
            profit: brief_money(profit, &app.currency),
            cost_line: if most > 0 { trend(&costs) } else { String::new() },
            cost_summary: format!(
                "What our orders cost by day, the last {DAYS} days. The most: {}.",
                brief_money(Money::from_micros(most), &app.currency)
            ),
            balance_line: if left.len() > 1 { trend(&left) } else { String::new() },
            balance_summary: match (left.first(), left.last()) {
                (Some(first), Some(last)) => format!(
                    "The balance at the end of each day, from {} to {}.",
                    theirs(*first, provider),
                    theirs(*last, provider)
                ),
                _ => String::new(),
            },
            days: rows(&days, &balances),
        })
    }
}

impl CallsRow {
    fn new(span: &'static str, calls: Calls) -> Self {
        let all = calls.answers + calls.errors;
        Self {
            span,
            answers: number(calls.answers),
            errors: number(calls.errors),
            share: percent(calls.errors, all),
            is_bad: all > 0 && calls.errors * 20 > all,
            took: calls.p95_ms.map_or_else(|| "–".to_owned(), took),
        }
    }
}

fn took(ms: i64) -> String {
    match ms {
        ..1_000 => format!("{ms} ms"),
        _ => format!("{} s", ms / 1_000),
    }
}

fn states(sum: &ProviderDay) -> Vec<StateRow> {
    let row = |word, kind, filter, count: i64| StateRow {
        word,
        kind,
        filter,
        count: number(count),
        share: percent(count, sum.orders),
    };
    vec![
        row("Completed", "completed", "completed", sum.completed),
        row("Partial", "partial", "partial", sum.partial),
        row("Canceled", "canceled", "canceled", sum.canceled),
        row("Open", "processing", "running", sum.open()),
    ]
}

/// `12.3 %`; "–" of nothing.
fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let tenths = i128::from(part) * 1_000 / i128::from(whole);
    match tenths {
        0 if part > 0 => "< 0.1 %".to_owned(),
        _ => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

fn rows(days: &[ProviderDay], balances: &[BalanceDay]) -> Vec<DayRow> {
    let costs = Column::of(days.iter().map(|day| day.cost));
    let falls = Column::of(balances.iter().map(|read| Money::from_micros(read.fell)));
    let left = Column::of(balances.iter().map(|read| Money::from_micros(read.balance)));
    let rows = days.iter().rev().filter_map(|day| {
        let read = balances.iter().find(|read| read.day == day.day);
        (day.orders > 0 || read.is_some()).then(|| DayRow {
            day: day.day.format("%-d %b %Y").to_string(),
            orders: number(day.orders),
            cost: costs.show(day.cost),
            fell: read.map(|read| falls.show(Money::from_micros(read.fell))),
            balance: read.map(|read| left.show(Money::from_micros(read.balance))),
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_at_a_glance() {
        let shown = [(0, 0), (0, 5), (1, 3), (1, 5_000), (5, 5)].map(|(a, b)| percent(a, b));
        assert_eq!(shown, ["–", "0.0 %", "33.3 %", "< 0.1 %", "100.0 %"]);
    }
}

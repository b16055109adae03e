//! The portions of a paced order: what left and when, beside the plan. Until an order ends, its
//! future portions are shown, too.

use chrono::{DateTime, TimeDelta, Utc};

use super::order_view::Reader;
use crate::orders::drip::Portion;
use crate::orders::read::Order;
use crate::web::chart::{Chart, ChartRow, ROWS_MAX, Span, below, down};

/// The most steps of a line; if there are more portions, not each one is drawn.
const STEPS_MAX: usize = 200;

/// The planned portions of an order.
struct Plan {
    starts: DateTime<Utc>,
    /// From one portion to the next.
    every: TimeDelta,
    each: i64,
    count: i64,
    quantity: i64,
}

impl Plan {
    fn of(order: &Order) -> Option<Self> {
        let (each, count, speed) = (order.portion?, i64::from(order.runs?), order.speed?);
        Some(Self {
            starts: order.created_at + TimeDelta::minutes(order.after_min.unwrap_or(0).into()),
            every: TimeDelta::milliseconds(each.saturating_mul(60_000_000) / speed.max(1)),
            each,
            count,
            quantity: order.quantity,
        })
    }

    /// Units of this many first portions together.
    fn units(&self, portions: i64) -> i64 {
        if portions >= self.count { self.quantity } else { self.each * portions }
    }

    fn times(&self, portions: i64) -> TimeDelta {
        self.every * i32::try_from(portions).unwrap_or(i32::MAX)
    }
}

impl Reader<'_> {
    /// `None`: the order has no portions.
    #[must_use]
    pub fn portions(&self, order: &Order, made: &[Portion]) -> Option<Chart> {
        let plan = Plan::of(order)?;
        let lang = self.lang;
        let count = i64::try_from(made.len()).unwrap_or(i64::MAX);
        let left = if order.ended_at.is_some() { 0 } else { order.runs_left.unwrap_or(0).into() };
        let next = order.due_at.unwrap_or(self.now);
        let now = order.ended_at.unwrap_or(self.now);
        let ends = plan.starts + plan.times(plan.count);
        let late = if left > 0 { next + plan.times(left) } else { now };
        let span = Span { first: order.created_at, last: ends.max(late).max(now) };
        let down = |units: i64| down(plan.quantity - units, plan.quantity);
        let planned: Vec<_> = (0..plan.count)
            .map(|at| (plan.starts + plan.times(at), down(plan.units(at + 1))))
            .collect();
        let mut sent = 0;
        let went: Vec<_> = made
            .iter()
            .map(|portion| {
                sent += portion.quantity;
                (portion.at, down(sent))
            })
            .collect();
        let line = span.steps(&thinned(&went), now);
        let rows = made.iter().map(|portion| ChartRow {
            at: self.when(portion.at),
            value: lang.number(portion.quantity),
            delivered: self.delivered(portion.delivered, portion.quantity),
        });
        let to_come = (0..left).map(|at| ChartRow {
            at: self.when((next + plan.times(at)).max(self.now)),
            value: lang.number(plan.units(count + at + 1) - plan.units(count + at)),
            delivered: "–".to_owned(),
        });
        let skipped = made.len().saturating_sub(ROWS_MAX / 2);
        Some(Chart {
            title: lang.say("chart-pace").to_string(),
            summary: lang
                .say("chart-pace-summary")
                .count("made", count)
                .count("portions", plan.count)
                .count("sent", sent)
                .count("units", plan.quantity)
                .to_string(),
            now: lang
                .say("chart-pace-now")
                .count("sent", sent)
                .count("units", plan.quantity)
                .to_string(),
            wanted: lang
                .say("chart-pace-wanted")
                .count("portions", plan.count)
                .count("each", plan.each)
                .to_string(),
            top: lang.number(plan.quantity),
            bottom: "0".to_owned(),
            area: below(&line),
            line,
            dashed: span.steps(&thinned(&planned), span.last),
            note: lang.say("chart-pace-note").to_string(),
            first: self.when(span.first),
            last: self.when(span.last),
            columns: [
                lang.say("chart-when"),
                lang.say("chart-portion"),
                lang.say("chart-delivered"),
            ]
            .map(String::from),
            rows: rows.chain(to_come).skip(skipped).take(ROWS_MAX).collect(),
        })
    }

    /// How much of a quantity was delivered.
    pub(super) fn delivered(&self, done: i64, total: i64) -> String {
        self.lang.say("order-progress").count("done", done).count("total", total).to_string()
    }
}

/// With the last portion, which says where the line ends.
fn thinned(steps: &[(DateTime<Utc>, i64)]) -> Vec<(DateTime<Utc>, i64)> {
    let every = steps.len().div_ceil(STEPS_MAX).max(1);
    let last = steps.last().filter(|_| !(steps.len() - 1).is_multiple_of(every));
    steps.iter().step_by(every).chain(last).copied().collect()
}

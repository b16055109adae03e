//! The positions that a provider reported of an order, as a small drawing and the table behind it.
//! Drawn here, so that it needs no script; 1 is at the top.

use super::order_view::{Reader, number};
use super::view::When;
use crate::orders::read::Order;
use crate::orders::target::Position;

/// Positions that the table has: the newest.
const ROWS_MAX: usize = 50;

/// See `templates/dashboard/position_chart.html`. The drawing is 100 wide and 100 high, and is
/// stretched to the room that there is.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it shows, for those who do not see it.
    pub summary: String,
    /// The line, as the points of a `polyline`.
    pub points: String,
    /// How far down the wanted position is; "" for none.
    pub wanted_at: String,
    /// `5`; "" for none.
    pub wanted: String,
    pub now: String,
    pub first: When,
    pub last: When,
    /// Newest first.
    pub rows: Vec<Row>,
}

/// One position.
#[derive(Debug, Clone)]
pub struct Row {
    pub at: When,
    pub rank: String,
    pub delivered: String,
}

impl Reader<'_> {
    /// `None`: no position of this order is known yet.
    #[must_use]
    pub fn chart(&self, order: &Order, positions: &[Position]) -> Option<Chart> {
        let (first, last) = (positions.first()?, positions.last()?);
        let wanted = order.target.map(|target| i64::from(target.position));
        let ranks = positions.iter().map(|one| i64::from(one.rank));
        let lowest = ranks.chain(wanted).max().unwrap_or(1).max(2);
        // A little air above and below.
        let down = |rank: i64| 6 + (rank - 1) * 88 / (lowest - 1);
        let end = order.ended_at.unwrap_or(self.now).max(last.at);
        let span = (end - first.at).num_milliseconds().max(1);
        let along = |at: chrono::DateTime<chrono::Utc>| {
            let hundredths = (at - first.at).num_milliseconds().clamp(0, span) * 10_000 / span;
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        };
        // A position holds until another is reported: the line goes in steps.
        let mut points = Vec::with_capacity(positions.len() * 2 + 1);
        let mut before = None;
        for one in positions {
            if let Some(rank) = before {
                points.push(format!("{},{}", along(one.at), down(rank)));
            }
            points.push(format!("{},{}", along(one.at), down(one.rank.into())));
            before = Some(i64::from(one.rank));
        }
        points.push(format!("100,{}", down(last.rank.into())));
        let goal = wanted.map(|wanted| format!("; wanted is {wanted}")).unwrap_or_default();
        Some(Chart {
            summary: format!(
                "The position went from {} to {}{goal}.",
                number(first.rank.into()),
                number(last.rank.into())
            ),
            points: points.join(" "),
            wanted_at: wanted.map(|wanted| down(wanted).to_string()).unwrap_or_default(),
            wanted: wanted.map(number).unwrap_or_default(),
            now: number(last.rank.into()),
            first: self.when(first.at),
            last: self.when(end),
            rows: positions
                .iter()
                .rev()
                .take(ROWS_MAX)
                .map(|one| Row {
                    at: self.when(one.at),
                    rank: number(one.rank.into()),
                    delivered: format!("{} of {}", number(one.made), number(order.quantity)),
                })
                .collect(),
        })
    }
}

//! How an order's position changed over time, beside the wanted one.

use super::order_view::Reader;
use crate::orders::read::Order;
use crate::orders::target::Position;
use crate::web::chart::{Chart, ChartRow, ROWS_MAX, Span, below, down};
use crate::web::figures::number;

impl Reader<'_> {
    /// `None`: no position of this order is known yet.
    #[must_use]
    pub fn positions(&self, order: &Order, positions: &[Position]) -> Option<Chart> {
        let (first, last) = (positions.first()?, positions.last()?);
        let wanted = order.target.map(|target| i64::from(target.position));
        let ranks = positions.iter().map(|one| i64::from(one.rank));
        let lowest = ranks.chain(wanted).max().unwrap_or(1).max(2);
        let down = |rank: i64| down(rank - 1, lowest - 1);
        let end = order.ended_at.unwrap_or(self.now).max(last.at);
        let span = Span { first: first.at, last: end };
        let steps: Vec<_> = positions.iter().map(|one| (one.at, down(one.rank.into()))).collect();
        let line = span.steps(&steps, end);
        let goal = wanted.map(|wanted| format!("; wanted is {wanted}")).unwrap_or_default();
        Some(Chart {
            title: "Position",
            summary: format!(
                "The position went from {} to {}{goal}.",
                number(first.rank.into()),
                number(last.rank.into())
            ),
            now: number(last.rank.into()),
            wanted: wanted.map(|wanted| format!("wanted {wanted}")).unwrap_or_default(),
            top: "1".to_owned(),
            bottom: number(lowest),
            area: below(&line),
            line,
            dashed: wanted
                .map(|wanted| span.steps(&[(first.at, down(wanted))], end))
                .unwrap_or_default(),
            note: match wanted {
                Some(_) => "The dashed line is the position that is wanted.",
                None => "1 is the best position.",
            },
            first: self.when(first.at),
            last: self.when(end),
            columns: ["When", "Position", "Delivered"],
            rows: positions
                .iter()
                .rev()
                .take(ROWS_MAX)
                .map(|one| ChartRow {
                    at: self.when(one.at),
                    value: number(one.rank.into()),
                    delivered: format!("{} of {}", number(one.made), number(order.quantity)),
                })
                .collect(),
        })
    }
}

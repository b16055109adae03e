//! How an order's position changed over time, beside the wanted one.

use super::order_view::Reader;
use crate::orders::read::Order;
use crate::orders::target::Position;
use crate::web::chart::{Chart, ChartRow, ROWS_MAX, Span, below, down};

impl Reader<'_> {
    /// `None`: no position of this order is known yet.
    #[must_use]
    pub fn positions(&self, order: &Order, positions: &[Position]) -> Option<Chart> {
        let (first, last) = (positions.first()?, positions.last()?);
        let lang = self.lang;
        let wanted = order.target.map(|target| i64::from(target.position));
        let ranks = positions.iter().map(|one| i64::from(one.rank));
        let lowest = ranks.chain(wanted).max().unwrap_or(1).max(2);
        let down = |rank: i64| down(rank - 1, lowest - 1);
        let end = order.ended_at.unwrap_or(self.now).max(last.at);
        let span = Span { first: first.at, last: end };
        let steps: Vec<_> = positions.iter().map(|one| (one.at, down(one.rank.into()))).collect();
        let line = span.steps(&steps, end);
        let summary = match wanted {
            Some(wanted) => lang.say("chart-position-summary-wanted").count("wanted", wanted),
            None => lang.say("chart-position-summary"),
        };
        Some(Chart {
            title: lang.say("chart-position").to_string(),
            summary: summary.count("first", first.rank).count("last", last.rank).to_string(),
            now: lang.number(last.rank),
            wanted: wanted
                .map(|wanted| lang.say("chart-position-wanted").count("wanted", wanted).to_string())
                .unwrap_or_default(),
            top: "1".to_owned(),
            bottom: lang.number(lowest),
            area: below(&line),
            line,
            dashed: wanted
                .map(|wanted| span.steps(&[(first.at, down(wanted))], end))
                .unwrap_or_default(),
            note: match wanted {
                Some(_) => lang.say("chart-position-note-wanted").to_string(),
                None => lang.say("chart-position-note").to_string(),
            },
            first: self.when(first.at),
            last: self.when(end),
            columns: [
                lang.say("chart-when"),
                lang.say("chart-position"),
                lang.say("chart-delivered"),
            ]
            .map(String::from),
            rows: positions
                .iter()
                .rev()
                .take(ROWS_MAX)
                .map(|one| ChartRow {
                    at: self.when(one.at),
                    value: lang.number(one.rank),
                    delivered: self.delivered(one.made, order.quantity),
                })
                .collect(),
        })
    }
}

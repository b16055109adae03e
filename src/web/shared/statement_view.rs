//! Movements of a balance as rows of a page, on both sides.

use chrono::{DateTime, Utc};

use crate::kit::money::Money;
use crate::kit::zone::Zone;
use crate::ledger::statement::Line;
use crate::orders::OrderId;
use crate::web::amounts::{Amount, Column};
use crate::web::calendar::by_day;

/// See `templates/shared/statement.html`.
#[derive(Debug, Clone)]
pub struct StatementRow {
    pub at: DateTime<Utc>,
    /// The order follows the text, if there is one: `Charge for` order 17.
    pub what: &'static str,
    pub order: Option<OrderId>,
    pub note: String,
    /// Without a sign.
    pub amount: Amount,
    pub incoming: bool,
    pub after: Amount,
}

/// The lines of one page.
#[must_use]
pub fn rows(lines: Vec<Line>) -> Vec<StatementRow> {
    let (moved, after) = columns(&lines);
    lines.into_iter().map(|line| StatementRow::new(line, moved, after)).collect()
}

fn columns(lines: &[Line]) -> (Column, Column) {
    let moved = Column::of(lines.iter().map(|line| line.amount));
    (moved, Column::of(lines.iter().map(|line| line.balance_after)))
}

/// The same by day, as days are where the reader is.
#[must_use]
pub fn days(zone: Zone, lines: Vec<Line>) -> Vec<(String, Vec<StatementRow>)> {
    let (moved, after) = columns(&lines);
    let days = by_day(zone, lines, |line| line.at).into_iter().map(|(day, lines)| {
        let rows = lines.into_iter().map(|line| StatementRow::new(line, moved, after));
        (day, rows.collect())
    });
    days.collect()
}

impl StatementRow {
    fn new(line: Line, moved: Column, after: Column) -> Self {
        let incoming = line.amount > Money::ZERO;
        let unsigned = Money::from_micros(line.amount.micros().saturating_abs());
        Self {
            at: line.at,
            what: what(&line.kind, line.order_id.is_some(), incoming),
            order: line.order_id,
            note: line.note.unwrap_or_default(),
            amount: moved.show(unsigned),
            incoming,
            after: after.show(line.balance_after),
        }
    }
}

/// What a movement is called.
#[must_use]
pub fn what(kind: &str, has_order: bool, incoming: bool) -> &'static str {
    match (kind, has_order, incoming) {
        ("charge", true, _) => "Charge for",
        ("charge", false, _) => "Charge",
        ("refund", true, _) => "Refund for",
        ("refund", false, _) => "Refund",
        ("deposit", ..) => "Credit",
        ("payout", ..) => "Affiliate payout",
        (_, _, true) => "Funds added",
        (_, _, false) => "Correction",
    }
}

//! Movements of a balance as rows of a page, on both sides.

use chrono::{DateTime, Utc};

use crate::kit::money::Money;
use crate::ledger::statement::Line;
use crate::orders::OrderId;
use crate::web::figures::money;
use crate::web::view::When;

/// See `templates/dashboard/account/statement.html`.
#[derive(Debug, Clone)]
pub struct StatementRow {
    pub at: When,
    /// The order follows the text, if there is one: `Charge for` order 17.
    pub what: &'static str,
    pub order: Option<OrderId>,
    pub note: String,
    /// Without a sign.
    pub amount: String,
    pub incoming: bool,
    pub after: String,
}

impl StatementRow {
    #[must_use]
    pub fn new(line: Line, now: DateTime<Utc>, currency: &str) -> Self {
        let incoming = line.amount > Money::ZERO;
        let unsigned = Money::from_micros(line.amount.micros().saturating_abs());
        Self {
            at: When::new(line.at, now),
            what: what(&line.kind, line.order_id.is_some(), incoming),
            order: line.order_id,
            note: line.note.unwrap_or_default(),
            amount: money(unsigned, currency),
            incoming,
            after: money(line.balance_after, currency),
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

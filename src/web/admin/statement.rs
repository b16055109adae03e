//! GET /admin/customers/{id}/statement: every movement of a customer's wallet.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::{Listing, customer};
use crate::accounts::role::Role;
use crate::app::App;
use crate::kit::money::Money;
use crate::ledger::{self, statement};
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::order_view::money;
use crate::web::path::Id;
use crate::web::view::{self, Page, Pager, When};

#[derive(Template)]
#[template(path = "admin/statement.html")]
struct StatementPage {
    page: Page,
    customer: String,
    customer_id: i64,
    balance: String,
    rows: Vec<StatementRow>,
    pager: Pager,
}

/// One movement.
pub(super) struct StatementRow {
    pub at: When,
    /// Ends in "for" where an order follows.
    pub what: String,
    pub order: Option<i64>,
    pub note: String,
    /// Without a sign.
    pub amount: String,
    pub incoming: bool,
    pub after: String,
}

/// The ledger's lines as rows.
pub(super) fn rows(
    lines: Vec<statement::Line>,
    currency: &str,
    now: DateTime<Utc>,
) -> Vec<StatementRow> {
    let row = |line: statement::Line| {
        let incoming = line.amount > Money::ZERO;
        let what = match (line.kind.as_str(), incoming) {
            ("charge", _) => "Charge for",
            ("refund", _) => "Refund for",
            ("deposit", _) => "Deposit",
            ("adjust", true) => "Credit by staff",
            ("adjust", false) => "Debit by staff",
            (other, _) => other,
        };
        let size = Money::ZERO.checked_sub(line.amount).unwrap_or_default().max(line.amount);
        StatementRow {
            at: When::new(line.at, now),
            what: what.to_owned(),
            order: line.order_id,
            note: line.note.unwrap_or_default(),
            amount: money(size, currency),
            incoming,
            after: money(line.balance_after, currency),
        }
    };
    lines.into_iter().map(row).collect()
}

/// GET /admin/customers/{id}/statement
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Role::may_see_customers)?;
    let account = customer::account(&app, id).await?;
    let balance = ledger::balance(app.db.pool(), id).await?;
    let found = statement::page(app.db.pool(), id, listing.cursor()).await?;
    let pager = Pager::new(&found, &format!("/admin/customers/{id}/statement"), "");
    view::html(&StatementPage {
        page: staff.page("admin-customers"),
        customer: account.email.to_string(),
        customer_id: id,
        balance: money(balance, &app.currency),
        rows: rows(found.rows, &app.currency, app.clock.now()),
        pager,
    })
}

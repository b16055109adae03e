//! GET /admin/customers/{id}/statement: every movement of a customer's wallet.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::customer;
use crate::accounts::AccountId;
use crate::accounts::role::Role;
use crate::app::App;
use crate::ledger::{self, statement};
use crate::web::admin::listing::Listing;
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::statement_view::StatementRow;
use crate::web::view::{self, Page, Pager};

#[derive(Template)]
#[template(path = "admin/customers/statement.html")]
struct StatementPage {
    page: Page,
    customer: String,
    customer_id: AccountId,
    balance: String,
    rows: Vec<StatementRow>,
    pager: Pager,
}

/// GET /admin/customers/{id}/statement
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Role::may_see_customers)?;
    let account = customer::account(&app, id).await?;
    let balance = ledger::balance(app.db.pool(), id).await?;
    let found = statement::page(app.db.pool(), id, listing.cursor()).await?;
    let pager = Pager::new(&found, &format!("/admin/customers/{id}/statement"), "");
    let now = app.clock.now();
    let rows = found.rows.into_iter().map(|line| StatementRow::new(line, now, &app.currency));
    let rows = rows.collect();
    view::html(&StatementPage {
        page: staff.page("admin-customers"),
        customer: account.email.to_string(),
        customer_id: id,
        balance: money(balance, &app.currency),
        rows,
        pager,
    })
}

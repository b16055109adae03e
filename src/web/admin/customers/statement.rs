//! /admin/customers/{id}/statement: every movement of a customer's wallet, as a page and as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::{customer, tabs};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::ledger;
use crate::web::amounts::{self, Amount};
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::statement_sheet::{self, Of, Sheet, StatementFilters};
use crate::web::view::{self, Chip, Page};

#[derive(Template)]
#[template(path = "admin/customers/statement.html")]
struct StatementPage {
    page: Page,
    customer: String,
    customer_id: AccountId,
    tabs: Vec<Chip>,
    balance: Amount,
    sheet: Sheet,
}

/// GET /admin/customers/{id}/statement
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    Query(filters): Query<StatementFilters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let account = customer::account(&app, id).await?;
    let path = format!("/admin/customers/{id}/statement");
    let zone = staff.session.zone;
    let of = Of { account_id: id, path, orders: "/admin/orders", zone, lang: Lang::ENGLISH };
    view::html(&StatementPage {
        page: staff.page("admin-customers"),
        customer: account.email.to_string(),
        customer_id: id,
        tabs: tabs(id, "/statement"),
        balance: amounts::alone(ledger::balance(app.db.pool(), id).await?, Lang::ENGLISH),
        sheet: Sheet::read(&app, &of, &filters).await?,
    })
}

/// GET /admin/customers/{id}/statement.csv
pub async fn csv(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    Query(filters): Query<StatementFilters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    customer::account(&app, id).await?;
    statement_sheet::csv(&app, (id, staff.session.zone), &filters).await
}

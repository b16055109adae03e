//! /statement: every movement of the customer's balance, as a page and as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::app::App;
use crate::ledger;
use crate::web::amounts::{self, Amount};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::statement_sheet::{self, Of, Sheet, StatementFilters};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/account/statement.html")]
struct StatementPage {
    page: Page,
    balance: Amount,
    sheet: Sheet,
}

/// GET /statement
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<StatementFilters>,
) -> Result<Response, Failure> {
    let of = Of {
        account_id: customer.id(),
        path: "/statement".to_owned(),
        orders: "/orders",
        zone: customer.session.zone,
        lang: customer.lang(),
    };
    view::html(&StatementPage {
        page: customer.page("statement"),
        balance: amounts::alone(
            ledger::balance(app.db.pool(), of.account_id).await?,
            customer.lang(),
        ),
        sheet: Sheet::read(&app, &of, &filters).await?,
    })
}

/// GET /statement.csv
pub async fn csv(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<StatementFilters>,
) -> Result<Response, Failure> {
    statement_sheet::csv(&app, (customer.id(), customer.session.zone), &filters).await
}

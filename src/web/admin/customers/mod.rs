//! /admin/customers: everyone with an account, searched, filtered and sorted; and all that staff may do
//! for one of them.

mod access;
pub mod adjust;
pub mod close;
pub mod create;
pub mod credits;
pub mod customer;
pub mod groups;
mod listed;
pub mod notes;
pub mod own_rates;
pub mod prices;
pub mod rates;
pub mod reset_link;
pub mod statement;
pub mod suspension;
pub mod visit;

pub use access::{end_session, end_sessions, revoke_key, show as show_access};

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use self::listed::{CustomerRow, Filters};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::terms::group;
use crate::orders::customers;
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager};

const PATH: &str = "/admin/customers";
const SECTION: &str = "admin-customers";

#[derive(Template)]
#[template(path = "admin/customers/customers.html")]
struct CustomersPage {
    page: Page,
    query: String,
    state: String,
    chips: Vec<Chip>,
    groups: Vec<Choice>,
    sorts: Vec<Choice>,
    filtered: bool,
    currency: String,
    may_move_money: bool,
    may_edit: bool,
    rows: Vec<CustomerRow>,
    pager: Pager,
}

/// GET /admin/customers
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let filters = filters.cleaned();
    let found = customers::page(&app.db, &filters.filter(), filters.from()).await?;
    let pager = filters.pager(&found);
    let groups = group::names(app.db.pool()).await?;
    view::html(&CustomersPage {
        // The box at the top searches orders, not customers.
        page: Page { query: String::new(), ..staff.page(SECTION) },
        chips: filters.chips(),
        groups: filters.groups(groups),
        sorts: filters.sorts(),
        filtered: filters.is_filtered(),
        currency: app.currency.clone(),
        may_move_money: staff.require(Rights::may_move_money).is_ok(),
        may_edit: staff.require(Rights::may_edit_customers).is_ok(),
        rows: listed::rows(found.rows, &app.currency, app.clock.now()),
        pager,
        query: filters.q,
        state: filters.state,
    })
}

/// The pages of one customer.
fn tabs(id: AccountId, here: &str) -> Vec<Chip> {
    let tab =
        |label: &str, part: &str| Chip::new(label, format!("{PATH}/{id}{part}"), part == here);
    vec![
        tab("Overview", ""),
        tab("Prices", "/prices"),
        tab("Keys and sessions", "/access"),
        tab("Statement", "/statement"),
    ]
}

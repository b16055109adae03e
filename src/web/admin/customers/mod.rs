//! /admin/customers: everyone with an account, newest first.

pub mod adjust;
pub mod credits;
pub mod customer;
pub mod rates;
pub mod statement;
pub mod suspension;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::accounts::account::{self, Status};
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, session};
use crate::app::App;
use crate::ledger;
use crate::orders::overview;
use crate::web::admin::listing::{Listing, query};
use crate::web::failure::Failure;
use crate::web::figures::{capped, money};
use crate::web::guard::Staff;
use crate::web::view::{self, Page, Pager, When};

const PATH: &str = "/admin/customers";

#[derive(Template)]
#[template(path = "admin/customers/customers.html")]
struct CustomersPage {
    page: Page,
    query: String,
    filtered: bool,
    may_move_money: bool,
    rows: Vec<CustomerRow>,
    pager: Pager,
    may_invite: bool,
}

struct CustomerRow {
    id: AccountId,
    email: String,
    balance: String,
    orders: String,
    joined: When,
    seen: Option<When>,
    suspended: bool,
    staff: bool,
}

/// GET /admin/customers
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let (words, now) = (listing.words(), app.clock.now());
    let found = account::search(app.db.pool(), &words, listing.cursor()).await?;
    let pager = Pager::new(&found, PATH, &query(&[("q", &words)]));
    let ids: Vec<AccountId> = found.rows.iter().map(|account| account.id).collect();
    let balances = ledger::balances(app.db.pool(), &ids).await?;
    let orders = overview::counts_of(app.db.pool(), &ids).await?;
    let seen = session::last_seen(app.db.pool(), &ids).await?;
    let rows = found.rows.into_iter().map(|account| CustomerRow {
        id: account.id,
        email: account.email.to_string(),
        balance: money(balances.get(&account.id).copied().unwrap_or_default(), &app.currency),
        orders: capped(orders.get(&account.id).copied().unwrap_or_default()),
        joined: When::new(account.created_at, now),
        seen: seen.get(&account.id).map(|at| When::new(*at, now)),
        suspended: account.status == Status::Suspended,
        staff: account.role.is_staff(),
    });
    view::html(&CustomersPage {
        // The box at the top searches orders, not customers.
        page: Page { query: String::new(), ..staff.page("admin-customers") },
        filtered: !words.is_empty(),
        may_move_money: staff.require(Rights::may_move_money).is_ok(),
        query: words,
        rows: rows.collect(),
        pager,
        may_invite: staff.require(Rights::may_edit_customers).is_ok(),
    })
}

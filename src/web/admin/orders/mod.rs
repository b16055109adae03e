//! /admin/orders: the orders of all customers, those that need a person first. A row says whose
//! order it is, what it is, its state, and for how long it has had this state.

pub mod accept;
pub mod bulk;
pub mod bulk_list;
pub mod bulk_shown;
pub mod columns;
pub mod correct;
pub mod csv;
pub mod decisions;
pub(super) mod evidence;
mod filters;
mod inside;
pub mod order;
pub(super) mod order_form;
pub mod post;
mod row;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use chrono::TimeDelta;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::orders::read::Order;
use crate::orders::read::all::{self, List};
use crate::orders::{self, OrderId, overview};
use crate::providers::provider;
use crate::web::failure::Failure;
use crate::web::form::{Choice, SentForm};
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager};
use columns::Columns;
use filters::OrderListing;
use row::{StaffOrderRow, rows};

pub(super) const PATH: &str = "/admin/orders";

/// The address of one order's page.
pub(super) fn path(id: OrderId) -> String {
    format!("{PATH}/{id}")
}

#[derive(Template)]
#[template(path = "admin/orders/orders.html")]
struct OrdersPage {
    page: Page,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    filtered: bool,
    /// Whether the list has only orders that need a person: then an empty list is good news.
    is_attention: bool,
    filters: OrderListing,
    providers: Vec<Choice>,
    doors: Vec<Choice>,
    /// What is wrong with the days; "" for nothing.
    fault: String,
    columns: Columns,
    currency: String,
    /// This page's filters and place, for the forms.
    here: String,
    csv: String,
    may_act: bool,
    rows: Vec<StaffOrderRow>,
    pager: Pager,
}

/// GET /admin/orders
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    jar: CookieJar,
    Query(filters): Query<OrderListing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let wanted = filters.wanted(staff.session.zone);
    let is_narrow = wanted.is_narrow();
    let list = List::open(&app.db, wanted).await?;
    let found = list.page(&app.db, filters.cursor()).await?;
    let counts = match is_narrow {
        true => list.counts(&app.db).await?,
        false => all::counts_of_all(&app.db).await?,
    };
    let providers = provider::list(app.db.pool()).await?;
    let query = filters.query();
    view::html(&OrdersPage {
        page: staff.page("admin-orders"),
        chips: filters.chips(&counts, is_narrow),
        active: filters.active(&app, &providers).await?,
        filtered: !query.is_empty() || !filters.cursor().is_first(),
        is_attention: filters.is_attention(),
        providers: filters.providers(&providers),
        doors: filters.doors(),
        fault: filters.fault(),
        columns: Columns::of(&app.config, &jar),
        currency: app.currency.clone(),
        here: filters.here(),
        csv: filters.with("/admin/orders.csv", "", ""),
        may_act: staff.require(Rights::may_change_orders).is_ok(),
        rows: rows(&app, &found.rows).await?,
        pager: Pager::new(&found, PATH, &query),
        filters,
    })
}

/// The list that a form was sent from.
pub(super) fn list_of(form: &SentForm) -> String {
    match OrderListing::of_query(form.text("back")).here() {
        query if query.is_empty() => PATH.to_owned(),
        query => format!("{PATH}?{query}"),
    }
}

/// How long nothing has happened to it, in words, and whether that is too long.
pub(super) fn waiting(order: &Order, still: TimeDelta) -> (String, bool) {
    use orders::State as S;
    let lasted = lasting(still);
    let said = |text: &str| {
        if still < TimeDelta::minutes(1) { String::new() } else { format!("{text} {lasted}") }
    };
    let text = match order.state {
        S::Hold | S::Unknown | S::Review => said("waiting"),
        S::Queued => said("not sent for"),
        S::Submitting => said("no answer for"),
        S::Running if !order.form.is_parent() => said("no news for"),
        S::Running | S::Scheduled | S::Paused => String::new(),
        S::Completed | S::Partial | S::Canceled | S::Expired => String::new(),
    };
    (text, overview::is_overdue(order, still))
}

pub(super) fn lasting(still: TimeDelta) -> String {
    let minutes = still.num_minutes();
    match minutes {
        ..90 => format!("{minutes} min"),
        90..2_160 => format!("{} h", (minutes + 30) / 60),
        _ => format!("{} days", (minutes + 720) / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_said_in_words() {
        assert_eq!(lasting(TimeDelta::minutes(3)), "3 min");
        assert_eq!(lasting(TimeDelta::minutes(100)), "2 h");
        assert_eq!(lasting(TimeDelta::hours(40)), "2 days");
    }
}

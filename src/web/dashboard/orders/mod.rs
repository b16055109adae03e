//! /orders: the customer's list. The filters are in the address. Runs and posts stand under their
//! parent, and are in the list only if somebody searches for them.

pub mod bulk;
pub mod csv;
pub mod families;
mod filters;
pub mod order;
pub mod refills;
pub mod reorder;
mod tabs;
pub mod views;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::app::App;
use crate::catalogue::{self, Service, ServiceId};
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::kit::zone::Zone;
use crate::orders::OrderId;
use crate::orders::read::own::{self, List};
use crate::orders::read::{self, Filter, Order};
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::guard::Customer;
use crate::web::order_view::{OrderRow, Reader, Side};
use crate::web::view::{self, Chip, Page, Pager};
use filters::OrderFilters;
use views::ViewChip;

/// When to come again, if the list could not be read.
const AWAY_RETRY_S: &str = "5";

/// Rows that a page may update at a time.
const LIVE_MAX: usize = 50;
/// Services that the filter offers at a time.
const OFFERED_MAX: i64 = 20;

#[derive(Template)]
#[template(path = "dashboard/orders/orders.html")]
struct OrdersPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    views: Vec<ViewChip>,
    filters: OrderFilters,
    /// The kinds of orders that can be chosen.
    kinds: Vec<Choice>,
    services: Vec<String>,
    /// What is wrong with the days; "" for nothing.
    fault: String,
    /// The filters in force, as they stand in the address.
    query: String,
    csv: String,
    currency: String,
    live: String,
    rows: Vec<OrderRow>,
    pager: Pager,
    filtered: bool,
    failed: String,
}

#[derive(Template)]
#[template(path = "dashboard/orders/services.html")]
struct ServicesPart {
    services: Vec<String>,
}

#[derive(Template)]
#[template(path = "dashboard/orders/orders_live.html")]
struct LivePart {
    page: Page,
    rows: Vec<OrderRow>,
    live: String,
}

/// Which rows to update.
#[derive(Debug, Deserialize)]
pub struct Ids {
    #[serde(default)]
    ids: String,
}

/// The words typed into the filter for services.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(default)]
    service: String,
}

/// GET /orders
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<OrderFilters>,
) -> Result<Response, Failure> {
    let (lang, query) = (customer.lang(), filters.query("", ""));
    let mut page = OrdersPage {
        page: customer.page("orders"),
        tabs: tabs::tabs(lang, tabs::ORDERS),
        chips: filters.chips(lang, None),
        active: filters.active(lang, None),
        views: Vec::new(),
        kinds: filters.kinds(lang),
        services: Vec::new(),
        fault: filters.fault(lang),
        csv: filters.address("/orders.csv", "", ""),
        currency: app.currency.clone(),
        live: String::new(),
        rows: Vec::new(),
        pager: Pager { newer: None, older: None, text: String::new() },
        filtered: !query.is_empty() || filters.cursor() != Cursor::First,
        failed: String::new(),
        query,
        filters,
    };
    match page.fill(&app, &customer).await {
        Ok(()) => view::html(&page),
        Err(error @ db::Error::Sql(_)) => {
            page.failed = away(lang, &error, "the list of orders could not be read");
            unavailable(&page)
        }
        Err(error) => Err(error.into()),
    }
}

impl OrdersPage {
    async fn fill(&mut self, app: &App, customer: &Customer) -> Result<(), db::Error> {
        let (db, id, filters) = (&app.db, customer.id(), &self.filters);
        let lang = self.page.lang;
        let list =
            List::open(db, id, filters.wanted(app, id, customer.session.zone).await?).await?;
        let found = list.page(db, filters.cursor()).await?;
        self.chips = filters.chips(lang, Some(&list.counts(db).await?));
        self.active = filters.active(lang, filters.service_name(app, id).await?.as_deref());
        self.views = views::chips(app, id, &self.query).await?;
        self.services = offered(app, customer, "").await?;
        self.pager = Pager::new(&found, "/orders", &self.query);
        self.rows = rows(app, lang, &found.rows).await?;
        self.live = live(&self.rows);
        Ok(())
    }
}

/// GET /orders/services: those that the customer has ordered, for the filter that is typed into.
pub async fn services_offered(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    let words = typed.service.replace('\0', "");
    view::html(&ServicesPart { services: offered(&app, &customer, &words).await? })
}

/// As the filter for services reads them: `17 · Views`.
async fn offered(app: &App, customer: &Customer, words: &str) -> Result<Vec<String>, db::Error> {
    let words: String = words.chars().take(200).collect();
    let found = own::services(&app.db, customer.id(), &words, OFFERED_MAX).await?;
    Ok(found.into_iter().map(|(id, name)| format!("{id} · {name}")).collect())
}

/// Notes why a list could not be read; answers what to say.
pub(super) fn away(lang: Lang, error: &db::Error, what: &str) -> String {
    if error.is_away() {
        db::note_away("page", error);
    } else {
        tracing::error!(%error, "{what}");
    }
    lang.say("orders-away").to_string()
}

/// A list that could not be read.
pub(super) fn unavailable(page: &impl Template) -> Result<Response, Failure> {
    let drawn = view::html_with(StatusCode::SERVICE_UNAVAILABLE, page)?;
    Ok(([(RETRY_AFTER, AWAY_RETRY_S)], drawn).into_response())
}

/// GET /orders/live?ids=1,2: these rows' states as they are now.
pub async fn rows_live(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Ids>,
) -> Result<Response, Failure> {
    let ids: Vec<OrderId> =
        asked.ids.split(',').filter_map(|id| id.parse().ok()).take(LIVE_MAX).collect();
    let mut part =
        LivePart { page: customer.page("orders"), rows: Vec::new(), live: String::new() };
    if !ids.is_empty() {
        let filter = Filter { account_id: Some(customer.id()), ids, ..Filter::default() };
        let found = read::page(&app.db, &filter, Cursor::First).await?;
        part.rows = rows(&app, customer.lang(), &found.rows).await?;
        part.live = live(&part.rows);
    }
    view::html(&part)
}

/// Orders as rows.
async fn rows(app: &App, lang: Lang, orders: &[Order]) -> Result<Vec<OrderRow>, db::Error> {
    let services = services(app, orders).await?;
    let reader = reader(app, lang);
    let row = |order: &Order| reader.row(order, services.get(&order.service_id));
    Ok(orders.iter().map(row).collect())
}

/// The services of these orders.
pub(super) async fn services(
    app: &App,
    orders: &[Order],
) -> Result<HashMap<ServiceId, Service>, db::Error> {
    let mut ids: Vec<ServiceId> = orders.iter().map(|order| order.service_id).collect();
    ids.sort_unstable();
    ids.dedup();
    catalogue::find(app.db.pool(), &ids).await
}

/// How a customer reads at this moment, in lists: they say no absolute times.
pub(in crate::web) fn reader(app: &App, lang: Lang) -> Reader<'_> {
    Reader {
        side: Side::Customer,
        now: app.clock.now(),
        currency: &app.currency,
        zone: Zone::default(),
        lang,
    }
}

/// The ids of the rows that may still change.
fn live(rows: &[OrderRow]) -> String {
    let open = rows.iter().filter(|row| !row.is_final).map(|row| row.id.to_string());
    open.collect::<Vec<_>>().join(",")
}

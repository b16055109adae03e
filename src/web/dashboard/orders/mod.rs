//! /orders: the customer's list. The filters are in the address. Runs and posts stand under their
//! parent, and are in the list only if somebody searches for them.

pub mod order;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::{self, Service, ServiceId};
use crate::kit::db;
use crate::kit::page::Cursor;
use crate::orders::OrderId;
use crate::orders::State as At;
use crate::orders::read::{self, Filter, Order};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::{OrderRow, Reader, Side};
use crate::web::view::{self, Chip, Page, Pager};

/// The chips: how the address names them, the word, what they cover.
const STATES: [(&str, &str, &[At]); 7] = [
    ("pending", "Pending", &[At::Scheduled, At::Queued, At::Hold]),
    ("processing", "Processing", &[At::Submitting, At::Unknown]),
    ("in-progress", "In progress", &[At::Running, At::Review]),
    ("paused", "Paused", &[At::Paused]),
    ("completed", "Completed", &[At::Completed, At::Expired]),
    ("partial", "Partial", &[At::Partial]),
    ("canceled", "Canceled", &[At::Canceled]),
];

/// When to come again, if the list could not be read.
const AWAY_RETRY_S: &str = "5";

/// Rows that a page may update at a time.
const LIVE_MAX: usize = 50;

#[derive(Template)]
#[template(path = "dashboard/orders/orders.html")]
struct OrdersPage {
    page: Page,
    chips: Vec<Chip>,
    active: Vec<Chip>,
    live: String,
    rows: Vec<OrderRow>,
    pager: Pager,
    filtered: bool,
    failed: &'static str,
}

#[derive(Template)]
#[template(path = "dashboard/orders/orders_live.html")]
struct LivePart {
    page: Page,
    rows: Vec<OrderRow>,
    live: String,
}

/// The filters, as they are in the address. They are text, so that a wrong value is shown and is
/// not an error.
#[derive(Debug, Default, Deserialize)]
pub struct OrderFilters {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
}

/// Which rows to update.
#[derive(Debug, Deserialize)]
pub struct Ids {
    #[serde(default)]
    ids: String,
}

impl OrderFilters {
    fn filter(&self, account_id: AccountId) -> Filter {
        let states = STATES.iter().find(|(name, ..)| *name == self.state);
        let search = Some(self.q.trim().replace('\0', "")).filter(|text| !text.is_empty());
        // A number that cannot be an id finds nothing.
        let id = |text: &str| (!text.is_empty()).then(|| text.trim().parse().unwrap_or(-1));
        let parent_id = id(&self.parent).map(OrderId::new);
        Filter {
            account_id: Some(account_id),
            states: states.map(|(.., states)| states.to_vec()).unwrap_or_default(),
            families: search.is_none() && parent_id.is_none(),
            search,
            service_id: id(&self.service).map(ServiceId::new),
            parent_id,
            ..Filter::default()
        }
    }

    fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }

    /// The address's filters with one of them changed; "" removes it.
    fn query(&self, name: &str, value: &str) -> String {
        let mut query = Serializer::new(String::new());
        let all = [
            ("state", &self.state),
            ("q", &self.q),
            ("service", &self.service),
            ("parent", &self.parent),
        ];
        for (key, kept) in all {
            let value = if key == name { value } else { kept.as_str() };
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        }
        query.finish()
    }

    fn link(&self, name: &str, value: &str) -> String {
        match self.query(name, value) {
            query if query.is_empty() => "/orders".to_owned(),
            query => format!("/orders?{query}"),
        }
    }

    fn chips(&self) -> Vec<Chip> {
        let known = STATES.iter().any(|(name, ..)| *name == self.state);
        let all = Chip::new("All", self.link("state", ""), !known);
        let states = STATES
            .iter()
            .map(|(name, word, _)| Chip::new(word, self.link("state", name), self.state == *name));
        std::iter::once(all).chain(states).collect()
    }

    /// The other filters in force.
    fn active(&self) -> Vec<Chip> {
        let all = [
            ("q", &self.q, format!("“{}”", self.q.trim())),
            ("service", &self.service, format!("Service ID {}", self.service)),
            ("parent", &self.parent, format!("Of order {}", self.parent)),
        ];
        let held = all.into_iter().filter(|(_, value, _)| !value.trim().is_empty());
        held.map(|(name, _, word)| Chip::new(&word, self.link(name, ""), true)).collect()
    }
}

/// GET /orders
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(filters): Query<OrderFilters>,
) -> Result<Response, Failure> {
    let mut page = OrdersPage {
        page: customer.page("orders"),
        chips: filters.chips(),
        active: filters.active(),
        live: String::new(),
        rows: Vec::new(),
        pager: Pager { newer: None, older: None, text: String::new() },
        filtered: !filters.query("", "").is_empty() || filters.cursor() != Cursor::First,
        failed: "",
    };
    let found = read::page(&app.db, &filters.filter(customer.id()), filters.cursor()).await;
    match found {
        Ok(found) => {
            page.pager = Pager::new(&found, "/orders", &filters.query("", ""));
            page.rows = rows(&app, &found.rows).await?;
            page.live = live(&page.rows);
            view::html(&page)
        }
        Err(error @ db::Error::Sql(_)) => {
            if error.is_away() {
                db::note_away("page", &error);
            } else {
                tracing::error!(%error, "the list of orders could not be read");
            }
            page.failed = "The database did not answer. Your orders are safe and go on.";
            let drawn = view::html_with(StatusCode::SERVICE_UNAVAILABLE, &page)?;
            Ok(([(RETRY_AFTER, AWAY_RETRY_S)], drawn).into_response())
        }
        Err(error) => Err(error.into()),
    }
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
        part.rows = rows(&app, &found.rows).await?;
        part.live = live(&part.rows);
    }
    view::html(&part)
}

/// Orders as rows.
async fn rows(app: &App, orders: &[Order]) -> Result<Vec<OrderRow>, Failure> {
    let services = services(app, orders).await?;
    let reader = reader(app);
    let row = |order: &Order| reader.row(order, services.get(&order.service_id));
    Ok(orders.iter().map(row).collect())
}

/// The services of these orders.
pub(super) async fn services(
    app: &App,
    orders: &[Order],
) -> Result<HashMap<ServiceId, Service>, Failure> {
    let mut ids: Vec<ServiceId> = orders.iter().map(|order| order.service_id).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(catalogue::find(app.db.pool(), &ids).await?)
}

/// How a customer reads at this moment.
pub(super) fn reader(app: &App) -> Reader<'_> {
    Reader { side: Side::Customer, now: app.clock.now(), currency: &app.currency }
}

/// The ids of the rows that may still change.
fn live(rows: &[OrderRow]) -> String {
    let open = rows.iter().filter(|row| !row.is_final).map(|row| row.id.to_string());
    open.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_keeps_the_other_filters_and_leaves_the_page() {
        let filters = OrderFilters {
            state: "partial".to_owned(),
            q: "a&b".to_owned(),
            before: "17".to_owned(),
            ..OrderFilters::default()
        };
        assert_eq!(filters.link("state", "completed"), "/orders?state=completed&q=a%26b");
        assert_eq!(filters.link("q", ""), "/orders?state=partial");
        assert_eq!(OrderFilters::default().link("state", ""), "/orders");
    }

    #[test]
    fn every_state_is_under_one_chip() {
        for state in At::ALL {
            let chips = STATES.iter().filter(|(.., states)| states.contains(&state));
            assert_eq!(chips.count(), 1, "{state:?}");
        }
    }
}

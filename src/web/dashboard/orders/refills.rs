//! /orders/refills: what the customer has asked to be delivered again, and what was answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{away, tabs, unavailable};
use crate::app::App;
use crate::kit::db;
use crate::kit::lang::{Lang, Said};
use crate::kit::page::Cursor;
use crate::orders::OrderId;
use crate::orders::read::refills::{self, Refill};
use crate::orders::refill::Progress;
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::{Badge, short_link};
use crate::web::view::{self, Chip, Page, Pager, When};

#[derive(Template)]
#[template(path = "dashboard/orders/refills.html")]
struct RefillsPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    rows: Vec<RefillRow>,
    pager: Pager,
    filtered: bool,
    failed: String,
}

struct RefillRow {
    id: i64,
    order_id: OrderId,
    service: String,
    link: String,
    short: String,
    state: Badge,
    asked: When,
    answered: Option<When>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    before: String,
    after: String,
}

/// How the address names a state, its words, and what it covers.
type Chosen = (&'static str, fn(Lang) -> Said, &'static [Progress]);

/// The chips: how the address names them, the words, what they cover.
const STATES: [Chosen; 3] = [
    ("open", |lang| lang.say("orders-refills-open"), &[Progress::Pending, Progress::InProgress]),
    ("done", |lang| lang.say("orders-refills-done"), &[Progress::Completed]),
    ("refused", |lang| lang.say("orders-refills-refused"), &[Progress::Rejected, Progress::Error]),
];

/// GET /orders/refills
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let chosen = STATES.iter().find(|(name, ..)| *name == asked.state);
    let progress = chosen.map(|(.., progress)| *progress).unwrap_or_default();
    let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
    let mut page = RefillsPage {
        page: customer.page("orders"),
        tabs: tabs::tabs(customer.lang(), tabs::REFILLS),
        chips: chips(customer.lang(), chosen.map_or("", |(name, ..)| name)),
        rows: Vec::new(),
        pager: Pager { newer: None, older: None, text: String::new() },
        filtered: chosen.is_some() || cursor != Cursor::First,
        failed: String::new(),
    };
    match refills::page(app.db.pool(), customer.id(), progress, cursor).await {
        Ok(found) => {
            let query = chosen.map(|(name, ..)| format!("state={name}")).unwrap_or_default();
            page.pager = Pager::new(&found, tabs::REFILLS, &query);
            let (lang, now) = (customer.lang(), app.clock.now());
            let row = |one| RefillRow::new(lang, one, now);
            page.rows = found.rows.into_iter().map(row).collect();
            view::html(&page)
        }
        Err(error @ db::Error::Sql(_)) => {
            page.failed = away(customer.lang(), &error, "the list of refills could not be read");
            unavailable(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn chips(lang: Lang, state: &str) -> Vec<Chip> {
    let all = lang.say("orders-all").to_string();
    let all = Chip::new(&all, tabs::REFILLS.to_owned(), state.is_empty());
    let rest = STATES.iter().map(|(name, say, _)| {
        Chip::new(&say(lang).to_string(), format!("{}?state={name}", tabs::REFILLS), state == *name)
    });
    std::iter::once(all).chain(rest).collect()
}

impl RefillRow {
    fn new(lang: Lang, one: Refill, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            id: one.id,
            order_id: one.order_id,
            service: one.service,
            short: short_link(&one.link),
            link: one.link,
            state: match one.progress {
                Progress::Pending => Badge::of("pending", lang.say("orders-refill-pending")),
                Progress::InProgress => Badge::of("running", lang.say("orders-refill-under-way")),
                Progress::Completed => Badge::of("completed", lang.say("orders-refill-completed")),
                Progress::Rejected => Badge::of("canceled", lang.say("orders-refill-rejected")),
                Progress::Error => Badge::of("unknown", lang.say("orders-refill-failed")),
            },
            asked: When::new(one.asked_at, now),
            answered: one.ended_at.map(|at| When::new(at, now)),
        }
    }
}

//! /orders/drip-feeds and /orders/subscriptions: the orders that make other orders.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{away, live, reader, services, tabs, unavailable};
use crate::app::App;
use crate::kit::db;
use crate::kit::lang::{Lang, Said};
use crate::kit::page::Cursor;
use crate::orders::read::Order;
use crate::orders::read::own::{Counts, Kind, List, Wanted};
use crate::orders::subscription::Terms;
use crate::orders::{Form, State as At};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::OrderRow;
use crate::web::view::{self, Chip, Page, Pager, When};

#[derive(Template)]
#[template(path = "dashboard/orders/families.html")]
struct FamiliesPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    title: String,
    path: &'static str,
    /// The heads of three columns: what it is for, what is made, and what is to come.
    target: String,
    made: String,
    next: String,
    teaches: String,
    currency: String,
    live: String,
    rows: Vec<FamilyRow>,
    pager: Pager,
    filtered: bool,
    failed: String,
}

struct FamilyRow {
    order: OrderRow,
    /// `3 of 10 runs`
    made: String,
    /// When the next one is made.
    at: Option<When>,
    /// In place of that: until when it goes on; "" for nothing.
    until: String,
    can_resume: bool,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    before: String,
    after: String,
}

const ENDED: &[At] = &[At::Completed, At::Partial, At::Canceled, At::Expired];
const ACTIVE: &[At] =
    &[At::Scheduled, At::Queued, At::Hold, At::Submitting, At::Unknown, At::Running, At::Review];

/// The chips: how the address names them, the words, what they cover.
type Covered = (&'static str, fn(Lang) -> Said, &'static [At]);
type States = &'static [Covered];
const IS_ACTIVE: Covered = ("active", |lang| lang.say("orders-chip-active"), ACTIVE);
const IS_PAUSED: Covered = ("paused", |lang| lang.say("orders-chip-paused"), &[At::Paused]);
const HAS_ENDED: Covered = ("ended", |lang| lang.say("orders-chip-ended"), ENDED);
const OF_DRIP_FEEDS: States = &[IS_ACTIVE, HAS_ENDED];
const OF_SUBSCRIPTIONS: States = &[IS_ACTIVE, IS_PAUSED, HAS_ENDED];

/// GET /orders/drip-feeds
pub async fn drip_feeds(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let page = FamiliesPage {
        title: lang.say("orders-drip-feeds-title").to_string(),
        target: lang.say("orders-head-link").to_string(),
        made: lang.say("orders-head-made").to_string(),
        next: lang.say("orders-head-next").to_string(),
        teaches: lang.say("orders-drip-feeds-teach").to_string(),
        ..blank(&app, &customer, tabs::DRIP_FEEDS)
    };
    show(&app, &customer, &asked, page, (Kind::Repeated, OF_DRIP_FEEDS)).await
}

/// GET /orders/subscriptions
pub async fn subscriptions(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let page = FamiliesPage {
        title: lang.say("orders-subscriptions-title").to_string(),
        target: lang.say("orders-head-account").to_string(),
        made: lang.say("orders-head-posts").to_string(),
        next: lang.say("orders-head-until").to_string(),
        teaches: lang.say("orders-subscriptions-teach").to_string(),
        ..blank(&app, &customer, tabs::SUBSCRIPTIONS)
    };
    show(&app, &customer, &asked, page, (Kind::Subscription, OF_SUBSCRIPTIONS)).await
}

fn blank(app: &App, customer: &Customer, path: &'static str) -> FamiliesPage {
    FamiliesPage {
        page: customer.page("orders"),
        tabs: tabs::tabs(customer.lang(), path),
        chips: Vec::new(),
        title: String::new(),
        path,
        target: String::new(),
        made: String::new(),
        next: String::new(),
        teaches: String::new(),
        currency: app.currency.clone(),
        live: String::new(),
        rows: Vec::new(),
        pager: Pager { newer: None, older: None, text: String::new() },
        filtered: false,
        failed: String::new(),
    }
}

async fn show(
    app: &App,
    customer: &Customer,
    asked: &Asked,
    mut page: FamiliesPage,
    (kind, states): (Kind, States),
) -> Result<Response, Failure> {
    page.chips = chips(customer.lang(), page.path, (asked, states), &Counts::default());
    let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
    let chosen = states.iter().find(|(name, ..)| *name == asked.state);
    page.filtered = chosen.is_some() || cursor != Cursor::First;
    let wanted = Wanted {
        states: chosen.map(|(.., states)| states.to_vec()).unwrap_or_default(),
        kind: Some(kind),
        ..Wanted::default()
    };
    match page.fill(app, customer, wanted, cursor, asked, states).await {
        Ok(()) => view::html(&page),
        Err(error @ db::Error::Sql(_)) => {
            page.failed = away(customer.lang(), &error, "a list of orders could not be read");
            unavailable(&page)
        }
        Err(error) => Err(error.into()),
    }
}

impl FamiliesPage {
    async fn fill(
        &mut self,
        app: &App,
        customer: &Customer,
        wanted: Wanted,
        cursor: Cursor,
        asked: &Asked,
        states: States,
    ) -> Result<(), db::Error> {
        let list = List::open(&app.db, customer.id(), wanted).await?;
        let found = list.page(&app.db, cursor).await?;
        let counts = list.counts(&app.db).await?;
        self.chips = chips(customer.lang(), self.path, (asked, states), &counts);
        let query = if self.chips.iter().skip(1).any(|chip| chip.on) {
            format!("state={}", asked.state)
        } else {
            String::new()
        };
        self.pager = Pager::new(&found, self.path, &query);
        let (services, reader) = (services(app, &found.rows).await?, reader(app, customer.lang()));
        let row = |order: &Order| FamilyRow {
            order: reader.row(order, services.get(&order.service_id)),
            made: made(reader.lang, order),
            at: next(order).map(|at| reader.when(at)),
            until: until(reader.lang, order),
            can_resume: order.state == At::Paused,
        };
        self.rows = found.rows.iter().map(row).collect();
        let orders: Vec<OrderRow> = self.rows.iter().map(|row| row.order.clone()).collect();
        self.live = live(&orders);
        Ok(())
    }
}

fn chips(lang: Lang, path: &str, (asked, states): (&Asked, States), counts: &Counts) -> Vec<Chip> {
    let count = |count: i64| if count == 0 { String::new() } else { lang.capped(count) };
    let word = lang.say("orders-all").to_string();
    let known = states.iter().any(|(name, ..)| *name == asked.state);
    let all = Chip { count: count(counts.all()), ..Chip::new(&word, path.to_owned(), !known) };
    let rest = states.iter().map(|(name, say, states)| Chip {
        count: count(counts.of(states)),
        ..Chip::new(&say(lang).to_string(), format!("{path}?state={name}"), asked.state == *name)
    });
    std::iter::once(all).chain(rest).collect()
}

/// How many of its orders are made, of how many.
fn made(lang: Lang, order: &Order) -> String {
    if order.form == Form::Subscription {
        let posts = i64::try_from(order.children.len()).unwrap_or(i64::MAX);
        let terms = Terms::read(order.details.as_ref());
        return match terms.posts {
            Some(new) => {
                let said = lang.say("order-progress").count("done", posts);
                said.count("total", new + terms.old_posts).to_string()
            }
            None => lang.number(posts),
        };
    }
    let (runs, left) = (order.runs.unwrap_or(0), order.runs_left.unwrap_or(0));
    let made = i64::try_from(order.children.len()).unwrap_or_else(|_| i64::from(runs - left));
    let said = match order.form {
        Form::Paced => lang.say("orders-made-portions"),
        _ => lang.say("orders-made-runs"),
    };
    said.count("made", made).count("total", runs).to_string()
}

/// When the next one is made, if one is still to be made.
fn next(order: &Order) -> Option<chrono::DateTime<chrono::Utc>> {
    let goes_on = !order.state.is_final() && order.runs_left > Some(0);
    order.due_at.filter(|_| goes_on)
}

/// Until when a subscription goes on.
fn until(lang: Lang, order: &Order) -> String {
    if order.form != Form::Subscription {
        return String::new();
    }
    let last = Terms::read(order.details.as_ref()).expiry;
    last.map_or_else(|| lang.say("orders-no-end").to_string(), |day| lang.date(day))
}

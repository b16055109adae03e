//! /admin/desk: what only a person can decide. It lists the orders of which we do not know whether
//! a provider has them, the oldest first. One of them is open, with its evidence and the answers
//! that a person can give; many can be decided at once. Below stands what could not be read for an
//! hour.

pub mod cancels;
mod checklist;
mod figures;
mod health;
pub(in crate::web::admin) mod needs;
mod opened;
pub mod queue;
pub mod refills;
pub(super) mod rooms;
pub mod start;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::page::{Cursor, PAGE_ROWS};
use crate::orders::decide::{self, Decision};
use crate::orders::desk::By;
use crate::orders::evidence::{drifts, last_attempts};
use crate::orders::read::{self, Attempt, Filter, Order};
use crate::orders::state::End;
use crate::orders::{OrderId, overview, todo, unread};
use crate::providers::{ProviderId, provider};
use crate::web::admin::fields::reason;
use crate::web::admin::orders::evidence::Evidence;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager, When};
use rooms::{DESK, chips, path_with, said};

/// An order that nobody has decided for longer than this is shown in red.
const LATE_AFTER: TimeDelta = TimeDelta::minutes(30);

#[derive(Template)]
#[template(path = "admin/desk/desk.html")]
struct DeskPage {
    page: Page,
    chips: Vec<Chip>,
    /// The order that is open for an answer.
    open: Option<Open>,
    rows: Vec<UnknownRow>,
    stuck: Vec<StuckRow>,
    may_act: bool,
    pager: Pager,
    /// The reason for many, as it was typed.
    why: String,
    errors: Errors,
}

/// The order that is open for an answer, with its evidence.
struct Open {
    id: OrderId,
    seen: i64,
    service: String,
    link: String,
    quantity: String,
    customer: String,
    customer_id: AccountId,
    evidence: Option<Evidence>,
    /// The next one; "" for none.
    next: String,
}

/// Something that could not be read for an hour.
struct StuckRow {
    what: String,
    href: String,
    provider: String,
    provider_id: ProviderId,
    since: When,
    said: String,
}

struct UnknownRow {
    id: OrderId,
    seen: i64,
    customer: String,
    customer_id: AccountId,
    service: String,
    link: String,
    quantity: String,
    /// "" when it was never sent.
    provider: String,
    sent: When,
    is_late: bool,
    /// Why it is not known.
    why: String,
    /// The page with this order open.
    href: String,
    is_open: bool,
    ticked: bool,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    open: String,
    after: String,
}

/// GET /admin/desk
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&DeskPage::read(&app, &staff, &asked, &[]).await?)
}

/// POST /admin/desk: one `decision` about the ticked `ids`, with the reason `why`.
pub async fn decide(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let cancels = |form: &SentForm| form.text("decision") == "canceled";
    if let Some(page) = proof::asked_at_desk(&app, &staff, &mut form, cancels).await? {
        return Ok(page);
    }
    let ids: Vec<OrderId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    let decision = match form.text("decision") {
        "again" => Some((Decision::Again, "sent again")),
        "canceled" => Some((Decision::End(End::Canceled), "canceled and refunded")),
        _ => {
            form.refuse("", "Choose what happened to them.");
            None
        }
    };
    let seen = |id: &OrderId| Some((*id, form.text(&format!("seen-{id}")).parse().ok()?));
    let orders: Vec<(OrderId, i64)> = ids.iter().filter_map(seen).collect();
    if orders.is_empty() || i64::try_from(orders.len()).is_ok_and(|count| count > PAGE_ROWS) {
        form.refuse("", format!("Tick 1 to {PAGE_ROWS} orders."));
    }
    let why = reason(&mut form, "why");
    if let (Some((decision, word)), Some(reason), false) = (decision, why, form.errors().any()) {
        let by = By { actor: staff.actor(), reason, seen: None };
        let many = decide::resolve_all(&app.db, &app.clock, orders, decision, &by).await?;
        let (kind, text) = said(many, word);
        return Ok(view::done(&app.config, DESK, kind, &text));
    }
    let page = DeskPage::read(&app, &staff, &asked, &ids).await?;
    let (why, errors) = (form.text("why").to_owned(), form.errors());
    view::refused(&DeskPage { why, errors, ..page })
}

impl DeskPage {
    async fn read(
        app: &App,
        staff: &Staff,
        asked: &Asked,
        ticked: &[OrderId],
    ) -> Result<Self, Failure> {
        let db = app.db.pool();
        let after = asked.after.parse().unwrap_or_default();
        let mut ids = todo::unknown(db, after, PAGE_ROWS + 1).await?;
        let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let more = ids.len() > size;
        ids.truncate(size);
        let orders = by_ids(app, &ids).await?;
        let attempts = last_attempts(db, &ids).await?;
        let seen = overview::newest_events(db, &ids).await?;
        let now = app.clock.now();
        let open_id = asked.open.parse().ok().filter(|id| ids.contains(id));
        let open_id = open_id.or_else(|| ids.first().copied());
        let row = |order: &Order| UnknownRow {
            seen: seen.get(&order.id).copied().unwrap_or_default(),
            href: link(after, order.id),
            is_open: open_id == Some(order.id),
            ticked: ticked.contains(&order.id),
            ..UnknownRow::new(order, attempts.get(&order.id), now)
        };
        let rows: Vec<UnknownRow> = orders.iter().map(row).collect();
        let open = match orders.iter().find(|order| open_id == Some(order.id)) {
            Some(order) => {
                let next = ids.iter().find(|id| **id > order.id);
                let next = next.map(|id| link(after, *id)).unwrap_or_default();
                let drifts = drifts(db, &[order.id]).await?;
                let evidence = attempts
                    .get(&order.id)
                    .map(|last| Evidence::new(last, drifts.get(&order.id), now));
                let seen = seen.get(&order.id).copied().unwrap_or_default();
                Some(Open::new(order, seen, evidence, next))
            }
            None => None,
        };
        Ok(Self {
            page: staff.page("admin-desk"),
            chips: chips(app, DESK).await?,
            open,
            rows,
            stuck: stuck(app).await?,
            may_act: staff.require(Rights::may_change_orders).is_ok(),
            pager: Pager {
                newer: (after > 0).then(|| DESK.to_owned()),
                older: ids.last().filter(|_| more).map(|id| format!("{DESK}?after={id}")),
                text: String::new(),
            },
            why: String::new(),
            errors: Errors::default(),
        })
    }
}

/// The page with this order open.
fn link(after: i64, id: OrderId) -> String {
    path_with(DESK, after, &id.to_string())
}

/// These orders, oldest first.
async fn by_ids(app: &App, ids: &[OrderId]) -> Result<Vec<Order>, Failure> {
    // A filter without ids would find all orders.
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { ids: ids.to_vec(), ..Filter::default() };
    let mut orders = read::page(&app.db, &filter, Cursor::First).await?.rows;
    orders.reverse();
    Ok(orders)
}

impl UnknownRow {
    fn new(order: &Order, last: Option<&Attempt>, now: DateTime<Utc>) -> Self {
        let sent_at = last.map_or(order.created_at, |last| last.armed_at);
        Self {
            id: order.id,
            seen: 0,
            customer: order.email.clone(),
            customer_id: order.account_id,
            service: order.service.clone(),
            link: order.link.clone(),
            quantity: number(order.quantity),
            provider: last.map(|last| last.provider.clone()).unwrap_or_default(),
            sent: When::new(sent_at, now),
            is_late: now - sent_at > LATE_AFTER,
            why: last.and_then(|last| last.detail.clone()).unwrap_or_default(),
            href: String::new(),
            is_open: false,
            ticked: false,
        }
    }
}

impl Open {
    fn new(order: &Order, seen: i64, evidence: Option<Evidence>, next: String) -> Self {
        Self {
            id: order.id,
            seen,
            service: order.service.clone(),
            link: order.link.clone(),
            quantity: number(order.quantity),
            customer: order.email.clone(),
            customer_id: order.account_id,
            evidence,
            next,
        }
    }
}

/// Orders, cancels and refills, those that wait longest first; then lists.
async fn stuck(app: &App) -> Result<Vec<StuckRow>, Failure> {
    let now = app.clock.now();
    let orders = unread::stuck(app.db.pool()).await?;
    let mut rows: Vec<StuckRow> = orders
        .into_iter()
        .map(|one| StuckRow {
            what: match one.what.as_str() {
                "order" => format!("Order {}", one.order_id),
                what => format!("The {what} of order {}", one.order_id),
            },
            href: format!("/admin/orders/{}", one.order_id),
            provider: one.provider,
            provider_id: one.provider_id,
            since: When::new(one.since, now),
            said: one.said,
        })
        .collect();
    let providers = provider::list(app.db.pool()).await?;
    let lists = providers.into_iter().filter(|one| one.is_list_stuck(now));
    rows.extend(lists.filter_map(|one| {
        Some(StuckRow {
            what: "Its list".to_owned(),
            href: format!("/admin/providers/{}", one.id),
            provider: one.name,
            provider_id: one.id,
            since: When::new(one.list_unread_since?, now),
            said: one.list_trouble.unwrap_or_default(),
        })
    }));
    Ok(rows)
}

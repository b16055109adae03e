//! /admin/desk: what only a person can decide. It lists three things: orders of which we do not
//! know whether a provider has them, each with its evidence; refills whose answer was lost; and
//! what could not be read for an hour.

pub mod queue;
pub mod refills;
mod rooms;
pub mod start;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::accounts::AccountId;
use crate::accounts::role::Role;
use crate::app::App;
use crate::orders::evidence::{drifts, last_attempts};
use crate::orders::read::{self, Filter};
use crate::orders::{self, OrderId, unread};
use crate::providers::{ProviderId, provider};
use crate::web::admin::listing::Listing;
use crate::web::admin::orders::evidence::Evidence;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager, When};
use refills::RefillRow;
use rooms::{DESK, chips};

#[derive(Template)]
#[template(path = "admin/desk/desk.html")]
struct DeskPage {
    page: Page,
    chips: Vec<Chip>,
    rows: Vec<UnknownRow>,
    refills: Vec<RefillRow>,
    stuck: Vec<StuckRow>,
    may_act: bool,
    pager: Pager,
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
    customer: String,
    customer_id: AccountId,
    service: String,
    link: String,
    quantity: String,
    placed: When,
    evidence: Option<Evidence>,
}

/// GET /admin/desk
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Role::may_see_customers)?;
    let filter = Filter { states: vec![orders::State::Unknown], ..Filter::default() };
    let found = read::page(&app.db, &filter, listing.cursor()).await?;
    let pager = Pager::new(&found, DESK, "");
    let ids: Vec<OrderId> = found.rows.iter().map(|order| order.id).collect();
    let attempts = last_attempts(app.db.pool(), &ids).await?;
    let drifts = drifts(app.db.pool(), &ids).await?;
    let now = app.clock.now();
    let row = |order: read::Order| UnknownRow {
        evidence: attempts
            .get(&order.id)
            .map(|last| Evidence::new(last, drifts.get(&order.id), now)),
        id: order.id,
        customer: order.email,
        customer_id: order.account_id,
        service: order.service,
        link: order.link,
        quantity: number(order.quantity),
        placed: When::new(order.created_at, now),
    };
    view::html(&DeskPage {
        page: staff.page("admin-desk"),
        chips: chips(&app, DESK).await?,
        rows: found.rows.into_iter().map(row).collect(),
        refills: refills::all(&app, false).await?,
        stuck: stuck(&app).await?,
        may_act: staff.require(Role::may_move_money).is_ok(),
        pager,
    })
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

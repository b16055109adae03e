//! What a target would have caught, before it is blocked.

use askama::Template;
use axum::response::Response;

use super::SECTION;
use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::blocked::{self, BlockedId, Draft};
use crate::kit::lang::Lang;
use crate::orders::OrderId;
use crate::orders::caught::{self, CaughtOrder};
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::{capped, money, number};
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Side, short_link};
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/blocked/preview.html")]
struct PreviewPage {
    page: Page,
    pattern: String,
    reason: String,
    note: String,
    /// It is blocked already, as this one.
    same: Option<BlockedId>,
    orders: String,
    customers: String,
    charged: String,
    /// Orders that have not ended; "" for none.
    open: String,
    /// "": all orders of the 30 days were looked at.
    of_newest: String,
    currency: String,
    rows: Vec<CaughtRow>,
}

struct CaughtRow {
    id: OrderId,
    customer_id: AccountId,
    customer: String,
    service: String,
    link: String,
    short: String,
    state: Badge,
    charge: Amount,
    placed: When,
}

/// The page that asks whether to block it.
pub(super) async fn show(app: &App, staff: &Staff, draft: Draft) -> Result<Response, Failure> {
    let now = app.clock.now();
    let caught = caught::by(&app.db, &draft.pattern, now).await?;
    let row = |one: CaughtOrder| CaughtRow {
        id: one.id,
        customer_id: one.account_id,
        customer: one.email,
        service: one.service,
        short: short_link(&one.link),
        link: one.link,
        state: Badge::new(Lang::ENGLISH, one.state, one.form, Side::Staff),
        charge: Column::LONGEST.show(one.charge),
        placed: When::new(one.created_at, now),
    };
    view::html(&PreviewPage {
        page: staff.page(SECTION),
        same: blocked::same(app.db.pool(), &draft.pattern).await?,
        pattern: draft.pattern.to_string(),
        reason: draft.reason,
        note: draft.note,
        orders: capped(caught.orders),
        customers: number(caught.customers),
        charged: money(caught.charged, &app.currency),
        open: if caught.open > 0 { capped(caught.open) } else { String::new() },
        of_newest: caught.of_newest.map(number).unwrap_or_default(),
        currency: app.currency.clone(),
        rows: caught.newest.into_iter().map(row).collect(),
    })
}

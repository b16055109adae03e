//! /admin/blocked/{id}: a blocked target, and whom it has refused.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{PATH, SECTION, accounts};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::blocked::refusals::{self, Row};
use crate::catalogue::blocked::{self, BlockedId};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::order_view::short_link;
use crate::web::path::Id;
use crate::web::view::{self, Page, When};

/// The accounts that are shown.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "admin/blocked/target.html")]
struct TargetPage {
    page: Page,
    id: BlockedId,
    pattern: String,
    reason: String,
    note: String,
    added_by: String,
    added: When,
    is_quiet: bool,
    refused: String,
    accounts: String,
    last: Option<When>,
    may_edit: bool,
    rows: Vec<RefusedRow>,
}

struct RefusedRow {
    customer_id: AccountId,
    customer: String,
    refused: String,
    door: &'static str,
    link: String,
    short: String,
    at: When,
}

/// A way in, in words.
fn door(word: &str) -> &'static str {
    match word {
        "page" => "Page",
        "mass" => "Mass order",
        "api_v2" => "API v2",
        "order_api" => "Order API",
        _ => "Subscription",
    }
}

/// GET /admin/blocked/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<BlockedId>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let found = blocked::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let now = app.clock.now();
    let row = |one: Row| RefusedRow {
        customer_id: one.account_id,
        customer: one.email,
        refused: number(one.refused),
        door: door(&one.door),
        short: short_link(&one.link),
        link: one.link,
        at: When::new(one.at, now),
    };
    let rows = refusals::newest(app.db.pool(), id, ROWS).await?;
    view::html(&TargetPage {
        page: staff.page(SECTION),
        id,
        is_quiet: found.refused == 0,
        refused: number(found.refused),
        accounts: accounts(found.accounts),
        last: found.last_at.map(|at| When::new(at, now)),
        added_by: found.added_by.unwrap_or_else(|| "a command".to_owned()),
        added: When::new(found.added_at, now),
        pattern: found.pattern,
        reason: found.reason,
        note: found.note,
        may_edit: staff.require(Rights::may_edit_services).is_ok(),
        rows: rows.into_iter().map(row).collect(),
    })
}

/// POST /admin/blocked/{id}/remove
pub async fn unblock(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<BlockedId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    match blocked::unblock(&app.db, &app.clock, staff.actor(), id).await? {
        Some(pattern) => {
            Ok(view::done(&app.config, PATH, "ok", &format!("{pattern} may be ordered again.")))
        }
        // Someone was quicker.
        None => Ok(view::done(&app.config, PATH, "info", "It was not blocked any more.")),
    }
}

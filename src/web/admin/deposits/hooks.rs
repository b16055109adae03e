//! /admin/hooks: what gateways sent by themselves, with what was refused and why.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::payments::DepositId;
use crate::payments::hooks::{self, Hook, Standing};
use crate::web::admin::listing::{Listing, query};
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::view::{self, Chip, Page, Pager, When};

const PATH: &str = "/admin/hooks";

#[derive(Template)]
#[template(path = "admin/deposits/hooks.html")]
struct HooksPage {
    page: Page,
    chips: Vec<Chip>,
    rows: Vec<HookRow>,
    pager: Pager,
}

struct HookRow {
    id: i64,
    method: String,
    event: String,
    about: String,
    body: String,
    /// The kind and the word of its state.
    kind: &'static str,
    word: &'static str,
    why: String,
    deposit: Option<DepositId>,
    at: When,
}

/// GET /admin/hooks
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let standing = Standing::parse(&listing.state);
    let cursor = listing.cursor();
    let found = hooks::page(app.db.pool(), standing, cursor).await?;
    let now = app.clock.now();
    let state = standing.map_or("", Standing::as_str);
    let chip = |label: &str, of: Option<Standing>| {
        let state = of.map_or("", Standing::as_str);
        let href = match query(&[("state", state)]) {
            query if query.is_empty() => PATH.to_owned(),
            query => format!("{PATH}?{query}"),
        };
        Chip::new(label, href, of == standing)
    };
    let row = |hook: Hook| {
        let (kind, word) = match hook.standing {
            Standing::Unconfirmed => ("pending", "Not confirmed"),
            Standing::Waiting => ("pending", "Waiting"),
            Standing::Done => ("completed", "Looked at"),
            Standing::Ignored => ("unknown", "No deposit"),
            Standing::Refused => ("canceled", "Refused"),
        };
        HookRow {
            id: hook.id,
            method: hook.method,
            event: hook.event_key.unwrap_or_default(),
            about: hook.about,
            body: hook.body,
            kind,
            word,
            why: hook.why,
            deposit: hook.deposit_id,
            at: When::new(hook.at, now),
        }
    };
    view::html(&HooksPage {
        page: staff.page("admin-customers"),
        chips: vec![
            chip("All", None),
            chip("Refused", Some(Standing::Refused)),
            chip("No deposit", Some(Standing::Ignored)),
            chip("Waiting", Some(Standing::Waiting)),
            chip("Not confirmed", Some(Standing::Unconfirmed)),
        ],
        pager: Pager::new(&found, PATH, &query(&[("state", state)])),
        rows: found.rows.into_iter().map(row).collect(),
    })
}

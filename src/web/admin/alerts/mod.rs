//! /admin/alerts: what is wrong now and since when, and what was. Everyone of the staff sees it; who is
//! told, and of what, is set by the owner (`receivers`, `receiver`).

pub mod receiver;
pub mod receivers;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::listing::Listing;
use crate::accounts::rights::Rights;
use crate::alerts::{self, Listed};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::view::{self, Page, Pager, When};

const PATH: &str = "/admin/alerts";

#[derive(Template)]
#[template(path = "admin/alerts/alerts.html")]
struct AlertsPage {
    page: Page,
    open: Vec<AlertRow>,
    past: Vec<AlertRow>,
    pager: Pager,
    may_set_up: bool,
}

/// An alert in a list.
pub(super) struct AlertRow {
    pub id: i64,
    /// What its kind is called.
    pub name: String,
    pub title: String,
    pub text: String,
    pub began: When,
    pub ended: Option<When>,
}

impl AlertRow {
    pub fn new(one: Listed, now: DateTime<Utc>) -> Self {
        Self {
            id: one.id,
            name: one.name().to_owned(),
            began: When::new(one.began_at, now),
            ended: one.ended_at.map(|at| When::new(at, now)),
            title: one.title,
            text: one.text,
        }
    }
}

/// Those that are open, as the staff's home shows them too.
pub(super) async fn open(app: &App) -> Result<Vec<AlertRow>, Failure> {
    let now = app.clock.now();
    let open = alerts::open(app.db.pool()).await?;
    Ok(open.into_iter().map(|one| AlertRow::new(one, now)).collect())
}

/// GET /admin/alerts
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let now = app.clock.now();
    let found = alerts::history(app.db.pool(), listing.cursor()).await?;
    view::html(&AlertsPage {
        page: staff.page("admin-alerts"),
        open: open(&app).await?,
        pager: Pager::new(&found, PATH, ""),
        past: found.rows.into_iter().map(|one| AlertRow::new(one, now)).collect(),
        may_set_up: staff.rights().may_set_up(),
    })
}

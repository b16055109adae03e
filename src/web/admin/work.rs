//! /admin/work: what staff have started and what came of it; and the part of every page that says what
//! runs now.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::orders::work;
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::running::{self, RunningRow};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/work.html")]
struct WorkPage {
    page: Page,
    rows: Vec<RunningRow>,
}

#[derive(Template)]
#[template(path = "admin/frame/running.html")]
struct RunningPart {
    page: Page,
}

/// GET /admin/work
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let now = app.clock.now();
    let jobs = work::recent(app.db.pool()).await?.into_iter();
    let rows = jobs.map(|job| RunningRow::new(job, staff.rights(), now)).collect();
    view::html(&WorkPage { page: staff.page("admin-work"), rows })
}

/// GET /admin/work/live: what runs, for the page that asks again.
pub async fn moving(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let running = running::of_staff(&app, staff.rights()).await?;
    let page = Page { running: Box::new(running), ..staff.page("") };
    view::html(&RunningPart { page })
}

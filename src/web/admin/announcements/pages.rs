//! /admin/pages: what the owner has written for customers to look something up in.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::texts::{self, PAGES, SECTION};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::content::PageId;
use crate::content::page::{self as verbs, PageError};
use crate::kit::lang::Lang;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, When};

#[derive(Template)]
#[template(path = "admin/announcements/pages.html")]
struct PagesPage {
    page: Page,
    tabs: Vec<Chip>,
    rows: Vec<Row>,
}

struct Row {
    id: PageId,
    title: String,
    /// Where customers read it.
    href: String,
    languages: String,
    is_published: bool,
    is_public: bool,
    is_terms: bool,
    is_first: bool,
    changed: When,
}

/// GET /admin/pages
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let now = app.clock.now();
    let pages = verbs::list(app.db.pool()).await?.into_iter().enumerate();
    let rows = pages.map(|(at, one)| Row {
        id: one.id,
        title: one.texts.best(Lang::ENGLISH).1.title.clone(),
        href: href(&one.slug),
        languages: texts::languages(&one.texts),
        is_published: one.is_published,
        is_public: one.is_public,
        is_terms: one.slug.is_terms(),
        is_first: at == 0,
        changed: When::new(one.changed_at, now),
    });
    view::html(&PagesPage {
        page: staff.page(SECTION),
        tabs: texts::tabs(PAGES),
        rows: rows.collect(),
    })
}

/// Where customers read it.
pub(super) fn href(slug: &verbs::Slug) -> String {
    if slug.is_terms() { "/terms".to_owned() } else { format!("/pages/{slug}") }
}

/// POST /admin/pages/{id}/publish
pub async fn publish(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PageId>,
) -> Result<Response, Failure> {
    switch(&app, &staff, (id, true), "The page is published.").await
}

/// POST /admin/pages/{id}/unpublish
pub async fn unpublish(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PageId>,
) -> Result<Response, Failure> {
    switch(&app, &staff, (id, false), "The page is a draft again. Customers do not see it.").await
}

async fn switch(
    app: &App,
    staff: &Staff,
    to: (PageId, bool),
    said: &str,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let changed = verbs::publish(&app.db, &app.clock, &app.content, staff.actor(), to).await;
    done(app, changed.map(|_| ()), said)
}

/// POST /admin/pages/{id}/first
pub async fn put_first(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PageId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let moved = verbs::lead(&app.db, &app.clock, &app.content, staff.actor(), id).await;
    done(&app, moved, "The page is the first one now.")
}

/// POST /admin/pages/{id}/delete
pub async fn delete(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PageId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let deleted = verbs::delete(&app.db, &app.clock, &app.content, staff.actor(), id).await;
    done(&app, deleted, "The page is deleted.")
}

fn done(app: &App, changed: Result<(), PageError>, said: &str) -> Result<Response, Failure> {
    match changed {
        Ok(()) => Ok(view::done(&app.config, PAGES, "ok", said)),
        Err(PageError::NotFound) => Err(Failure::NotFound),
        Err(PageError::NotAllowed) => Err(Failure::Forbidden),
        Err(PageError::Db(error)) => Err(error.into()),
        Err(error) => Ok(view::done(&app.config, PAGES, "bad", &sentence(&error))),
    }
}

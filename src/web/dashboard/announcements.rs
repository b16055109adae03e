//! /announcements: what the owner has announced to this customer.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::app::App;
use crate::content::dismissal::{self, DismissError};
use crate::content::{Announced, AnnouncementId, Level};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::news::{News, ReadText};
use crate::web::path::Id;
use crate::web::public::back;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "dashboard/announcements/announcements.html")]
struct AnnouncementsPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: AnnouncementId,
    is_important: bool,
    text: ReadText,
    at: When,
}

/// GET /announcements
pub async fn list(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let now = app.clock.now();
    let told = app.content.announced(&app.db, now, customer.id()).await?;
    let row = |one: &Announced| Row {
        id: one.id,
        is_important: one.level == Level::Warning,
        text: ReadText::of_announced(one, customer.lang()),
        at: When::new(one.starts_at, now),
    };
    let mut page = customer.page("");
    // They all stand below.
    let has_pages = page.news.has_pages;
    *page.news = News { has_pages, ..News::default() };
    view::html(&AnnouncementsPage { page, rows: told.iter().map(|one| row(one)).collect() })
}

/// POST /announcements/{id}/dismiss: goes back to the page on which the banner stood.
pub async fn dismiss(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    customer: Customer,
    Id(id): Id<AnnouncementId>,
) -> Result<Response, Failure> {
    match dismissal::dismiss(&app.db, &app.clock, &app.content, customer.id(), id).await {
        Ok(()) => {
            let back = back(&headers).unwrap_or_else(|| "/announcements".to_owned());
            Ok(Redirect::to(&back).into_response())
        }
        Err(DismissError::NotFound) => Err(Failure::NotFound),
        Err(DismissError::Db(error)) => Err(error.into()),
    }
}

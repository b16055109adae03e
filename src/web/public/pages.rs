//! /pages: what the owner has written to look something up in; /pages/{slug}: one of these pages.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::front::Front;
use super::start::description;
use crate::app::App;
use crate::content::page::TERMS;
use crate::content::{Edition, ShownPage};
use crate::kit::lang::Lang;
use crate::web::failure::Failure;
use crate::web::guard::Visitor;
use crate::web::news::ReadText;
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "public/pages/pages.html")]
struct PagesPage {
    page: Page,
    front: Front,
    links: Vec<PageLink>,
}

/// A page that can be read.
pub struct PageLink {
    pub slug: String,
    pub lang: Lang,
    pub title: String,
}

#[derive(Template)]
#[template(path = "public/pages/page.html")]
struct OnePage {
    page: Page,
    front: Front,
    text: ReadText,
    /// What search engines show; "": they may not read it.
    description: String,
    /// Its day.
    changed: String,
    has_others: bool,
}

/// The pages that this visitor may read.
pub fn links(edition: &Edition, visitor: &Visitor) -> Vec<PageLink> {
    let link = |page: &Arc<ShownPage>| {
        let (lang, written) = page.read_in(visitor.lang());
        PageLink { slug: page.slug.to_string(), lang, title: written.title.clone() }
    };
    edition.pages(visitor.session.is_none()).map(link).collect()
}

/// GET /pages
pub async fn list(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    let edition = app.content.get(&app.db).await?;
    view::html(&PagesPage {
        page: visitor.page(""),
        front: Front::read(&app).await?,
        links: links(&edition, &visitor),
    })
}

/// GET /pages/{slug}
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Id(slug): Id<String>,
) -> Result<Response, Failure> {
    if slug == TERMS {
        return Ok(Redirect::permanent("/terms").into_response());
    }
    let mut edition = app.content.get(&app.db).await?;
    if edition.page(&slug).is_none() {
        // Another process may have published it a moment ago.
        edition = app.content.fresh(&app.db).await?;
    }
    let found = edition.page(&slug).ok_or(Failure::NotFound)?;
    let is_guest = visitor.session.is_none();
    if is_guest && !found.is_public {
        return Ok(Redirect::to(&format!("/sign-in?next=/pages/{slug}")).into_response());
    }
    let text = ReadText::of_page(found, visitor.lang());
    let page = visitor.page("");
    view::html(&OnePage {
        front: Front::read(&app).await?,
        description: if is_guest { description(&text.title) } else { String::new() },
        text,
        changed: page.date(&found.changed_at),
        has_others: edition.pages(is_guest).nth(1).is_some(),
        page,
    })
}

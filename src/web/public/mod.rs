//! Pages for anyone: the start, the terms, the owner's pages, the theme, the language; and those that guests see if the owner shows
//! the price list to everyone: services, updates, the API page.

pub mod api_docs;
mod front;
pub mod kept;
pub mod look;
pub mod pages;
pub mod services;
pub mod start;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::REFERER;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use url::Url;

use super::cookies;
use super::failure::Failure;
use super::form::SentForm;
use super::guard::{Visitor, local_path};
use super::news::ReadText;
use super::view::{self, Page};
use crate::accounts::profile;
use crate::app::App;
use crate::kit::lang::Lang;
use front::Front;

#[derive(Template)]
#[template(path = "public/terms.html")]
struct TermsPage {
    page: Page,
    front: Front,
    own: Option<ReadText>,
    contact: String,
    since: String,
}

/// GET /terms
pub async fn terms(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    let terms = app.content.get(&app.db).await?.terms();
    view::html(&TermsPage {
        page: visitor.page(""),
        front: Front::read(&app).await?,
        since: terms.since.date_naive().to_string(),
        own: terms.page.map(|own| ReadText::of_page(&own, visitor.lang())),
        contact: visitor.settings().abuse_contact_or(&app.config.abuse_contact).to_owned(),
    })
}

/// POST /theme: for browsers without scripts. With scripts, the choice needs no request.
pub async fn theme(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    form: SentForm,
) -> Result<Response, Failure> {
    let chosen = ["auto", "light", "dark"].into_iter().find(|known| *known == form.text("theme"));
    let cookie = cookies::set_choice(&app.config, "theme", chosen.ok_or(Failure::Unreadable)?);
    let back = back(&headers).unwrap_or_else(|| "/".to_owned());
    Ok((CookieJar::new().add(cookie), Redirect::to(&back)).into_response())
}

/// POST /language: kept for the account of who is signed in, and for the browser.
pub async fn language(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    visitor: Visitor,
    form: SentForm,
) -> Result<Response, Failure> {
    let lang = Lang::parse(form.text("language"));
    let lang = lang.filter(|lang| visitor.settings().languages.contains(lang));
    let lang = lang.ok_or(Failure::Unreadable)?;
    if let Some(session) = &visitor.session {
        profile::choose_language(&app.db, session.account.id, lang).await?;
    }
    let cookie = cookies::keep(&app.config, cookies::LANGUAGE, lang.tag().to_owned());
    let back = back(&headers).unwrap_or_else(|| "/".to_owned());
    Ok((CookieJar::new().add(cookie), Redirect::to(&back)).into_response())
}

/// The page from which the request was made. Only its path is taken, so it is one of ours.
pub(super) fn back(headers: &HeaderMap) -> Option<String> {
    let from = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    let path = local_path(&from[url::Position::BeforePath..url::Position::AfterQuery]);
    (!path.is_empty()).then(|| path.to_owned())
}

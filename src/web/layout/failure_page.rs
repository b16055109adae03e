//! The answer of a page that failed: also a page, in plain words, with the request's id. The error
//! itself is logged here, once, with the same id, and never shown.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use tower_http::request_id::RequestId;

use super::failure::Failure;
use super::guard::Visitor;
use super::view::Page;
use super::visited::VISIT;
use crate::app::App;
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::kit::sampled::sampled;
use crate::kit::secret;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

#[derive(Template)]
#[template(path = "public/error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    request_id: String,
}

#[derive(Template)]
#[template(path = "public/visit.html")]
struct VisitPage {
    page: Page,
    title: String,
    text: String,
}

#[derive(Template)]
#[template(path = "public/not_found.html")]
struct NotFoundPage {
    page: Page,
    title: String,
    text: String,
}

/// Middleware: gives the request its id, makes pages of failures, and logs them.
pub async fn draw(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok().map(str::to_owned))
        .unwrap_or_else(|| secret::base62(12));
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let failure = response.extensions().get::<Failure>().cloned();
    let mut response = match failure.or_else(|| Failure::of_plain(&response)) {
        None => response,
        Some(failure) => {
            log(&failure, &id, &asked.method, asked.uri.path());
            // If the database is in trouble, we do not ask it who the visitor is.
            let visitor = if response.status().is_server_error() {
                Visitor::guest(&app, &asked)
            } else {
                // A page is drawn for them all the same: of a visit as it stands, or of their own.
                asked.method = Method::GET;
                if matches!(failure, Failure::VisitOver) {
                    asked.uri = Uri::from_static(VISIT);
                }
                match Visitor::from_request_parts(&mut asked, &app).await {
                    Ok(visitor) => visitor,
                    Err(_) => Visitor::guest(&app, &asked),
                }
            };
            let lang = language(&failure, asked.uri.path(), &visitor);
            page(&failure, &response, Page { lang, ..visitor.page("") }, id.clone())
        }
    };
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The language of the page. What staff alone read is in English.
fn language(failure: &Failure, path: &str, visitor: &Visitor) -> Lang {
    let session = visitor.session.as_ref();
    let is_staff = session.is_some_and(|session| session.account.role.is_staff());
    let is_theirs = matches!(failure, Failure::Visiting | Failure::VisitOver)
        || (is_staff && path.starts_with("/admin"));
    if is_theirs { Lang::ENGLISH } else { visitor.lang() }
}

fn page(failure: &Failure, plain: &Response, page: Page, request_id: String) -> Response {
    let (title, text) = failure.words(page.lang);
    let plainly = title.clone();
    let html = match failure {
        Failure::NotFound => NotFoundPage { page, title, text }.render(),
        Failure::Visiting | Failure::VisitOver => VisitPage { page, title, text }.render(),
        _ => ErrorPage { page, title, text, request_id }.render(),
    };
    let mut response = (plain.status(), Html(html.unwrap_or(plainly))).into_response();
    for name in [RETRY_AFTER, ALLOW] {
        if let Some(value) = plain.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

fn log(failure: &Failure, request_id: &str, method: &Method, path: &str) {
    if let Failure::Away(error) = failure {
        return db::note_away("page", error);
    }
    // Somebody who is refused on purpose must not use up the lines of what goes wrong here.
    let kind = match failure {
        Failure::Internal(_) | Failure::Unknown | Failure::CrossSite => "page",
        Failure::Forbidden => "forbidden",
        _ => return tracing::debug!(request_id, %method, path, ?failure, "refused"),
    };
    let Some(left_out) = sampled(kind) else { return };
    match failure {
        Failure::Internal(error) => {
            tracing::error!(request_id, %method, path, %error, left_out, "a page failed");
        }
        Failure::CrossSite => {
            tracing::warn!(request_id, %method, path, left_out, "another site's request was refused");
        }
        Failure::Forbidden => {
            tracing::warn!(request_id, %method, path, left_out, "a page was refused: this account may not see it");
        }
        _ => {
            tracing::error!(request_id, %method, path, left_out, "a transaction's outcome is unknown");
        }
    }
}

//! An order that is sent after its customer's session has ended. They sign in, and the form is there
//! again as they had filled it in; nothing is placed before they have seen it.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};

use super::sign_in;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::{Customer, Visitor};
use crate::web::view::{self, Page};

/// Fields of the sign-in's form: the form that is carried, and where it goes on.
pub(super) const FORM: &str = "form";
pub(super) const FORM_TO: &str = "form_to";

/// Where a carried form may go on. These pages show it and do nothing.
const PAGES: [&str; 2] = ["/new/check", "/new/mass/check"];

/// A customer; or a stranger who has sent a form, and their way to the sign-in.
pub enum Sender {
    Customer(Box<Customer>),
    Stranger(Box<Visitor>, Response),
}

impl FromRequestParts<Arc<App>> for Sender {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        match Customer::from_request_parts(parts, app).await {
            Ok(customer) => Ok(Self::Customer(Box::new(customer))),
            Err(elsewhere) => {
                let visitor = Visitor::from_request_parts(parts, app).await?;
                Ok(Self::Stranger(Box::new(visitor), elsewhere))
            }
        }
    }
}

#[derive(Template)]
#[template(path = "auth/carried.html")]
struct CarriedPage {
    page: Page,
    path: &'static str,
    fields: Vec<(String, String)>,
}

/// The answer to a stranger who sent this form: the sign-in, which carries it to `path`. Somebody
/// who is signed in and only has to accept the terms is sent there, without it.
pub async fn sign_in_first(
    app: &App,
    visitor: &Visitor,
    elsewhere: Response,
    form: &SentForm,
    path: &'static str,
) -> Result<Response, Failure> {
    if visitor.session.is_some() || visitor.is_partial || form.fields().next().is_none() {
        return Ok(elsewhere);
    }
    let body = form.body_without("");
    let page = sign_in::carrying(app, visitor, path, body).await?;
    view::html_with(StatusCode::UNAUTHORIZED, &page)
}

/// After the sign-in: the page that sends the carried form on. `None`: there is none.
pub(super) fn go_on(visitor: &Visitor, form: &SentForm) -> Result<Option<Response>, Failure> {
    let Some(path) = page_of(form.text(FORM_TO)) else { return Ok(None) };
    let mut carried = SentForm::default();
    carried.refill(form.text(FORM).as_bytes())?;
    let fields = carried.fields().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = CarriedPage { page: visitor.page(""), path, fields: fields.collect() };
    Ok(Some(view::html(&page)?.into_response()))
}

/// The page of that path, if a form may go on there.
pub(super) fn page_of(path: &str) -> Option<&'static str> {
    PAGES.into_iter().find(|page| *page == path)
}

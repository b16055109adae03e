//! GET and POST /sign-in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::finish::finish;
use super::issuer::{self, IssuerLink};
use super::{Next, carried, wait_words};
use crate::accounts::sign_in::{self, Attempt, SignInError};
use crate::app::App;
use crate::settings::SignUp;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::{Visitor, local_path};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/sign_in.html")]
pub(super) struct SignInPage {
    page: Page,
    email: String,
    next: String,
    /// A form that goes on after the sign-in, as a body, and where; "" for none.
    form: String,
    form_to: &'static str,
    /// Whether strangers may sign up.
    is_open: bool,
    /// Who else may say who somebody is.
    issuers: Vec<IssuerLink>,
    errors: Errors,
}

/// GET /sign-in
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    if visitor.session.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    view::html(&SignInPage {
        page: visitor.page(""),
        email: String::new(),
        next: local_path(&query.next).to_owned(),
        form: String::new(),
        form_to: "",
        is_open: is_open(&app).await?,
        issuers: issuer::links(&app, &query.next).await?,
        errors: Errors::default(),
    })
}

/// POST /sign-in
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    jar: CookieJar,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let attempt = Attempt {
        email: form.text("email"),
        password: form.text("password"),
        address: visitor.address,
        user_agent: &visitor.user_agent,
        device: visitor.device.clone(),
        remembered: cookies::remembered(&app.config, &jar),
    };
    let lang = visitor.lang();
    let signing = sign_in::sign_in(&app.db, &app.clock, &app.hasher, &app.throttle, &attempt);
    let (status, text) = match signing.await {
        Ok(entered) => return finish(&app, &visitor, &entered, &form).await,
        Err(SignInError::Wrong) => (StatusCode::UNPROCESSABLE_ENTITY, lang.say("auth-wrong-pair")),
        Err(SignInError::Suspended(told)) => {
            let text = match told {
                Some(told) => lang.say("auth-suspended-because").with("reason", told),
                None => lang.say("auth-suspended"),
            };
            (StatusCode::FORBIDDEN, text)
        }
        Err(SignInError::Elsewhere) => (StatusCode::FORBIDDEN, lang.say("auth-elsewhere")),
        Err(SignInError::Over) => (StatusCode::FORBIDDEN, lang.say("auth-made-over")),
        Err(SignInError::Throttled { wait_s }) => {
            form.refuse("", wait_words(lang, wait_s));
            return view::throttled(wait_s, &again(&app, &visitor, &form).await?);
        }
        Err(SignInError::Busy(busy)) => return Err(busy.into()),
        Err(SignInError::Db(error)) => return Err(error.into()),
    };
    form.refuse("", text);
    view::html_with(status, &again(&app, &visitor, &form).await?)
}

/// The page with a sentence above the form.
pub(super) async fn told(
    app: &App,
    visitor: &Visitor,
    text: impl std::fmt::Display,
) -> Result<SignInPage, Failure> {
    let mut form = SentForm::default();
    form.refuse("", text);
    again(app, visitor, &form).await
}

async fn is_open(app: &App) -> Result<bool, Failure> {
    Ok(app.settings.get(&app.db).await?.sign_up == SignUp::Open)
}

/// The page for somebody whose form waits until they have signed in.
pub(super) async fn carrying(
    app: &App,
    visitor: &Visitor,
    form_to: &'static str,
    form: String,
) -> Result<SignInPage, Failure> {
    Ok(SignInPage {
        page: visitor.page(""),
        email: String::new(),
        next: String::new(),
        form,
        form_to,
        is_open: is_open(app).await?,
        // They would not bring the form back.
        issuers: Vec::new(),
        errors: Errors::default(),
    })
}

async fn again(app: &App, visitor: &Visitor, form: &SentForm) -> Result<SignInPage, Failure> {
    Ok(SignInPage {
        page: visitor.page(""),
        email: form.text("email").to_owned(),
        next: local_path(form.text("next")).to_owned(),
        form: form.text(carried::FORM).to_owned(),
        form_to: carried::page_of(form.text(carried::FORM_TO)).unwrap_or_default(),
        is_open: is_open(app).await?,
        issuers: issuer::links(app, form.text("next")).await?,
        errors: form.errors(),
    })
}

//! GET and POST /accept-terms: for someone signed in who has not accepted the terms in force.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::accounts::user::{self, TERMS_SINCE};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, Form};
use crate::web::guard::SignedIn;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/accept_terms.html")]
struct AcceptTermsPage {
    page: Page,
    version: String,
    errors: Errors,
}

/// GET /accept-terms
pub async fn show(who: SignedIn) -> Result<Response, Failure> {
    if who.session.account.has_accepted_terms() {
        return Ok(Redirect::to("/").into_response());
    }
    view::html(&AcceptTermsPage {
        page: who.page(""),
        version: TERMS_SINCE.to_string(),
        errors: Errors::default(),
    })
}

/// POST /accept-terms
pub async fn submit(
    State(app): State<Arc<App>>,
    who: SignedIn,
    mut form: Form,
) -> Result<Response, Failure> {
    let version = TERMS_SINCE.to_string();
    if form.text("version") != version {
        form.refuse("", "The terms have changed in the meantime. Please read them again.");
    } else if !form.is_ticked("terms") {
        form.refuse("terms", "Tick the box to accept the terms.");
    } else {
        user::accept_terms(&app.db, &app.clock, who.id()).await?;
        return Ok(Redirect::to("/").into_response());
    }
    view::refused(&AcceptTermsPage { page: who.page(""), version, errors: form.errors() })
}

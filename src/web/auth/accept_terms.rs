//! GET and POST /accept-terms: for someone signed in who has not accepted the terms in force.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::{Next, go_on};
use crate::accounts::account;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::{SignedIn, local_path};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/accept_terms.html")]
struct AcceptTermsPage {
    page: Page,
    version: String,
    next: String,
    errors: Errors,
}

/// GET /accept-terms
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    let since = who.visitor().terms_since(&app);
    if who.session.account.has_accepted_terms(since) {
        return Ok(go_on(&query.next));
    }
    view::html(&AcceptTermsPage {
        page: who.page(""),
        version: since.to_string(),
        next: local_path(&query.next).to_owned(),
        errors: Errors::default(),
    })
}

/// POST /accept-terms
pub async fn submit(
    State(app): State<Arc<App>>,
    who: SignedIn,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let since = who.visitor().terms_since(&app);
    let version = since.to_string();
    if form.text("version") != version {
        form.refuse("", who.lang().say("auth-terms-changed"));
    } else if !form.is_ticked("terms") {
        form.refuse("terms", who.lang().say("auth-terms-tick"));
    } else {
        account::accept_terms(&app.db, &app.clock, who.id(), since).await?;
        return Ok(go_on(form.text("next")));
    }
    let next = local_path(form.text("next")).to_owned();
    view::refused(&AcceptTermsPage { page: who.page(""), version, next, errors: form.errors() })
}

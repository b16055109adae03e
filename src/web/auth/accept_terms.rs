//! GET and POST /accept-terms: for someone signed in who has not accepted the terms in force.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::{Next, go_on};
use crate::accounts::account;
use crate::app::App;
use crate::content::Terms;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::{SignedIn, local_path};
use crate::web::news::ReadText;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/accept_terms.html")]
struct AcceptTermsPage {
    page: Page,
    own: Option<ReadText>,
    version: String,
    next: String,
    errors: Errors,
}

impl AcceptTermsPage {
    fn new(who: &SignedIn, terms: Terms, (next, errors): (&str, Errors)) -> Self {
        Self {
            page: who.page(""),
            own: terms.page.map(|own| ReadText::of_page(&own, who.lang())),
            version: terms.version,
            next: local_path(next).to_owned(),
            errors,
        }
    }
}

/// GET /accept-terms
pub async fn show(
    State(app): State<Arc<App>>,
    who: SignedIn,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    let terms = app.content.fresh(&app.db).await?.terms();
    if who.session.account.has_accepted_terms(terms.since) {
        return Ok(go_on(&query.next));
    }
    view::html(&AcceptTermsPage::new(&who, terms, (&query.next, Errors::default())))
}

/// POST /accept-terms
pub async fn submit(
    State(app): State<Arc<App>>,
    who: SignedIn,
    mut form: SentForm,
) -> Result<Response, Failure> {
    // Those of this moment: nobody accepts a text that they have not seen.
    let terms = app.content.fresh(&app.db).await?.terms();
    if form.text("version") != terms.version {
        form.refuse("", who.lang().say("auth-terms-changed"));
    } else if !form.is_ticked("terms") {
        form.refuse("terms", who.lang().say("auth-terms-tick"));
    } else {
        account::accept_terms(&app.db, &app.clock, who.id(), terms.since).await?;
        return Ok(go_on(form.text("next")));
    }
    view::refused(&AcceptTermsPage::new(&who, terms, (form.text("next"), form.errors())))
}

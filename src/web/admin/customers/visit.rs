//! POST /admin/customers/{id}/visit, GET /admin/visit, POST /admin/visit/end: signing in as a customer, to
//! see what they see. `guard` keeps it to that.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::customer;
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::accounts::visit::{self, VisitError};
use crate::app::App;
use crate::web::admin::fields::{reason, sentence};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/customers/visit.html")]
struct VisitPage {
    page: Page,
    visit: Option<Open>,
}

struct Open {
    account_id: AccountId,
    email: String,
    until: When,
    is_over: bool,
}

/// POST /admin/customers/{id}/visit
pub async fn begin(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_sign_in_as)?;
    customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let path = format!("/admin/customers/{id}");
    let Some(why) = reason(&mut form, "reason") else {
        // The form is one line in a menu, so there is no input to keep.
        return Ok(view::done(&app.config, &path, "bad", form.errors().of("reason")));
    };
    let (db, clock, session) = (&app.db, &app.clock, staff.session_id());
    match visit::begin(db, clock, staff.actor(), session, (id, why)).await {
        Ok(()) => Ok(Redirect::to("/orders").into_response()),
        Err(VisitError::NotAllowed) => Err(Failure::Forbidden),
        Err(VisitError::Missing) => Err(Failure::NotFound),
        Err(error @ (VisitError::Staff | VisitError::Suspended)) => {
            Ok(view::done(&app.config, &path, "bad", &sentence(&error)))
        }
        Err(VisitError::Db(error)) => Err(error.into()),
    }
}

/// GET /admin/visit: whose pages this session sees.
pub async fn show(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    let now = app.clock.now();
    let visit = staff.session.visit.as_ref().map(|visit| Open {
        account_id: visit.account.id,
        email: visit.account.email.to_string(),
        until: When::new(visit.until, now),
        is_over: visit.is_over(now),
    });
    view::html(&VisitPage { page: staff.page("admin-customers"), visit })
}

/// POST /admin/visit/end
pub async fn end(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    let session = staff.session.id;
    match visit::end(&app.db, &app.clock, staff.actor(), session).await? {
        Some(id) => {
            let text = "You are yourself again.";
            Ok(view::done(&app.config, &format!("/admin/customers/{id}"), "ok", text))
        }
        None => Ok(Redirect::to(super::PATH).into_response()),
    }
}

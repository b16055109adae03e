//! POST /admin/customers/{id}/suspend and …/unsuspend, with a reason for the audit log.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::customer;
use crate::accounts::AccountId;
use crate::accounts::account::{self, ChangeError, Status};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/customers/{id}/suspend: sessions end and keys stop at once.
pub async fn suspend(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let path = format!("/admin/customers/{id}");
    let why = reason(&mut form, "reason");
    let text = "Suspended: sessions and keys have stopped working.";
    match why {
        Some(why) => set(&app, &staff, id, (Status::Suspended, why), text).await,
        // The form is one line in a menu, so there is no input to keep.
        None => {
            staff.require(Rights::may_edit_customers)?;
            let errors = form.errors();
            Ok(view::done(&app.config, &path, "bad", errors.of("reason")))
        }
    }
}

/// POST /admin/customers/{id}/unsuspend
pub async fn unsuspend(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    let text = "The suspension is lifted. They can sign in again.";
    set(&app, &staff, id, (Status::Active, String::new()), text).await
}

async fn set(
    app: &App,
    staff: &Staff,
    id: AccountId,
    (status, why): (Status, String),
    text: &str,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let account = customer::account(app, id).await?;
    if !customer::may_suspend(staff, &account) {
        return Err(Failure::Forbidden);
    }
    let path = format!("/admin/customers/{id}");
    if account.status == status {
        return Ok(view::done(&app.config, &path, "info", "It is like that already."));
    }
    let change = (status, why);
    match account::set_status(&app.db, &app.clock, &app.verifier, staff.actor(), id, change).await {
        Ok(()) => Ok(view::done(&app.config, &path, "ok", text)),
        Err(ChangeError::LastOwner) => {
            let text = "This is the panel's last active owner: someone must be left to run it.";
            Ok(view::done(&app.config, &path, "bad", text))
        }
        Err(ChangeError::NotAllowed) => Err(Failure::Forbidden),
        Err(ChangeError::Missing) => Err(Failure::NotFound),
        Err(ChangeError::Db(error)) => Err(error.into()),
    }
}

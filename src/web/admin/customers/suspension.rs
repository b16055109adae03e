//! POST /admin/customers/{id}/suspend and …/unsuspend. Why, the customer reads when they sign in; a note
//! beside it is for the audit log alone.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::customer;
use crate::accounts::AccountId;
use crate::accounts::account::{self, Account, ChangeError, Status};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

const NOTE_CHARS_MAX: usize = 500;

/// POST /admin/customers/{id}/suspend: sessions end and keys stop at once.
pub async fn suspend(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let told = reason(&mut form, "reason");
    let note = form.read("staff-note", |typed| match typed.trim() {
        note if note.chars().count() > NOTE_CHARS_MAX => Err("At most 500 characters."),
        note => Ok(note.to_owned()),
    });
    let (Some(told), Some(note)) = (told, note) else {
        // The form is one line in a menu, so there is no input to keep.
        let errors = form.errors();
        let text = errors.list().first().map_or("", |error| &error.text);
        return Ok(view::done(&app.config, &path(id), "bad", text));
    };
    let account = may_change(&app, &staff, id).await?;
    if account.status == Status::Suspended {
        return Ok(same(&app, id));
    }
    let (db, clock, verifier) = (&app.db, &app.clock, &app.verifier);
    let done = account::suspend(db, clock, verifier, staff.actor(), id, (told, note)).await;
    answer(&app, id, done, "Suspended: sessions and keys have stopped working.")
}

/// POST /admin/customers/{id}/unsuspend
pub async fn unsuspend(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let account = may_change(&app, &staff, id).await?;
    if account.status == Status::Active {
        return Ok(same(&app, id));
    }
    let (db, clock, verifier) = (&app.db, &app.clock, &app.verifier);
    let change = (Status::Active, String::new());
    let done = account::set_status(db, clock, verifier, staff.actor(), id, change).await;
    answer(&app, id, done, "The suspension is lifted. They can sign in again.")
}

async fn may_change(app: &App, staff: &Staff, id: AccountId) -> Result<Account, Failure> {
    let account = customer::account(app, id).await?;
    if customer::may_suspend(staff, &account) { Ok(account) } else { Err(Failure::Forbidden) }
}

fn same(app: &App, id: AccountId) -> Response {
    view::done(&app.config, &path(id), "info", "It is like that already.")
}

fn answer(
    app: &App,
    id: AccountId,
    done: Result<(), ChangeError>,
    text: &str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(view::done(&app.config, &path(id), "ok", text)),
        Err(ChangeError::LastOwner) => {
            let text = "This is the panel's last active owner: someone must be left to run it.";
            Ok(view::done(&app.config, &path(id), "bad", text))
        }
        Err(ChangeError::NotAllowed) => Err(Failure::Forbidden),
        Err(ChangeError::Missing) => Err(Failure::NotFound),
        Err(ChangeError::Db(error)) => Err(error.into()),
    }
}

fn path(id: AccountId) -> String {
    format!("{}/{id}", super::PATH)
}

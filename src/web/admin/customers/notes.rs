//! POST /admin/customers/{id}/notes and …/notes/{note}/remove: what staff write down for each other.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::customer::{self, CustomerPage};
use crate::accounts::AccountId;
use crate::accounts::notes::{self, NoteError};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/customers/{id}/notes
pub async fn add(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    customer::account(&app, id).await?;
    let text = form.text("text").to_owned();
    match notes::add(&app.db, &app.clock, staff.actor(), (id, text)).await {
        Ok(()) => Ok(view::done(&app.config, &path(id), "ok", "The note is added.")),
        Err(error @ (NoteError::Text | NoteError::TooMany)) => {
            form.refuse("text", sentence(&error));
            let page = CustomerPage::read(&app, &staff, id).await?;
            view::refused(&page.with_note(&form))
        }
        Err(NoteError::NotAllowed) => Err(Failure::Forbidden),
        Err(NoteError::NoAccount) => Err(Failure::NotFound),
        Err(NoteError::Db(error)) => Err(error.into()),
    }
}

/// POST /admin/customers/{id}/notes/{note}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    ids: Result<Path<(AccountId, i64)>, axum::extract::rejection::PathRejection>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let Path((id, note)) = ids.map_err(|_| Failure::NotFound)?;
    customer::account(&app, id).await?;
    match notes::remove(&app.db, &app.clock, staff.actor(), (id, note)).await {
        Ok(true) => Ok(view::done(&app.config, &path(id), "ok", "The note is removed.")),
        Ok(false) => Ok(view::done(&app.config, &path(id), "info", "There is no such note.")),
        Err(NoteError::Db(error)) => Err(error.into()),
        Err(_) => Err(Failure::Forbidden),
    }
}

fn path(id: AccountId) -> String {
    format!("{}/{id}", super::PATH)
}

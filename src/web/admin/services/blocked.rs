//! /admin/blocked: targets that are refused at every door.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::blocked::{self, BlockError, Blocked};
use crate::web::admin::fields::{reason, sentence};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Page};

const PATH: &str = "/admin/blocked";

#[derive(Template)]
#[template(path = "admin/services/blocked.html")]
struct BlockedPage {
    page: Page,
    rows: Vec<Blocked>,
    may_edit: bool,
    pattern: String,
    why: String,
    errors: Errors,
}

impl BlockedPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        Ok(Self {
            page: staff.page("admin-blocked"),
            rows: blocked::list(app.db.pool()).await?,
            may_edit: staff.require(Rights::may_edit_services).is_ok(),
            pattern: form.text("pattern").to_owned(),
            why: form.text("reason").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/blocked
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    view::html(&BlockedPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/blocked
pub async fn block(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    if let Some(why) = reason(&mut form, "reason") {
        let asked = (form.text("pattern"), why);
        match blocked::block(&app.db, &app.clock, staff.actor(), asked).await {
            Ok(pattern) => {
                let text = format!("{pattern} is blocked. Open orders go on.");
                return Ok(view::done(&app.config, PATH, "ok", &text));
            }
            Err(error @ BlockError::Pattern(_)) => form.refuse("pattern", sentence(&error)),
            Err(error @ BlockError::Reason) => form.refuse("reason", sentence(&error)),
            Err(BlockError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&BlockedPage::read(&app, &staff, &form).await?)
}

/// POST /admin/blocked/{id}/remove
pub async fn unblock(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    match blocked::unblock(&app.db, &app.clock, staff.actor(), id).await? {
        Some(pattern) => {
            Ok(view::done(&app.config, PATH, "ok", &format!("{pattern} may be ordered again.")))
        }
        // Someone was quicker.
        None => Ok(view::done(&app.config, PATH, "info", "It was not blocked any more.")),
    }
}

//! /admin/blocked: targets that are refused at every door.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::{reason, sentence};
use crate::accounts::audit;
use crate::accounts::role::Role;
use crate::app::App;
use crate::catalogue::blocked::{self, BlockError, Blocked};
use crate::kit::db;
use crate::web::failure::Failure;
use crate::web::form::{Errors, Form};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Page};

const PATH: &str = "/admin/blocked";

#[derive(Template)]
#[template(path = "admin/blocked.html")]
struct BlockedPage {
    page: Page,
    rows: Vec<Blocked>,
    may_edit: bool,
    pattern: String,
    why: String,
    errors: Errors,
}

impl BlockedPage {
    async fn read(app: &App, staff: &Staff, form: &Form) -> Result<Self, Failure> {
        Ok(Self {
            page: staff.page("admin-blocked"),
            rows: blocked::list(app.db.pool()).await?,
            may_edit: staff.require(Role::may_edit_catalogue).is_ok(),
            pattern: form.text("pattern").to_owned(),
            why: form.text("reason").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/blocked
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::is_staff)?;
    view::html(&BlockedPage::read(&app, &staff, &Form::default()).await?)
}

/// POST /admin/blocked
pub async fn block(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let (typed, why) = (form.text("pattern").to_owned(), reason(&mut form, "reason"));
    if let Some(why) = why {
        let (clock, actor) = (app.clock.clone(), staff.actor());
        let blocking: Result<String, BlockError> = app
            .db
            .transaction(move |tx| {
                Box::pin(async move {
                    let pattern = blocked::block(tx, &clock, &typed, &why).await?;
                    let entry = audit::Entry {
                        actor,
                        action: "target.block",
                        subject: format!("target:{pattern}"),
                        before: None,
                        after: Some(json!({ "why": why })),
                    };
                    audit::record(tx, &clock, entry).await?;
                    Ok(pattern)
                })
            })
            .await;
        match blocking {
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
    Id(id): Id,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let (clock, actor) = (app.clock.clone(), staff.actor());
    let gone: Option<String> = app
        .db
        .transaction(move |tx| {
            Box::pin(async move {
                let all = blocked::list(&mut **tx).await?;
                let Some(found) = all.into_iter().find(|one| one.id == id) else {
                    return Ok(None);
                };
                blocked::unblock(tx, id).await?;
                let entry = audit::Entry {
                    actor,
                    action: "target.unblock",
                    subject: format!("target:{}", found.pattern),
                    before: Some(json!({ "why": found.reason })),
                    after: None,
                };
                audit::record(tx, &clock, entry).await?;
                Ok::<_, db::Error>(Some(found.pattern))
            })
        })
        .await?;
    match gone {
        Some(pattern) => {
            Ok(view::done(&app.config, PATH, "ok", &format!("{pattern} may be ordered again.")))
        }
        // Someone was quicker.
        None => Ok(view::done(&app.config, PATH, "info", "It was not blocked any more.")),
    }
}

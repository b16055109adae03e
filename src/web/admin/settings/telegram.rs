//! /admin/settings/telegram: the bot by which customers read their notices in Telegram. Its token is
//! typed here and shown nowhere.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::tabs_beside;
use crate::accounts::notices::bot::{self, Bot, BotError};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Chip, Page};

pub(super) const PATH: &str = "/admin/settings/telegram";

#[derive(Template)]
#[template(path = "admin/settings/telegram.html")]
struct TelegramPage {
    page: Page,
    tabs: Vec<Chip>,
    bot: Option<Bot>,
    errors: Errors,
}

async fn page(app: &App, staff: &Staff, errors: Errors) -> Result<TelegramPage, Failure> {
    let bot = bot::find(app.db.pool()).await?;
    Ok(TelegramPage { page: staff.page("admin-settings"), tabs: tabs_beside(PATH), bot, errors })
}

/// GET /admin/settings/telegram
pub async fn show(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    view::html(&page(&app, &staff, Errors::default()).await?)
}

/// POST /admin/settings/telegram: Telegram is asked for the bot's name while the person waits.
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let way = (&app.keys, &app.telegram);
    match bot::set(&app.db, &app.clock, way, staff.actor(), form.text("token")).await {
        Ok(name) => {
            let text = format!("Customers can link @{name} now, on the page of their notices.");
            return Ok(view::done(&app.config, PATH, "ok", &text));
        }
        Err(BotError::Db(error)) => return Err(error.into()),
        Err(error) => form.refuse("token", sentence(&error)),
    }
    view::refused(&page(&app, &staff, form.errors()).await?)
}

/// POST /admin/settings/telegram/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    bot::remove(&app.db, &app.clock, staff.actor()).await?;
    Ok(view::done(&app.config, PATH, "ok", "Nobody is told by Telegram any more."))
}

//! POST /admin/settings/logo and /admin/settings/logo/remove: the operator's own logo.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::{path, unchanged};
use crate::accounts::change_settings::{ChangeSettingsError, change_logo};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::picture::Picture;
use crate::settings::Group;
use crate::web::failure::Failure;
use crate::web::form::SentFiles;
use crate::web::guard::Staff;
use crate::web::{picture, view};

/// The longer side of what is kept, in pixels: sharp on every screen, and quick to load.
const SIDE_MAX: u32 = 512;
const FIELD: &str = "picture";

/// POST /admin/settings/logo
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    SentFiles(mut form): SentFiles,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    match picture::chosen_within(&staff, Lang::ENGLISH, &mut form, SIDE_MAX).await? {
        Some(Some(picture)) => return change(&app, &staff, Some(picture)).await,
        Some(None) => form.refuse(FIELD, "Choose a picture."),
        None => {}
    }
    view::refused(&unchanged(&app, &staff, Group::Shop, form.errors()).await?)
}

/// POST /admin/settings/logo/remove
pub async fn remove(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    change(&app, &staff, None).await
}

async fn change(app: &App, staff: &Staff, picture: Option<Picture>) -> Result<Response, Failure> {
    let said = match picture {
        Some(_) => "The logo is on all pages now.",
        None => "The panel's own mark is back.",
    };
    let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
    match change_logo(db, clock, &app.settings, actor, picture).await {
        Ok(()) => Ok(view::done(&app.config, path(Group::Shop), "ok", said)),
        Err(ChangeSettingsError::Db(error)) => Err(error.into()),
        Err(
            ChangeSettingsError::NotAllowed
            | ChangeSettingsError::OwnersAlone(_)
            | ChangeSettingsError::LocksOut(_)
            | ChangeSettingsError::Meanwhile { .. },
        ) => Err(Failure::Forbidden),
    }
}

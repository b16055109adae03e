//! Smaller things that staff do on an order's page: POST /admin/orders/{id}/correct, /move and
//! /notes.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::bulk::chosen_provider;
use super::order::{OrderPage, find};
use super::order_form::refuse as refuse_desk;
use super::path;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::Link;
use crate::orders::OrderId;
use crate::orders::correct::{self, CorrectError, Correction};
use crate::orders::desk::By;
use crate::orders::moving::{self, MoveError};
use crate::orders::notes::{self, NoteError};
use crate::web::admin::fields::{reason, sentence, whole};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/orders/{id}/correct: its link and its counts, where the rules allow it. A field that
/// is not sent stays as it is.
pub async fn correct(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    find(&app, id).await?;
    let link = form.read_optional("link", |typed| {
        Link::parse(typed).map_err(|_| "An address such as https://example.com/p/1.")
    });
    let start_count = form.read_optional("start_count", whole::<i64>);
    let remains = form.read_optional("remains", whole::<i64>);
    let why = reason(&mut form, "why");
    if let (Some(reason), false) = (why, form.errors().any()) {
        let by = By { actor: staff.actor(), reason, seen: None };
        let correction = Correction { link, start_count, remains };
        match correct::correct(&app.db, &app.clock, id, correction, by).await {
            Ok(()) => return Ok(view::done(&app.config, &path(id), "ok", "It is corrected.")),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_correction(&form))
}

fn refuse(form: &mut SentForm, error: CorrectError) -> Result<(), Failure> {
    let field = match &error {
        CorrectError::Desk(_) | CorrectError::Nothing | CorrectError::CountsStay => "",
        CorrectError::LinkStays | CorrectError::Blocked | CorrectError::Duplicate => "link",
        CorrectError::StartCount => "start_count",
        CorrectError::Remains => "remains",
    };
    match error {
        CorrectError::Desk(error) => return refuse_desk(form, error),
        error => form.refuse(field, sentence(&error)),
    }
    Ok(())
}

/// POST /admin/orders/{id}/move: to the provider that staff choose.
pub async fn move_to(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    find(&app, id).await?;
    let to = chosen_provider(&mut form);
    let why = reason(&mut form, "move-reason");
    if let (Some(to), Some(reason)) = (to, why) {
        let by = By { actor: staff.actor(), reason, seen: None };
        match moving::move_to(&app.db, &app.clock, id, to, by).await {
            Ok(()) => {
                app.intake.placed().notify_one();
                let text = "It is moved, and sent there next.";
                return Ok(view::done(&app.config, &path(id), "ok", text));
            }
            Err(MoveError::Not(why)) => form.refuse("provider", sentence(&why)),
            Err(MoveError::Desk(error)) => refuse_desk(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_move(&form))
}

/// POST /admin/orders/{id}/notes: whoever sees orders may note something for colleagues.
pub async fn note(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    find(&app, id).await?;
    let text = form.read("note", |typed| notes::parse(typed).map_err(|error| sentence(&error)));
    if let Some(text) = text {
        match notes::add(&app.db, &app.clock, id, (staff.id(), text)).await {
            Ok(()) => return Ok(view::done(&app.config, &path(id), "ok", "The note is added.")),
            Err(NoteError::NotFound) => return Err(Failure::NotFound),
            Err(NoteError::Db(error)) => return Err(error.into()),
            Err(error @ (NoteError::Empty | NoteError::Long | NoteError::Again)) => {
                form.refuse("note", sentence(&error));
            }
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_note(&form))
}

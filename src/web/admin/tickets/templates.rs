//! /admin/tickets/templates: the answers that staff keep; /admin/tickets/templates/{id}: one of them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::SECTION;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::support::template::{self, Draft, TemplateError};
use crate::support::{TemplateId, Text};
use crate::web::admin::fields::sentence;
use crate::web::conversation::{begins, text_words};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Page};

const PATH: &str = "/admin/tickets/templates";

#[derive(Template)]
#[template(path = "admin/tickets/templates.html")]
struct TemplatesPage {
    page: Page,
    rows: Vec<TemplateRow>,
    /// The name as it was typed.
    typed: String,
    text: String,
    errors: Errors,
}

struct TemplateRow {
    id: TemplateId,
    name: String,
    begins: String,
}

#[derive(Template)]
#[template(path = "admin/tickets/template.html")]
struct TemplatePage {
    page: Page,
    id: TemplateId,
    title: String,
    /// The name as it was typed.
    typed: String,
    text: String,
    errors: Errors,
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm) -> Option<Draft> {
    let body =
        form.read("text", |typed| Text::parse(typed).map_err(|why| text_words(Lang::ENGLISH, why)));
    let name = form.read("name", |typed| match typed.trim() {
        "" => Err("Give it a name."),
        name => Ok(name.to_owned()),
    });
    Some(Draft { name: name?, body: body? })
}

fn refuse(form: &mut SentForm, error: TemplateError) -> Result<(), Failure> {
    match error {
        TemplateError::Name | TemplateError::Taken => form.refuse("name", sentence(&error)),
        TemplateError::TooMany => form.refuse("", sentence(&error)),
        TemplateError::NotFound => return Err(Failure::NotFound),
        TemplateError::NotAllowed => return Err(Failure::Forbidden),
        TemplateError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

impl TemplatesPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let rows = template::templates(app.db.pool()).await?.into_iter();
        Ok(Self {
            page: staff.page(SECTION),
            rows: rows
                .map(|one| TemplateRow { id: one.id, begins: begins(&one.body), name: one.name })
                .collect(),
            typed: form.text("name").to_owned(),
            text: form.text("text").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/tickets/templates
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    view::html(&TemplatesPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/tickets/templates (name, text)
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    if let Some(draft) = read(&mut form) {
        match template::keep(&app.db, &app.clock, staff.actor(), draft).await {
            Ok(_) => return Ok(view::done(&app.config, PATH, "ok", "The answer is saved.")),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&TemplatesPage::read(&app, &staff, &form).await?)
}

/// GET /admin/tickets/templates/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TemplateId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let found = template::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    view::html(&TemplatePage {
        page: staff.page(SECTION),
        id,
        title: found.name.clone(),
        typed: found.name,
        text: found.body,
        errors: Errors::default(),
    })
}

/// POST /admin/tickets/templates/{id} (name, text)
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TemplateId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let found = template::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    if let Some(draft) = read(&mut form) {
        match template::change(&app.db, &app.clock, staff.actor(), (id, draft)).await {
            Ok(()) => return Ok(view::done(&app.config, PATH, "ok", "The answer is saved.")),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&TemplatePage {
        page: staff.page(SECTION),
        id,
        title: found.name,
        typed: form.text("name").to_owned(),
        text: form.text("text").to_owned(),
        errors: form.errors(),
    })
}

/// POST /admin/tickets/templates/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TemplateId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    match template::discard(&app.db, &app.clock, staff.actor(), id).await {
        Ok(()) => Ok(view::done(&app.config, PATH, "ok", "The saved answer is removed.")),
        Err(TemplateError::NotAllowed) => Err(Failure::Forbidden),
        Err(TemplateError::Db(error)) => Err(error.into()),
        Err(_) => Err(Failure::NotFound),
    }
}

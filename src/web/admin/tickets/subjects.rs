//! /admin/tickets/subjects: what customers choose from when they open a ticket.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::SECTION;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::support::SubjectId;
use crate::support::subject::{self, Subject, SubjectError};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Page};

const PATH: &str = "/admin/tickets/subjects";

#[derive(Template)]
#[template(path = "admin/tickets/subjects.html")]
struct SubjectsPage {
    page: Page,
    rows: Vec<Subject>,
    /// A new name as it was typed.
    typed: String,
    errors: Errors,
}

impl SubjectsPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        Ok(Self {
            page: staff.page(SECTION),
            rows: subject::subjects(app.db.pool()).await?,
            typed: form.text("name").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/tickets/subjects
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    view::html(&SubjectsPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/tickets/subjects (name)
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let name = form.text("name").to_owned();
    match subject::add(&app.db, &app.clock, staff.actor(), name).await {
        Ok(id) => {
            let path = format!("{PATH}#s-{id}");
            return Ok(view::done(&app.config, &path, "ok", "Customers can choose it now."));
        }
        Err(error @ (SubjectError::Name | SubjectError::Taken | SubjectError::TooMany)) => {
            form.refuse("name", sentence(&error));
        }
        Err(error) => return Err(refused(error)),
    }
    view::refused(&SubjectsPage::read(&app, &staff, &form).await?)
}

/// POST /admin/tickets/subjects/{id} (name)
pub async fn rename(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<SubjectId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let name = form.text("name").to_owned();
    let done = subject::rename(&app.db, &app.clock, staff.actor(), (id, name)).await;
    answer(&app, done.map(|()| "The subject has its new name.".to_owned()))
}

/// POST /admin/tickets/subjects/{id}/enable
pub async fn enable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<SubjectId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let done = subject::switch(&app.db, &app.clock, staff.actor(), (id, true)).await;
    answer(&app, done.map(|name| format!("Customers can choose {name} now.")))
}

/// POST /admin/tickets/subjects/{id}/disable
pub async fn disable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<SubjectId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let done = subject::switch(&app.db, &app.clock, staff.actor(), (id, false)).await;
    answer(&app, done.map(|name| format!("Customers cannot choose {name} any more.")))
}

/// POST /admin/tickets/subjects/{id}/first
pub async fn put_first(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<SubjectId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let done = subject::lead(&app.db, &app.clock, staff.actor(), id).await;
    answer(&app, done.map(|()| "Customers see it first.".to_owned()))
}

/// The forms are a line each, so there is no page to show one again.
fn answer(app: &App, done: Result<String, SubjectError>) -> Result<Response, Failure> {
    let (kind, text) = match done {
        Ok(text) => ("ok", text),
        Err(
            error @ (SubjectError::Name
            | SubjectError::Taken
            | SubjectError::TooMany
            | SubjectError::LastOne),
        ) => ("bad", sentence(&error)),
        Err(error) => return Err(refused(error)),
    };
    Ok(view::done(&app.config, PATH, kind, &text))
}

fn refused(error: SubjectError) -> Failure {
    match error {
        SubjectError::NotFound => Failure::NotFound,
        SubjectError::NotAllowed => Failure::Forbidden,
        SubjectError::Db(error) => error.into(),
        SubjectError::Name
        | SubjectError::Taken
        | SubjectError::TooMany
        | SubjectError::LastOne => Failure::Unreadable,
    }
}

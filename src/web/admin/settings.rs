//! /admin/settings: what the owner sets while the panel runs. The form carries what each setting
//! was, so only what the person changed is changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::change_settings::{Change, ChangeSettingsError};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::providers::change_settings;
use crate::settings::{self, Kind, ROWS, Row};
use crate::web::auth::proof;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::view::{self, Page};

const PATH: &str = "/admin/settings";

#[derive(Template)]
#[template(path = "admin/settings.html")]
struct SettingsPage {
    page: Page,
    fields: Vec<Field>,
    errors: Errors,
}

/// A setting as a field; see `form::field`.
struct Field {
    name: &'static str,
    label: String,
    hint: &'static str,
    kind: &'static str,
    value: String,
    /// What it was when the page was made.
    was: String,
    error: String,
    min: String,
    max: String,
    required: bool,
    options: Vec<Choice>,
}

impl Field {
    fn new(row: &Row, currency: &str, (value, was): (String, String)) -> Self {
        let (kind, min, max, required) = match row.kind {
            Kind::Choice(_) => ("select", String::new(), String::new(), true),
            Kind::Number { min, max } => ("number", min.to_string(), max.to_string(), true),
            Kind::Amount { optional } => ("text", String::new(), String::new(), !optional),
            Kind::Text { is_long, .. } => {
                (if is_long { "textarea" } else { "text" }, String::new(), String::new(), false)
            }
        };
        let label = match row.kind {
            Kind::Amount { .. } => format!("{}, in {currency}", row.label),
            Kind::Choice(_) | Kind::Number { .. } | Kind::Text { .. } => row.label.to_owned(),
        };
        let options = match row.kind {
            Kind::Choice(choices) => {
                choices.iter().map(|(word, name)| Choice::new(word, name, *word == value)).collect()
            }
            Kind::Number { .. } | Kind::Amount { .. } | Kind::Text { .. } => Vec::new(),
        };
        let (name, hint, error) = (row.key, row.help, String::new());
        Self { name, label, hint, kind, value, was, error, min, max, required, options }
    }
}

/// GET /admin/settings
pub async fn show(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let present = settings::read(app.db.pool()).await?;
    let fields = ROWS.iter().map(|row| {
        let value = row.show(&present);
        Field::new(row, &app.currency, (value.clone(), value))
    });
    let fields = fields.collect();
    view::html(&SettingsPage {
        page: staff.page("admin-settings"),
        fields,
        errors: Errors::default(),
    })
}

/// POST /admin/settings
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let mut fields: Vec<Field> = ROWS
        .iter()
        .map(|row| {
            let (value, was) = (form.text(row.key), form.text(&was(row.key)));
            Field::new(row, &app.currency, (value.to_owned(), was.to_owned()))
        })
        .collect();
    let changes = read(&mut form);
    if !form.errors().any() {
        let (db, clock) = (&app.db, &app.clock);
        match change_settings(db, clock, &app.settings, staff.actor(), changes).await {
            Ok(()) => return Ok(view::done(&app.config, PATH, "ok", "The settings are saved.")),
            Err(ChangeSettingsError::NotAllowed) => return Err(Failure::Forbidden),
            Err(ChangeSettingsError::Meanwhile { key, now }) => {
                form.refuse(key, meanwhile(key, &now));
                // Whoever has read this, and saves again, means it.
                fields.iter_mut().filter(|field| field.name == key).for_each(|field| {
                    field.was.clone_from(&now);
                });
            }
            Err(ChangeSettingsError::Db(error)) => return Err(error.into()),
        }
    }
    let errors = form.errors();
    for field in &mut fields {
        field.error = errors.of(field.name).to_owned();
    }
    view::refused(&SettingsPage { page: staff.page("admin-settings"), fields, errors })
}

/// The name of the field that holds what a setting was.
fn was(key: &str) -> String {
    format!("was-{key}")
}

/// What the person changed; errors are noted in the form.
fn read(form: &mut SentForm) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in ROWS {
        // Browsers send line ends as two characters.
        let from = form.text(&was(row.key)).replace("\r\n", "\n");
        if let Some(to) = form.read(row.key, |typed| row.check(typed))
            && to != from
        {
            changes.push(Change { row, from, to });
        }
    }
    changes
}

fn meanwhile(key: &str, now: &str) -> String {
    let choices = ROWS.iter().find(|row| row.key == key).map(|row| row.kind);
    let word = match choices {
        Some(Kind::Choice(choices)) => choices.iter().find(|(word, _)| *word == now),
        Some(_) | None => None,
    };
    let shown = word.map_or(if now.is_empty() { "blank" } else { now }, |(_, name)| name);
    format!("Somebody has changed this to “{shown}” in the meantime. Save again to change it.")
}

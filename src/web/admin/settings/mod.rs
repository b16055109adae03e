//! /admin/settings: what the owner sets while the panel runs, a page for each group. The form carries
//! what each setting was, so only what the person changed is changed.

mod field;
pub mod issuers;
pub mod logo;
pub mod telegram;

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;

use crate::accounts::change_settings::{Change, ChangeSettingsError};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::providers::change_settings;
use crate::settings::{self, Group, Kind, STAFF_NETWORKS};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Chip, Page};
use field::Field;

#[derive(Template)]
#[template(path = "admin/settings/settings.html")]
struct SettingsPage {
    page: Page,
    tabs: Vec<Chip>,
    /// Where the form goes.
    path: &'static str,
    /// Whether the logo is on this page.
    has_logo: bool,
    fields: Vec<Field>,
    errors: Errors,
}

impl SettingsPage {
    fn new(staff: &Staff, group: Group, (fields, errors): (Vec<Field>, Errors)) -> Self {
        Self {
            page: staff.page("admin-settings"),
            tabs: tabs(Some(group)),
            path: path(group),
            has_logo: group == Group::Shop,
            fields,
            errors,
        }
    }
}

/// The pages of settings, for one beside them.
pub(super) fn tabs_beside(path: &str) -> Vec<Chip> {
    tabs(None).into_iter().map(|tab| Chip { on: tab.href == path, ..tab }).collect()
}

/// The pages of settings; `None`: that of alerts is open.
pub(super) fn tabs(open: Option<Group>) -> Vec<Chip> {
    let group =
        |group: Group| Chip::new(called(group), path(group).to_owned(), open == Some(group));
    let alerts = Chip::new("Alerts", "/admin/settings/alerts".to_owned(), open.is_none());
    let mail = Chip::new("Mail", "/admin/mail".to_owned(), false);
    let issuers = Chip::new("Sign-in", "/admin/settings/sign-in".to_owned(), false);
    let telegram = Chip::new("Telegram", telegram::PATH.to_owned(), false);
    Group::ALL.map(group).into_iter().chain([issuers, alerts, mail, telegram]).collect()
}

const fn called(group: Group) -> &'static str {
    match group {
        Group::Shop => "Look and texts",
        Group::People => "People",
        Group::Orders => "Orders",
        Group::Records => "Records",
    }
}

const fn path(group: Group) -> &'static str {
    match group {
        Group::Shop => "/admin/settings",
        Group::People => "/admin/settings/people",
        Group::Orders => "/admin/settings/orders",
        Group::Records => "/admin/settings/records",
    }
}

/// The group whose page is asked for.
pub struct Asked(Group);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let asked = Group::ALL.into_iter().find(|group| path(*group) == parts.uri.path());
        asked.map(Self).ok_or(Failure::NotFound)
    }
}

/// GET /admin/settings, /admin/settings/people …
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Asked(group): Asked,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    view::html(&unchanged(&app, &staff, group, Errors::default()).await?)
}

/// The page as the settings are.
async fn unchanged(
    app: &App,
    staff: &Staff,
    group: Group,
    errors: Errors,
) -> Result<SettingsPage, Failure> {
    let present = settings::read(app.db.pool()).await?;
    let fields = group.rows().iter().map(|row| {
        let value = row.show(&present);
        Field::new(row, &app.currency, (value.clone(), value))
    });
    Ok(SettingsPage::new(staff, group, (fields.collect(), errors)))
}

/// POST /admin/settings, /admin/settings/people …
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Asked(group): Asked,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    for row in group.rows().iter().filter(|row| row.kind == Kind::Languages) {
        let ticked: Vec<String> = form.all(row.key).map(str::to_owned).collect();
        form.set(row.key, ticked.join(" "));
    }
    let mut fields: Vec<Field> = group
        .rows()
        .iter()
        .map(|row| {
            let (value, was) = (form.text(row.key), form.text(&was(row.key)));
            Field::new(row, &app.currency, (value.to_owned(), was.to_owned()))
        })
        .collect();
    let changes = read(group, &mut form);
    if !form.errors().any() {
        let said = said(&changes);
        let (db, clock) = (&app.db, &app.clock);
        match change_settings(db, clock, &app.settings, staff.actor(), changes).await {
            Ok(()) => return Ok(view::done(&app.config, path(group), "ok", said)),
            Err(ChangeSettingsError::NotAllowed) => return Err(Failure::Forbidden),
            Err(ChangeSettingsError::Meanwhile { key, now }) => {
                form.refuse(key, meanwhile(key, &now));
                // Whoever has read this, and saves again, means it.
                fields.iter_mut().filter(|field| field.name == key).for_each(|field| {
                    field.was.clone_from(&now);
                });
            }
            Err(ChangeSettingsError::OwnersAlone(key)) => {
                form.refuse(key, "Only an owner changes this.");
            }
            Err(error @ ChangeSettingsError::LocksOut(_)) => {
                let said = format!("This was not saved: {error}.");
                form.refuse(STAFF_NETWORKS, said);
            }
            Err(ChangeSettingsError::Db(error)) => return Err(error.into()),
        }
    }
    let errors = form.errors();
    for field in &mut fields {
        field.error = errors.of(field.name).to_owned();
    }
    view::refused(&SettingsPage::new(&staff, group, (fields, errors)))
}

/// What has happened, for whoever saved.
fn said(changes: &[Change]) -> &'static str {
    match changes.iter().find(|change| change.row.key == "maintenance") {
        Some(change) if change.to == "on" => "Maintenance is on. No orders are taken from now on.",
        Some(_) => "Maintenance is over. Orders are taken again.",
        None if changes.is_empty() => "Nothing was changed.",
        None => "The settings are saved.",
    }
}

/// The name of the field that holds what a setting was.
fn was(key: &str) -> String {
    format!("was-{key}")
}

/// What the person changed; errors are noted in the form.
fn read(group: Group, form: &mut SentForm) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in group.rows() {
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
    let word = match settings::row(key).map(|row| row.kind) {
        Some(Kind::Choice(choices)) => choices.iter().find(|(word, _)| *word == now),
        Some(_) | None => None,
    };
    let shown = word.map_or(if now.is_empty() { "blank" } else { now }, |(_, name)| name);
    format!("Somebody has changed this to “{shown}” in the meantime. Save again to change it.")
}

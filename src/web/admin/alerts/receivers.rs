//! /admin/settings/alerts: who is told of alerts.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::rights::Rights;
use crate::alerts::ReceiverId;
use crate::alerts::receivers::{self, New, ReceiverError, Typed, Way};
use crate::app::App;
use crate::web::admin::fields::sentence;
use crate::web::admin::settings;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Chip, Page};

pub(super) const PATH: &str = "/admin/settings/alerts";

#[derive(Template)]
#[template(path = "admin/alerts/receivers.html")]
struct ReceiversPage {
    page: Page,
    tabs: Vec<Chip>,
    rows: Vec<ReceiverRow>,
    ways: Vec<Choice>,
    typed_name: String,
    chat: String,
    mail: String,
    errors: Errors,
}

struct ReceiverRow {
    id: ReceiverId,
    name: String,
    way: &'static str,
    place: String,
    enabled: bool,
    fails: i32,
}

/// The page after a webhook has got a secret: it is here and nowhere else.
#[derive(Template)]
#[template(path = "admin/alerts/secret.html")]
struct SecretPage {
    page: Page,
    id: ReceiverId,
    name: String,
    secret: String,
}

impl ReceiversPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let rows = receivers::list(app.db.pool()).await?.into_iter().map(|one| ReceiverRow {
            id: one.id,
            name: one.name,
            way: called(one.way),
            place: one.place,
            enabled: one.enabled,
            fails: one.fails,
        });
        let way = form.text("way");
        let choice = |one: Way| Choice::new(one.as_str(), called(one), one.as_str() == way);
        Ok(Self {
            page: staff.page("admin-settings"),
            tabs: settings::tabs(None),
            rows: rows.collect(),
            ways: Way::ALL.map(choice).into(),
            typed_name: form.text("name").to_owned(),
            chat: form.text("chat").to_owned(),
            mail: form.text("mail").to_owned(),
            errors: form.errors(),
        })
    }
}

/// What a way is called.
pub(super) fn called(way: Way) -> &'static str {
    match way {
        Way::Webhook => "Webhook",
        Way::Telegram => "Telegram bot",
        Way::Mail => "Mail",
    }
}

/// What was typed about where it is.
pub(super) fn typed(form: &SentForm) -> Typed {
    let text = |name| form.text(name).to_owned();
    Typed { url: text("url"), token: text("token"), chat: text("chat"), mail: text("mail") }
}

pub(super) fn refuse(form: &mut SentForm, error: ReceiverError) -> Result<(), Failure> {
    match error {
        ReceiverError::Field { field, sentence: said } => form.refuse(field, sentence(&said)),
        ReceiverError::NotFound => return Err(Failure::NotFound),
        ReceiverError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

/// The page of the receiver, or first the page with its new secret.
pub(super) fn saved(
    app: &App,
    staff: &Staff,
    (id, name): (ReceiverId, &str),
    secret: Option<String>,
) -> Result<Response, Failure> {
    match secret {
        Some(secret) => {
            let (page, name) = (staff.page("admin-settings"), name.trim().to_owned());
            view::html(&SecretPage { page, id, name, secret })
        }
        None => Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", "It is saved.")),
    }
}

/// GET /admin/settings/alerts
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    view::html(&ReceiversPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/settings/alerts: the answer to a new webhook is the page with its secret.
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let way = form.read("way", |word| Way::parse(word).ok_or("Choose one of the list."));
    if let Some(way) = way {
        let new = New {
            way,
            name: form.text("name").to_owned(),
            typed: typed(&form),
            zone: staff.visitor().zone(),
            panel: staff.visitor().page("").panel_name,
        };
        let made = receivers::create(&app.db, &app.clock, &app.postman, staff.actor(), new).await;
        match made {
            Ok((id, secret)) => return saved(&app, &staff, (id, form.text("name")), secret),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&ReceiversPage::read(&app, &staff, &form).await?)
}

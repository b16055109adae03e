//! /admin/settings/alerts/{id}: one receiver: of what it is told, its quiet hours, and what was sent.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::receivers::{PATH, called, refuse, saved, typed};
use crate::accounts::rights::Rights;
use crate::alerts::receivers::{self, Draft, Receiver, ReceiverError, Way, Wishes};
use crate::alerts::{self, ALERTS, Delivery, Quiet, ReceiverId};
use crate::app::App;
use crate::kit::zone::Zone;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/alerts/receiver.html")]
struct ReceiverPage {
    page: Page,
    id: ReceiverId,
    title: String,
    way: &'static str,
    is_webhook: bool,
    is_mail: bool,
    place: String,
    fails: i32,
    fields: Fields,
    deliveries: Vec<DeliveryRow>,
    errors: Errors,
}

/// The form.
struct Fields {
    name: String,
    /// For each alert: its field, its words, and whether it is told of.
    wishes: Vec<WishField>,
    quiet_from: String,
    quiet_until: String,
    zones: Vec<Choice>,
    enabled: bool,
}

struct WishField {
    /// `told-` and the alert's word.
    name: String,
    label: &'static str,
    hint: &'static str,
    options: Vec<Choice>,
}

struct DeliveryRow {
    title: String,
    /// The class that colours its state, its icon, and the word.
    kind: &'static str,
    icon: &'static str,
    word: String,
    said: String,
    made: When,
}

const NO: &str = "no";
const YES: &str = "yes";
const URGENT: &str = "urgent";

impl Fields {
    fn of(receiver: &Receiver) -> Self {
        let wishes = &receiver.wishes;
        let (from, until) = wishes.quiet.map(Quiet::shown).unwrap_or_default();
        let has = |words: &[String], word: &str| words.iter().any(|one| one == word);
        let chosen = |word: &str| {
            if has(&wishes.left_out, word) {
                NO
            } else if has(&wishes.urgent, word) {
                URGENT
            } else {
                YES
            }
        };
        Self {
            name: receiver.name.clone(),
            wishes: ALERTS.iter().map(|one| wish(one, chosen(one.word))).collect(),
            quiet_from: from,
            quiet_until: until,
            zones: zones(&wishes.zone.to_string()),
            enabled: receiver.enabled,
        }
    }

    fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            name: text("name"),
            wishes: ALERTS.iter().map(|one| wish(one, form.text(&told(one.word)))).collect(),
            quiet_from: text("quiet_from"),
            quiet_until: text("quiet_until"),
            zones: zones(form.text("zone")),
            enabled: form.is_ticked("enabled"),
        }
    }
}

fn told(word: &str) -> String {
    format!("told-{word}")
}

fn wish(alert: &alerts::Alert, chosen: &str) -> WishField {
    let choices = [(YES, "Yes"), (URGENT, "Yes, in quiet hours too"), (NO, "No")];
    WishField {
        name: told(alert.word),
        label: alert.name,
        hint: alert.help,
        options: choices.map(|(word, label)| Choice::new(word, label, word == chosen)).into(),
    }
}

fn zones(chosen: &str) -> Vec<Choice> {
    let names = Zone::all().map(|zone| zone.to_string());
    names.map(|name| Choice::new(&name, &name, name == chosen)).collect()
}

/// The words of the alerts for which this was chosen.
fn chosen(form: &SentForm, what: &str) -> Vec<String> {
    let chosen = ALERTS.iter().filter(|one| form.text(&told(one.word)) == what);
    chosen.map(|one| one.word.to_owned()).collect()
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm, panel: &str) -> Option<Draft> {
    let (left_out, urgent) = (chosen(form, NO), chosen(form, URGENT));
    let zone = form.read("zone", Zone::parse);
    let minute = |typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => Quiet::minute(typed).map(Some).ok_or("A time such as 22:00."),
    };
    let from = form.read("quiet_from", minute);
    let until = form.read("quiet_until", minute);
    let (zone, from, until) = (zone?, from?, until?);
    let quiet = match (from, until) {
        (None, None) => None,
        (Some(from), Some(until)) => match Quiet::new(from, until, zone) {
            Some(quiet) => Some(quiet),
            None => {
                form.refuse("quiet_until", "Another time than that at which they begin.");
                return None;
            }
        },
        (Some(_), None) => {
            form.refuse("quiet_until", "Say when they end, or leave both blank.");
            return None;
        }
        (None, Some(_)) => {
            form.refuse("quiet_from", "Say when they begin, or leave both blank.");
            return None;
        }
    };
    Some(Draft {
        name: form.text("name").to_owned(),
        typed: typed(form),
        wishes: Wishes { left_out, urgent, quiet, zone },
        panel: panel.to_owned(),
        enabled: form.is_ticked("enabled"),
        new_secret: form.is_ticked("new_secret"),
    })
}

fn row(app: &App, one: Delivery) -> DeliveryRow {
    let now = app.clock.now();
    let (kind, icon, word) = match one.state.as_str() {
        "sent" => ("on", "state-completed", "Sent".to_owned()),
        "waiting" if one.tries == 1 => ("hold", "state-hold", "Tried once".to_owned()),
        "waiting" if one.tries > 1 => ("hold", "state-hold", format!("Tried {} times", one.tries)),
        "waiting" if one.due_at > now => ("", "state-scheduled", "Waits (quiet hours)".to_owned()),
        "waiting" => ("", "state-pending", "Waits".to_owned()),
        "expired" => ("unknown", "state-unknown", "Given up".to_owned()),
        _ => ("unknown", "state-unknown", "Failed".to_owned()),
    };
    let title = if one.is_end { format!("Over: {}", one.title) } else { one.title };
    DeliveryRow { title, kind, icon, word, said: one.said, made: When::new(one.made_at, now) }
}

async fn page(
    app: &App,
    staff: &Staff,
    receiver: Receiver,
    (fields, errors): (Fields, Errors),
) -> Result<ReceiverPage, Failure> {
    let sent = alerts::deliveries(app.db.pool(), receiver.id).await?;
    Ok(ReceiverPage {
        page: staff.page("admin-settings"),
        id: receiver.id,
        title: receiver.name,
        way: called(receiver.way),
        is_webhook: receiver.way == Way::Webhook,
        is_mail: receiver.way == Way::Mail,
        place: receiver.place,
        fails: receiver.fails,
        fields,
        deliveries: sent.into_iter().map(|one| row(app, one)).collect(),
        errors,
    })
}

/// GET /admin/settings/alerts/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ReceiverId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = receivers::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let shown = (Fields::of(&found), Errors::default());
    view::html(&page(&app, &staff, found, shown).await?)
}

/// POST /admin/settings/alerts/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ReceiverId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = receivers::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(draft) = read(&mut form, &staff.page("").panel_name) {
        let (db, clock, postman) = (&app.db, &app.clock, &app.postman);
        match receivers::update(db, clock, postman, staff.actor(), (id, draft)).await {
            Ok(secret) => return saved(&app, &staff, (id, form.text("name")), secret),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    let shown = (Fields::typed(&form), form.errors());
    view::refused(&page(&app, &staff, found, shown).await?)
}

/// POST /admin/settings/alerts/{id}/test
pub async fn test(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ReceiverId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let path = format!("{PATH}/{id}");
    match receivers::test(&app.db, &app.clock, &app.postman, staff.actor(), id).await {
        Ok(outcome) if outcome.arrived => {
            // By mail it is on its way.
            let text = match outcome.said.as_str() {
                "Arrived." => "The test has arrived.",
                said => said,
            };
            Ok(view::done(&app.config, &path, "ok", text))
        }
        Ok(outcome) => {
            let text = format!("The test has not arrived. {}", outcome.said);
            Ok(view::done(&app.config, &path, "bad", &text))
        }
        Err(error) => gone(error),
    }
}

/// POST /admin/settings/alerts/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ReceiverId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    match receivers::remove(&app.db, &app.clock, staff.actor(), id).await {
        Ok(name) => {
            Ok(view::done(&app.config, PATH, "ok", &format!("{name} is told of nothing any more.")))
        }
        Err(error) => gone(error),
    }
}

fn gone(error: ReceiverError) -> Result<Response, Failure> {
    match error {
        ReceiverError::Db(error) => Err(error.into()),
        ReceiverError::Field { .. } | ReceiverError::NotFound => Err(Failure::NotFound),
    }
}

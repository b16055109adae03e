//! /admin/providers: the list of providers with the state of each, and the form that connects a new
//! one.

mod change_view;
pub mod changes;
mod history;
pub mod import;
mod import_list;
mod import_preview;
pub mod import_run;
mod left_out;
pub mod provider;
mod provider_form;

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::orders::overview::{self, Unfinished};
use crate::providers::provider::{Draft, Provider, ProviderError};
use crate::providers::pulse::{Health, Pulse};
use crate::providers::{self, Protocol, ProviderId, balance, pulse};
use crate::web::admin::desk::needs::lasting;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::figures::{capped, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Page, When};
use provider_form::{ProviderForm, protocol_name, read_provider};

pub(super) const PATH: &str = "/admin/providers";
/// A person waits for the answer to a test.
const TEST_WITHIN: Duration = Duration::from_secs(20);

#[derive(Template)]
#[template(path = "admin/providers/providers.html")]
struct ProvidersPage {
    page: Page,
    may_edit: bool,
    open_changes: i64,
    /// Whether there is a provider besides those inside the panel.
    connected: bool,
    rows: Vec<ProviderRow>,
}

struct ProviderRow {
    id: ProviderId,
    name: String,
    protocol: &'static str,
    state: Standing,
    balance: String,
    /// How long it lasts at the pace of the last day; "" when it is not known.
    lasts: String,
    low: bool,
    alert: String,
    trouble: String,
    /// Calls of the last minutes: answers and errors; "" for none.
    calls: String,
    seen: Option<When>,
    open: String,
    unknown: i64,
}

/// The state of a provider, by shape, word and colour.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// The class that colours it.
    pub kind: &'static str,
    pub icon: &'static str,
    pub word: &'static str,
    pub why: String,
}

impl Standing {
    /// By what staff and the panel have set, and by its answers to calls.
    pub fn of(provider: &Provider, pulse: Option<&Pulse>, now: DateTime<Utc>) -> Self {
        let why = provider.paused_reason.clone().unwrap_or_default();
        let health = pulse.map_or(Health::Unasked, |pulse| pulse.health(now));
        let said = || pulse.map(|pulse| pulse.said.clone()).unwrap_or_default();
        match (provider.enabled, &provider.paused_reason) {
            (false, _) => {
                Self { kind: "", icon: "state-canceled", word: "Off", why: String::new() }
            }
            (true, Some(_)) if provider.paused_by_panel => {
                Self { kind: "unknown", icon: "state-unknown", word: "Paused by the panel", why }
            }
            (true, Some(_)) => Self { kind: "hold", icon: "state-hold", word: "Paused", why },
            (true, None) if health == Health::Down => Self {
                kind: "unknown",
                icon: "state-unknown",
                word: "Does not answer",
                why: said(),
            },
            (true, None) if health == Health::Fails => {
                Self { kind: "hold", icon: "state-review", word: "Fails often", why: said() }
            }
            (true, None) => Self { kind: "on", icon: "state-completed", word: "Open", why },
        }
    }
}

/// `120, 2 errors`
fn calls(pulse: &Pulse) -> String {
    match (pulse.answers, pulse.errors) {
        (0, 0) => String::new(),
        (answers, 0) => number(answers),
        (answers, 1) => format!("{}, 1 error", number(answers)),
        (answers, errors) => format!("{}, {} errors", number(answers), number(errors)),
    }
}

/// An amount in a provider's own currency.
pub(super) fn theirs(amount: i64, provider: &Provider) -> String {
    format!("{} {}", Money::from_micros(amount), provider.currency)
}

/// GET /admin/providers
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let connected = providers::provider::list(app.db.pool()).await?;
    let unfinished = overview::unfinished_by_provider(app.db.pool()).await?;
    let now = app.clock.now();
    let pulses = pulse::read(&app.db, now).await?;
    let falls = balance::falls(&app.db, now).await?;
    let rows = connected.iter().map(|provider| {
        let Unfinished { open, unknown } =
            unfinished.get(&provider.id).copied().unwrap_or_default();
        let pulse = pulses.get(&provider.id);
        let heard = pulse.and_then(|pulse| pulse.answered_at);
        let seen = heard.max(provider.balance_at).max(provider.list_at);
        ProviderRow {
            id: provider.id,
            name: provider.name.clone(),
            protocol: protocol_name(provider.protocol),
            state: Standing::of(provider, pulse, now),
            balance: provider.balance.map(|b| theirs(b, provider)).unwrap_or_default(),
            lasts: provider
                .balance
                .and_then(|left| falls.get(&provider.id)?.hours_left(left))
                .map(lasting)
                .unwrap_or_default(),
            low: provider.is_low(),
            alert: provider.alert.clone().unwrap_or_default(),
            trouble: provider.balance_trouble.clone().unwrap_or_default(),
            calls: pulse.map(calls).unwrap_or_default(),
            seen: seen.map(|at| When::new(at, now)),
            open: capped(open),
            unknown,
        }
    });
    view::html(&ProvidersPage {
        page: staff.page("admin-providers"),
        may_edit: staff.require(Rights::may_edit_providers).is_ok(),
        open_changes: providers::changes::waiting(app.db.pool()).await?.count,
        connected: connected.iter().any(|provider| provider.url.is_some()),
        rows: rows.collect(),
    })
}

#[derive(Template)]
#[template(path = "admin/providers/provider_new.html")]
struct NewPage {
    page: Page,
    errors: Errors,
    provider: ProviderForm,
    panel_currency: String,
    /// It gave no balance: offers to save it all the same.
    is_untested: bool,
}

/// GET /admin/providers/new
pub async fn blank(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    view::html(&NewPage {
        page: staff.page("admin-providers"),
        errors: Errors::default(),
        provider: ProviderForm::blank(&app.currency),
        panel_currency: app.currency.clone(),
        is_untested: false,
    })
}

/// POST /admin/providers: it is asked for our balance first, so that a wrong key is seen at once.
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let protocol = form.read("protocol", |typed| {
        let found = Protocol::parse(typed).filter(|protocol| protocol.has_services());
        found.ok_or("Choose one of the list.")
    });
    let draft = read_provider(&mut form, app.upstreams.outbound(), &app.currency);
    if form.text("key").trim().is_empty() {
        form.refuse("key", "A provider needs its key.");
    } else if let (Some(protocol), Some(draft)) = (protocol, draft) {
        let name = draft.name.clone();
        if let Some(page) = untested(&app, &staff, &mut form, (protocol, &draft)).await? {
            return Ok(page);
        }
        let (db, clock, upstreams) = (&app.db, &app.clock, &app.upstreams);
        match providers::provider::create(db, clock, upstreams, staff.actor(), (protocol, draft))
            .await
        {
            Ok(id) => {
                let text = format!("{name} is connected.");
                return Ok(view::done(&app.config, &format!("{PATH}/{id}"), "ok", &text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&NewPage {
        page: staff.page("admin-providers"),
        errors: form.errors(),
        provider: ProviderForm::typed(&form),
        panel_currency: app.currency.clone(),
        is_untested: false,
    })
}

/// The form again, if the provider gives no balance and staff have not said that it shall be saved
/// all the same.
async fn untested(
    app: &App,
    staff: &Staff,
    form: &mut SentForm,
    (protocol, draft): (Protocol, &Draft),
) -> Result<Option<Response>, Failure> {
    if form.is_ticked("untested") {
        return Ok(None);
    }
    // What cannot be saved anyway is said by whoever saves it.
    if draft.check().is_err() {
        return Ok(None);
    }
    let key = draft.key.as_deref().unwrap_or_default();
    let Some(trouble) = trouble(app, (protocol, draft.url.as_str(), key)).await else {
        return Ok(None);
    };
    form.refuse("url", format!("No balance came from there: {trouble}."));
    form.refuse("key", "If the address is right, the key may be wrong. Type it again.");
    Ok(Some(view::refused(&NewPage {
        page: staff.page("admin-providers"),
        errors: form.errors(),
        provider: ProviderForm::typed(form),
        panel_currency: app.currency.clone(),
        is_untested: true,
    })?))
}

/// Asks a provider that is not stored for our balance; answers what came instead.
async fn trouble(app: &App, (protocol, url, key): (Protocol, &str, &str)) -> Option<String> {
    let upstream = app.upstreams.open(protocol, url, key);
    match tokio::time::timeout(TEST_WITHIN, upstream.balance()).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("no answer came in time".to_owned()),
    }
}

/// Puts a domain's refusal beside its field.
pub(super) fn refuse(form: &mut SentForm, error: ProviderError) -> Result<(), Failure> {
    match error {
        ProviderError::Field { field, sentence: said } => form.refuse(field, sentence(&said)),
        ProviderError::NotFound | ProviderError::BuiltIn => return Err(Failure::NotFound),
        ProviderError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

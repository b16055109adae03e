//! /admin/providers/{id}: one provider: its settings, whether it answers, and its recent history.

use std::sync::Arc;
use std::time::{Duration, Instant};

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::change_view::ChangeRow;
use super::provider_form::{ProviderForm, protocol_name, read_provider};
use super::{PATH, Standing, refuse, theirs};
use crate::accounts::role::Role;
use crate::app::App;
use crate::kit::page::Cursor;
use crate::orders::overview;
use crate::providers::changes::{self, Filter};
use crate::providers::provider::{self, Idempotency, Provider, ProviderError};
use crate::providers::unread;
use crate::providers::{ProviderId, balance, pulse};
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::figures::{capped, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

const BALANCES: i64 = 12;
const CHANGES: usize = 8;
/// A person waits for the page.
const TEST_WITHIN: Duration = Duration::from_secs(20);

#[derive(Template)]
#[template(path = "admin/providers/provider.html")]
pub(super) struct ProviderPage {
    page: Page,
    errors: Errors,
    id: ProviderId,
    title: String,
    protocol: &'static str,
    /// Those inside the panel have no settings and no balance.
    built_in: bool,
    has_list: bool,
    may_edit: bool,
    settings: ProviderForm,
    why: String,
    state: Standing,
    enabled: bool,
    paused: bool,
    balance: String,
    low: String,
    balance_at: Option<When>,
    alert: String,
    /// The panel paused it, and does not resume it by itself.
    needs_staff: bool,
    trouble: String,
    list_at: Option<When>,
    list_trouble: String,
    /// Lines of its list that were not taken; "": none.
    unread: String,
    /// none, offered or confirmed.
    idempotency: &'static str,
    open: String,
    unknown: i64,
    test: Option<Test>,
    balances: Vec<Past>,
    changes: Vec<ChangeRow>,
    panel_currency: String,
}

/// The result of a test of the connection.
struct Test {
    ok: bool,
    balance: String,
    took: String,
    /// The currency in which it counts, if it is not the one in its settings.
    currency: String,
    trouble: String,
}

struct Past {
    at: When,
    balance: String,
    drift: String,
}

impl ProviderPage {
    async fn read(app: &App, staff: &Staff, id: ProviderId) -> Result<(Self, Provider), Failure> {
        let provider = provider::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
        let now = app.clock.now();
        let pulses = pulse::read(&app.db, now).await?;
        let unfinished = overview::unfinished_by_provider(app.db.pool()).await?;
        let unfinished = unfinished.get(&id).copied().unwrap_or_default();
        let filter = Filter { provider_id: Some(id), fate: None };
        let recent = changes::page(&app.db, filter, Cursor::First).await?;
        let changes = recent.rows.into_iter().take(CHANGES);
        let page = Self {
            page: staff.page("admin-providers"),
            errors: Errors::default(),
            id,
            title: provider.name.clone(),
            protocol: protocol_name(provider.protocol),
            built_in: provider.url.is_none(),
            has_list: provider.protocol.has_list(),
            may_edit: staff.require(Role::may_edit_providers).is_ok(),
            settings: ProviderForm::of(&provider),
            why: String::new(),
            state: Standing::of(&provider, pulses.get(&id), now),
            enabled: provider.enabled,
            paused: provider.paused_reason.is_some(),
            balance: provider.balance.map(|b| theirs(b, &provider)).unwrap_or_default(),
            low: match provider.balance_low {
                Some(low) if provider.is_low() => theirs(low, &provider),
                _ => String::new(),
            },
            balance_at: provider.balance_at.map(|at| When::new(at, now)),
            alert: provider.alert.clone().unwrap_or_default(),
            needs_staff: provider.pause_needs_staff,
            trouble: provider.balance_trouble.clone().unwrap_or_default(),
            list_at: provider.list_at.map(|at| When::new(at, now)),
            list_trouble: provider.list_trouble.clone().unwrap_or_default(),
            unread: match unread::count(app.db.pool(), id).await? {
                0 => String::new(),
                count => number(count),
            },
            idempotency: match provider.idempotency {
                Idempotency::None => "none",
                Idempotency::Offered => "offered",
                Idempotency::Confirmed => "confirmed",
            },
            open: capped(unfinished.open),
            unknown: unfinished.unknown,
            test: None,
            balances: pasts(app, &provider).await?,
            changes: changes.map(|change| ChangeRow::new(change, now)).collect(),
            panel_currency: app.currency.clone(),
        };
        Ok((page, provider))
    }
}

/// The newest figures, each with how it differs from the one before.
async fn pasts(app: &App, provider: &Provider) -> Result<Vec<Past>, Failure> {
    let found = balance::recent(&app.db, provider.id, BALANCES + 1).await?;
    let now = app.clock.now();
    let rows = found.iter().enumerate().take(12).map(|(at, past)| {
        let drift = found.get(at + 1).map(|older| past.balance - older.balance);
        Past {
            at: When::new(past.at, now),
            balance: theirs(past.balance, provider),
            drift: match drift {
                Some(0) => "unchanged".to_owned(),
                Some(up) if up > 0 => format!("+{}", theirs(up, provider)),
                Some(down) => format!("−{}", theirs(down.saturating_abs(), provider)),
                None => String::new(),
            },
        }
    });
    Ok(rows.collect())
}

/// GET /admin/providers/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Role::is_staff)?;
    view::html(&ProviderPage::read(&app, &staff, id).await?.0)
}

/// POST /admin/providers/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let (page, _) = ProviderPage::read(&app, &staff, id).await?;
    if page.built_in {
        return Err(Failure::NotFound);
    }
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(draft) = read_provider(&mut form, app.upstreams.outbound(), &app.currency) {
        let name = draft.name.clone();
        let (db, clock, upstreams) = (&app.db, &app.clock, &app.upstreams);
        match provider::update(db, clock, upstreams, staff.actor(), (id, draft)).await {
            Ok(()) => {
                let text = format!("{name} is saved.");
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    let typed = ProviderForm::typed(&form);
    // The protocol cannot be changed.
    let typed = ProviderForm { protocols: Vec::new(), ..typed };
    view::refused(&ProviderPage { errors: form.errors(), settings: typed, ..page })
}

/// POST /admin/providers/{id}/test: asks for the balance, and shows what came back.
pub async fn test(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let provider = provider::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    if provider.url.is_none() {
        return Err(Failure::NotFound);
    }
    let upstream = app.upstreams.get(id).await?.ok_or(Failure::NotFound)?;
    let started = Instant::now();
    let answer = tokio::time::timeout(TEST_WITHIN, upstream.balance()).await;
    let took = format!("{} ms", started.elapsed().as_millis());
    let failed = |trouble: String| Test {
        ok: false,
        balance: String::new(),
        took: String::new(),
        currency: String::new(),
        trouble,
    };
    let test = match answer {
        Ok(Ok(found)) => {
            let currency = found.currency.clone().unwrap_or_else(|| provider.currency.clone());
            let shown = Provider { currency: currency.clone(), ..provider.clone() };
            let balance = theirs(found.amount, &shown);
            balance::record(&app.db, &app.clock, (id, found)).await?;
            let differs = currency != provider.currency;
            let currency = if differs { currency } else { String::new() };
            Test { ok: true, balance, took, currency, trouble: String::new() }
        }
        Ok(Err(error)) => failed(error.to_string()),
        Err(_) => failed("no answer came in time".to_owned()),
    };
    if !test.ok {
        balance::record_trouble(&app.db, &app.clock, (id, &test.trouble)).await?;
    }
    let (page, _) = ProviderPage::read(&app, &staff, id).await?;
    view::html(&ProviderPage { test: Some(test), ..page })
}

/// POST /admin/providers/{id}/pause
pub async fn pause(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let (page, _) = ProviderPage::read(&app, &staff, id).await?;
    if let Some(why) = reason(&mut form, "why") {
        let done = provider::pause(&app.db, &app.clock, staff.actor(), (id, why)).await;
        return said(&app, id, done, "is paused. Its orders wait, or take their next route.");
    }
    let why = form.text("why").to_owned();
    view::refused(&ProviderPage { errors: form.errors(), why, ..page })
}

/// POST /admin/providers/{id}/resume
pub async fn resume(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let done = provider::resume(&app.db, &app.clock, staff.actor(), id).await;
    app.intake.placed().notify_one();
    said(&app, id, done, "is open again.")
}

/// POST /admin/providers/{id}/enable
pub async fn enable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let done = provider::set_enabled(&app.db, &app.clock, staff.actor(), (id, true)).await;
    said(&app, id, done, "is switched on.")
}

/// POST /admin/providers/{id}/disable
pub async fn disable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let done = provider::set_enabled(&app.db, &app.clock, staff.actor(), (id, false)).await;
    said(&app, id, done, "is switched off. Orders that it has are still followed.")
}

/// POST /admin/providers/{id}/confirm: staff confirm that it takes idempotency keys, as it says.
pub async fn confirm(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_providers)?;
    let confirmed = form.text("confirmed") != "no";
    let (db, clock) = (&app.db, &app.clock);
    let done = provider::confirm_idempotency(db, clock, staff.actor(), (id, confirmed)).await;
    let text = match done {
        Ok(true) if confirmed => "Unanswered submissions are asked again with the same key.",
        Ok(true) => "Unanswered submissions wait for a person again.",
        Ok(false) => "Its answers do not say that it takes such keys.",
        Err(ProviderError::Db(error)) => return Err(error.into()),
        Err(_) => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &path(id), "ok", text))
}

fn said(
    app: &App,
    id: ProviderId,
    done: Result<Provider, ProviderError>,
    what: &str,
) -> Result<Response, Failure> {
    match done {
        Ok(provider) => {
            let text = format!("{} {what}", provider.name);
            Ok(view::done(&app.config, &path(id), "ok", &text))
        }
        Err(ProviderError::Db(error)) => Err(error.into()),
        Err(ProviderError::Field { .. } | ProviderError::NotFound | ProviderError::BuiltIn) => {
            Err(Failure::NotFound)
        }
    }
}

fn path(id: ProviderId) -> String {
    format!("{PATH}/{id}")
}

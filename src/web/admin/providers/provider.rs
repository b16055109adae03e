//! /admin/providers/{id}: one provider: its settings, whether it answers, and its recent history.

use std::sync::Arc;
use std::time::Instant;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::change_view::ChangeRow;
use super::history::History;
use super::provider_form::{ProviderForm, protocol_name, read_provider};
use super::{PATH, Standing, TEST_WITHIN, refuse, theirs, trouble};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::page::Cursor;
use crate::orders::overview::{self, Unfinished};
use crate::providers::changes::{self, Filter};
use crate::providers::provider::{self, Idempotency, Provider, ProviderError};
use crate::providers::touched::{self, Touched};
use crate::providers::{ProviderId, balance, pulse, unread};
use crate::web::admin::desk::needs::lasting;
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::figures::{capped, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

const CHANGES: usize = 8;

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
    /// How long it lasts at the pace of the last day; "" when it is not known.
    lasts: String,
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
    /// Services that are switched on and that it delivers, and those that only it delivers.
    services: String,
    alone: i64,
    /// What switching it off means.
    off_means: String,
    test: Option<Test>,
    history: History,
    changes: Vec<ChangeRow>,
    panel_currency: String,
    /// A new key brought no balance: offers to save it all the same.
    is_untested: bool,
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

impl ProviderPage {
    async fn read(app: &App, staff: &Staff, id: ProviderId) -> Result<(Self, Provider), Failure> {
        let provider = provider::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
        let now = app.clock.now();
        let pulses = pulse::read(&app.db, now).await?;
        let unfinished = overview::unfinished_by_provider(app.db.pool()).await?;
        let unfinished = unfinished.get(&id).copied().unwrap_or_default();
        let falls = balance::falls(&app.db, now).await?;
        let lasts = provider.balance.and_then(|left| falls.get(&id)?.hours_left(left));
        let touched = touched::by(app.db.pool(), id).await?;
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
            may_edit: staff.require(Rights::may_edit_providers).is_ok(),
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
            lasts: lasts.map(lasting).unwrap_or_default(),
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
            services: number(touched.services),
            alone: touched.alone,
            off_means: off_means(touched, unfinished),
            test: None,
            history: History::read(app, &provider).await?,
            changes: changes.map(|change| ChangeRow::new(change, now)).collect(),
            panel_currency: app.currency.clone(),
            is_untested: false,
        };
        Ok((page, provider))
    }
}

/// What switching it off means for customers and orders, in words.
fn off_means(touched: Touched, unfinished: Unfinished) -> String {
    let services = match (touched.services, touched.alone) {
        (0, _) => "It delivers no service that is switched on.".to_owned(),
        (all, 0) => format!("{} go on with other providers.", counted(all, "service", "services")),
        (all, alone) if all == alone => {
            let go = if all == 1 { "goes" } else { "go" };
            let what = counted(all, "service", "services");
            format!("Only it delivers {what}, which {go} off sale then.")
        }
        (all, alone) => {
            let go = if alone == 1 { "goes" } else { "go" };
            let (what, alone) = (counted(all, "service", "services"), number(alone));
            format!(
                "It delivers {what}. Only it delivers {alone} of them, which {go} off sale then."
            )
        }
    };
    match unfinished.open {
        0 => format!("{services} It has no open orders."),
        open => format!("{services} {} open orders are still followed.", capped(open)),
    }
}

fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// GET /admin/providers/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    view::html(&ProviderPage::read(&app, &staff, id).await?.0)
}

/// POST /admin/providers/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    let (page, provider) = ProviderPage::read(&app, &staff, id).await?;
    if page.built_in {
        return Err(Failure::NotFound);
    }
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(draft) = read_provider(&mut form, app.upstreams.outbound(), &app.currency) {
        let name = draft.name.clone();
        // A key that is typed anew is tried before it takes the place of one that works.
        if let Some(key) = draft.key.as_deref().filter(|_| !form.is_ticked("untested"))
            && let Some(trouble) = trouble(&app, (provider.protocol, draft.url.as_str(), key)).await
        {
            form.refuse("url", format!("No balance came from there: {trouble}."));
            form.refuse("key", "If the address is right, the key may be wrong. Type it again.");
            let typed = ProviderForm { protocols: Vec::new(), ..ProviderForm::typed(&form) };
            let (errors, is_untested) = (form.errors(), true);
            return view::refused(&ProviderPage { errors, settings: typed, is_untested, ..page });
        }
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
    staff.require(Rights::may_edit_providers)?;
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
    staff.require(Rights::may_edit_providers)?;
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
    staff.require(Rights::may_edit_providers)?;
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
    staff.require(Rights::may_edit_providers)?;
    let done = provider::set_enabled(&app.db, &app.clock, staff.actor(), (id, true)).await;
    said(&app, id, done, "is switched on.")
}

/// POST /admin/providers/{id}/disable
pub async fn disable(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    let done = provider::set_enabled(&app.db, &app.clock, staff.actor(), (id, false)).await;
    let touched = touched::by(app.db.pool(), id).await?;
    let what = match touched.alone {
        0 => "is switched off. Orders that it has are still followed.".to_owned(),
        alone => format!(
            "is switched off. {} off sale now: nobody else delivers {}. Orders that it has are \
             still followed.",
            counted(alone, "service is", "services are"),
            if alone == 1 { "it" } else { "them" }
        ),
    };
    said(&app, id, done, &what)
}

/// POST /admin/providers/{id}/confirm: staff confirm that it takes idempotency keys, as it says.
pub async fn confirm(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ProviderId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
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

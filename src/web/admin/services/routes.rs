//! /admin/services/{id}/routes: who delivers a service, in order of preference, with what each
//! route costs and its recent results.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::offers::{self, OfferRow, Sought};
use super::route_form::{done_words, read_edit};
use super::service_form::endings;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::{self, Service, ServiceId};
use crate::kit::money::Rate;
use crate::orders::health::{self, Health, Spread};
use crate::providers::margin::Margin;
use crate::providers::route_edit::{self, Listed};
use crate::providers::sandbox::Settings;
use crate::providers::{Protocol, ProviderId, RouteError, edit_routes};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

fn path(id: ServiceId) -> String {
    format!("/admin/services/{id}/routes")
}

#[derive(Template)]
#[template(path = "admin/services/routes.html")]
struct RoutesPage {
    page: Page,
    id: ServiceId,
    title: String,
    rate: String,
    currency: String,
    routes: Vec<RouteRow>,
    /// Why it is off sale though staff sell it; "": it is not.
    paused: String,
    /// Providers to choose from.
    providers: Vec<Choice>,
    /// What was looked for in a provider's list without a script, and found.
    sought: Sought,
    offers: Vec<OfferRow>,
    note: String,
    /// As it was typed into the form of a new one.
    new: Typed,
    errors: Errors,
}

struct RouteRow {
    position: i32,
    provider_id: ProviderId,
    provider: String,
    /// Its number there; "" if the provider has no numbers.
    upstream_service: String,
    name: String,
    /// Why no orders use it now; "" when they do.
    closed: String,
    cost: String,
    /// Sold for less than it costs.
    below_cost: bool,
    /// How much the rate is above the cost, in percent; "" if it costs nothing.
    earns: String,
    is_first: bool,
    is_last: bool,
    health: HealthView,
    /// The sandbox's settings; `None`: it is another provider.
    sandbox: Option<SandboxView>,
    typed: Typed,
}

struct SandboxView {
    endings: Vec<Choice>,
    per_minute: String,
    partial_percent: String,
}

/// The values in the fields of a route.
#[derive(Default)]
struct Typed {
    upstream_service: String,
    cost: String,
    margin: String,
    fixed: String,
    step: String,
}

/// A route's recent results.
struct HealthView {
    /// "" for no orders.
    taken: String,
    refused: i64,
    unknown: i64,
    start: String,
    finish: String,
}

impl HealthView {
    fn new(health: &Health) -> Self {
        let all = health.accepted + health.refused + health.unknown;
        let taken = match all {
            0 => String::new(),
            all => format!("{} of {}", number(health.accepted), number(all)),
        };
        Self {
            taken,
            refused: health.refused,
            unknown: health.unknown,
            start: spread(health.start),
            finish: spread(health.finish),
        }
    }
}

/// `3 min, 95 % in 12 min`; "–" when nothing is known.
fn spread(spread: Option<Spread>) -> String {
    spread.map_or_else(
        || "–".to_owned(),
        |spread| format!("{}, 95 % in {}", lasted(spread.median_s), lasted(spread.p95_s)),
    )
}

fn lasted(seconds: i64) -> String {
    match seconds {
        ..90 => format!("{seconds} s"),
        90..5_400 => format!("{} min", (seconds + 30) / 60),
        5_400..172_800 => format!("{} h", (seconds + 1_800) / 3_600),
        _ => format!("{} days", (seconds + 43_200) / 86_400),
    }
}

async fn find(app: &App, id: ServiceId) -> Result<Service, Failure> {
    catalogue::find(app.db.pool(), &[id]).await?.remove(&id).ok_or(Failure::NotFound)
}

impl RoutesPage {
    async fn read(app: &App, staff: &Staff, service: &Service) -> Result<Self, Failure> {
        let routes = route_edit::list(app.db.pool(), service.id).await?;
        let ids: Vec<ProviderId> = routes.iter().map(|route| route.provider_id).collect();
        let now = app.clock.now();
        let health = health::of_providers(app.db.pool(), &ids, Some(service.id), now).await?;
        let candidates = route_edit::candidates(app.db.pool()).await?;
        let mut providers = vec![Choice::new("", "Choose", true)];
        // The sandbox is last, so that nobody takes it by accident.
        let (test, real): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|one| one.protocol == Protocol::Sandbox);
        providers.extend(real.into_iter().chain(test).map(|candidate| {
            let label = match candidate.protocol {
                Protocol::Sandbox => format!("{} (for tests: delivers nothing)", candidate.name),
                Protocol::Manual => format!("{} (staff deliver)", candidate.name),
                Protocol::SmmV2 | Protocol::OrderApi => candidate.name,
            };
            Choice::new(&candidate.id.to_string(), &label, false)
        }));
        let last = routes.len().saturating_sub(1);
        let routes = routes.into_iter().enumerate();
        Ok(Self {
            page: staff.page("admin-services"),
            id: service.id,
            title: service.name.clone(),
            rate: service.rate.to_string(),
            currency: app.currency.clone(),
            routes: routes
                .map(|(at, one)| route_row(one, service, &health, (at == 0, at == last)))
                .collect(),
            paused: match &service.paused_reason {
                Some(why) if service.enabled => why.clone(),
                _ => String::new(),
            },
            providers,
            sought: Sought::default(),
            offers: Vec::new(),
            note: String::new(),
            new: Typed::default(),
            errors: Errors::default(),
        })
    }

    /// With what was looked for without a script: lines to choose from, or the chosen line.
    async fn sought(mut self, app: &App, sought: Sought) -> Result<Self, Failure> {
        if sought.provider.is_empty() {
            return Ok(self);
        }
        for choice in &mut self.providers {
            choice.selected = choice.value == sought.provider;
        }
        if sought.offer.is_empty() {
            (self.offers, self.note) = offers::found(app, &sought).await?;
        } else {
            self.new.upstream_service.clone_from(&sought.offer);
        }
        self.sought = sought;
        Ok(self)
    }

    /// With a new route as it was typed. A change of an existing route is one short line, and is
    /// not kept.
    fn typed(mut self, form: &SentForm) -> Self {
        self.errors = form.errors();
        if form.text("action") == "add" {
            let text = |name: &str| form.text(name).to_owned();
            self.new = Typed {
                upstream_service: text("upstream_service"),
                cost: text("cost"),
                margin: text("margin"),
                fixed: text("fixed"),
                step: text("step"),
            };
            for choice in &mut self.providers {
                choice.selected = choice.value == form.text("provider");
            }
        }
        self
    }
}

fn route_row(
    one: Listed,
    service: &Service,
    health: &HashMap<ProviderId, Health>,
    (is_first, is_last): (bool, bool),
) -> RouteRow {
    let closed = match (&one.paused_reason, one.enabled, one.is_gone) {
        (_, false, _) => "The provider is switched off".to_owned(),
        (Some(why), ..) => format!("The provider is paused: {why}"),
        (None, true, true) => "The provider does not list it any more".to_owned(),
        (None, true, false) => String::new(),
    };
    let none = Health::default();
    let sandbox = (one.protocol == Protocol::Sandbox).then(|| {
        let settings = Settings::read(&one.settings);
        SandboxView {
            endings: endings(settings.ending.as_str()),
            per_minute: settings.per_minute.to_string(),
            partial_percent: settings.partial_percent.to_string(),
        }
    });
    RouteRow {
        earns: earns(service.rate, one.cost),
        below_cost: one.cost > service.rate,
        health: HealthView::new(health.get(&one.provider_id).unwrap_or(&none)),
        typed: Typed {
            upstream_service: String::new(),
            cost: one.cost.to_string(),
            margin: one.margin.map(percent).unwrap_or_default(),
            fixed: one.margin.map(|margin| margin.fixed().to_string()).unwrap_or_default(),
            step: one
                .margin
                .map(|margin| Rate::from_micros(margin.step()).to_string())
                .unwrap_or_default(),
        },
        position: one.position,
        provider_id: one.provider_id,
        provider: one.provider,
        upstream_service: one.upstream_service,
        name: one.name.unwrap_or_default(),
        closed,
        cost: one.cost.to_string(),
        is_first,
        is_last,
        sandbox,
    }
}

/// A margin's percent as it is typed.
fn percent(margin: Margin) -> String {
    Rate::from_micros(i64::from(margin.percent()) * 10_000).to_string()
}

/// What the rate is above the cost, in whole percent.
fn earns(rate: Rate, cost: Rate) -> String {
    if cost.micros() == 0 {
        return String::new();
    }
    let above = i128::from(rate.micros()) - i128::from(cost.micros());
    format!("{} %", above * 100 / i128::from(cost.micros()))
}

/// GET /admin/services/{id}/routes
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    Query(sought): Query<Sought>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let service = find(&app, id).await?;
    let page = RoutesPage::read(&app, &staff, &service).await?;
    view::html(&page.sought(&app, sought).await?)
}

/// POST /admin/services/{id}/routes
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let service = find(&app, id).await?;
    // A route's margin sets what customers pay.
    let sets_price = |form: &SentForm| ["add", "save"].contains(&form.text("action"));
    if let Some(page) = proof::asked_if(&app, &staff, &mut form, sets_price).await? {
        return Ok(page);
    }
    if let Some(edit) = read_edit(&mut form) {
        let text = done_words(&edit);
        match edit_routes(&app.db, &app.clock, staff.actor(), (id, edit)).await {
            Ok(()) => return Ok(view::done(&app.config, &path(id), "ok", text)),
            Err(RouteError::Field { field, sentence: said }) => {
                form.refuse(field, sentence(&said));
            }
            Err(error @ RouteError::Moved) => form.refuse("", sentence(&error)),
            Err(RouteError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&RoutesPage::read(&app, &staff, &service).await?.typed(&form))
}

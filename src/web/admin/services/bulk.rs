//! /admin/services/bulk: what would become of many services, and then doing it. What is done is what
//! was shown: the page carries the digest of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::list_of;
use super::listed::{Filters, Found, margin};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::{self, CategoryError, ServiceId};
use crate::providers::ProviderId;
use crate::providers::bulk_sale::{self, BULK_MAX, Bulk, BulkError, Done, Planned, Step};
use crate::providers::reprice::{Base, Reprice};
use crate::providers::{provider, shelf};
use crate::web::admin::fields::sentence;
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Page};

/// How many services the preview shows.
const PREVIEW_ROWS: usize = 200;

/// What can be done, as the form names it.
const ACTIONS: [(&str, &str); 8] = [
    ("percent", "Change the price"),
    ("margin", "Set the price by the cost"),
    ("on", "Turn on"),
    ("off", "Turn off"),
    ("category", "Move to a category"),
    ("copy", "Copy"),
    ("first", "Put a provider first"),
    ("without", "Take a provider away"),
];

#[derive(Template)]
#[template(path = "admin/services/bulk.html")]
struct BulkPage {
    page: Page,
    back: String,
    currency: String,
    errors: Errors,
    /// Hidden: the ids, or that all are meant that the list's filters find.
    ids: Vec<ServiceId>,
    all: bool,
    /// `354 services`
    count: String,
    actions: Vec<Choice>,
    percent: String,
    fixed: String,
    step: String,
    category: String,
    categories: Vec<String>,
    /// The providers that deliver any of them.
    providers: Vec<Choice>,
    /// Something has changed since it was shown before.
    again: bool,
    preview: Option<Preview>,
}

struct Preview {
    digest: String,
    is_price: bool,
    /// How many change; stay the same; cannot change.
    changed: usize,
    same: usize,
    skipped: usize,
    /// How many of them are kept off sale afterwards.
    off: usize,
    /// How many prices follow a provider's.
    follows: usize,
    yes: String,
    rows: Vec<BulkRow>,
    /// How many are not shown; "": none.
    more: String,
}

struct BulkRow {
    id: ServiceId,
    name: String,
    category: String,
    cost: Option<Amount>,
    old: Amount,
    new: Amount,
    margin: String,
    text: String,
    is_bad: bool,
}

/// What a form asks for. `None`: nothing yet, or it is wrong; then the form says so.
fn asked(form: &mut SentForm, action: &str) -> Option<Bulk> {
    // The page is opened without these fields.
    let is_opened = form.text("look").is_empty() && form.text("go").is_empty();
    match action {
        "on" | "off" => Some(Bulk::OnSale(action == "on")),
        "copy" => Some(Bulk::Copy),
        _ if is_opened => None,
        "category" => match form.text("category").trim() {
            "" => {
                form.refuse("category", "Name a category; a new word makes a new one.");
                None
            }
            name if name.chars().count() > 200 => {
                form.refuse("category", sentence(&CategoryError::Name));
                None
            }
            name => Some(Bulk::Into(name.to_owned())),
        },
        "first" | "without" => {
            let id = form.read("provider", |typed| {
                typed.parse::<ProviderId>().map_err(|_| "Choose a provider.")
            })?;
            Some(if action == "first" { Bulk::First(id) } else { Bulk::Without(id) })
        }
        _ => {
            let percent = form
                .read("percent", |typed| Reprice::parse_percent(typed).map_err(|e| sentence(&e)));
            let fixed =
                form.read("fixed", |typed| Reprice::parse_fixed(typed).map_err(|e| sentence(&e)));
            let step =
                form.read("step", |typed| Reprice::parse_step(typed).map_err(|e| sentence(&e)));
            let base = if action == "margin" { Base::Cost } else { Base::Price };
            let (percent, fixed, step) = (percent?, fixed?, step?);
            Some(Bulk::Prices(Reprice { base, percent, fixed, step }))
        }
    }
}

/// The services that are meant: those that were ticked, or all that the list's filters find.
async fn meant(app: &App, form: &SentForm, back: &str) -> Result<Vec<ServiceId>, Failure> {
    if form.is_ticked("all") {
        let services = shelf::list(app.db.pool(), None).await?;
        let found = Found::of(&services, &Filters::of_address(back));
        return Ok(found.services.iter().map(|service| service.id).collect());
    }
    let ids: BTreeSet<ServiceId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    Ok(ids.into_iter().collect())
}

/// Whether it is done now, and what customers pay changes.
fn sets_prices(form: &SentForm) -> bool {
    let changes_others = ["on", "off", "category", "copy", "first", "without"];
    form.is_ticked("go") && !changes_others.contains(&form.text("do"))
}

/// POST /admin/services/bulk
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    if let Some(page) = proof::asked_if(&app, &staff, &mut form, sets_prices).await? {
        return Ok(page);
    }
    let back = list_of(&form);
    let ids = meant(&app, &form, &back).await?;
    if ids.is_empty() {
        return Ok(view::done(&app.config, &back, "warn", "Tick the services first."));
    }
    if ids.len() > BULK_MAX {
        let text = format!("{}: use a filter to find fewer.", sentence(&BulkError::TooMany));
        return Ok(view::done(&app.config, &back, "warn", &text));
    }
    let action = ACTIONS
        .iter()
        .find(|(word, _)| *word == form.text("do"))
        .map_or("percent", |found| found.0);
    let bulk = asked(&mut form, action);
    let mut again = false;
    if let Some(bulk) = bulk.clone().filter(|_| form.is_ticked("go")) {
        let asked = (ids.clone(), bulk.clone(), form.text("seen").to_owned());
        match bulk_sale::apply(&app.db, &app.clock, staff.actor(), asked).await {
            Ok(done) => {
                let kind = if done.off > 0 { "warn" } else { "ok" };
                return Ok(view::done(&app.config, &back, kind, &told(&bulk, done)));
            }
            Err(BulkError::Changed) => again = !form.text("seen").is_empty(),
            Err(error @ BulkError::TooMany) => form.refuse("", sentence(&error)),
            Err(BulkError::Category(error @ CategoryError::Name)) => {
                form.refuse("category", sentence(&error));
            }
            Err(BulkError::Category(CategoryError::Db(error)) | BulkError::Db(error)) => {
                return Err(error.into());
            }
        }
    }
    let preview = match bulk.filter(|_| !form.errors().any()) {
        Some(bulk) => match bulk_sale::preview(app.db.pool(), &ids, &bulk).await {
            Ok(plan) => Some(Preview::of(&plan, &bulk)),
            Err(BulkError::Db(error)) => return Err(error.into()),
            Err(_) => None,
        },
        None => None,
    };
    let text = |name: &str| form.text(name).to_owned();
    let all = form.is_ticked("all");
    let categories = catalogue::categories(app.db.pool()).await?;
    let providers = provider::list(app.db.pool()).await?;
    let page = BulkPage {
        page: staff.page("admin-services"),
        currency: app.currency.clone(),
        errors: form.errors(),
        count: services(ids.len()),
        ids: if all { Vec::new() } else { ids },
        all,
        actions: ACTIONS.map(|(word, label)| Choice::new(word, label, word == action)).into(),
        percent: text("percent"),
        fixed: text("fixed"),
        step: text("step"),
        category: text("category"),
        providers: providers
            .iter()
            .map(|one| {
                let id = one.id.to_string();
                Choice::new(&id, &one.name, id == form.text("provider"))
            })
            .collect(),
        categories: categories.into_iter().map(|category| category.name).collect(),
        again,
        preview,
        back,
    };
    if page.errors.any() { view::refused(&page) } else { view::html(&page) }
}

fn counted(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn services(count: usize) -> String {
    format!("{} {}", counted(count), if count == 1 { "service" } else { "services" })
}

fn told(bulk: &Bulk, done: Done) -> String {
    let count = services(done.changed);
    let text = match bulk {
        Bulk::Prices(_) => format!("New prices: {count}."),
        Bulk::OnSale(true) => format!("Turned on: {count}."),
        Bulk::OnSale(false) => format!("Turned off: {count}. New orders are refused."),
        Bulk::Into(name) => {
            let short: String = name.trim().chars().take(60).collect();
            format!("Moved to “{short}”: {count}.")
        }
        Bulk::Copy => {
            format!("Copied: {}. The copies are off until you turn them on.", services(done.made))
        }
        Bulk::First(_) => format!("The provider is first now for {count}."),
        Bulk::Without(_) => format!("The provider is taken away from {count}."),
    };
    match done.off {
        0 => text,
        off => format!("{text} Kept off sale: {}; the list says why.", counted(off)),
    }
}

impl Preview {
    fn of(plan: &[Planned], bulk: &Bulk) -> Self {
        let count = |is: fn(&Planned) -> bool| plan.iter().filter(|one| is(one)).count();
        let changed = count(Planned::changes);
        let yes = match bulk {
            Bulk::Prices(_) if changed == 1 => "Change 1 price".to_owned(),
            Bulk::Prices(_) => format!("Change {} prices", counted(changed)),
            Bulk::OnSale(true) => format!("Turn on {}", services(changed)),
            Bulk::OnSale(false) => format!("Turn off {}", services(changed)),
            Bulk::Into(_) => format!("Move {}", services(changed)),
            Bulk::Copy => format!("Copy {}", services(changed)),
            Bulk::First(_) => format!("Put it first for {}", services(changed)),
            Bulk::Without(_) => format!("Take it away from {}", services(changed)),
        };
        // What changes stands first.
        let (first, rest): (Vec<_>, Vec<_>) = plan.iter().partition(|one| one.changes());
        Self {
            digest: bulk_sale::digest(plan),
            is_price: matches!(bulk, Bulk::Prices(_)),
            changed,
            same: count(|one| one.step == Step::Same),
            skipped: count(|one| matches!(one.step, Step::Skip(_) | Step::NoRoute)),
            off: plan.iter().filter(|one| one.changes() && will_be_off(one, bulk)).count(),
            follows: count(|one| matches!(one.step, Step::Price(_)) && one.service.follows),
            yes,
            rows: first
                .into_iter()
                .chain(rest)
                .take(PREVIEW_ROWS)
                .map(|one| BulkRow::new(one, bulk))
                .collect(),
            more: match plan.len().saturating_sub(PREVIEW_ROWS) {
                0 => String::new(),
                more => counted(more),
            },
        }
    }
}

/// Whether staff sell it afterwards and the panel does not.
fn will_be_off(one: &Planned, bulk: &Bulk) -> bool {
    let service = &one.service;
    match one.step {
        Step::Price(rate) => service.enabled && service.is_below_cost(rate),
        Step::OnSale(on) => on && service.paused_reason.is_some(),
        // A service that nobody else delivers; whether another route is too dear is seen afterwards.
        Step::Reroute => service.enabled && is_last(one, bulk),
        Step::Same | Step::Move | Step::Copy | Step::NoRoute | Step::Skip(_) => false,
    }
}

/// Whether it has no other provider than the one that is taken away.
fn is_last(one: &Planned, bulk: &Bulk) -> bool {
    match bulk {
        Bulk::Without(id) => one.service.providers.iter().all(|other| other == id),
        _ => false,
    }
}

impl BulkRow {
    fn new(one: &Planned, bulk: &Bulk) -> Self {
        let service = &one.service;
        let off = will_be_off(one, bulk);
        let new = if let Step::Price(rate) = one.step { rate } else { service.rate };
        let text = match &one.step {
            Step::Same => "Stays as it is".to_owned(),
            Step::Skip(why) => sentence(why),
            Step::Price(_) if off => "Below its cost: it goes off sale".to_owned(),
            Step::Price(_) => String::new(),
            Step::OnSale(false) => "Goes off sale".to_owned(),
            Step::OnSale(true) if off => {
                let why = service.paused_reason.as_deref().unwrap_or_default();
                format!("Stays off sale. {why}")
            }
            Step::OnSale(true) => "Goes on sale".to_owned(),
            Step::Move => format!("Leaves {}", service.category),
            Step::Copy => "A copy is made, off sale".to_owned(),
            Step::NoRoute => "This provider does not deliver it".to_owned(),
            Step::Reroute if off => "Nobody else delivers it: it goes off sale".to_owned(),
            Step::Reroute => match bulk {
                Bulk::First(_) => "New orders go there first".to_owned(),
                _ => "New orders go to its other providers".to_owned(),
            },
        };
        Self {
            id: service.id,
            name: service.name.clone(),
            category: service.category.clone(),
            cost: service.cost.map(|cost| Column::LONGEST.show_rate(cost)),
            old: Column::LONGEST.show_rate(service.rate),
            new: Column::LONGEST.show_rate(new),
            margin: margin(service, new),
            text,
            is_bad: off || matches!(one.step, Step::Skip(_) | Step::NoRoute),
        }
    }
}

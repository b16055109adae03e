//! /admin/services: what is on sale, by category, and turning one on or off.

pub mod blocked;
mod route_form;
pub mod routes;
pub mod service;
mod service_form;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::accounts::role::Role;
use crate::app::App;
use crate::catalogue::{self, Kind, Service, ServiceError, ServiceId};
use crate::providers::{ProviderId, Route, provider, route};
use crate::web::admin::listing::{Listing, address};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page};

pub(super) const PATH: &str = "/admin/services";

#[derive(Template)]
#[template(path = "admin/services/services.html")]
struct ServicesPage {
    page: Page,
    chips: Vec<Chip>,
    query: String,
    state: String,
    filtered: bool,
    /// Support looks, and changes nothing.
    may_edit: bool,
    currency: String,
    groups: Vec<CategoryGroup>,
}

struct CategoryGroup {
    name: String,
    rows: Vec<ServiceRow>,
}

struct ServiceRow {
    id: ServiceId,
    name: String,
    kind: Kind,
    rate: String,
    range: String,
    flags: Vec<&'static str>,
    enabled: bool,
    /// Why the panel keeps it off sale; "": it does not.
    paused: String,
    source: String,
}

/// GET /admin/services
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Role::is_staff)?;
    let words = listing.words();
    let services = catalogue::list_all(app.db.pool()).await?;
    let providers = provider::list(app.db.pool()).await?;
    let names: HashMap<ProviderId, String> =
        providers.into_iter().map(|provider| (provider.id, provider.name)).collect();
    let found: Vec<Service> =
        services.into_iter().filter(|service| matches(service, &words)).collect();
    let is_paused = |service: &Service| service.enabled && service.paused_reason.is_some();
    let on = found.iter().filter(|service| service.is_on_sale()).count();
    let paused = found.iter().filter(|service| is_paused(service)).count();
    let mut states = vec![
        ("", "All", found.len()),
        ("on", "On sale", on),
        ("off", "Off", found.len() - on - paused),
    ];
    if paused > 0 || listing.state == "paused" {
        states.push(("paused", "Paused by the panel", paused));
    }
    let chips = states.into_iter().map(|(state, label, count)| Chip {
        label: label.to_owned(),
        href: address(PATH, &[("state", state), ("q", &words)]),
        on: listing.state == state,
        count: count.to_string(),
    });
    let shown = found.into_iter().filter(|service| match listing.state.as_str() {
        "on" => service.is_on_sale(),
        "paused" => is_paused(service),
        "off" => !service.enabled,
        _ => true,
    });
    let shown: Vec<Service> = shown.collect();
    let ids: Vec<ServiceId> = shown.iter().map(|service| service.id).collect();
    let routes = route::of_services(app.db.pool(), &ids).await?;
    let filtered = !words.is_empty() || !listing.state.is_empty();
    view::html(&ServicesPage {
        // The box at the top searches orders, not services.
        page: Page { query: String::new(), ..staff.page("admin-services") },
        chips: chips.collect(),
        query: words,
        filtered,
        state: listing.state.clone(),
        may_edit: staff.require(Role::may_edit_catalogue).is_ok(),
        currency: app.currency.clone(),
        groups: group(shown, &routes, &names),
    })
}

/// Each word must be in the name or the category, or be the number.
fn matches(service: &Service, words: &str) -> bool {
    let text = format!("{} {} {}", service.name, service.category, service.kind).to_lowercase();
    words
        .to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word) || word.trim_start_matches('#') == service.id.to_string())
}

fn group(
    services: Vec<Service>,
    routes: &HashMap<ServiceId, Vec<Route>>,
    names: &HashMap<ProviderId, String>,
) -> Vec<CategoryGroup> {
    let mut groups: Vec<CategoryGroup> = Vec::new();
    for service in services {
        let row = row(&service, routes.get(&service.id), names);
        match groups.last_mut() {
            Some(last) if last.name == service.category => last.rows.push(row),
            _ => groups.push(CategoryGroup { name: service.category, rows: vec![row] }),
        }
    }
    groups
}

fn row(
    service: &Service,
    routes: Option<&Vec<Route>>,
    names: &HashMap<ProviderId, String>,
) -> ServiceRow {
    let flags = [
        (service.refill, "Refill"),
        (service.cancel, "Cancel"),
        (service.dripfeed, "Drip-feed"),
        (service.unique_link, "One a link"),
    ];
    let source = match routes.and_then(|routes| routes.first()) {
        Some(route) => {
            let name = names.get(&route.provider_id).map_or("?", String::as_str);
            match &route.paused_reason {
                None => name.to_owned(),
                Some(why) => format!("{name}, paused: {why}"),
            }
        }
        None => "Nobody".to_owned(),
    };
    ServiceRow {
        id: service.id,
        name: service.name.clone(),
        kind: service.kind,
        rate: service.rate.to_string(),
        range: match service.min == service.max {
            true => number(service.min),
            false => format!("{}–{}", number(service.min), number(service.max)),
        },
        flags: flags.into_iter().filter_map(|(has, word)| has.then_some(word)).collect(),
        enabled: service.enabled,
        paused: service.paused_reason.clone().unwrap_or_default(),
        source,
    }
}

/// POST /admin/services/{id}/enable
pub async fn enable(
    State(app): State<Arc<App>>,
    staff: Staff,
    id: Id<ServiceId>,
) -> Result<Response, Failure> {
    turn(&app, &staff, id, true).await
}

/// POST /admin/services/{id}/disable: open orders go on.
pub async fn disable(
    State(app): State<Arc<App>>,
    staff: Staff,
    id: Id<ServiceId>,
) -> Result<Response, Failure> {
    turn(&app, &staff, id, false).await
}

async fn turn(
    app: &App,
    staff: &Staff,
    Id(id): Id<ServiceId>,
    on: bool,
) -> Result<Response, Failure> {
    staff.require(Role::may_edit_catalogue)?;
    let turned = catalogue::set_enabled(&app.db, &app.clock, staff.actor(), (id, on)).await;
    let said = if on { "is on sale" } else { "is off: new orders are refused" };
    match turned {
        Ok(name) => Ok(view::done(&app.config, PATH, "ok", &format!("“{name}” {said}."))),
        Err(ServiceError::NotFound) => Err(Failure::NotFound),
        // It may have been saved under older rules; the form says what is wrong with it.
        Err(ServiceError::Field { sentence, .. }) => {
            let path = format!("{PATH}/{id}");
            Ok(view::done(&app.config, &path, "bad", &format!("Correct this first: {sentence}.")))
        }
        Err(ServiceError::Db(error)) => Err(error.into()),
    }
}

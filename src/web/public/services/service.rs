//! /services/{id}: one service with its description, its terms and what changed of it lately.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::listed::{self, Reader};
use super::updates::{UpdateRow, rows};
use super::{PATH, Star};
use crate::app::App;
use crate::catalogue::{self, Service, ServiceId, events};
use crate::kit::page::Cursor;
use crate::web::amounts::{self, Amount};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Shopper;
use crate::web::path::Id;
use crate::web::public::front::Front;
use crate::web::view::{self, Page};

/// Changes that its page shows.
const CHANGES: usize = 10;

#[derive(Template)]
#[template(path = "public/services/service.html")]
struct ServicePage {
    page: Page,
    front: Front,
    id: ServiceId,
    name: String,
    category: String,
    /// The list of its category.
    category_href: String,
    description: String,
    currency: String,
    rate: Amount,
    is_package: bool,
    /// Each a word and what it is.
    facts: Vec<(&'static str, String)>,
    star: Star,
    changes: Vec<UpdateRow>,
    is_customer: bool,
}

/// GET /services/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    shopper: Shopper,
    Id(id): Id<ServiceId>,
) -> Result<Response, Failure> {
    let found = catalogue::find(app.db.pool(), &[id]).await?.remove(&id);
    let reader = Reader::of(&app, &shopper).await?;
    let is_seen =
        |service: &Service| service.is_on_sale() && reader.terms.sees(service.category_id);
    let service = found.filter(is_seen).ok_or(Failure::NotFound)?;
    let filter = events::Filter {
        services: Some(vec![id]),
        reader: shopper.account_id(),
        ..events::Filter::default()
    };
    let mut changes = events::page(&app.db, &filter, Cursor::First).await?.rows;
    changes.truncate(CHANGES);
    view::html(&ServicePage {
        page: shopper.page("services"),
        front: Front::read(&app).await?,
        id,
        category_href: format!("{PATH}?category={}", service.category_id),
        currency: app.currency.clone(),
        rate: amounts::alone(reader.price(&service).package()),
        is_package: listed::is_package(&service),
        facts: facts(&service, reader.times.get(&id).copied()),
        star: Star { id, on: reader.favourites.contains(&id) },
        changes: rows(changes, &reader.terms),
        is_customer: shopper.account_id().is_some(),
        name: service.name,
        category: service.category,
        description: service.description,
    })
}

fn facts(service: &Service, average_s: Option<i64>) -> Vec<(&'static str, String)> {
    let yes = |flag: bool| if flag { "Yes" } else { "No" }.to_owned();
    let mut facts = Vec::new();
    if !listed::is_package(service) {
        facts.push(("Smallest quantity", number(service.min)));
        facts.push(("Largest quantity", number(service.max)));
    }
    let time = average_s.map_or_else(|| "Not known yet".to_owned(), amounts::time);
    facts.push(("Average time", time));
    facts.push(("Can be refilled", refill(service)));
    facts.push(("Can be canceled", yes(service.cancel)));
    facts.push(("Drip-feed", yes(listed::drips(service))));
    if service.unique_link {
        facts.push(("For one link", "One open order at a time".to_owned()));
    }
    facts.push(("Type", service.kind.as_str().to_owned()));
    facts
}

fn refill(service: &Service) -> String {
    match (service.refill, service.refill_days) {
        (false, _) => "No".to_owned(),
        (true, None) => "Yes".to_owned(),
        (true, Some(1)) => "For 1 day".to_owned(),
        (true, Some(days)) => format!("For {days} days"),
    }
}

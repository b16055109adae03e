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
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::web::amounts::{self, Amount};
use crate::web::failure::Failure;
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
    facts: Vec<(String, String)>,
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
        rate: amounts::alone(reader.price(&service).package(), shopper.lang()),
        is_package: listed::is_package(&service),
        facts: facts(shopper.lang(), &service, reader.times.get(&id).copied()),
        star: Star { id, on: reader.favourites.contains(&id) },
        changes: rows(shopper.lang(), changes, &reader.terms),
        is_customer: shopper.account_id().is_some(),
        name: service.name,
        category: service.category,
        description: service.description,
    })
}

fn facts(lang: Lang, service: &Service, average_s: Option<i64>) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if !listed::is_package(service) {
        facts.push((lang.say("service-min"), lang.number(service.min)));
        facts.push((lang.say("service-max"), lang.number(service.max)));
    }
    let time = average_s
        .map_or_else(|| lang.say("service-time-unknown").to_string(), |s| lang.duration(s));
    facts.push((lang.say("service-time"), time));
    facts.push((lang.say("service-refill"), refill(lang, service)));
    facts.push((lang.say("service-cancel"), yes(lang, service.cancel)));
    facts.push((lang.say("service-drip-feed"), yes(lang, listed::drips(service))));
    if service.unique_link {
        let text = lang.say("service-one-link-text").to_string();
        facts.push((lang.say("service-one-link"), text));
    }
    // The name of the type, as the API has it.
    facts.push((lang.say("service-type"), service.kind.as_str().to_owned()));
    facts.into_iter().map(|(word, text)| (word.to_string(), text)).collect()
}

fn yes(lang: Lang, flag: bool) -> String {
    let said = if flag { lang.say("service-yes") } else { lang.say("service-no") };
    said.to_string()
}

fn refill(lang: Lang, service: &Service) -> String {
    match service.refill_days {
        Some(days) if service.refill => {
            lang.say("service-refill-days").count("count", days).to_string()
        }
        _ => yes(lang, service.refill),
    }
}

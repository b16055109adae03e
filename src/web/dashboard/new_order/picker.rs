//! The services to choose from. A long list is not part of the page. Without a script, the page
//! carries what was searched for. A script loads the whole list from an address of its own, and the
//! browser keeps it until the catalogue changes.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::order_fields::range;
use super::order_words::about;
use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::kind::Counted;
use crate::catalogue::{self, Listed, ServiceId};
use crate::orders::averages::Times;
use crate::web::failure::Failure;
use crate::web::guard::Customer;

/// How many services a page carries itself: a few KB, compressed.
const INLINE_MAX: usize = 200;

/// What a page needs to let someone choose.
pub(super) struct Picker {
    pub categories: Vec<Category>,
    /// The address of all services; "": they are all in the page.
    pub source: String,
    pub count: usize,
    /// What was searched for without a script.
    pub find: String,
}

pub(super) struct Category {
    pub name: String,
    pub services: Vec<ServiceOption>,
}

pub(super) struct ServiceOption {
    pub id: ServiceId,
    pub name: String,
    pub rate: String,
    pub range: String,
    pub badges: String,
    pub selected: bool,
}

impl Picker {
    pub async fn read(
        app: &App,
        account_id: AccountId,
        selected: Option<ServiceId>,
        find: &str,
    ) -> Result<Self, Failure> {
        let version = catalogue::version(app.db.pool()).await?;
        let all = catalogue::list_for(&app.db, account_id).await?;
        let times = app.averages.times(&app.db).await?;
        let words: Vec<String> =
            find.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let is_long = all.len() > INLINE_MAX;
        let mut categories: Vec<Category> = Vec::new();
        let mut found = 0;
        for listed in &all {
            let service = &listed.service;
            let is_selected = selected == Some(service.id);
            if !is_selected {
                if found >= INLINE_MAX || !matches(listed, &words) {
                    continue;
                }
                found += 1;
            }
            let option =
                ServiceOption { selected: is_selected, ..option(listed, &app.currency, &times) };
            match categories.last_mut().filter(|last| last.name == service.category) {
                Some(last) => last.services.push(option),
                None => categories
                    .push(Category { name: service.category.clone(), services: vec![option] }),
            }
        }
        Ok(Self {
            categories,
            source: if is_long {
                format!("/new/services?v={version}.{account_id}")
            } else {
                String::new()
            },
            count: all.len(),
            find: find.to_owned(),
        })
    }
}

/// The name of one version of the list.
#[derive(Debug, Deserialize)]
pub struct Version {
    #[serde(default)]
    v: String,
}

/// GET /new/services: `[[category, [[id, name, rate, range, badges], …]], …]`
pub async fn services(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Version>,
) -> Result<Response, Failure> {
    let version = catalogue::version(app.db.pool()).await?;
    let all = catalogue::list_for(&app.db, customer.id()).await?;
    let times = app.averages.times(&app.db).await?;
    let mut categories: Vec<(String, Vec<Value>)> = Vec::new();
    for listed in &all {
        let one = option(listed, &app.currency, &times);
        let row = json!([one.id, one.name, one.rate, one.range, one.badges]);
        match categories.last_mut().filter(|(name, _)| *name == listed.service.category) {
            Some((_, rows)) => rows.push(row),
            None => categories.push((listed.service.category.clone(), vec![row])),
        }
    }
    // An older address must not keep a newer list, and another account must not get a customer's
    // own prices.
    let is_current = asked.v == format!("{version}.{}", customer.id());
    let cache = if is_current { "private, max-age=86400, immutable" } else { "no-store" };
    Ok(([(CACHE_CONTROL, cache)], Json(categories)).into_response())
}

fn matches(listed: &Listed, words: &[String]) -> bool {
    let service = &listed.service;
    let text = format!("{} {} {}", service.id, service.name, service.category).to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

fn option(listed: &Listed, currency: &str, times: &Times) -> ServiceOption {
    let service = &listed.service;
    let per = if service.kind.counted() == Counted::Package { "" } else { " / 1000" };
    let badges = [
        (service.refill, "Refill"),
        (service.cancel, "Cancel"),
        (service.dripfeed && service.kind.can_drip(), "Drip-feed"),
    ];
    let badges = badges.into_iter().filter(|(has, _)| *has).map(|(_, word)| word.to_owned());
    let badges = badges.chain(times.get(&service.id).map(|seconds| about(*seconds)));
    ServiceOption {
        id: service.id,
        name: service.name.clone(),
        rate: format!("{} {currency}{per}", listed.price),
        range: range(service),
        badges: badges.collect::<Vec<_>>().join(" · "),
        selected: false,
    }
}

//! /services: the price list, for customers at their own prices; for guests too, if the owner says
//! so. The filters are in the address.

mod listed;
pub mod service;
pub mod updates;

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::front::Front;
use crate::app::App;
use crate::catalogue::favourites::{self, FavouriteError};
use crate::catalogue::price_list::{Entry, words};
use crate::catalogue::{self, ServiceId, terms};
use crate::kit::csv;
use crate::kit::lang::Lang;
use crate::web::failure::Failure;
use crate::web::form::{Choice, SentForm};
use crate::web::guard::{Customer, Shopper, local_path};
use crate::web::view::{self, Chip, Page, Pager};
use listed::{Group, Reader, groups};

const PATH: &str = "/services";
/// Services on a page.
const PAGE: usize = 100;
/// Longer words find nothing.
const SEARCH_CHARS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "public/services/services.html")]
struct ServicesPage {
    page: Page,
    front: Front,
    currency: String,
    query: String,
    categories: Vec<Choice>,
    chips: Vec<Chip>,
    only_favourites: bool,
    filtered: bool,
    /// This page's address, to come back to.
    back: String,
    csv: String,
    /// `1,204 services`
    count: String,
    groups: Vec<Group>,
    pager: Pager,
    is_customer: bool,
}

/// The star of one service.
#[derive(Template)]
#[template(path = "public/services/star.html")]
struct StarPart {
    page: Page,
    star: Star,
}

/// A service's star.
#[derive(Debug, Clone, Copy)]
pub struct Star {
    pub id: ServiceId,
    pub on: bool,
}

/// The filters, as the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ServiceFilters {
    q: String,
    category: String,
    favourites: String,
    /// The services before and after this one, in the list's order.
    before: String,
    after: String,
}

impl ServiceFilters {
    fn query(&self, name: &str, value: &str) -> String {
        let mut query = Serializer::new(String::new());
        let all =
            [("q", self.q.trim()), ("category", &self.category), ("favourites", &self.favourites)];
        for (key, kept) in all {
            let value = if key == name { value } else { kept };
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        }
        query.finish()
    }

    fn link(&self, path: &str, name: &str, value: &str) -> String {
        match self.query(name, value) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    fn category_id(&self) -> Option<i64> {
        self.category.trim().parse().ok()
    }

    fn words(&self) -> Vec<String> {
        words(&self.q.chars().take(SEARCH_CHARS_MAX).collect::<String>())
    }
}

/// The part of the list that a filter finds.
struct Found<'l> {
    /// Before the category's filter: the categories, with how many were found in each.
    categories: Vec<(i64, &'l str, usize)>,
    entries: Vec<&'l Entry>,
}

impl<'l> Found<'l> {
    fn of(
        entries: impl Iterator<Item = &'l Entry>,
        filters: &ServiceFilters,
        favourites: &HashSet<ServiceId>,
    ) -> Self {
        let (words, category) = (filters.words(), filters.category_id());
        let only_favourites = !filters.favourites.is_empty();
        let mut found = Self { categories: Vec::new(), entries: Vec::new() };
        for entry in entries {
            let service = &entry.service;
            if !entry.matches(&words) || (only_favourites && !favourites.contains(&service.id)) {
                continue;
            }
            match found.categories.last_mut().filter(|(id, ..)| *id == service.category_id) {
                Some((.., count)) => *count += 1,
                None => found.categories.push((service.category_id, &service.category, 1)),
            }
            if category.is_none_or(|id| id == service.category_id) {
                found.entries.push(entry);
            }
        }
        found
    }

    /// The page that the address names, and the addresses of those beside it. A service that has
    /// gone since names the first page.
    fn page(&self, lang: Lang, filters: &ServiceFilters) -> (&[&'l Entry], Pager) {
        let place = |id: &str| {
            let id: ServiceId = id.trim().parse().ok()?;
            self.entries.iter().position(|entry| entry.service.id == id)
        };
        let from = match (place(&filters.after), place(&filters.before)) {
            (Some(at), _) => at + 1,
            (None, Some(at)) => at.saturating_sub(PAGE),
            (None, None) => 0,
        };
        let to = (from + PAGE).min(self.entries.len());
        let shown = self.entries.get(from..to).unwrap_or_default();
        let link = |side: &str, entry: Option<&&Entry>| {
            let query = filters.query("", "");
            let and = if query.is_empty() { "" } else { "&" };
            entry.map(|entry| format!("{PATH}?{query}{and}{side}={}", entry.service.id))
        };
        let pager = Pager {
            newer: link("before", shown.first().filter(|_| from > 0)),
            older: link("after", shown.last().filter(|_| to < self.entries.len())),
            text: lang
                .say("services-page")
                .count("from", from + 1)
                .count("to", to)
                .count("count", self.entries.len())
                .to_string(),
        };
        (shown, pager)
    }
}

/// GET /services
pub async fn list(
    State(app): State<Arc<App>>,
    shopper: Shopper,
    Query(filters): Query<ServiceFilters>,
) -> Result<Response, Failure> {
    let edition = app.price_list.read(&app.db).await?;
    let reader = Reader::of(&app, &shopper).await?;
    let found = Found::of(edition.seen_on(&reader.terms), &filters, &reader.favourites);
    let lang = shopper.lang();
    let (shown, pager) = found.page(lang, &filters);
    let category = filters.category_id();
    let all = Choice::new("", &lang.say("services-all-categories").to_string(), category.is_none());
    let categories = found.categories.iter().map(|(id, name, found)| {
        let label = lang.say("services-category-count").with("category", name);
        let label = label.count("count", *found).to_string();
        Choice::new(&id.to_string(), &label, category == Some(*id))
    });
    let categories = std::iter::once(all).chain(categories).collect();
    let only_favourites = !filters.favourites.is_empty();
    let favourites = edition.seen_on(&reader.terms).map(|entry| entry.service.id);
    let favourites = favourites.filter(|id| reader.favourites.contains(id)).count();
    let all = lang.say("services-all").to_string();
    let marked = lang.say("services-favourites").to_string();
    let chips = vec![
        Chip::new(&all, filters.link(PATH, "favourites", ""), !only_favourites),
        Chip {
            count: lang.number(favourites),
            ..Chip::new(&marked, filters.link(PATH, "favourites", "1"), only_favourites)
        },
    ];
    let total = found.entries.len();
    view::html(&ServicesPage {
        // The box at the top searches orders, not services.
        page: Page { query: String::new(), ..shopper.page("services") },
        front: Front::read(&app).await?,
        currency: app.currency.clone(),
        query: filters.q.trim().to_owned(),
        categories,
        chips,
        only_favourites,
        filtered: !filters.query("", "").is_empty(),
        back: filters.back(),
        csv: filters.link("/services.csv", "", ""),
        count: lang.say("services-count").count("count", total).to_string(),
        groups: groups(shown, &reader),
        pager,
        is_customer: shopper.account_id().is_some(),
    })
}

impl ServiceFilters {
    /// The address of this page, its place in the list too.
    fn back(&self) -> String {
        let address = self.link(PATH, "", "");
        let side = [("after", &self.after), ("before", &self.before)];
        match side.into_iter().find(|(_, id)| id.trim().parse::<ServiceId>().is_ok()) {
            Some((side, id)) => {
                let and = if address.contains('?') { "&" } else { "?" };
                format!("{address}{and}{side}={}", id.trim())
            }
            None => address,
        }
    }
}

/// GET /services.csv: all that the filters find.
pub async fn csv(
    State(app): State<Arc<App>>,
    shopper: Shopper,
    Query(filters): Query<ServiceFilters>,
) -> Result<Response, Failure> {
    let edition = app.price_list.read(&app.db).await?;
    let reader = Reader::of(&app, &shopper).await?;
    let found = Found::of(edition.seen_on(&reader.terms), &filters, &reader.favourites);
    let head = csv::head([
        "service",
        "category",
        "name",
        "type",
        "rate",
        "currency",
        "rate is for",
        "min",
        "max",
        "refill",
        "cancel",
        "drip-feed",
        "average seconds",
    ]);
    let text = found
        .entries
        .iter()
        .fold(head, |text, entry| text + &reader.csv_line(&entry.service, &app.currency));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"services.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// POST /services/favourites: `add` or `remove` a service; then back to its row.
pub async fn mark(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let typed = |name: &str| form.text(name).trim().parse::<ServiceId>().ok();
    let (id, on) = match (typed("add"), typed("remove")) {
        (Some(id), None) => (id, true),
        (None, Some(id)) => (id, false),
        _ => return Err(Failure::Unreadable),
    };
    // What a group may not see is not there for its members.
    let found = catalogue::find(app.db.pool(), &[id]).await?;
    let sees = terms::of(&app.db, customer.id()).await?;
    if found.get(&id).is_some_and(|service| !sees.sees(service.category_id)) {
        return Err(Failure::NotFound);
    }
    match favourites::set(&app.db, &app.clock, customer.id(), (id, on)).await {
        Ok(()) => {}
        Err(FavouriteError::NoService) => return Err(Failure::NotFound),
        Err(FavouriteError::Db(error)) => return Err(error.into()),
    }
    if customer.visitor().is_partial {
        return view::html(&StarPart { page: customer.page("services"), star: Star { id, on } });
    }
    let back = local_path(form.text("back"));
    let back = if back.starts_with(PATH) && !back.contains('#') { back } else { PATH };
    Ok(Redirect::to(&format!("{back}#star-{id}")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_filters_and_its_place() {
        let filters = ServiceFilters {
            q: " a&b ".to_owned(),
            category: "7".to_owned(),
            after: "12".to_owned(),
            ..ServiceFilters::default()
        };
        assert_eq!(
            filters.link(PATH, "favourites", "1"),
            "/services?q=a%26b&category=7&favourites=1"
        );
        assert_eq!(filters.back(), "/services?q=a%26b&category=7&after=12");
        let odd = ServiceFilters { before: "x".to_owned(), ..ServiceFilters::default() };
        assert_eq!(odd.back(), "/services");
    }
}

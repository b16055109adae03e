//! /services/updates: what changed on the price list, by day.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::app::App;
use crate::catalogue::events::{self, Event, Filter, Told};
use crate::catalogue::kind::Counted;
use crate::catalogue::terms::{self, Listing};
use crate::catalogue::{ServiceId, Terms};
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::orders::bought;
use crate::web::amounts::{Amount, Column};
use crate::web::calendar::by_day;
use crate::web::failure::Failure;
use crate::web::guard::Shopper;
use crate::web::public::front::Front;
use crate::web::view::{self, Chip, Page, Pager};

const PATH: &str = "/services/updates";

/// The chips: how the address names them, the change whose word they have, what they cover.
const KINDS: [(&str, Told, &[Told]); 5] = [
    ("new", Told::Added, &[Told::Added, Told::Restored]),
    ("price-up", Told::PriceUp, &[Told::PriceUp]),
    ("price-down", Told::PriceDown, &[Told::PriceDown]),
    ("off", Told::Removed, &[Told::Removed]),
    ("limits", Told::Limits, &[Told::Limits]),
];

#[derive(Template)]
#[template(path = "public/services/updates.html")]
struct UpdatesPage {
    page: Page,
    front: Front,
    currency: String,
    chips: Vec<Chip>,
    /// Only what they have ordered; empty for guests.
    mine: Vec<Chip>,
    filtered: bool,
    days: Vec<(String, Vec<UpdateRow>)>,
    pager: Pager,
}

/// A change as a row; see `templates/public/services/update_rate.html`.
pub struct UpdateRow {
    pub at: DateTime<Utc>,
    pub service: ServiceId,
    pub name: String,
    pub category: String,
    pub is_on_sale: bool,
    pub word: String,
    /// A symbol of the sprite, and a class for its colour.
    pub icon: &'static str,
    pub tone: &'static str,
    /// "" where nothing was before.
    pub before: Amount,
    pub after: Amount,
    pub is_package: bool,
    /// Of a change of limits.
    pub limits: Option<(String, String)>,
}

/// The filters, as the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct UpdateFilters {
    kind: String,
    mine: String,
    before: String,
    after: String,
}

impl UpdateFilters {
    fn query(kind: &str, mine: &str) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in [("kind", kind), ("mine", mine)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    fn link(kind: &str, mine: &str) -> String {
        match Self::query(kind, mine) {
            query if query.is_empty() => PATH.to_owned(),
            query => format!("{PATH}?{query}"),
        }
    }
}

/// GET /services/updates
pub async fn list(
    State(app): State<Arc<App>>,
    shopper: Shopper,
    Query(mut filters): Query<UpdateFilters>,
) -> Result<Response, Failure> {
    let reader = shopper.account_id();
    if reader.is_none() || filters.mine != "1" {
        filters.mine.clear();
    }
    let kind = KINDS.iter().find(|(name, ..)| *name == filters.kind);
    if kind.is_none() {
        filters.kind.clear();
    }
    let services = match reader {
        Some(id) if !filters.mine.is_empty() => Some(bought::services(app.db.pool(), id).await?),
        _ => None,
    };
    let terms = match reader {
        Some(id) => terms::of(&app.db, id).await?,
        None => Terms::default(),
    };
    let filter = Filter {
        kinds: kind.map(|(.., kinds)| kinds.to_vec()).unwrap_or_default(),
        services,
        reader,
        categories: terms.categories(),
    };
    let cursor = Cursor::from_parts(filters.before.parse().ok(), filters.after.parse().ok());
    let mut found = events::page(&app.db, &filter, cursor).await?;
    let query = UpdateFilters::query(&filters.kind, &filters.mine);
    let pager = Pager::new(&found, PATH, &query);
    let lang = shopper.lang();
    let all = lang.say("updates-all").to_string();
    let all = Chip::new(&all, UpdateFilters::link("", &filters.mine), filters.kind.is_empty());
    let kinds = KINDS.iter().map(|(name, told, _)| {
        Chip::new(
            &word(lang, *told),
            UpdateFilters::link(name, &filters.mine),
            filters.kind == *name,
        )
    });
    let chips = std::iter::once(all).chain(kinds).collect();
    let is_mine = !filters.mine.is_empty();
    let toggled = UpdateFilters::link(&filters.kind, if is_mine { "" } else { "1" });
    let only_mine = lang.say("updates-mine").to_string();
    let mine = reader.map(|_| Chip::new(&only_mine, toggled, is_mine));
    // The addresses of the pages are made: what says nothing to the reader may go.
    found.rows = theirs(found.rows, &terms);
    let column = column(lang, &found.rows);
    let days = by_day(lang, shopper.zone(), found.rows, |event| event.at);
    let days = days.into_iter().map(|(day, events)| {
        let rows = events.into_iter().map(|event| UpdateRow::new(lang, event, column)).collect();
        (day, rows)
    });
    view::html(&UpdatesPage {
        page: shopper.page("services"),
        front: Front::read(&app).await?,
        currency: app.currency.clone(),
        chips,
        mine: mine.into_iter().collect(),
        filtered: !query.is_empty() || cursor != Cursor::First,
        days: days.collect(),
        pager,
    })
}

/// The events at what the reader pays. A price that has changed for others only is left out.
fn theirs(events: Vec<Event>, terms: &Terms) -> Vec<Event> {
    let pays = |event: &Event, rate| {
        let (category_id, lowest) = (event.category_id, event.lowest);
        terms.discounted(Listing { category_id, rate, lowest })
    };
    let paid = events.into_iter().map(|event| Event {
        rate: pays(&event, event.rate),
        old_rate: event.old_rate.map(|rate| pays(&event, rate)),
        ..event
    });
    let is_price = |told| matches!(told, Told::PriceUp | Told::PriceDown);
    paid.filter(|event| !is_price(event.told) || event.old_rate != Some(event.rate)).collect()
}

/// Events as rows of one list, at what the reader pays.
pub fn rows(lang: Lang, events: Vec<Event>, terms: &Terms) -> Vec<UpdateRow> {
    let events = theirs(events, terms);
    let column = column(lang, &events);
    events.into_iter().map(|event| UpdateRow::new(lang, event, column)).collect()
}

fn column(lang: Lang, events: &[Event]) -> Column {
    let rates = events.iter().flat_map(|event| [Some(event.rate), event.old_rate]).flatten();
    Column::of_rates(rates).in_language(lang)
}

/// What happened, in a word or two.
fn word(lang: Lang, told: Told) -> String {
    let said = match told {
        Told::Added => lang.say("updates-added"),
        Told::Restored => lang.say("updates-restored"),
        Told::Removed => lang.say("updates-removed"),
        Told::PriceUp => lang.say("updates-price-up"),
        Told::PriceDown => lang.say("updates-price-down"),
        Told::Limits => lang.say("updates-limits"),
    };
    said.to_string()
}

impl UpdateRow {
    fn new(lang: Lang, event: Event, column: Column) -> Self {
        let nothing = || Amount { text: String::new(), pad: "", exact: String::new() };
        let (icon, tone) = match event.told {
            Told::Added => ("plus", "added"),
            Told::Restored => ("repeat", "added"),
            Told::Removed => ("ban", "removed"),
            Told::PriceUp => ("arrow-up", "up"),
            Told::PriceDown => ("arrow-down", "down"),
            Told::Limits => ("rows-3", "limits"),
        };
        let is_price = matches!(event.told, Told::PriceUp | Told::PriceDown);
        let before = event.old_rate.filter(|_| is_price).map(|rate| column.show_rate(rate));
        // The list price of a service with a rate of their own says nothing to them.
        let shows =
            is_price || (matches!(event.told, Told::Added | Told::Restored) && !event.has_own_rate);
        let range = |min: Option<i64>, max: Option<i64>| {
            min.zip(max).map(|(min, max)| format!("{}–{}", lang.number(min), lang.number(max)))
        };
        let old = range(event.old_min, event.old_max);
        let limits = old.zip(range(Some(event.min), Some(event.max)));
        Self {
            at: event.at,
            service: event.service_id,
            name: event.name,
            category: event.category,
            is_on_sale: event.is_on_sale,
            word: word(lang, event.told),
            icon,
            tone,
            before: before.unwrap_or_else(nothing),
            after: if shows { column.show_rate(event.rate) } else { nothing() },
            is_package: event.kind.counted() == Counted::Package,
            limits: limits.filter(|_| event.told == Told::Limits),
        }
    }
}

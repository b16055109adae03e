//! The staff's list of services: its filters in the address, what they find, and a service as a row.

use std::collections::HashMap;

use serde::Deserialize;
use url::form_urlencoded;

use super::PATH;
use crate::app::App;
use crate::catalogue::price_list::words;
use crate::catalogue::{Kind, ServiceId};
use crate::kit::db;
use crate::kit::money::Rate;
use crate::providers::shelf::Stocked;
use crate::providers::{Protocol, ProviderId, route_edit};
use crate::web::admin::listing::address;
use crate::web::amounts::{Amount, Column};
use crate::web::figures::number;
use crate::web::form::Choice;
use crate::web::view::{Chip, Pager};

/// Services on a page.
const PAGE: usize = 50;
/// Longer words find nothing.
const SEARCH_CHARS_MAX: usize = 200;

/// The states by which the list is filtered: the address's word, and the chip's.
const STATES: [(&str, &str); 6] = [
    ("", "All"),
    ("on", "On sale"),
    ("off", "Off"),
    ("paused", "Off by the panel"),
    ("no-provider", "No provider"),
    ("below", "Below cost"),
];

const SORTS: [(&str, &str); 5] = [
    ("", "In list order"),
    ("margin", "Lowest margin first"),
    ("-margin", "Highest margin first"),
    ("price", "Lowest price first"),
    ("-price", "Highest price first"),
];

/// The filters, as the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    pub q: String,
    pub category: String,
    pub provider: String,
    pub state: String,
    pub sort: String,
    /// The services before and after this one, in the list's order; the page with this one.
    pub before: String,
    pub after: String,
    pub around: String,
}

impl Filters {
    /// Reads the address of a list, as [`back`](Self::back) writes it.
    pub fn of_address(address: &str) -> Self {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let mut filters = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let field = match &*name {
                "q" => &mut filters.q,
                "category" => &mut filters.category,
                "provider" => &mut filters.provider,
                "state" => &mut filters.state,
                "sort" => &mut filters.sort,
                "before" => &mut filters.before,
                "after" => &mut filters.after,
                "around" => &mut filters.around,
                _ => continue,
            };
            *field = value.into_owned();
        }
        filters.cleaned()
    }

    /// What the list does not know is left out, and NUL, which no keyboard makes.
    pub fn cleaned(mut self) -> Self {
        let typed = self.q.trim().chars().filter(|c| *c != '\0');
        self.q = typed.take(SEARCH_CHARS_MAX).collect();
        let number = |text: &str| text.trim().parse::<i64>().ok().map(|id| id.to_string());
        for id in [
            &mut self.category,
            &mut self.provider,
            &mut self.before,
            &mut self.after,
            &mut self.around,
        ] {
            *id = number(id).unwrap_or_default();
        }
        if !STATES.iter().any(|(word, _)| *word == self.state) {
            self.state.clear();
        }
        if !SORTS.iter().any(|(word, _)| *word == self.sort) {
            self.sort.clear();
        }
        self
    }

    fn pairs(&self) -> [(&str, &str); 5] {
        [
            ("q", &self.q),
            ("category", &self.category),
            ("provider", &self.provider),
            ("state", &self.state),
            ("sort", &self.sort),
        ]
    }

    /// The first page of this list, with another value of one filter.
    fn link(&self, name: &str, value: &str) -> String {
        let pairs = self.pairs().map(|(key, kept)| (key, if key == name { value } else { kept }));
        address(PATH, &pairs)
    }

    /// This page.
    pub fn back(&self) -> String {
        let [q, category, provider, state, sort] = self.pairs();
        let place = [("before", &*self.before), ("after", &*self.after), ("around", &*self.around)];
        let [before, after, around] = place;
        address(PATH, &[q, category, provider, state, sort, before, after, around])
    }

    pub fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(name, value)| *name != "sort" && !value.is_empty())
    }

    /// Whether the categories are headings.
    pub fn is_grouped(&self) -> bool {
        self.sort.is_empty()
    }

    pub fn sorts(&self) -> Vec<Choice> {
        SORTS.map(|(word, label)| Choice::new(word, label, word == self.sort)).into()
    }
}

fn is(service: &Stocked, state: &str) -> bool {
    match state {
        "on" => service.is_on_sale(),
        "off" => !service.enabled,
        "paused" => service.enabled && service.paused_reason.is_some(),
        "no-provider" => service.is_closed,
        "below" => service.is_below_cost(service.rate),
        _ => true,
    }
}

/// The part of the list that the filters find.
pub(super) struct Found<'l> {
    pub chips: Vec<Chip>,
    pub categories: Vec<Choice>,
    pub services: Vec<&'l Stocked>,
}

impl<'l> Found<'l> {
    pub fn of(services: &'l [Stocked], filters: &Filters) -> Self {
        let words = words(&filters.q);
        let category: Option<i64> = filters.category.parse().ok();
        let provider: Option<ProviderId> = filters.provider.parse().ok();
        let mut categories: Vec<(i64, &str, usize)> = Vec::new();
        let mut found: Vec<&Stocked> = Vec::new();
        for service in services {
            if !matches(service, &words)
                || provider.is_some_and(|id| !service.providers.contains(&id))
            {
                continue;
            }
            match categories.last_mut().filter(|(id, ..)| *id == service.category_id) {
                Some((.., count)) => *count += 1,
                None => categories.push((service.category_id, &service.category, 1)),
            }
            if category.is_none_or(|id| id == service.category_id) {
                found.push(service);
            }
        }
        let chips = STATES.iter().filter_map(|(state, label)| {
            let count = found.iter().filter(|service| is(service, state)).count();
            let is_rare = ["paused", "no-provider", "below"].contains(state);
            let on = filters.state == *state;
            (count > 0 || on || !is_rare).then(|| Chip {
                label: (*label).to_owned(),
                href: filters.link("state", state),
                on,
                count: number(i64::try_from(count).unwrap_or(i64::MAX)),
            })
        });
        let chips = chips.collect();
        found.retain(|service| is(service, &filters.state));
        match filters.sort.as_str() {
            "margin" => found.sort_by_key(|one| (over_cost(one).is_none(), over_cost(one))),
            "-margin" => found.sort_by_key(|one| std::cmp::Reverse(over_cost(one))),
            "price" => found.sort_by_key(|one| one.rate.micros()),
            "-price" => found.sort_by_key(|one| std::cmp::Reverse(one.rate.micros())),
            _ => {}
        }
        let all = Choice::new("", "All categories", category.is_none());
        let named = categories.into_iter().map(|(id, name, count)| {
            Choice::new(&id.to_string(), &format!("{name} ({count})"), category == Some(id))
        });
        Self { chips, categories: std::iter::once(all).chain(named).collect(), services: found }
    }

    /// The page that the address names, and the addresses of those beside it. A service that has
    /// gone since names the first page.
    pub fn page(&self, filters: &Filters) -> (&[&'l Stocked], Pager) {
        let place = |id: &str| {
            let id: ServiceId = id.parse().ok()?;
            self.services.iter().position(|service| service.id == id)
        };
        let from = match (place(&filters.after), place(&filters.before), place(&filters.around)) {
            (Some(at), ..) => at + 1,
            (None, Some(at), _) => at.saturating_sub(PAGE),
            (None, None, Some(at)) => at / PAGE * PAGE,
            (None, None, None) => 0,
        };
        let to = (from + PAGE).min(self.services.len());
        let shown = self.services.get(from..to).unwrap_or_default();
        let link = |side: &str, service: Option<&&Stocked>| {
            let place = |service: &&Stocked| {
                let mut there = filters.clone();
                for place in [&mut there.before, &mut there.after, &mut there.around] {
                    place.clear();
                }
                let id = service.id.to_string();
                if side == "after" {
                    there.after = id
                } else {
                    there.before = id
                }
                there.back()
            };
            service.map(place)
        };
        let count = |count: usize| number(i64::try_from(count).unwrap_or(i64::MAX));
        let pager = Pager {
            newer: link("before", shown.first().filter(|_| from > 0)),
            older: link("after", shown.last().filter(|_| to < self.services.len())),
            text: format!("{}–{} of {}", count(from + 1), count(to), count(self.services.len())),
        };
        (shown, pager)
    }
}

fn over_cost(service: &Stocked) -> Option<i64> {
    service.margin(service.rate)
}

/// Each word must be in the name, the category or the type, or be the number.
fn matches(service: &Stocked, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = format!("{} {} {}", service.name, service.category, service.kind).to_lowercase();
    let id = service.id.to_string();
    words.iter().all(|word| text.contains(word.as_str()) || word.trim_start_matches('#') == id)
}

/// The providers by their ids.
pub(super) struct Providers(pub HashMap<ProviderId, route_edit::Candidate>);

impl Providers {
    pub async fn read(app: &App) -> Result<Self, db::Error> {
        let all = route_edit::candidates(app.db.pool()).await?;
        Ok(Self(all.into_iter().map(|one| (one.id, one)).collect()))
    }

    pub fn choices(&self, chosen: &str) -> Vec<Choice> {
        let mut all: Vec<&route_edit::Candidate> = self.0.values().collect();
        all.sort_by_key(|one| one.id);
        let any = Choice::new("", "All providers", chosen.is_empty());
        let named = all.into_iter().map(|one| {
            let id = one.id.to_string();
            Choice::new(&id, &one.name, id == chosen)
        });
        std::iter::once(any).chain(named).collect()
    }
}

/// A service as a row; see `templates/admin/services/row.html`.
pub(super) struct ServiceRow {
    pub id: ServiceId,
    /// Its form, which leads back to this list.
    pub href: String,
    pub name: String,
    /// "" for the ordinary type.
    pub kind: &'static str,
    pub range: String,
    /// "" under a heading that says it.
    pub category: String,
    /// What it allows: a symbol of the sprite, and the word.
    pub allows: Vec<(&'static str, &'static str)>,
    pub provider: String,
    /// How many routes stand behind the first; "": none.
    pub behind: String,
    /// It is the sandbox, which delivers nothing.
    pub is_test: bool,
    /// It is there, and takes no orders now.
    pub is_closed: bool,
    /// `None`: it has no route.
    pub cost: Option<Amount>,
    /// The price, to the last digit: what the form says was seen.
    pub rate: String,
    pub margin: String,
    pub is_below: bool,
    pub enabled: bool,
    /// Why the panel keeps it off sale; "": it does not.
    pub paused: String,
    /// As it was typed, and what is wrong with it; "": it is right.
    pub typed: String,
    pub error: String,
    /// It has just been saved.
    pub is_saved: bool,
}

impl ServiceRow {
    pub fn new(service: &Stocked, providers: &Providers, (is_grouped, back): (bool, &str)) -> Self {
        let back = if back == PATH { "" } else { back };
        let provider = service.providers.first().and_then(|id| providers.0.get(id));
        let allows = [
            (service.refill, ("refresh-cw", "Refill")),
            (service.cancel, ("ban", "Cancel")),
            (service.dripfeed && service.kind.can_drip(), ("droplets", "Drip-feed")),
        ];
        let rate = service.rate.to_string();
        Self {
            id: service.id,
            href: address(&format!("{PATH}/{}", service.id), &[("back", back)]),
            name: service.name.clone(),
            kind: if service.kind == Kind::Default { "" } else { service.kind.as_str() },
            range: match service.min == service.max {
                true => number(service.min),
                false => format!("{}–{}", number(service.min), number(service.max)),
            },
            category: if is_grouped { String::new() } else { service.category.clone() },
            allows: allows.into_iter().filter_map(|(has, what)| has.then_some(what)).collect(),
            provider: provider.map(|one| one.name.clone()).unwrap_or_default(),
            behind: match service.providers.len() {
                ..=1 => String::new(),
                routes => format!("+{}", routes - 1),
            },
            is_test: provider.is_some_and(|one| one.protocol == Protocol::Sandbox),
            is_closed: !service.providers.is_empty() && service.is_closed,
            cost: service.cost.map(|cost| Column::LONGEST.show_rate(cost)),
            typed: rate.clone(),
            rate,
            margin: margin(service, service.rate),
            is_below: service.is_below_cost(service.rate),
            enabled: service.enabled,
            paused: match &service.paused_reason {
                Some(why) if service.enabled => why.clone(),
                _ => String::new(),
            },
            error: String::new(),
            is_saved: false,
        }
    }
}

/// How much a price is above the cost, in whole percent; "" if it costs nothing.
pub(super) fn margin(service: &Stocked, rate: Rate) -> String {
    let Some(hundredths) = service.margin(rate) else { return String::new() };
    format!("{} %", number(hundredths.div_euclid(100)))
}

//! The filters of the staff's list of orders. All of them are in the address.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::PATH;
use crate::accounts::{AccountId, account};
use crate::app::App;
use crate::catalogue::{self, ServiceId};
use crate::kit::page::Cursor;
use crate::kit::zone::Zone;
use crate::orders::read::all::{Counts, Door, Meaning, Wanted};
use crate::orders::{OrderId, State as At};
use crate::providers::{ProviderId, provider};
use crate::web::admin::listing::{address, named, query};
use crate::web::calendar::read_day;
use crate::web::failure::Failure;
use crate::web::figures::{capped, number};
use crate::web::form::Choice;
use crate::web::view::Chip;

/// Orders that a person should look at; a filter beside those of single states.
pub(super) const ATTENTION: &str = "attention";

/// The filters on states: the word in the address, its label, and the states it covers.
const STATES: [(&str, &str, &[At]); 10] = [
    ("unknown", "Unknown", &[At::Unknown]),
    ("hold", "On hold", &[At::Hold]),
    ("review", "In review", &[At::Review]),
    ("pending", "Pending", &[At::Scheduled, At::Queued]),
    ("sending", "Being sent", &[At::Submitting]),
    ("running", "In progress", &[At::Running]),
    ("paused", "Paused", &[At::Paused]),
    ("completed", "Completed", &[At::Completed]),
    ("partial", "Partial", &[At::Partial]),
    ("canceled", "Canceled", &[At::Canceled, At::Expired]),
];

/// A state without orders is not shown as a choice, unless it is the chosen one.
const RARE: [&str; 5] = ["unknown", "hold", "review", "sending", "paused"];

/// By what orders come in, in the same way.
pub(super) const DOORS: [(&str, &str, Door); 7] = [
    ("page", "By page", Door::Page),
    ("mass", "Mass orders", Door::Mass),
    ("api-v2", "API v2", Door::ApiV2),
    ("order-api", "Order API", Door::OrderApi),
    ("drip-feed", "Drip-feeds", Door::Drip),
    ("paced", "At a pace", Door::Paced),
    ("subscription", "Subscriptions", Door::Subscription),
];

/// Longer texts are cut.
const SEARCH_CHARS_MAX: usize = 10_000;
/// The most characters of a text in a chip.
const CHIP_CHARS_MAX: usize = 60;

/// The filters in the address. It is text, so that a wrong value is shown and is not an error.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct OrderListing {
    pub(super) q: String,
    pub(super) state: String,
    pub(super) customer: String,
    pub(super) provider: String,
    pub(super) service: String,
    pub(super) door: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) parent: String,
    pub(super) before: String,
    pub(super) after: String,
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(CHIP_CHARS_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

impl OrderListing {
    /// The filters of an address's query.
    pub(super) fn of_query(query: &str) -> Self {
        let mut listing = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let field = match &*name {
                "q" => &mut listing.q,
                "state" => &mut listing.state,
                "customer" => &mut listing.customer,
                "provider" => &mut listing.provider,
                "service" => &mut listing.service,
                "door" => &mut listing.door,
                "from" => &mut listing.from,
                "to" => &mut listing.to,
                "parent" => &mut listing.parent,
                "before" => &mut listing.before,
                "after" => &mut listing.after,
                _ => continue,
            };
            *field = value.into_owned();
        }
        listing
    }

    /// The words to search for. The database takes no NUL, and no keyboard makes one.
    fn words(&self) -> String {
        let typed = self.q.trim().chars().filter(|c| *c != '\0');
        typed.take(SEARCH_CHARS_MAX).collect()
    }

    /// The number before the words that a list of offers puts behind it: `17 · Views`.
    fn service_id(&self) -> Option<i64> {
        let text = self.service.split(" · ").next().unwrap_or_default();
        named(text.trim().trim_start_matches('#'))
    }

    fn is_state(&self) -> bool {
        self.state == ATTENTION || STATES.iter().any(|(word, ..)| *word == self.state)
    }

    /// What the list is to show.
    pub(super) fn wanted(&self, zone: Zone) -> Wanted {
        let states = STATES.iter().find(|(word, ..)| *word == self.state);
        let start = |day: NaiveDate| zone.start_of(day);
        Wanted {
            states: states.map(|(_, _, states)| states.to_vec()).unwrap_or_default(),
            attention: self.state == ATTENTION,
            account_id: named(&self.customer).map(AccountId::new),
            provider_id: named(&self.provider).map(ProviderId::new),
            service_id: self.service_id().map(ServiceId::new),
            door: DOORS.iter().find(|(word, ..)| *word == self.door).map(|(.., door)| *door),
            from: read_day(&self.from).map(start),
            until: read_day(&self.to).and_then(|day| day.checked_add_days(Days::new(1))).map(start),
            parent_id: named(&self.parent).map(OrderId::new),
            search: Meaning::of(&self.words()),
        }
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }

    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("state", if self.is_state() { &self.state } else { "" }),
            ("q", self.q.trim()),
            ("customer", self.customer.trim()),
            ("provider", self.provider.trim()),
            ("service", self.service.trim()),
            ("door", &self.door),
            ("from", self.from.trim()),
            ("to", self.to.trim()),
            ("parent", self.parent.trim()),
        ]
    }

    /// The filters in force, as an address's query.
    pub(super) fn query(&self) -> String {
        query(&self.pairs())
    }

    /// The same with the page, so that a form leads back to it.
    pub(super) fn here(&self) -> String {
        let filters = self.pairs();
        let cursor = match self.cursor() {
            Cursor::Before(id) => ("before", id.to_string()),
            Cursor::After(id) => ("after", id.to_string()),
            Cursor::First => ("before", String::new()),
        };
        let cursor = [(cursor.0, cursor.1.as_str())];
        query(&[&filters[..], &cursor[..]].concat())
    }

    /// The list, or a page beside it, with another value of one of the filters.
    pub(super) fn with(&self, path: &str, name: &str, value: &str) -> String {
        let pairs = self.pairs().map(|(key, was)| (key, if key == name { value } else { was }));
        address(path, &pairs)
    }

    /// Whether only orders that need a person are listed: then an empty list is good news.
    pub(super) fn is_attention(&self) -> bool {
        self.state == ATTENTION && self.pairs()[1..].iter().all(|(_, value)| value.is_empty())
    }

    /// What is wrong with the days; "" for nothing.
    pub(super) fn fault(&self) -> String {
        for text in [&self.from, &self.to] {
            if !text.trim().is_empty() && read_day(text).is_none() {
                return format!("“{}” is not a day. Write it like 2026-11-30.", cut(text));
            }
        }
        match (read_day(&self.from), read_day(&self.to)) {
            (Some(from), Some(to)) if from > to => {
                "The first day is after the last one, so there is nothing to show.".to_owned()
            }
            _ => String::new(),
        }
    }

    /// The states, and how many orders each would show with the other filters.
    pub(super) fn chips(&self, counts: &Counts, is_narrow: bool) -> Vec<Chip> {
        let said = |count: i64| match count {
            0 => String::new(),
            _ if counts.is_cut && capped(count) == number(count) => format!("{}+", number(count)),
            _ => capped(count),
        };
        let chip = |word: &str, label: &str, count: i64| Chip {
            label: label.to_owned(),
            href: self.with(PATH, "state", word),
            on: self.state == word,
            count: said(count),
        };
        // Without another filter, orders that have ended are too many to be counted.
        let all = if is_narrow { counts.all() } else { 0 };
        let all = Chip { on: !self.is_state(), ..chip("", "All", all) };
        let mut chips = vec![chip(ATTENTION, "Needs a look", counts.attention), all];
        for (word, label, states) in STATES {
            let count = counts.of(states);
            if count > 0 || self.state == word || !RARE.contains(&word) {
                chips.push(chip(word, label, count));
            }
        }
        chips
    }

    pub(super) fn doors(&self) -> Vec<Choice> {
        let any = Choice::new("", "Any way in", self.door.is_empty());
        let doors =
            DOORS.iter().map(|(word, label, _)| Choice::new(word, label, self.door == *word));
        std::iter::once(any).chain(doors).collect()
    }

    pub(super) fn providers(&self, all: &[provider::Provider]) -> Vec<Choice> {
        let any = Choice::new("", "Any provider", self.provider.is_empty());
        let chosen = named(&self.provider);
        let each = all
            .iter()
            .map(|one| Choice::new(&one.id.to_string(), &one.name, chosen == Some(one.id.get())));
        std::iter::once(any).chain(each).collect()
    }

    /// The other filters in force, each with the address that leaves it out.
    pub(super) async fn active(
        &self,
        app: &App,
        providers: &[provider::Provider],
    ) -> Result<Vec<Chip>, Failure> {
        let mut chips = Vec::new();
        let mut add =
            |label: &str, name: &str| chips.push(Chip::new(label, self.with(PATH, name, ""), true));
        if !self.q.trim().is_empty() {
            add(&format!("“{}”", cut(&self.q)), "q");
        }
        if let Some(id) = named(&self.customer).map(AccountId::new) {
            let account = account::find(app.db.pool(), id).await?;
            let who = account.map_or_else(
                || format!("customer {}", cut(&self.customer)),
                |account| account.email.to_string(),
            );
            add(&who, "customer");
        }
        if let Some(id) = named(&self.provider) {
            let name = providers.iter().find(|one| one.id.get() == id).map(|one| one.name.clone());
            add(&name.unwrap_or_else(|| format!("provider {}", cut(&self.provider))), "provider");
        }
        if let Some(id) = self.service_id().map(ServiceId::new) {
            let service = catalogue::find(app.db.pool(), &[id]).await?.remove(&id);
            let what =
                service.map_or_else(|| format!("service {}", cut(&self.service)), |s| s.name);
            add(&cut(&what), "service");
        }
        if let Some((_, label, _)) = DOORS.iter().find(|(word, ..)| *word == self.door) {
            add(label, "door");
        }
        for (word, name, text) in [("From", "from", &self.from), ("To", "to", &self.to)] {
            match read_day(text) {
                Some(day) => add(&format!("{word} {}", day.format("%-d %b %Y")), name),
                None if !text.trim().is_empty() => add(&format!("{word} “{}”", cut(text)), name),
                None => {}
            }
        }
        if !self.parent.trim().is_empty() {
            add(&format!("of order {}", cut(&self.parent)), "parent");
        }
        Ok(chips)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_keeps_the_other_filters_and_leaves_the_page() {
        let listing = OrderListing {
            state: "hold".to_owned(),
            q: "a&b".to_owned(),
            before: "17".to_owned(),
            ..OrderListing::default()
        };
        let to = listing.with(PATH, "state", "partial");
        assert_eq!(to, "/admin/orders?state=partial&q=a%26b");
        assert_eq!(listing.with(PATH, "q", ""), "/admin/orders?state=hold");
        let again = OrderListing::of_query(&listing.query());
        assert_eq!((again.state.as_str(), again.q.as_str()), ("hold", "a&b"));
        assert_eq!(OrderListing::default().with(PATH, "state", ""), "/admin/orders");
    }

    #[test]
    fn every_state_is_under_one_chip() {
        for state in At::ALL {
            let chips = STATES.iter().filter(|(.., states)| states.contains(&state));
            assert_eq!(chips.count(), 1, "{state:?}");
        }
    }

    #[test]
    fn a_service_is_named_by_its_number() {
        let id = |text: &str| {
            OrderListing { service: text.to_owned(), ..OrderListing::default() }.service_id()
        };
        assert_eq!(id(" "), None);
        assert_eq!(id("17"), Some(17));
        assert_eq!(id("#17 · 100 views · fast"), Some(17));
        assert_eq!(id("views"), Some(-1));
    }
}

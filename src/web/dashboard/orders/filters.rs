//! The filters of the customer's list, as they stand in the address. They are text, so that a wrong
//! value is shown and is not an error.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::accounts::AccountId;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::kit::db;
use crate::kit::lang::{Lang, Said};
use crate::kit::page::Cursor;
use crate::kit::zone::Zone;
use crate::orders::read::own::{self, Counts, Kind, Wanted};
use crate::orders::{OrderId, State as At};
use crate::web::calendar::read_day;
use crate::web::form::Choice;
use crate::web::view::Chip;

/// The words of a choice.
type Words = fn(Lang) -> Said;

/// The chips: how the address names them, the words, what they cover.
const STATES: [(&str, Words, &[At]); 7] = [
    ("pending", |lang| lang.say("orders-chip-pending"), &[At::Scheduled, At::Queued, At::Hold]),
    ("processing", |lang| lang.say("orders-chip-processing"), &[At::Submitting, At::Unknown]),
    ("in-progress", |lang| lang.say("orders-chip-in-progress"), &[At::Running, At::Review]),
    ("paused", |lang| lang.say("orders-chip-paused"), &[At::Paused]),
    ("completed", |lang| lang.say("orders-chip-completed"), &[At::Completed, At::Expired]),
    ("partial", |lang| lang.say("orders-chip-partial"), &[At::Partial]),
    ("canceled", |lang| lang.say("orders-chip-canceled"), &[At::Canceled]),
];

/// The kinds of orders, in the same way.
const KINDS: [(&str, Words, Kind); 6] = [
    ("single", |lang| lang.say("orders-kind-single"), Kind::Single),
    ("mass", |lang| lang.say("orders-kind-mass"), Kind::Mass),
    ("api", |lang| lang.say("orders-kind-api"), Kind::Api),
    ("drip-feed", |lang| lang.say("orders-kind-drip-feed"), Kind::Drip),
    ("paced", |lang| lang.say("orders-kind-paced"), Kind::Paced),
    ("subscription", |lang| lang.say("orders-kind-subscription"), Kind::Subscription),
];

/// Longer texts are cut.
const SEARCH_CHARS_MAX: usize = 10_000;
/// Services that words in their filter may mean.
const SERVICES_MAX: i64 = 50;
/// The most characters of a text in a chip.
const CHIP_CHARS_MAX: usize = 60;

/// The filters in the address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct OrderFilters {
    pub(super) state: String,
    pub(super) q: String,
    pub(super) service: String,
    pub(super) kind: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) parent: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// What stands in the filter for services.
enum ByService<'t> {
    All,
    One(ServiceId),
    Words(&'t str),
}

/// What is wrong with the days.
enum Fault<'t> {
    NoDay(&'t str),
    Reversed,
}

/// The number in a filter; one that cannot be an id finds nothing.
fn id(text: &str) -> Option<i64> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.parse().unwrap_or(-1))
}

fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(CHIP_CHARS_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

impl OrderFilters {
    /// What the list is to show.
    pub(super) async fn wanted(
        &self,
        app: &App,
        account_id: AccountId,
        zone: Zone,
    ) -> Result<Wanted, db::Error> {
        let states = STATES.iter().find(|(name, ..)| *name == self.state);
        let search: String =
            self.q.trim().chars().filter(|c| *c != '\0').take(SEARCH_CHARS_MAX).collect();
        let services = match self.by_service() {
            ByService::All => None,
            ByService::One(id) => Some(vec![id]),
            ByService::Words(words) => {
                let words: String = words.chars().filter(|c| *c != '\0').take(200).collect();
                let found = own::services(&app.db, account_id, &words, SERVICES_MAX).await?;
                Some(found.into_iter().map(|(id, _)| id).collect())
            }
        };
        let start = |day: NaiveDate| zone.start_of(day);
        Ok(Wanted {
            states: states.map(|(.., states)| states.to_vec()).unwrap_or_default(),
            kind: KINDS.iter().find(|(name, ..)| *name == self.kind).map(|(.., kind)| *kind),
            search: (!search.is_empty()).then_some(search),
            services,
            from: read_day(&self.from).map(start),
            until: read_day(&self.to).and_then(|day| day.checked_add_days(Days::new(1))).map(start),
            parent_id: id(&self.parent).map(OrderId::new),
            ids: Vec::new(),
        })
    }

    fn by_service(&self) -> ByService<'_> {
        let text = self.service.trim();
        // As the list of offers has them: `17 · Views`.
        let head = text.split_once(" · ").map_or(text, |(head, _)| head);
        match head.trim_start_matches('#') {
            "" => ByService::All,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                ByService::One(ServiceId::new(digits.parse().unwrap_or(-1)))
            }
            _ => ByService::Words(text),
        }
    }

    /// The name of the one service that is filtered by, if the customer has ordered it.
    pub(super) async fn service_name(
        &self,
        app: &App,
        account_id: AccountId,
    ) -> Result<Option<String>, db::Error> {
        let ByService::One(id) = self.by_service() else { return Ok(None) };
        let found = own::services(&app.db, account_id, &id.to_string(), SERVICES_MAX).await?;
        Ok(found.into_iter().find(|(one, _)| *one == id).map(|(_, name)| name))
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor::from_parts(self.before.parse().ok(), self.after.parse().ok())
    }

    fn wrong_days(&self) -> Option<Fault<'_>> {
        for text in [&self.from, &self.to] {
            if !text.trim().is_empty() && read_day(text).is_none() {
                return Some(Fault::NoDay(text));
            }
        }
        match (read_day(&self.from), read_day(&self.to)) {
            (Some(from), Some(to)) if from > to => Some(Fault::Reversed),
            _ => None,
        }
    }

    /// What is wrong with the days; "" for nothing.
    pub(super) fn fault(&self, lang: Lang) -> String {
        match self.wrong_days() {
            Some(Fault::NoDay(text)) => {
                lang.say("orders-filter-no-day").with("text", cut(text)).to_string()
            }
            Some(Fault::Reversed) => lang.say("orders-filter-days-reversed").to_string(),
            None => String::new(),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("state", &self.state),
            ("q", &self.q),
            ("service", &self.service),
            ("kind", &self.kind),
            ("from", &self.from),
            ("to", &self.to),
            ("parent", &self.parent),
        ]
    }

    /// The address's filters with one of them changed; "" removes it.
    pub(super) fn query(&self, name: &str, value: &str) -> String {
        let mut query = Serializer::new(String::new());
        for (key, kept) in self.pairs() {
            let value = if key == name { value } else { kept.trim() };
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        }
        query.finish()
    }

    /// `path` with these filters.
    pub(super) fn address(&self, path: &str, name: &str, value: &str) -> String {
        match self.query(name, value) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    fn link(&self, name: &str, value: &str) -> String {
        self.address("/orders", name, value)
    }

    /// The states, and how many orders each would show with the other filters.
    pub(super) fn chips(&self, lang: Lang, counts: Option<&Counts>) -> Vec<Chip> {
        let count = |count: i64| match counts {
            Some(_) if count == 0 => String::new(),
            Some(counts) if counts.is_cut && lang.capped(count) == lang.number(count) => {
                format!("{}+", lang.number(count))
            }
            Some(_) => lang.capped(count),
            None => String::new(),
        };
        let known = STATES.iter().any(|(name, ..)| *name == self.state);
        let word = lang.say("orders-all").to_string();
        let all = Chip {
            count: count(counts.map_or(0, Counts::all)),
            ..Chip::new(&word, self.link("state", ""), !known)
        };
        let states = STATES.iter().map(|(name, say, states)| Chip {
            count: count(counts.map_or(0, |counts| counts.of(states))),
            ..Chip::new(&say(lang).to_string(), self.link("state", name), self.state == *name)
        });
        std::iter::once(all).chain(states).collect()
    }

    pub(super) fn kinds(&self, lang: Lang) -> Vec<Choice> {
        let any = Choice::new("", &lang.say("orders-kind-any").to_string(), self.kind.is_empty());
        let kinds = KINDS
            .iter()
            .map(|(name, say, _)| Choice::new(name, &say(lang).to_string(), self.kind == *name));
        std::iter::once(any).chain(kinds).collect()
    }

    /// The other filters in force. `service`: the name of the one that is chosen.
    pub(super) fn active(&self, lang: Lang, service: Option<&str>) -> Vec<Chip> {
        let say = |key: &'static str| lang.say(key);
        let typed = cut(&self.service);
        let by_service = match (service, self.by_service()) {
            (Some(name), _) => cut(name),
            (None, ByService::One(_)) => {
                say("orders-active-service-id").with("service", typed).to_string()
            }
            (None, _) => say("orders-active-service-words").with("text", typed).to_string(),
        };
        let kind = KINDS.iter().find(|(name, ..)| *name == self.kind);
        let kind = kind.map_or_else(|| cut(&self.kind), |(_, say, _)| say(lang).to_string());
        let from = match read_day(&self.from) {
            Some(day) => say("orders-active-from").with("day", lang.date(day)),
            None => say("orders-active-from-wrong").with("text", cut(&self.from)),
        };
        let to = match read_day(&self.to) {
            Some(day) => say("orders-active-to").with("day", lang.date(day)),
            None => say("orders-active-to-wrong").with("text", cut(&self.to)),
        };
        let searched = say("orders-active-search").with("text", cut(&self.q));
        let parent = say("orders-active-parent").with("order", cut(&self.parent));
        let all = [
            ("q", &self.q, searched.to_string()),
            ("service", &self.service, by_service),
            ("kind", &self.kind, kind),
            ("from", &self.from, from.to_string()),
            ("to", &self.to, to.to_string()),
            ("parent", &self.parent, parent.to_string()),
        ];
        let held = all.into_iter().filter(|(_, value, _)| !value.trim().is_empty());
        held.map(|(name, _, word)| Chip::new(&word, self.link(name, ""), true)).collect()
    }

    /// Whether the form of filters is open: when one of its fields is in use or wrong.
    pub(super) fn is_open(&self) -> bool {
        self.wrong_days().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_keeps_the_other_filters_and_leaves_the_page() {
        let filters = OrderFilters {
            state: "partial".to_owned(),
            q: "a&b".to_owned(),
            before: "17".to_owned(),
            ..OrderFilters::default()
        };
        assert_eq!(filters.link("state", "completed"), "/orders?state=completed&q=a%26b");
        assert_eq!(filters.link("q", ""), "/orders?state=partial");
        assert_eq!(OrderFilters::default().link("state", ""), "/orders");
    }

    #[test]
    fn every_state_is_under_one_chip() {
        for state in At::ALL {
            let chips = STATES.iter().filter(|(.., states)| states.contains(&state));
            assert_eq!(chips.count(), 1, "{state:?}");
        }
    }

    #[test]
    fn a_service_is_named_by_number_or_words() {
        let named = |text: &str| {
            let filters = OrderFilters { service: text.to_owned(), ..OrderFilters::default() };
            match filters.by_service() {
                ByService::All => "all".to_owned(),
                ByService::One(id) => id.to_string(),
                ByService::Words(words) => words.to_owned(),
            }
        };
        assert_eq!(named("  "), "all");
        assert_eq!(named("17"), "17");
        assert_eq!(named("17 · 100 views · fast"), "17");
        assert_eq!(named("100 views"), "100 views");
        assert_eq!(named("99999999999999999999"), "-1");
    }

    #[test]
    fn wrong_days_are_said() {
        let fault = |from: &str, to: &str| {
            let (from, to) = (from.to_owned(), to.to_owned());
            OrderFilters { from, to, ..OrderFilters::default() }.fault(Lang::ENGLISH)
        };
        assert_eq!(fault("2026-01-01", "2026-01-01"), "");
        assert!(fault("2026-13-01", "").contains("is not a day"));
        assert!(fault("", "0000-01-01").contains("is not a day"));
        assert!(fault("2026-02-01", "2026-01-01").contains("after the last one"));
    }
}

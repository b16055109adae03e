//! The filters of an affiliate's list of referrals, as the address has them.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::referrals::PATH;
use crate::accounts::AccountId;
use crate::affiliates::referrals::{Filter, From, Key};
use crate::affiliates::{CommissionState as At, OfferId};
use crate::kit::lang::{Lang, Said};
use crate::web::form::Choice;
use crate::web::view::Chip;

/// The chips: how the address names them, the state by which they are called, what they cover.
const STATES: [(&str, At, &[At]); 4] = [
    ("pending", At::Pending, &[At::Pending, At::Held]),
    ("approved", At::Approved, &[At::Approved, At::Paying]),
    ("paid", At::Paid, &[At::Paid]),
    ("denied", At::Denied, &[At::Denied]),
];
/// The database knows no earlier years, and nobody sells in later ones.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9998;

/// The filters, as the address has them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReferralFilters {
    pub(super) state: String,
    pub(super) offer: String,
    pub(super) from: String,
    pub(super) to: String,
    before: String,
    after: String,
}

impl ReferralFilters {
    pub(super) fn filter(&self, account_id: AccountId) -> Filter {
        let states = STATES.iter().find(|(name, ..)| *name == self.state);
        // A number that cannot be an id finds nothing.
        let offer = (!self.offer.is_empty()).then(|| self.offer.parse().unwrap_or(-1));
        let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        Filter {
            account_id: Some(account_id),
            offer_id: offer.map(OfferId::new),
            states: states.map(|(.., states)| states.to_vec()).unwrap_or_default(),
            since: day(&self.from).map(start),
            // The last day is meant whole.
            until: day(&self.to).and_then(|day| day.checked_add_days(Days::new(1))).map(start),
            ..Filter::default()
        }
    }

    /// From where the list is read.
    pub(super) fn place(&self) -> From {
        match (key(&self.before), key(&self.after)) {
            (Some(key), _) => From::After(key),
            (None, Some(key)) => From::Before(key),
            (None, None) => From::Start,
        }
    }

    /// The address's filters with one of them changed; "" removes it.
    pub(super) fn query(&self, name: &str, value: &str) -> String {
        let mut query = Serializer::new(String::new());
        let all = [
            ("state", &self.state),
            ("offer", &self.offer),
            ("from", &self.from),
            ("to", &self.to),
        ];
        for (one, kept) in all {
            let value = if one == name { value } else { kept.as_str() };
            if !value.is_empty() {
                query.append_pair(one, value);
            }
        }
        query.finish()
    }

    /// The same as an address.
    pub(super) fn link(&self, path: &str, name: &str, value: &str) -> String {
        match self.query(name, value) {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// The states to choose from.
    pub(super) fn chips(&self, lang: Lang) -> Vec<Chip> {
        let known = STATES.iter().any(|(name, ..)| *name == self.state);
        let all = lang.say("affiliate-filter-all").to_string();
        let all = Chip::new(&all, self.link(PATH, "state", ""), !known);
        let states = STATES.iter().map(|(name, state, _)| {
            let word = filter_word(lang, *state).to_string();
            Chip::new(&word, self.link(PATH, "state", name), self.state == *name)
        });
        std::iter::once(all).chain(states).collect()
    }

    /// The other filters in force.
    pub(super) fn active(&self, lang: Lang, offers: &[Choice]) -> Vec<Chip> {
        let offer = offers.iter().find(|offer| offer.selected && !offer.value.is_empty());
        let date = |text: &str, said: Said| {
            day(text).map(|day| said.with("day", lang.date(day)).to_string())
        };
        let all = [
            ("offer", offer.map(|offer| offer.label.clone())),
            ("from", date(&self.from, lang.say("affiliate-filter-from"))),
            ("to", date(&self.to, lang.say("affiliate-filter-to"))),
        ];
        let held = all.into_iter().filter_map(|(name, word)| Some((name, word?)));
        held.map(|(name, word)| Chip::new(&word, self.link(PATH, name, ""), true)).collect()
    }
}

/// A filter by state, which covers many referrals.
fn filter_word(lang: Lang, state: At) -> Said {
    match state {
        At::Pending | At::Held => lang.say("affiliate-filter-pending"),
        At::Approved | At::Paying => lang.say("affiliate-filter-approved"),
        At::Paid => lang.say("affiliate-filter-paid"),
        At::Denied => lang.say("affiliate-filter-denied"),
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}

/// A row's place in an address: its time in microseconds, and its id.
pub(super) fn key_text(key: Key) -> String {
    format!("{}-{}", key.at.timestamp_micros(), key.id)
}

fn key(text: &str) -> Option<Key> {
    let (at, id) = text.split_once('-')?;
    let at = DateTime::from_timestamp_micros(at.parse().ok()?)?;
    YEARS.contains(&at.year()).then_some(Key { at, id: id.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_from_the_address() {
        let filters = ReferralFilters {
            state: "approved".to_owned(),
            from: "2026-03-01".to_owned(),
            to: "2026-03-31".to_owned(),
            before: "1780000000000000-7".to_owned(),
            ..ReferralFilters::default()
        };
        let filter = filters.filter(AccountId::new(1));
        assert_eq!(filter.states, [At::Approved, At::Paying]);
        assert_eq!(filter.since.unwrap().to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(filter.until.unwrap().to_rfc3339(), "2026-04-01T00:00:00+00:00");
        let From::After(key) = filters.place() else { panic!("older rows") };
        assert_eq!(key_text(key), filters.before);
        let link = filters.link(PATH, "state", "");
        assert_eq!(link, "/affiliate/referrals?from=2026-03-01&to=2026-03-31");
    }

    #[test]
    fn what_is_not_a_date_or_a_place_filters_nothing() {
        for text in ["", "0000-01-01", "+20000-01-01", "-4000-01-01", "2026-02-30", "tomorrow"] {
            assert_eq!(day(text), None, "{text:?}");
        }
        for text in ["", "7", "x-1", "1-x", "9223372036854775807-1", "-5-1"] {
            assert_eq!(key(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_state_is_under_one_chip() {
        for state in At::ALL {
            let chips = STATES.iter().filter(|(.., states)| states.contains(&state));
            assert_eq!(chips.count(), 1, "{state:?}");
        }
    }
}

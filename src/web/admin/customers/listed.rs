//! The staff's list of customers: its filters in the address, and a customer as a row.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::PATH;
use crate::accounts::AccountId;
use crate::accounts::account::Status;
use crate::catalogue::GroupId;
use crate::kit::money::Money;
use crate::orders::customers::{self, Filter, Found, Place, Sort, Start};
use crate::web::admin::listing::address;
use crate::web::amounts::{Amount, Column};
use crate::web::figures::{money, number};
use crate::web::form::Choice;
use crate::web::view::{Chip, Pager, When};

/// Longer words find nothing.
const SEARCH_CHARS_MAX: usize = 200;
/// The address's word for those who are in no group.
const NO_GROUP: &str = "none";

const SORTS: [(&str, &str, Sort); 5] = [
    ("", "Newest first", Sort::Newest),
    ("balance", "Highest balance first", Sort::Balance),
    ("spent", "Most spent first", Sort::Spent),
    ("order", "Last order first", Sort::LastOrder),
    ("seen", "Last seen first", Sort::LastSeen),
];

/// The address's word for those who owe something.
const OWING: &str = "owing";

const STATES: [(&str, &str); 5] = [
    ("", "All"),
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("closed", "Closed"),
    (OWING, "Owing"),
];

/// The filters, as the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    pub q: String,
    pub group: String,
    pub state: String,
    pub sort: String,
    /// Where the page goes on: `key.id` of a row.
    pub before: String,
    pub after: String,
}

impl Filters {
    /// What the list does not know is left out, and NUL, which no keyboard makes.
    pub fn cleaned(mut self) -> Self {
        let typed = self.q.trim().chars().filter(|c| *c != '\0');
        self.q = typed.take(SEARCH_CHARS_MAX).collect();
        if self.group != NO_GROUP && self.group.parse::<GroupId>().is_err() {
            self.group.clear();
        }
        if !STATES.iter().any(|(word, _)| *word == self.state) {
            self.state.clear();
        }
        if !SORTS.iter().any(|(word, ..)| *word == self.sort) {
            self.sort.clear();
        }
        self
    }

    pub fn filter(&self) -> Filter {
        let sort = SORTS.iter().find(|(word, ..)| *word == self.sort);
        Filter {
            words: self.q.clone(),
            group: match self.group.as_str() {
                "" => None,
                NO_GROUP => Some(None),
                id => id.parse().ok().map(Some),
            },
            status: match self.state.as_str() {
                "active" => Some(Status::Active),
                "suspended" => Some(Status::Suspended),
                "closed" => Some(Status::Closed),
                _ => None,
            },
            owing: self.state == OWING,
            sort: sort.map(|(.., sort)| *sort).unwrap_or_default(),
        }
    }

    pub fn from(&self) -> Start {
        let place = |text: &str| {
            let (key, id) = text.split_once('.')?;
            Some(Place { key: key.parse().ok()?, id: id.parse().ok()? })
        };
        match (place(&self.before), place(&self.after)) {
            (Some(place), _) => Start::Below(place),
            (None, Some(place)) => Start::Above(place),
            (None, None) => Start::First,
        }
    }

    fn pairs(&self) -> [(&str, &str); 4] {
        [("q", &self.q), ("group", &self.group), ("state", &self.state), ("sort", &self.sort)]
    }

    pub fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(name, value)| *name != "sort" && !value.is_empty())
    }

    pub fn chips(&self) -> Vec<Chip> {
        let chip = |(word, label): (&str, &str)| {
            let pairs =
                self.pairs().map(|(key, kept)| (key, if key == "state" { word } else { kept }));
            Chip::new(label, address(PATH, &pairs), self.state == word)
        };
        STATES.map(chip).into()
    }

    pub fn sorts(&self) -> Vec<Choice> {
        SORTS.map(|(word, label, _)| Choice::new(word, label, word == self.sort)).into()
    }

    /// The groups to choose from; none if there are no groups.
    pub fn groups(&self, names: Vec<(GroupId, String)>) -> Vec<Choice> {
        if names.is_empty() {
            return Vec::new();
        }
        let named = names.into_iter().map(|(id, name)| {
            let id = id.to_string();
            Choice::new(&id, &name, id == self.group)
        });
        let any = Choice::new("", "All groups", self.group.is_empty());
        let none = Choice::new(NO_GROUP, "In no group", self.group == NO_GROUP);
        std::iter::once(any).chain(named).chain([none]).collect()
    }

    pub fn pager(&self, found: &Found) -> Pager {
        let link = |side: &str, place: Option<Place>| {
            let place = place.map(|place| format!("{}.{}", place.key, place.id));
            place.map(|place| {
                let [q, group, state, sort] = self.pairs();
                address(PATH, &[q, group, state, sort, (side, &place)])
            })
        };
        Pager {
            newer: link("after", found.above),
            older: link("before", found.below),
            text: String::new(),
        }
    }
}

/// A customer as a row; see `templates/admin/customers/customers.html`.
pub(super) struct CustomerRow {
    pub id: AccountId,
    pub email: String,
    /// What they call themselves; "": nothing.
    pub name: String,
    /// "": in none.
    pub group: String,
    pub balance: Amount,
    /// With the currency; "": nothing.
    pub owes: String,
    pub spent: Amount,
    pub orders: String,
    pub last_order: Option<When>,
    pub seen: Option<When>,
    pub joined: When,
    pub suspended: bool,
    pub staff: bool,
}

pub(super) fn rows(
    found: Vec<customers::Row>,
    currency: &str,
    now: DateTime<Utc>,
) -> Vec<CustomerRow> {
    let balances = Column::of(found.iter().map(|row| row.balance));
    let spent = Column::of(found.iter().map(|row| row.spent));
    let row = |row: customers::Row| CustomerRow {
        id: row.id,
        email: row.email.to_string(),
        name: row.name,
        group: row.group.unwrap_or_default(),
        balance: balances.show(row.balance),
        owes: owed(row.owes, currency),
        spent: spent.show(row.spent),
        orders: number(row.orders),
        last_order: row.last_order_at.map(|at| When::new(at, now)),
        seen: row.seen_at.map(|at| When::new(at, now)),
        joined: When::new(row.created_at, now),
        suspended: row.status == Status::Suspended,
        staff: row.role.is_staff(),
    };
    found.into_iter().map(row).collect()
}

/// What somebody owes, in words; "": nothing.
pub(super) fn owed(owes: Money, currency: &str) -> String {
    if owes.is_zero() { String::new() } else { money(owes, currency) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_odd_is_the_plain_list() {
        let odd = Filters {
            q: " a\0b ".to_owned(),
            group: "x".to_owned(),
            state: "gone".to_owned(),
            sort: "size".to_owned(),
            before: "12".to_owned(),
            after: "x.y".to_owned(),
        };
        let odd = odd.cleaned();
        assert_eq!((odd.q.as_str(), odd.from()), ("ab", Start::First));
        assert_eq!(address(PATH, &odd.pairs()), "/admin/customers?q=ab");
        let page = Filters { after: "-5.7".to_owned(), ..Filters::default() };
        assert_eq!(page.from(), Start::Above(Place { key: -5, id: 7 }));
        let none = Filters { group: NO_GROUP.to_owned(), ..Filters::default() };
        assert_eq!(none.cleaned().filter().group, Some(None));
        let owing = Filters { state: OWING.to_owned(), ..Filters::default() }.cleaned().filter();
        assert_eq!((owing.owing, owing.status), (true, None));
    }
}

//! A customer's own orders as lists: filtered, searched, counted, and as a file. What must stay
//! true: a page costs about the same with a million orders of one account as with a few. So nothing
//! reads past [`LOOKED_AT_MAX`] orders at a time, and a page that stops there leads on to the rest.

mod find;
mod queries;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Order, by_ids};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::orders::{Form, OrderId, State};
pub use find::services;
use find::{by_words, first_since, newest_of, numbers};

/// The most orders among which one page looks for those that match.
const LOOKED_AT_MAX: i64 = 30_000;
/// Ids follow the times of orders, but for the little by which requests overtake each other.
const OVERTAKING: TimeDelta = TimeDelta::hours(1);

/// How an order came to be, as customers tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Single,
    /// One line of a mass order.
    Mass,
    /// By a program.
    Api,
    Drip,
    Paced,
    /// Drip-feeds and paced orders: what is made bit by bit.
    Repeated,
    Subscription,
}

impl Kind {
    const fn forms(self) -> &'static [Form] {
        match self {
            Self::Single => &[Form::Single],
            Self::Mass | Self::Api => &[],
            Self::Drip => &[Form::Drip],
            Self::Paced => &[Form::Paced],
            Self::Repeated => &[Form::Drip, Form::Paced],
            Self::Subscription => &[Form::Subscription],
        }
    }

    /// Whether all of them are parents, which an index of their own finds.
    fn is_of_parents(self) -> bool {
        !self.forms().is_empty() && self.forms().iter().all(|form| form.is_parent())
    }
}

/// Which orders of a customer are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these states; empty: all.
    pub states: Vec<State>,
    pub kind: Option<Kind>,
    /// Ids, a link in any spelling, a part of the link of one of the newest orders, or words of a
    /// service's name.
    pub search: Option<String>,
    /// Only of these services; `None`: all.
    pub services: Option<Vec<ServiceId>>,
    /// Placed at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Placed before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only the runs, portions or posts of this one. Without it and without a search there are
    /// none in a list: their parent stands for them.
    pub parent_id: Option<OrderId>,
    /// Only these; empty: all.
    pub ids: Vec<OrderId>,
}

/// A customer's list with its filters, ready to be read.
#[derive(Debug, Clone)]
pub struct List {
    account_id: AccountId,
    wanted: Wanted,
    /// What a search found.
    found: Option<Vec<OrderId>>,
    service_id: Option<ServiceId>,
    families: bool,
    /// The ids between which the wanted days are.
    above: i64,
    below: i64,
}

/// How many orders there are in each state.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    by_state: HashMap<State, i64>,
    /// There are more, which were not counted.
    pub is_cut: bool,
}

impl Counts {
    /// How many are in these states; at least so many, if the counting was cut.
    #[must_use]
    pub fn of(&self, states: &[State]) -> i64 {
        states.iter().filter_map(|state| self.by_state.get(state)).sum()
    }

    #[must_use]
    pub fn all(&self) -> i64 {
        self.by_state.values().sum()
    }
}

impl List {
    /// Finds what the search means, and where the wanted days are.
    pub async fn open(db: &Db, account_id: AccountId, wanted: Wanted) -> Result<Self, db::Error> {
        let above = match wanted.from.and_then(|from| from.checked_sub_signed(OVERTAKING)) {
            Some(from) => first_since(db, account_id, from).await? - 1,
            None => 0,
        };
        let below = match wanted.until.and_then(|until| until.checked_add_signed(OVERTAKING)) {
            Some(until) => first_since(db, account_id, until).await?,
            None => i64::MAX,
        };
        let search = wanted.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let searched = match search {
            Some(text) => Some(match numbers(text) {
                Some(ids) => ids,
                None => by_words(db, account_id, text, (above, below)).await?,
            }),
            None => None,
        };
        let of_services = match wanted.services.as_deref() {
            None | Some([_]) => None,
            Some(services) => Some(newest_of(db, account_id, services, (above, below)).await?),
        };
        let ids = Some(wanted.ids.clone()).filter(|ids| !ids.is_empty());
        let found = [searched, of_services, ids].into_iter().flatten().reduce(|mut all, some| {
            all.retain(|id| some.contains(id));
            all
        });
        let service_id = match wanted.services.as_deref() {
            Some([one]) => Some(*one),
            _ => None,
        };
        let families = search.is_none() && wanted.parent_id.is_none() && wanted.ids.is_empty();
        Ok(Self { account_id, wanted, found, service_id, families, above, below })
    }

    /// A page, newest first. If it has fewer rows than a page and still leads on, there may be more
    /// past those that it looked at.
    pub async fn page(&self, db: &Db, cursor: Cursor) -> Result<Page<Order>, db::Error> {
        let ids = self.ids(db, cursor, PAGE_ROWS + 1).await?;
        let mut page = Page::new(ids, cursor, |id| id.get());
        match cursor {
            Cursor::After(_) if page.newer.is_none() => {
                page.newer = self.looked_until(db, cursor).await?;
            }
            Cursor::First | Cursor::Before(_) if page.older.is_none() => {
                page.older = self.looked_until(db, cursor).await?;
            }
            _ => {}
        }
        if let (Cursor::Before(id), true) = (cursor, page.rows.is_empty()) {
            page.newer = Some(id.saturating_sub(1));
        }
        let rows = by_ids(db, &page.rows).await?;
        Ok(Page { rows, newer: page.newer, older: page.older })
    }

    /// The next rows of a file, newest first, from below this id on; and from where it goes on,
    /// `None` at its end. There may be no rows and yet more to come.
    pub async fn rows(
        &self,
        db: &Db,
        below: i64,
        most: i64,
    ) -> Result<(Vec<Order>, Option<i64>), db::Error> {
        let cursor = Cursor::Before(below);
        let ids = self.ids(db, cursor, most).await?;
        let is_full = ids.len() == usize::try_from(most).unwrap_or(usize::MAX);
        let next = match ids.last() {
            Some(last) if is_full => Some(last.get()),
            _ => self.looked_until(db, cursor).await?,
        };
        Ok((by_ids(db, &ids).await?, next))
    }

    /// The ids in the cursor's direction.
    async fn ids(&self, db: &Db, cursor: Cursor, most: i64) -> Result<Vec<OrderId>, db::Error> {
        match &self.found {
            Some(found) => self.among(db, cursor, found, most).await,
            None if cursor.direction() > 0 => self.newer(db, cursor, most).await,
            None => self.older(db, cursor, most).await,
        }
    }
}

//! The orders of all customers as staff list them: filtered, searched, counted, as a file, and as
//! the orders of a bulk action. What must stay true: a page costs about the same with millions of
//! orders as with a few. So candidates are read in the order of their ids, from the index that has
//! the fewest of them, until enough match; and nothing reads past [`LOOKED_AT_MAX`] of them at a
//! time. A page that stops there leads on to the rest.

mod find;
mod queries;

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Order, by_ids};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::orders::{Form, OrderId, Source, State};
use crate::providers::ProviderId;
pub use find::Meaning;

/// The most orders among which one page looks for those that match.
const LOOKED_AT_MAX: i64 = 12_000;
/// So many times as many are looked at for a bulk action.
const BULK_LOOKS_MAX: usize = 30;
/// Chips count among so many of the newest orders that the other filters may find.
const COUNTED_MAX: i64 = 4_000;
/// Ids follow the times of orders, but for the little by which requests overtake each other.
const OVERTAKING: TimeDelta = TimeDelta::hours(1);
/// Queued orders that are read one by one. If there are more, they are among the newest orders.
const QUEUE_MAX: i64 = 5_000;

/// By what way an order came in, or what sort of order it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Page,
    /// One line of a mass order.
    Mass,
    ApiV2,
    OrderApi,
    Drip,
    Paced,
    Subscription,
}

impl Door {
    const fn source(self) -> Option<Source> {
        match self {
            Self::Page | Self::Mass => Some(Source::Page),
            Self::ApiV2 => Some(Source::ApiV2),
            Self::OrderApi => Some(Source::OrderApi),
            Self::Drip | Self::Paced | Self::Subscription => None,
        }
    }

    const fn is_mass(self) -> Option<bool> {
        match self {
            Self::Page => Some(false),
            Self::Mass => Some(true),
            _ => None,
        }
    }

    const fn form(self) -> Option<Form> {
        match self {
            Self::Drip => Some(Form::Drip),
            Self::Paced => Some(Form::Paced),
            Self::Subscription => Some(Form::Subscription),
            _ => None,
        }
    }
}

/// Which orders are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these states; empty: all.
    pub states: Vec<State>,
    /// Only those that a person should look at.
    pub attention: bool,
    pub account_id: Option<AccountId>,
    pub provider_id: Option<ProviderId>,
    pub service_id: Option<ServiceId>,
    pub door: Option<Door>,
    /// Placed at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Placed before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Only the runs, portions or posts of this one.
    pub parent_id: Option<OrderId>,
    pub search: Option<Meaning>,
}

impl Wanted {
    /// Whether anything but states is asked for.
    #[must_use]
    pub const fn is_narrow(&self) -> bool {
        self.account_id.is_some()
            || self.provider_id.is_some()
            || self.service_id.is_some()
            || self.door.is_some()
            || self.from.is_some()
            || self.until.is_some()
            || self.parent_id.is_some()
            || self.search.is_some()
    }

    fn are_all(&self, these: &[State]) -> bool {
        !self.states.is_empty() && self.states.iter().all(|state| these.contains(state))
    }

    /// The index with the fewest candidates. `by_state`: also those that have orders of some states
    /// alone.
    fn narrowest(&self, by_state: bool) -> Index {
        let is_family = self.door.is_some_and(|door| door.form().is_some());
        match () {
            () if self.parent_id.is_some() => Index::Parent,
            () if by_state && (self.attention || self.are_all(&[State::Hold, State::Review])) => {
                Index::Attention
            }
            () if by_state && self.are_all(&[State::Submitting, State::Unknown]) => Index::Lost,
            () if self.account_id.is_some() => Index::Account,
            () if self.service_id.is_some() => Index::Service,
            () if self.provider_id.is_some() => Index::Provider,
            () if is_family || by_state && self.are_all(&[State::Paused]) => Index::Families,
            () if by_state && self.are_all(&OPEN) => Index::Open,
            () => Index::All,
        }
    }
}

/// States of orders that have left the panel, or wait for a person.
const OPEN: [State; 6] =
    [State::Submitting, State::Unknown, State::Running, State::Review, State::Hold, State::Paused];

/// Where candidates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Index {
    All,
    Account,
    Service,
    Provider,
    Parent,
    Attention,
    /// On their way, or unknown.
    Lost,
    /// Whatever has left the panel and has not ended, and parents.
    Open,
    /// Drip-feeds, paced orders and subscriptions.
    Families,
}

impl Index {
    /// Its name in the statements.
    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Account => "account",
            Self::Service => "service",
            Self::Provider => "provider",
            Self::Parent => "parent",
            Self::Attention => "attention",
            Self::Lost => "lost",
            Self::Open => "open",
            Self::Families => "families",
        }
    }
}

/// The list with its filters, ready to be read.
#[derive(Debug, Clone)]
pub struct List {
    wanted: Wanted,
    index: Index,
    /// What a search found, or what the filters come to if that is little.
    found: Option<Vec<OrderId>>,
    /// The ids between which the wanted days are.
    above: i64,
    below: i64,
}

/// How many orders there are in each state.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    by_state: HashMap<State, i64>,
    pub attention: i64,
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

/// All that a list finds, for a bulk action.
#[derive(Debug)]
pub enum Everything {
    These(Vec<OrderId>),
    /// More than were allowed.
    TooMany,
    /// There are so many orders among which these would have to be looked for that nobody should
    /// wait for it.
    TooFar,
}

impl List {
    /// Finds what the search means, and where the wanted days are.
    pub async fn open(db: &Db, mut wanted: Wanted) -> Result<Self, db::Error> {
        let above = match wanted.from.and_then(|from| from.checked_sub_signed(OVERTAKING)) {
            Some(from) => find::first_since(db, from).await? - 1,
            None => 0,
        };
        let below = match wanted.until.and_then(|until| until.checked_add_signed(OVERTAKING)) {
            Some(until) => find::first_since(db, until).await?,
            None => i64::MAX,
        };
        let mut found = match &wanted.search {
            Some(meaning) => find::found(db, meaning, (above, below)).await?,
            None => find::Found::Nothing,
        };
        // The orders of one customer have an index; so many need not be found first.
        if let find::Found::Customer(id) = found {
            if wanted.account_id.is_none_or(|other| other == id) {
                wanted.account_id = Some(id);
                found = find::Found::Nothing;
            } else {
                found = find::Found::These(Vec::new());
            }
        }
        let index = wanted.narrowest(true);
        let found = match found {
            find::Found::These(ids) => Some(ids),
            _ if index == Index::All && wanted.are_all(&[State::Queued, State::Scheduled]) => {
                find::queue(db, QUEUE_MAX).await?
            }
            _ => None,
        };
        Ok(Self { wanted, index, found, above, below })
    }

    /// A page, newest first. If it has fewer rows than a page and still leads on, there may be more
    /// past those that it looked at.
    pub async fn page(&self, db: &Db, cursor: Cursor) -> Result<Page<Order>, db::Error> {
        let (ids, looked_until) = self.matches(db, cursor, PAGE_ROWS + 1).await?;
        let mut page = Page::new(ids, cursor, |id| id.get());
        match cursor {
            Cursor::After(_) if page.newer.is_none() => page.newer = looked_until,
            Cursor::First | Cursor::Before(_) if page.older.is_none() => page.older = looked_until,
            _ => {}
        }
        if let (Cursor::Before(id), true) = (cursor, page.rows.is_empty()) {
            page.newer = Some(id.saturating_sub(1));
        }
        let mut rows = by_ids(db, &page.rows).await?;
        // Of all that has a number, the order that we call by it comes first.
        if let Some(Meaning::Numbers(numbers)) = &self.wanted.search {
            rows.sort_by_key(|order| !numbers.contains(&order.id.to_string()));
        }
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
        let (ids, looked_until) = self.matches(db, Cursor::Before(below), most).await?;
        let is_full = ids.len() == usize::try_from(most).unwrap_or(usize::MAX);
        let next = if is_full { ids.last().map(|last| last.get()) } else { looked_until };
        Ok((by_ids(db, &ids).await?, next))
    }

    /// All that the list finds, if these are at most so many.
    pub async fn everything(&self, db: &Db, most: usize) -> Result<Everything, db::Error> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let mut all = Vec::new();
        let mut below = i64::MAX;
        for _ in 0..BULK_LOOKS_MAX {
            let (ids, looked_until) = self.matches(db, Cursor::Before(below), limit).await?;
            all.extend(ids);
            if all.len() > most {
                return Ok(Everything::TooMany);
            }
            match looked_until {
                Some(last) => below = last,
                None => return Ok(Everything::These(all)),
            }
        }
        Ok(Everything::TooFar)
    }

    /// Up to `most` ids that match, in the cursor's direction; and, if these are fewer, the last one
    /// that was looked at, if looking stopped there and not at the end.
    async fn matches(
        &self,
        db: &Db,
        cursor: Cursor,
        most: i64,
    ) -> Result<(Vec<OrderId>, Option<i64>), db::Error> {
        let range = (cursor.above().max(self.above), cursor.below().min(self.below));
        let direction = cursor.direction();
        let mut ids = match &self.found {
            Some(found) => {
                return Ok((self.among(db, found, range, (direction > 0, most)).await?, None));
            }
            None if direction > 0 => self.newer(db, self.index, range, most).await?,
            None => self.older(db, self.index, range, most).await?,
        };
        let is_full = i64::try_from(ids.len()).is_ok_and(|many| many >= most);
        let looked_until = match is_full {
            true => None,
            false => self.looked_until(db, self.index, range, direction).await?,
        };
        if let Some(last) = looked_until {
            // What another part of the index has beyond it comes with the next look.
            ids.retain(|id| if direction > 0 { id.get() <= last } else { id.get() >= last });
        }
        Ok((ids, looked_until))
    }

    /// What each state's chip would show with the other filters, among the newest orders.
    pub async fn counts(&self, db: &Db) -> Result<Counts, db::Error> {
        let rows = match &self.found {
            Some(found) if self.wanted.search.is_some() => self.by_state(db, found).await?,
            _ => {
                let index = self.wanted.narrowest(false);
                self.newest_by_state(db, index, (self.above, self.below)).await?
            }
        };
        let looked: i64 = rows.iter().map(|row| row.looked).sum();
        let attention = rows.iter().map(|row| row.attention).sum();
        let is_cut = looked >= COUNTED_MAX;
        let by_state = rows.into_iter().map(|row| (row.state, row.count)).collect();
        Ok(Counts { by_state, attention, is_cut })
    }
}

/// The counts of the list that has no other filter: each is read from an index that has those rows
/// alone. States of orders that have ended are not counted.
pub async fn counts_of_all(db: &Db) -> Result<Counts, db::Error> {
    let by_state = super::counts(db.pool()).await?;
    let attention = crate::orders::overview::attention(db.pool()).await?;
    Ok(Counts { by_state, attention, is_cut: false })
}

//! What has moved, for pages that are open: which orders have new events, what watched accounts have
//! left, and how many notices they have not read. Read once a second in each process, and only while somebody watches.
//!
//! It is a hint and no record: who gets it reads the orders again. So the events of a transaction
//! that commits late must not be missed, but an event may be told twice.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::PgExecutor;
use tokio::sync::broadcast;

use crate::accounts::{AccountId, notices};
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger;
use crate::orders::OrderId;

/// The time between two looks.
const EVERY: Duration = Duration::from_secs(1);
/// With more events than these in one look, every order counts as moved.
const EVENTS_MAX: i64 = 5_000;
/// Looks that a watcher may be behind before it is told to read everything again.
const BEHIND_MAX: usize = 16;
/// Watchers of one account in one process.
const WATCHERS_MAX: usize = 12;

/// What one look found.
#[derive(Debug, Default)]
struct Moved {
    /// Too many to name: each order may have moved.
    everything: bool,
    orders: BTreeMap<AccountId, BTreeSet<OrderId>>,
    balances: HashMap<AccountId, Money>,
    unread: HashMap<AccountId, i64>,
}

/// What a watcher is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// These orders moved.
    Orders(Vec<OrderId>),
    /// Any order may have moved.
    Everything,
    /// What the account may spend now.
    Balance(Money),
    /// How many notices the account has not read.
    Unread(i64),
}

/// Tells open pages what moved. Cheap to clone.
#[derive(Clone)]
pub struct Newsroom(Arc<Inner>);

struct Inner {
    db: Db,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many watch each account; `None`: all accounts.
    watchers: HashMap<Option<AccountId>, usize>,
    /// Where a look's findings go; `None`: nobody looks.
    sender: Option<broadcast::Sender<Arc<Moved>>>,
    closed: bool,
}

/// One who watches an account, or all of them. Dropped, it costs nothing more.
pub struct Watcher {
    room: Newsroom,
    account_id: Option<AccountId>,
    receiver: broadcast::Receiver<Arc<Moved>>,
    ready: Vec<News>,
}

impl Newsroom {
    /// Looks at nothing until somebody watches.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        Self(Arc::new(Inner { db: db.clone(), state: Mutex::default() }))
    }

    /// Watches an account, or all of them (`None`: staff). `None` is answered if too many watch it
    /// in this process, or the process stops.
    #[must_use]
    pub fn watch(&self, account_id: Option<AccountId>) -> Option<Watcher> {
        let mut state = self.state();
        let count = state.watchers.get(&account_id).copied().unwrap_or_default();
        if state.closed || (account_id.is_some() && count >= WATCHERS_MAX) {
            return None;
        }
        state.watchers.insert(account_id, count + 1);
        let receiver = if let Some(sender) = &state.sender {
            sender.subscribe()
        } else {
            let (sender, receiver) = broadcast::channel(BEHIND_MAX);
            state.sender = Some(sender.clone());
            tokio::spawn(self.clone().look(sender));
            receiver
        };
        Some(Watcher { room: self.clone(), account_id, receiver, ready: Vec::new() })
    }

    /// How many watch at the moment.
    #[must_use]
    pub fn watchers(&self) -> usize {
        self.state().watchers.values().sum()
    }

    /// Ends all watching, so that a process can stop.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.sender = None;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks each second until nobody watches.
    async fn look(self, sender: broadcast::Sender<Arc<Moved>>) {
        let mut place = Place::default();
        loop {
            let accounts: Vec<AccountId> = {
                let mut state = self.state();
                if state.closed || state.watchers.is_empty() {
                    state.sender = None;
                    return;
                }
                state.watchers.keys().filter_map(|account| *account).collect()
            };
            match place.look(&self.0.db, &accounts).await {
                Ok(moved) => drop(sender.send(Arc::new(moved))),
                Err(error) if error.is_away() => db::note_away("news", &error),
                Err(error) => tracing::warn!(%error, "what moved could not be read"),
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}

impl Watcher {
    /// Waits for the next news. `None`: the process stops.
    pub async fn next(&mut self) -> Option<News> {
        loop {
            if let Some(news) = self.ready.pop() {
                return Some(news);
            }
            match self.receiver.recv().await {
                Ok(moved) => self.take(&moved),
                Err(broadcast::error::RecvError::Lagged(_)) => return Some(News::Everything),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    fn take(&mut self, moved: &Moved) {
        let orders: Vec<OrderId> = match self.account_id {
            Some(account_id) => {
                moved.orders.get(&account_id).into_iter().flatten().copied().collect()
            }
            None => moved.orders.values().flatten().copied().collect(),
        };
        if moved.everything {
            self.ready.push(News::Everything);
        } else if !orders.is_empty() {
            self.ready.push(News::Orders(orders));
        }
        if let Some(balance) = self.account_id.and_then(|id| moved.balances.get(&id)) {
            self.ready.push(News::Balance(*balance));
        }
        if let Some(unread) = self.account_id.and_then(|id| moved.unread.get(&id)) {
            self.ready.push(News::Unread(*unread));
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let mut state = self.room.state();
        if let Some(count) = state.watchers.get_mut(&self.account_id) {
            *count -= 1;
            if *count == 0 {
                state.watchers.remove(&self.account_id);
            }
        }
    }
}

/// How far the looks are.
#[derive(Default)]
struct Place {
    /// The oldest transaction that ran at the last look. Its events may come later.
    oldest: Option<String>,
    /// The events from there on that were told.
    told: HashSet<i64>,
    balances: HashMap<AccountId, Money>,
    unread: HashMap<AccountId, i64>,
}

impl Place {
    async fn look(&mut self, db: &Db, accounts: &[AccountId]) -> Result<Moved, db::Error> {
        let mut moved = Moved::default();
        let oldest = oldest_transaction(db.pool()).await?;
        let events = match &self.oldest {
            Some(from) => events_from(db.pool(), from).await?,
            None => Vec::new(),
        };
        let balances = ledger::balances(db.pool(), accounts).await?;
        let unread = notices::unread_of(db.pool(), accounts).await?;
        let mut unread: HashMap<AccountId, i64> = unread.into_iter().collect();
        for account_id in accounts {
            unread.entry(*account_id).or_insert(0);
        }
        // What moved before the first look is not known.
        moved.everything = self.oldest.is_none()
            || i64::try_from(events.len()).is_ok_and(|count| count >= EVENTS_MAX);
        for event in events.iter().filter(|event| !self.told.contains(&event.id)) {
            moved.orders.entry(event.account_id).or_default().insert(event.order_id);
        }
        for (account_id, balance) in &balances {
            if self.balances.get(account_id).is_some_and(|before| before != balance) {
                moved.balances.insert(*account_id, *balance);
            }
        }
        for (account_id, count) in &unread {
            if self.unread.get(account_id).is_some_and(|before| before != count) {
                moved.unread.insert(*account_id, *count);
            }
        }
        self.oldest = Some(oldest);
        self.told = events.iter().map(|event| event.id).collect();
        self.balances = balances;
        self.unread = unread;
        Ok(moved)
    }
}

struct Event {
    id: i64,
    account_id: AccountId,
    order_id: OrderId,
}

async fn oldest_transaction(db: impl PgExecutor<'_>) -> Result<String, db::Error> {
    let oldest =
        sqlx::query_scalar!(r#"select pg_snapshot_xmin(pg_current_snapshot())::text as "xmin!""#);
    Ok(oldest.fetch_one(db).await?)
}

/// The newest events of this transaction and later ones.
async fn events_from(db: impl PgExecutor<'_>, oldest: &str) -> Result<Vec<Event>, db::Error> {
    let events = sqlx::query_as!(
        Event,
        r#"select id, account_id as "account_id: AccountId", order_id as "order_id: OrderId"
           from order_events where xid >= $1::text::xid8 order by xid desc, id desc limit $2"#,
        oldest,
        EVENTS_MAX
    );
    Ok(events.fetch_all(db).await?)
}

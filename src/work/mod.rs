//! Work that goes on by itself: loops that take what is due, call the domain's verb, and record.
//!
//! Any number of processes may run them on one database: rows that one has taken, the others skip.
//! If a loop fails or panics, this is logged, and the loop goes on after a wait. On a stop, each
//! loop finishes the calls that are under way.

mod affiliates;
mod alerts;
mod balances;
mod books;
mod bulk;
mod busy;
mod days;
mod deposits;
mod dispatch;
mod drip;
mod exports;
mod housekeeping;
mod imports;
mod lists;
mod mail;
mod notices;
mod poll;
mod reports;
mod retention;
mod rounds;
mod sweep;
mod tasks;
mod totals;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::alerts::{Measures, Postman};
use crate::books::Watch;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, Servers};
use crate::kit::keys::Keys;
use crate::kit::rate_limit::RateLimit;
use crate::kit::telegram::Telegram;
use crate::mail::Courier;
use crate::orders::Intake;
use crate::payments::Ways;
use crate::providers::{ProviderId, Upstreams};

pub use rounds::Rounds;

/// The time between two looks of a loop that found nothing.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The wait after a failure.
const RETRY_AFTER: Duration = Duration::from_secs(2);
const BOOKS_EVERY: TimeDelta = TimeDelta::hours(1);

/// What the loops work with.
#[derive(Clone)]
pub struct Workshop {
    pub db: Db,
    pub clock: Clock,
    pub intake: Intake,
    pub upstreams: Upstreams,
    /// How much may go to each provider in a second.
    pub rate_limit: RateLimit<ProviderId>,
    pub frozen: Frozen,
    /// How this process checks the books, and the time between two checks.
    pub watch: Watch,
    pub books_every: TimeDelta,
    /// Writes what the process has buffered.
    pub flush: Flush,
    /// How this process tells of what is wrong; `None`: it does not.
    pub alerting: Option<Alerting>,
    /// The way to payment gateways; `None`: nobody looks at deposits.
    pub ways: Option<Ways>,
    /// How this process sends mail; `None`: it does not.
    pub mailing: Option<Mailing>,
    /// How this process tells customers; `None`: it does not.
    pub telling: Option<Telling>,
}

/// What alerts need of the process.
#[derive(Clone)]
pub struct Alerting {
    pub postman: Postman,
    pub measures: Measures,
    /// Where the private server's data is; `None`: the server is another one.
    pub disk: Option<PathBuf>,
}

/// What mail needs of the process.
#[derive(Clone)]
pub struct Mailing {
    pub keys: Keys,
    pub courier: Courier,
}

/// What notices need of the process.
#[derive(Clone)]
pub struct Telling {
    pub keys: Keys,
    pub telegram: Telegram,
}

/// What writes a process's buffers.
pub type Flush = Arc<dyn Fn() -> BoxFuture<'static, Result<(), db::Error>> + Send + Sync>;

impl Workshop {
    /// For a process that buffers nothing; see [`Workshop::flushing`]. `freeze`: nothing may be
    /// sent to providers.
    #[must_use]
    pub fn new(db: Db, clock: Clock, intake: Intake, upstreams: Upstreams, freeze: bool) -> Self {
        Self {
            watch: Watch::new(&db, &clock),
            db,
            clock,
            intake,
            upstreams,
            rate_limit: RateLimit::default(),
            frozen: Frozen::new(freeze),
            books_every: BOOKS_EVERY,
            flush: Arc::new(|| Box::pin(async { Ok(()) })),
            alerting: None,
            ways: None,
            mailing: None,
            telling: None,
        }
    }

    /// The same, for a process that reads the books from another database, a standby of its own.
    #[must_use]
    pub fn reading_books_from(mut self, standby: Option<Servers>) -> Self {
        if let Some(standby) = standby {
            self.watch.standby = Some(Db::new(standby.for_reading(), 1));
        }
        self
    }

    /// The same, for a process that looks at deposits through gateways.
    #[must_use]
    pub fn paid_through(self, ways: Ways) -> Self {
        Self { ways: Some(ways), ..self }
    }

    /// The same, for a process that tells of what is wrong.
    #[must_use]
    pub fn alerting(self, alerting: Alerting) -> Self {
        Self { alerting: Some(alerting), ..self }
    }

    /// The same, for a process that sends mail.
    #[must_use]
    pub fn mailing(self, mailing: Mailing) -> Self {
        Self { mailing: Some(mailing), ..self }
    }

    /// The same, for a process that tells customers what concerns them.
    #[must_use]
    pub fn telling(self, telling: Telling) -> Self {
        Self { telling: Some(telling), ..self }
    }

    /// The same, for a process whose buffers `flush` writes.
    #[must_use]
    pub fn flushing(self, flush: Flush) -> Self {
        Self { flush, ..self }
    }
}

/// Whether anything may be sent to providers. Shared by the loops of one process.
#[derive(Debug, Clone)]
pub struct Frozen(Arc<AtomicBool>);

impl Frozen {
    #[must_use]
    pub fn new(frozen: bool) -> Self {
        metrics::gauge!("waybill_dispatch_frozen").set(if frozen { 1.0 } else { 0.0 });
        Self(Arc::new(AtomicBool::new(frozen)))
    }

    /// From now on nothing is sent, until a person has looked and the process was started again.
    pub fn freeze(&self) {
        self.0.store(true, Ordering::Relaxed);
        metrics::gauge!("waybill_dispatch_frozen").set(1.0);
    }

    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The running loops.
pub struct Workers {
    tracker: TaskTracker,
}

impl Workers {
    /// Waits until every loop has ended, after the stop that [`start`] was given.
    pub async fn stopped(self) {
        self.tracker.close();
        self.tracker.wait().await;
    }
}

/// Starts the loops: housekeeping, the books and alerts always, the orders' work if `orders`. They note
/// their rounds.
#[must_use]
pub fn start(shop: &Workshop, orders: bool, rounds: &Rounds, stop: &CancellationToken) -> Workers {
    let tracker = TaskTracker::new();
    let idle = Arc::new(Notify::new());
    tracker.spawn(rounds.clone().show(shop.intake.clone(), stop.clone()));
    let run = |name: &'static str, wake: &Arc<Notify>, tick: Tick| {
        tracker.spawn(repeat(
            name,
            shop.clone(),
            Arc::clone(wake),
            stop.clone(),
            rounds.clone(),
            tick,
        ));
    };
    run("housekeeping", &idle, housekeeping::tick());
    run("books", &idle, books::tick(shop, stop));
    run("alerts", &idle, alerts::tick(&tracker));
    if orders {
        run("dispatch", &shop.intake.placed(), dispatch::tick(shop, &tracker));
        let asked = Arc::new(Notify::new());
        run("poll", &asked, poll::tick(shop, &asked, &tracker));
        run("drip", &idle, Box::new(|shop| Box::pin(drip::tick(shop))));
        run("tasks", &idle, tasks::tick(&tracker));
        run("bulk", &idle, Box::new(|shop| Box::pin(bulk::tick(shop))));
        run("imports", &idle, Box::new(|shop| Box::pin(imports::tick(shop))));
        run("exports", &idle, exports::tick(&tracker, stop));
        run("balances", &idle, Box::new(|shop| Box::pin(balances::tick(shop))));
        run("mail", &idle, mail::tick(&tracker));
        run("notices", &idle, notices::tick(&tracker));
        run("lists", &idle, Box::new(|shop| Box::pin(lists::tick(shop))));
        run("affiliates", &idle, Box::new(|shop| Box::pin(affiliates::tick(shop))));
        run("days", &idle, days::tick());
        run("deposits", &idle, deposits::tick(&tracker));
        run("totals", &idle, totals::tick());
        run("reports", &idle, reports::tick());
        run("retention", &idle, retention::tick());
        run("sweep", &idle, Box::new(|shop| Box::pin(sweep::tick(shop))));
    }
    Workers { tracker }
}

/// The result of one look of a loop: whether there may be more at once.
pub(crate) type Found = Result<bool, anyhow::Error>;
type Tick = Box<dyn Fn(Workshop) -> BoxFuture<'static, Found> + Send + Sync>;

async fn repeat(
    name: &'static str,
    shop: Workshop,
    wake: Arc<Notify>,
    stop: CancellationToken,
    rounds: Rounds,
    tick: Tick,
) {
    rounds.note(name);
    while !stop.is_cancelled() {
        let found = guarded(tick(shop.clone())).await;
        if found.is_ok() {
            rounds.note(name);
        }
        let pause = match found {
            Ok(true) => continue,
            Ok(false) => LOOK_EVERY,
            Err(error) => {
                metrics::counter!("waybill_work_failures_total", "loop" => name).increment(1);
                match error.downcast_ref::<db::Error>() {
                    Some(away) if away.is_away() => db::note_away(name, away),
                    _ => tracing::error!(name, error = %error, "a loop failed; it goes on"),
                }
                RETRY_AFTER
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// A panic ends one look, not the loop.
async fn guarded(look: impl Future<Output = Found> + Send + 'static) -> Found {
    match tokio::spawn(look).await {
        Ok(found) => found,
        Err(error) => Err(anyhow::anyhow!("panicked: {error}")),
    }
}

//! Follows what concerns customers, tells it by mail and Telegram, and reads what people write to the
//! operator's bot. Whatever waits for Telegram is a task of its own, so it holds nothing else up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, Semaphore};
use tokio_util::task::TaskTracker;

use super::{Found, Telling, Tick, Workshop};
use crate::accounts::{expiry, notices};
use crate::kit::db;
use crate::ledger::{self, low};
use crate::mail::Outbox;
use crate::orders::{told, told_prices};

/// Telegram messages on their way at once, by one process.
const AT_ONCE: usize = 8;
/// The time between two looks at balances, at tokens that end, and at days that are over.
const EVERY: Duration = Duration::from_secs(10);
/// After a full page of events, while others use the database, the rest is so many times as long as the
/// page took, as with commissions.
const REST: u32 = 39;
const REST_MAX: Duration = Duration::from_secs(5);

#[derive(Default)]
struct Last {
    balances: Option<Instant>,
    tokens: Option<Instant>,
    prices: Option<Instant>,
}

pub(super) fn tick(tracker: &TaskTracker) -> Tick {
    let (last, tracker) = (Arc::new(Mutex::new(Last::default())), tracker.clone());
    let places = Arc::new(Semaphore::new(AT_ONCE));
    Box::new(move |shop| {
        let (last, tracker, places) = (Arc::clone(&last), tracker.clone(), Arc::clone(&places));
        Box::pin(async move { look(shop, &mut *last.lock().await, (&tracker, &places)).await })
    })
}

async fn look(
    shop: Workshop,
    last: &mut Last,
    (tracker, places): (&TaskTracker, &Arc<Semaphore>),
) -> Found {
    let Some(telling) = shop.telling.clone() else { return Ok(false) };
    let is_behind = follow(&shop, last).await?;
    let is_more = deliver(&shop, &telling).await?;
    let Telling { keys, telegram } = &telling;
    let (at, way) = (shop.clone(), telling.clone());
    tracker.spawn(async move {
        let looked = notices::chat::look(&at.db, &at.clock, (&way.keys, &way.telegram));
        match looked.await {
            Ok(()) => {}
            Err(error) if error.is_away() => db::note_away("notices", &error),
            Err(error) => tracing::error!(%error, "a bot's messages could not be looked at"),
        }
    });
    if places.available_permits() > 0 {
        for taken in notices::take_due(&shop.db, &shop.clock, keys).await? {
            let (shop, telegram, places) = (shop.clone(), telegram.clone(), Arc::clone(places));
            tracker.spawn(async move {
                // It is given back after a panic, too.
                let _place = places.acquire().await;
                let sent = taken.send(&telegram).await;
                let outcome = if sent.arrived { "sent" } else { "failed" };
                metrics::counter!("waybill_telegram_messages_total", "outcome" => outcome)
                    .increment(1);
                if let Err(error) = notices::record(&shop.db, &shop.clock, (&taken, sent)).await {
                    tracing::error!(%error, "what came of a Telegram message was not recorded");
                }
            });
        }
    }
    Ok(is_behind || is_more)
}

/// Writes what follows from what has happened; answers whether there may be more at once.
async fn follow(shop: &Workshop, last: &mut Last) -> Found {
    let Workshop { db, clock, .. } = shop;
    let started = Instant::now();
    let is_behind = told::tell(db, clock).await? >= told::EVENTS_MAX;
    if is_behind && db::is_busy(db.pool()).await? {
        tokio::time::sleep((started.elapsed() * REST).min(REST_MAX)).await;
    }
    let full = |told: usize, most: i64| i64::try_from(told).is_ok_and(|told| told >= most);
    if is_due(&mut last.balances, EVERY) && full(low::tell(db, clock).await?, low::TOLD_MAX) {
        last.balances = None;
    }
    if is_due(&mut last.tokens, EVERY) && full(expiry::tell(db, clock).await?, expiry::TOLD_MAX) {
        last.tokens = None;
    }
    if is_due(&mut last.prices, EVERY) && told_prices::tell(db, clock).await? {
        last.prices = None;
    }
    let is_more = [last.balances, last.tokens, last.prices].iter().any(Option::is_none);
    Ok(is_behind || is_more)
}

/// Tells what is due, as soon as a process that serves pages has said where people reach it.
async fn deliver(shop: &Workshop, telling: &Telling) -> Found {
    let Workshop { db, clock, .. } = shop;
    if !notices::is_due(db, clock).await? {
        return Ok(false);
    }
    let Some(outbox) = Outbox::noted(db, &telling.keys).await? else { return Ok(false) };
    let currency = ledger::currency(db.pool()).await?;
    let has_mail = shop.mailing.as_ref().is_some_and(|mailing| mailing.courier.has_server());
    let told = notices::deliver(db, clock, &outbox, (&currency, has_mail)).await?;
    metrics::counter!("waybill_notices_told_total").increment(u64::try_from(told).unwrap_or(0));
    Ok(i64::try_from(told).is_ok_and(|told| told >= notices::TOLD_MAX))
}

fn is_due(last: &mut Option<Instant>, every: Duration) -> bool {
    let due = last.is_none_or(|at| at.elapsed() >= every);
    if due {
        *last = Some(Instant::now());
    }
    due
}

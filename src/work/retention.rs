//! Deletes what is kept for a time only: the request log, what was sent to providers and what they
//! answered, what payment gateways sent, sessions, remembered browsers, answered challenges and mailed
//! links that are over, to whom mail was sent, notices, clicks, files of people's own data, what is left
//! of closed accounts, what changed on the price list, imports, and how providers answered. It goes in small
//! batches, and rests after each while others use the database: those who place orders wait for none
//! of them. What is history – events of orders, transfers, the audit log – is kept for ever.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use super::{Found, Tick, Workshop};
use crate::accounts::factors::passkeys::challenge;
use crate::accounts::factors::remembered;
use crate::accounts::{calls, closing, links, notices, session};
use crate::affiliates::click;
use crate::alerts;
use crate::catalogue::events;
use crate::kit::db;
use crate::mail;
use crate::orders::{bulk, evidence};
use crate::payments::{inbox, kept_order};
use crate::privacy::export;
use crate::providers::import::run;
use crate::providers::pulse;

/// The time between two looks, by the panel's clock.
const LOOK_EVERY: TimeDelta = TimeDelta::minutes(10);
/// Rows of each kind that are deleted at a time.
const ROWS_MAX: i64 = 1000;
/// While others use the database, the rest after a batch is so many times as long as it took.
const REST: u32 = 4;
const REST_MAX: Duration = Duration::from_secs(2);

pub(super) fn tick() -> Tick {
    let last: Arc<Mutex<Option<DateTime<Utc>>>> = Arc::default();
    Box::new(move |shop| {
        let last = Arc::clone(&last);
        Box::pin(async move {
            let now = shop.clock.now();
            let mut last = last.lock().await;
            if last.is_some_and(|at| now < at + LOOK_EVERY) {
                return Ok(false);
            }
            let is_more = batch(&shop).await?;
            if !is_more {
                *last = Some(now);
            }
            Ok(is_more)
        })
    })
}

async fn batch(shop: &Workshop) -> Found {
    let Workshop { db, clock, .. } = shop;
    let since = Instant::now();
    let more = [
        calls::sweep(db, clock, ROWS_MAX).await?,
        evidence::sweep(db, clock, ROWS_MAX).await?,
        session::sweep(db, clock, ROWS_MAX).await?,
        remembered::sweep(db, clock, ROWS_MAX).await?,
        challenge::sweep(db, clock, ROWS_MAX).await?,
        click::sweep(db, clock, ROWS_MAX).await?,
        events::sweep(db, clock, ROWS_MAX).await?,
        bulk::discard_old(db, clock.now()).await?,
        run::sweep(db, clock.now()).await?,
        pulse::sweep(db.pool(), clock.now(), ROWS_MAX).await?,
        inbox::sweep(db, clock, ROWS_MAX).await?,
        kept_order::sweep(db, clock, ROWS_MAX).await?,
        links::sweep(db, clock, ROWS_MAX).await?,
        mail::sweep(db, clock, ROWS_MAX).await?,
        notices::sweep(db, clock, ROWS_MAX).await?,
        export::sweep(db, clock, ROWS_MAX).await?,
        closing::sweep(db, clock).await?,
        alerts::sweep(db, clock.now(), ROWS_MAX).await?,
    ];
    let is_more = more.contains(&true);
    if is_more && db::is_busy(db.pool()).await? {
        tokio::time::sleep((since.elapsed() * REST).min(REST_MAX)).await;
    }
    Ok(is_more)
}

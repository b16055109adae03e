//! Adds transfers to the sums of staff's reports, and compares these with the transfers, a day at a
//! time. While a panel with a past catches up, others who use the database come first.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::{Found, Tick, Workshop};
use crate::kit::db;
use crate::reports::{self, LOOK_EVERY, books};

/// After a batch while others use the database, the rest is so many times as long as it took.
const REST: u32 = 4;
const REST_MAX: Duration = Duration::from_secs(2);
/// After a day was compared, none is for so many times as long as that took.
const REST_COMPARED: u32 = 10;

#[derive(Default)]
struct Seen {
    looked: Option<Instant>,
    compare_after: Option<Instant>,
    /// How many differences were last logged.
    told: usize,
}

pub(super) fn tick() -> Tick {
    let seen: Arc<Mutex<Seen>> = Arc::default();
    Box::new(move |shop| {
        let seen = Arc::clone(&seen);
        Box::pin(async move {
            let mut seen = seen.lock().await;
            if seen.looked.is_some_and(|at| at.elapsed() < LOOK_EVERY) {
                return Ok(false);
            }
            look(&shop, &mut seen).await
        })
    })
}

async fn look(shop: &Workshop, seen: &mut Seen) -> Found {
    let Workshop { db, clock, .. } = shop;
    let since = Instant::now();
    if reports::add_up(db, clock).await? {
        if db::is_busy(db.pool()).await? {
            tokio::time::sleep((since.elapsed() * REST).min(REST_MAX)).await;
        }
        return Ok(true);
    }
    seen.looked = Some(Instant::now());
    if seen.compare_after.is_none_or(|at| at <= Instant::now()) {
        let since = Instant::now();
        if books::check_due(db, clock).await?.is_some() {
            seen.compare_after = Some(Instant::now() + since.elapsed() * REST_COMPARED);
        }
        tell(shop, seen).await?;
    }
    Ok(false)
}

async fn tell(shop: &Workshop, seen: &mut Seen) -> Result<(), db::Error> {
    let news = books::news(shop.db.pool()).await?;
    let upto = reports::upto(shop.db.pool()).await?;
    let number = |value: i64| f64::from(i32::try_from(value).unwrap_or(i32::MAX));
    let differences = news.sentences.len();
    let shown = number(i64::try_from(differences).unwrap_or(i64::MAX));
    metrics::gauge!("waybill_reports_differences").set(shown);
    metrics::gauge!("waybill_reports_behind").set(number(upto.newest - upto.upto));
    if differences != seen.told {
        for difference in news.sentences.iter().take(20) {
            tracing::error!(
                difference,
                "the reports differ from the ledger; `waybill reports rebuild` makes them again"
            );
        }
    }
    seen.told = differences;
    Ok(())
}

//! Sends alerts that are due, those by mail into the outbox of mail, looks what is wrong when it is time, and writes what this process has
//! measured. Each message is sent in a task of its own, so a receiver that hangs holds nobody up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;

use super::{Found, Tick, Workshop};
use crate::alerts::{self, Postman, Taken};
use crate::kit::db;

const MEASURES_EVERY: Duration = Duration::from_secs(5);
const DISK_EVERY: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Last {
    measures: Option<Instant>,
    disk: Option<Instant>,
}

pub(super) fn tick(tracker: &TaskTracker) -> Tick {
    let (last, tracker) = (Arc::new(Mutex::new(Last::default())), tracker.clone());
    Box::new(move |shop| {
        let (last, tracker) = (Arc::clone(&last), tracker.clone());
        Box::pin(async move { look(shop, &mut *last.lock().await, &tracker).await })
    })
}

async fn look(shop: Workshop, last: &mut Last, tracker: &TaskTracker) -> Found {
    let Some(way) = shop.alerting.clone() else { return Ok(false) };
    way.measures.waited(shop.intake.oldest_batch());
    for taken in alerts::take_due(&shop.db, &shop.clock).await? {
        let (shop, postman) = (shop.clone(), way.postman.clone());
        tracker.spawn(async move {
            if let Err(error) = send(&shop, &postman, &taken).await {
                tracing::error!(%error, "what came of an alert could not be recorded");
            }
        });
    }
    alerts::mail_due(&shop.db, &shop.clock, &way.postman).await?;
    let now = shop.clock.now();
    if is_due(&mut last.measures, MEASURES_EVERY) {
        let disk = way.disk.as_deref().filter(|_| is_due(&mut last.disk, DISK_EVERY));
        way.measures.write(&shop.db, now, disk.and_then(alerts::free_mib)).await?;
        let open = alerts::count_open(shop.db.pool()).await?;
        let open = f64::from(u32::try_from(open).unwrap_or(u32::MAX));
        metrics::gauge!("waybill_alerts_open").set(open);
    }
    alerts::look(&shop.db, &shop.clock).await?;
    Ok(false)
}

async fn send(shop: &Workshop, postman: &Postman, taken: &Taken) -> Result<(), db::Error> {
    let outcome = taken.send(postman, shop.clock.now()).await;
    let receiver_id = taken.receiver_id.get();
    let way = taken.way.clone();
    if outcome.arrived {
        metrics::counter!("waybill_alerts_sent_total", "way" => way).increment(1);
    } else {
        metrics::counter!("waybill_alerts_failed_total", "way" => way).increment(1);
        tracing::warn!(receiver_id, said = outcome.said, "an alert could not be sent");
    }
    alerts::record(&shop.db, &shop.clock, (taken, outcome)).await
}

fn is_due(last: &mut Option<Instant>, every: Duration) -> bool {
    let due = last.is_none_or(|at| at.elapsed() >= every);
    if due {
        *last = Some(Instant::now());
    }
    due
}

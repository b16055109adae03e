//! Commissions follow orders, and are approved when their hold is over.

use std::time::Duration;

use super::{Found, Workshop};
use crate::affiliates::{approval, follow};
use crate::kit::db;

/// After a full page of events, while others use the database, the rest is so many times as long as
/// the page took: a worker that is far behind takes little from those who place orders.
const REST: u32 = 39;
const REST_MAX: Duration = Duration::from_secs(5);

pub(super) async fn tick(shop: Workshop) -> Found {
    let started = std::time::Instant::now();
    let read = follow::follow(&shop.db, &shop.clock).await?;
    let is_behind = i64::try_from(read).is_ok_and(|read| read >= follow::EVENTS_MAX);
    if is_behind && db::is_busy(shop.db.pool()).await? {
        tokio::time::sleep((started.elapsed() * REST).min(REST_MAX)).await;
    }
    let approved = approval::approve_due(&shop.db, &shop.clock).await?;
    let is_more = i64::try_from(approved).is_ok_and(|count| count >= approval::DUE_MAX);
    Ok(is_behind || is_more)
}

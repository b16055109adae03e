//! Commissions follow orders, and are approved when their hold is over.

use std::time::Duration;

use super::{Found, Workshop};
use crate::affiliates::{approval, follow};

/// After a full page of events, this part of the time that it took is rest, so that a worker that
/// is far behind leaves the database to those who place orders.
const REST: u32 = 3;

pub(super) async fn tick(shop: Workshop) -> Found {
    let started = std::time::Instant::now();
    let read = follow::follow(&shop.db, &shop.clock).await?;
    let is_behind = i64::try_from(read).is_ok_and(|read| read >= follow::EVENTS_MAX);
    if is_behind {
        let rest: Duration = started.elapsed() * REST;
        tokio::time::sleep(rest.min(Duration::from_secs(5))).await;
    }
    let approved = approval::approve_due(&shop.db, &shop.clock).await?;
    let is_more = i64::try_from(approved).is_ok_and(|count| count >= approval::DUE_MAX);
    Ok(is_behind || is_more)
}

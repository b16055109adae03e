//! Follows deposits through gateways: reads the inbox, and looks at the deposits that are due. Each look
//! is a task of its own, so a gateway that hangs holds nobody up.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::{Found, Tick, Workshop};
use crate::payments::{inbox, look};

/// Looks of one process at a time.
const LOOKS_MAX: usize = 32;

pub(super) fn tick(tracker: &TaskTracker) -> Tick {
    let (room, tracker) = (Arc::new(Semaphore::new(LOOKS_MAX)), tracker.clone());
    Box::new(move |shop| {
        let (room, tracker) = (Arc::clone(&room), tracker.clone());
        Box::pin(async move { follow(shop, room, tracker).await })
    })
}

async fn follow(shop: Workshop, room: Arc<Semaphore>, tracker: TaskTracker) -> Found {
    let Some(ways) = shop.ways.clone() else { return Ok(false) };
    let is_more = inbox::work(&shop.db, &shop.clock).await?;
    let most = i64::try_from(room.available_permits()).unwrap_or_default();
    if most == 0 {
        return Ok(false);
    }
    let due = look::take_due(&shop.db, &shop.clock, most).await?;
    let were_all = i64::try_from(due.len()).unwrap_or_default() == most;
    for id in due {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { break };
        let ways = ways.clone();
        tracker.spawn(async move {
            if let Err(error) = look::look(&ways, id).await {
                tracing::error!(deposit = id.get(), %error, "a look at a deposit failed");
            }
            drop(permit);
        });
    }
    Ok(is_more || were_all)
}

//! Follows deposits through gateways: asks about hooks that the door could not check, reads the inbox, and
//! looks at the deposits that are due. Each question and each look is a task of its own, so a gateway
//! that hangs holds nobody up.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::{Found, Tick, Workshop};
use crate::kit::db;
use crate::payments::{Ways, confirm, inbox, look};

/// Looks of one process at a time.
const LOOKS_MAX: usize = 32;
/// Questions about hooks of one process at a time: anybody can send a hook, so they take no look's place.
const QUESTIONS_MAX: usize = 8;

/// How much a process asks gateways at a time.
#[derive(Clone)]
struct Rooms {
    looks: Arc<Semaphore>,
    questions: Arc<Semaphore>,
}

pub(super) fn tick(tracker: &TaskTracker) -> Tick {
    let rooms = Rooms {
        looks: Arc::new(Semaphore::new(LOOKS_MAX)),
        questions: Arc::new(Semaphore::new(QUESTIONS_MAX)),
    };
    let tracker = tracker.clone();
    Box::new(move |shop| {
        let (rooms, tracker) = (rooms.clone(), tracker.clone());
        Box::pin(async move { follow(shop, rooms, tracker).await })
    })
}

/// Asks gateways about hooks that are not confirmed.
async fn ask(ways: &Ways, room: &Arc<Semaphore>, tracker: &TaskTracker) -> Result<(), db::Error> {
    let most = i64::try_from(room.available_permits()).unwrap_or_default();
    if most == 0 {
        return Ok(());
    }
    for id in confirm::take_due(&ways.db, &ways.clock, most).await? {
        let Ok(permit) = Arc::clone(room).acquire_owned().await else { break };
        let ways = ways.clone();
        tracker.spawn(async move {
            if let Err(error) = confirm::confirm(&ways, id).await {
                tracing::error!(hook = id, %error, "a hook could not be asked about");
            }
            drop(permit);
        });
    }
    Ok(())
}

async fn follow(shop: Workshop, rooms: Rooms, tracker: TaskTracker) -> Found {
    let Some(ways) = shop.ways.clone() else { return Ok(false) };
    ask(&ways, &rooms.questions, &tracker).await?;
    let is_more = inbox::work(&shop.db, &shop.clock).await?;
    let room = rooms.looks;
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

//! Answers what strangers have asked for by an address, and sends mail that is due. Each message is sent
//! in a task of its own, so a server that hangs holds nothing else up.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::{Found, Mailing, Tick, Workshop};
use crate::accounts::links::asked;
use crate::kit::db;
use crate::mail::{self, Courier, Held, Outcome};

/// Messages on their way at once, by one process. Servers allow few connections.
const AT_ONCE: usize = 8;

pub(super) fn tick(tracker: &TaskTracker) -> Tick {
    let (tracker, places) = (tracker.clone(), Arc::new(Semaphore::new(AT_ONCE)));
    Box::new(move |shop| {
        let (tracker, places) = (tracker.clone(), Arc::clone(&places));
        Box::pin(async move { look(shop, &places, &tracker).await })
    })
}

async fn look(shop: Workshop, places: &Arc<Semaphore>, tracker: &TaskTracker) -> Found {
    let Some(Mailing { keys, courier }) = shop.mailing.clone() else { return Ok(false) };
    let is_more = asked::answer_due(&shop.db, &shop.clock, &keys).await?;
    if !courier.is_ready() || places.available_permits() == 0 {
        return Ok(is_more);
    }
    for held in mail::take_due(&shop.db, &shop.clock).await? {
        let (shop, courier, places) = (shop.clone(), courier.clone(), Arc::clone(places));
        tracker.spawn(async move {
            // It is given back after a panic, too.
            let _place = places.acquire().await;
            if let Err(error) = send(&shop, &courier, &held).await {
                tracing::error!(%error, "what came of a message could not be recorded");
            }
        });
    }
    Ok(is_more)
}

async fn send(shop: &Workshop, courier: &Courier, held: &Held) -> Result<(), db::Error> {
    let outcome = courier.bring(held).await;
    let (id, kind) = (held.id, held.kind.as_str());
    let word = match &outcome {
        Outcome::Sent(_) => "sent",
        Outcome::Filed(_) => "filed",
        Outcome::Failed(said) => {
            tracing::warn!(id, kind, said, "the server refused a message");
            "failed"
        }
        Outcome::Later(said) => {
            tracing::warn!(id, kind, said, "a message could not be sent yet");
            "later"
        }
    };
    metrics::counter!("waybill_mails_total", "outcome" => word).increment(1);
    mail::record(&shop.db, &shop.clock, (held, outcome)).await
}

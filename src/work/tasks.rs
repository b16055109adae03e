//! Asks providers for cancels and refills. Each provider's requests are a task of their own; a
//! provider that is still being asked is left alone.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::StreamExt as _;
use tokio_util::task::TaskTracker;

use super::busy::Busy;
use super::{Found, Tick, Workshop};
use crate::kit::db;
use crate::orders::provider_requests::{self, Ask, Task};
use crate::providers::{Connected, ProviderId};

/// At most so many of one provider at a time.
const CALLS_MAX: usize = 8;

pub(super) fn tick(tracker: &TaskTracker) -> Tick {
    let (busy, tracker) = (Busy::default(), tracker.clone());
    let asking = Arc::new((busy, tracker));
    Box::new(move |shop| Box::pin(look(shop, Arc::clone(&asking))))
}

async fn look(shop: Workshop, asking: Arc<(Busy, TaskTracker)>) -> Found {
    if shop.frozen.is_frozen() {
        return Ok(false);
    }
    let (busy, tracker) = &*asking;
    let due = provider_requests::take_due(&shop.db, &shop.clock, busy.with_more_than(0)).await?;
    if due.is_empty() {
        return Ok(false);
    }
    let mut connected = shop.upstreams.all().await?;
    let mut by_provider: HashMap<ProviderId, Vec<Task>> = HashMap::new();
    for task in due {
        by_provider.entry(task.provider_id).or_default().push(task);
    }
    for (provider_id, tasks) in by_provider {
        let Some(one) = connected.remove(&provider_id) else { continue };
        let guard = busy.enter(provider_id, tasks.len());
        let shop = shop.clone();
        tracker.spawn(async move {
            let asked = futures_util::stream::iter(tasks).for_each_concurrent(CALLS_MAX, |task| {
                let (shop, one) = (&shop, &one);
                async move {
                    if let Err(error) = ask(shop, one, task).await {
                        tracing::error!(%error, "the answer to a task could not be recorded");
                    }
                }
            });
            asked.await;
            drop(guard);
        });
    }
    Ok(true)
}

async fn ask(shop: &Workshop, one: &Connected, task: Task) -> Result<(), db::Error> {
    let (db, clock) = (&shop.db, &shop.clock);
    shop.rate_limit.wait(one.id, one.requests_per_s).await;
    match task.ask {
        Ask::Cancel => {
            let answer = one.upstream.cancel(&task.upstream_id).await;
            provider_requests::record_cancel(db, clock, task, answer).await
        }
        Ask::Refill => {
            let answer = one.upstream.refill(&task.upstream_id).await;
            provider_requests::record_refill(db, clock, task, answer).await
        }
        Ask::RefillStatus => {
            let answer = one.upstream.refill_status(&task.upstream_id).await;
            provider_requests::record_refill_state(db, clock, task, answer).await
        }
    }
}

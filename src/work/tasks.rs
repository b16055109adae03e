//! Cancels and refills that providers are to be asked for.

use super::{Found, Workshop};
use crate::orders::tasks::{self, Ask};
use crate::providers::Connected;

pub(super) async fn tick(shop: Workshop) -> Found {
    if shop.frozen.is_frozen() {
        return Ok(false);
    }
    let due = tasks::take_due(&shop.db, &shop.clock).await?;
    if due.is_empty() {
        return Ok(false);
    }
    let upstreams = shop.upstreams.all().await?;
    let (db, clock) = (&shop.db, &shop.clock);
    for task in due {
        let Some(Connected { upstream, .. }) = upstreams.get(&task.provider_id) else { continue };
        match task.ask {
            Ask::Cancel => {
                let answer = upstream.cancel(&task.upstream_id).await;
                tasks::record_cancel(db, clock, task, answer).await?;
            }
            Ask::Refill => {
                let answer = upstream.refill(&task.upstream_id).await;
                tasks::record_refill(db, clock, task, answer).await?;
            }
            Ask::RefillStatus => {
                let answer = upstream.refill_status(&task.upstream_id).await;
                tasks::record_refill_state(db, clock, task, answer).await?;
            }
        }
    }
    Ok(true)
}

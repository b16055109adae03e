//! Orders that are with a provider are asked for, in batches.

use std::collections::HashMap;

use super::{Found, Workshop};
use crate::orders::poll::{self, Due};
use crate::providers::Connected;

const TAKE_MAX: i64 = 1000;

pub(super) async fn tick(shop: Workshop) -> Found {
    let due = poll::take_due(&shop.db, &shop.clock, TAKE_MAX).await?;
    let more = i64::try_from(due.len()).is_ok_and(|taken| taken == TAKE_MAX);
    if due.is_empty() {
        return Ok(false);
    }
    let upstreams = shop.upstreams.all().await?;
    let mut by_provider: HashMap<i64, Vec<Due>> = HashMap::new();
    for one in due {
        by_provider.entry(one.provider_id).or_default().push(one);
    }
    for (provider_id, due) in by_provider {
        let Some(Connected { upstream, .. }) = upstreams.get(&provider_id) else { continue };
        for batch in due.chunks(upstream.ask_max()) {
            let ids: Vec<String> = batch.iter().map(|one| one.upstream_id.clone()).collect();
            let mut answers = match upstream.status(&ids).await {
                Ok(answers) => answers,
                Err(error) => {
                    tracing::warn!(provider_id, %error, "a status call brought nothing");
                    continue;
                }
            };
            let mut reports = Vec::with_capacity(batch.len());
            // Only the ids that were asked for are looked at, whatever else was answered.
            for one in batch {
                match answers.remove(&one.upstream_id) {
                    Some(Ok(report)) => reports.push((one.order_id, report)),
                    Some(Err(error)) => {
                        metrics::counter!("waybill_status_errors_total").increment(1);
                        tracing::debug!(order = one.order_id, error, "a status was an error");
                    }
                    None => {}
                }
            }
            poll::apply(&shop.db, &shop.clock, reports).await?;
        }
    }
    Ok(more)
}

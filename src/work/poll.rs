//! Orders that are with a provider are asked for, in batches: several providers and several
//! batches at once, and what comes back is applied by the thousand.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use super::busy::{Busy, Seldom};
use super::{Found, Tick, Workshop};
use crate::kit::flow::Flow;
use crate::kit::gather::{Gather, Limits};
use crate::orders::poll::{self, Due};
use crate::providers::{Connected, Report};

const TAKE_MAX: i64 = 2000;
/// Orders of one provider that are being asked for; with more, it is left alone.
const PROVIDER_MAX: usize = 4000;
/// Between two looks for orders that stand behind those of a busy provider, which are all passed.
const PAST_BUSY_LOOK: Duration = Duration::from_secs(1);
/// Batches applied together.
const APPLY: Limits = Limits { lanes: 2, turns: 2, queue_max: 2000, batch_max: 10 };
/// Status calls of one provider at a time: a part of what may be submitted at a time, and at most.
const CALLS_PART: u32 = 4;
const CALLS_MAX: u32 = 8;
/// Of a provider's calls in a second, half: however many orders are open, new ones get there.
const SHARE_PARTS: u32 = 2;

type Reports = Vec<(i64, Report)>;

struct Asking {
    busy: Busy,
    past_busy: Seldom,
    wake: Arc<Notify>,
    applying: Gather<Reports, ()>,
    /// What questions may take of each provider's calls.
    share: Flow<i64>,
    tracker: TaskTracker,
}

/// `wake` is told when a provider can be asked for more.
pub(super) fn tick(shop: &Workshop, wake: &Arc<Notify>, tracker: &TaskTracker) -> Tick {
    let own = || (shop.db.clone(), shop.clock.clone());
    let applying = Gather::start(APPLY, own, |(db, clock), _, batches: Vec<Reports>| {
        Box::pin(async move {
            let count = batches.len();
            let reports: Reports = batches.into_iter().flatten().collect();
            // They are asked for again in any case.
            if let Err(error) = poll::apply(db, clock, reports).await {
                tracing::error!(%error, "reports could not be applied");
            }
            vec![(); count]
        })
    });
    let asking = Arc::new(Asking {
        busy: Busy::default(),
        past_busy: Seldom::every(PAST_BUSY_LOOK),
        wake: Arc::clone(wake),
        applying,
        share: Flow::default(),
        tracker: tracker.clone(),
    });
    Box::new(move |shop| Box::pin(look(shop, Arc::clone(&asking))))
}

async fn look(shop: Workshop, asking: Arc<Asking>) -> Found {
    let busy = asking.busy.with_more_than(PROVIDER_MAX - 1);
    let is_anyone_busy = !busy.is_empty();
    if is_anyone_busy && !asking.past_busy.is_time() {
        return Ok(false);
    }
    let since = Instant::now();
    let due = poll::take_due(&shop.db, &shop.clock, busy, TAKE_MAX).await?;
    let more = i64::try_from(due.len()).is_ok_and(|taken| taken == TAKE_MAX);
    if is_anyone_busy && !more {
        asking.past_busy.took(since.elapsed());
    }
    if due.is_empty() {
        return Ok(false);
    }
    let mut connected = shop.upstreams.all().await?;
    let mut by_provider: HashMap<i64, Vec<Due>> = HashMap::new();
    for one in due {
        by_provider.entry(one.provider_id).or_default().push(one);
    }
    for (provider_id, due) in by_provider {
        let Some(one) = connected.remove(&provider_id) else { continue };
        let guard = asking.busy.enter(provider_id, due.len());
        let (shop, asking) = (shop.clone(), Arc::clone(&asking));
        asking.clone().tracker.spawn(async move {
            ask(&shop, &asking, &one, due).await;
            drop(guard);
            asking.wake.notify_one();
        });
    }
    Ok(more)
}

async fn ask(shop: &Workshop, asking: &Asking, one: &Connected, due: Vec<Due>) {
    let at_once = (one.in_flight_max / CALLS_PART).clamp(1, CALLS_MAX);
    let batches = futures_util::stream::iter(due.chunks(one.upstream.ask_max()));
    batches
        .for_each_concurrent(at_once as usize, |batch| async move {
            asking.share.wait_part(one.id, one.requests_per_s, SHARE_PARTS).await;
            shop.flow.count(one.id, one.requests_per_s, 1);
            let reports = reports(one, batch).await;
            if !reports.is_empty() {
                let lane = batch.first().map_or(0, |first| first.order_id);
                let _ = asking.applying.ask(lane, reports).await;
            }
        })
        .await;
}

/// Only the ids that were asked for are looked at, whatever else was answered.
async fn reports(one: &Connected, batch: &[Due]) -> Reports {
    let ids: Vec<String> = batch.iter().map(|due| due.upstream_id.clone()).collect();
    let mut answers = match one.upstream.status(&ids).await {
        Ok(answers) => answers,
        Err(error) => {
            metrics::counter!("waybill_status_failures_total").increment(1);
            tracing::warn!(provider = one.id, %error, "a status call brought nothing");
            return Vec::new();
        }
    };
    let mut reports = Vec::with_capacity(batch.len());
    for due in batch {
        match answers.remove(&due.upstream_id) {
            Some(Ok(report)) => reports.push((due.order_id, report)),
            Some(Err(error)) => {
                metrics::counter!("waybill_status_errors_total").increment(1);
                tracing::debug!(order = due.order_id, error, "a status was an error");
            }
            None => {}
        }
    }
    reports
}

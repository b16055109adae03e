//! Asks providers for the orders that they have, in batches: several providers and several batches
//! at once. The answers are applied by the thousand.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use super::busy::{Busy, Seldom};
use super::{Found, Tick, Workshop};
use crate::kit::batch::{Batcher, Limits};
use crate::kit::rate_limit::RateLimit;
use crate::orders::poll::{self, Due};
use crate::orders::{OrderId, unread};
use crate::providers::{Connected, ProviderId, Report, Statuses, Word};

const TAKE_MAX: i64 = 2000;
/// Orders of one provider that are being asked for; if there are more than this, it is asked for no
/// more.
const PROVIDER_MAX: usize = 4000;
/// The time between two looks for orders that stand behind those of a busy provider, because such a
/// look passes all of them.
const PAST_BUSY_LOOK: Duration = Duration::from_secs(1);
/// Batches applied together.
const APPLY: Limits = Limits { lanes: 2, turns: 2, queue_max: 2000, batch_max: 10 };
/// Status calls of one provider at a time: this part of what may be submitted at a time, and at
/// most this many.
const CALLS_PART: u32 = 4;
const CALLS_MAX: u32 = 8;
/// Half of a provider's calls in a second: however many orders are open, new ones get there.
const SHARE_PARTS: u32 = 2;
/// If a provider's answer about many orders spoke of none of them, this many are asked for alone,
/// to find out whether it speaks of one.
const ALONE_MAX: usize = 3;

/// The answer about each order: a report, or what came instead of one.
type Heard = Vec<(OrderId, Result<Report, String>)>;

struct Asking {
    busy: Busy,
    past_busy: Seldom,
    wake: Arc<Notify>,
    applying: Batcher<Heard, ()>,
    /// The part of each provider's calls that questions may use.
    share: RateLimit<ProviderId>,
    tracker: TaskTracker,
}

/// `wake` is told when a provider can be asked for more.
pub(super) fn tick(shop: &Workshop, wake: &Arc<Notify>, tracker: &TaskTracker) -> Tick {
    let own = || (shop.db.clone(), shop.clock.clone());
    let applying = Batcher::start(APPLY, own, |(db, clock), _, batches: Vec<Heard>| {
        Box::pin(async move {
            let count = batches.len();
            let (mut reports, mut unreadable) = (Vec::new(), Vec::new());
            for (order_id, heard) in batches.into_iter().flatten() {
                match heard {
                    Ok(report) => reports.push((order_id, report)),
                    Err(said) => unreadable.push((order_id, said)),
                }
            }
            // They are asked for again in any case.
            if let Err(error) = poll::apply(db, clock, reports).await {
                tracing::error!(%error, "reports could not be applied");
            }
            if let Err(error) = unread::note(db, clock, unreadable).await {
                tracing::error!(%error, "what could not be read was not noted");
            }
            vec![(); count]
        })
    });
    let asking = Arc::new(Asking {
        busy: Busy::default(),
        past_busy: Seldom::every(PAST_BUSY_LOOK),
        wake: Arc::clone(wake),
        applying,
        share: RateLimit::default(),
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
    let mut by_provider: HashMap<ProviderId, Vec<Due>> = HashMap::new();
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
            let heard = hear(shop, asking, one, batch).await;
            let lane = batch.first().map_or(0, |first| first.order_id.get());
            let _ = asking.applying.ask(lane, heard).await;
        })
        .await;
}

/// Asks for these orders together, or one by one if the provider needs that.
async fn hear(shop: &Workshop, asking: &Asking, one: &Connected, batch: &[Due]) -> Heard {
    if batch.len() > one.upstream.ask_max() {
        return singly(shop, asking, one, batch).await;
    }
    let said = match question(shop, asking, one, batch).await {
        Ok(statuses) => match statuses.silence {
            Some(said) if batch.len() > 1 => said,
            _ => return sorted(batch, statuses),
        },
        Err(said) => return batch.iter().map(|due| (due.order_id, Err(said.clone()))).collect(),
    };
    // It spoke of none of them. If it speaks of one that is asked for alone, we ask for one at a
    // time from now on.
    let (few, rest) = batch.split_at(ALONE_MAX.min(batch.len()));
    let mut heard = singly(shop, asking, one, few).await;
    if heard.iter().any(|(_, heard)| heard.is_ok()) {
        one.upstream.ask_singly().await;
        heard.extend(singly(shop, asking, one, rest).await);
    } else {
        heard.extend(rest.iter().map(|due| (due.order_id, Err(said.clone()))));
    }
    heard
}

async fn singly(shop: &Workshop, asking: &Asking, one: &Connected, batch: &[Due]) -> Heard {
    let mut heard = Vec::with_capacity(batch.len());
    for due in batch.chunks(1) {
        match question(shop, asking, one, due).await {
            Ok(statuses) => heard.extend(sorted(due, statuses)),
            Err(said) => heard.extend(due.iter().map(|due| (due.order_id, Err(said.clone())))),
        }
    }
    heard
}

/// One call, within the part of the provider's calls that questions may use.
async fn question(
    shop: &Workshop,
    asking: &Asking,
    one: &Connected,
    batch: &[Due],
) -> Result<Statuses, String> {
    asking.share.wait_part(one.id, one.requests_per_s, SHARE_PARTS).await;
    shop.rate_limit.count(one.id, one.requests_per_s, 1);
    let ids: Vec<String> = batch.iter().map(|due| due.upstream_id.clone()).collect();
    let answer = one.upstream.status(&ids).await.map_err(|error| error.to_string());
    let nothing = match &answer {
        Ok(statuses) => statuses.silence.as_ref(),
        Err(error) => Some(error),
    };
    if let Some(error) = nothing {
        metrics::counter!("waybill_status_failures_total").increment(1);
        tracing::warn!(provider = one.id.get(), error, "a status call brought nothing");
    }
    answer
}

/// Only the ids that were asked for are read, whatever else was answered.
fn sorted(batch: &[Due], mut statuses: Statuses) -> Heard {
    let silence = statuses.silence.unwrap_or_else(|| "the answer does not speak of it".to_owned());
    let heard = batch.iter().map(|due| {
        let said = match statuses.found.remove(&due.upstream_id) {
            Some(Ok(report)) if report.word == Word::Other => {
                let word = report.said.unwrap_or_default();
                Err(format!("its status is {word:?}, which is not known here"))
            }
            Some(Ok(report)) => Ok(report),
            Some(Err(error)) => {
                metrics::counter!("waybill_status_errors_total").increment(1);
                tracing::debug!(order = due.order_id.get(), error, "a status was an error");
                Err(error)
            }
            None => Err(silence.clone()),
        };
        (due.order_id, said)
    });
    heard.collect()
}

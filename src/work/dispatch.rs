//! Queued orders go to their providers: taken, sent once, recorded. Each send is a task of its own,
//! so a slow provider does not hold up the others. A provider is handed no more at a time, and no
//! more in a second, than its row allows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use super::busy::Seldom;
use super::{Found, Tick, Workshop};
use crate::kit::batch::{Batcher, Limits, Unanswered};
use crate::kit::db;
use crate::kit::failpoint;
use crate::orders::dispatch::{self, Answer, Claim, Room, Taken, Turns, turns};
use crate::providers::{Connected, ProviderId, Sent, Upstream};

/// Orders in one claim.
const CLAIM_MAX: u32 = 500;
/// Answers recorded together, and how many may wait for it.
const RECORDS: Limits = Limits { lanes: 2, turns: 2, queue_max: 20_000, batch_max: 250 };
/// The time until the next look, when all open providers are busy.
const BUSY_LOOK: Duration = Duration::from_millis(100);
/// The time between two looks into the lanes that are not read, and how many times as long as such
/// a look took the next one waits at least. It reads all that waits there.
const SORT_EVERY: Duration = Duration::from_secs(1);
const SORT_PARTS: u32 = 5;
/// Looks in a row that go on to the next customers although they found nothing.
const FRUITLESS_MAX: u32 = 100;
/// Answers that come at the same moment make room together: a claim for each answer would cost a
/// transaction each.
const LET_BACK: Duration = Duration::from_millis(3);
/// The time between tries to record an answer, doubled each time up to the longest.
const RECORD_AGAIN: Duration = Duration::from_millis(100);
const RECORD_AGAIN_MAX: Duration = Duration::from_secs(2);
/// If the database is away for longer than this, we stop waiting, because a stop would have to wait
/// as well.
const RECORD_MAX: Duration = Duration::from_secs(120);

/// The calls that are under way, and the way to record them.
struct Wire {
    /// By provider.
    in_flight: Mutex<HashMap<ProviderId, u32>>,
    /// Something has come back.
    freed: Notify,
    turns: Turns,
    sorting: Seldom,
    /// Looks in a row that found nothing.
    fruitless: AtomicU32,
    records: Batcher<Answer, Result<(), String>>,
    tracker: TaskTracker,
}

/// The place of one order among the calls that are under way.
struct Slot {
    wire: Arc<Wire>,
    provider_id: ProviderId,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut counts = self.wire.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.provider_id) {
            *count = count.saturating_sub(1);
        }
        drop(counts);
        self.wire.freed.notify_one();
    }
}

/// When the loops should stop, `tracker` waits for the calls that are under way.
pub(super) fn tick(shop: &Workshop, tracker: &TaskTracker) -> Tick {
    let own = || (shop.db.clone(), shop.clock.clone());
    let records = Batcher::start(RECORDS, own, |(db, clock), _, answers: Vec<Answer>| {
        Box::pin(async move {
            let count = answers.len();
            let recorded = dispatch::record_all(db, clock, answers).await;
            vec![recorded.map_err(|error| error.to_string()); count]
        })
    });
    let wire = Arc::new(Wire {
        in_flight: Mutex::default(),
        freed: Notify::new(),
        turns: Turns::default(),
        sorting: Seldom::every(SORT_EVERY),
        fruitless: AtomicU32::new(0),
        records,
        tracker: tracker.clone(),
    });
    Box::new(move |shop| Box::pin(look(shop, Arc::clone(&wire))))
}

async fn look(shop: Workshop, wire: Arc<Wire>) -> Found {
    if shop.frozen.is_frozen() {
        return Ok(false);
    }
    if wire.is_busy() {
        tokio::time::sleep(LET_BACK).await;
    }
    let connected = shop.upstreams.all().await?;
    let room = wire.room(&shop, &connected);
    let total = room.values().fold(0, |sum: u32, left| sum.saturating_add(*left));
    let is_anyone_full = room.values().any(|left| *left == 0);
    wire.sort(&shop, &room).await?;
    if is_anyone_full && total == 0 {
        wire.wait().await;
        return Ok(true);
    }
    // If no provider is open, orders are still put off or on hold.
    let limit = i64::from(total.clamp(1, CLAIM_MAX));
    let taken = dispatch::take(&shop.db, &shop.clock, &wire.turns, room, limit).await?;
    let Taken { claims, goes_on } = taken;
    if claims.is_empty() {
        if goes_on && wire.fruitless.fetch_add(1, Ordering::Relaxed) < FRUITLESS_MAX {
            return Ok(true);
        }
        wire.fruitless.store(0, Ordering::Relaxed);
        if is_anyone_full {
            wire.wait().await;
        }
        return Ok(is_anyone_full);
    }
    wire.fruitless.store(0, Ordering::Relaxed);
    failpoint("dispatch-after-arm");
    for claim in claims {
        let provider_id = claim.route.provider_id;
        let Some(one) = connected.get(&provider_id) else {
            anyhow::bail!("provider {provider_id} is gone");
        };
        shop.rate_limit.count(provider_id, one.requests_per_s, 1);
        let slot = wire.slot(provider_id);
        wire.tracker.spawn(send(slot, one.upstream.clone(), claim));
    }
    Ok(true)
}

impl Wire {
    fn is_busy(&self) -> bool {
        let counts = self.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        counts.values().any(|count| *count > 0)
    }

    /// How much each open provider can be handed now.
    fn room(&self, shop: &Workshop, connected: &HashMap<ProviderId, Connected>) -> Room {
        let counts = self.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        let open = connected.values().filter(|one| one.is_open);
        open.map(|one| {
            let under_way = counts.get(&one.id).copied().unwrap_or_default();
            let free = one.in_flight_max.saturating_sub(under_way);
            let in_time = match one.upstream {
                Upstream::Sandbox(_) | Upstream::Manual => u32::MAX,
                _ => shop.rate_limit.room(&one.id, one.requests_per_s),
            };
            (one.id, free.min(in_time))
        })
        .collect()
    }

    fn slot(self: &Arc<Self>, provider_id: ProviderId) -> Slot {
        let mut counts = self.in_flight.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(provider_id).or_default() += 1;
        Slot { wire: Arc::clone(self), provider_id }
    }

    /// Moves orders whose providers are closed to those that take them now.
    async fn sort(&self, shop: &Workshop, room: &Room) -> Result<(), db::Error> {
        if self.sorting.is_time() {
            let since = Instant::now();
            if !turns::sort(&shop.db, room.keys().copied().collect()).await? {
                self.sorting.took(since.elapsed() * SORT_PARTS);
            }
        }
        Ok(())
    }

    async fn wait(&self) {
        tokio::select! {
            () = self.freed.notified() => {}
            () = tokio::time::sleep(BUSY_LOOK) => {}
        }
    }
}

async fn send(slot: Slot, upstream: Upstream, claim: Claim) {
    let sent = upstream.add(&claim.submission).await;
    failpoint("dispatch-after-send");
    record(&slot.wire, claim, sent).await;
    failpoint("dispatch-after-record");
}

/// Records what came back, and tries again while the database does not take it. Nobody else knows
/// what the provider said, and if an id is forgotten here, a person must search for it there.
async fn record(wire: &Wire, claim: Claim, sent: Sent) {
    let (order, provider) = (claim.order_id, claim.route.provider_id);
    let answer = Answer { claim, sent };
    let since = Instant::now();
    let mut wait = RECORD_AGAIN;
    loop {
        let error = match wire.records.ask(provider.get(), answer.clone()).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error,
            Err(error @ (Unanswered::Full | Unanswered::Lost)) => error.to_string(),
        };
        if since.elapsed() >= RECORD_MAX {
            let outcome = &answer.sent.outcome;
            tracing::error!(
                order = order.get(),
                error,
                ?outcome,
                "a provider's answer could not be recorded"
            );
            return;
        }
        tracing::warn!(
            order = order.get(),
            error,
            "a provider's answer is not recorded yet; again"
        );
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(RECORD_AGAIN_MAX);
    }
}

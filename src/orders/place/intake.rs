//! The intake: every door hands in its orders here. They gather while the batch before them is
//! worked on, and then go together; see `kit::batch`. The lanes are split by account, so that two
//! batches at the same time do not wait for the same wallet. One batch decides at a time, and
//! passes the turn on when it is about to be flushed: a batch that is small because it was early
//! costs nearly as much as a full one. Each caller gets its answer only after the commit.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::catalogue::Offers;
use crate::catalogue::blocked::refusals::{Refusals, Refused};
use crate::kit::batch::{BatchPermit, Batcher, Limits, Unanswered};
use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::orders::Source;
use crate::orders::parse::Request;
use crate::orders::place::{Answer, LaneContext, Placed, place_all};
use crate::orders::place_error::PlaceError;

const LIMITS: Limits = Limits { lanes: 2, turns: 1, queue_max: 10_000, batch_max: 500 };

/// Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    batcher: Batcher<Request, Answer>,
    placed: Arc<Notify>,
    refusals: Refusals,
    clock: Clock,
}

impl Intake {
    /// Starts the lanes; see [`Batcher`].
    #[must_use]
    pub fn start(db: &Db, clock: &Clock) -> Self {
        let placed = Arc::new(Notify::new());
        let (offers, wake) = (Offers::default(), Arc::clone(&placed));
        let lane = || LaneContext::new(db, clock, &offers);
        let batcher = Batcher::start(LIMITS, lane, move |lane, permit, requests| {
            let wake = Arc::clone(&wake);
            Box::pin(async move { place_and_count(lane, permit, &wake, requests).await })
        });
        Self { batcher, placed, refusals: Refusals::default(), clock: clock.clone() }
    }

    /// Places one order and answers once it is committed, with its charge taken.
    pub async fn place(&self, request: Request) -> Answer {
        let (account_id, source) = (request.account_id, request.source);
        let link = request.link().to_owned();
        match self.batcher.ask(account_id.get(), request).await {
            Ok(Err(PlaceError::Blocked(id))) => {
                let refused = Refused { id, account_id, door: source.as_str(), link: &link };
                let now = self.clock.now();
                match source {
                    // The form has said so before.
                    Source::Page => self.refusals.note_look(refused, now),
                    _ => self.refusals.note(refused, now),
                }
                Err(PlaceError::Blocked(id))
            }
            Ok(answer) => answer,
            Err(Unanswered::Full) => Err(PlaceError::Busy),
            Err(Unanswered::Lost) => Err(PlaceError::Unknown),
        }
    }

    /// For how long the oldest batch that is under way has waited for its answer.
    #[must_use]
    pub fn oldest_batch(&self) -> Duration {
        self.batcher.oldest()
    }

    /// What blocked targets have refused here.
    #[must_use]
    pub fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// Notified whenever a batch was committed, so that the dispatcher of this process need not
    /// look.
    #[must_use]
    pub fn placed(&self) -> Arc<Notify> {
        Arc::clone(&self.placed)
    }
}

async fn place_and_count(
    lane: &mut LaneContext,
    permit: BatchPermit,
    wake: &Notify,
    requests: Vec<Request>,
) -> Vec<Answer> {
    metrics::histogram!("waybill_intake_batch_orders").record(as_f64(requests.len()));
    let answers = place_all(lane, permit, requests).await;
    let new = answers.iter().filter(|a| matches!(a, Ok(Placed { again: false, .. }))).count();
    if new > 0 {
        metrics::counter!("waybill_orders_placed_total").increment(new as u64);
        wake.notify_one();
    }
    answers
}

#[expect(clippy::cast_precision_loss, reason = "a batch has at most some hundred orders")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

//! The intake: where every door hands in its orders. They gather while the batch before them
//! commits, and go together; see `kit::gather`. Lanes are split by account, so that two batches
//! under way do not wait for the same wallet. Each caller is answered only after the commit.

use std::sync::Arc;

use tokio::sync::Notify;

use super::parse::{PlaceError, Request};
use super::place::{Answer, Counter, Placed, place_all};
use crate::catalogue::Offers;
use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::kit::gather::{Gather, Lane, Limits, Unanswered};

/// Each with a connection of its own.
const LANES: u32 = 2;
const LIMITS: Limits = Limits { lanes: LANES as usize, queue_max: 10_000, batch_max: 500 };

/// Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    gather: Gather<Request, Answer>,
    placed: Arc<Notify>,
}

impl Intake {
    /// Starts the lanes; see [`Gather`].
    #[must_use]
    pub fn start(db: &Db, clock: &Clock) -> Self {
        let placed = Arc::new(Notify::new());
        let db = db.apart(LANES);
        let counter = Counter { db, clock: clock.clone(), offers: Offers::default() };
        let wake = Arc::clone(&placed);
        let gather = Gather::start(LIMITS, move |lane, requests| {
            let (counter, wake) = (counter.clone(), Arc::clone(&wake));
            Box::pin(async move { place_counted(&counter, &lane, &wake, requests).await })
        });
        Self { gather, placed }
    }

    /// Places one order and answers once it is committed, with its charge taken.
    pub async fn place(&self, request: Request) -> Answer {
        match self.gather.ask(request.account_id, request).await {
            Ok(answer) => answer,
            Err(Unanswered::Full) => Err(PlaceError::Busy),
            Err(Unanswered::Lost) => Err(PlaceError::Unknown),
        }
    }

    /// Woken whenever a batch was committed: the dispatcher of this process need not look.
    #[must_use]
    pub fn placed(&self) -> Arc<Notify> {
        Arc::clone(&self.placed)
    }
}

async fn place_counted(
    counter: &Counter,
    lane: &Lane,
    wake: &Notify,
    requests: Vec<Request>,
) -> Vec<Answer> {
    metrics::histogram!("waybill_intake_batch_orders").record(as_f64(requests.len()));
    let answers = place_all(counter, lane, requests).await;
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

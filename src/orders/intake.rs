//! The intake: orders gather while the batch before them commits, and go together.
//!
//! There is no timer: an idle panel's order goes at once, a busy one's go by the hundred. Lanes
//! are split by account, so that two batches in flight do not wait for the same wallet. Each
//! caller is answered only after the commit.

use std::sync::Arc;

use tokio::sync::{Notify, mpsc, oneshot};

use super::parse::{PlaceError, Request};
use super::place::{Answer, Placed, place_all};
use crate::kit::clock::Clock;
use crate::kit::db::Db;

/// Requests that may wait in all lanes together; more are told to come back.
const QUEUE_MAX: usize = 10_000;
const LANES: usize = 2;
/// Requests in one transaction.
const BATCH_MAX: usize = 500;

struct Ticket {
    request: Request,
    answer: oneshot::Sender<Answer>,
}

/// Where every door hands in its orders. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Intake {
    lanes: Arc<[mpsc::Sender<Ticket>]>,
    placed: Arc<Notify>,
}

impl Intake {
    /// Starts the lanes. They end by themselves when the last handle is dropped, after having
    /// answered everyone who waits.
    #[must_use]
    pub fn start(db: &Db, clock: &Clock) -> Self {
        let placed = Arc::new(Notify::new());
        let lanes = (0..LANES).map(|_| {
            let (sender, receiver) = mpsc::channel(QUEUE_MAX / LANES);
            tokio::spawn(lane(db.clone(), clock.clone(), receiver, Arc::clone(&placed)));
            sender
        });
        Self { lanes: lanes.collect(), placed }
    }

    /// Places one order and answers once it is committed, with its charge taken.
    pub async fn place(&self, request: Request) -> Answer {
        let (answer, answered) = oneshot::channel();
        let lane = usize::try_from(request.account_id).unwrap_or_default() % self.lanes.len();
        self.lanes[lane].try_send(Ticket { request, answer }).map_err(|_| PlaceError::Busy)?;
        answered.await.unwrap_or(Err(PlaceError::Unknown))
    }

    /// Woken whenever a batch was committed: the dispatcher of this process need not look.
    #[must_use]
    pub fn placed(&self) -> Arc<Notify> {
        Arc::clone(&self.placed)
    }
}

async fn lane(db: Db, clock: Clock, mut queue: mpsc::Receiver<Ticket>, placed: Arc<Notify>) {
    let mut waiting = Vec::with_capacity(BATCH_MAX);
    while queue.recv_many(&mut waiting, BATCH_MAX).await > 0 {
        // Who hung up before the work began is not charged for an answer that nobody hears.
        let tickets = waiting.drain(..).filter(|ticket| !ticket.answer.is_closed());
        let (requests, answers): (Vec<Request>, Vec<_>) =
            tickets.map(|ticket| (ticket.request, ticket.answer)).unzip();
        if requests.is_empty() {
            continue;
        }
        metrics::histogram!("waybill_intake_batch_orders").record(as_f64(requests.len()));
        let results = place_all(&db, &clock, requests).await;
        let new = results.iter().filter(|r| matches!(r, Ok(Placed { again: false, .. }))).count();
        if new > 0 {
            metrics::counter!("waybill_orders_placed_total").increment(new as u64);
            placed.notify_one();
        }
        for (answer, result) in answers.into_iter().zip(results) {
            // Whoever has hung up by now does not hear of it; the order stands.
            let _ = answer.send(result);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a batch has at most some hundred orders")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

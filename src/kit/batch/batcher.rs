//! Questions that gather while the batch before them is worked on, and go together.
//!
//! There is no timer. If nobody else asks, a question goes at once; under load questions go by the
//! hundred, and all of them share the cost of a round trip or a commit. If many ask, those that are
//! ready at the same moment are let in before a batch leaves. Lanes keep questions of one key in
//! order and let several batches be under way.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// The limits of what may be under way.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Batches at a time.
    pub lanes: usize,
    /// So many batches have the turn. A lane that waits for its turn still gathers.
    pub turns: usize,
    /// Questions that may wait in all lanes together.
    pub queue_max: usize,
    /// Questions in one batch.
    pub batch_max: usize,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// The queue is full: nothing was done.
    #[error("too many questions are waiting")]
    Full,
    /// The work failed: we do not know what was done.
    #[error("the answer was lost")]
    Lost,
}

/// A batch holds it from its beginning until the work drops it, as early as it likes.
#[derive(Debug)]
pub struct BatchPermit(
    #[expect(dead_code, reason = "another lane waits for its drop")] OwnedSemaphorePermit,
);

struct Ticket<Q, A> {
    question: Q,
    answer: oneshot::Sender<A>,
}

/// Where questions are asked. Cheap to clone. When the last clone is dropped, the lanes answer
/// everyone who waits, and end.
pub struct Batcher<Q, A> {
    lanes: Arc<[mpsc::Sender<Ticket<Q, A>>]>,
    /// When the first question came of what each lane works on.
    since: Arc<[Since]>,
}

type Since = Mutex<Option<Instant>>;

impl<Q, A> Clone for Batcher<Q, A> {
    fn clone(&self) -> Self {
        Self { lanes: Arc::clone(&self.lanes), since: Arc::clone(&self.since) }
    }
}

impl<Q: Send + 'static, A: Send + 'static> Batcher<Q, A> {
    /// Starts the lanes. `work` answers a batch, one answer for each question in the same order,
    /// with the lane's `own` state. A lane is a task: callers wait for it and cannot cancel it.
    #[must_use]
    pub fn start<O, W>(limits: Limits, own: impl Fn() -> O, work: W) -> Self
    where
        O: Send + 'static,
        W: for<'o> Fn(&'o mut O, BatchPermit, Vec<Q>) -> BoxFuture<'o, Vec<A>>
            + Clone
            + Send
            + 'static,
    {
        let turns = Arc::new(Semaphore::new(limits.turns));
        let since: Arc<[Since]> = (0..limits.lanes).map(|_| Mutex::default()).collect();
        let lanes = (0..limits.lanes).map(|at| {
            let (sender, receiver) = mpsc::channel(limits.queue_max / limits.lanes);
            let turns = Arc::clone(&turns);
            let since = (Arc::clone(&since), at);
            tokio::spawn(lane(receiver, turns, limits.batch_max, own(), work.clone(), since));
            sender
        });
        Self { lanes: lanes.collect(), since }
    }

    /// For how long the oldest batch that is under way has waited; zero if there is none.
    pub fn oldest(&self) -> Duration {
        let waits = self.since.iter().filter_map(|since| {
            let since = since.lock().unwrap_or_else(PoisonError::into_inner);
            since.map(|since| since.elapsed())
        });
        waits.max().unwrap_or_default()
    }

    /// Asks, in the lane of this key.
    pub async fn ask(&self, key: i64, question: Q) -> Result<A, Unanswered> {
        let (answer, answered) = oneshot::channel();
        let lane = usize::try_from(key).unwrap_or_default() % self.lanes.len();
        self.lanes[lane].try_send(Ticket { question, answer }).map_err(|_| Unanswered::Full)?;
        answered.await.map_err(|_| Unanswered::Lost)
    }
}

async fn lane<Q, A, O, W>(
    mut queue: mpsc::Receiver<Ticket<Q, A>>,
    turns: Arc<Semaphore>,
    batch_max: usize,
    mut own: O,
    work: W,
    since: (Arc<[Since]>, usize),
) where
    W: for<'o> Fn(&'o mut O, BatchPermit, Vec<Q>) -> BoxFuture<'o, Vec<A>>,
{
    let mut waiting = Vec::with_capacity(batch_max);
    let mut gathered = 0;
    let waits_since = |instant: Option<Instant>| {
        *since.0[since.1].lock().unwrap_or_else(PoisonError::into_inner) = instant;
    };
    while let Some(first) = queue.recv().await {
        waiting.push(first);
        waits_since(Some(Instant::now()));
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else { break };
        // The first of many wakes this lane before the others have been read from their sockets. A
        // caller that is alone does not wait: to yield would wake a second processor.
        if gathered > 1 {
            tokio::task::yield_now().await;
        }
        while waiting.len() < batch_max
            && let Ok(next) = queue.try_recv()
        {
            waiting.push(next);
        }
        // Nothing is done for callers who hung up before the work began.
        let tickets = waiting.drain(..).filter(|ticket| !ticket.answer.is_closed());
        let (questions, callers): (Vec<Q>, Vec<_>) =
            tickets.map(|ticket| (ticket.question, ticket.answer)).unzip();
        gathered = questions.len();
        if questions.is_empty() {
            waits_since(None);
            continue;
        }
        match AssertUnwindSafe(work(&mut own, BatchPermit(turn), questions)).catch_unwind().await {
            Ok(answers) => {
                for (caller, answer) in callers.into_iter().zip(answers) {
                    // A caller who has hung up by now does not get the answer.
                    let _ = caller.send(answer);
                }
            }
            Err(_) => tracing::error!("a batch panicked; its callers are told that it was lost"),
        }
        waits_since(None);
    }
}

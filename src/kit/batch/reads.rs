//! Reads that gather: if many callers ask at the same time, one statement answers all of them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use sqlx::PgConnection;

use super::batcher::{Batcher, Limits, Unanswered};
use crate::kit::db::{self, Db, LaneConnection};

/// One lane: reads do not wait for a flush, so a second lane would only make smaller batches.
const LIMITS: Limits = Limits { lanes: 1, turns: 1, queue_max: 10_000, batch_max: 250 };

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// Too many questions are waiting.
    #[error("busy")]
    Busy,
    /// One failure, reported to each caller who waited for it.
    #[error(transparent)]
    Db(Arc<db::Error>),
}

/// `None`: there is no such thing.
pub type Answer<A> = Result<Option<A>, ReadError>;

/// Reads everything that was asked for; what is missing from the answer does not exist.
pub type Read<Q, A> =
    for<'r> fn(&'r mut PgConnection, &'r [Q]) -> BoxFuture<'r, Result<HashMap<Q, A>, db::Error>>;

/// Where questions of one kind are asked. Cheap to clone.
pub struct Reads<Q, A> {
    batcher: Batcher<Q, Answer<A>>,
}

impl<Q, A> Clone for Reads<Q, A> {
    fn clone(&self) -> Self {
        Self { batcher: self.batcher.clone() }
    }
}

impl<Q, A> Reads<Q, A>
where
    Q: Eq + Hash + Send + Sync + 'static,
    A: Clone + Send + Sync + 'static,
{
    /// Starts the lane; see [`Batcher`].
    #[must_use]
    pub fn start(db: &Db, read: Read<Q, A>) -> Self {
        let own = || db.own();
        let batcher = Batcher::start(LIMITS, own, move |own, _, asked: Vec<Q>| {
            Box::pin(async move { answer(own, read, &asked).await })
        });
        Self { batcher }
    }

    /// Asks, together with everyone else who asks.
    pub async fn one(&self, question: Q) -> Answer<A> {
        match self.batcher.ask(0, question).await {
            Ok(answer) => answer,
            Err(Unanswered::Full | Unanswered::Lost) => Err(ReadError::Busy),
        }
    }
}

async fn answer<Q, A>(own: &mut LaneConnection, read: Read<Q, A>, asked: &[Q]) -> Vec<Answer<A>>
where
    Q: Eq + Hash,
    A: Clone,
{
    match read_by(own, read, asked).await {
        Ok(found) => asked.iter().map(|one| Ok(found.get(one).cloned())).collect(),
        Err(error) => {
            let error = Arc::new(error);
            asked.iter().map(|_| Err(ReadError::Db(Arc::clone(&error)))).collect()
        }
    }
}

async fn read_by<Q, A>(
    own: &mut LaneConnection,
    read: Read<Q, A>,
    asked: &[Q],
) -> Result<HashMap<Q, A>, db::Error> {
    own.reads(async |connection| read(connection, asked).await).await
}

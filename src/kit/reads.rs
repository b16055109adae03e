//! Reads that gather: what many callers ask at the same time is answered by one statement.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::db::{self, Db};
use super::gather::{Gather, Limits, Unanswered};

/// One lane: reads wait for no flush, so a second would only make smaller batches.
const LIMITS: Limits = Limits { lanes: 1, queue_max: 10_000, batch_max: 250 };

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// Too many questions are waiting.
    #[error("busy")]
    Busy,
    /// One failure, told to each who waited for it.
    #[error(transparent)]
    Db(Arc<db::Error>),
}

/// `None`: there is no such thing.
pub type Answer<A> = Result<Option<A>, ReadError>;

/// Reads all that was asked for; what is missing from the answer is not there.
pub type Read<Q, A> =
    for<'r> fn(&'r Db, &'r [Q]) -> BoxFuture<'r, Result<HashMap<Q, A>, db::Error>>;

/// Where questions of one kind are asked. Cheap to clone.
pub struct Reads<Q, A> {
    gather: Gather<Q, Answer<A>>,
}

impl<Q, A> Clone for Reads<Q, A> {
    fn clone(&self) -> Self {
        Self { gather: self.gather.clone() }
    }
}

impl<Q, A> Reads<Q, A>
where
    Q: Eq + Hash + Send + Sync + 'static,
    A: Clone + Send + Sync + 'static,
{
    /// Starts the lane; see [`Gather`].
    #[must_use]
    pub fn start(db: &Db, read: Read<Q, A>) -> Self {
        let db = db.apart(1);
        let gather = Gather::start(LIMITS, move |_, asked: Vec<Q>| {
            let db = db.clone();
            Box::pin(async move { answer(&db, read, &asked).await })
        });
        Self { gather }
    }

    /// Asks, together with whoever else is asking.
    pub async fn one(&self, question: Q) -> Answer<A> {
        match self.gather.ask(0, question).await {
            Ok(answer) => answer,
            Err(Unanswered::Full | Unanswered::Lost) => Err(ReadError::Busy),
        }
    }
}

async fn answer<Q, A>(db: &Db, read: Read<Q, A>, asked: &[Q]) -> Vec<Answer<A>>
where
    Q: Eq + Hash,
    A: Clone,
{
    match read(db, asked).await {
        Ok(found) => asked.iter().map(|one| Ok(found.get(one).cloned())).collect(),
        Err(error) => {
            let error = Arc::new(error);
            asked.iter().map(|_| Err(ReadError::Db(Arc::clone(&error)))).collect()
        }
    }
}

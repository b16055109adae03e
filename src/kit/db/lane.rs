//! The connection that a lane keeps, and the transactions that stay in the lane's own task.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPool;
use sqlx::{PgTransaction, Postgres};
use tokio::time::Instant;

use super::commit::{CommitProof, Ended};
use super::transaction::{BEGIN_HOT, run};
use super::{Db, Error, connection, pool};

impl Db {
    /// The same database over a connection that only one lane uses; it is made at first use.
    #[must_use]
    pub fn own(&self) -> LaneConnection {
        LaneConnection { pool: pool((*self.pool.connect_options()).clone(), 1), kept: None }
    }
}

/// After so long without use a connection is closed, as in the pool: a device between us and the
/// server may have forgotten it.
const REST_S_MAX: u64 = 600;

/// A connection that one lane keeps, for work in which every trip counts. The connections of the
/// pool are shared: the pool hands out the one that rested longest, with cold caches, and each use
/// ends with one trip more.
///
/// It is kept only after work that ended well, and closed otherwise. So a future that is dropped
/// half way leaves nobody an open transaction.
#[derive(Debug)]
pub struct LaneConnection {
    pool: PgPool,
    kept: Option<(PoolConnection<Postgres>, Instant)>,
}

impl LaneConnection {
    /// [`Db::transaction`] for work that must be quick, in the task of the caller, which is a lane:
    /// passing it to another task would wake a second processor twice. `first` goes along with
    /// `begin`, and its answer is not read. One of the work's own statements reads the
    /// [`CommitProof`]. Every statement is planned once, not for the parameters of each call: none
    /// may need a plan that depends on them.
    pub async fn transaction<T, E, F>(&mut self, first: Unread, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: for<'t, 'c> FnOnce(
            &'t mut PgTransaction<'c>,
        ) -> BoxFuture<'t, Result<(T, CommitProof), E>>,
    {
        let mut connection = self.take().await?;
        let of = |(value, proof)| (value, Some(proof));
        let begin = format!("{BEGIN_HOT}; {}", first.0);
        match run(&mut connection, begin, work, of).await? {
            Ended::Committed(value) => {
                self.keep(connection);
                Ok(value)
            }
            lost @ Ended::Lost { .. } => lost.known(&self.pool).await,
        }
    }

    /// The connection. The code that takes it must give it back by [`keep`](Self::keep), or it is
    /// closed.
    pub(in crate::kit) async fn take(&mut self) -> Result<PoolConnection<Postgres>, Error> {
        let rested = |since: &Instant| since.elapsed() > Duration::from_secs(REST_S_MAX);
        let kept = self.kept.take().filter(|(_, since)| !rested(since));
        let mut connection = match kept {
            Some((connection, _)) => connection,
            None => connection(&self.pool).await?,
        };
        connection.close_on_drop();
        Ok(connection)
    }

    pub(in crate::kit) fn keep(&mut self, connection: PoolConnection<Postgres>) {
        self.kept = Some((connection, Instant::now()));
    }
}

/// A statement without parameters, whose answer is not needed.
#[derive(Debug)]
pub struct Unread(String);

impl Unread {
    /// Locks the rows of `table` that have these ids, in their order, until the transaction ends.
    /// It is text and not prepared, because it goes along with other statements; numbers need no
    /// quotes.
    #[must_use]
    pub fn lock(table: &'static str, column: &'static str, ids: &[i64]) -> Self {
        // A plan is made each time, and a plan for one row is made faster.
        let rows = if let [id] = ids {
            format!("{column} = {id}")
        } else {
            let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
            format!("{column} = any('{{{ids}}}') order by {column}")
        };
        Self(format!("select from {table} where {rows} for no key update"))
    }
}

//! The connection that a lane keeps, and the transactions that stay in the lane's own task.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::PgTransaction;
use sqlx::postgres::PgConnection;
use tokio::time::Instant;

use super::commit::CommitProof;
use super::limit::within;
use super::pool::{Kept, Pool, connect_until};
use super::transaction::{BEGIN_HOT, run};
use super::{BEGIN_S_MAX, Db, Error};

impl Db {
    /// The same database over a connection that only one lane uses; it is made at first use.
    #[must_use]
    pub fn own(&self) -> LaneConnection {
        LaneConnection { pool: self.pool.clone(), kept: None }
    }
}

/// A connection that one lane keeps, for work in which every trip counts. It is beside the pool's
/// connections, so that the lane never waits for one of them.
///
/// It is kept only after work that ended well, and closed otherwise. So a future that is dropped
/// half way leaves nobody an open transaction.
#[derive(Debug)]
pub struct LaneConnection {
    pool: Pool,
    kept: Option<Kept>,
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
        let (ended, is_clean) = run(&mut connection, self.pool.limit(), begin, work, of).await;
        if is_clean {
            self.keep(connection);
        }
        ended?.known(self.pool.servers()).await
    }

    /// Reads on the lane's connection, which together may take as long as one.
    pub(in crate::kit) async fn reads<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut connection = self.take().await?;
        let limit = self.pool.limit();
        let read = within(limit, "reads", async { Ok(work(&mut connection).await) }).await??;
        self.keep(connection);
        Ok(read)
    }

    /// The connection. Unless it is given back by [`keep`](Self::keep), it is closed.
    async fn take(&mut self) -> Result<Kept, Error> {
        if let Some(kept) = self.kept.take()
            && let Some(kept) = kept.still_there().await
        {
            return Ok(kept);
        }
        let deadline = Instant::now() + Duration::from_secs(BEGIN_S_MAX);
        Ok(Kept::new(connect_until(self.pool.servers(), deadline).await?))
    }

    fn keep(&mut self, mut connection: Kept) {
        connection.rest();
        self.kept = Some(connection);
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

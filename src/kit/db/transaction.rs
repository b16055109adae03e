//! Running a transaction: the only place where one begins.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, PgTransaction};

use super::commit::{CommitProof, Ended, is_refusal};
use super::limit::within;
use super::{BEGIN_S_MAX, Db, Error};

const BEGIN: &str = "begin";
/// Statements on one trip; the setting ends with the transaction, so a pooler may share the
/// session.
pub(super) const BEGIN_HOT: &str = "begin; set local plan_cache_mode = force_generic_plan";

/// How long the server may take to roll back, before the connection is dropped: that rolls back as
/// well.
const ROLLBACK_S_MAX: u64 = 5;

/// The parts of a work's result: its value and, if it read it, the proof.
pub(super) type Parts<R, T> = fn(R) -> (T, Option<CommitProof>);

impl Db {
    /// Runs `work` in a transaction; commits if it answers `Ok`, and rolls back otherwise. If the
    /// answer to COMMIT is lost, asks the server what became of the transaction.
    pub async fn transaction<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t, 'c> FnOnce(&'t mut PgTransaction<'c>) -> BoxFuture<'t, Result<T, E>>
            + Send
            + 'static,
    {
        let pool = self.pool.clone();
        let run = async move {
            let wait = Duration::from_secs(BEGIN_S_MAX);
            let mut lent = pool.lend(wait).await.map_err(Error::from)?;
            let of = |value| (value, None);
            let (ended, is_clean) = run(&mut lent, pool.limit(), BEGIN.to_owned(), work, of).await;
            if is_clean {
                lent.keep()
            } else {
                lent.drop_connection()
            }
            ended?.known(pool.servers()).await
        };
        match tokio::spawn(run).await {
            Ok(result) => result,
            Err(stopped) => match stopped.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is shutting down: we cannot know whether it committed.
                Err(_) => Err(Error::Unknown.into()),
            },
        }
    }
}

/// Begins, works and commits, or rolls back; each of these within `limit`. Also answers whether the
/// connection may be used again.
pub(super) async fn run<R, T, E, F>(
    connection: &mut PgConnection,
    limit: Duration,
    begin: String,
    work: F,
    of: Parts<R, T>,
) -> (Result<Ended<T>, E>, bool)
where
    E: From<Error>,
    F: for<'t, 'c> FnOnce(&'t mut PgTransaction<'c>) -> BoxFuture<'t, Result<R, E>>,
{
    #[expect(clippy::disallowed_methods, reason = "the one place where a transaction begins")]
    let begun = connection.begin_with(AssertSqlSafe(begin));
    let mut transaction = match within(limit, "begin", begun).await {
        Ok(transaction) => transaction,
        Err(error) => return (Err(Error::from(error).into()), false),
    };
    let worked = async {
        let (value, proof) = match work(&mut transaction).await {
            Ok(result) => of(result),
            Err(error) => return Ok(Err(error)),
        };
        match proof {
            Some(proof) => Ok(Ok((value, proof))),
            None => Ok(CommitProof::read(&mut transaction)
                .await
                .map(|proof| (value, proof))
                .map_err(E::from)),
        }
    };
    match within(limit, "a transaction", worked).await {
        Ok(Ok((value, proof))) => {
            match within(limit, "commit", transaction.commit()).await {
                Ok(()) => (Ok(Ended::Committed(value)), true),
                // Refused by the server: it is certainly rolled back.
                Err(error) if is_refusal(&error) => (Err(Error::Sql(error).into()), false),
                Err(error) => (Ok(Ended::Lost { value, proof, error }), false),
            }
        }
        Ok(Err(error)) => {
            let limit = Duration::from_secs(ROLLBACK_S_MAX);
            let rolled_back = within(limit, "rollback", transaction.rollback()).await;
            if let Err(cause) = &rolled_back {
                tracing::debug!(%cause, "rollback failed");
            }
            (Err(error), rolled_back.is_ok())
        }
        Err(late) => (Err(Error::Sql(late).into()), false),
    }
}

//! Running a transaction: the only place where one begins.

use futures_util::future::BoxFuture;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, PgTransaction};

use super::commit::{CommitProof, Ended, is_refusal};
use super::{Db, Error, connection};

const BEGIN: &str = "begin";
/// Statements on one trip; the setting ends with the transaction, so a pooler may share the
/// session.
pub(super) const BEGIN_HOT: &str = "begin; set local plan_cache_mode = force_generic_plan";

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
            let mut connection = connection(&pool).await?;
            let begin = BEGIN.to_owned();
            run(&mut connection, begin, work, |value| (value, None)).await?.known(&pool).await
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

/// Begins, works and commits, or rolls back.
pub(super) async fn run<R, T, E, F>(
    connection: &mut PgConnection,
    begin: String,
    work: F,
    of: Parts<R, T>,
) -> Result<Ended<T>, E>
where
    E: From<Error>,
    F: for<'t, 'c> FnOnce(&'t mut PgTransaction<'c>) -> BoxFuture<'t, Result<R, E>>,
{
    #[expect(clippy::disallowed_methods, reason = "the one place where a transaction begins")]
    let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await.map_err(Error::from)?;
    match work(&mut transaction).await {
        Ok(result) => {
            let (value, proof) = of(result);
            let proof = match proof {
                Some(proof) => proof,
                None => CommitProof::read(&mut transaction).await?,
            };
            match transaction.commit().await {
                Ok(()) => Ok(Ended::Committed(value)),
                // Refused by the server: it is certainly rolled back.
                Err(error) if is_refusal(&error) => Err(Error::Sql(error).into()),
                Err(error) => Ok(Ended::Lost { value, proof, error }),
            }
        }
        Err(error) => {
            // A failed rollback closes the connection, which rolls back as well.
            if let Err(cause) = transaction.rollback().await {
                tracing::debug!(%cause, "rollback failed");
            }
            Err(error)
        }
    }
}

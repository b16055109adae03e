//! How a commit ended, and how to find out if its answer was lost.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgDatabaseError, PgSeverity};
use sqlx::{PgExecutor, PgTransaction};
use tokio::time::Instant;

use super::{Error, Servers};

/// If the answer to a commit was lost, its outcome is asked for during this time.
const ASK_S_MAX: u64 = 5;

/// How a transaction ended whose work went well.
pub(super) enum Ended<T> {
    Committed(T),
    /// We do not know whether it was committed, and the connection is gone.
    Lost {
        value: T,
        proof: CommitProof,
        error: sqlx::Error,
    },
}

impl<T> Ended<T> {
    /// Its value, if it was committed; asks the server if that is not known.
    pub(super) async fn known<E: From<Error>>(self, servers: &Servers) -> Result<T, E> {
        let (value, proof, error) = match self {
            Self::Committed(value) => return Ok(value),
            Self::Lost { value, proof, error } => (value, proof, error),
        };
        // Nothing was written.
        let Some(xid) = &proof.xid else { return Ok(value) };
        tracing::warn!(%error, xid, "the answer to a commit was lost; asking");
        ask(servers, &proof, xid, error).await?;
        Ok(value)
    }
}

/// Whether the server refused to commit. A session that was told to stop may say so after it has
/// committed, so its last message (FATAL, PANIC) does not count as a refusal.
pub(super) fn is_refusal(error: &sqlx::Error) -> bool {
    let said = error.as_database_error().and_then(|e| e.try_downcast_ref::<PgDatabaseError>());
    said.is_some_and(|error| !matches!(error.severity(), PgSeverity::Fatal | PgSeverity::Panic))
}

/// What distinguishes a transaction from every other one.
///
/// A number alone is not enough. A server that crashes may have given us a number of which nothing
/// had reached the disk yet, and may give the same number to somebody else when it is back. A
/// crash, and nothing else that happens by itself, empties the server's statistics, and these say
/// since when they count.
#[derive(Debug)]
pub struct CommitProof {
    /// `pg_current_xact_id()` as text; `None`: nothing was written.
    pub xid: Option<String>,
    /// `pg_stat_get_bgwriter_stat_reset_time()`.
    pub up_since: Option<DateTime<Utc>>,
}

impl CommitProof {
    /// Of a transaction that has written nothing.
    pub const NOTHING: Self = Self { xid: None, up_since: None };

    /// Of this transaction, as it is now.
    pub async fn read(tx: &mut PgTransaction<'_>) -> Result<Self, Error> {
        let proof = sqlx::query_as!(
            Self,
            r#"select pg_current_xact_id_if_assigned()::text as xid,
                      pg_stat_get_bgwriter_stat_reset_time() as up_since"#
        );
        Ok(proof.fetch_one(&mut **tx).await?)
    }
}

/// What the server says of a transaction's number.
struct Fate {
    word: Option<String>,
    up_since: Option<DateTime<Utc>>,
}

/// Finds out on a new connection whether the transaction of this proof was committed, and is safe
/// from the loss of the server as far as commits are.
async fn ask(
    servers: &Servers,
    proof: &CommitProof,
    xid: &str,
    lost: sqlx::Error,
) -> Result<(), Error> {
    let deadline = Instant::now() + Duration::from_secs(ASK_S_MAX);
    loop {
        match tokio::time::timeout_at(deadline, fate(servers, xid)).await {
            Ok(Ok(fate)) => match fate.word.as_deref() {
                Some("committed") if fate.up_since == proof.up_since => {
                    return Ok(());
                }
                // Ours, or the next one with that number: nobody can know.
                Some("committed") => return Err(Error::Unknown),
                // Whichever transaction had that number: a commit that was kept would have kept the
                // number.
                Some("aborted") => return Err(Error::Sql(lost)),
                _ => {}
            },
            Ok(Err(error)) => tracing::debug!(%error, "asking for a lost commit"),
            Err(_) => return Err(Error::Unknown),
        }
        if Instant::now() >= deadline {
            return Err(Error::Unknown);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn fate(servers: &Servers, xid: &str) -> Result<Fate, Error> {
    let mut connection = servers.connect().await?;
    let fate = sqlx::query_as!(
        Fate,
        r#"select pg_xact_status($1::text::xid8) as word,
                  pg_stat_get_bgwriter_stat_reset_time() as up_since"#,
        xid
    )
    .fetch_one(&mut connection)
    .await?;
    if fate.word.as_deref() == Some("committed") {
        wait_for_standby(&mut connection).await?;
    }
    Ok(fate)
}

/// Waits until everything that is committed now is with the synchronous standby, if there is one:
/// commits something, which waits for it. A server that was stopped while commits waited for the
/// standby shows them as committed when it is back, although the standby may have nothing of them.
/// If this server is lost then, they are lost with it. In a transaction, its commit waits.
pub async fn wait_for_standby(executor: impl PgExecutor<'_>) -> Result<(), Error> {
    // The message goes only to the server's log, so any role may send it, and nothing is left.
    sqlx::query!(
        "select case when current_setting('synchronous_standby_names') <> ''
                     then pg_logical_emit_message(true, 'waybill', '')::text end as message"
    )
    .fetch_one(executor)
    .await?;
    Ok(())
}

//! The database: a pool, and the only way to begin a transaction.
//!
//! No wait is without a limit (`limit`), only a server that accepts writes is taken (`servers`), and
//! the connections are our own pool's (`pool`).
//!
//! sqlx 0.9.0 can hand a connection back inside an open transaction when a future is dropped while
//! it begins. So a transaction runs in a task that nothing cancels, one of its own or a lane. After
//! a hang-up or a timeout the answer is lost, but the work goes on. Every acknowledged write goes
//! through [`Db::transaction`] or, in a lane, [`LaneConnection::transaction`]; clippy refuses
//! `begin` elsewhere.

mod activity;
mod columns;
mod commit;
mod lane;
mod limit;
mod pool;
mod servers;
mod transaction;
pub mod url;

pub use activity::is_busy;
pub use columns::column;
pub use commit::{CommitProof, wait_for_standby};
pub use lane::{LaneConnection, Unread};
pub use pool::Pool;
pub use servers::Servers;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnection;

use super::sampled::sampled;
use limit::{answer_limit, within};

/// The errors of a database call, for code that only passes them on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Sql(sqlx::Error),
    /// The data breaks a rule of the panel. Nothing was written.
    #[error("refused: {0}")]
    Refused(String),
    /// The answer to COMMIT was lost and the server could not be asked in time: the work may have
    /// happened. Never show this as a failure that a client would take for "not done".
    #[error("the outcome of a transaction could not be learnt")]
    Unknown,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

impl Error {
    /// The name of the constraint that refused a row, if one did.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Sql(sqlx::Error::Database(error)) => error.constraint(),
            _ => None,
        }
    }

    /// Whether the database is away, or in no state to do anything: nothing was done, and the same
    /// may go well in a moment.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Sql(error) if is_away(error))
    }

    /// Whether the data itself was refused, by a rule of the panel or by the server (SQLSTATE
    /// classes 22 and 23), so that the same statement without the offending row would pass.
    #[must_use]
    pub fn is_about_data(&self) -> bool {
        match self {
            Self::Sql(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| code.starts_with("22") || code.starts_with("23"))
            }
            Self::Refused(_) => true,
            _ => false,
        }
    }
}

static TIMES_AWAY: AtomicU64 = AtomicU64::new(0);

/// How often a part of this process could not use the database since it started.
#[must_use]
pub fn times_away() -> u64 {
    TIMES_AWAY.load(Ordering::Relaxed)
}

/// Notes that a part of the panel, a door or a loop, could not use the database: counts each time,
/// and logs some of them.
pub fn note_away(part: &'static str, error: &Error) {
    metrics::counter!("waybill_database_away_total", "part" => part).increment(1);
    TIMES_AWAY.fetch_add(1, Ordering::Relaxed);
    if let Some(left_out) = sampled("database away") {
        tracing::error!(part, %error, left_out, "the database is away");
    }
}

/// Lets `?` carry a database error into each of a domain's error enums, which have a
/// `Db(#[from] kit::db::Error)`.
#[macro_export]
macro_rules! from_sqlx {
    ($($error:ty),+ $(,)?) => {$(
        impl From<sqlx::Error> for $error {
            fn from(error: sqlx::Error) -> Self {
                Self::from($crate::kit::db::Error::from(error))
            }
        }
    )+};
}

/// How long a transaction waits for a connection.
const BEGIN_S_MAX: u64 = 10;
/// How long an answer may take of work that takes long: above the longest limit that such work
/// gives itself on the server.
const UNHURRIED_S_MAX: u64 = 900;

/// See [`Error::is_away`].
pub fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // Classes of SQLSTATE: 08 the connection, 57P the server stops or starts; a server that
        // only reads; one that has no place for us.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            code.starts_with("08") || code.starts_with("57P") || code == "25006" || code == "53300"
        }),
        _ => false,
    }
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    pool: Pool,
}

impl Db {
    /// Connects at first use; `connections` bounds the pool.
    #[must_use]
    pub fn new(servers: impl Into<Servers>, connections: u32) -> Self {
        let servers = servers.into().map(|options| {
            options
                .application_name("waybill")
                .log_statements(tracing::log::LevelFilter::Trace)
                .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(2))
        });
        Self { pool: Pool::new(servers, connections, answer_limit()) }
    }

    /// The same database over a connection of its own, for work that takes long and should cause no
    /// warning in the log.
    #[must_use]
    pub fn unhurried(&self) -> Self {
        let off = tracing::log::LevelFilter::Off;
        let quiet = |options: sqlx::postgres::PgConnectOptions| {
            options.log_slow_statements(off, Duration::MAX)
        };
        let servers = self.pool.servers().map(quiet);
        Self { pool: Pool::new(servers, 1, Duration::from_secs(UNHURRIED_S_MAX)) }
    }

    /// For reads. Nothing that is acknowledged to anyone is written through it.
    #[must_use]
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Several reads on one connection, which together may take as long as one.
    pub async fn reads<T>(
        &self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut lent = self.pool.acquire().await?;
        let read = within(self.pool.limit(), "reads", async { Ok(work(&mut lent).await) }).await;
        match read {
            Ok(Ok(value)) => {
                lent.keep();
                Ok(value)
            }
            // It goes back if the server still answers.
            Ok(Err(error)) => Err(error),
            Err(late) => {
                lent.drop_connection();
                Err(late.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_broken_connection_is_away_and_a_wrong_statement_is_not() {
        let io = sqlx::Error::Io(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(Error::Sql(io).is_away());
        assert!(Error::Sql(sqlx::Error::PoolTimedOut).is_away());
        assert!(!Error::Sql(sqlx::Error::RowNotFound).is_away());
        assert!(!Error::Unknown.is_away() && !Error::Refused(String::new()).is_away());
    }
}

//! The database: a pool, and the only way to begin a transaction.
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
mod transaction;
pub mod url;

pub use activity::is_busy;
pub use columns::column;
pub use commit::CommitProof;
pub use lane::{LaneConnection, Unread};

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Postgres};
use tokio::time::Instant;

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
/// How long the pool waits, in one try. While the server is away, the pool waits longer and longer
/// between its tries, up to a fifth of this. So long may pass before anybody notices that the
/// server is back.
const CONNECT_S_MAX: u64 = 5;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
}

impl Db {
    /// Connects at first use; `connections` bounds the pool.
    #[must_use]
    pub fn new(options: PgConnectOptions, connections: u32) -> Self {
        let options = options
            .application_name("waybill")
            .log_statements(tracing::log::LevelFilter::Trace)
            .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(2));
        Self { pool: pool(options, connections) }
    }

    /// The same database over a connection of its own, for work that takes long and should cause no
    /// warning in the log.
    #[must_use]
    pub fn unhurried(&self) -> Self {
        let options = (*self.pool.connect_options()).clone();
        let off = tracing::log::LevelFilter::Off;
        Self { pool: pool(options.log_slow_statements(off, Duration::MAX), 1) }
    }

    /// For reads. Nothing that is acknowledged to anyone is written through it.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
}

fn pool(options: PgConnectOptions, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(CONNECT_S_MAX))
        .test_before_acquire(false)
        .connect_lazy_with(options)
}

/// A connection of the pool; tries again and again.
async fn connection(pool: &PgPool) -> Result<PoolConnection<Postgres>, Error> {
    let deadline = Instant::now() + Duration::from_secs(BEGIN_S_MAX);
    loop {
        match pool.acquire().await {
            Err(sqlx::Error::PoolTimedOut) if Instant::now() < deadline => {}
            acquired => return Ok(acquired?),
        }
    }
}

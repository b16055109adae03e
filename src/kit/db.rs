//! The database: a pool, and the one way to begin a transaction.
//!
//! sqlx 0.9.0 can hand a connection back inside an open transaction when a future is dropped
//! while it begins. So a transaction runs in a task that nothing cancels, one of its own or a
//! lane: a client that hangs up, or a timeout, abandons the answer and never the work. Every
//! acknowledged write goes through [`Db::transaction`] or, in a lane, [`LaneConnection::transaction`];
//! clippy refuses `begin` elsewhere.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgPool, PgPoolOptions, PgSeverity};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, PgConnection, PgTransaction, Postgres};
use tokio::time::Instant;

use super::seeded;

/// What a database call can end with, for those who only pass it on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Sql(sqlx::Error),
    /// What was to be written breaks a rule of the panel. Nothing of it was.
    #[error("refused: {0}")]
    Refused(String),
    /// The answer to COMMIT was lost and the server could not be asked in time: it may have
    /// happened. Never to be shown as a failure that a client would take for "not done".
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

/// How long the outcome of a commit whose answer was lost is asked for.
const ASK_S_MAX: u64 = 5;

/// How long a transaction waits for a connection.
const BEGIN_S_MAX: u64 = 10;
/// How long the pool does, in one go. While the server is away it waits longer and longer between
/// its tries, up to a fifth of this: so long a server may be back before anybody notices.
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

    /// The same database over a connection for a lane alone; it is made at first use.
    #[must_use]
    pub fn own(&self) -> LaneConnection {
        LaneConnection { pool: pool((*self.pool.connect_options()).clone(), 1), kept: None }
    }

    /// The same database over a connection of its own, for work that takes long and of which the
    /// log need not warn.
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

    /// Runs `work` in a transaction and commits it when it answers `Ok`; rolls back otherwise.
    /// When the answer to COMMIT is lost, the server is asked what became of it.
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
        if seeded::bug("cancelable-transactions") {
            return run.await;
        }
        match tokio::spawn(run).await {
            Ok(result) => result,
            Err(stopped) => match stopped.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is shutting down: whether it committed cannot be said.
                Err(_) => Err(Error::Unknown.into()),
            },
        }
    }
}

/// After so long without use a connection is closed, as the pool does: whatever stands between us
/// and the server may have forgotten it.
const REST_S_MAX: u64 = 600;

/// A connection that one lane keeps, for work of which every trip counts. The pool's are shared:
/// it hands out the one that rested longest, with cold caches, and each use ends with one trip
/// more.
///
/// It is kept only after work that has ended well, and closed otherwise: a future that is dropped
/// half way leaves no open transaction to anybody.
#[derive(Debug)]
pub struct LaneConnection {
    pool: PgPool,
    kept: Option<(PoolConnection<Postgres>, Instant)>,
}

impl LaneConnection {
    /// [`Db::transaction`] for what must be quick, in the task of the caller, which is a lane: to
    /// pass it on to another would wake a second processor twice. `first` goes along with `begin`,
    /// and nobody sees what it answers. One of the work's own statements reads the [`CommitProof`], and
    /// every statement is planned once, not for the parameters of each call: none may need a plan
    /// that depends on them.
    pub async fn transaction<T, E, F>(&mut self, first: Unread, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: for<'t, 'c> FnOnce(
            &'t mut PgTransaction<'c>,
        ) -> BoxFuture<'t, Result<(T, CommitProof), E>>,
    {
        let mut connection = self.take().await?;
        let of = |(value, mark)| (value, Some(mark));
        let begin = format!("{BEGIN_HOT}; {}", first.0);
        match run(&mut connection, begin, work, of).await? {
            Ended::Committed(value) => {
                self.keep(connection);
                Ok(value)
            }
            lost @ Ended::Lost { .. } => lost.known(&self.pool).await,
        }
    }

    /// The connection. Whoever takes it gives it back by [`keep`](Self::keep), or it is closed.
    pub(super) async fn take(&mut self) -> Result<PoolConnection<Postgres>, Error> {
        let rested = |since: &Instant| since.elapsed() > Duration::from_secs(REST_S_MAX);
        let kept = self.kept.take().filter(|(_, since)| !rested(since));
        let mut connection = match kept {
            Some((connection, _)) => connection,
            None => connection(&self.pool).await?,
        };
        connection.close_on_drop();
        Ok(connection)
    }

    pub(super) fn keep(&mut self, connection: PoolConnection<Postgres>) {
        self.kept = Some((connection, Instant::now()));
    }
}

fn pool(options: PgConnectOptions, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(CONNECT_S_MAX))
        .test_before_acquire(false)
        .connect_lazy_with(options)
}

/// A statement without parameters, for whose answer nobody asks.
#[derive(Debug)]
pub struct Unread(String);

impl Unread {
    /// Locks the rows of `table` that have these ids, in their order, until the transaction ends.
    /// It is text and not prepared, because it goes along with others; numbers need no quotes.
    #[must_use]
    pub fn lock(table: &'static str, column: &'static str, ids: &[i64]) -> Self {
        // A plan is made each time, and for one row it is made sooner.
        let rows = if let [id] = ids {
            format!("{column} = {id}")
        } else {
            let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
            format!("{column} = any('{{{ids}}}') order by {column}")
        };
        Self(format!("select from {table} where {rows} for no key update"))
    }
}

const BEGIN: &str = "begin";
/// Statements on one trip; the setting ends with the transaction, so a pooler may share the
/// session.
const BEGIN_HOT: &str = "begin; set local plan_cache_mode = force_generic_plan";

/// What a work's result holds: its value and, if it read it, the mark.
type Parts<R, T> = fn(R) -> (T, Option<CommitProof>);

/// How a transaction whose work went well has ended.
enum Ended<T> {
    Committed(T),
    /// Nobody said whether it was committed, and the connection is gone.
    Lost {
        value: T,
        mark: CommitProof,
        error: sqlx::Error,
    },
}

impl<T> Ended<T> {
    /// Its value, if it was committed; asks, if that is not known.
    async fn known<E: From<Error>>(self, pool: &PgPool) -> Result<T, E> {
        let (value, mark, error) = match self {
            Self::Committed(value) => return Ok(value),
            Self::Lost { value, mark, error } => (value, mark, error),
        };
        // Nothing was written.
        let Some(xid) = &mark.xid else { return Ok(value) };
        if seeded::bug("lost-commit-is-a-failure") {
            return Err(Error::Sql(error).into());
        }
        tracing::warn!(%error, xid, "the answer to a commit was lost; asking");
        ask(pool, &mark, xid, error).await?;
        Ok(value)
    }
}

async fn run<R, T, E, F>(
    connection: &mut PgConnection,
    begin: String,
    work: F,
    of: Parts<R, T>,
) -> Result<Ended<T>, E>
where
    E: From<Error>,
    F: for<'t, 'c> FnOnce(&'t mut PgTransaction<'c>) -> BoxFuture<'t, Result<R, E>>,
{
    let unflushed = || begin.replacen(BEGIN, "begin; set local synchronous_commit = off", 1);
    let begin = if seeded::bug("unflushed-commits") { unflushed() } else { begin };
    #[expect(clippy::disallowed_methods, reason = "the one place where a transaction begins")]
    let mut transaction = connection.begin_with(AssertSqlSafe(begin)).await.map_err(Error::from)?;
    match work(&mut transaction).await {
        Ok(result) => {
            let (value, mark) = of(result);
            let mark = match mark {
                Some(mark) => mark,
                None => CommitProof::read(&mut transaction).await?,
            };
            match transaction.commit().await {
                Ok(()) => Ok(Ended::Committed(value)),
                // Refused by the server: it is rolled back for certain.
                Err(error) if is_refusal(&error) => Err(Error::Sql(error).into()),
                Err(error) => Ok(Ended::Lost { value, mark, error }),
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

/// A connection of the pool, for which is waited again and again.
async fn connection(pool: &PgPool) -> Result<PoolConnection<Postgres>, Error> {
    let deadline = Instant::now() + Duration::from_secs(BEGIN_S_MAX);
    loop {
        match pool.acquire().await {
            Err(sqlx::Error::PoolTimedOut) if Instant::now() < deadline => {}
            acquired => return Ok(acquired?),
        }
    }
}

/// Whether the server refused to commit. A session that was told to stop may say so after it has
/// committed, so its last word (FATAL, PANIC) refuses nothing.
fn is_refusal(error: &sqlx::Error) -> bool {
    let said = error.as_database_error().and_then(|e| e.try_downcast_ref::<PgDatabaseError>());
    said.is_some_and(|error| !matches!(error.severity(), PgSeverity::Fatal | PgSeverity::Panic))
}

/// What tells a transaction from every other one.
///
/// A number alone does not: a server that crashes may have told us one of which nothing had
/// reached the disk yet, and gives it to somebody else when it is back. A crash, and nothing else
/// that happens by itself, empties its statistics, which say since when they count.
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

    async fn read(tx: &mut PgTransaction<'_>) -> Result<Self, Error> {
        let mark = sqlx::query_as!(
            Self,
            r#"select pg_current_xact_id_if_assigned()::text as xid,
                      pg_stat_get_bgwriter_stat_reset_time() as up_since"#
        );
        Ok(mark.fetch_one(&mut **tx).await?)
    }
}

/// What the server says of a transaction's number.
struct Fate {
    word: Option<String>,
    up_since: Option<DateTime<Utc>>,
}

/// Learns on a new connection whether the transaction of this mark was committed.
async fn ask(pool: &PgPool, mark: &CommitProof, xid: &str, lost: sqlx::Error) -> Result<(), Error> {
    let deadline = Instant::now() + Duration::from_secs(ASK_S_MAX);
    loop {
        match tokio::time::timeout_at(deadline, fate(pool, xid)).await {
            Ok(Ok(fate)) => match fate.word.as_deref() {
                Some("committed")
                    if fate.up_since == mark.up_since || seeded::bug("reused-xid-is-ours") =>
                {
                    return Ok(());
                }
                // Ours, or the next one of that number: nobody can say.
                Some("committed") => return Err(Error::Unknown),
                // Whoever had that number: a commit that was kept would have kept the number.
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

async fn fate(pool: &PgPool, xid: &str) -> Result<Fate, sqlx::Error> {
    let mut connection = pool.connect_options().connect().await?;
    sqlx::query_as!(
        Fate,
        r#"select pg_xact_status($1::text::xid8) as word,
                  pg_stat_get_bgwriter_stat_reset_time() as up_since"#,
        xid
    )
    .fetch_one(&mut connection)
    .await
}

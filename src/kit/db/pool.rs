//! The connections of a process, and the executor of its reads.
//!
//! Not sqlx's pool, which is connected to one server, waits for answers without a limit, and hands
//! out connections that a proxy has cut. Here a connection goes back only after an answer; one that
//! has rested is asked whether it is still there before it is used.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryFutureExt as _, TryStreamExt as _};
use sqlx::postgres::{PgConnection, PgQueryResult, PgRow, PgStatement, PgTypeInfo};
use sqlx::{Connection as _, Describe, Either, Execute, Executor, Postgres, SqlStr};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::limit::within;
use super::{Servers, is_away};

/// How long a read waits for a connection: long enough for a server to be started again, or for
/// another one to take over.
const WAIT_S_MAX: u64 = 5;
/// A connection that rested longer is asked whether it is there. A proxy does not cut one sooner.
const RESTED_S_MAX: u64 = 1;
/// How long that may take.
const PING_S_MAX: u64 = 3;
/// After so long without use a connection is closed, and after so long in any case: the server's
/// memory for it grows, and names may lead to another machine.
const IDLE_S_MAX: u64 = 600;
const AGE_S_MAX: u64 = 1800;
/// The wait between two tries to connect.
const PAUSE_MS: u64 = 100;

/// Cheap to clone. As an executor it is for reads; see [`super::Db::pool`].
#[derive(Clone)]
pub struct Pool(Arc<Shared>);

struct Shared {
    servers: Servers,
    /// How long an answer may take.
    limit: Duration,
    places: Arc<Semaphore>,
    /// The one used last is at the end, and used first: its caches are warm.
    rested: Mutex<Vec<Kept>>,
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("servers", &self.0.servers).finish_non_exhaustive()
    }
}

/// A connection that is kept for later.
#[derive(Debug)]
pub(super) struct Kept {
    connection: PgConnection,
    made: Instant,
    since: Instant,
}

impl Kept {
    pub fn new(connection: PgConnection) -> Self {
        let now = Instant::now();
        Self { connection, made: now, since: now }
    }

    /// The same, if it is still there; costs a trip if it has rested.
    pub async fn still_there(mut self) -> Option<Self> {
        let rested = self.since.elapsed();
        if rested > Duration::from_secs(IDLE_S_MAX)
            || self.made.elapsed() > Duration::from_secs(AGE_S_MAX)
        {
            return None;
        }
        if rested > Duration::from_secs(RESTED_S_MAX) {
            let ping = self.connection.ping();
            within(Duration::from_secs(PING_S_MAX), "a ping", ping).await.ok()?;
        }
        Some(self)
    }

    /// From now on it rests.
    pub fn rest(&mut self) {
        self.since = Instant::now();
    }
}

impl Deref for Kept {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for Kept {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

impl Pool {
    pub(super) fn new(servers: Servers, connections: u32, limit: Duration) -> Self {
        Self(Arc::new(Shared {
            servers,
            limit,
            places: Arc::new(Semaphore::new(connections as usize)),
            rested: Mutex::default(),
        }))
    }

    /// Which servers it connects to.
    #[must_use]
    pub fn servers(&self) -> &Servers {
        &self.0.servers
    }

    /// How long an answer may take.
    pub(super) fn limit(&self) -> Duration {
        self.0.limit
    }

    /// A connection for reads.
    pub(super) async fn acquire(&self) -> Result<Lent, sqlx::Error> {
        self.lend(Duration::from_secs(WAIT_S_MAX)).await
    }

    /// Lends a connection within `wait`; while the server is away, tries again and again. Dropped
    /// without [`keep`](Lent::keep), it goes back when the server has answered what is still open.
    pub(super) async fn lend(&self, wait: Duration) -> Result<Lent, sqlx::Error> {
        let deadline = Instant::now() + wait;
        let places = Arc::clone(&self.0.places);
        let place = match tokio::time::timeout_at(deadline, places.acquire_owned()).await {
            Ok(place) => place.map_err(|_| sqlx::Error::PoolClosed)?,
            Err(_) => return Err(sqlx::Error::PoolTimedOut),
        };
        loop {
            let rested = self.rested().pop();
            let Some(kept) = rested else { break };
            if let Some(kept) = kept.still_there().await {
                return Ok(self.lent(kept, place));
            }
            // The others have rested longer. Most likely they are gone as well.
            self.rested().clear();
        }
        let connection = connect_until(&self.0.servers, deadline).await?;
        Ok(self.lent(Kept::new(connection), place))
    }

    fn lent(&self, kept: Kept, place: OwnedSemaphorePermit) -> Lent {
        Lent { inside: Some((kept, place)), pool: self.clone() }
    }

    fn rested(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.rested.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_back(&self, mut kept: Kept) {
        if self.0.places.is_closed() {
            return;
        }
        kept.rest();
        let mut rested = self.rested();
        rested.retain(|other| other.since.elapsed() < Duration::from_secs(IDLE_S_MAX));
        rested.push(kept);
    }

    /// Lends nothing any more, and takes leave of the connections that rest.
    pub async fn close(&self) {
        self.0.places.close();
        let rested = std::mem::take(&mut *self.rested());
        for kept in rested {
            let bye = kept.connection.close();
            // The server notices in any case.
            let _ = within(Duration::from_secs(PING_S_MAX), "a goodbye", bye).await;
        }
    }
}

/// Connects; while the servers are away, tries again and again until then.
pub(super) async fn connect_until(
    servers: &Servers,
    deadline: Instant,
) -> Result<PgConnection, sqlx::Error> {
    loop {
        match servers.connect().await {
            Err(error) if is_away(&error) && Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(PAUSE_MS)).await;
            }
            connected => return connected,
        }
    }
}

/// A connection of the pool.
#[derive(Debug)]
pub(super) struct Lent {
    /// Empty only while it is dropped.
    inside: Option<(Kept, OwnedSemaphorePermit)>,
    pool: Pool,
}

impl Lent {
    /// The server has answered everything: gives the connection back.
    pub fn keep(mut self) {
        if let Some((kept, _place)) = self.inside.take() {
            self.pool.take_back(kept);
        }
    }

    /// Nobody knows what the server is going to say on it: drops the connection.
    pub fn drop_connection(mut self) {
        self.inside.take();
    }

    /// After this result of a read.
    pub fn after<T>(self, read: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        match &read {
            Err(error) if is_away(error) => self.drop_connection(),
            _ => self.keep(),
        }
        read
    }
}

impl Deref for Lent {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.inside.as_ref().expect("it is empty only while it is dropped").0
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inside.as_mut().expect("it is empty only while it is dropped").0
    }
}

impl Drop for Lent {
    /// The reader went away while the server was still at work. The connection is good again when
    /// the server has answered.
    fn drop(&mut self) {
        let Some((mut kept, place)) = self.inside.take() else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let pool = self.pool.clone();
        runtime.spawn(async move {
            let answered = kept.connection.ping();
            if within(Duration::from_secs(PING_S_MAX), "a ping", answered).await.is_ok() {
                pool.take_back(kept);
            }
            drop(place);
        });
    }
}

impl<'p> Executor<'p> for &'_ Pool {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let pool = self.clone();
        let rows = async move {
            let mut lent = pool.acquire().await?;
            let rows = lent.fetch_many(query).try_collect::<Vec<_>>();
            let rows = within(pool.limit(), "a read", rows).await;
            Ok(stream::iter(lent.after(rows)?.into_iter().map(Ok)))
        };
        rows.try_flatten_stream().boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let pool = self.clone();
        Box::pin(async move {
            let mut lent = pool.acquire().await?;
            let row = within(pool.limit(), "a read", lent.fetch_optional(query)).await;
            lent.after(row)
        })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
    where
        'p: 'e,
    {
        let pool = self.clone();
        Box::pin(async move {
            let mut lent = pool.acquire().await?;
            let statement =
                within(pool.limit(), "a plan", lent.prepare_with(sql, parameters)).await;
            lent.after(statement)
        })
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, sqlx::Error>>
    where
        'p: 'e,
    {
        let pool = self.clone();
        Box::pin(async move {
            let mut lent = pool.acquire().await?;
            let described = within(pool.limit(), "a description", lent.describe(sql)).await;
            lent.after(described)
        })
    }
}

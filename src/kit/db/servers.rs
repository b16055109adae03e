//! Which server to connect to: of those that the URL names, the first that answers in time and
//! accepts writes. A standby is never taken for the database.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::limit::within;

/// How long one server may take to let us in, unless the URL says otherwise.
const CONNECT_S_MAX: u64 = 5;
/// The same if there are others to ask.
const CONNECT_ONE_OF_MANY_S_MAX: u64 = 2;

/// The servers of one database, of which one accepts writes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Servers {
    each: Arc<[PgConnectOptions]>,
    /// The place in the list of the one that was right last.
    last: Arc<AtomicUsize>,
    connect: Duration,
    /// A standby is good enough: nothing is written.
    only_reads: bool,
}

impl From<PgConnectOptions> for Servers {
    fn from(options: PgConnectOptions) -> Self {
        Self::new(vec![options], None)
    }
}

impl Servers {
    /// These, in the order in which they are tried. `connect` is how long each may take.
    #[must_use]
    pub fn new(each: Vec<PgConnectOptions>, connect: Option<Duration>) -> Self {
        let usual = if each.len() > 1 { CONNECT_ONE_OF_MANY_S_MAX } else { CONNECT_S_MAX };
        Self {
            each: each.into(),
            last: Arc::default(),
            connect: connect.unwrap_or(Duration::from_secs(usual)),
            only_reads: false,
        }
    }

    /// The same servers, of which a standby is good enough.
    #[must_use]
    pub fn for_reading(self) -> Self {
        Self { only_reads: true, ..self }
    }

    /// The same servers, asked in another way.
    #[must_use]
    pub fn map(&self, with: impl FnMut(PgConnectOptions) -> PgConnectOptions) -> Self {
        Self { each: self.each.iter().cloned().map(with).collect(), ..self.clone() }
    }

    /// How the first of them is connected to.
    #[must_use]
    pub fn first(&self) -> &PgConnectOptions {
        &self.each[0]
    }

    /// Connects to the one that was right last, or to the first of the others that is right.
    ///
    /// # Errors
    /// The error of the server that was tried first, if none is right.
    pub async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let last = self.last.load(Ordering::Relaxed);
        let mut first_error = None;
        for step in 0..self.each.len() {
            let at = (last + step) % self.each.len();
            match self.connect_to(&self.each[at]).await {
                Ok(connection) => {
                    if self.last.swap(at, Ordering::Relaxed) != at {
                        let options = &self.each[at];
                        let (host, port) = (options.get_host(), options.get_port());
                        tracing::warn!(host, port, "another server accepts writes now");
                    }
                    return Ok(connection);
                }
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        Err(first_error.unwrap_or(sqlx::Error::PoolClosed))
    }

    async fn connect_to(&self, options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
        within(self.connect, "a connection", async {
            let mut connection = options.connect().await.map_err(cut_off)?;
            if self.only_reads {
                return Ok(connection);
            }
            let is_standby = sqlx::query_scalar!(r#"select pg_is_in_recovery() as "is!""#)
                .fetch_one(&mut connection)
                .await?;
            if is_standby {
                // Its answer does not matter.
                let _ = connection.close().await;
                return Err(standby(options));
            }
            Ok(connection)
        })
        .await
    }
}

/// The driver takes the end of a connection for an answer to whether the server speaks TLS. A proxy
/// in front of no server ends connections so.
fn cut_off(error: sqlx::Error) -> sqlx::Error {
    match error {
        sqlx::Error::Protocol(words) if words.contains("SSLRequest: 0x00") => {
            let words = "the connection was closed before TLS began";
            sqlx::Error::Io(io::Error::new(io::ErrorKind::ConnectionAborted, words))
        }
        other => other,
    }
}

fn standby(options: &PgConnectOptions) -> sqlx::Error {
    let words = format!(
        "the server at {}:{} is a standby: it accepts no writes",
        options.get_host(),
        options.get_port()
    );
    sqlx::Error::Io(io::Error::new(io::ErrorKind::ReadOnlyFilesystem, words))
}

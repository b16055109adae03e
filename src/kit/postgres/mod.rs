//! The private PostgreSQL: a panel without `DATABASE_URL` brings its own, from the server programs of this machine.
//!
//! Owns `postgres/`, `postgres.log`, `postgres.lock` and `postgres.use` in the data directory. Must stay true: one
//! server per data directory, however many processes use it; the first one in starts it, the last one out stops it; a
//! commit that was acknowledged survives any kill. Called by `app` and the commands; tests use `throwaway`.

mod cluster;
mod error;
mod find;
mod lock;
mod note;
mod place;
mod ready;
mod settings;
mod throwaway;
mod user;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

pub use error::Error;
pub use find::{Programs, find};
pub use settings::Durability;
pub use throwaway::throwaway;

use error::Doing;
use lock::{InUse, Turn};
use place::Place;

/// A server that answers, and our share in it.
///
/// If it is dropped without `stop`, our share is gone but the server stays: the next `start`
/// attaches to it.
#[derive(Debug)]
pub struct Server {
    place: Place,
    programs: Programs,
    socket_dir: PathBuf,
    in_use: InUse,
    /// For a server of tests: the shell that ends it when we are gone.
    watcher: Option<throwaway::Watcher>,
}

impl Server {
    /// Starts the server of `data_dir`, makes it first if needed, or attaches to the one that runs.
    ///
    /// The database `waybill` exists when this returns. `durability` counts only if this call
    /// starts the server.
    ///
    /// # Errors
    /// Each says what to do about it; see `Error`.
    pub async fn start(data_dir: &Path, durability: Durability) -> Result<Self, Error> {
        std::fs::create_dir_all(data_dir).doing("make", data_dir)?;
        let data_dir = data_dir.canonicalize().doing("look at", data_dir)?;
        let turn = Turn::wait(&data_dir).await?;
        let place = Place::of(data_dir, &turn).await?;
        turn.keep_private(&place)?;
        let in_use = InUse::take(&place, &turn)?;
        let programs = cluster::prepare(&place, durability).await?;
        let socket_dir = ready::bring_up(&place, &programs, durability).await?;
        drop(turn);
        Ok(Self { place, programs, socket_dir, in_use, watcher: None })
    }

    /// How to connect to `database` as the superuser `waybill`, over the socket.
    pub fn options(&self, database: &str) -> PgConnectOptions {
        options(&self.socket_dir, database)
    }

    /// The same for other programs, as the value of their `DATABASE_URL`.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://{}@{}:5432/{}",
            cluster::NAME,
            percent_encoded(&self.socket_dir.to_string_lossy()),
            percent_encoded(database)
        )
    }

    /// The folder on whose disk the data is.
    pub fn base_dir(&self) -> &Path {
        &self.place.base
    }

    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// Where `psql` and `pgbench` are, if this machine has them.
    pub fn bin_dir(&self) -> &Path {
        self.programs.bin_dir()
    }

    /// The process id of the server's first process, as long as it runs.
    pub fn pid(&self) -> Option<u32> {
        note::running(&self.place.cluster())
    }

    /// Whether the server does not run for sure.
    pub fn is_gone(&self) -> bool {
        note::is_gone(&self.place.cluster())
    }

    /// Stops using the server; the last process out stops it. A throwaway server is removed as
    /// well.
    ///
    /// # Errors
    /// When the server does not stop within two minutes, or somebody else starts or stops it for
    /// ten.
    pub async fn stop(self) -> Result<(), Error> {
        if let Some(watcher) = self.watcher {
            return watcher.finish().await;
        }
        let turn = Turn::wait(&self.place.data_dir).await?;
        let last = self.in_use.leave(&turn);
        if last && note::running(&self.place.cluster()).is_some() {
            cluster::stop(&self.place, &self.programs).await?;
        }
        Ok(())
    }
}

fn options(socket_dir: &Path, database: &str) -> PgConnectOptions {
    // Without TLS, which a socket does not need, whatever PGSSLMODE says.
    PgConnectOptions::new_without_pgpass()
        .socket(socket_dir)
        .port(5432)
        .username(cluster::NAME)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
}

/// Everything but letters, digits and `-._~` as `%XX` (RFC 3986, 2.1), for a host that is a path.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

//! From a cluster on the disk to a server that answers, whatever state a crash left it in.
//!
//! Must stay true: only an answer from the socket counts as "runs", and only if it names our own
//! cluster. Problems that pass by themselves after a crash are waited for; everything else is an
//! error with the end of the log. Called by `Server::start` with the lock held.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::cluster::{self, Attempt, NAME};
use super::error::Error;
use super::find::Programs;
use super::note;
use super::place::Place;
use super::settings::Durability;

/// How long the remains of a killed server may be in the way.
const IN_THE_WAY_S_MAX: u64 = 60;
/// How long a server may say "starting up": it reads again what was written since the last
/// checkpoint.
const RECOVERY_S_MAX: u64 = 600;
const LOOK_AGAIN: Duration = Duration::from_millis(20);
const START_AGAIN: Duration = Duration::from_millis(100);
const TAIL_LINES: usize = 15;

/// Returns the socket's directory once the database `waybill` answers.
pub(super) async fn bring_up(
    place: &Place,
    programs: &Programs,
    durability: Durability,
) -> Result<PathBuf, Error> {
    let cluster = place.cluster();
    let since = Instant::now();
    let mut last_failure = String::new();
    let mut wrote_settings = false;
    loop {
        // The process that started it may have put the socket elsewhere: the server's own note
        // counts.
        let answer = match note::noted(&cluster) {
            Some((_, socket_dir)) if socket_dir.is_absolute() => ask(place, &socket_dir).await?,
            Some(_) | None => Answer::Down,
        };
        let waited_s = since.elapsed().as_secs();
        match answer {
            Answer::Ready(socket_dir) => return Ok(socket_dir),
            Answer::NotYet(why) if waited_s >= RECOVERY_S_MAX => {
                return Err(gave_up(place, &format!("{why} for {waited_s} s"), ""));
            }
            Answer::NotYet(_) => tokio::time::sleep(LOOK_AGAIN).await,
            Answer::Down if waited_s >= IN_THE_WAY_S_MAX && !last_failure.is_empty() => {
                let why = format!("tried for {waited_s} s");
                return Err(gave_up(place, &why, &last_failure));
            }
            Answer::Down => {
                if !wrote_settings {
                    cluster::write_settings(place, durability)?;
                    wrote_settings = true;
                }
                note::correct_note(place)?;
                match cluster::start(place, programs).await? {
                    Attempt::Started => {}
                    Attempt::Failed(log) if passes_by_itself(&log) => {
                        last_failure = log;
                        tokio::time::sleep(START_AGAIN).await;
                    }
                    Attempt::Failed(log) => return Err(gave_up(place, "it gave up", &log)),
                }
            }
        }
    }
}

/// After a kill, the server's children need a moment to notice, and hold its memory and its lock file meanwhile.
pub(super) fn passes_by_itself(log: &str) -> bool {
    (log.contains("lock file") && log.contains("already exists"))
        || log.contains("pre-existing shared memory block")
        || log.contains("is empty")
}

fn gave_up(place: &Place, why: &str, log: &str) -> Error {
    let lines: Vec<&str> = log.lines().collect();
    let tail = &lines[lines.len().saturating_sub(TAIL_LINES)..];
    Error::DidNotStart { why: why.to_owned(), log: place.log(), tail: tail.join("\n") }
}

enum Answer {
    Ready(PathBuf),
    /// It lives, but says that it is starting or stopping.
    NotYet(String),
    Down,
}

async fn ask(place: &Place, socket_dir: &Path) -> Result<Answer, Error> {
    let outcome = match connect(socket_dir, NAME).await {
        // The first start, or one that was stopped before it came to this.
        Err(error) if code(&error).as_deref() == Some("3D000") => create_database(socket_dir).await,
        other => other,
    };
    let theirs: Result<String, sqlx::Error> = match outcome {
        Ok(mut connection) => {
            let asked = sqlx::query_scalar("show data_directory");
            let answer = asked.fetch_one(&mut connection).await;
            // It has answered; it does not matter how the connection ends.
            let _ = connection.close().await;
            answer
        }
        Err(error) => Err(error),
    };
    match theirs {
        Ok(theirs) if Path::new(&theirs) == place.cluster() => {
            place.check_private(socket_dir)?;
            Ok(Answer::Ready(socket_dir.to_owned()))
        }
        Ok(theirs) => Err(Error::Stranger { socket_dir: socket_dir.to_owned(), theirs }),
        Err(error) => read(error),
    }
}

async fn connect(socket_dir: &Path, database: &str) -> Result<PgConnection, sqlx::Error> {
    PgConnection::connect_with(&super::options(socket_dir, database)).await
}

async fn create_database(socket_dir: &Path) -> Result<PgConnection, sqlx::Error> {
    let mut connection = connect(socket_dir, "postgres").await?;
    sqlx::query("create database waybill").execute(&mut connection).await?;
    connection.close().await?;
    connect(socket_dir, NAME).await
}

fn code(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

/// What a failed connection says about the server.
fn read(error: sqlx::Error) -> Result<Answer, Error> {
    if let sqlx::Error::Io(io) = &error {
        return match io.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => Ok(Answer::Down),
            // It went away, or began to, while we asked.
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof => {
                Ok(Answer::NotYet(error.to_string()))
            }
            _ => Err(Error::Refused(error)),
        };
    }
    match code(&error).as_deref() {
        // Starting up or shutting down; every connection taken; refused by a server that stops.
        Some("57P03" | "53300" | "57P01" | "57P02") => Ok(Answer::NotYet(error.to_string())),
        _ => Err(Error::Refused(error)),
    }
}

//! Writes a file with what is kept of an account: a ZIP that is made while rows are read, so that neither
//! the rows nor the file are ever in memory as a whole, however many orders there are.
//!
//! A process takes a wish for a minute, and for another one with each piece that it writes. If it dies,
//! the next one deletes its pieces and begins anew; one that only seemed dead finds that it is not the
//! last one that began, and stops.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::ExportId;
use super::export::LASTS;
use super::tables::{self, Table, Things};
use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::csv;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::keys::Keys;
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// Bytes of a piece, about.
const PIECE: usize = 1024 * 1024;
/// Longer than a piece may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// After so many beginnings it is given up.
const TRIES_MAX: i32 = 5;

/// A wish that this process has taken.
struct Job {
    id: ExportId,
    account_id: AccountId,
    /// Which beginning this is.
    tries: i32,
    language: String,
    site: String,
    panel: String,
}

/// Why a file was not made.
#[derive(Debug, thiserror::Error)]
enum WriteError {
    /// Another process has it, or its account is closed.
    #[error("the file is not this process's any more")]
    Lost,
    #[error(transparent)]
    Zip(#[from] ZipError),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(WriteError);

/// Makes the file that has waited longest; answers whether there was one. Its holder is told by mail.
pub async fn make_due(db: &Db, clock: &Clock, keys: &Keys) -> Result<bool, db::Error> {
    let Some(job) = take(db, clock).await? else { return Ok(false) };
    let id = job.id;
    match make(db, clock, keys, job).await {
        Ok(size) => tracing::info!(export = id.get(), size, "a file of an account's data was made"),
        Err(WriteError::Db(error)) => return Err(error),
        // The lease ends, and it is begun anew.
        Err(error) => tracing::warn!(export = id.get(), %error, "a file was not made"),
    }
    Ok(true)
}

async fn take(db: &Db, clock: &Clock) -> Result<Option<Job>, db::Error> {
    let now = clock.now();
    let waits = sqlx::query_scalar!(
        r#"select exists (select from exports
                          where state = 'waiting' or (state = 'making' and lease_until <= $1)) as "waits!""#,
        now
    );
    if !waits.fetch_one(db.pool()).await? {
        return Ok(None);
    }
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update exports set state = 'failed', lease_until = null
                 where state = 'making' and lease_until <= $1 and tries >= $2",
                now,
                TRIES_MAX
            )
            .execute(&mut **tx)
            .await?;
            let job = sqlx::query_as!(
                Job,
                r#"update exports set state = 'making', lease_until = $2, tries = tries + 1, size = 0
                   where id = (select id from exports
                               where state = 'waiting' or (state = 'making' and lease_until <= $1)
                               order by id limit 1 for update skip locked)
                   returning id as "id: ExportId", account_id as "account_id: AccountId", tries,
                             language, site, panel"#,
                now,
                now + LEASE
            )
            .fetch_optional(&mut **tx)
            .await?;
            if let Some(job) = &job {
                // What a process that died has left.
                sqlx::query!("delete from export_pieces where export_id = $1", job.id as ExportId)
                    .execute(&mut **tx)
                    .await?;
            }
            Ok::<_, db::Error>(job)
        })
    })
    .await
}

/// Writes the whole file; answers its size.
async fn make(db: &Db, clock: &Clock, keys: &Keys, job: Job) -> Result<i64, WriteError> {
    let id = job.account_id;
    let mut file = File::new(db, clock, &job);
    file.json("profile.json", &tables::profile(db, id).await?).await?;
    file.json("sessions.json", &tables::sessions(db, id).await?).await?;
    file.json("tokens.json", &tables::tokens(db, id).await?).await?;
    file.json("sign-in.json", &tables::sign_in(db, id).await?).await?;
    file.json("notice-choices.json", &tables::notice_choices(db, id).await?).await?;
    for things in Things::ALL {
        file.things(things, id).await?;
    }
    for table in Table::ALL {
        file.table(table, id).await?;
    }
    let size = file.finish().await?;
    done(db, clock, keys, job).await?;
    Ok(size)
}

/// Where the ZIP is written, until a piece is full. Shared with the writer, which keeps its own.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The file while it is written.
struct File<'f> {
    db: &'f Db,
    clock: &'f Clock,
    export: (ExportId, i32),
    zip: ZipWriter<StreamWriter<Sink>>,
    sink: Sink,
    /// Of the next piece.
    number: i32,
    size: i64,
}

impl<'f> File<'f> {
    fn new(db: &'f Db, clock: &'f Clock, job: &Job) -> Self {
        let sink = Sink::default();
        let zip = ZipWriter::new_stream(sink.clone());
        Self { db, clock, export: (job.id, job.tries), zip, sink, number: 0, size: 0 }
    }

    fn begin(&mut self, name: &str) -> Result<(), WriteError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        Ok(self.zip.start_file(name, options)?)
    }

    /// Writes text, and puts a piece away when one is full.
    async fn text(&mut self, text: &str) -> Result<(), WriteError> {
        self.zip.write_all(text.as_bytes())?;
        if self.sink.bytes().len() >= PIECE { self.put().await } else { Ok(()) }
    }

    async fn json(&mut self, name: &str, value: &Value) -> Result<(), WriteError> {
        self.begin(name)?;
        self.text(&format!("{value:#}\n")).await
    }

    /// Things, as an array.
    async fn things(&mut self, things: Things, account_id: AccountId) -> Result<(), WriteError> {
        self.begin(things.name())?;
        let (mut after, mut between) = (0, "[\n");
        loop {
            let found = things.after(self.db, account_id, after).await?;
            let Some((last, _)) = found.last() else { break };
            after = *last;
            for (_, thing) in &found {
                self.text(&format!("{between}{thing:#}")).await?;
                between = ",\n";
            }
        }
        let end = if after == 0 { "[]\n" } else { "\n]\n" };
        self.text(end).await
    }

    async fn table(&mut self, table: Table, account_id: AccountId) -> Result<(), WriteError> {
        self.begin(table.name())?;
        self.text(&csv::head(table.columns().iter().copied())).await?;
        let mut place = tables::Place::default();
        loop {
            let lines = table.lines(self.db, account_id, &mut place).await?;
            if lines.is_empty() {
                return Ok(());
            }
            let text: String =
                lines.iter().map(|line| csv::line(line.iter().map(String::as_str))).collect();
            self.text(&text).await?;
        }
    }

    async fn finish(mut self) -> Result<i64, WriteError> {
        let zip = std::mem::replace(&mut self.zip, ZipWriter::new_stream(Sink::default()));
        zip.finish()?;
        self.put().await?;
        Ok(self.size)
    }

    /// Puts away what has been written as the next piece.
    async fn put(&mut self) -> Result<(), WriteError> {
        let bytes = std::mem::take(&mut *self.sink.bytes());
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let ((id, tries), number) = (self.export, self.number);
        let until = self.clock.now() + LEASE;
        self.db
            .transaction(move |tx| {
                Box::pin(async move {
                    let own = sqlx::query!(
                        "update exports set lease_until = $3, size = size + $4
                         where id = $1 and tries = $2 and state = 'making'",
                        id as ExportId,
                        tries,
                        until,
                        length
                    );
                    if own.execute(&mut **tx).await?.rows_affected() == 0 {
                        return Err(WriteError::Lost);
                    }
                    sqlx::query!(
                        "insert into export_pieces (export_id, number, bytes) values ($1, $2, $3)",
                        id as ExportId,
                        number,
                        bytes
                    )
                    .execute(&mut **tx)
                    .await?;
                    Ok(())
                })
            })
            .await?;
        failpoint("export-after-piece");
        self.number += 1;
        self.size += length;
        Ok(())
    }
}

/// The file is whole: its holder may have it for a day, and is told so in the same transaction.
async fn done(db: &Db, clock: &Clock, keys: &Keys, job: Job) -> Result<(), WriteError> {
    let outbox = Outbox::at(keys.clone(), &job.site, &job.panel);
    let now: DateTime<Utc> = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            // The account first, as everywhere. One that is closed has no file any more.
            let holder = sqlx::query!(
                r#"select email as "email: Email", language from accounts
                   where id = $1 and status <> 'closed' for share"#,
                job.account_id as AccountId
            );
            let holder = holder.fetch_optional(&mut **tx).await?.ok_or(WriteError::Lost)?;
            let own = sqlx::query!(
                "update exports set state = 'ready', lease_until = null, made_at = $3, expires_at = $4
                 where id = $1 and tries = $2 and state = 'making'",
                job.id as ExportId,
                job.tries,
                now,
                now + LASTS
            );
            if own.execute(&mut **tx).await?.rows_affected() == 0 {
                return Err(WriteError::Lost);
            }
            // The newest one is enough. The rows of the others count for the day.
            sqlx::query!(
                "delete from export_pieces
                 where export_id in (select id from exports where account_id = $1 and id < $2)",
                job.account_id as AccountId,
                job.id as ExportId
            )
            .execute(&mut **tx)
            .await?;
            let language = holder.language.as_deref().unwrap_or(&job.language);
            let lang = Lang::parse(language).unwrap_or_default();
            let to = To { address: holder.email.as_str(), lang };
            let link = "/account/privacy";
            let letter = mail::New { kind: Kind::ExportReady, lasts: LASTS, link, address: "" };
            Ok(outbox.put(tx, now, to, letter).await?)
        })
    })
    .await
}

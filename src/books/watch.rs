//! Who checks the books, and what came of it: one process at a time, and every process reads the
//! outcome.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// For so long the others leave the books to who checks. It is renewed meanwhile, so a process that
/// died holds them no longer.
const LEASE: TimeDelta = TimeDelta::seconds(60);
pub(super) const RENEW_EVERY: Duration = Duration::from_secs(10);
/// Within this time every closed range is read again: less than a day, so that a restart in between
/// does no harm.
const ROUND: TimeDelta = TimeDelta::hours(20);
/// Turns that nobody took while the panel stood still are made up for, at most so many.
const MADE_UP: TimeDelta = TimeDelta::hours(1);
/// So many sentences are kept of a check.
const SENTENCES_KEPT: usize = 1000;

/// What the last check and the readings of closed ranges found.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Of the last check that was finished.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub took_ms: i64,
    /// What it found.
    pub open: Vec<String>,
    /// What is wrong in closed ranges, and when one of these was last read.
    pub closed: Vec<String>,
    pub closed_at: Option<DateTime<Utc>>,
    /// How many ranges are closed, and when the one was read that has waited longest.
    pub ranges: i64,
    pub oldest_at: Option<DateTime<Utc>>,
    pub(super) turn_at: Option<DateTime<Utc>>,
}

/// Reads the news.
pub async fn news(db: &Db) -> Result<News, db::Error> {
    let row = sqlx::query!(
        r#"select started_at, finished_at, coalesce(took_ms, 0) as "took_ms!", sentences, ranges,
                  turn_at, (select min(read_at) from books_readings) as oldest_at,
                  (select max(read_at) from books_readings where sentences <> '{}') as closed_at
           from books_watch"#
    )
    .fetch_one(db.pool())
    .await?;
    let closed = match row.closed_at {
        None => Vec::new(),
        Some(_) => {
            sqlx::query_scalar!(
                r#"select unnest(sentences) as "sentence!" from books_readings
                   where sentences <> '{}' order by part, number limit 1000"#
            )
            .fetch_all(db.pool())
            .await?
        }
    };
    Ok(News {
        started_at: row.started_at,
        finished_at: row.finished_at,
        took_ms: row.took_ms,
        open: row.sentences,
        closed,
        closed_at: row.closed_at,
        ranges: row.ranges,
        oldest_at: row.oldest_at,
        turn_at: row.turn_at,
    })
}

impl News {
    /// Whether a closed range is to be read again.
    #[must_use]
    pub fn is_a_turn_due(&self, now: DateTime<Utc>) -> bool {
        self.ranges > 0 && self.turn_at.is_none_or(|at| at <= now)
    }
}

/// Takes the books for a check, unless another process has them, or has begun a check at
/// `unless_since` or later.
pub(super) async fn take(
    db: &Db,
    now: DateTime<Utc>,
    holder: &str,
    unless_since: DateTime<Utc>,
) -> Result<bool, db::Error> {
    let holder = holder.to_owned();
    let taken = db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "update books_watch set holder = $1, lease_until = $2
                 where (lease_until is null or lease_until <= $3)
                   and (started_at is null or started_at < $4)",
                holder,
                now + LEASE,
                now,
                unless_since
            )
            .execute(&mut **tx)
            .await?;
            Ok::<bool, db::Error>(done.rows_affected() == 1)
        })
    });
    taken.await
}

/// Holds on to the books. Answers whether they are still held.
pub(super) async fn renew(db: &Db, now: DateTime<Utc>, holder: &str) -> Result<bool, db::Error> {
    let done = sqlx::query!(
        "update books_watch set lease_until = $2 where holder = $1",
        holder,
        now + LEASE
    )
    .execute(db.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts one more closed range; an error if another process has taken the books meanwhile.
pub(super) async fn count_range(
    tx: &mut sqlx::PgTransaction<'_>,
    holder: &str,
) -> Result<(), db::Error> {
    let done = sqlx::query!("update books_watch set ranges = ranges + 1 where holder = $1", holder)
        .execute(&mut **tx)
        .await?;
    held(done.rows_affected())
}

fn held(rows: u64) -> Result<(), db::Error> {
    match rows {
        1 => Ok(()),
        _ => Err(db::Error::Refused("another process has taken the books".to_owned())),
    }
}

/// Notes what a check found, and lets go of the books. A standby that lags may not know all ranges,
/// and none is ever removed.
pub(super) async fn finish(
    db: &Db,
    clock: &Clock,
    holder: &str,
    (started_at, ranges): (DateTime<Utc>, i64),
    sentences: &[String],
) -> Result<(), db::Error> {
    let (holder, now) = (holder.to_owned(), clock.now());
    let sentences = sentences[..sentences.len().min(SENTENCES_KEPT)].to_vec();
    let noted = db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "update books_watch set holder = null, lease_until = null, started_at = $2,
                        finished_at = $3, took_ms = $4, sentences = $5,
                        ranges = greatest(ranges, $6)
                 where holder = $1",
                holder,
                started_at,
                now,
                (now - started_at).num_milliseconds(),
                &sentences,
                ranges
            )
            .execute(&mut **tx)
            .await?;
            held(done.rows_affected())
        })
    });
    noted.await
}

/// Lets go of the books after a check that came to no end.
pub async fn let_go(db: &Db, holder: &str) -> Result<(), db::Error> {
    sqlx::query!(
        "update books_watch set holder = null, lease_until = null where holder = $1",
        holder
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Takes the next turn to read a closed range again, if one is due and no other process takes it.
pub(super) async fn take_turn(db: &Db, now: DateTime<Utc>) -> Result<bool, db::Error> {
    let round = ROUND.as_seconds_f64();
    let done = sqlx::query!(
        "update books_watch
         set turn_at = greatest(coalesce(turn_at, $1), $2)
                       + make_interval(secs => $3::double precision / ranges)
         where ranges > 0 and (turn_at is null or turn_at <= $1)",
        now,
        now - MADE_UP,
        round
    )
    .execute(db.pool())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Every closed range is read some time: those of which nothing is noted first. A clock that was
/// ahead and was put right has noted times that have not come yet.
pub(super) async fn note_unread(db: &Db, now: DateTime<Utc>) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into books_readings (part, number, read_at)
         select part, number, 'epoch' from books_ranges r
         where not exists (select from books_readings b
                           where b.part = r.part and b.number = r.number)
         on conflict do nothing"
    )
    .execute(db.pool())
    .await?;
    sqlx::query!(
        "update books_readings set read_at = 'epoch' where read_at > $1",
        now + TimeDelta::hours(1)
    )
    .execute(db.pool())
    .await?;
    sqlx::query!(
        "update books_watch set turn_at = null
         where ranges > 0 and turn_at > $1::timestamptz + make_interval(secs => $2::double precision / ranges)",
        now,
        ROUND.as_seconds_f64()
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// The closed range that has waited longest.
pub(super) async fn oldest(db: &Db) -> Result<Option<(String, i64)>, db::Error> {
    let row = sqlx::query!("select part, number from books_readings order by read_at limit 1")
        .fetch_optional(db.pool())
        .await?;
    Ok(row.map(|row| (row.part, row.number)))
}

/// The closed ranges in which something was wrong.
pub(super) async fn wrong(db: &Db) -> Result<Vec<(String, i64)>, db::Error> {
    let rows = sqlx::query!(
        "select part, number from books_readings where sentences <> '{}' order by part, number
         limit 1000"
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| (row.part, row.number)).collect())
}

/// Notes that a closed range was read, and what was wrong with it.
pub(super) async fn note(
    db: &Db,
    now: DateTime<Utc>,
    (part, number): (&str, i64),
    sentences: &[String],
) -> Result<(), db::Error> {
    let (part, sentences) = (part.to_owned(), sentences.to_vec());
    let noted = db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update books_readings set read_at = $3, sentences = $4
                 where part = $1 and number = $2",
                part,
                number,
                now,
                &sentences
            )
            .execute(&mut **tx)
            .await?;
            Ok::<(), db::Error>(())
        })
    });
    noted.await
}

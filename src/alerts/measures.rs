//! What is measured of the panel itself, by the minute: answers and errors, how often the database was
//! away, how long orders waited for it, and the free space of its disk. A process counts in memory and
//! writes every few seconds; all processes add to the same rows. What is counted while the database
//! is away is written when it is back.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

use crate::kit::db::{self, Db};

const MIB: u64 = 1024 * 1024;
/// A shorter wait for the database is no news.
const BATCH_MS_MIN: i64 = 1_000;

/// The counts of one process. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Measures(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    answers: AtomicI64,
    errors: AtomicI64,
    batch_ms: AtomicI64,
    /// How many times the database had been away when that was last written.
    away_before: AtomicU64,
}

impl Default for Counts {
    fn default() -> Self {
        let [answers, errors, batch_ms] = [const { AtomicI64::new(0) }; 3];
        Self { answers, errors, batch_ms, away_before: AtomicU64::new(db::times_away()) }
    }
}

impl Measures {
    /// Counts an answer of a page or an API. `failed`: it was an error of the panel.
    pub fn answered(&self, failed: bool) {
        self.0.answers.fetch_add(1, Ordering::Relaxed);
        self.0.errors.fetch_add(i64::from(failed), Ordering::Relaxed);
    }

    /// Notes for how long the oldest batch of orders waits.
    pub fn waited(&self, batch: Duration) {
        let ms = i64::try_from(batch.as_millis()).unwrap_or(i64::MAX);
        self.0.batch_ms.fetch_max(ms, Ordering::Relaxed);
    }

    /// Writes what was counted since the last time. `disk`: what is free of it, and all of it, in MiB.
    pub async fn write(
        &self,
        db: &Db,
        now: DateTime<Utc>,
        disk: Option<(i64, i64)>,
    ) -> Result<(), db::Error> {
        let counts = &self.0;
        let answers = counts.answers.swap(0, Ordering::Relaxed);
        let errors = counts.errors.swap(0, Ordering::Relaxed);
        let waited = counts.batch_ms.swap(0, Ordering::Relaxed);
        let batch_ms = if waited < BATCH_MS_MIN { 0 } else { waited };
        let away_now = db::times_away();
        let away = away_now.saturating_sub(counts.away_before.load(Ordering::Relaxed));
        if (answers, errors, batch_ms, away) == (0, 0, 0, 0) && disk.is_none() {
            return Ok(());
        }
        let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
        let written = sqlx::query!(
            "insert into panel_minutes as m
                 (minute, answers, errors, away, batch_ms, free_mib, disk_mib)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (minute) do update
             set answers = m.answers + excluded.answers, errors = m.errors + excluded.errors,
                 away = m.away + excluded.away, batch_ms = greatest(m.batch_ms, excluded.batch_ms),
                 free_mib = coalesce(excluded.free_mib, m.free_mib),
                 disk_mib = coalesce(excluded.disk_mib, m.disk_mib)",
            minute,
            answers,
            errors,
            i64::try_from(away).unwrap_or(i64::MAX),
            batch_ms,
            disk.map(|(free, _)| free),
            disk.map(|(_, all)| all),
        )
        .execute(db.pool())
        .await;
        match written {
            Ok(_) => counts.away_before.store(away_now, Ordering::Relaxed),
            Err(error) => {
                counts.answers.fetch_add(answers, Ordering::Relaxed);
                counts.errors.fetch_add(errors, Ordering::Relaxed);
                counts.batch_ms.fetch_max(waited, Ordering::Relaxed);
                return Err(error.into());
            }
        }
        Ok(())
    }
}

/// What is free of the disk with this folder, and all of it, in MiB; `None`: the system does not say.
#[must_use]
pub fn free_mib(folder: &Path) -> Option<(i64, i64)> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let mib = |blocks: u64| i64::try_from(blocks.saturating_mul(disk.f_frsize) / MIB).ok();
    mib(disk.f_bavail).zip(mib(disk.f_blocks))
}

/// What all processes counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub answers: i64,
    pub errors: i64,
    pub away: i64,
    pub batch_ms: i64,
}

/// The sums of the minutes since then.
pub(super) async fn since(db: &Db, at: DateTime<Utc>) -> Result<Sums, db::Error> {
    Ok(sqlx::query_as!(
        Sums,
        r#"select coalesce(sum(answers), 0)::bigint as "answers!",
                  coalesce(sum(errors), 0)::bigint as "errors!",
                  coalesce(sum(away), 0)::bigint as "away!",
                  coalesce(max(batch_ms), 0) as "batch_ms!"
           from panel_minutes where minute > $1"#,
        at
    )
    .fetch_one(db.pool())
    .await?)
}

/// The newest measure of the disk since then.
pub(super) async fn disk(db: &Db, since: DateTime<Utc>) -> Result<Option<(i64, i64)>, db::Error> {
    let row = sqlx::query!(
        r#"select free_mib as "free!", disk_mib as "all!" from panel_minutes
           where minute > $1 and free_mib is not null and disk_mib is not null
           order by minute desc limit 1"#,
        since
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|row| (row.free, row.all)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_says_how_much_of_it_is_free() {
        let (free, all) = free_mib(Path::new("/")).unwrap();
        assert!(all > 0 && free <= all, "{free} of {all}");
        assert_eq!(free_mib(Path::new("/no such folder")), None);
    }
}

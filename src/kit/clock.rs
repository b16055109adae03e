//! The database's time. Processes on several machines agree on what is due only if they read one
//! clock. So each measures how far its own clock is off, and passes the corrected time on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use super::db::{self, Db};

/// Cheap to clone; all clones show the same time.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_us: Arc<AtomicI64>,
    moved_us: Arc<AtomicI64>,
}

impl Clock {
    /// The database's time, to within a round trip of the last [`measure`](Self::measure).
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let off = self.offset_us.load(Ordering::Relaxed) + self.moved_us.load(Ordering::Relaxed);
        machine_now() + TimeDelta::microseconds(off)
    }

    /// Measures the distance between this machine's clock and the database's.
    pub async fn measure(&self, db: &Db) -> Result<(), db::Error> {
        let before = machine_now();
        let theirs = sqlx::query_scalar!(r#"select clock_timestamp() as "at!""#)
            .fetch_one(db.pool())
            .await?;
        let after = machine_now();
        let middle = before + (after - before) / 2;
        let off = (theirs - middle).num_microseconds().unwrap_or_default();
        self.offset_us.store(off, Ordering::Relaxed);
        Ok(())
    }

    /// Moves the clock ahead. Only for tests.
    pub fn advance(&self, by: TimeDelta) {
        let by = by.num_microseconds().unwrap_or(i64::MAX);
        self.moved_us.fetch_add(by, Ordering::Relaxed);
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

//! How long orders of each service take, kept ready: reading it looks at many orders, and it
//! changes slowly.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::read::average_times;
use crate::kit::db::{self, Db};

const KEPT: Duration = Duration::from_secs(300);

/// By service, in seconds.
pub type Times = Arc<HashMap<i64, i64>>;

/// The average times as they were some minutes ago at most.
#[derive(Debug, Default)]
pub struct Averages {
    kept: Mutex<Option<(Instant, Times)>>,
}

impl Averages {
    /// While they are being read, everyone else goes without: nobody waits for an average.
    pub async fn times(&self, db: &Db) -> Result<Times, db::Error> {
        let Ok(mut kept) = self.kept.try_lock() else { return Ok(Times::default()) };
        if let Some((at, times)) = &*kept
            && at.elapsed() < KEPT
        {
            return Ok(Arc::clone(times));
        }
        let times = Arc::new(average_times(db.pool()).await?);
        *kept = Some((Instant::now(), Arc::clone(&times)));
        Ok(times)
    }
}

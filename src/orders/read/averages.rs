//! How long orders of each service take. The times are kept ready, because reading them looks at
//! many orders and they change slowly.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};

const KEPT: Duration = Duration::from_secs(300);

/// By service, in seconds.
pub type Times = Arc<HashMap<ServiceId, i64>>;

/// The average times, some minutes old at most.
#[derive(Debug, Default)]
pub struct Averages {
    kept: Mutex<Option<(Instant, Times)>>,
}

impl Averages {
    /// While the times are being read, other callers get none: nobody waits for an average.
    pub async fn times(&self, db: &Db) -> Result<Times, db::Error> {
        let Ok(mut kept) = self.kept.try_lock() else { return Ok(Times::default()) };
        if let Some((at, times)) = &*kept
            && at.elapsed() < KEPT
        {
            return Ok(Arc::clone(times));
        }
        let times = Arc::new(read(db).await?);
        *kept = Some((Instant::now(), Arc::clone(&times)));
        Ok(times)
    }
}

/// Counts only orders that end by delivery. A parent ends when its last child does, and a
/// subscription when its time is over. An order with a start or a pace of its own took the time
/// that its customer asked for. Only the newest orders are read, so that it costs the same however
/// many there are.
const NEWEST: i64 = 50_000;

async fn read(db: &Db) -> Result<HashMap<ServiceId, i64>, db::Error> {
    let rows = sqlx::query!(
        r#"select service_id as "service_id: ServiceId",
                  avg(extract(epoch from ended_at - created_at))::bigint as "seconds!"
           from orders
           where id > (select coalesce(max(id), 0) from orders) - $1
             and state = 'completed' and form in ('single', 'run', 'post')
             and after_min is null and speed is null
           group by service_id"#,
        NEWEST
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| (row.service_id, row.seconds)).collect())
}

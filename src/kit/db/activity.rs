//! Whether others work on the database just now.

use std::time::Duration;

use super::{Error, Pool};

/// So often it is looked, and so long apart. A panel that takes thousands of orders a second gives
/// the server work in bursts, and one look may fall between two of them.
const LOOKS: u32 = 6;
const APART_MS: u64 = 4;

/// Whether another client of this database waits for the server at this moment or within the next
/// few milliseconds. Work that has time asks before it goes on.
pub async fn is_busy(pool: &Pool) -> Result<bool, Error> {
    for _ in 0..LOOKS {
        if is_busy_now(pool).await? {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(APART_MS)).await;
    }
    Ok(false)
}

async fn is_busy_now(pool: &Pool) -> Result<bool, Error> {
    let busy = sqlx::query_scalar!(
        r#"select exists (
               select from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid()
                 and backend_type = 'client backend' and state = 'active') as "busy!""#
    )
    .fetch_one(pool)
    .await?;
    Ok(busy)
}

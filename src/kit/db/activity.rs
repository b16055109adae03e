//! Whether others work on the database just now.

use sqlx::PgExecutor;

use super::Error;

/// Whether another client of this database waits for the server at this moment. Work that has time
/// asks before it goes on.
pub async fn is_busy(executor: impl PgExecutor<'_>) -> Result<bool, Error> {
    let busy = sqlx::query_scalar!(
        r#"select exists (
               select from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid()
                 and backend_type = 'client backend' and state = 'active') as "busy!""#
    )
    .fetch_one(executor)
    .await?;
    Ok(busy)
}

//! The catalogue's version. When it changes, everything that is kept ready from the catalogue is
//! made again. Triggers count it, whoever writes services, own rates, categories or blocked
//! targets.

use sqlx::PgExecutor;

use crate::kit::db;

/// Counts the changes to services, own rates, categories and blocked targets.
pub async fn version(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!("select version from catalogue_version").fetch_one(db).await?)
}

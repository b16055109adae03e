//! The catalogue's version: what is kept ready from the catalogue is made anew when it moves.

use sqlx::{PgExecutor, PgTransaction};

use crate::kit::db;

/// Counts the changes to what the services list shows.
pub async fn version(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!("select version from catalogue_version").fetch_one(db).await?)
}

pub(super) async fn count_change(tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
    sqlx::query!("update catalogue_version set version = version + 1").execute(&mut **tx).await?;
    Ok(())
}

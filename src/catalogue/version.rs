//! The catalogue's version. When it changes, everything that is kept ready from the catalogue is
//! made again. Triggers count it, whoever writes services, own rates, discounts,
//! groups, categories, blocked targets or settings.

use sqlx::{PgExecutor, PgTransaction};

use crate::kit::db;

/// Counts the changes to services, own rates, discounts, groups, categories, blocked targets and settings.
pub async fn version(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!("select version from catalogue_version").fetch_one(db).await?)
}

/// Lets nobody else change the catalogue until the transaction ends. For commands that look before they
/// write: the triggers would take this lock only with the first write, after others.
pub(super) async fn hold(tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
    sqlx::query!("select from catalogue_version for no key update").fetch_one(&mut **tx).await?;
    Ok(())
}

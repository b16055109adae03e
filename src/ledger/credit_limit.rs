//! How much one member of staff may credit alone.

use sqlx::PgExecutor;

use crate::kit::db;
use crate::kit::money::Money;
use crate::settings;

/// The most that a member of staff may credit within 24 hours without a second person, in the
/// panel's currency; `None`: there is no limit.
pub async fn staff_credit_per_day(
    executor: impl PgExecutor<'_>,
) -> Result<Option<Money>, db::Error> {
    Ok(settings::read(executor).await?.staff_credit_per_day)
}

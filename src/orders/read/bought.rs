//! Which services a customer orders.

use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db;

/// Only the newest orders of an account are read, so that it costs the same however many it has.
pub const NEWEST: i64 = 10_000;

/// The services of the account's newest orders ([`NEWEST`]), in no order.
pub async fn services(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<ServiceId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select distinct service_id as "service_id: ServiceId"
           from (select service_id from orders where account_id = $1
                 order by id desc limit $2) as newest"#,
        account_id as AccountId,
        NEWEST
    )
    .fetch_all(db)
    .await?)
}

/// Orders that are looked through for the services that were ordered lately.
const LATELY: i64 = 200;

/// The services that this account has ordered lately, the last one first, however they were
/// ordered.
pub async fn lately(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<ServiceId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select service_id as "service_id: ServiceId"
           from (select id, service_id from orders where account_id = $1
                 order by id desc limit $2) as newest
           group by service_id order by max(id) desc"#,
        account_id as AccountId,
        LATELY
    )
    .fetch_all(db)
    .await?)
}

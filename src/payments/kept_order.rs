//! The order for which a customer adds funds: their form as they had filled it in. It is kept beside the
//! deposit and places nothing; they see it again, and place it. After 30 days it is deleted.

use chrono::TimeDelta;
use sqlx::PgExecutor;

use super::DepositId;
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Most bytes of a form that is kept.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// How long an order is kept beside its deposit.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// Keeps an order beside a deposit of this account; the first one stays.
pub async fn keep(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    (id, form): (DepositId, String),
) -> Result<(), db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "insert into deposit_orders (deposit_id, form, at)
                 select id, $3, $4 from deposits where id = $1 and account_id = $2
                 on conflict (deposit_id) do nothing",
                id as DepositId,
                account_id as AccountId,
                form,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// The order that is kept beside a deposit of this account.
pub async fn of(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    id: DepositId,
) -> Result<Option<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        "select o.form from deposit_orders o join deposits d on d.id = o.deposit_id
         where o.deposit_id = $1 and d.account_id = $2",
        id as DepositId,
        account_id as AccountId
    )
    .fetch_optional(db)
    .await?)
}

/// Deletes orders that were kept long enough, at most so many. Answers whether there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let before = clock.now() - KEPT_FOR;
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query!(
                "delete from deposit_orders where deposit_id in (
                     select deposit_id from deposit_orders where at < $1 order by at limit $2)",
                before,
                most
            )
            .execute(&mut **tx)
            .await?;
            Ok(i64::try_from(gone.rows_affected()).unwrap_or(i64::MAX) == most)
        })
    })
    .await
}

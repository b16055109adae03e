//! Deposits of an account that is closed. They stay, as the books do; what a customer wrote and showed
//! beside them goes, and so do the orders that were kept for them. Called by `privacy::closing`.

use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::db;

/// Deposits of this account that are not decided: money may still come of them, or go; or came, and waits
/// for staff.
pub async fn undecided(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<i64, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from deposits
           where account_id = $1
             and state in ('created', 'pending', 'held', 'partial', 'review', 'disputed')"#,
        account_id as AccountId
    );
    Ok(count.fetch_one(db).await?)
}

/// Erases the notes and pictures of the account's deposits, and the orders that are kept beside them. The reference of a payment stays: it is how
/// the books name it.
pub(crate) async fn erase(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update deposits set note = '', picture_id = null
         where account_id = $1 and (note <> '' or picture_id is not null)",
        account_id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from deposit_orders
         where deposit_id in (select id from deposits where account_id = $1)",
        account_id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

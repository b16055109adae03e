//! What becomes of the tickets of an account that is closed: they end, and nothing that was written in
//! them is left, because both sides name people. When they were opened and answered stays, for the
//! figures. Called by `privacy::closing`.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::db;

/// Stands in place of what was written; only staff read it.
const ERASED: &str = "Erased: the account was closed.";

/// Ends the account's tickets and erases what was written in them.
pub(crate) async fn erase(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update ticket_messages set body = $2, picture_id = null
         where ticket_id in (select id from tickets where account_id = $1)",
        account_id as AccountId,
        ERASED
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update tickets set state = 'closed', waits_id = null, waits_since = null, closed_at = $2
         where account_id = $1 and state <> 'closed'",
        account_id as AccountId,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

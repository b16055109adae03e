//! What becomes of notices when an account is closed: nothing of them stays, and nothing tells from where
//! it was used, what its holder has chosen, or in which chat they read.

use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::db;

/// Deletes the notices of an account that is closed, and all that stands beside them.
pub(in crate::accounts) async fn forget_all(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    // The codes first: whoever links a chat holds the code's row.
    sqlx::query!("delete from telegram_codes where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    // The notices next: whoever writes messages about one holds its row.
    forget_late(tx, &[account_id]).await?;
    // What waits for a chat that another account reads as well is sent, and deleted by time.
    sqlx::query!(
        "delete from telegram_messages m using telegram_chats c
         where c.account_id = $1 and m.bot = c.bot and m.chat_id = c.chat_id
           and (m.state <> 'waiting'
                or not exists (select from telegram_chats o
                               where o.bot = c.bot and o.chat_id = c.chat_id
                                 and o.account_id <> $1))",
        account_id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from telegram_chats where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    sqlx::query!("delete from notice_wishes where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    sqlx::query!("delete from sign_in_places where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes the notices of these accounts.
pub(in crate::accounts) async fn forget_late(
    tx: &mut PgTransaction<'_>,
    accounts: &[AccountId],
) -> Result<(), db::Error> {
    sqlx::query!("delete from notices where account_id = any($1)", accounts as &[AccountId])
        .execute(&mut **tx)
        .await?;
    Ok(())
}

//! The second factor: what somebody proves beside their password. A code of an app (`totp`), or one of ten
//! recovery codes (`recovery_codes`); and browsers that are not asked for a month (`remembered`).
//!
//! What must stay true: a code is accepted once, also if it comes many times at once; every look at a
//! code holds the account's key under lock (`check`). Wrong codes are counted for the account, from
//! wherever they come. Secrets are sealed or hashed with the panel's secret. Whoever turns a second
//! factor on or off, or resets it, ends the account's other sessions, forgets its browsers, and has its
//! holder told by mail. Nothing here starts a session: `sessions::enter` does.

pub mod change;
pub(in crate::accounts) mod check;
mod recovery_codes;
pub mod remembered;
pub mod reset;
mod tell;
pub mod totp;

use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::db;

/// Whether the account has a second factor.
pub(in crate::accounts) async fn is_on(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<bool, db::Error> {
    let is_on = sqlx::query_scalar!(
        r#"select exists (select from totp_keys where account_id = $1) as "is_on!""#,
        account_id as AccountId
    );
    Ok(is_on.fetch_one(executor).await?)
}

/// Takes the second factor of an account away that is closed, with its recovery codes. Waits for whoever
/// looks at a code of it.
pub(in crate::accounts) async fn forget(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    if check::Key::lock(tx, account_id).await?.is_some() {
        change::remove(tx, account_id).await?;
    }
    Ok(())
}

//! The second factor: what somebody proves beside their password. A code of an app (`totp`), a passkey
//! (`passkeys`, `webauthn`), or one of ten recovery codes (`recovery_codes`), which come with the first
//! of them; and browsers that are not asked for a month (`remembered`).
//!
//! What must stay true: an account's row of `second_factors` is there while it has an app or a passkey.
//! A code or a challenge is accepted once, also if it comes many times at once; every look at one holds
//! that row under lock (`check`). Wrong codes are counted for the account, from
//! wherever they come. Secrets are sealed or hashed with the panel's secret. Whoever turns a second
//! factor on or off, or resets it, ends the account's other sessions, forgets its browsers, and has its
//! holder told (`tell`). Nothing here starts a session: `sessions::enter` does.

pub mod change;
pub(in crate::accounts) mod check;
pub mod passkeys;
mod recovery_codes;
pub mod remembered;
pub mod reset;
pub(in crate::accounts) mod tell;
pub mod totp;
pub mod webauthn;

use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::db;
use passkeys::Presented;

/// What somebody gives as their second factor. Holds secrets, so it has no `Debug`.
pub enum Given {
    /// A code of an app, or a recovery code, as it was typed.
    Code(String),
    Passkey(Box<Presented>),
}

/// Whether the account has a second factor.
pub(in crate::accounts) async fn is_on(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<bool, db::Error> {
    let is_on = sqlx::query_scalar!(
        r#"select exists (select from second_factors where account_id = $1) as "is_on!""#,
        account_id as AccountId
    );
    Ok(is_on.fetch_one(executor).await?)
}

/// Takes the second factor of an account away that is closed, with its passkeys and recovery codes. Waits
/// for whoever looks at one of them.
pub(in crate::accounts) async fn forget(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    if check::Factor::lock(tx, account_id).await?.is_some() {
        change::remove(tx, account_id).await?;
    }
    Ok(())
}

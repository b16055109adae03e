//! What an account's holder is told of their second factor, and of other ways in: by mail, and by a
//! notice.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::accounts::links::reset::NOTICE_LASTS;
use crate::accounts::notices::{self, Factor};
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// Tells of it in the transaction of the cause.
pub(in crate::accounts) async fn holder(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    outbox: &Outbox,
    (account_id, kind): (AccountId, Kind),
) -> Result<(), db::Error> {
    let what = match kind {
        // Nothing has changed.
        Kind::CodesGuessed => None,
        Kind::RecoveryCodeUsed => Some(Factor::RecoveryUsed),
        Kind::SignInLinked => Some(Factor::Connected),
        Kind::SignInUnlinked => Some(Factor::Disconnected),
        _ => Some(Factor::Changed),
    };
    if let Some(what) = what {
        notices::factor_changed(tx, now, (account_id, what)).await?;
    }
    by_mail(tx, now, outbox, (account_id, kind)).await
}

/// Tells that somebody else has taken it away.
pub(super) async fn reset(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    outbox: &Outbox,
    account_id: AccountId,
) -> Result<(), db::Error> {
    notices::factor_changed(tx, now, (account_id, Factor::Reset)).await?;
    by_mail(tx, now, outbox, (account_id, Kind::SecondFactorOff)).await
}

/// Writes the message, in the language that they have chosen.
async fn by_mail(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    outbox: &Outbox,
    (account_id, kind): (AccountId, Kind),
) -> Result<(), db::Error> {
    let row = sqlx::query!(
        r#"select email as "email: Email", language from accounts where id = $1"#,
        account_id as AccountId
    );
    let row = row.fetch_one(&mut **tx).await?;
    let lang = row.language.as_deref().and_then(Lang::parse).unwrap_or_default();
    let to = To { address: row.email.as_str(), lang };
    // The command line may not know where the panel is.
    let link = if outbox.site().is_empty() { "" } else { "/forgot" };
    let letter = mail::New { kind, lasts: NOTICE_LASTS, link, address: "" };
    outbox.put(tx, now, to, letter).await
}

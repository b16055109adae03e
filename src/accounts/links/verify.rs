//! Confirming the address of an account. Who has not done it can look around; whether they can order is
//! the owner's setting.

use sqlx::{PgExecutor, PgTransaction};

use super::link::{self, New, Purpose};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// What came of a wish for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    Sent,
    /// There is nothing to confirm.
    Verified,
    /// The address got enough messages this hour.
    TooMany,
}

/// Whether the account's holder has confirmed its address.
pub async fn is_verified(executor: impl PgExecutor<'_>, id: AccountId) -> Result<bool, db::Error> {
    let is_verified = sqlx::query_scalar!(
        r#"select email_verified_at is not null as "is_verified!" from accounts where id = $1"#,
        id as AccountId
    );
    Ok(is_verified.fetch_optional(executor).await?.unwrap_or_default())
}

/// Those of these accounts whose holders have not confirmed their addresses.
pub async fn unverified(
    executor: impl PgExecutor<'_>,
    ids: &[AccountId],
) -> Result<Vec<AccountId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts
           where id = any($1) and email_verified_at is null"#,
        ids as &[AccountId]
    )
    .fetch_all(executor)
    .await?)
}

/// Mails the account's holder a link by which they confirm its address.
pub async fn send(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (id, lang): (AccountId, Lang),
) -> Result<Sent, db::Error> {
    let (now, outbox) = (clock.now(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(email) = unconfirmed(tx, id).await? else { return Ok(Sent::Verified) };
            if Outbox::is_full(tx, now, email.as_str(), Kind::Verify).await? {
                return Ok(Sent::TooMany);
            }
            let purpose = Purpose::Verify;
            let new = New { purpose, account_id: Some(id), email: &email, sealed: None };
            let link = format!("/confirm?key={}", link::make(tx, now, new).await?);
            let to = To { address: email.as_str(), lang };
            let letter =
                mail::New { kind: Kind::Verify, lasts: purpose.lasts(), link: &link, address: "" };
            outbox.put(tx, now, to, letter).await?;
            Ok::<_, db::Error>(Sent::Sent)
        })
    })
    .await
}

/// The account's address, if it is not confirmed yet. Others who ask for the same wait.
async fn unconfirmed(
    tx: &mut PgTransaction<'_>,
    id: AccountId,
) -> Result<Option<Email>, db::Error> {
    let email = sqlx::query_scalar!(
        r#"select email as "email: Email" from accounts
           where id = $1 and email_verified_at is null for no key update"#,
        id as AccountId
    );
    Ok(email.fetch_optional(&mut **tx).await?)
}

/// Confirms the address that this link was sent to. `false`: the link does not work any more.
pub async fn confirm(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    secret: &str,
) -> Result<bool, db::Error> {
    let (clock, secret) = (clock.clone(), secret.to_owned());
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let Some(used) = link::use_up(tx, now, Purpose::Verify, &secret).await? else {
                return Ok(false);
            };
            let (id, email) = (used.account_id, used.email);
            // The account may have another address since.
            let done = sqlx::query!(
                "update accounts set email_verified_at = coalesce(email_verified_at, $3)
                 where id = $1 and email = $2 and status = 'active'",
                id as AccountId,
                email.as_str(),
                now
            );
            if done.execute(&mut **tx).await?.rows_affected() == 0 {
                return Ok(false);
            }
            let entry = audit::Entry {
                actor,
                action: "account.verify",
                subject: format!("account:{id}"),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok::<_, db::Error>(true)
        })
    })
    .await
}

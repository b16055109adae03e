//! Closing an account: what said who it was is replaced or deleted, and it never opens again. Its number
//! stays, because the books and the audit log name it by that alone.
//!
//! `privacy::closing` is the verb that people call: it asks first what stands in the way, and does what
//! is to be done in the domains between.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::accounts::account::{self, ChangeError, Status};
use crate::accounts::audit::Actor;
use crate::accounts::email::Email;
use crate::accounts::oidc::identity;
use crate::accounts::rights::Rights;
use crate::accounts::role::Role;
use crate::accounts::{AccountId, factors, invite, notices, session};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

/// What a process had in memory of a closed account is written by then.
const LEFTOVERS: TimeDelta = TimeDelta::days(1);
const MARK_CHARS: usize = 6;

/// Whether somebody with these rights may close this account: everybody their own, and staff those of
/// customers.
#[must_use]
pub fn may_close((by, rights): (AccountId, Rights), (id, role): (AccountId, Role)) -> bool {
    by == id || (!role.is_staff() && rights.may_edit_customers())
}

/// Locks the account until the transaction ends, if this actor may close it and an owner is left.
/// One that is closed already is like one that is not there.
pub(crate) async fn lock(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: AccountId,
) -> Result<(), ChangeError> {
    match account::lock(tx, actor, id, (may_close, false)).await {
        Ok(before) if before.status == Status::Closed => Err(ChangeError::Missing),
        Ok(_) => Ok(()),
        // Another request of its holder may have been quicker; whoever is closed may do nothing.
        Err(ChangeError::NotAllowed) if actor.account_id == Some(id) => {
            let status = sqlx::query_scalar!(
                r#"select status as "status: Status" from accounts where id = $1"#,
                id as AccountId
            );
            match status.fetch_one(&mut **tx).await? {
                Status::Closed => Err(ChangeError::Missing),
                _ => Err(ChangeError::NotAllowed),
            }
        }
        Err(error) => Err(error),
    }
}

/// Closes it, and answers the address that it had. Pictures are left: other rows still point at them.
pub(crate) async fn close(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    id: AccountId,
) -> Result<Email, db::Error> {
    let email = sqlx::query_scalar!(
        r#"select email as "email: Email" from accounts where id = $1"#,
        id as AccountId
    );
    let email = email.fetch_one(&mut **tx).await?;
    // Before the half sign-ins, as whoever looks at a code or a passkey does; and before the address
    // changes, because the session that they start waits for that.
    factors::forget(tx, id).await?;
    // Nobody can sign up with it: the end of the name is of no network, and the mark is not guessed.
    let mark = secret::base62(MARK_CHARS).to_lowercase();
    sqlx::query!(
        "update accounts
         set email = $2, skeleton = $2, name = '', time_zone = 'UTC', language = null,
             password_hash = null, password_made_at = null, email_verified_at = null,
             suspended_because = null, role = 'customer', areas = '{}', status = 'closed', closed_at = $3
         where id = $1",
        id as AccountId,
        format!("closed-{id}-{mark}@closed.invalid"),
        now
    )
    .execute(&mut **tx)
    .await?;
    session::end_all(tx, id).await?;
    identity::forget_all(tx, id).await?;
    notices::forget_all(tx, id).await?;
    invite::withdraw_all(tx, id).await?;
    end_tokens(tx, now, id).await?;
    erase(tx, id, &email).await?;
    Ok(email)
}

/// Tokens stop at once. What they are called and where they were used says who had them.
async fn end_tokens(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update tokens set revoked_at = coalesce(revoked_at, $2), name = 'closed', hint = '',
                addresses = null, used_from = null
         where account_id = $1",
        id as AccountId,
        now
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from token_calls where token_id in (select id from tokens where account_id = $1)",
        id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn erase(tx: &mut PgTransaction<'_>, id: AccountId, email: &Email) -> Result<(), db::Error> {
    // What stands beside rows of the audit log. The rows hold a salted hash of it and stay, so the chain
    // is as whole as before.
    sqlx::query!(
        "delete from audit_people
         where audit_id in (select id from audit where actor_id = $1)
            or audit_id in (select id from audit
                            where actor_id is null and subject = 'account:' || $1::bigint)
            or email = $2",
        id as AccountId,
        email.as_str()
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from sign_in_guesses where account_id = $1", id as AccountId)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "delete from mail_links where account_id = $1 or email = $2",
        id as AccountId,
        email.as_str()
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from link_requests where email = $1", email.as_str())
        .execute(&mut **tx)
        .await?;
    sqlx::query!("delete from invites where email = $1", email.as_str()).execute(&mut **tx).await?;
    sqlx::query!("delete from account_notes where account_id = $1", id as AccountId)
        .execute(&mut **tx)
        .await?;
    sqlx::query!("delete from account_seen where account_id = $1", id as AccountId)
        .execute(&mut **tx)
        .await?;
    // Who looked, and when, stays; why may name somebody.
    sqlx::query!("update account_visits set reason = '–' where account_id = $1", id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes the pictures that the account has sent. Nothing points at them any more.
pub(crate) async fn erase_pictures(
    tx: &mut PgTransaction<'_>,
    id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!("delete from pictures where account_id = $1", id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Deletes what processes have written of accounts after these were closed: a call, or when somebody was
/// last here, is kept in memory for a second, and notices follow what is written already. Answers whether there may be more, which there never is.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let since = clock.now() - LEFTOVERS;
    let closed = sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where closed_at > $1"#,
        since
    );
    let closed = closed.fetch_all(db.pool()).await?;
    if closed.is_empty() {
        return Ok(false);
    }
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "delete from token_calls
                 where token_id in (select id from tokens where account_id = any($1))",
                &closed as &[AccountId]
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "update tokens set used_from = null
                 where account_id = any($1) and used_from is not null",
                &closed as &[AccountId]
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "delete from account_seen where account_id = any($1)",
                &closed as &[AccountId]
            )
            .execute(&mut **tx)
            .await?;
            // What happened to orders that ended just before is told later by a loop.
            notices::forget_late(tx, &closed).await?;
            Ok::<_, db::Error>(false)
        })
    })
    .await
}

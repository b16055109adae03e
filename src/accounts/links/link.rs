//! A link that was mailed: a row with the hash of its secret. The row goes when the link is used.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

const SECRET_CHARS: usize = 40;

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes an account with its address.
    SignUp,
    /// Shows that somebody reads the mail of their account's address.
    Verify,
    /// Lets somebody choose a new password.
    Reset,
    /// Gives an account the address that the link was sent to.
    Address,
    /// Keeps an account's address, or puts it back.
    Stop,
}

impl Purpose {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::Address => "address",
            Self::Stop => "stop",
        }
    }

    /// For how long a link works.
    #[must_use]
    pub const fn lasts(self) -> TimeDelta {
        match self {
            Self::SignUp | Self::Verify | Self::Address => TimeDelta::hours(24),
            Self::Reset => TimeDelta::minutes(30),
            // A change can be stopped after it was confirmed, too.
            Self::Stop => TimeDelta::days(3),
        }
    }
}

/// A link that works.
#[derive(Debug, Clone)]
pub struct Found {
    pub(super) id: i64,
    /// `None`: there is no account yet.
    pub account_id: Option<AccountId>,
    /// Whose mailbox it was sent to.
    pub email: Email,
    pub(super) sealed: Option<Vec<u8>>,
}

/// A link of an account that was used up.
pub(super) struct Used {
    /// Links that were made later have greater ones.
    pub id: i64,
    pub account_id: AccountId,
    pub email: Email,
}

/// A link before it is made.
pub(super) struct New<'n> {
    pub purpose: Purpose,
    pub account_id: Option<AccountId>,
    pub email: &'n Email,
    pub sealed: Option<Vec<u8>>,
}

/// Makes a link; answers its secret, which is not stored. Those that it replaces do not work any more.
pub(super) async fn make(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    new: New<'_>,
) -> Result<String, db::Error> {
    let secret = secret::base62(SECRET_CHARS);
    let hash = secret::sha256(secret.as_bytes());
    // Each notice of a change may stop it.
    if new.purpose != Purpose::Stop {
        sqlx::query!(
            "delete from mail_links
             where purpose = $1 and account_id is not distinct from $2
               and (account_id is not null or email = $3)",
            new.purpose.as_str(),
            new.account_id as Option<AccountId>,
            new.email.as_str()
        )
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query!(
        "insert into mail_links (hash, purpose, account_id, email, sealed, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &hash[..],
        new.purpose.as_str(),
        new.account_id as Option<AccountId>,
        new.email.as_str(),
        new.sealed,
        now,
        now + new.purpose.lasts()
    )
    .execute(&mut **tx)
    .await?;
    Ok(secret)
}

/// The link with this secret, if it works, for the page that asks; it is not used up.
pub async fn look(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Found>, db::Error> {
    let hash = secret::sha256(secret.as_bytes());
    Ok(sqlx::query_as!(
        Found,
        r#"select id, account_id as "account_id: AccountId", email as "email: Email", sealed
           from mail_links where hash = $1 and purpose = $2 and expires_at > $3"#,
        &hash[..],
        purpose.as_str(),
        now
    )
    .fetch_optional(executor)
    .await?)
}

/// Uses the link up, in the transaction that does what it is for. Of two at once, one gets it.
pub(super) async fn take(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Found>, db::Error> {
    let hash = secret::sha256(secret.as_bytes());
    let taken = sqlx::query_as!(
        Found,
        r#"delete from mail_links where hash = $1 and purpose = $2 and expires_at > $3
           returning id, account_id as "account_id: AccountId", email as "email: Email", sealed"#,
        &hash[..],
        purpose.as_str(),
        now
    );
    Ok(taken.fetch_optional(&mut **tx).await?)
}

/// Locks the account of a link, and then uses the link up. Whoever makes or withdraws links holds their
/// account already; with the link first, two could wait for each other.
pub(super) async fn use_up(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    purpose: Purpose,
    secret: &str,
) -> Result<Option<Used>, db::Error> {
    let seen = look(&mut **tx, now, purpose, secret).await?;
    let Some(account_id) = seen.and_then(|found| found.account_id) else { return Ok(None) };
    sqlx::query!("select from accounts where id = $1 for no key update", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    // It may have gone while this waited.
    let taken = take(tx, now, purpose, secret).await?;
    Ok(taken.map(|Found { id, email, .. }| Used { id, account_id, email }))
}

/// Takes the links away by which a change of this account's address could be stopped and that were made
/// after this one. An older one stays: its mailbox had the account before.
pub(super) async fn withdraw_later_stops(
    tx: &mut PgTransaction<'_>,
    used: &Used,
) -> Result<(), db::Error> {
    sqlx::query!(
        "delete from mail_links where account_id = $1 and purpose = $2 and id > $3",
        used.account_id as AccountId,
        Purpose::Stop.as_str(),
        used.id
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes the account's links of these purposes away. The account has to be locked.
pub(in crate::accounts) async fn withdraw(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    purposes: &[Purpose],
) -> Result<u64, db::Error> {
    let words: Vec<&str> = purposes.iter().map(|purpose| purpose.as_str()).collect();
    let gone = sqlx::query!(
        "delete from mail_links where account_id = $1 and purpose = any($2)",
        account_id as AccountId,
        &words as &[&str]
    );
    Ok(gone.execute(&mut **tx).await?.rows_affected())
}

/// Deletes the rows of links that are over, at most `most`; answers whether there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let done = sqlx::query!(
        "delete from mail_links where id in (
             select id from mail_links where expires_at <= $1 limit $2)",
        clock.now(),
        most
    );
    Ok(done.execute(db.pool()).await?.rows_affected() >= most.unsigned_abs())
}

//! Browsers that are not asked for the second factor for 30 days, because somebody who proved it has said
//! so. A cookie with 32 random bytes, of which the SHA-256 is stored. Without the password it opens
//! nothing. It ends with any change of the second factor or the password.

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng as _;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

/// For so long a browser is remembered.
pub const LASTS: TimeDelta = TimeDelta::days(30);

/// Remembers a browser; answers the secret of its cookie.
pub(in crate::accounts) async fn remember(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
) -> Result<String, db::Error> {
    let secret = secret::hex(&rand::rng().random::<[u8; 32]>());
    let hash = secret::sha256(secret.as_bytes());
    sqlx::query!(
        "insert into remembered_browsers (hash, account_id, made_at, expires_at)
         values ($1, $2, $3, $4)",
        &hash[..],
        account_id as AccountId,
        now,
        now + LASTS
    )
    .execute(&mut **tx)
    .await?;
    Ok(secret)
}

/// Whether this cookie is of a browser that is remembered for this account.
pub(in crate::accounts) async fn is_remembered(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    secret: &str,
) -> Result<bool, db::Error> {
    let hash = secret::sha256(secret.as_bytes());
    let is_known = sqlx::query_scalar!(
        r#"select exists (
               select from remembered_browsers
               where hash = $1 and account_id = $2 and expires_at > $3) as "is!""#,
        &hash[..],
        account_id as AccountId,
        now
    );
    Ok(is_known.fetch_one(executor).await?)
}

/// How many browsers are remembered.
pub async fn count(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
) -> Result<i64, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from remembered_browsers
           where account_id = $1 and expires_at > $2"#,
        account_id as AccountId,
        now
    );
    Ok(count.fetch_one(executor).await?)
}

/// Remembers no browser of this account any more; answers how many there were.
pub(in crate::accounts) async fn forget_all(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<u64, db::Error> {
    let gone = sqlx::query!(
        "delete from remembered_browsers where account_id = $1",
        account_id as AccountId
    );
    Ok(gone.execute(executor).await?.rows_affected())
}

/// Deletes the rows that are over, at most `most`; answers whether there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let done = sqlx::query!(
        "delete from remembered_browsers where hash in (
             select hash from remembered_browsers where expires_at <= $1 limit $2)",
        clock.now(),
        most
    );
    Ok(done.execute(db.pool()).await?.rows_affected() >= most.unsigned_abs())
}

//! How often wrong passwords came for an e-mail address, from all networks together. Above a number
//! an hour, strangers have to go slowly; browsers that have signed in before do not. The counts are
//! in the database, so all processes count together and `waybill account unlock` can clear them.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

/// Wrong passwords in an hour before strangers are slowed.
const FREE: i32 = 30;
const HOUR: TimeDelta = TimeDelta::hours(1);
/// After that, strangers have one try in this time.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// Counts are forgotten after this.
pub const KEPT: TimeDelta = TimeDelta::days(1);

/// An account whose password is being guessed.
#[derive(Debug, Clone)]
pub struct Guessed {
    pub account_id: AccountId,
    pub email: Email,
    /// Wrong passwords since `since`.
    pub count: i32,
    pub since: DateTime<Utc>,
}

fn hash(email: &str) -> Vec<u8> {
    secret::sha256(email.as_bytes()).to_vec()
}

/// The whole seconds that a stranger has to wait before a password for this address is looked at;
/// `None`: it is looked at now.
pub(super) async fn wait(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    email: &str,
) -> Result<Option<u64>, db::Error> {
    let last_at = sqlx::query_scalar!(
        "select last_at from sign_in_guesses where email_hash = $1 and count >= $2 and since > $3",
        hash(email),
        FREE,
        now - HOUR,
    )
    .fetch_optional(executor)
    .await?;
    let left = last_at.map(|at| (at + PAUSE - now).num_seconds());
    Ok(left.filter(|left| *left > 0).and_then(|left| u64::try_from(left).ok()))
}

/// Counts a wrong password from a stranger. `account_id`: whose address it is, if it is somebody's.
pub(super) async fn count(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    email: &str,
    account_id: Option<AccountId>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into sign_in_guesses as g (email_hash, account_id, count, since, last_at)
         values ($1, $2, 1, $3, $3)
         on conflict (email_hash) do update set account_id = excluded.account_id,
             count = case when g.since > $4 then g.count + 1 else 1 end,
             since = case when g.since > $4 then g.since else excluded.since end,
             last_at = excluded.last_at",
        hash(email),
        account_id as Option<AccountId>,
        now,
        now - HOUR,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// Forgets the guesses for this address; answers how many there were.
pub async fn forget(executor: impl PgExecutor<'_>, email: &Email) -> Result<i32, db::Error> {
    let count = sqlx::query_scalar!(
        "delete from sign_in_guesses where email_hash = $1 returning count",
        hash(email.as_str())
    )
    .fetch_optional(executor)
    .await?;
    Ok(count.unwrap_or_default())
}

/// The accounts that are being guessed at, the most guessed ones first; at most `limit`.
pub async fn guessed(
    executor: impl PgExecutor<'_>,
    clock: &Clock,
    limit: i64,
) -> Result<Vec<Guessed>, db::Error> {
    let rows = sqlx::query_as!(
        Guessed,
        r#"select a.id as "account_id: AccountId", a.email as "email: Email", g.count, g.since
           from sign_in_guesses g join accounts a on a.id = g.account_id
           where g.count >= $1 and g.since > $2 order by g.count desc, a.id limit $3"#,
        FREE,
        clock.now() - HOUR,
        limit,
    )
    .fetch_all(executor)
    .await?;
    Ok(rows)
}

/// Deletes old counts.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<(), db::Error> {
    let before = clock.now() - KEPT;
    sqlx::query!("delete from sign_in_guesses where last_at < $1", before)
        .execute(db.pool())
        .await?;
    Ok(())
}

//! Which messages are deleted: after their days, and with the account of their address.

use chrono::TimeDelta;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::settings;

/// Deletes the texts of refused messages that nobody needs any more, and rows that have been kept for so
/// many days; at most `most` of each. Answers whether there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    let days = settings::read(db.pool()).await?.keep_mails_days;
    let emptied = sqlx::query!(
        "update mails set sealed = null where id in (
             select id from mails where sealed is not null and expires_at <= $1
               and state = 'failed' limit $2)",
        now,
        most
    );
    let emptied = emptied.execute(db.pool()).await?.rows_affected();
    let deleted = sqlx::query!(
        "delete from mails where id in (
             select id from mails where made_at < $1 and state <> 'waiting' limit $2)",
        now - TimeDelta::days(days.into()),
        most
    );
    let deleted = deleted.execute(db.pool()).await?.rows_affected();
    Ok(emptied.max(deleted) >= most.unsigned_abs())
}

/// Deletes all messages to this address, sent or not, because its account is closed.
pub(crate) async fn forget_all(tx: &mut PgTransaction<'_>, address: &str) -> Result<(), db::Error> {
    sqlx::query!("delete from mails where address = $1", address).execute(&mut **tx).await?;
    Ok(())
}

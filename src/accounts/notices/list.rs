//! Notices as their reader sees them in the panel.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;

use super::kind::Kind;
use super::words::{self, Reader, Words};
use super::write::Facts;
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// More unread ones are not counted.
pub const COUNTED_MAX: i64 = 100;

/// One of them.
#[derive(Debug, Clone)]
pub struct Notice {
    pub id: i64,
    pub kind: Kind,
    facts: Json<Facts>,
    count: i64,
    pub made_at: DateTime<Utc>,
    pub is_read: bool,
}

impl Notice {
    /// In words.
    #[must_use]
    pub fn words(&self, reader: Reader<'_>) -> Words {
        words::words(reader, (self.kind, &self.facts.0), (self.count, self.made_at))
    }

    /// Where its reader finds more.
    #[must_use]
    pub fn path(&self) -> String {
        words::path(self.kind, &self.facts.0)
    }
}

/// Those of an account, the newest first.
pub async fn list(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    cursor: Cursor,
) -> Result<Page<Notice>, db::Error> {
    let rows = sqlx::query_as!(
        Notice,
        r#"select id, kind as "kind: Kind", facts as "facts: Json<Facts>", count, made_at,
                  read_at is not null as "is_read!"
           from notices where account_id = $1 and in_panel and id < $2 and id > $3
           order by id * $4 limit $5"#,
        account_id as AccountId,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |one| one.id))
}

/// How many an account has not read, at most [`COUNTED_MAX`].
pub async fn unread(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from notices where account_id = $1 and in_panel and read_at is null
               limit $2) as few"#,
        account_id as AccountId,
        COUNTED_MAX
    )
    .fetch_one(db)
    .await?)
}

/// The same of several accounts; those that have read everything are not among them.
pub async fn unread_of(
    db: impl PgExecutor<'_>,
    accounts: &[AccountId],
) -> Result<Vec<(AccountId, i64)>, db::Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id: AccountId", least(count(*), $2) as "count!"
           from notices where account_id = any($1) and in_panel and read_at is null
           group by account_id"#,
        accounts as &[AccountId],
        COUNTED_MAX
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.count)).collect())
}

/// Marks one of the account's own as read; answers where its reader finds more. `None`: there is none.
pub async fn open(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    (account_id, id): (AccountId, i64),
) -> Result<Option<String>, db::Error> {
    let row = sqlx::query!(
        r#"update notices set read_at = coalesce(read_at, $3)
           where id = $2 and account_id = $1 and in_panel
           returning kind as "kind: Kind", facts as "facts: Json<Facts>""#,
        account_id as AccountId,
        id,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| words::path(row.kind, &row.facts.0)))
}

/// Marks those of the account that its reader has seen as read: up to this one.
pub async fn read_all(
    db: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    (account_id, upto): (AccountId, i64),
) -> Result<u64, db::Error> {
    let done = sqlx::query!(
        "update notices set read_at = $3
         where account_id = $1 and id <= $2 and in_panel and read_at is null",
        account_id as AccountId,
        upto,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

//! Alerts as staff see them, and what was sent to a receiver.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::ReceiverId;
use super::table::Alert;
use crate::kit::db;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// Open alerts that are shown at once.
const OPEN_MAX: i64 = 50;
/// Messages that are shown of a receiver.
const DELIVERIES_MAX: i64 = 20;

/// One of them.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub kind: String,
    pub title: String,
    pub text: String,
    pub began_at: DateTime<Utc>,
    /// `None`: it is not over.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Listed {
    /// What its kind is called.
    #[must_use]
    pub fn name(&self) -> &str {
        Alert::find(&self.kind).map_or(self.kind.as_str(), |alert| alert.name)
    }
}

/// Those that are open, the oldest first.
pub async fn open(db: impl PgExecutor<'_>) -> Result<Vec<Listed>, db::Error> {
    Ok(sqlx::query_as!(
        Listed,
        "select id, kind, title, text, began_at, ended_at from alerts where ended_at is null
         order by began_at, id limit $1",
        OPEN_MAX
    )
    .fetch_all(db)
    .await?)
}

/// How many are open.
pub async fn count_open(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from alerts where ended_at is null"#)
        .fetch_one(db)
        .await?)
}

/// Those that are over, by their begin, newest first.
pub async fn history(db: impl PgExecutor<'_>, cursor: Cursor) -> Result<Page<Listed>, db::Error> {
    let rows = sqlx::query_as!(
        Listed,
        "select id, kind, title, text, began_at, ended_at from alerts
         where ended_at is not null and id < $1 and id > $2 order by id * $3 limit $4",
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |one| one.id))
}

/// A message to a receiver, and what came of it.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub title: String,
    pub is_end: bool,
    /// waiting, sent, failed or expired.
    pub state: String,
    pub said: String,
    pub tries: i32,
    pub made_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
}

/// The newest messages to a receiver, newest first.
pub async fn deliveries(
    db: impl PgExecutor<'_>,
    id: ReceiverId,
) -> Result<Vec<Delivery>, db::Error> {
    Ok(sqlx::query_as!(
        Delivery,
        r#"select title, what = 'ends' as "is_end!", state, said, tries, made_at, due_at, done_at
           from alert_messages where receiver_id = $1 order by id desc limit $2"#,
        id as ReceiverId,
        DELIVERIES_MAX
    )
    .fetch_all(db)
    .await?)
}

//! A customer's refills as a list, newest first.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::orders::OrderId;
use crate::orders::refill::Progress;

/// One refill, as its customer sees it.
#[derive(Debug, Clone)]
pub struct Refill {
    pub id: i64,
    pub order_id: OrderId,
    pub service: String,
    pub link: String,
    pub progress: Progress,
    pub asked_at: DateTime<Utc>,
    /// When it was made or refused.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A page of the account's refills; only those that are so far, unless `progress` is empty.
pub async fn page(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    progress: &[Progress],
    cursor: Cursor,
) -> Result<Page<Refill>, db::Error> {
    let rows = sqlx::query_as!(
        Refill,
        r#"select r.id as "id!", r.order_id as "order_id!: OrderId",
                  s.name as "service!", o.link as "link!",
                  r.progress as "progress!: Progress", r.asked_at as "asked_at!", r.ended_at
           from (
             (select *, case when state = 'asking' then 'in_progress' else state end as progress
              from refills
              where $5::bigint < 0 and account_id = $1 and id < $3
                and (cardinality($2::text[]) = 0
                     or case when state = 'asking' then 'in_progress' else state end = any($2))
              order by id desc limit $6)
             union all
             (select *, case when state = 'asking' then 'in_progress' else state end as progress
              from refills
              where $5::bigint > 0 and account_id = $1 and id > $4
                and (cardinality($2::text[]) = 0
                     or case when state = 'asking' then 'in_progress' else state end = any($2))
              order by id limit $6)) as r
           join orders o on o.id = r.order_id join services s on s.id = o.service_id
           order by r.id * $5::bigint"#,
        account_id as AccountId,
        progress as &[Progress],
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |row| row.id))
}

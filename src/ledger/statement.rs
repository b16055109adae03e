//! A customer's statement: every movement of their wallet, with the balance after it.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::ledger::OrderId;

/// One line. `amount` is negative when it left the wallet.
#[derive(Debug, Clone)]
pub struct Line {
    /// Counts the wallet's movements without gaps, from 1.
    pub version: i64,
    pub at: DateTime<Utc>,
    /// `charge`, `refund`, `deposit`, `adjust`.
    pub kind: String,
    pub order_id: Option<OrderId>,
    pub note: Option<String>,
    pub amount: Money,
    pub balance_after: Money,
}

/// Which lines.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these kinds; empty: all.
    pub kinds: Vec<String>,
    /// Only the movements of these orders; empty: all.
    pub orders: Vec<OrderId>,
}

/// One page, newest first.
pub async fn page(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    cursor: Cursor,
) -> Result<Page<Line>, db::Error> {
    let rows = lines(db, account_id, cursor, PAGE_ROWS + 1).await?;
    Ok(Page::new(rows, cursor, |line| line.version))
}

/// One page of some of them, newest first.
pub async fn page_of(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    filter: &Filter,
    cursor: Cursor,
) -> Result<Page<Line>, db::Error> {
    let rows = lines_of(db, account_id, filter, cursor, PAGE_ROWS + 1).await?;
    Ok(Page::new(rows, cursor, |line| line.version))
}

/// The newest `limit` lines at the cursor, in its direction.
pub async fn lines(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<Line>, db::Error> {
    lines_of(db, account_id, &Filter::default(), cursor, limit).await
}

/// As [`lines`], for some of them. Two ordered scans, of which one runs: no index serves an order
/// that depends on a parameter.
pub async fn lines_of(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    filter: &Filter,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<Line>, db::Error> {
    Ok(sqlx::query_as!(
        Line,
        r#"(select version as "version!", at as "at!", kind as "kind!",
                   order_id as "order_id: OrderId", note,
                   case when debit = 'wallet' then -amount else amount end as "amount!: Money",
                   balance_after as "balance_after!: Money"
            from transfers
            where $4::bigint < 0 and account_id = $1 and version is not null and version < $2
              and (cardinality($6::text[]) = 0 or kind = any($6))
              and (cardinality($7::bigint[]) = 0 or order_id = any($7))
            order by version desc limit $5)
           union all
           (select version, at, kind, order_id, note,
                   case when debit = 'wallet' then -amount else amount end, balance_after
            from transfers
            where $4::bigint > 0 and account_id = $1 and version is not null and version > $3
              and (cardinality($6::text[]) = 0 or kind = any($6))
              and (cardinality($7::bigint[]) = 0 or order_id = any($7))
            order by version limit $5)"#,
        account_id as AccountId,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        limit,
        &filter.kinds,
        &filter.orders as &[OrderId]
    )
    .fetch_all(db)
    .await?)
}

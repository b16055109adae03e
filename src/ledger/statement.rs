//! A customer's statement: every movement of their wallet, with the balance after it.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::kit::range::Range;
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
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only these kinds; empty: all.
    pub kinds: Vec<String>,
    /// Only the movements of these orders; empty: all.
    pub orders: Vec<OrderId>,
    /// Only these versions; see [`between`].
    pub versions: Range,
}

impl Default for Filter {
    fn default() -> Self {
        Self { kinds: Vec::new(), orders: Vec::new(), versions: Range::ALL }
    }
}

/// What some lines add up to, both without a sign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub incoming: Money,
    pub outgoing: Money,
}

/// More lines than this are not added up while somebody waits for the page.
pub const TOTALS_MAX: i64 = 20_000;

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
              and version > $8 and version <= $9
            order by version desc limit $5)
           union all
           (select version, at, kind, order_id, note,
                   case when debit = 'wallet' then -amount else amount end, balance_after
            from transfers
            where $4::bigint > 0 and account_id = $1 and version is not null and version > $3
              and (cardinality($6::text[]) = 0 or kind = any($6))
              and (cardinality($7::bigint[]) = 0 or order_id = any($7))
              and version > $8 and version <= $9
            order by version limit $5)"#,
        account_id as AccountId,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        limit,
        &filter.kinds,
        &filter.orders as &[OrderId],
        filter.versions.above,
        filter.versions.upto
    )
    .fetch_all(db)
    .await?)
}

/// The versions of the movements from one moment on and before another; `None`: from the first, and
/// up to the newest that there is now. A wallet's movements are numbered in the order of time, so
/// few of them are looked at.
pub async fn between(
    db: &Db,
    account_id: AccountId,
    (from, before): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
) -> Result<Range, db::Error> {
    let above = match from {
        Some(from) => count_before(db, account_id, from).await?,
        None => 0,
    };
    let upto = match before {
        Some(before) => count_before(db, account_id, before).await?,
        None => {
            let newest = sqlx::query_scalar!(
                "select version from wallets where account_id = $1",
                account_id as AccountId
            );
            newest.fetch_optional(db.pool()).await?.unwrap_or_default()
        }
    };
    Ok(Range { above, upto })
}

/// How many movements there were before a moment: halves the versions until it is found.
async fn count_before(db: &Db, account_id: AccountId, at: DateTime<Utc>) -> Result<i64, db::Error> {
    let found = sqlx::query_scalar!(
        r#"with recursive half (low, high) as (
               select 0::bigint, version + 1 from wallets where account_id = $1
               union all
               select case when t.at < $2 then t.version else low end,
                      case when t.at < $2 then high else t.version end
               from half join transfers t
                    on t.account_id = $1 and t.version = (low + high) / 2
               where high - low > 1)
           select low as "low!" from half where high - low = 1"#,
        account_id as AccountId,
        at
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(found.unwrap_or_default())
}

/// The balance after the newest movement up to this version; zero before the first.
pub async fn balance_at(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    version: i64,
) -> Result<Money, db::Error> {
    let found = sqlx::query_scalar!(
        r#"select balance_after as "balance!: Money" from transfers
           where account_id = $1 and version is not null and version <= $2
           order by version desc limit 1"#,
        account_id as AccountId,
        version
    )
    .fetch_optional(db)
    .await?;
    Ok(found.unwrap_or_default())
}

/// What came in and went out in these lines; `None`: they are among more than [`TOTALS_MAX`].
pub async fn totals(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    filter: &Filter,
) -> Result<Option<Totals>, db::Error> {
    let Range { above, upto } = filter.versions;
    if filter.orders.is_empty() && upto.saturating_sub(above) > TOTALS_MAX {
        return Ok(None);
    }
    let sums = sqlx::query!(
        r#"select count(*) as "count!",
                  coalesce(sum(amount) filter (where debit <> 'wallet'), 0)::bigint
                      as "incoming!: Money",
                  coalesce(sum(amount) filter (where debit = 'wallet'), 0)::bigint
                      as "outgoing!: Money"
           from (select amount, debit from transfers
                 where account_id = $1 and version is not null and version > $2 and version <= $3
                   and (cardinality($4::text[]) = 0 or kind = any($4))
                   and (cardinality($5::bigint[]) = 0 or order_id = any($5))
                 limit $6) as counted"#,
        account_id as AccountId,
        above,
        upto,
        &filter.kinds,
        &filter.orders as &[OrderId],
        TOTALS_MAX + 1
    )
    .fetch_one(db)
    .await?;
    let totals = Totals { incoming: sums.incoming, outgoing: sums.outgoing };
    Ok((sums.count <= TOTALS_MAX).then_some(totals))
}

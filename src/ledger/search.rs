//! Transfers as staff look for them: by key, order, account, kind and time; the newest first.

use chrono::{DateTime, TimeDelta, Utc};

use super::OrderId;
use crate::accounts::AccountId;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// So many ids are looked at for a page; one that ends there leads on to older ones.
const LOOKED_AT: i64 = 50_000;
/// Those who write at the same moment may wait for each other for so long.
const OUT_OF_ORDER: TimeDelta = TimeDelta::minutes(10);

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub id: i64,
    pub account_id: AccountId,
    pub email: String,
    pub debit: String,
    pub credit: String,
    pub amount: Money,
    pub kind: String,
    pub key: String,
    pub order_id: Option<OrderId>,
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

/// Which of them; nothing means all.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The whole key.
    pub key: Option<String>,
    pub order_id: Option<OrderId>,
    /// Movements of this account's wallet.
    pub account_id: Option<AccountId>,
    pub kind: Option<String>,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// Those with an id below this one, at most `limit`; and the id below which to go on. `None`: there
/// are no more.
pub async fn find(
    db: &Db,
    search: &Search,
    (below, limit): (i64, i64),
) -> Result<(Vec<Transfer>, Option<i64>), db::Error> {
    let Search { key, order_id, account_id, kind, from, until } = search;
    // By a key, an order or a wallet there is an index. Without these, a stretch of ids is read.
    let is_narrow = key.is_some() || order_id.is_some() || account_id.is_some();
    let stretch = match is_narrow {
        true => (0, below),
        false => stretch(db, (*from, *until), below).await?,
    };
    let rows = sqlx::query_as!(
        Transfer,
        r#"with found as (
               (select * from transfers where $1::text is not null and key = $1)
               union all
               (select * from transfers
                where $1::text is null and $2::bigint is not null and order_id = $2)
               union all
               (select * from transfers
                where $1::text is null and $2::bigint is null and $3::bigint is not null
                      and account_id = $3 and version is not null and id < $8
                order by version desc limit $10)
               union all
               (select * from transfers where $7::bigint > 0 and id >= $7 and id < $8
                order by id desc))
           select t.id as "id!", t.account_id as "account_id!: AccountId",
                  coalesce(a.email, '') as "email!", debit as "debit!", credit as "credit!",
                  amount as "amount!: Money", t.kind as "kind!", key as "key!",
                  order_id as "order_id: OrderId", note, at as "at!"
           from found t left join accounts a on a.id = t.account_id
           where t.id < $8 and ($3::bigint is null or t.account_id = $3)
                 and ($2::bigint is null or t.order_id = $2)
                 and ($4::text is null or t.kind = $4)
                 and ($5::timestamptz is null or t.at >= $5)
                 and ($6::timestamptz is null or t.at < $6)
           order by t.id desc limit $9"#,
        key.as_deref(),
        order_id.map(OrderId::get),
        account_id.map(AccountId::get),
        kind.as_deref(),
        *from,
        *until,
        stretch.0,
        stretch.1,
        limit,
        LOOKED_AT
    )
    .fetch_all(db.pool())
    .await?;
    let next = match rows.last() {
        Some(last) if i64::try_from(rows.len()).is_ok_and(|count| count >= limit) => Some(last.id),
        // There may be more before the stretch.
        _ if stretch.0 > 1 && stretch.1 - stretch.0 >= LOOKED_AT => Some(stretch.0),
        _ => None,
    };
    Ok((rows, next))
}

/// The ids to look at: from one on and below another.
async fn stretch(
    db: &Db,
    (from, until): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    below: i64,
) -> Result<(i64, i64), db::Error> {
    let newest = sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!" from transfers"#)
        .fetch_one(db.pool())
        .await?;
    let mut below = below.clamp(1, newest + 1);
    if let Some(until) = until {
        below = below.min(first_id(db, until + OUT_OF_ORDER, newest).await?);
    }
    let above = match from {
        Some(from) => first_id(db, from - OUT_OF_ORDER, newest).await?,
        None => 1,
    };
    Ok(((below - LOOKED_AT).max(above).max(1), below))
}

/// The id from which on transfers were made at this time or later, as ids are given in the order of
/// time. It halves the ids until one is left.
async fn first_id(db: &Db, at: DateTime<Utc>, newest: i64) -> Result<i64, db::Error> {
    let (mut low, mut high) = (1, newest + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let next =
            sqlx::query!("select id, at from transfers where id >= $1 order by id limit 1", middle)
                .fetch_optional(db.pool())
                .await?;
        match next {
            Some(row) if row.at < at => low = row.id + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

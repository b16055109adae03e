//! What a blocked target would have caught, before it is blocked.
//!
//! The answer comes fast on millions of orders. First an index finds the orders by the hosts that the
//! pattern names. If there are more than a few thousand, or it names no host, the newest orders are
//! walked through instead, and the answer says how many; to these come all orders for exactly the
//! page that it names. What the database finds is only near enough: each order's target is compared
//! as an order's link is.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::catalogue::blocked::Pattern;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::orders::{Form, OrderId, State};

/// How far it looks back.
pub const LOOKS_BACK: TimeDelta = TimeDelta::days(30);
/// With more orders than this at its hosts, in all time, the newest are walked through.
const INDEXED_MAX: i64 = 4_000;
/// The newest orders that are walked through.
const WALKED_MAX: i64 = 100_000;
/// It counts to here, and one more says that there are more.
const COUNTED_MAX: i64 = 10_000;
/// The newest orders that are shown.
const NEWEST_MAX: usize = 20;

/// What would have been caught.
#[derive(Debug, Clone, Default)]
pub struct Caught {
    /// Orders; above 10,000 there are more than were counted.
    pub orders: i64,
    pub customers: i64,
    pub charged: Money,
    /// Orders that have not ended. If the index was enough, those before the 30 days count too.
    pub open: i64,
    /// `Some`: only so many of the newest orders were looked at, and those for exactly its page.
    pub of_newest: Option<i64>,
    pub newest: Vec<CaughtOrder>,
}

/// An order that would have been caught.
#[derive(Debug, Clone)]
pub struct CaughtOrder {
    pub id: OrderId,
    pub account_id: AccountId,
    pub email: String,
    pub service: String,
    pub link: String,
    pub state: State,
    pub form: Form,
    pub charge: Money,
    pub created_at: DateTime<Utc>,
}

/// An order that may be caught.
struct Candidate {
    id: OrderId,
    account_id: AccountId,
    target: String,
    charge: Money,
    created_at: DateTime<Utc>,
    is_open: bool,
}

/// What this pattern would have caught in the 30 days before `now`.
pub async fn by(db: &Db, pattern: &Pattern, now: DateTime<Utc>) -> Result<Caught, db::Error> {
    let pattern = pattern.clone();
    db.transaction(move |tx| Box::pin(async move { read(tx, &pattern, now - LOOKS_BACK).await }))
        .await
}

async fn read(
    tx: &mut PgTransaction<'_>,
    pattern: &Pattern,
    since: DateTime<Utc>,
) -> Result<Caught, db::Error> {
    let (found, of_newest) = match indexed(tx, pattern).await? {
        Some(found) => (found, None),
        None => {
            let (mut found, of_newest) = walked(tx, pattern, since).await?;
            found.extend(of_page(tx, pattern).await?);
            (found, of_newest)
        }
    };
    let is_caught = |one: &Candidate| pattern.catches(&one.target);
    let mut caught = Caught { of_newest, ..Caught::default() };
    let (mut customers, mut ids, mut seen) = (HashSet::new(), Vec::new(), HashSet::new());
    for one in found.into_iter().filter(is_caught) {
        if !seen.insert(one.id) {
            continue;
        }
        caught.open += i64::from(one.is_open);
        if one.created_at < since {
            continue;
        }
        caught.orders += 1;
        caught.charged = caught.charged.checked_add(one.charge).unwrap_or(caught.charged);
        customers.insert(one.account_id);
        ids.push(one.id);
    }
    caught.customers = i64::try_from(customers.len()).unwrap_or(i64::MAX);
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.truncate(NEWEST_MAX);
    caught.newest = shown(tx, &ids).await?;
    Ok(caught)
}

/// The orders at the pattern's hosts; `None`: there are too many, or it names no host.
async fn indexed(
    tx: &mut PgTransaction<'_>,
    pattern: &Pattern,
) -> Result<Option<Vec<Candidate>>, db::Error> {
    let hosts = pattern.hosts();
    if hosts.is_empty() {
        return Ok(None);
    }
    // Otherwise a whole site would be put into a bitmap before the first of its rows is looked at.
    sqlx::query!("set local enable_bitmapscan = off").execute(&mut **tx).await?;
    let (from, until): (Vec<String>, Vec<String>) =
        hosts.into_iter().map(|one| (one.from, one.until)).unzip();
    let found = sqlx::query_as!(
        Candidate,
        r#"select f.id as "id!: OrderId", f.account_id as "account_id!: AccountId",
                  f.target as "target!", f.charge as "charge!: Money",
                  f.created_at as "created_at!", f.ended_at is null as "is_open!"
           from unnest($1::text[], $2::text[]) as p (first, past)
           cross join lateral (
               select o.id, o.account_id, o.target, o.charge, o.created_at, o.ended_at
               from orders o
               where o.target is not null
                 and lower(reverse(split_part(o.target, '/', 1)) collate "C") >= p.first
                 and lower(reverse(split_part(o.target, '/', 1)) collate "C") < p.past
               limit $3) as f"#,
        &from,
        &until,
        INDEXED_MAX + 1
    )
    .fetch_all(&mut **tx)
    .await?;
    let is_all = i64::try_from(found.len()).is_ok_and(|count| count <= INDEXED_MAX);
    Ok(is_all.then_some(found))
}

/// Those of the newest orders that are like the pattern, newest first, and how many orders were
/// looked at, unless they were all since then.
async fn walked(
    tx: &mut PgTransaction<'_>,
    pattern: &Pattern,
    since: DateTime<Utc>,
) -> Result<(Vec<Candidate>, Option<i64>), db::Error> {
    let found = sqlx::query_as!(
        Candidate,
        r#"select id as "id: OrderId", account_id as "account_id: AccountId", target as "target!",
                  charge as "charge: Money", created_at, ended_at is null as "is_open!"
           from orders
           where id > (select coalesce(max(id), 0) from orders) - $3::bigint and created_at >= $2
             and target is not null and lower(target) like any($1)
           order by id desc limit $4"#,
        &pattern.likes(),
        since,
        WALKED_MAX,
        COUNTED_MAX + 1
    )
    .fetch_all(&mut **tx)
    .await?;
    if i64::try_from(found.len()).is_ok_and(|count| count > COUNTED_MAX) {
        return Ok((found, None));
    }
    let is_more = sqlx::query_scalar!(
        r#"select coalesce((select created_at >= $1 from orders
                            where id <= (select max(id) from orders) - $2::bigint
                            order by id desc limit 1), false) as "is_more!""#,
        since,
        WALKED_MAX
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((found, is_more.then_some(WALKED_MAX)))
}

/// The orders for exactly the page that the pattern names.
async fn of_page(
    tx: &mut PgTransaction<'_>,
    pattern: &Pattern,
) -> Result<Vec<Candidate>, db::Error> {
    let Some(target) = pattern.page() else { return Ok(Vec::new()) };
    Ok(sqlx::query_as!(
        Candidate,
        r#"select id as "id: OrderId", account_id as "account_id: AccountId", target as "target!",
                  charge as "charge: Money", created_at, ended_at is null as "is_open!"
           from orders
           where target is not null and hashtextextended(target, 0) = hashtextextended($1, 0)
             and target = $1
           limit $2"#,
        target,
        COUNTED_MAX + 1
    )
    .fetch_all(&mut **tx)
    .await?)
}

async fn shown(tx: &mut PgTransaction<'_>, ids: &[OrderId]) -> Result<Vec<CaughtOrder>, db::Error> {
    Ok(sqlx::query_as!(
        CaughtOrder,
        r#"select o.id as "id: OrderId", o.account_id as "account_id: AccountId", a.email,
                  s.name as service, o.link, o.state as "state: State", o.form as "form: Form",
                  o.charge as "charge: Money", o.created_at
           from orders o join accounts a on a.id = o.account_id
           join services s on s.id = o.service_id
           where o.id = any($1) order by o.id desc"#,
        ids as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?)
}

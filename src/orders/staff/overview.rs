//! Orders in short, for staff: a customer's sums, and which orders have waited.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::orders::read::{COUNTED_MAX, Order};
use crate::orders::{OrderId, State, totals};
use crate::providers::ProviderId;

/// The sums of a customer's orders.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    pub orders: i64,
    /// Charged, and neither delivered nor refunded yet.
    pub in_flight: Money,
    /// Paid for delivered units.
    pub spent: Money,
}

/// The sums of one customer: of all orders as they are now, or as of some seconds ago if there are very
/// many.
pub async fn totals(db: &Db, account_id: AccountId) -> Result<Totals, db::Error> {
    let kept = totals::kept(db.pool(), account_id).await?;
    if kept.orders > COUNTED_MAX { Ok(kept) } else { exact(db.pool(), account_id).await }
}

/// A drip-feed's runs and the portions of a paced order carry shares of
/// their parent's charge: the charge is taken once, and each of them settles its own share.
async fn exact(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Totals, db::Error> {
    let row = sqlx::query!(
        r#"select count(*) as "orders!",
                  coalesce(sum(charge) filter (where form not in ('run', 'portion')), 0)::bigint
                      as "charged!: Money",
                  coalesce(sum(refunded), 0)::bigint as "refunded!: Money",
                  coalesce(sum(charge - refunded)
                      filter (where form not in ('drip', 'paced') and ended_at is not null), 0)::bigint
                      as "spent!: Money"
           from orders where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_one(db)
    .await?;
    let held = row.charged.checked_sub(row.refunded).and_then(|net| net.checked_sub(row.spent));
    Ok(Totals { orders: row.orders, in_flight: held.unwrap_or_default(), spent: row.spent })
}

/// How many orders a person should look at; not counted further than [`COUNTED_MAX`] + 1.
pub async fn attention(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from (
               select from orders where attention is not null limit $1) as few"#,
        COUNTED_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

/// The newest event of each of these orders: who decides about one must have seen all of it.
pub async fn newest_events(
    db: impl PgExecutor<'_>,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, i64>, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id as "id!: OrderId", e.id as "event!"
           from unnest($1::bigint[]) as o (id) cross join lateral (
               select id from order_events where order_id = o.id order by id desc limit 1) as e"#,
        orders as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.event)).collect())
}

/// When something last happened to each of these orders.
pub async fn last_news(
    db: impl PgExecutor<'_>,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, DateTime<Utc>>, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id as "id!: OrderId", e.at
           from unnest($1::bigint[]) as o (id) cross join lateral (
               select at from order_events where order_id = o.id order by id desc limit 1) as e"#,
        orders as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.at)).collect())
}

/// Whether nothing has happened to it for too long. An order that a person must decide is overdue
/// at once; other orders are overdue after the time in which they should have moved.
#[must_use]
pub fn is_overdue(order: &Order, still: TimeDelta) -> bool {
    let most = match order.state {
        State::Hold | State::Unknown | State::Review => TimeDelta::zero(),
        State::Queued => TimeDelta::minutes(10),
        State::Submitting => TimeDelta::minutes(2),
        State::Running if !order.form.is_parent() => TimeDelta::hours(24),
        State::Running | State::Scheduled | State::Paused => TimeDelta::MAX,
        State::Completed | State::Partial | State::Canceled | State::Expired => TimeDelta::MAX,
    };
    order.attention.is_some() || still > most
}

/// What staff see of an order beside what its customer sees.
#[derive(Debug, Clone, Default)]
pub struct Inside {
    /// "" before a provider has it.
    pub provider: String,
    /// Its number there; "" for none.
    pub upstream_id: String,
    /// The provider that staff chose for it; "" for none.
    pub moved_to: String,
    pub cost: Money,
    /// One line of a mass order.
    pub is_mass: bool,
}

/// By order.
pub async fn inside(
    db: impl PgExecutor<'_>,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Inside>, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id as "id!: OrderId", coalesce(p.name, '') as "provider!",
                  coalesce(o.upstream_id, '') as "upstream_id!", coalesce(m.name, '') as "moved_to!",
                  o.cost as "cost!: Money",
                  coalesce(o.idempotency_key like 'mass:%', false) as "is_mass!"
           from orders o left join providers p on p.id = o.provider_id
           left join providers m on m.id = o.moved_to
           where o.id = any($1)"#,
        orders as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    let inside = rows.into_iter().map(|row| {
        let (provider, upstream_id, moved_to) = (row.provider, row.upstream_id, row.moved_to);
        let inside =
            Inside { provider, upstream_id, moved_to, cost: row.cost, is_mass: row.is_mass };
        (row.id, inside)
    });
    Ok(inside.collect())
}

/// Which provider has an order, and when the panel asks about it next.
#[derive(Debug, Clone)]
pub struct AtProvider {
    /// "" before a provider has it.
    pub provider: String,
    pub upstream_id: String,
    /// The provider that staff chose for it; "" for none.
    pub moved_to: String,
    pub cost: Money,
    pub next_at: Option<DateTime<Utc>>,
    /// The provider's own word for its state, as of the last report that changed something.
    pub reported: Option<String>,
    /// What the provider said that the panel could not read.
    pub unread: Option<String>,
}

/// Where this order is.
pub async fn at_provider(
    db: impl PgExecutor<'_>,
    order_id: OrderId,
) -> Result<Option<AtProvider>, db::Error> {
    Ok(sqlx::query_as!(
        AtProvider,
        r#"select coalesce(p.name, '') as "provider!", coalesce(o.upstream_id, '') as "upstream_id!",
                  coalesce(m.name, '') as "moved_to!", o.cost as "cost!: Money",
                  l.due_at as "next_at?", o.reported, o.unread
           from orders o left join providers p on p.id = o.provider_id
           left join providers m on m.id = o.moved_to
           left join looks l on l.order_id = o.id
           where o.id = $1"#,
        order_id as OrderId
    )
    .fetch_optional(db)
    .await?)
}

/// The orders of a provider that are not finished.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unfinished {
    /// All orders that it has or may have.
    pub open: i64,
    /// How many of these are unknown.
    pub unknown: i64,
}

/// By provider; providers without any are missing. Until a provider says that it took an order, the
/// order counts for the provider to which it was sent last. No provider's are counted further than
/// about [`COUNTED_MAX`].
pub async fn unfinished_by_provider(
    db: impl PgExecutor<'_>,
) -> Result<HashMap<ProviderId, Unfinished>, db::Error> {
    let rows = sqlx::query!(
        r#"with found as (
               select p.id, 'running' as state from providers p cross join lateral (
                   select from looks where provider_id = p.id and what = 'running' limit $1) as k
               union all
               select coalesce(o.provider_id, (select a.provider_id from attempts a
                                               where a.order_id = o.id
                                               order by a.id desc limit 1)), o.state
               from ((select order_id as id from looks where what <> 'running' limit $1)
                     union
                     (select id from orders where attention is not null
                          and state in ('unknown', 'review') limit $1)) as l
               join orders o on o.id = l.id)
           select id as "provider_id!: ProviderId", count(*) as "open!",
                  count(*) filter (where state = 'unknown') as "unknown!"
           from found where id is not null group by id"#,
        COUNTED_MAX + 1
    )
    .fetch_all(db)
    .await?;
    let found = rows.into_iter();
    Ok(found
        .map(|row| (row.provider_id, Unfinished { open: row.open, unknown: row.unknown }))
        .collect())
}

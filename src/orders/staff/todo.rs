//! What waits for a person, in short: how much of each kind, and since when. Nothing is counted
//! further than somebody reads: [`COUNTED_MAX`] on pages, [`BADGE_MAX`] beside the navigation.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::kit::db;
use crate::orders::OrderId;
use crate::orders::attention::Attention;
use crate::orders::read::COUNTED_MAX;

/// Beside the navigation, more than these are not counted.
pub const BADGE_MAX: i64 = 99;

/// Things of one kind that wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heap {
    /// Not counted further than [`COUNTED_MAX`] + 1.
    pub count: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<DateTime<Utc>>,
}

impl Heap {
    fn and(self, other: Self) -> Self {
        let oldest = self.oldest.into_iter().chain(other.oldest).min();
        Self { count: self.count.saturating_add(other.count), oldest }
    }
}

/// Orders, cancels and refills that wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Todo {
    /// Nobody knows whether the provider has them.
    pub unknown: Heap,
    /// Every provider has refused them.
    pub hold: Heap,
    /// They wait to be sent. Of many, the oldest that was looked at is not always the oldest.
    pub queued: Heap,
    /// For an hour nothing could be read about them.
    pub stuck: Heap,
    /// Something else about them needs a look.
    pub look: Heap,
    /// Orders that staff deliver by hand.
    pub by_hand: Heap,
    /// Refills that wait for a person.
    pub refills: Heap,
    /// Cancels that have not ended.
    pub cancels: Heap,
}

/// All of it. Each count reads an index that has those rows alone: a reason that is a parameter would
/// let PostgreSQL read all orders by their ids instead. Orders whose refill waits are counted as
/// refills.
pub async fn read(db: impl PgExecutor<'_>) -> Result<Todo, db::Error> {
    let rows = sqlx::query!(
        r#"select n.what as "what!", n.count as "count!", coalesce(n.at, e.at) as oldest
           from (
               select 'hold' as what, count(*) as count, min(id) as first,
                      null::timestamptz as at from (
                   select id from orders where attention_reason = 'hold' order by id limit $1) few
               union all
               select 'review', count(*), min(id), null from (
                   select id from orders where attention_reason = 'review' order by id limit $1) few
               union all
               select 'unknown', count(*), min(id), null from (
                   select id from orders where attention_reason = 'unknown' order by id limit $1) few
               union all
               select 'late_answer', count(*), min(id), null from (
                   select id from orders where attention_reason = 'late_answer' order by id limit $1) few
               union all
               select 'late_report', count(*), min(id), null from (
                   select id from orders where attention_reason = 'late_report' order by id limit $1) few
               union all
               select 'unread', count(*), min(id), null from (
                   select id from orders where attention_reason = 'unread' order by id limit $1) few
               union all
               select 'cancel_unread', count(*), min(id), null from (
                   select id from orders where attention_reason = 'cancel_unread' order by id limit $1) few
               union all
               select 'refill_unread', count(*), min(id), null from (
                   select id from orders where attention_reason = 'refill_unread' order by id limit $1) few
               union all
               select 'queued', count(*), null, min(created_at) from (
                   select created_at from orders where lane is not null
                   order by lane, account_id, due_at limit $1) few
               union all
               select 'by hand', count(*), min(order_id), null from (
                   select l.order_id from looks l join providers p on p.id = l.provider_id
                   where l.what = 'running' and l.due_at is null and p.protocol = 'manual'
                   order by l.order_id limit $1) few
               union all
               select 'refill', count(*), null, min(asked_at) from (
                   select asked_at from refills where ended_at is null and due_at is null
                   limit $1) few
               union all
               select 'cancel', count(*), null, min(asked_at) from (
                   select asked_at from cancels where ended_at is null limit $1) few) n
           left join lateral (
               select at from order_events where order_id = n.first order by id desc limit 1) e
               on true
           where n.count > 0"#,
        COUNTED_MAX + 1
    )
    .fetch_all(db)
    .await?;
    let mut todo = Todo::default();
    for row in rows {
        let heap = Heap { count: row.count, oldest: row.oldest };
        let place = match (row.what.as_str(), Attention::parse(&row.what)) {
            ("by hand", _) => &mut todo.by_hand,
            ("queued", _) => &mut todo.queued,
            ("refill", _) => &mut todo.refills,
            ("cancel", _) => &mut todo.cancels,
            (_, Some(Attention::Unknown)) => &mut todo.unknown,
            (_, Some(Attention::Hold)) => &mut todo.hold,
            (_, Some(Attention::Unread | Attention::CancelUnread | Attention::RefillUnread)) => {
                &mut todo.stuck
            }
            _ => &mut todo.look,
        };
        *place = place.and(heap);
    }
    Ok(todo)
}

/// How much waits at the desk, not counted further than [`BADGE_MAX`] + 1 of each kind. It is asked
/// for by every page of staff.
pub async fn badge(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select (select count(*) from (select from orders where attention_reason = 'unknown'
                                         limit $1) few)
                + (select count(*) from (
                       select from looks l join providers p on p.id = l.provider_id
                       where l.what = 'running' and l.due_at is null and p.protocol = 'manual'
                       limit $1) few)
                + (select count(*) from (select from refills where ended_at is null
                                             and due_at is null limit $1) few) as "count!""#,
        BADGE_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

/// Unknown orders after this one that wait for a person, the oldest first, at most `limit`.
pub async fn unknown(
    db: impl PgExecutor<'_>,
    after: i64,
    limit: i64,
) -> Result<Vec<OrderId>, db::Error> {
    // What came late about an unknown order is another reason to look at it; it stays unknown.
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: OrderId" from (
               (select id from orders where attention_reason = 'unknown' and state = 'unknown'
                    and id > $1 order by id limit $2)
               union
               (select id from orders where attention_reason = 'late_answer'
                    and state = 'unknown' and id > $1 order by id limit $2)) as waiting
           order by id limit $2"#,
        after,
        limit
    )
    .fetch_all(db)
    .await?)
}

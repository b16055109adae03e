//! Orders that staff deliver themselves: the queue, how far each is, and what they answer to a
//! customer who wants one canceled. An end is `desk::end`, like any other. Refills that are made by
//! hand stand in `refill_desk.rs`.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::State;
use super::desk::{self, By, DeskError};
use super::event::{self, Event};
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::kit::page::PAGE_ROWS;

/// An order in the queue.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: i64,
    pub account_id: i64,
    pub email: String,
    pub service_id: i64,
    pub service: String,
    pub link: String,
    pub quantity: i64,
    pub remains: i64,
    pub start_count: Option<i64>,
    /// Since when it stands in the queue.
    pub since: DateTime<Utc>,
    /// Its customer wants it canceled, since then.
    pub cancel_asked_at: Option<DateTime<Utc>>,
}

/// How many stand in the queue.
pub async fn count(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from orders o join providers p on p.id = o.provider_id
           where o.state = 'running' and o.due_at is null and p.protocol = 'manual'"#
    )
    .fetch_one(db)
    .await?)
}

/// The queue from the order after this one on, oldest first: a page and one more.
pub async fn queue(db: impl PgExecutor<'_>, after: i64) -> Result<Vec<Waiting>, db::Error> {
    rows(db, after, PAGE_ROWS + 1, None).await
}

/// The one order, if it stands in the queue.
pub async fn find(db: impl PgExecutor<'_>, order_id: i64) -> Result<Option<Waiting>, db::Error> {
    Ok(rows(db, 0, 1, Some(order_id)).await?.pop())
}

/// The next one after this, or the first of all; `None`: there is no other.
pub async fn next(db: &db::Db, order_id: i64) -> Result<Option<i64>, db::Error> {
    for after in [order_id, 0] {
        let found = rows(db.pool(), after, 1, None).await?.pop();
        if let Some(found) = found.filter(|found| found.id != order_id) {
            return Ok(Some(found.id));
        }
    }
    Ok(None)
}

async fn rows(
    db: impl PgExecutor<'_>,
    after: i64,
    limit: i64,
    only: Option<i64>,
) -> Result<Vec<Waiting>, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select o.id, o.account_id, a.email, o.service_id, s.name as service, o.link, o.quantity,
                  o.remains, o.start_count, coalesce(t.armed_at, o.created_at) as "since!",
                  c.asked_at as "cancel_asked_at?"
           from orders o
           join providers p on p.id = o.provider_id and p.protocol = 'manual'
           join accounts a on a.id = o.account_id
           join services s on s.id = o.service_id
           left join cancels c on c.order_id = o.id and c.ended_at is null
           left join lateral (select armed_at from attempts where order_id = o.id
                              order by id desc limit 1) t on true
           where o.state = 'running' and o.due_at is null and o.id > $1
             and ($3::bigint is null or o.id = $3)
           order by o.id limit $2"#,
        after,
        limit,
        only
    )
    .fetch_all(db)
    .await?)
}

/// Notes how far an order is that staff deliver. `remains` counts units not delivered yet: with
/// none left it has to be ended. Nothing is written when nothing is new.
pub async fn progress(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: i64,
    (start_count, remains): (Option<i64>, i64),
    by: &By,
) -> Result<(), DeskError> {
    let now = clock.now();
    let open = lock(tx, order_id, by).await?;
    if !(1..=open.quantity).contains(&remains) || start_count.is_some_and(|count| count < 0) {
        return Err(DeskError::Remains);
    }
    let changed = sqlx::query!(
        "update orders set remains = $2, start_count = coalesce($3, start_count),
                started_at = coalesce(started_at, case when $2 < quantity then $4::timestamptz end)
         where id = $1 and (remains <> $2 or start_count is distinct from coalesce($3, start_count))",
        order_id,
        remains,
        start_count,
        now
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if changed == 0 {
        return Ok(());
    }
    let event = Event { kind: "progress", ..Event::became(open.account_id, open.id, open.state) };
    let data = json!({ "remains": remains, "start_count": start_count });
    event::write(tx, &[event.with(data).by(Some(by.actor_id))], now).await?;
    Ok(())
}

/// Tells a customer that an order which staff deliver is not canceled: it goes on.
pub async fn refuse_cancel(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: i64,
    by: &By,
) -> Result<(), DeskError> {
    let now = clock.now();
    let open = lock(tx, order_id, by).await?;
    let refused = sqlx::query!(
        "update cancels set state = 'refused', detail = $2, due_at = null, ended_at = $3
         where order_id = $1 and ended_at is null",
        order_id,
        by.reason,
        now
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if refused == 0 {
        return Err(DeskError::AlreadyDone);
    }
    let event =
        Event { kind: "cancel_refused", ..Event::became(open.account_id, open.id, open.state) };
    let data = json!({ "why": by.reason });
    event::write(tx, &[event.with(data).by(Some(by.actor_id))], now).await?;
    Ok(())
}

/// Locks an order that stands in the queue.
async fn lock(
    tx: &mut PgTransaction<'_>,
    order_id: i64,
    by: &By,
) -> Result<super::settle::Open, DeskError> {
    let open = desk::lock(tx, order_id, by).await?;
    let by_hand = sqlx::query_scalar!(
        r#"select exists (select from orders o join providers p on p.id = o.provider_id
                          where o.id = $1 and p.protocol = 'manual') as "is!""#,
        order_id
    )
    .fetch_one(&mut **tx)
    .await?;
    if open.state != State::Running || !by_hand {
        return Err(DeskError::State(open.state.as_str()));
    }
    Ok(open)
}

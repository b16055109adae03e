//! Orders that staff deliver themselves: the queue, how far each is, and what they answer to a
//! customer who wants one canceled. An end is `decide::end`, like any other. Refills that are made by
//! hand stand in `refill_desk.rs`.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::page::PAGE_ROWS;
use crate::orders::desk::{self, Act, By, DeskError, Locked};
use crate::orders::event::{self, Event};
use crate::orders::settle::LockedOrder;
use crate::orders::state::End;
use crate::orders::{State, decide};

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
pub async fn next(db: &Db, order_id: i64) -> Result<Option<i64>, db::Error> {
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

/// What staff say of an order that they deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Progress,
    End(End),
    /// The customer wanted it canceled; it goes on.
    Goes,
}

impl Said {
    /// As the audit log has it.
    fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::End(end) => end.state().as_str(),
            Self::Goes => "cancel refused",
        }
    }
}

/// What is said, with the counts that stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub said: Said,
    pub start_count: Option<i64>,
    pub remains: i64,
}

/// Carries out what staff say of an order that they deliver.
pub async fn tell(
    db: &Db,
    clock: &Clock,
    order_id: i64,
    told: Told,
    by: By,
) -> Result<(), DeskError> {
    let Told { said, start_count, remains } = told;
    let after = json!({ "by_hand": said.as_str(), "start_count": start_count, "remains": remains,
                        "why": by.reason });
    let act = Act::on(db, order_id, "order.by_hand", after).await?.ok_or(DeskError::NotFound)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let Locked { open, remains: kept, .. } = lock(tx, order_id, &by).await?;
            match said {
                Said::Progress => progress(tx, now, &open, (start_count, remains), &by).await?,
                Said::End(end) => {
                    // The start count counts with the end; what remains is the end's own.
                    progress(tx, now, &open, (start_count, kept), &by).await?;
                    let by = By { seen: None, ..by.clone() };
                    decide::end(tx, now, order_id, end, &by).await?;
                }
                Said::Goes => refuse_cancel(tx, now, &open, &by).await?,
            }
            act.record(tx, &clock, by.actor).await?;
            Ok(())
        })
    })
    .await
}

/// Notes how far an order is that staff deliver. `remains` counts units not delivered yet: with
/// none left it has to be ended. Nothing is written when nothing is new.
async fn progress(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    open: &LockedOrder,
    (start_count, remains): (Option<i64>, i64),
    by: &By,
) -> Result<(), DeskError> {
    if !(1..=open.quantity).contains(&remains) || start_count.is_some_and(|count| count < 0) {
        return Err(DeskError::Remains);
    }
    let changed = sqlx::query!(
        "update orders set remains = $2, start_count = coalesce($3, start_count),
                started_at = coalesce(started_at, case when $2 < quantity then $4::timestamptz end)
         where id = $1 and (remains <> $2 or start_count is distinct from coalesce($3, start_count))",
        open.id,
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
    event::write(tx, &[event.with(data).by(by.actor.account_id)], now).await?;
    Ok(())
}

/// Tells a customer that an order which staff deliver is not canceled: it goes on.
async fn refuse_cancel(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    open: &LockedOrder,
    by: &By,
) -> Result<(), DeskError> {
    let refused = sqlx::query!(
        "update cancels set state = 'refused', detail = $2, due_at = null, ended_at = $3
         where order_id = $1 and ended_at is null",
        open.id,
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
    event::write(tx, &[event.with(data).by(by.actor.account_id)], now).await?;
    Ok(())
}

/// Locks an order that stands in the queue.
async fn lock(tx: &mut PgTransaction<'_>, order_id: i64, by: &By) -> Result<Locked, DeskError> {
    let locked = desk::lock(tx, order_id, by).await?;
    let by_hand = sqlx::query_scalar!(
        r#"select exists (select from orders o join providers p on p.id = o.provider_id
                          where o.id = $1 and p.protocol = 'manual') as "is!""#,
        order_id
    )
    .fetch_one(&mut **tx)
    .await?;
    let state = locked.open.state;
    if state != State::Running || !by_hand {
        return Err(DeskError::State(state.as_str()));
    }
    Ok(locked)
}

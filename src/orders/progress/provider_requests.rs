//! Cancels and refills for which a provider has to be asked. They are taken, asked with no
//! transaction open, and recorded. If the answer to a cancel was lost, the panel asks again; if the
//! answer to a refill was lost, it goes to a person. If no answer can be read, the panel asks less
//! and less often (`unread.rs`).

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::orders::attention::Attention;
use crate::orders::event::EventKind;
use crate::orders::poll::next_look;
use crate::orders::transition::Transition;
use crate::orders::unread::{self, Unread};
use crate::orders::writer;
use crate::orders::{OrderId, locked_order};
use crate::providers::{CancelAnswer, NoAnswer, ProviderId, RefillAnswer, RefillState};

/// How long a task without an answer waits for the next look.
const LEASE_S: i64 = 300;
/// The least wait between two questions about the same task.
const LOOK_S: i64 = 5;
const ROWS_MAX: i64 = 50;

/// What a provider is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Cancel,
    Refill,
    /// How far the refill of this upstream id is.
    RefillStatus,
}

/// One question to a provider.
#[derive(Debug, Clone)]
pub struct Task {
    pub ask: Ask,
    /// The id of the cancel or refill.
    pub id: i64,
    pub account_id: AccountId,
    pub order_id: OrderId,
    pub provider_id: ProviderId,
    /// The id of the order at the provider; for [`Ask::RefillStatus`], the id of the refill there.
    pub upstream_id: String,
    /// When the customer asked for it.
    pub asked_at: DateTime<Utc>,
    /// Since when nothing about it could be read, and when a person was told.
    unread_since: Option<DateTime<Utc>>,
    unread_raised_at: Option<DateTime<Utc>>,
}

impl Task {
    /// When to ask about it again. As with orders, the wait grows with its age.
    fn next(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + next_look(now - self.asked_at, true).max(TimeDelta::seconds(LOOK_S))
    }

    /// When to ask about it again, after an answer in which nothing could be read.
    fn rests(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.next(now).max(now + unread::rest(now - self.unread_since.unwrap_or(now)))
    }

    fn unread(&self, now: DateTime<Utc>) -> Unread {
        Unread { since: self.unread_since.unwrap_or(now), raised_at: self.unread_raised_at }
    }
}

/// Takes the tasks that are due, except those of the `busy` providers, which are still being asked.
pub async fn take_due(
    db: &Db,
    clock: &Clock,
    busy: Vec<ProviderId>,
) -> Result<Vec<Task>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let mut tasks = cancels(tx, now, &busy).await?;
            tasks.extend(refills(tx, now, &busy).await?);
            lost_refills(tx, now).await?;
            Ok(tasks)
        })
    })
    .await
}

async fn cancels(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    busy: &[ProviderId],
) -> Result<Vec<Task>, db::Error> {
    // While nobody knows whether the provider has the order, there is nobody to ask. Such a task is
    // not among the rows that are taken: a hundred of them would block all others.
    let rows = sqlx::query!(
        r#"update cancels c set due_at = $2
           from orders o
           where c.id in (select t.id from cancels t join orders p on p.id = t.order_id
                          where t.due_at <= $1 and t.state = 'open'
                            and (p.state in ('running', 'review')
                                 or (p.state = 'completed' and p.target_position is not null))
                            and p.upstream_id is not null
                            and p.provider_id <> all($4)
                          order by t.id limit $3 for no key update of t skip locked)
             and o.id = c.order_id
           returning c.id, c.account_id as "account_id: AccountId",
                     c.order_id as "order_id: OrderId", c.asked_at, c.unread_since,
                     c.unread_raised_at, o.provider_id as "provider_id!: ProviderId",
                     o.upstream_id as "upstream_id!""#,
        now,
        now + TimeDelta::seconds(LEASE_S),
        ROWS_MAX,
        busy as &[ProviderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let tasks = rows.into_iter().map(|row| Task {
        ask: Ask::Cancel,
        id: row.id,
        account_id: row.account_id,
        order_id: row.order_id,
        provider_id: row.provider_id,
        upstream_id: row.upstream_id,
        asked_at: row.asked_at,
        unread_since: row.unread_since,
        unread_raised_at: row.unread_raised_at,
    });
    Ok(tasks.collect())
}

async fn refills(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    busy: &[ProviderId],
) -> Result<Vec<Task>, db::Error> {
    let rows = sqlx::query!(
        r#"update refills r set due_at = $2,
                  state = case when r.state = 'pending' then 'asking' else r.state end
           from orders o
           where r.id in (select t.id from refills t join orders p on p.id = t.order_id
                          where t.due_at <= $1 and t.state in ('pending', 'in_progress')
                            and p.upstream_id is not null
                            and p.provider_id <> all($4)
                          order by t.id limit $3 for no key update of t skip locked)
             and o.id = r.order_id
           returning r.id, r.account_id as "account_id: AccountId",
                     r.order_id as "order_id: OrderId", r.state = 'asking' as "is_new!",
                     r.asked_at, r.unread_since, r.unread_raised_at, o.provider_id as "provider_id!: ProviderId",
                     coalesce(r.upstream_id, o.upstream_id) as "upstream_id!""#,
        now,
        now + TimeDelta::seconds(LEASE_S),
        ROWS_MAX,
        busy as &[ProviderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let tasks = rows.into_iter().map(|row| Task {
        ask: if row.is_new { Ask::Refill } else { Ask::RefillStatus },
        id: row.id,
        account_id: row.account_id,
        order_id: row.order_id,
        provider_id: row.provider_id,
        upstream_id: row.upstream_id,
        asked_at: row.asked_at,
        unread_since: row.unread_since,
        unread_raised_at: row.unread_raised_at,
    });
    Ok(tasks.collect())
}

/// A refill that was asked for and not answered may have been accepted. Asking again could make two
/// of it, so it waits for a person. A refill of an order that no provider has also waits for a
/// person.
async fn lost_refills(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<(), db::Error> {
    let rows = sqlx::query!(
        r#"select r.id, r.order_id as "order_id: OrderId", r.state = 'asking' as "lost!"
           from refills r join orders o on o.id = r.order_id
           where r.due_at <= $1
             and (r.state = 'asking' or (r.state = 'pending' and o.upstream_id is null))
           order by r.order_id limit $2 for no key update of o skip locked"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(());
    }
    // A refill whose answer was recorded meanwhile is not lost.
    let taken: Vec<OrderId> = sqlx::query_scalar!(
        r#"update refills r set due_at = null,
                  detail = case when state = 'asking' then 'the answer was lost'
                                else 'no provider has the order' end
           where id = any($1) and state in ('asking', 'pending') and due_at <= $2
           returning order_id as "order_id: OrderId""#,
        &column(&rows, |row| row.id),
        now
    )
    .fetch_all(&mut **tx)
    .await?;
    let lost: HashSet<OrderId> =
        rows.iter().filter(|row| row.lost).map(|row| row.order_id).collect();
    let orders = locked_order::lock(tx, &taken).await?;
    let raised = orders.into_values().map(|order| {
        let (reason, why) = if lost.contains(&order.id) {
            (Attention::RefillLost, "the answer to a refill was lost")
        } else {
            let why = "a refill was asked for, and no provider has the order";
            (Attention::RefillWithoutProvider, why)
        };
        order.stays().raises(reason, why)
    });
    writer::write(tx, now, raised.collect()).await
}

/// The order of a task. An answer removes the flag that nothing can be read; words that came
/// instead of an answer may set it. Also answers when a person was last told; `None`: there is no
/// such order.
async fn heard(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (task, reason): (&Task, Attention),
    unread: Option<&str>,
) -> Result<Option<(Transition, Option<DateTime<Utc>>)>, db::Error> {
    let order = locked_order::lock(tx, &[task.order_id]).await?.remove(&task.order_id);
    Ok(order.map(|order| match unread {
        Some(why) => unread::raise(order.stays(), now, (reason, task.unread(now)), why),
        None => (order.stays().settles(reason), None),
    }))
}

/// Records the answer to a cancel. Only a later report ends the order and refunds.
pub async fn record_cancel(
    db: &Db,
    clock: &Clock,
    task: Task,
    answer: Result<CancelAnswer, NoAnswer>,
) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let (state, detail, due, ended, kind) = match &answer {
                Ok(CancelAnswer::Accepted) => {
                    ("asked", None, None, None, EventKind::CancelAccepted)
                }
                Ok(CancelAnswer::Refused { reason }) => {
                    ("refused", Some(reason), None, Some(now), EventKind::CancelRefused)
                }
                Err(NoAnswer(why)) => {
                    let due = task.rests(now);
                    ("open", Some(why), Some(due), None, EventKind::CancelUnanswered)
                }
            };
            let unread = detail.filter(|_| answer.is_err()).map(String::as_str);
            let heard = heard(tx, now, (&task, Attention::CancelUnread), unread).await?;
            let Some((transition, raised_at)) = heard else { return Ok(()) };
            let before = sqlx::query!(
                "with before as (select id, detail from cancels where id = $1)
                 update cancels c set state = $2, detail = $3, due_at = $4, ended_at = $5,
                        unread_since = $6, unread_raised_at = $7
                 from before where c.id = before.id and c.ended_at is null
                 returning before.detail",
                task.id,
                state,
                detail,
                due,
                ended,
                unread.map(|_| task.unread(now).since),
                raised_at
            )
            .fetch_optional(&mut **tx)
            .await?;
            // The panel may ask for days. The same words are written down once.
            let is_new = before.is_some_and(|row| row.detail.as_ref() != detail);
            let is_told = unread.is_none() || is_new;
            write_event(tx, now, transition, is_told.then_some(kind), detail).await
        })
    })
    .await
}

/// Records the answer to a refill.
pub async fn record_refill(
    db: &Db,
    clock: &Clock,
    task: Task,
    answer: Result<RefillAnswer, NoAnswer>,
) -> Result<(), db::Error> {
    let Ok(answer) = answer else { return Ok(()) };
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let (state, upstream, detail, due, ended, kind) = match &answer {
                RefillAnswer::Accepted { upstream_id } => {
                    let due = Some(task.next(now));
                    ("in_progress", Some(upstream_id), None, due, None, EventKind::RefillAccepted)
                }
                RefillAnswer::Refused { reason } => {
                    ("rejected", None, Some(reason), None, Some(now), EventKind::RefillRejected)
                }
                RefillAnswer::NotAsked { reason } => {
                    let due = Some(task.rests(now));
                    ("pending", None, Some(reason), due, None, EventKind::RefillWaits)
                }
            };
            let waits = matches!(answer, RefillAnswer::NotAsked { .. });
            let unread = detail.filter(|_| waits).map(String::as_str);
            let heard = heard(tx, now, (&task, Attention::RefillUnread), unread).await?;
            let Some((transition, raised_at)) = heard else { return Ok(()) };
            let before = sqlx::query!(
                "with before as (select id, detail from refills where id = $1)
                 update refills r set state = $2, upstream_id = $3, detail = $4, due_at = $5,
                        ended_at = $6, unread_since = $7, unread_raised_at = $8
                 from before where r.id = before.id and r.state = 'asking'
                 returning before.detail",
                task.id,
                state,
                upstream,
                detail,
                due,
                ended,
                unread.map(|_| task.unread(now).since),
                raised_at
            )
            .fetch_optional(&mut **tx)
            .await?;
            let is_new = before.is_some_and(|row| row.detail.as_ref() != detail);
            let is_told = !waits || is_new;
            write_event(tx, now, transition, is_told.then_some(kind), detail).await
        })
    })
    .await
}

/// Records how far a refill is.
pub async fn record_refill_state(
    db: &Db,
    clock: &Clock,
    task: Task,
    answer: Result<RefillState, NoAnswer>,
) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let (state, kind, unread) = match answer {
                Ok(RefillState::Completed) => ("completed", Some(EventKind::RefillCompleted), None),
                Ok(RefillState::Rejected) => ("rejected", Some(EventKind::RefillRejected), None),
                Ok(RefillState::InProgress) => ("in_progress", None, None),
                Err(NoAnswer(why)) => ("in_progress", None, Some(why)),
            };
            let unread = unread.as_deref();
            let heard = heard(tx, now, (&task, Attention::RefillUnread), unread).await?;
            let Some((transition, raised_at)) = heard else { return Ok(()) };
            let due = match (kind, unread) {
                (Some(_), _) => None,
                (None, Some(_)) => Some(task.rests(now)),
                (None, None) => Some(task.next(now)),
            };
            sqlx::query!(
                "update refills set state = $2, due_at = $3, ended_at = $4, detail = $5,
                        unread_since = $6, unread_raised_at = $7
                 where id = $1 and ended_at is null",
                task.id,
                state,
                due,
                kind.map(|_| now),
                unread,
                unread.map(|_| task.unread(now).since),
                raised_at
            )
            .execute(&mut **tx)
            .await?;
            write_event(tx, now, transition, kind, None).await
        })
    })
    .await
}

async fn write_event(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    transition: Transition,
    kind: Option<EventKind>,
    detail: Option<&String>,
) -> Result<(), db::Error> {
    let transition = match (kind, detail) {
        (Some(kind), Some(why)) => transition.and(kind).saying(json!({ "why": why })),
        (Some(kind), None) => transition.and(kind),
        (None, _) => transition,
    };
    writer::write(tx, now, vec![transition]).await
}

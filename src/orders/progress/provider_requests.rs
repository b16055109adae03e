//! Cancels and refills that a provider has to be asked for: taken, asked with no transaction
//! open, and recorded. A cancel whose answer was lost is asked again; a refill's goes to a person.
//! What brings nothing that can be read is asked about less and less often (`unread.rs`).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::State;
use crate::orders::event::{self, Event};
use crate::orders::poll::next_look;
use crate::orders::unread::{self, Asked, Unread};
use crate::providers::{CancelAnswer, NoAnswer, RefillAnswer, RefillState};

/// Until a task without an answer is looked at again.
const LEASE_S: i64 = 300;
/// Between two questions about the same task, at least.
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
    /// Of the cancel or refill.
    pub id: i64,
    pub account_id: i64,
    pub order_id: i64,
    pub provider_id: i64,
    /// The order's at the provider, or, for [`Ask::RefillStatus`], the refill's.
    pub upstream_id: String,
    /// When the customer asked for it.
    pub asked_at: DateTime<Utc>,
    /// Since when nothing could be read of it, and when a person was told.
    unread_since: Option<DateTime<Utc>>,
    unread_raised_at: Option<DateTime<Utc>>,
}

impl Task {
    /// When it is asked about again: as with orders, the older it is the later.
    fn next(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + next_look(now - self.asked_at, true).max(TimeDelta::seconds(LOOK_S))
    }

    /// Nothing was read of it: when it is asked about again.
    fn rests(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.next(now).max(now + unread::rest(now - self.unread_since.unwrap_or(now)))
    }

    fn unread(&self, now: DateTime<Utc>) -> Unread {
        Unread {
            account_id: self.account_id,
            order_id: self.order_id,
            since: self.unread_since.unwrap_or(now),
            raised_at: self.unread_raised_at,
        }
    }
}

/// Takes the tasks that are due, but those of the `busy` providers, which are still being asked.
pub async fn take_due(db: &Db, clock: &Clock, busy: Vec<i64>) -> Result<Vec<Task>, db::Error> {
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
    busy: &[i64],
) -> Result<Vec<Task>, db::Error> {
    // While it is not known whether the provider has the order, there is nobody to ask; such a
    // one is not among the rows that are taken, or a hundred of them would hold up all others.
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
           returning c.id, c.account_id, c.order_id, c.asked_at, c.unread_since,
                     c.unread_raised_at, o.provider_id as "provider_id!",
                     o.upstream_id as "upstream_id!""#,
        now,
        now + TimeDelta::seconds(LEASE_S),
        ROWS_MAX,
        busy
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
    busy: &[i64],
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
           returning r.id, r.account_id, r.order_id, r.state, r.asked_at, r.unread_since,
                     r.unread_raised_at,
                     o.provider_id as "provider_id!",
                     coalesce(r.upstream_id, o.upstream_id) as "upstream_id!""#,
        now,
        now + TimeDelta::seconds(LEASE_S),
        ROWS_MAX,
        busy
    )
    .fetch_all(&mut **tx)
    .await?;
    let tasks = rows.into_iter().map(|row| Task {
        ask: if row.state == "asking" { Ask::Refill } else { Ask::RefillStatus },
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

/// A refill that was asked for and not answered may have been accepted: asking again could make
/// two of it, so it waits for a person. So does that of an order which no provider has.
async fn lost_refills(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<(), db::Error> {
    sqlx::query!(
        "with homeless as (
            update refills r set due_at = null, detail = 'no provider has the order'
            from orders o
            where r.due_at <= $1 and r.state = 'pending' and o.id = r.order_id
              and o.upstream_id is null
            returning r.order_id)
         update orders o set attention = 'a refill was asked for, and no provider has the order'
         from homeless where o.id = homeless.order_id",
        now
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "with lost as (
            update refills set due_at = null, detail = 'the answer was lost'
            where state = 'asking' and due_at <= $1 returning order_id)
         update orders o set attention = 'the answer to a refill was lost'
         from lost where o.id = lost.order_id",
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
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
                Ok(CancelAnswer::Accepted) => ("asked", None, None, None, "cancel_accepted"),
                Ok(CancelAnswer::Refused { reason }) => {
                    ("refused", Some(reason), None, Some(now), "cancel_refused")
                }
                Err(NoAnswer(why)) => {
                    ("open", Some(why), Some(task.rests(now)), None, "cancel_unanswered")
                }
            };
            let raised = match detail.filter(|_| answer.is_err()) {
                Some(why) => unread::raise(tx, now, (Asked::Cancel, task.unread(now)), why).await?,
                None => {
                    unread::settle(tx, Asked::Cancel, task.order_id).await?;
                    None
                }
            };
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
                answer.is_err().then(|| task.unread(now).since),
                raised
            )
            .fetch_optional(&mut **tx)
            .await?;
            // It may be asked for days: the same words are written down once.
            if answer.is_err() && before.is_none_or(|row| row.detail.as_ref() == detail) {
                return Ok(());
            }
            write_event(tx, &task, kind, detail, now).await
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
                    let due = task.next(now);
                    ("in_progress", Some(upstream_id), None, Some(due), None, "refill_accepted")
                }
                RefillAnswer::Refused { reason } => {
                    ("rejected", None, Some(reason), None, Some(now), "refill_rejected")
                }
                RefillAnswer::NotAsked { reason } => {
                    ("pending", None, Some(reason), Some(task.rests(now)), None, "refill_waits")
                }
            };
            let waits = matches!(answer, RefillAnswer::NotAsked { .. });
            let raised = match detail.filter(|_| waits) {
                Some(why) => unread::raise(tx, now, (Asked::Refill, task.unread(now)), why).await?,
                None => {
                    unread::settle(tx, Asked::Refill, task.order_id).await?;
                    None
                }
            };
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
                waits.then(|| task.unread(now).since),
                raised
            )
            .fetch_optional(&mut **tx)
            .await?;
            if waits && before.is_none_or(|row| row.detail.as_ref() == detail) {
                return Ok(());
            }
            write_event(tx, &task, kind, detail, now).await
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
            let (state, kind) = match answer {
                Ok(RefillState::Completed) => ("completed", "refill_completed"),
                Ok(RefillState::Rejected) => ("rejected", "refill_rejected"),
                Ok(RefillState::InProgress) => return goes_on(tx, now, &task, None).await,
                Err(NoAnswer(why)) => return goes_on(tx, now, &task, Some(&why)).await,
            };
            unread::settle(tx, Asked::Refill, task.order_id).await?;
            sqlx::query!(
                "update refills set state = $2, due_at = null, ended_at = $3
                 where id = $1 and ended_at is null",
                task.id,
                state,
                now
            )
            .execute(&mut **tx)
            .await?;
            write_event(tx, &task, kind, None, now).await
        })
    })
    .await
}

/// A refill is under way, or, with the words that came instead, nobody knows.
async fn goes_on(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    task: &Task,
    unread: Option<&str>,
) -> Result<(), db::Error> {
    let (due, raised) = match unread {
        Some(why) => {
            let asked = (Asked::Refill, task.unread(now));
            (task.rests(now), unread::raise(tx, now, asked, why).await?)
        }
        None => {
            unread::settle(tx, Asked::Refill, task.order_id).await?;
            (task.next(now), None)
        }
    };
    sqlx::query!(
        "update refills set due_at = $2, detail = $3, unread_since = $4, unread_raised_at = $5
         where id = $1 and ended_at is null",
        task.id,
        due,
        unread,
        unread.map(|_| task.unread(now).since),
        raised
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn write_event(
    tx: &mut PgTransaction<'_>,
    task: &Task,
    kind: &'static str,
    detail: Option<&String>,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let event = Event {
        kind,
        data: detail.map(|why| json!({ "why": why })),
        ..Event::became(task.account_id, task.order_id, State::Running)
    };
    event::write(tx, &[event], now).await
}

//! What a process that died has left behind, and what waits for its time.

use chrono::TimeDelta;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::seeded;
use crate::orders::event::{self, Event};
use crate::orders::{State, cancel, resend};

/// Rows in one transaction.
const ROWS_MAX: i64 = 500;

/// Scheduled orders whose time has come are queued. Expired submissions become unknown, and never go
/// back by time alone. Of what is back in the panel, orders that their customers gave up meanwhile
/// are canceled. Answers how many orders it moved.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let started = sqlx::query!(
                "update orders set state = 'queued'
                 where id in (select id from orders where state = 'scheduled' and due_at <= $1
                              order by due_at limit $2 for no key update skip locked)
                 returning id, account_id",
                now,
                ROWS_MAX
            )
            .fetch_all(&mut **tx)
            .await?;
            let lost = lose(tx, now).await?;
            let canceled = cancel::carry_out_recorded(tx, now).await?;
            let mut events: Vec<Event> = Vec::new();
            events.extend(
                started.iter().map(|row| Event::became(row.account_id, row.id, State::Queued)),
            );
            events.extend(lost);
            event::write(tx, &events, now).await?;
            Ok(events.len() + canceled)
        })
    })
    .await
}

/// What stands on an attempt that was given up.
pub(in crate::orders) const NO_ANSWER: &str = "nothing came back before the deadline";

async fn lose(
    tx: &mut PgTransaction<'_>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Event>, db::Error> {
    // Of a provider that takes idempotency keys it is asked again, for a day.
    let rows = sqlx::query!(
        "with due as (
            select o.id, coalesce(a.idempotency_key is not null
                       and (select min(f.armed_at) from attempts f where f.order_id = o.id
                            and f.idempotency_key = a.idempotency_key) > $5, false) as again
            from orders o left join attempts a on a.order_id = o.id and a.state = 'live'
            where o.lease_until < $1 and o.state = 'submitting'
            order by o.id limit $3 for no key update of o skip locked),
         lost as (
            update orders o set state = $4, lease_until = null,
                   due_at = case when $4 = 'queued' or d.again then $1 end,
                   attention = case when d.again then o.attention else $2 end
            from due d where o.id = d.id returning o.id, o.account_id),
         closed as (
            update attempts a set state = 'unknown', detail = $2, ended_at = $1
            from lost where a.order_id = lost.id and a.state = 'live')
         select id, account_id from lost",
        now,
        NO_ANSWER,
        ROWS_MAX,
        if seeded::bug("unknown-goes-back") { "queued" } else { "unknown" },
        now - TimeDelta::hours(resend::AGAIN_H)
    )
    .fetch_all(&mut **tx)
    .await?;
    let why = |row: (i64, i64)| {
        Event::became(row.0, row.1, State::Unknown).with(serde_json::json!({ "why": NO_ANSWER }))
    };
    Ok(rows.into_iter().map(|row| why((row.account_id, row.id))).collect())
}

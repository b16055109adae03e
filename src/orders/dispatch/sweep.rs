//! Takes up what a process that died has left behind, and what is due by its time.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::attention::Attention;
use crate::orders::locked_order;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{OrderId, State, attempt, cancel, resend};

/// The most rows in one transaction.
const ROWS_MAX: i64 = 500;

/// Queues scheduled orders whose time has come. Makes submissions unknown whose lease has expired;
/// time alone never puts them back into the queue. Cancels orders that are back in the panel, if
/// their customers have asked for it meanwhile. Answers how many orders it moved.
pub async fn sweep(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let mut moved = start(tx, now).await?;
            moved.extend(lose(tx, now).await?);
            let count = moved.len();
            writer::write(tx, now, moved).await?;
            Ok(count + cancel::carry_out_recorded(tx, now).await?)
        })
    })
    .await
}

/// Scheduled orders whose time has come.
async fn start(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Transition>, db::Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where state = 'scheduled' and lane is null and due_at <= $1
           order by due_at limit $2 for no key update skip locked"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let orders = locked_order::lock(tx, &ids).await?;
    let queued = orders.into_values().map(|order| {
        let due_at = order.due_at;
        order.becomes(State::Queued).due(due_at)
    });
    Ok(queued.collect())
}

/// The note on an order that got no answer in time.
const NO_ANSWER: &str = "nothing came back before the deadline";

/// Submissions whose lease has expired.
async fn lose(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Transition>, db::Error> {
    let ids = sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from looks l join orders o on o.id = l.order_id
           where l.what = 'sending' and l.due_at < $1 and o.state = 'submitting'
           order by o.id limit $2 for no key update of o skip locked"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let orders = locked_order::lock(tx, &ids).await?;
    let last = attempt::last(tx, &ids).await?;
    attempt::give_up(tx, now, &ids, NO_ANSWER).await?;
    let lost = orders.into_values().map(|order| {
        // If the provider takes idempotency keys, the order is sent to it again, for a day.
        let first_at =
            last.get(&order.id).filter(|sent| sent.key.is_some()).and_then(|s| s.first_at);
        let again = first_at.is_some_and(|at| at > now - TimeDelta::hours(resend::AGAIN_H));
        let unknown = order.becomes(State::Unknown).saying(json!({ "why": NO_ANSWER }));
        if again { unknown.due(Some(now)) } else { unknown.raises(Attention::Unknown, NO_ANSWER) }
    });
    Ok(lost.collect())
}

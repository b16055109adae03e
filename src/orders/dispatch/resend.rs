//! Sends again with the same key. A provider that takes idempotency keys gives the same order for
//! the same key. So what may have arrived there can be sent once more: with the same key, to the
//! same provider, by the same route, and within a day of the first time. Only an acceptance settles
//! it. A refusal proves nothing about the first time, so the order goes to a person.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::catalogue::{Kind, ServiceId};
use crate::kit::db;
use crate::orders::attention::Attention;
use crate::orders::dispatch::{Claim, Queued, Room, backoff_s, submitting};
use crate::orders::{OrderId, attempt, locked_order, looks, writer};
use crate::providers::{ProviderId, route};

/// For how long after the first time an order is sent again, in hours.
pub const AGAIN_H: i64 = 24;
/// The wait between two looks at an order whose provider is closed.
const CLOSED_S: i64 = 30;

/// When an order with an unknown outcome is sent again. `None`: never; a person must decide.
pub(in crate::orders) fn due(
    claim: &Claim,
    now: DateTime<Utc>,
    tries: i32,
) -> Option<DateTime<Utc>> {
    let has_key = claim.submission.idempotency_key.is_some();
    let first = claim.asked_first_at.unwrap_or(now);
    let next = now + TimeDelta::seconds(backoff_s(tries));
    (has_key && next < first + TimeDelta::hours(AGAIN_H)).then_some(next)
}

/// Takes orders that are due to be sent again, straight to `submitting`. They never return to the
/// queue, where a cancel would refund them.
pub(in crate::orders) async fn take_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    room: &mut Room,
    limit: i64,
) -> Result<Vec<Claim>, db::Error> {
    let rows = sqlx::query_as!(
        Queued,
        r#"select o.id as "id: OrderId", o.account_id as "account_id: AccountId", o.lane,
                  o.service_id as "service_id: ServiceId", s.kind as "kind: Kind", o.link,
                  o.quantity, o.details, o.tries, o.speed, o.target_position, o.target_hours,
                  o.moved_to as "moved_to: ProviderId"
           from looks l join orders o on o.id = l.order_id join services s on s.id = o.service_id
           where l.what = 'again' and l.due_at <= $1 and o.state = 'unknown'
           order by l.due_at limit $2 for no key update of o skip locked"#,
        now,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<OrderId> = rows.iter().map(|row| row.id).collect();
    let services: Vec<ServiceId> = rows.iter().map(|row| row.service_id).collect();
    let routes = route::of_services(&mut **tx, &services).await?;
    let sent = attempt::last(tx, &ids).await?;
    let mut claims = Vec::new();
    let mut closed = Vec::new();
    let mut given_up = Vec::new();
    for row in rows {
        let before = sent.get(&row.id).filter(|sent| {
            sent.first_at.is_some_and(|first| now < first + TimeDelta::hours(AGAIN_H))
        });
        let routes = routes.get(&row.service_id).map_or(&[][..], Vec::as_slice);
        let route = before.and_then(|sent| {
            routes.iter().find(|route| {
                (route.provider_id, route.position) == (sent.provider_id, sent.position)
                    && route.takes_idempotency_keys
            })
        });
        let (Some(sent), Some(route)) = (before, route) else {
            given_up.push(row.id);
            continue;
        };
        if route.paused_reason.is_some() || route.waits_until.is_some_and(|until| until > now) {
            closed.push(row.id);
            continue;
        }
        match room.get_mut(&route.provider_id) {
            Some(left) if *left > 0 => *left -= 1,
            _ => continue,
        }
        let mut claim = row.claim(route);
        claim.asked_first_at = Some(sent.first_at.unwrap_or(now));
        claim.submission.idempotency_key = sent.key.clone();
        claims.push(claim);
    }
    let until = now + TimeDelta::seconds(CLOSED_S);
    looks::put_off(tx, &closed, &vec![until; closed.len()]).await?;
    give_up(tx, now, &given_up).await?;
    submitting(tx, now, &mut claims).await?;
    Ok(claims)
}

/// From now on a person must decide.
async fn give_up(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    ids: &[OrderId],
) -> Result<(), db::Error> {
    let orders = locked_order::lock(tx, ids).await?;
    let given_up = orders.into_values().map(|order| {
        let why = "it could not be asked for again with the same key";
        order.stays().due(None).raises(Attention::Unknown, why)
    });
    writer::write(tx, now, given_up.collect()).await
}

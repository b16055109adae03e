//! Orders that staff deliver themselves: the queue, how far each order is, and what staff answer to
//! a customer who wants a cancel. An end is `decide::end`, as for any other order. Refills that are
//! made by hand are in `refill_desk.rs`.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::page::PAGE_ROWS;
use crate::orders::desk::{self, By, DeskError};
use crate::orders::event::EventKind;
use crate::orders::locked_order::LockedOrder;
use crate::orders::state::End;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{OrderId, State, decide};
use crate::providers::ProviderId;

/// An order in the queue.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: OrderId,
    pub account_id: AccountId,
    pub email: String,
    pub service_id: ServiceId,
    pub service: String,
    pub link: String,
    pub quantity: i64,
    pub remains: i64,
    pub start_count: Option<i64>,
    /// Since when it stands in the queue.
    pub since: DateTime<Utc>,
    /// Its customer wants a cancel, since this time.
    pub cancel_asked_at: Option<DateTime<Utc>>,
}

/// How many stand in the queue.
pub async fn count(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from looks l join providers p on p.id = l.provider_id
           where l.what = 'running' and l.due_at is null and p.protocol = 'manual'"#
    )
    .fetch_one(db)
    .await?)
}

/// The queue after this order, oldest first: a page and one more.
pub async fn queue(db: impl PgExecutor<'_>, after: i64) -> Result<Vec<Waiting>, db::Error> {
    rows(db, after, PAGE_ROWS + 1, None).await
}

/// This order, if it stands in the queue.
pub async fn find(
    db: impl PgExecutor<'_>,
    order_id: OrderId,
) -> Result<Option<Waiting>, db::Error> {
    Ok(rows(db, 0, 1, Some(order_id)).await?.pop())
}

/// The next order after this one, or the first of all; `None`: there is no other.
pub async fn next(db: &Db, order_id: OrderId) -> Result<Option<OrderId>, db::Error> {
    for after in [order_id.get(), 0] {
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
    only: Option<OrderId>,
) -> Result<Vec<Waiting>, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select o.id as "id: OrderId", o.account_id as "account_id: AccountId", a.email,
                  o.service_id as "service_id: ServiceId", s.name as service, o.link, o.quantity,
                  o.remains, o.start_count, coalesce(t.armed_at, o.created_at) as "since!",
                  c.asked_at as "cancel_asked_at?"
           from looks l
           join orders o on o.id = l.order_id
           join providers p on p.id = l.provider_id and p.protocol = 'manual'
           join accounts a on a.id = o.account_id
           join services s on s.id = o.service_id
           left join cancels c on c.order_id = o.id and c.ended_at is null
           left join lateral (select armed_at from attempts where order_id = l.order_id
                              order by id desc limit 1) t on true
           where l.what = 'running' and l.due_at is null and l.order_id > $1
             and ($3::bigint is null or l.order_id = $3)
           order by l.order_id limit $2"#,
        after,
        limit,
        only as Option<OrderId>
    )
    .fetch_all(db)
    .await?)
}

/// What staff say about an order that they deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Progress,
    End(End),
    /// The customer wanted a cancel, but the order goes on.
    Goes,
}

impl Said {
    /// Its name in the audit log.
    fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::End(end) => end.state().as_str(),
            Self::Goes => "cancel refused",
        }
    }
}

/// What staff say, with the counts that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub said: Said,
    pub start_count: Option<i64>,
    pub remains: i64,
}

/// Carries out what staff say about an order that they deliver.
pub async fn tell(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    told: Told,
    by: By,
) -> Result<(), DeskError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let Told { said, start_count, remains } = told;
            let order = lock(tx, order_id, &by).await?;
            let transition = match said {
                Said::Progress => progress(order.clone(), start_count, remains)?,
                Said::End(end) => {
                    // An end uses the start count from here; the end itself sets what remains.
                    let kept = order.remains;
                    let counted = progress(order.clone(), start_count, kept)?;
                    decide::end(tx, now, counted, end).await?.saying(json!({ "why": by.reason }))
                }
                Said::Goes => refuse_cancel(tx, now, order.clone(), &by).await?,
            };
            writer::write(tx, now, vec![transition.by(by.actor.account_id)]).await?;
            let after = json!({ "by_hand": said.as_str(), "start_count": start_count,
                                "remains": remains, "why": by.reason });
            desk::record(tx, &clock, &order, ("order.by_hand", after), by.actor).await?;
            Ok(())
        })
    })
    .await
}

/// Notes how far an order is that staff deliver. `remains` counts units that are not delivered yet.
/// If none is left, staff must end the order instead. If nothing is new, nothing is written.
fn progress(
    order: LockedOrder,
    start_count: Option<i64>,
    remains: i64,
) -> Result<Transition, DeskError> {
    if !(1..=order.quantity).contains(&remains) || start_count.is_some_and(|count| count < 0) {
        return Err(DeskError::Remains);
    }
    let start_count = start_count.or(order.start_count);
    let transition = order.stays().progress(remains, start_count);
    Ok(if transition.changes_row() { transition.and(EventKind::Progress) } else { transition })
}

/// Tells a customer that their order is not canceled: it goes on.
pub(in crate::orders) async fn refuse_cancel(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order: LockedOrder,
    by: &By,
) -> Result<Transition, DeskError> {
    let refused = sqlx::query!(
        "update cancels set state = 'refused', detail = $2, due_at = null, ended_at = $3
         where order_id = $1 and ended_at is null",
        order.id as OrderId,
        by.reason,
        now
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if refused == 0 {
        return Err(DeskError::AlreadyDone);
    }
    Ok(order.stays().and(EventKind::CancelRefused).saying(json!({ "why": by.reason })))
}

/// Locks an order that stands in the queue.
async fn lock(
    tx: &mut PgTransaction<'_>,
    order_id: OrderId,
    by: &By,
) -> Result<LockedOrder, DeskError> {
    let order = desk::lock(tx, order_id, by).await?;
    let by_hand = sqlx::query_scalar!(
        r#"select exists (select from providers where id = $1 and protocol = 'manual') as "is!""#,
        order.provider_id as Option<ProviderId>
    )
    .fetch_one(&mut **tx)
    .await?;
    if order.state != State::Running || !by_hand {
        return Err(DeskError::State(order.state.as_str()));
    }
    Ok(order)
}

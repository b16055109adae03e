//! What customers are told of their orders: an order that came to something else than what was ordered,
//! and what came of the cancels and refills that they asked for. It follows the events of orders, so
//! whatever changes an order knows nothing of it, and placing one costs what it did before.
//!
//! What a customer did themselves is no news for them. Runs, portions and posts are not told one by one:
//! their parent is.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::event_reader::{self, Happened, Reader};
use crate::accounts::AccountId;
use crate::accounts::notices::{self, Item, Kind};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::orders::event::EventKind;
use crate::orders::{OrderId, State};

/// Events that are looked at in one transaction.
pub const EVENTS_MAX: i64 = 5000;
/// What happened longer ago is no news: the loop stood still, or a backup was restored.
const NEWS: TimeDelta = TimeDelta::days(2);
const CANCELED: EventKind = EventKind::Became(State::Canceled);
/// Those that concern customers.
const KINDS: [EventKind; 7] = [
    CANCELED,
    EventKind::Became(State::Partial),
    EventKind::Became(State::Paused),
    EventKind::GaveUp,
    EventKind::CancelRefused,
    EventKind::RefillRejected,
    EventKind::RefillCompleted,
];

/// What has to be known of an order.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    is_child: bool,
    /// Whether its customer has asked for a cancel.
    has_cancel: bool,
    /// Whether its position was not reached in time.
    gave_up: bool,
    /// Whether nothing of it was ever sent. The panel ends no such order by itself: its customer does,
    /// also with a program, whose cancels name nobody.
    is_unsent: bool,
}

/// Tells of the next events. Answers how many were looked at; fewer than [`EVENTS_MAX`] means that these
/// were all for now.
pub async fn tell(db: &Db, clock: &Clock) -> Result<i64, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let next = event_reader::next_of(tx, Reader::Notices, (EVENTS_MAX, &KINDS)).await?;
            let (count, mut happened) = next.unwrap_or_default();
            happened.retain(|one| one.at > now - NEWS && one.actor_id != Some(one.account_id));
            if !happened.is_empty() {
                write(tx, now, &happened).await?;
            }
            failpoint("told-before-commit");
            Ok::<_, db::Error>(count)
        })
    })
    .await
}

async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    happened: &[Happened],
) -> Result<(), db::Error> {
    let known = known(tx, happened).await?;
    let mut told: BTreeMap<(AccountId, &'static str), (Kind, Vec<Item>)> = BTreeMap::new();
    for one in happened {
        let order = known.get(&one.order_id).copied().unwrap_or_default();
        if one.kind == CANCELED && one.actor_id.is_none() && order.is_unsent {
            continue;
        }
        if let Some((kind, what)) = said(one.kind, order) {
            let item = Item { id: one.order_id.get(), what: what.to_owned(), name: String::new() };
            let group = told.entry((one.account_id, kind.as_str()));
            group.or_insert_with(|| (kind, Vec::new())).1.push(item);
        }
    }
    for ((account_id, _), (kind, items)) in told {
        notices::gather(tx, now, (account_id, kind), items).await?;
    }
    Ok(())
}

/// What a customer is told of it; `None`: nothing.
fn said(kind: EventKind, order: Known) -> Option<(Kind, &'static str)> {
    if order.is_child {
        return None;
    }
    match kind {
        EventKind::Became(State::Canceled | State::Partial) if order.has_cancel => {
            Some((Kind::RequestAnswered, "cancel_done"))
        }
        // It was told when its time was over.
        EventKind::Became(State::Canceled | State::Partial) if order.gave_up => None,
        EventKind::Became(State::Canceled) => Some((Kind::OrderAttention, "canceled")),
        EventKind::Became(State::Partial) => Some((Kind::OrderAttention, "partial")),
        EventKind::Became(State::Paused) => Some((Kind::OrderAttention, "paused")),
        EventKind::GaveUp => Some((Kind::OrderAttention, "gave_up")),
        EventKind::CancelRefused => Some((Kind::RequestAnswered, "cancel_refused")),
        EventKind::RefillRejected => Some((Kind::RequestAnswered, "refill_rejected")),
        EventKind::RefillCompleted => Some((Kind::RequestAnswered, "refill_completed")),
        _ => None,
    }
}

async fn known(
    tx: &mut PgTransaction<'_>,
    happened: &[Happened],
) -> Result<BTreeMap<OrderId, Known>, db::Error> {
    let ids: Vec<OrderId> = happened.iter().map(|one| one.order_id).collect();
    let rows = sqlx::query!(
        r#"select id as "id: OrderId", parent_id is not null as "is_child!",
                  gave_up_at is not null as "gave_up!",
                  exists (select from cancels c where c.order_id = o.id) as "has_cancel!",
                  form = 'subscription' or provider_id is null and not exists (
                      select from orders run where run.parent_id = o.id) as "is_unsent!"
           from orders o where id = any($1)"#,
        &ids as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let known = rows.into_iter().map(|row| {
        let (is_child, has_cancel, gave_up) = (row.is_child, row.has_cancel, row.gave_up);
        (row.id, Known { is_child, has_cancel, gave_up, is_unsent: row.is_unsent })
    });
    Ok(known.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_told_once_and_by_who_asked_for_it() {
        let plain = Known::default();
        let canceled = EventKind::Became(State::Canceled);
        assert_eq!(said(canceled, plain), Some((Kind::OrderAttention, "canceled")));
        let asked = Known { has_cancel: true, ..plain };
        assert_eq!(said(canceled, asked), Some((Kind::RequestAnswered, "cancel_done")));
        let late = Known { gave_up: true, ..plain };
        assert_eq!(said(canceled, late), None);
        assert_eq!(said(EventKind::GaveUp, late), Some((Kind::OrderAttention, "gave_up")));
        assert_eq!(said(canceled, Known { is_child: true, ..plain }), None);
        assert_eq!(said(EventKind::Became(State::Completed), plain), None);
        for kind in KINDS {
            assert!(said(kind, plain).is_some(), "{kind:?}");
        }
    }
}

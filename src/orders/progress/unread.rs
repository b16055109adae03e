//! What to do when nothing readable comes from a provider: about orders that it has, and about
//! cancels and refills that it was asked for. The panel asks less and less often. After an hour a
//! person is told, with the last answer. The panel removes the flag as soon as it can read
//! something again.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::orders::attention::Attention;
use crate::orders::event::EventKind;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{OrderId, State, locked_order};
use crate::providers::ProviderId;

/// How long nothing can be read before a person is told.
pub const RAISED_AFTER: TimeDelta = TimeDelta::hours(1);
/// The longest wait between two questions.
const REST_MAX: TimeDelta = TimeDelta::hours(1);
/// If staff remove the flag, they are told again after this time.
const RAISED_AGAIN_AFTER: TimeDelta = TimeDelta::days(1);
/// The longest answer that we store, in characters.
const WORDS_CHARS_MAX: usize = 300;
/// The most rows in the list.
const ROWS_MAX: i64 = 200;

/// How long to wait after nothing could be read for `lasted`: the same time again, at most an hour.
/// Before the person is told, the wait ends at that moment at the latest.
pub(in crate::orders) fn rest(lasted: TimeDelta) -> TimeDelta {
    let until_told = RAISED_AFTER - lasted;
    if until_told > TimeDelta::zero() {
        lasted.clamp(TimeDelta::zero(), until_told)
    } else {
        lasted.min(REST_MAX)
    }
}

/// The note that a person sees.
fn flag(reason: Attention, words: &str) -> String {
    let of = match reason {
        Attention::CancelUnread => "its cancel",
        Attention::RefillUnread => "its refill",
        _ => "it",
    };
    format!("nothing could be read of {of} for an hour; the provider's last answer: {words}")
}

fn is_due(now: DateTime<Utc>, since: DateTime<Utc>, raised_at: Option<DateTime<Utc>>) -> bool {
    now - since >= RAISED_AFTER && raised_at.is_none_or(|at| now - at >= RAISED_AGAIN_AFTER)
}

/// Notes what came instead of a report, for running orders. Tells a person about the orders of
/// which nothing was read for an hour.
pub async fn note(db: &Db, clock: &Clock, orders: Vec<(OrderId, String)>) -> Result<(), db::Error> {
    if orders.is_empty() {
        return Ok(());
    }
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { note_in(tx, clock.now(), orders).await })).await
}

async fn note_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    words: Vec<(OrderId, String)>,
) -> Result<(), db::Error> {
    let orders = locked_order::lock(tx, &column(&words, |(id, _)| *id)).await?;
    let words: HashMap<OrderId, String> = words
        .into_iter()
        .map(|(id, words)| (id, words.chars().take(WORDS_CHARS_MAX).collect()))
        .collect();
    let running = orders.into_values().filter(|order| order.state == State::Running);
    let noted = running.map(|order| {
        let words = words.get(&order.id).map_or("", String::as_str);
        let unread =
            Unread { since: order.unread_since.unwrap_or(now), raised_at: order.unread_raised_at };
        let noted = order.stays().unread(now, words.to_owned());
        match raise(noted, now, (Attention::Unread, unread), words) {
            (raised, at) if at != unread.raised_at => raised.unread_raised(now),
            (noted, _) => noted,
        }
    });
    writer::write(tx, now, noted.collect()).await
}

/// Since when nothing was read of an order, a cancel or a refill, and when a person was last told.
#[derive(Debug, Clone, Copy)]
pub(in crate::orders) struct Unread {
    pub since: DateTime<Utc>,
    pub raised_at: Option<DateTime<Utc>>,
}

/// Tells a person, if it is time. Answers when a person was last told.
pub(in crate::orders) fn raise(
    transition: Transition,
    now: DateTime<Utc>,
    (reason, unread): (Attention, Unread),
    words: &str,
) -> (Transition, Option<DateTime<Utc>>) {
    if !is_due(now, unread.since, unread.raised_at) {
        return (transition, unread.raised_at);
    }
    let words: String = words.chars().take(WORDS_CHARS_MAX).collect();
    let flag = flag(reason, &words);
    let said = json!({ "why": flag });
    (transition.raises_too(reason, flag).and(EventKind::Unread).saying(said), Some(now))
}

/// Something that a person was told about and that still cannot be read.
#[derive(Debug, Clone)]
pub struct Stuck {
    /// `order`, `cancel` or `refill`.
    pub what: String,
    pub order_id: OrderId,
    pub provider_id: ProviderId,
    pub provider: String,
    pub since: DateTime<Utc>,
    /// The provider's last answer.
    pub said: String,
}

/// The list, the longest wait first.
pub async fn stuck(db: impl PgExecutor<'_>) -> Result<Vec<Stuck>, db::Error> {
    Ok(sqlx::query_as!(
        Stuck,
        r#"select s.what as "what!", s.order_id as "order_id!: OrderId",
                  p.id as "provider_id: ProviderId", p.name as provider, s.since as "since!",
                  coalesce(s.said, '') as "said!"
           from (select 'order' as what, id as order_id, provider_id, unread_since as since,
                        unread as said
                 from orders
                 where unread_since is not null and ended_at is null and state = 'running'
                       and unread_raised_at is not null
                 union all
                 select 'cancel', c.order_id, o.provider_id, c.unread_since, c.detail
                 from cancels c join orders o on o.id = c.order_id
                 where c.due_at is not null and c.ended_at is null
                       and c.unread_raised_at is not null
                 union all
                 select 'refill', r.order_id, o.provider_id, r.unread_since, r.detail
                 from refills r join orders o on o.id = r.order_id
                 where r.due_at is not null and r.ended_at is null
                       and r.unread_raised_at is not null) as s
           join providers p on p.id = s.provider_id
           order by s.since, s.order_id limit $1"#,
        ROWS_MAX
    )
    .fetch_all(db)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_the_less_often_and_once_when_the_hour_is_over() {
        let at = |seconds| rest(TimeDelta::seconds(seconds)).num_seconds();
        for (lasted, rests) in
            [(-5, 0), (0, 0), (10, 10), (600, 600), (1800, 1800), (2560, 1040), (3590, 10)]
        {
            assert_eq!(at(lasted), rests, "{lasted}");
        }
        for long in [3600, 7200, 864_000] {
            assert_eq!(at(long), 3600);
        }
    }
}

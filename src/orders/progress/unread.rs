//! What providers say nothing readable of: orders that they have, and cancels and refills that they
//! were asked for. It is asked about less and less often, and after an hour a person is told, with
//! the last answer. The flag goes by itself as soon as something is read again.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::seeded;
use crate::orders::State;
use crate::orders::event::{self, Event};

/// After so long a person is told.
pub const RAISED_AFTER: TimeDelta = TimeDelta::hours(1);
/// The longest wait between two questions.
const REST_MAX: TimeDelta = TimeDelta::hours(1);
/// Who took the flag away is told again after so long.
const RAISED_AGAIN_AFTER: TimeDelta = TimeDelta::days(1);
/// Of an answer, so much is kept.
const WORDS_CHARS_MAX: usize = 300;
/// How the flag's words begin, by what it is about.
const OF_ORDER: &str = "nothing could be read of it for an hour";
pub(in crate::orders) const OF_CANCEL: &str = "nothing could be read of its cancel for an hour";
const OF_REFILL: &str = "nothing could be read of its refill for an hour";
/// Most that are listed.
const ROWS_MAX: i64 = 200;

/// How long to leave alone what could not be read for so long: as long again, up to an hour; and
/// once more just when the person is to be told.
pub(in crate::orders) fn rest(lasted: TimeDelta) -> TimeDelta {
    let until_told = RAISED_AFTER - lasted;
    if seeded::bug("asks-without-rest") {
        TimeDelta::zero()
    } else if until_told > TimeDelta::zero() {
        lasted.clamp(TimeDelta::zero(), until_told)
    } else {
        lasted.min(REST_MAX)
    }
}

fn flag(of: &str, words: &str) -> String {
    format!("{of}; the provider's last answer: {words}")
}

fn is_due(now: DateTime<Utc>, since: DateTime<Utc>, raised_at: Option<DateTime<Utc>>) -> bool {
    now - since >= RAISED_AFTER
        && raised_at.is_none_or(|at| now - at >= RAISED_AGAIN_AFTER)
        && !seeded::bug("stuck-in-silence")
}

/// Notes what came instead of a report, for orders that are running, and tells a person of those
/// of which nothing was read for an hour.
pub async fn note(db: &Db, clock: &Clock, orders: Vec<(i64, String)>) -> Result<(), db::Error> {
    if orders.is_empty() {
        return Ok(());
    }
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { note_in(tx, clock.now(), orders).await })).await
}

async fn note_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    orders: Vec<(i64, String)>,
) -> Result<(), db::Error> {
    let (ids, words): (Vec<i64>, Vec<String>) = orders
        .into_iter()
        .map(|(id, words)| (id, words.chars().take(WORDS_CHARS_MAX).collect()))
        .unzip();
    let rows = sqlx::query!(
        r#"select o.id, o.account_id, o.unread_since, o.unread, o.unread_raised_at,
                  n.words as "words!"
           from orders o join unnest($1::bigint[], $2::text[]) as n (id, words) on n.id = o.id
           where o.state = 'running' order by o.id for no key update of o"#,
        &ids,
        &words
    )
    .fetch_all(&mut **tx)
    .await?;
    let (mut changed, mut said, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let mut events = Vec::new();
    for row in rows {
        let since = row.unread_since.unwrap_or(now);
        let is_raised = is_due(now, since, row.unread_raised_at);
        let is_new = row.unread_since.is_none() || row.unread.as_ref() != Some(&row.words);
        if !is_new && !is_raised {
            continue;
        }
        if is_raised {
            events.push(raised(row.account_id, row.id, OF_ORDER, &row.words));
        }
        flags.push(is_raised.then(|| flag(OF_ORDER, &row.words)));
        changed.push(row.id);
        said.push(row.words);
    }
    if changed.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update orders o set unread_since = coalesce(o.unread_since, $1), unread = n.words,
                unread_raised_at = case when n.flag is null then o.unread_raised_at
                                        else $1::timestamptz end,
                attention = coalesce(o.attention, n.flag)
         from unnest($2::bigint[], $3::text[], $4::text[]) as n (id, words, flag)
         where o.id = n.id",
        now,
        &changed,
        &said,
        &flags as &[Option<String>]
    )
    .execute(&mut **tx)
    .await?;
    event::write(tx, &events, now).await
}

fn raised(account_id: i64, order_id: i64, of: &str, words: &str) -> Event {
    let event = Event { kind: "unread", ..Event::became(account_id, order_id, State::Running) };
    event.with(json!({ "why": flag(of, words) }))
}

/// Something was read of these orders, which are locked: the flag goes, and they are asked for at
/// the usual pace again.
pub(in crate::orders) async fn clear(
    tx: &mut PgTransaction<'_>,
    due_at: DateTime<Utc>,
    orders: &[i64],
) -> Result<(), db::Error> {
    if orders.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update orders set unread_since = null, unread = null, unread_raised_at = null,
                attention = case when starts_with(attention, $2) then null else attention end,
                due_at = case when state = 'running' then least(due_at, $3) else due_at end
         where id = any($1)",
        orders,
        OF_ORDER,
        due_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Something that a provider was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) enum Asked {
    Cancel,
    Refill,
}

impl Asked {
    const fn flag(self) -> &'static str {
        match self {
            Self::Cancel => OF_CANCEL,
            Self::Refill => OF_REFILL,
        }
    }
}

/// A cancel or refill of which nothing was read. Its row is the caller's, in this transaction.
#[derive(Debug, Clone, Copy)]
pub(in crate::orders) struct Unread {
    pub account_id: i64,
    pub order_id: i64,
    pub since: DateTime<Utc>,
    pub raised_at: Option<DateTime<Utc>>,
}

/// Tells a person, if it is time. Answers when they were last told.
pub(in crate::orders) async fn raise(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (asked, unread): (Asked, Unread),
    words: &str,
) -> Result<Option<DateTime<Utc>>, db::Error> {
    if !is_due(now, unread.since, unread.raised_at) {
        return Ok(unread.raised_at);
    }
    let words: String = words.chars().take(WORDS_CHARS_MAX).collect();
    sqlx::query!(
        "update orders set attention = coalesce(attention, $2) where id = $1",
        unread.order_id,
        flag(asked.flag(), &words)
    )
    .execute(&mut **tx)
    .await?;
    let event = raised(unread.account_id, unread.order_id, asked.flag(), &words);
    event::write(tx, &[event], now).await?;
    Ok(Some(now))
}

/// The provider answered: the flag goes.
pub(in crate::orders) async fn settle(
    tx: &mut PgTransaction<'_>,
    asked: Asked,
    order_id: i64,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update orders set attention = null where id = $1 and starts_with(attention, $2)",
        order_id,
        asked.flag()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a person was told of and nothing was read of since.
#[derive(Debug, Clone)]
pub struct Stuck {
    /// order, cancel or refill.
    pub what: String,
    pub order_id: i64,
    pub provider_id: i64,
    pub provider: String,
    pub since: DateTime<Utc>,
    /// The provider's last answer.
    pub said: String,
}

/// The longest first.
pub async fn stuck(db: impl PgExecutor<'_>) -> Result<Vec<Stuck>, db::Error> {
    Ok(sqlx::query_as!(
        Stuck,
        r#"select s.what as "what!", s.order_id as "order_id!", p.id as provider_id,
                  p.name as provider, s.since as "since!", coalesce(s.said, '') as "said!"
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

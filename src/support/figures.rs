//! How many tickets wait for an answer, and how long customers wait for one.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::{State, TicketId};
use crate::accounts::AccountId;
use crate::kit::db;

/// No list counts further.
const COUNTED_MAX: i64 = 10_000;
/// The days of the medians.
const DAYS: i64 = 30;

/// Tickets that wait for staff, and since when the oldest of them waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Not counted further than 10,001.
    pub count: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// Tickets of a state: all of them, those of one member of staff, and nobody's. Not counted further
/// than 10,001 in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub own: i64,
    pub nobodys: i64,
}

/// Half of the customers waited no longer, in the last 30 days. `None`: there were none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Medians {
    /// From the question to the first answer.
    pub answer_s: Option<i64>,
    /// From the question to the end.
    pub close_s: Option<i64>,
}

/// Those that wait.
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<Waiting, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select count(*) as "count!", min(waits_since) as oldest
           from (select waits_since from tickets where state = 'waiting'
                 order by waits_id limit $1) few"#,
        COUNTED_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

/// Tickets of this state, seen by this member of staff.
pub async fn counts(
    db: impl PgExecutor<'_>,
    state: State,
    account_id: AccountId,
) -> Result<Counts, db::Error> {
    Ok(sqlx::query_as!(
        Counts,
        r#"select count(*) as "all!", count(*) filter (where assignee_id = $2) as "own!",
                  count(*) filter (where assignee_id is null) as "nobodys!"
           from (select assignee_id from tickets where state = $1 order by last_id desc
                 limit $3) few"#,
        state as State,
        account_id as AccountId,
        COUNTED_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

/// The ticket that has waited longest, apart from this one.
pub async fn next_waiting(
    db: impl PgExecutor<'_>,
    other: TicketId,
) -> Result<Option<TicketId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: TicketId" from tickets where state = 'waiting' and id <> $1
           order by waits_id limit 1"#,
        other as TicketId
    )
    .fetch_optional(db)
    .await?)
}

/// How many tickets of this customer have answers that they have not read.
pub async fn unread(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from tickets
           where account_id = $1 and answer_id > read_id"#,
        account_id as AccountId
    )
    .fetch_one(db)
    .await?)
}

/// How long customers waited.
pub async fn medians(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<Medians, db::Error> {
    Ok(sqlx::query_as!(
        Medians,
        r#"select (select percentile_disc(0.5) within group
                       (order by extract(epoch from answered_at - opened_at)::bigint)
                   from tickets where answered_at > $1) as answer_s,
                  (select percentile_disc(0.5) within group
                       (order by extract(epoch from closed_at - opened_at)::bigint)
                   from tickets where closed_at > $1) as close_s"#,
        now - TimeDelta::days(DAYS)
    )
    .fetch_one(db)
    .await?)
}

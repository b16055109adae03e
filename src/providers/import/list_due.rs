//! When a provider's list is read: every half hour. If no list comes, it is asked for less and less
//! often, and after a while a person is told.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::types::PgInterval;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::{ProviderId, clean};

/// If a look ends without a result, it is taken again after this time.
const TAKEN_FOR: TimeDelta = TimeDelta::minutes(5);
/// The longest wait for a missing list.
const REST_MAX: TimeDelta = TimeDelta::hours(1);
/// A list that could not be read for this long needs a person.
const RAISED_AFTER: TimeDelta = TimeDelta::hours(1);
const TROUBLE_CHARS_MAX: usize = 500;

/// The providers whose lists are due. For a while, no other caller gets them.
pub async fn take_due(db: &Db, clock: &Clock) -> Result<Vec<ProviderId>, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                r#"update providers set list_due_at = $2 where id in (
                       select id from providers
                       where enabled and url is not null and protocol = 'smm_v2'
                             and (list_due_at is null or list_due_at <= $1)
                       order by list_due_at nulls first limit 4 for no key update skip locked)
                   returning id as "id: ProviderId""#,
                now,
                now + TAKEN_FOR
            )
            .fetch_all(&mut **tx)
            .await?)
        })
    })
    .await
}

/// Notes that no list came, and why. The wait until the next question is as long as the list has
/// been missing, at most an hour.
pub(in crate::providers) async fn record_trouble(
    db: &Db,
    clock: &Clock,
    (provider_id, trouble): (ProviderId, &str),
) -> Result<(), db::Error> {
    let trouble = clean::line(trouble, TROUBLE_CHARS_MAX);
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update providers
                 set list_trouble = $2, list_unread_since = coalesce(list_unread_since, $3),
                     list_due_at = $3 + greatest($4, least($5, $3 - coalesce(list_unread_since, $3)))
                 where id = $1",
                provider_id as ProviderId,
                trouble,
                now,
                interval(TAKEN_FOR),
                interval(REST_MAX)
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

fn interval(wait: TimeDelta) -> PgInterval {
    let microseconds = wait.num_microseconds().unwrap_or(i64::MAX);
    PgInterval { months: 0, days: 0, microseconds }
}

/// Whether a list that could not be read since then needs a person.
pub(in crate::providers) fn is_stuck(since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    since.is_some_and(|since| now - since >= RAISED_AFTER)
}

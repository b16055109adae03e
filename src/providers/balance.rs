//! Our balances at providers. They are asked for on a timer and by hand. Each reading is stored as
//! a row, because a balance that falls is evidence of what the provider took. A balance that comes
//! back shows that the provider answers, so it ends the panel's own pause.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::provider::{Idempotency, lock};
use super::{Balance, clean, currency, pause};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::providers::ProviderId;

/// The wait between two looks at a balance.
pub const BALANCE_EVERY: TimeDelta = TimeDelta::minutes(10);
/// For a provider that gave no answer, or that the panel paused and wants to open again.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);
/// The time in which it is seen how fast balances fall, and the shortest time that says enough.
const FALL_OVER: TimeDelta = TimeDelta::hours(24);
const FALL_OVER_MIN: TimeDelta = TimeDelta::hours(1);
/// A balance that lasts for fewer hours is nearly empty.
pub const EMPTY_WITHIN_H: i64 = 24;
const TROUBLE_CHARS_MAX: usize = 500;
/// How long readings are stored: longer than anyone looks for a lost order.
const KEPT_FOR: TimeDelta = TimeDelta::days(90);

/// A past balance, in millionths of the provider's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    pub balance: i64,
    pub at: DateTime<Utc>,
}

/// What a balance that came back has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// The panel's own pause has ended.
    pub resumed: bool,
}

/// The providers whose balances are due. For a while, no other caller gets them.
pub async fn take_due(db: &Db, clock: &Clock) -> Result<Vec<ProviderId>, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                r#"update providers set balance_due_at = $2 where id in (
                       select id from providers
                       where enabled and url is not null
                             and (balance_due_at is null or balance_due_at <= $1
                                  or (paused_by_panel and balance_at <= $3))
                       order by balance_due_at nulls first limit 16 for no key update skip locked)
                   returning id as "id: ProviderId""#,
                now,
                now + AGAIN_AFTER,
                now - AGAIN_AFTER
            )
            .fetch_all(&mut **tx)
            .await?)
        })
    })
    .await
}

/// Notes the balance that came back. If a provider's answers say that it takes idempotency keys, it
/// offers them from now on. If they no longer say so, the panel no longer believes it.
pub async fn record(
    db: &Db,
    clock: &Clock,
    (provider_id, balance): (ProviderId, Balance),
) -> Result<Noted, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(before) = lock(tx, provider_id).await? else {
                return Ok(Noted { resumed: false });
            };
            let idempotency = match (balance.takes_idempotency_keys, before.idempotency) {
                (false, _) => Idempotency::None,
                (true, Idempotency::Confirmed) => Idempotency::Confirmed,
                (true, Idempotency::None | Idempotency::Offered) => Idempotency::Offered,
            };
            // Without money there, orders would only be refused again, so such a pause stays. A
            // pause for unknown answers has nothing to do with money.
            let other = balance.currency.as_ref().filter(|code| **code != before.currency);
            // If it is not a code that everyone knows, one unit may have any value.
            let unknown = other.filter(|code| !currency::is_known(code));
            let may = balance.amount > 0 || before.unknowns >= before.pause_after_unknowns;
            let resumed = match unknown {
                Some(code) => {
                    stop(tx, provider_id, code).await?;
                    false
                }
                None => may && pause::resume(tx, provider_id).await?,
            };
            let is_paused = unknown.is_some() || (before.paused_by_panel && !resumed);
            let trouble = other.map(|code| {
                let said = &before.currency;
                format!(
                    "it counts in {code}, and {said} was said: its costs are not converted right"
                )
            });
            sqlx::query!(
                "update providers
                 set balance = $2, balance_at = $3, balance_due_at = $4, idempotency = $5,
                     balance_trouble = $6
                 where id = $1",
                provider_id as ProviderId,
                balance.amount,
                now,
                now + if is_paused { AGAIN_AFTER } else { BALANCE_EVERY },
                idempotency as Idempotency,
                trouble,
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "insert into provider_balances (provider_id, balance, at) values ($1, $2, $3)",
                provider_id as ProviderId,
                balance.amount,
                now
            )
            .execute(&mut **tx)
            .await?;
            sqlx::query!(
                "delete from provider_balances where provider_id = $1 and at < $2",
                provider_id as ProviderId,
                now - KEPT_FOR
            )
            .execute(&mut **tx)
            .await?;
            Ok(Noted { resumed })
        })
    })
    .await
}

/// Sends nothing there until the operator says what its currency is worth. If the panel paused it
/// for another reason, that pause becomes this one, because it ends when this one ends. A pause by
/// staff stays theirs.
async fn stop(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    code: &str,
) -> Result<(), db::Error> {
    let reason = format!(
        "it counts in {code}, which is no currency code: set it as its currency, and what one of \
         it is worth"
    );
    sqlx::query!(
        "update providers set paused_reason = null where id = $1 and paused_by_panel",
        provider_id as ProviderId
    )
    .execute(&mut **tx)
    .await?;
    pause::pause(tx, provider_id, &reason).await
}

/// Notes that no balance came, and why.
pub async fn record_trouble(
    db: &Db,
    clock: &Clock,
    (provider_id, trouble): (ProviderId, &str),
) -> Result<(), db::Error> {
    let trouble = clean::line(trouble, TROUBLE_CHARS_MAX);
    let again = clock.now() + AGAIN_AFTER;
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update providers set balance_trouble = $2, balance_due_at = $3 where id = $1",
                provider_id as ProviderId,
                trouble,
                again
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// How much of our money these providers have, in millionths of the panel's currency. A provider
/// whose last answer brought trouble is left out: it counts in another currency, or its balance is
/// no longer known.
pub async fn known(
    db: &Db,
    providers: &[ProviderId],
) -> Result<HashMap<ProviderId, i64>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ProviderId",
                  greatest(least(floor(balance::numeric * exchange_rate / 1000000), 9e18), -9e18)
                      ::bigint as "worth!"
           from providers
           where id = any($1) and balance is not null and balance_trouble is null"#,
        providers as &[ProviderId]
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.worth)).collect())
}

/// What the balances at providers fell by, and in what time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// Millionths of the provider's currency. Money that was paid in meanwhile does not count.
    pub amount: i64,
    pub over: TimeDelta,
}

impl Fall {
    /// For how many hours this balance lasts at the same pace; `None`: too little is known, or
    /// nothing was spent.
    #[must_use]
    pub fn hours_left(self, balance: i64) -> Option<i64> {
        let (amount, seconds) = (i128::from(self.amount), i128::from(self.over.num_seconds()));
        if amount <= 0 || self.over < FALL_OVER_MIN {
            return None;
        }
        let hours = i128::from(balance.max(0)) * seconds / amount / 3_600;
        i64::try_from(hours).ok()
    }
}

/// How far each provider's balance fell in the last 24 hours. Providers without two readings are
/// missing.
pub async fn falls(db: &Db, now: DateTime<Utc>) -> Result<HashMap<ProviderId, Fall>, db::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: ProviderId", least(sum(greatest(r.was - r.balance, 0)), 9e18)::bigint
                      as "amount!",
                  min(r.at) as "first!", max(r.at) as "last!"
           from providers p cross join lateral (
               select balance, at, lag(balance) over (order by at, id) as was
               from provider_balances where provider_id = p.id and at > $1) r
           group by p.id having count(r.was) > 0"#,
        now - FALL_OVER
    )
    .fetch_all(db.pool())
    .await?;
    let fall = |amount, first, last| Fall { amount, over: last - first };
    Ok(rows.into_iter().map(|row| (row.id, fall(row.amount, row.first, row.last))).collect())
}

/// What became of a balance on one day (UTC), in millionths of the provider's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceDay {
    pub day: NaiveDate,
    /// The last reading of the day.
    pub balance: i64,
    /// What it fell by. Money that was paid in meanwhile does not count.
    pub fell: i64,
}

/// The days since then on which the balance was read, oldest first.
pub async fn days(
    db: &Db,
    provider_id: ProviderId,
    since: DateTime<Utc>,
) -> Result<Vec<BalanceDay>, db::Error> {
    Ok(sqlx::query_as!(
        BalanceDay,
        r#"select (at at time zone 'utc')::date as "day!",
                  (array_agg(balance order by at desc, id desc))[1] as "balance!",
                  least(coalesce(sum(greatest(was - balance, 0)), 0), 9e18)::bigint as "fell!"
           from (select id, at, balance, lag(balance) over (order by at, id) as was
                 from provider_balances where provider_id = $1 and at >= $2) as readings
           group by 1 order by 1"#,
        provider_id as ProviderId,
        since
    )
    .fetch_all(db.pool())
    .await?)
}

/// The newest readings, newest first.
pub async fn recent(db: &Db, provider_id: ProviderId, limit: i64) -> Result<Vec<Past>, db::Error> {
    Ok(sqlx::query_as!(
        Past,
        "select balance, at from provider_balances where provider_id = $1
         order by at desc, id desc limit $2",
        provider_id as ProviderId,
        limit
    )
    .fetch_all(db.pool())
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_lasts_as_long_as_it_falls() {
        let fall = |amount, hours| Fall { amount, over: TimeDelta::hours(hours) };
        assert_eq!(fall(24, 24).hours_left(48), Some(48));
        assert_eq!(fall(24, 12).hours_left(48), Some(24));
        assert_eq!(fall(0, 24).hours_left(48), None);
        assert_eq!(fall(5, 0).hours_left(48), None);
        assert_eq!(fall(5, 24).hours_left(-3), Some(0));
    }
}

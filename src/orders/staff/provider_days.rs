//! What the orders of each day came to at each provider. Counted with the day itself (`days`), so
//! the sums over the providers are a part of the day's.

use chrono::{DateTime, NaiveDate, Utc};

use super::days;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::providers::ProviderId;

/// A day's orders that went to one provider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProviderDay {
    pub day: NaiveDate,
    pub orders: i64,
    pub completed: i64,
    pub partial: i64,
    pub canceled: i64,
    /// What customers pay, less what was given back.
    pub charge: Money,
    /// What they cost us, in the panel's currency.
    pub cost: Money,
}

impl ProviderDay {
    /// Orders that have not ended.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.orders - self.completed - self.partial - self.canceled
    }

    /// The days together, with the day of the first.
    #[must_use]
    pub fn sum(days: &[Self]) -> Self {
        days.iter().fold(Self::default(), |sum, day| Self {
            day: sum.day,
            orders: sum.orders + day.orders,
            completed: sum.completed + day.completed,
            partial: sum.partial + day.partial,
            canceled: sum.canceled + day.canceled,
            charge: add(sum.charge, day.charge),
            cost: add(sum.cost, day.cost),
        })
    }
}

fn add(a: Money, b: Money) -> Money {
    Money::from_micros(a.micros().saturating_add(b.micros()))
}

/// The last days of one provider, oldest first and today last. Days without orders are there, too.
pub async fn last(
    db: &Db,
    now: DateTime<Utc>,
    provider_id: ProviderId,
) -> Result<Vec<ProviderDay>, db::Error> {
    let counted = sqlx::query_as!(
        ProviderDay,
        r#"select day, orders, completed, partial, canceled, charge as "charge: Money",
                  cost as "cost: Money"
           from provider_days where provider_id = $1 and day >= $2 order by day"#,
        provider_id as ProviderId,
        days::first(now)
    )
    .fetch_all(db.pool())
    .await?;
    let found = |day: NaiveDate| counted.iter().find(|row| row.day == day).copied();
    let filled = days::shown(now);
    Ok(filled.map(|day| found(day).unwrap_or(ProviderDay { day, ..Default::default() })).collect())
}

/// Counts a day's orders again, for all providers. `low` and `high` are ids that all orders of the
/// day lie between.
pub(super) async fn count(
    db: &Db,
    day: NaiveDate,
    (low, high): (i64, i64),
) -> Result<(), db::Error> {
    let (from, until) = days::bounds(day);
    sqlx::query!(
        "with counted as (
             select provider_id, count(*) as orders,
                    count(*) filter (where state = 'completed') as completed,
                    count(*) filter (where state = 'partial') as partial,
                    count(*) filter (where state = 'canceled') as canceled,
                    sum(charge - refunded)::bigint as charge, sum(cost)::bigint as cost
             from orders
             where id >= $2 and id < $3 and created_at >= $4 and created_at < $5
                   and provider_id is not null
                   and form not in ('drip', 'paced', 'subscription')
             group by provider_id
         ), gone as (
             delete from provider_days
             where day = $1 and provider_id not in (select provider_id from counted)
         )
         insert into provider_days
             (provider_id, day, orders, completed, partial, canceled, charge, cost)
         select provider_id, $1, orders, completed, partial, canceled, charge, coalesce(cost, 0)
         from counted
         on conflict (provider_id, day) do update
         set orders = excluded.orders, completed = excluded.completed, partial = excluded.partial,
             canceled = excluded.canceled, charge = excluded.charge, cost = excluded.cost",
        day,
        low,
        high,
        from,
        until
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

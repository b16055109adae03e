//! Evidence about the result of a submission: how far our balance at the provider fell in that
//! time, and how far the orders that it took in that time should have lowered it. It proves
//! nothing; it helps a person to decide.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::OrderId;
use crate::orders::read::{Attempt, AttemptState};
use crate::settings;

/// How many attempts before and after are looked at. With more in the time between two readings,
/// the comparison says nothing.
const AROUND_MAX: i64 = 2_000;

/// A balance that was read, in millionths of the provider's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    pub balance: i64,
    pub at: DateTime<Utc>,
}

/// What is known around the time of an order's last attempt. Amounts are millionths of the
/// provider's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    pub provider: String,
    pub currency: String,
    /// The last reading before the order was sent.
    pub before: Option<Read>,
    /// The first reading after its time was over.
    pub after: Option<Read>,
    /// Orders that the provider took between the two, and what they cost.
    pub accepted: i64,
    pub accepted_cost: i64,
    /// Other orders between the two readings whose outcome is unknown.
    pub unknown: i64,
    /// What this order costs there; 0: not known.
    pub own_cost: i64,
}

/// What the balance suggests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Points {
    /// The balance fell by what this order costs.
    ToAccepted,
    /// The balance fell by no more than the others cost.
    ToNotAccepted,
    /// Nothing: something else moved the balance, or other orders are unknown too.
    Nowhere,
    /// There are not two readings, or the cost is not known.
    TooLittle,
}

impl Drift {
    /// How far the balance fell beyond the cost of the accepted orders; `None` without two
    /// readings.
    #[must_use]
    pub fn unexplained(&self) -> Option<i64> {
        let (before, after) = (self.before?, self.after?);
        before.balance.checked_sub(after.balance)?.checked_sub(self.accepted_cost)
    }

    /// What the balance suggests. Providers round, so a twentieth of the cost counts as no
    /// difference.
    #[must_use]
    pub fn points(&self) -> Points {
        let Some(gone) = self.unexplained().filter(|_| self.own_cost > 0) else {
            return Points::TooLittle;
        };
        let near = |amount: i64| gone.saturating_sub(amount).abs() <= self.own_cost / 20;
        match (near(0), near(self.own_cost), self.unknown) {
            (true, ..) => Points::ToNotAccepted,
            (_, true, 0) => Points::ToAccepted,
            _ => Points::Nowhere,
        }
    }
}

/// The drift around these orders' last attempts, by order. Orders that were never sent are missing.
pub async fn drifts(
    db: impl PgExecutor<'_>,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Drift>, db::Error> {
    let rows = sqlx::query!(
        r#"
        with asked as (
            select distinct on (t.order_id) t.id, t.order_id, t.provider_id, t.position,
                                            t.cost_rate, t.armed_at, coalesce(t.ended_at,
                                            t.armed_at) as over_at
            from attempts t where t.order_id = any($1) order by t.order_id, t.id desc)
        select a.order_id as "order_id: OrderId", p.name, p.currency,
               b.balance as "before?", b.at as "before_at?",
               c.balance as "after?", c.at as "after_at?",
               w.accepted as "accepted!", w.unknown as "unknown!",
               least(w.cost * 1000000 / p.exchange_rate, 9e18)::bigint as "accepted_cost!",
               least(ceil(case when o.charge = o.rate then greatest(a.cost_rate, r.cost_rate, 0)
                          else greatest(a.cost_rate, r.cost_rate,
                          0)::numeric * o.quantity / 1000 end)
                     * 1000000 / p.exchange_rate, 9e18)::bigint as "own_cost!"
        from asked a
        join providers p on p.id = a.provider_id
        join orders o on o.id = a.order_id
        left join routes r on r.service_id = o.service_id and r.provider_id = a.provider_id
                          and r.position = a.position
        left join lateral (
            select balance, at from provider_balances
            where provider_id = a.provider_id and at <= a.armed_at
            order by at desc limit 1) b on true
        left join lateral (
            select balance, at from provider_balances
            where provider_id = a.provider_id and at >= a.over_at order by at limit 1) c on true
        cross join lateral (
            select count(*) filter (where t.state = 'accepted') as accepted,
                   count(*) filter (where t.state = 'unknown') as unknown,
                   coalesce(sum(ceil(case when n.charge = n.rate then n.cost_rate
                                     else n.cost_rate::numeric * n.quantity / 1000 end))
                       filter (where t.state = 'accepted'), 0) as cost
            from attempts t join orders n on n.id = t.order_id
            where t.provider_id = a.provider_id and t.id between a.id - $2 and a.id + $2
              and t.armed_at between b.at and c.at and t.order_id <> a.order_id) w
        "#,
        orders as &[OrderId],
        AROUND_MAX
    )
    .fetch_all(db)
    .await?;
    let read = |balance: Option<i64>, at: Option<DateTime<Utc>>| {
        balance.zip(at).map(|(balance, at)| Read { balance, at })
    };
    let drifts = rows.into_iter().map(|row| {
        let drift = Drift {
            provider: row.name,
            currency: row.currency,
            before: read(row.before, row.before_at),
            after: read(row.after, row.after_at),
            accepted: row.accepted,
            accepted_cost: row.accepted_cost,
            unknown: row.unknown,
            own_cost: row.own_cost,
        };
        (row.order_id, drift)
    });
    Ok(drifts.collect())
}

/// The last attempt of each of these orders. Orders that were never sent are missing.
pub async fn last_attempts(
    db: impl PgExecutor<'_>,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Attempt>, db::Error> {
    let rows = sqlx::query!(
        r#"select distinct on (t.order_id) t.order_id as "order_id: OrderId", p.name as provider,
                                           t.state as "state: AttemptState", t.upstream_id, t.detail, t.request, t.answer,
                                           t.http_status, t.armed_at, t.ended_at
           from attempts t join providers p on p.id = t.provider_id
           where t.order_id = any($1) order by t.order_id, t.id desc"#,
        orders as &[OrderId]
    )
    .fetch_all(db)
    .await?;
    let attempts = rows.into_iter().map(|row| {
        let attempt = Attempt {
            provider: row.provider,
            state: row.state,
            upstream_id: row.upstream_id,
            detail: row.detail,
            request: row.request,
            answer: row.answer,
            http_status: row.http_status,
            armed_at: row.armed_at,
            ended_at: row.ended_at,
        };
        (row.order_id, attempt)
    });
    Ok(attempts.collect())
}

/// Deletes what was sent and what came back in attempts that are older than the owner keeps it, of
/// orders that have ended; looks at `most` of them. The rows stay, with all that decides. Of an order
/// that is open at that age the texts stay for good. Answers whether there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let kept = settings::read(db.pool()).await?.keep_answers_days;
    let before = clock.now() - TimeDelta::days(i64::from(kept));
    db.transaction(move |tx| {
        Box::pin(async move {
            // Who holds this row looks; the others have nothing to do.
            let upto = sqlx::query_scalar!("select upto from attempt_texts for update skip locked")
                .fetch_optional(&mut **tx)
                .await?;
            let Some(upto) = upto else { return Ok(false) };
            let rows = sqlx::query!(
                r#"with next as (
                       select id, order_id, armed_at, state from attempts where id > $1
                       order by id limit $2),
                   young as (
                       select min(id) as id from next where armed_at >= $3 or state = 'live'),
                   due as (
                       select n.id, n.order_id from next n cross join young y
                       where y.id is null or n.id < y.id),
                   emptied as (
                       update attempts a set request = null, answer = null
                       from due join orders o on o.id = due.order_id
                       where a.id = due.id and o.ended_at is not null
                         and (a.request is not null or a.answer is not null))
                   select max(id) as upto, count(*) as "count!" from due"#,
                upto,
                most,
                before
            )
            .fetch_one(&mut **tx)
            .await?;
            if let Some(upto) = rows.upto {
                sqlx::query!("update attempt_texts set upto = $1", upto).execute(&mut **tx).await?;
            }
            Ok(rows.count >= most)
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drift(fell_by: i64, accepted_cost: i64, unknown: i64) -> Drift {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let read = |balance| Some(Read { balance, at });
        Drift {
            provider: String::new(),
            currency: String::new(),
            before: read(100_000),
            after: read(100_000 - fell_by),
            accepted: 1,
            accepted_cost,
            unknown,
            own_cost: 2_000,
        }
    }

    #[test]
    fn a_balance_points() {
        assert_eq!(drift(5_000, 3_000, 0).points(), Points::ToAccepted);
        assert_eq!(drift(5_050, 3_000, 0).points(), Points::ToAccepted);
        assert_eq!(drift(3_000, 3_000, 0).points(), Points::ToNotAccepted);
        // The balance did not fall, so none of the unknown orders was taken. If one was taken, it
        // may be any of them.
        assert_eq!(drift(3_000, 3_000, 2).points(), Points::ToNotAccepted);
        assert_eq!(drift(5_000, 3_000, 1).points(), Points::Nowhere);
        assert_eq!(drift(4_000, 3_000, 0).points(), Points::Nowhere);
        assert_eq!(drift(-50_000, 3_000, 0).points(), Points::Nowhere);
        assert_eq!(Drift { after: None, ..drift(0, 0, 0) }.points(), Points::TooLittle);
        assert_eq!(Drift { own_cost: 0, ..drift(0, 0, 0) }.points(), Points::TooLittle);
    }
}

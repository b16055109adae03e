//! How well providers do, from real orders: the results of what was handed to them, and how long it
//! took. It is bounded: the newest few thousand attempts of the last 30 days say enough.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use crate::catalogue::ServiceId;
use crate::kit::db;
use crate::providers::ProviderId;

/// The most attempts of one provider that count.
const ATTEMPTS_MAX: i64 = 5_000;
/// How many of its newest attempts are searched for those of one service.
const LOOKED_AT_MAX: i64 = 10_000;
const DAYS: i64 = 30;

/// The results of a provider's newest attempts, for one service or for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    pub accepted: i64,
    pub refused: i64,
    /// Nobody knows whether they were taken.
    pub unknown: i64,
    /// No byte left, or the provider itself was down.
    pub not_sent: i64,
    /// From being accepted until the first unit was delivered.
    pub start: Option<Spread>,
    /// From being accepted to the end, for orders that were not canceled.
    pub finish: Option<Spread>,
}

/// In seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    pub median_s: i64,
    /// 95 of 100 took no longer.
    pub p95_s: i64,
}

/// By provider; for one service's orders, or for all. Providers that were handed nothing are
/// missing.
pub async fn of_providers(
    db: impl PgExecutor<'_>,
    providers: &[ProviderId],
    service_id: Option<ServiceId>,
    now: DateTime<Utc>,
) -> Result<HashMap<ProviderId, Health>, db::Error> {
    let rows = sqlx::query!(
        r#"
        with each as (
            select t.* from unnest($1::bigint[]) as p (id) cross join lateral (
                select n.provider_id, n.state,
                       case when n.state = 'accepted'
                            then extract(epoch from o.started_at - n.ended_at)::bigint
                            end as start_s,
                       case when n.state = 'accepted' and o.state in ('completed', 'partial')
                            then extract(epoch from o.ended_at - n.ended_at)::bigint
                            end as finish_s
                from (select a.provider_id, a.order_id, a.state, a.armed_at, a.ended_at
                      from attempts a where a.provider_id = p.id order by a.id desc limit $5) n
                join orders o on o.id = n.order_id
                where n.armed_at >= $4 and ($2::bigint is null or o.service_id = $2)
                limit $3) as t)
        select provider_id as "provider_id: ProviderId",
               count(*) filter (where state = 'accepted') as "accepted!",
               count(*) filter (where state = 'refused') as "refused!",
               count(*) filter (where state = 'unknown') as "unknown!",
               count(*) filter (where state = 'not_sent') as "not_sent!",
               percentile_disc(0.5) within group (order by start_s) as start_median_s,
               percentile_disc(0.95) within group (order by start_s) as start_p95_s,
               percentile_disc(0.5) within group (order by finish_s) as finish_median_s,
               percentile_disc(0.95) within group (order by finish_s) as finish_p95_s
        from each group by provider_id
        "#,
        providers as &[ProviderId],
        service_id as Option<ServiceId>,
        ATTEMPTS_MAX,
        now - TimeDelta::days(DAYS),
        LOOKED_AT_MAX
    )
    .fetch_all(db)
    .await?;
    let spread = |median: Option<i64>, p95: Option<i64>| {
        let (median_s, p95_s) = median.zip(p95)?;
        Some(Spread { median_s: median_s.max(0), p95_s: p95_s.max(0) })
    };
    let found = rows.into_iter().map(|row| {
        let health = Health {
            accepted: row.accepted,
            refused: row.refused,
            unknown: row.unknown,
            not_sent: row.not_sent,
            start: spread(row.start_median_s, row.start_p95_s),
            finish: spread(row.finish_median_s, row.finish_p95_s),
        };
        (row.provider_id, health)
    });
    Ok(found.collect())
}

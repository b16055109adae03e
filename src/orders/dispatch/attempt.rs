//! Attempts: one row for each time that bytes may have left, and what came back. A row is made when
//! an order is about to be sent. Only dispatch, the recording of answers and the sweep call this
//! module.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::kit::db::{self, Db, column};
use crate::orders::OrderId;
use crate::orders::dispatch::Claim;
use crate::orders::record::Answer;
use crate::providers::{Outcome, ProviderId, Route, describe};

/// The result of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    /// It is on its way.
    Live,
    Accepted,
    Refused,
    NotSent,
    /// Nobody knows the result.
    Unknown,
}

impl AttemptState {
    const ALL: [Self; 5] =
        [Self::Live, Self::Accepted, Self::Refused, Self::NotSent, Self::Unknown];

    /// Its name in the table.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
            Self::Unknown => "unknown",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

crate::text_columns!(AttemptState);

/// Writes an attempt for each of these, with what is about to be sent.
pub(in crate::orders) async fn open(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    claims: &[Claim],
) -> Result<(), db::Error> {
    if claims.is_empty() {
        return Ok(());
    }
    let request = |claim: &Claim| {
        describe(claim.route.protocol, claim.route.url.as_deref(), &claim.submission)
    };
    sqlx::query!(
        "insert into attempts (order_id, provider_id, position, fence, request, idempotency_key,
                               cost_rate, cost, state, armed_at)
         select *, 'live', $9::timestamptz
         from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[],
                     $7::bigint[], $8::bigint[])",
        &column(claims, |claim| claim.order_id) as &[OrderId],
        &column(claims, |claim| claim.route.provider_id) as &[ProviderId],
        &column(claims, |claim| claim.route.position),
        &column(claims, |claim| claim.fence),
        &column(claims, request) as &[Option<String>],
        &column(claims, |claim| claim.submission.idempotency_key.clone()) as &[Option<String>],
        &column(claims, |claim| claim.route.cost_rate.micros()),
        &column(claims, |claim| claim.cost.micros()),
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// An order, and a route of its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::orders) struct OrderRoute {
    pub order_id: OrderId,
    pub position: i32,
    pub provider_id: ProviderId,
}

impl OrderRoute {
    pub const fn new(order_id: OrderId, route: &Route) -> Self {
        Self { order_id, position: route.position, provider_id: route.provider_id }
    }
}

/// The routes that have refused these orders, for each order.
pub(in crate::orders) async fn refused(
    tx: &mut PgTransaction<'_>,
    orders: &[OrderId],
) -> Result<HashSet<OrderRoute>, db::Error> {
    let refused = sqlx::query_as!(
        OrderRoute,
        r#"select order_id as "order_id: OrderId", position,
                  provider_id as "provider_id: ProviderId" from attempts
           where order_id = any($1) and state = 'refused'"#,
        orders as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(refused.into_iter().collect())
}

/// Gives each order its idempotency key, if its provider takes them: the key with which it was sent
/// there before, or a new one. Whatever the result of that attempt, the same key cannot make two
/// orders.
pub(in crate::orders) async fn give_keys(
    tx: &mut PgTransaction<'_>,
    claims: &mut [Claim],
    new: impl Fn() -> String,
) -> Result<(), db::Error> {
    let takes = |claim: &Claim| claim.route.takes_idempotency_keys;
    let ids: Vec<OrderId> = claims.iter().filter(|c| takes(c)).map(|c| c.order_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known = sqlx::query!(
        r#"select order_id as "order_id: OrderId", provider_id as "provider_id: ProviderId",
                  idempotency_key as "key!", min(armed_at) as "first_at!"
           from attempts where order_id = any($1) and idempotency_key is not null
           group by order_id, provider_id, idempotency_key"#,
        &ids as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    for claim in claims.iter_mut().filter(|claim| takes(claim)) {
        let before = known.iter().find(|row| {
            (row.order_id, row.provider_id) == (claim.order_id, claim.route.provider_id)
        });
        claim.submission.idempotency_key = Some(before.map_or_else(&new, |row| row.key.clone()));
    }
    Ok(())
}

/// The last attempt of an order.
pub(in crate::orders) struct Last {
    pub provider_id: ProviderId,
    pub position: i32,
    pub key: Option<String>,
    /// When the first attempt with this key was armed.
    pub first_at: Option<DateTime<Utc>>,
}

/// The last attempts of these orders.
pub(in crate::orders) async fn last(
    tx: &mut PgTransaction<'_>,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Last>, db::Error> {
    let rows = sqlx::query!(
        r#"select distinct on (a.order_id) a.order_id as "order_id: OrderId",
                                           a.provider_id as "provider_id: ProviderId", a.position,
                                           a.idempotency_key,
                  (select min(f.armed_at) from attempts f
                   where f.order_id = a.order_id and f.idempotency_key = a.idempotency_key) as first_at
           from attempts a where a.order_id = any($1) order by a.order_id, a.id desc"#,
        orders as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let last = rows.into_iter().map(|row| {
        let (provider_id, position) = (row.provider_id, row.position);
        let last = Last { provider_id, position, key: row.idempotency_key, first_at: row.first_at };
        (row.order_id, last)
    });
    Ok(last.collect())
}

/// Gives up the live attempts of these orders: nothing came back in time.
pub(in crate::orders) async fn give_up(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    orders: &[OrderId],
    detail: &str,
) -> Result<(), db::Error> {
    if orders.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update attempts set state = 'unknown', is_unanswered = true, detail = $2, ended_at = $3
         where order_id = any($1) and state = 'live'",
        orders as &[OrderId],
        detail,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The answers whose id the provider also gave to another order. An id that came in time stands on
/// its order, a late one on its attempt.
pub(in crate::orders) async fn given_before(
    db: &Db,
    answers: &[Answer],
) -> Result<HashSet<usize>, db::Error> {
    let accepted =
        answers.iter().enumerate().filter_map(|(at, answer)| match &answer.sent.outcome {
            Outcome::Accepted { upstream_id } => Some((at, answer, upstream_id.clone())),
            _ => None,
        });
    let (mut at, mut orders, mut providers, mut ids) = (vec![], vec![], vec![], vec![]);
    for (index, answer, upstream_id) in accepted {
        at.push(i64::try_from(index).unwrap_or_default());
        orders.push(answer.claim.order_id);
        providers.push(answer.claim.route.provider_id);
        ids.push(upstream_id);
    }
    if at.is_empty() {
        return Ok(HashSet::new());
    }
    // With `+ 0`, only the index that begins with the id can be used. Another one begins with the
    // provider, and looks as good while few orders have one.
    let mut given: HashSet<usize> = sqlx::query_scalar!(
        r#"select n.at as "at!"
           from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])
                as n (at, order_id, provider_id, upstream_id)
           where exists (select from orders o where o.upstream_id = n.upstream_id
                         and o.provider_id + 0 = n.provider_id and o.id <> n.order_id)
              or exists (select from attempts a where a.provider_id = n.provider_id
                         and a.late_upstream_id = n.upstream_id and a.order_id <> n.order_id)"#,
        &at,
        &orders as &[OrderId],
        &providers as &[ProviderId],
        &ids
    )
    .fetch_all(db.pool())
    .await?
    .into_iter()
    .filter_map(|at| usize::try_from(at).ok())
    .collect();
    let mut seen = HashMap::new();
    for (n, index) in at.iter().enumerate() {
        let first = *seen.entry((providers[n], &ids[n])).or_insert(orders[n]);
        if first != orders[n] {
            given.extend(usize::try_from(*index).ok());
        }
    }
    Ok(given)
}

/// Each order comes with the fence of an attempt. Answers the orders of which an earlier attempt
/// may have made one there: its result is not known, or it was accepted after the order had gone
/// on.
pub(in crate::orders) async fn left_open(
    db: &Db,
    sent: &[(OrderId, i64)],
) -> Result<HashSet<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select distinct a.order_id as "order_id: OrderId"
           from attempts a
           join unnest($1::bigint[], $2::bigint[]) as s (order_id, fence)
                on s.order_id = a.order_id and a.fence < s.fence
           where a.state in ('live', 'unknown', 'accepted')"#,
        &column(sent, |one| one.0) as &[OrderId],
        &column(sent, |one| one.1)
    )
    .fetch_all(db.pool())
    .await?
    .into_iter()
    .collect())
}

/// An outcome as the row of its attempt holds it.
struct Kept<'o> {
    state: AttemptState,
    upstream_id: Option<&'o String>,
    /// What else the provider said.
    detail: Option<&'o String>,
}

fn as_kept(outcome: &Outcome) -> Kept<'_> {
    let (state, upstream_id, detail) = match outcome {
        Outcome::Accepted { upstream_id } => (AttemptState::Accepted, Some(upstream_id), None),
        Outcome::Refused { reason } | Outcome::Duplicate { reason } => {
            (AttemptState::Refused, None, Some(reason))
        }
        Outcome::ProviderDown { reason }
        | Outcome::ServiceDown { reason }
        | Outcome::Later { reason, .. }
        | Outcome::NotSent { reason } => (AttemptState::NotSent, None, Some(reason)),
        Outcome::Unknown { detail } => (AttemptState::Unknown, None, Some(detail)),
    };
    Kept { state, upstream_id, detail }
}

/// Whether exactly this outcome is stored already.
pub(in crate::orders) async fn is_kept(
    tx: &mut PgTransaction<'_>,
    claim: &Claim,
    outcome: &Outcome,
) -> Result<bool, db::Error> {
    let kept = as_kept(outcome);
    Ok(sqlx::query_scalar!(
        r#"select exists (select from attempts
                          where order_id = $1 and fence = $2 and state = $3
                            and upstream_id is not distinct from $4
                            and detail is not distinct from $5) as "is!""#,
        claim.order_id as OrderId,
        claim.fence,
        kept.state as AttemptState,
        kept.upstream_id,
        kept.detail
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Stores what came back. It never overwrites what was stored before. `late`: the order does not
/// take this answer, so an id in it stands on the attempt alone.
pub(in crate::orders) async fn close(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    answers: &[&Answer],
    late: bool,
) -> Result<(), db::Error> {
    if answers.is_empty() {
        return Ok(());
    }
    let kept: Vec<_> = answers.iter().map(|answer| as_kept(&answer.sent.outcome)).collect();
    sqlx::query!(
        "update attempts a set state = n.state, upstream_id = n.upstream_id, detail = n.detail,
                answer = n.answer, http_status = n.http_status, ended_at = $8,
                late_upstream_id = case when $9 then n.upstream_id end
         from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::int[])
              as n (order_id, fence, state, upstream_id, detail, answer, http_status)
         where a.order_id = n.order_id and a.fence = n.fence
           and (a.state = 'live' or (a.state = 'unknown' and a.upstream_id is null))",
        &column(answers, |answer| answer.claim.order_id) as &[OrderId],
        &column(answers, |answer| answer.claim.fence),
        &column(&kept, |kept| kept.state) as &[AttemptState],
        &column(&kept, |kept| kept.upstream_id.cloned()) as &[Option<String>],
        &column(&kept, |kept| kept.detail.cloned()) as &[Option<String>],
        &column(answers, |answer| answer.sent.evidence.answer.clone()) as &[Option<String>],
        &column(answers, |answer| answer.sent.evidence.http_status) as &[Option<i32>],
        now,
        late
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

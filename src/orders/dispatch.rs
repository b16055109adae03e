//! Dispatch: at most once, and honest about what is unknown.
//!
//! 1. [`claim`]: queued → claimed, under a lease and a new fence.
//! 2. [`arm`]: claimed → submitting under the fence, with an attempt row, just before bytes leave.
//! 3. The caller sends, once, with no transaction open.
//! 4. [`record`]: what came back, under the fence. A result that comes too late finds no row,
//!    is kept on its attempt and raised for a person. Recording the same result again changes
//!    nothing, so that it can be tried until the database takes it.
//!
//! The file is long because the four steps are one argument, and are read as one.
//! What is left behind by a process that died is the sweep's (`sweep.rs`). The rules come from
//! the table of outcomes in `docs/OPERATIONS.md`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::event::{self, Event};
use super::settle::Open;
use super::state::End;
use super::{Form, State, attempt};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::Wallets;
use crate::providers::{Outcome, Route, Submission, Target, pause, route};

/// How long a claimed order is left alone before the sweep takes it back.
pub const CLAIM_LEASE_S: i64 = 30;
/// How long an armed one is: the deadline of a call and room to record it.
pub const SUBMIT_LEASE_S: i64 = 90;
/// Waits between tries of what did not leave, doubled each time up to the longest.
const BACKOFF_S: i64 = 5;
const BACKOFF_S_MAX: i64 = 600;

/// An order under claim, with the way it is to go.
#[derive(Debug, Clone)]
pub struct Claim {
    pub order_id: i64,
    pub account_id: i64,
    pub fence: i64,
    pub route: Route,
    pub submission: Submission,
}

/// Claims up to `limit` orders that are due. Those that no provider can take now are put back
/// or on hold, and are not among the answers.
pub async fn claim(db: &Db, clock: &Clock, limit: i64) -> Result<Vec<Claim>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { claim_in(tx, clock.now(), limit).await })).await
}

async fn claim_in(
    tx: &mut PgTransaction<'static>,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Claim>, db::Error> {
    let rows = sqlx::query!(
        r#"update orders set state = 'claimed', fence = nextval('order_fence'), lease_until = $2,
                  due_at = null, tries = tries + 1
           where id in (select id from orders
                        where state = 'queued' and due_at <= $1 and form in ('single', 'run', 'post',
                             'portion')
                          and ($4 or not exists (select from cancels c where c.order_id = orders.id
                                                 and c.ended_at is null))
                        order by due_at limit $3 for no key update skip locked)
           returning id, account_id, service_id, link, quantity, details, tries, speed,
                     target_position, target_hours, fence as "fence!""#,
        now,
        now + TimeDelta::seconds(CLAIM_LEASE_S),
        limit,
        // Whoever gave an order up while it was on its way gets it canceled, not sent again.
        seeded::bug("cancel-forgotten")
    )
    .fetch_all(&mut **tx)
    .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let services: Vec<i64> = rows.iter().map(|row| row.service_id).collect();
    let routes = route::of_services(&mut **tx, &services).await?;
    let refused = sqlx::query!(
        r#"select order_id, max(position) as "position!" from attempts
           where order_id = any($1) and state = 'refused' group by order_id"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut claims = Vec::with_capacity(rows.len());
    let mut events = Vec::with_capacity(rows.len());
    for row in rows {
        let tried = refused.iter().find(|r| r.order_id == row.id).map(|r| r.position);
        let ways = routes.get(&row.service_id).map_or(&[][..], Vec::as_slice);
        let mut left = ways.iter().filter(|way| tried.is_none_or(|last| way.position > last));
        let open = |way: &&Route| way.paused_reason.is_none();
        let chosen = left.clone().find(|way| open(way) || seeded::bug("paused-provider-sends"));
        match chosen {
            Some(way) => {
                events.push(Event::became(row.account_id, row.id, State::Claimed));
                claims.push(Claim {
                    order_id: row.id,
                    account_id: row.account_id,
                    fence: row.fence,
                    route: way.clone(),
                    submission: Submission {
                        reference: row.id,
                        upstream_service: way.upstream_service.clone(),
                        link: row.link,
                        quantity: row.quantity,
                        details: row.details,
                        settings: way.settings.clone(),
                        pace: row.speed,
                        target: row
                            .target_position
                            .zip(row.target_hours)
                            .map(|(position, hours_max)| Target { position, hours_max }),
                        idempotency_key: None,
                    },
                });
            }
            // All that could take it are paused: it waits, without an event each time.
            None if left.next().is_some() => {
                let wait = now + TimeDelta::seconds(backoff_s(row.tries));
                back_to_queue(tx, row.id, row.fence, wait).await?;
            }
            None => {
                let why = "no provider is set for this service";
                sqlx::query!(
                    "update orders set state = 'hold', lease_until = null, attention = $3
                     where id = $1 and fence = $2",
                    row.id,
                    row.fence,
                    why
                )
                .execute(&mut **tx)
                .await?;
                events.push(
                    Event::became(row.account_id, row.id, State::Hold).with(json!({ "why": why })),
                );
            }
        }
    }
    event::write(tx, &events, now).await?;
    Ok(claims)
}

/// Marks the claims whose bytes are about to leave, each under its fence. Answers those that
/// still hold; the others were canceled or taken back, and nothing must be sent for them.
pub async fn arm(db: &Db, clock: &Clock, claims: Vec<Claim>) -> Result<Vec<Claim>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { arm_in(tx, clock.now(), claims).await })).await
}

async fn arm_in(
    tx: &mut PgTransaction<'static>,
    now: DateTime<Utc>,
    mut claims: Vec<Claim>,
) -> Result<Vec<Claim>, db::Error> {
    claims.sort_unstable_by_key(|claim| claim.order_id);
    let ids: Vec<i64> = claims.iter().map(|claim| claim.order_id).collect();
    let fences: Vec<i64> = claims.iter().map(|claim| claim.fence).collect();
    let held: Vec<i64> = sqlx::query_scalar!(
        "with held as (
            select o.id from orders o
            join unnest($1::bigint[], $2::bigint[]) as c (id, fence) on c.id = o.id
            where o.fence = c.fence and o.state = 'claimed'
            order by o.id for no key update of o)
         update orders o set state = 'submitting', lease_until = $3
         from held where o.id = held.id returning o.id",
        &ids,
        &fences,
        now + TimeDelta::seconds(SUBMIT_LEASE_S)
    )
    .fetch_all(&mut **tx)
    .await?;
    claims.retain(|claim| held.contains(&claim.order_id) || seeded::bug("unfenced-arm"));
    sqlx::query!(
        "insert into attempts (order_id, provider_id, position, fence, state, armed_at)
         select *, 'live', $5::timestamptz
         from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[])",
        &claims.iter().map(|claim| claim.order_id).collect::<Vec<_>>(),
        &claims.iter().map(|claim| claim.route.provider_id).collect::<Vec<_>>(),
        &claims.iter().map(|claim| claim.route.position).collect::<Vec<_>>(),
        &claims.iter().map(|claim| claim.fence).collect::<Vec<_>>(),
        now
    )
    .execute(&mut **tx)
    .await?;
    let events: Vec<Event> = claims
        .iter()
        .map(|claim| Event::became(claim.account_id, claim.order_id, State::Submitting))
        .collect();
    event::write(tx, &events, now).await?;
    Ok(claims)
}

/// Records what came back. An id that the provider has given before is no acceptance that can be
/// relied on: whether the order is there cannot be told.
pub async fn record(
    db: &Db,
    clock: &Clock,
    claim: &Claim,
    outcome: Outcome,
) -> Result<(), db::Error> {
    let Outcome::Accepted { upstream_id } = &outcome else {
        return record_once(db, clock, claim, outcome).await;
    };
    let detail = format!("the provider answered with {upstream_id:?}, which it has given before");
    let reused = Outcome::Unknown { detail };
    if attempt::was_given(db, claim, upstream_id).await? && !seeded::bug("reused-upstream-id") {
        return record_once(db, clock, claim, reused).await;
    }
    match record_once(db, clock, claim, outcome).await {
        Err(error) if error.constraint() == Some("orders_upstream") => {
            record_once(db, clock, claim, reused).await
        }
        other => other,
    }
}

async fn record_once(
    db: &Db,
    clock: &Clock,
    claim: &Claim,
    outcome: Outcome,
) -> Result<(), db::Error> {
    let (clock, claim) = (clock.clone(), claim.clone());
    db.transaction(move |tx| {
        Box::pin(async move { record_in(tx, clock.now(), &claim, &outcome).await })
    })
    .await
}

async fn record_in(
    tx: &mut PgTransaction<'static>,
    now: DateTime<Utc>,
    claim: &Claim,
    outcome: &Outcome,
) -> Result<(), db::Error> {
    let row = sqlx::query!(
        r#"select form, quantity, charge as "charge: Money", refunded as "refunded: Money", tries
           from orders where id = $1 and (fence = $2 or $3) and state = 'submitting'
           for no key update"#,
        claim.order_id,
        claim.fence,
        seeded::bug("unfenced-record")
    )
    .fetch_optional(&mut **tx)
    .await?;
    // The answer to an earlier try to record it was lost.
    if row.is_none() && attempt::is_kept(tx, claim, outcome).await? {
        return Ok(());
    }
    attempt::close(tx, now, claim, outcome).await?;
    let Some(row) = row else {
        return late(tx, now, claim, outcome).await;
    };
    let open = Open {
        id: claim.order_id,
        account_id: claim.account_id,
        form: Form::of_row(&row.form),
        state: State::Submitting,
        quantity: row.quantity,
        charge: row.charge,
        refunded: row.refunded,
    };
    let event = |state| Event::became(claim.account_id, claim.order_id, state);
    let event = match outcome {
        Outcome::Accepted { upstream_id } => {
            sqlx::query!(
                "update orders set state = 'running', provider_id = $2, upstream_id = $3,
                        cost_rate = $4, lease_until = null, due_at = $5
                 where id = $1",
                claim.order_id,
                claim.route.provider_id,
                upstream_id,
                claim.route.cost_rate.micros(),
                claim.route.protocol.is_polled().then(|| now + TimeDelta::seconds(1))
            )
            .execute(&mut **tx)
            .await?;
            event(State::Running)
        }
        // It has not left, and its customer was told that it is canceled then.
        Outcome::Refused { .. }
        | Outcome::ProviderDown { .. }
        | Outcome::ServiceDown { .. }
        | Outcome::Later { .. }
        | Outcome::NotSent { .. }
            if is_cancel_asked(tx, claim.order_id).await? =>
        {
            if let Outcome::ProviderDown { reason } = outcome {
                pause::pause(tx, claim.route.provider_id, reason).await?;
            }
            return end_refunded(tx, now, &open, json!({ "why": "canceled before it left" })).await;
        }
        Outcome::Refused { reason } if has_next(tx, claim).await? => {
            back_to_queue(tx, claim.order_id, claim.fence, now).await?;
            event(State::Queued).with(json!({ "refused": reason }))
        }
        Outcome::Refused { reason } => {
            return end_refunded(tx, now, &open, json!({ "refused": reason })).await;
        }
        Outcome::ProviderDown { reason } => {
            pause::pause(tx, claim.route.provider_id, reason).await?;
            back_to_queue(tx, claim.order_id, claim.fence, now).await?;
            event(State::Queued).with(json!({ "waits": reason }))
        }
        Outcome::ServiceDown { reason } => {
            let (way, service) = (&claim.route, &claim.route.upstream_service);
            pause::pause_service(tx, way.provider_id, service, reason).await?;
            back_to_queue(tx, claim.order_id, claim.fence, now).await?;
            event(State::Queued).with(json!({ "waits": reason }))
        }
        Outcome::Later { reason, after_s } => {
            let until = now + TimeDelta::seconds(*after_s);
            pause::wait(tx, claim.route.provider_id, until).await?;
            back_to_queue(tx, claim.order_id, claim.fence, until).await?;
            event(State::Queued).with(json!({ "waits": reason }))
        }
        Outcome::NotSent { reason } => {
            let wait = now + TimeDelta::seconds(backoff_s(row.tries));
            back_to_queue(tx, claim.order_id, claim.fence, wait).await?;
            event(State::Queued).with(json!({ "waits": reason }))
        }
        Outcome::Unknown { detail } => {
            sqlx::query!(
                "update orders set state = 'unknown', lease_until = null, attention = $2
                 where id = $1",
                claim.order_id,
                detail
            )
            .execute(&mut **tx)
            .await?;
            event(State::Unknown).with(json!({ "why": detail }))
        }
    };
    event::write(tx, &[event], now).await
}

async fn is_cancel_asked(
    tx: &mut PgTransaction<'static>,
    order_id: i64,
) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from cancels where order_id = $1 and ended_at is null) as "is!""#,
        order_id
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// With nobody, and to go nowhere: canceled, with everything back on the balance.
async fn end_refunded(
    tx: &mut PgTransaction<'static>,
    now: DateTime<Utc>,
    open: &Open,
    mut why: Value,
) -> Result<(), db::Error> {
    let mut wallets = Wallets::lock(tx, &[open.account_id]).await?;
    let ended = open
        .end(End::Canceled, &mut wallets)
        .map_err(|error| db::Error::Sql(sqlx::Error::Protocol(error.to_string())))?;
    sqlx::query!(
        "with ended as (
            update orders set state = $2, remains = $3, refunded = $4, ended_at = $5,
                   lease_until = null, due_at = null where id = $1)
         update cancels set state = 'done', due_at = null, ended_at = $5
         where order_id = $1 and ended_at is null",
        open.id,
        ended.state.as_str(),
        ended.remains,
        ended.refunded.micros(),
        now
    )
    .execute(&mut **tx)
    .await?;
    wallets.write(tx, now).await?;
    why["refunded"] = ended.refunded.to_string().into();
    event::write(tx, &[open.ended(&ended).with(why)], now).await
}

/// The order went on without this answer. Nothing of it is undone by what comes late.
async fn late(
    tx: &mut PgTransaction<'static>,
    now: DateTime<Utc>,
    claim: &Claim,
    outcome: &Outcome,
) -> Result<(), db::Error> {
    if seeded::bug("late-answer-dropped") {
        return Ok(());
    }
    let what = format!("an answer came after its time: {outcome:?}");
    sqlx::query!("update orders set attention = $2 where id = $1", claim.order_id, what)
        .execute(&mut **tx)
        .await?;
    let event = Event::became(claim.account_id, claim.order_id, State::Unknown);
    let event = Event { kind: "late_answer", ..event };
    event::write(tx, &[event.with(json!({ "answer": format!("{outcome:?}") }))], now).await
}

async fn has_next(tx: &mut PgTransaction<'static>, claim: &Claim) -> Result<bool, db::Error> {
    let routes = route::of_services(&mut **tx, &[claim.route.service_id]).await?;
    let mut ways = routes.into_values().flatten();
    Ok(ways.any(|way| way.position > claim.route.position))
}

async fn back_to_queue(
    tx: &mut PgTransaction<'static>,
    order_id: i64,
    fence: i64,
    due_at: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update orders set state = 'queued', lease_until = null, due_at = $3
         where id = $1 and fence = $2",
        order_id,
        fence,
        due_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn backoff_s(tries: i32) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 8) - 1).unwrap_or_default();
    (BACKOFF_S << doublings).min(BACKOFF_S_MAX)
}

//! Dispatch: at most once, and honest about what is unknown.
//!
//! 1. [`claim`]: queued → claimed, under a lease and a new fence.
//! 2. [`arm`]: claimed → submitting under the fence, with an attempt row, just before bytes leave.
//! 3. The caller sends, once, with no transaction open.
//! 4. [`record`](super::record): what came back, under the fence.
//!
//! [`take`] is the first two in one transaction, for a caller whose bytes leave right after; the
//! dispatcher uses it. What is left behind by a process that died is the sweep's (`sweep.rs`).
//! Of a provider that takes idempotency keys, an order that may have arrived is taken once more,
//! with the same key and for the same way ([`again`](super::again)).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use super::event::{self, Event};
use super::{State, again, attempt};
use crate::catalogue::{Kind, kind::Counted};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::{secret, seeded};
use crate::providers::{Route, Submission, Target, route};

pub use super::record::{Answer, record, record_all};

/// How long a claimed order is left alone before the sweep takes it back.
pub const CLAIM_LEASE_S: i64 = 30;
/// How long an armed one is: the deadline of a call and room to record it.
pub const SUBMIT_LEASE_S: i64 = 90;
/// Waits between tries of what did not leave, doubled each time up to the longest.
const BACKOFF_S: i64 = 5;
const BACKOFF_S_MAX: i64 = 600;
/// An order whose providers are all paused is looked at again at least so often.
const PAUSED_S_MAX: i64 = 60;
const KEY_CHARS: usize = 32;

/// An order under claim, with the way it is to go.
#[derive(Debug, Clone)]
pub struct Claim {
    pub order_id: i64,
    pub account_id: i64,
    pub fence: i64,
    pub route: Route,
    pub submission: Submission,
    /// What it costs us there.
    pub cost: Money,
    /// An earlier attempt with the same key may have arrived; when the first one was armed.
    pub asked_first_at: Option<DateTime<Utc>>,
}

/// How many orders each provider can be handed now. Those that are not in it can take none.
pub type Room = HashMap<i64, u32>;

/// Claims up to `limit` orders that are due. Those that no provider can take now are put off
/// or on hold, and are not among the answers.
pub async fn claim(db: &Db, clock: &Clock, limit: i64) -> Result<Vec<Claim>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            claim_in(tx, now, limit, None, State::Claimed).await
        })
    })
    .await
}

/// Marks the claims whose bytes are about to leave, each under its fence. Answers those that
/// still hold; the others were canceled or taken back, and nothing must be sent for them.
pub async fn arm(db: &Db, clock: &Clock, claims: Vec<Claim>) -> Result<Vec<Claim>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { arm_in(tx, clock.now(), claims).await })).await
}

/// Claims and arms up to `limit` orders at once, as far as their providers have room. Their bytes
/// must leave right after.
pub async fn take(
    db: &Db,
    clock: &Clock,
    mut room: Room,
    limit: i64,
) -> Result<Vec<Claim>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let mut claims = again::take_in(tx, now, &mut room, limit).await?;
            let first = claim_in(tx, now, limit, Some(&mut room), State::Submitting).await?;
            claims.extend(first);
            attempt::open(tx, now, &claims).await?;
            if !claims.is_empty() {
                seeded::failpoint("dispatch-before-arm");
            }
            Ok(claims)
        })
    })
    .await
}

struct Queued {
    id: i64,
    account_id: i64,
    service_id: i64,
    kind: String,
    link: String,
    quantity: i64,
    details: Option<serde_json::Value>,
    tries: i32,
    speed: Option<i64>,
    target_position: Option<i32>,
    target_hours: Option<i32>,
}

impl Queued {
    fn claim(self, way: &Route) -> Claim {
        Claim {
            order_id: self.id,
            account_id: self.account_id,
            fence: 0,
            cost: cost(way, &self.kind, self.quantity),
            asked_first_at: None,
            submission: Submission {
                reference: self.id,
                upstream_service: way.upstream_service.clone(),
                link: self.link,
                quantity: self.quantity,
                details: self.details,
                settings: way.settings.clone(),
                pace: self.speed,
                target: self
                    .target_position
                    .zip(self.target_hours)
                    .map(|(position, hours_max)| Target { position, hours_max }),
                idempotency_key: None,
            },
            route: way.clone(),
        }
    }
}

/// What an order costs there: by the formula of a charge, at the provider's rate.
pub(super) fn cost(way: &Route, kind: &str, quantity: i64) -> Money {
    match Kind::parse(kind).map(Kind::counted) {
        Some(Counted::Package) => way.cost_rate.package(),
        _ => way.cost_rate.charge(quantity).unwrap_or_default(),
    }
}

async fn claim_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    limit: i64,
    mut room: Option<&mut Room>,
    state: State,
) -> Result<Vec<Claim>, db::Error> {
    let full: Vec<i64> = room
        .iter()
        .flat_map(|room| room.iter())
        .filter(|(_, left)| **left == 0)
        .map(|(id, _)| *id)
        .collect();
    // Orders that wait for a slow provider must not stand before those of the others. Where there
    // are no others, all that wait need not be read to find none of them.
    let past = if full.is_empty() { None } else { Some(route::past(tx, &full).await?) };
    if past.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        Queued,
        r#"select o.id, o.account_id, o.service_id, s.kind, o.link, o.quantity, o.details,
                  o.tries, o.speed, o.target_position, o.target_hours
           from orders o join services s on s.id = o.service_id
           where o.state = 'queued' and o.due_at <= $1
             and o.form in ('single', 'run', 'post', 'portion')
             and ($3 or not exists (select from cancels c where c.order_id = o.id
                                    and c.ended_at is null))
             and ($4::bigint[] is null or o.service_id = any($4))
           order by o.due_at limit $2 for no key update of o skip locked"#,
        now,
        limit,
        // Whoever gave an order up while it was on its way gets it canceled, not sent again.
        seeded::bug("cancel-forgotten"),
        past.as_deref()
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let services: Vec<i64> = rows.iter().map(|row| row.service_id).collect();
    let routes = route::of_services(&mut **tx, &services).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let refused = attempt::refused(tx, &ids).await?;
    let mut claims = Vec::with_capacity(rows.len());
    let mut events = Vec::new();
    let mut waits = Waits::default();
    for row in rows {
        let ways = routes.get(&row.service_id).map_or(&[][..], Vec::as_slice);
        match choose(ways, row.id, &refused, now) {
            Way::Go(way) => {
                if let Some(room) = room.as_deref_mut() {
                    match room.get_mut(&way.provider_id) {
                        Some(left) if *left > 0 => *left -= 1,
                        // It stays where it is until there is room.
                        _ => continue,
                    }
                }
                claims.push(row.claim(way));
            }
            // All that could take it are paused: it waits, without an event each time.
            Way::Wait(until) => {
                let wait = TimeDelta::seconds(backoff_s(row.tries + 1).min(PAUSED_S_MAX));
                waits.push(row.id, until.unwrap_or(now + wait));
            }
            Way::Nobody => {
                let why = match ways {
                    [] => "no provider is set for this service",
                    _ => "every provider that is set for this service has refused it",
                };
                hold(tx, row.id, why).await?;
                events.push(
                    Event::became(row.account_id, row.id, State::Hold).with(json!({ "why": why })),
                );
            }
        }
    }
    waits.write(tx).await?;
    fence(tx, now, &mut claims, state).await?;
    let became = claims.iter().map(|claim| Event::became(claim.account_id, claim.order_id, state));
    events.extend(became);
    attempt::give_keys(tx, &mut claims, || secret::base62(KEY_CHARS)).await?;
    event::write(tx, &events, now).await?;
    Ok(claims)
}

/// Which way an order goes now.
enum Way<'r> {
    Go(&'r Route),
    /// What could take it is closed: until then, if that is known.
    Wait(Option<DateTime<Utc>>),
    Nobody,
}

/// The first way that has not refused the order and is open. A paused one is passed by, and waited
/// for when nothing else is left; one that asked for time is waited for.
fn choose<'r>(
    ways: &'r [Route],
    order_id: i64,
    refused: &HashSet<(i64, i32, i64)>,
    now: DateTime<Utc>,
) -> Way<'r> {
    let mut left = ways
        .iter()
        .filter(|way| !refused.contains(&(order_id, way.position, way.provider_id)))
        .peekable();
    if left.peek().is_none() {
        return Way::Nobody;
    }
    let open = |way: &&Route| way.paused_reason.is_none() || seeded::bug("paused-provider-sends");
    match left.find(open) {
        Some(way) => match way.waits_until.filter(|until| *until > now) {
            Some(until) => Way::Wait(Some(until)),
            None => Way::Go(way),
        },
        None => Way::Wait(None),
    }
}

/// Gives each claim the next fence and the order its state.
pub(super) async fn fence(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    claims: &mut [Claim],
    state: State,
) -> Result<(), db::Error> {
    let lease_s = if state == State::Claimed { CLAIM_LEASE_S } else { SUBMIT_LEASE_S };
    let fences: HashMap<i64, i64> = sqlx::query!(
        r#"update orders set state = $2, fence = nextval('order_fence'), lease_until = $3,
                  due_at = null, tries = tries + 1
           where id = any($1) returning id, fence as "fence!""#,
        &claims.iter().map(|claim| claim.order_id).collect::<Vec<_>>(),
        state.as_str(),
        now + TimeDelta::seconds(lease_s)
    )
    .fetch_all(&mut **tx)
    .await?
    .into_iter()
    .map(|row| (row.id, row.fence))
    .collect();
    for claim in claims {
        claim.fence = fences.get(&claim.order_id).copied().unwrap_or_default();
    }
    Ok(())
}

async fn arm_in(
    tx: &mut PgTransaction<'_>,
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
    attempt::open(tx, now, &claims).await?;
    let events: Vec<Event> = claims
        .iter()
        .map(|claim| Event::became(claim.account_id, claim.order_id, State::Submitting))
        .collect();
    event::write(tx, &events, now).await?;
    Ok(claims)
}

async fn hold(tx: &mut PgTransaction<'_>, order_id: i64, why: &str) -> Result<(), db::Error> {
    sqlx::query!(
        "update orders set state = 'hold', due_at = null, tries = tries + 1, attention = $2
         where id = $1",
        order_id,
        why
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Orders that stay where they are until later.
#[derive(Default)]
pub(super) struct Waits {
    ids: Vec<i64>,
    until: Vec<DateTime<Utc>>,
}

impl Waits {
    pub fn push(&mut self, id: i64, until: DateTime<Utc>) {
        self.ids.push(id);
        self.until.push(until);
    }

    pub async fn write(&self, tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update orders o set due_at = n.until, tries = o.tries + 1
             from unnest($1::bigint[], $2::timestamptz[]) as n (id, until) where o.id = n.id",
            &self.ids,
            &self.until
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

/// The wait after so many tries.
pub(super) fn backoff_s(tries: i32) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 8) - 1).unwrap_or_default();
    (BACKOFF_S << doublings).min(BACKOFF_S_MAX)
}

//! Dispatch: it sends an order at most once, and says so when the result is unknown.
//!
//! 1. [`take`]: queued → submitting, under a lease and a new fence, with an attempt row.
//! 2. The caller sends right after, once, with no transaction open.
//! 3. [`record_all`]: what came back, under the fence.
//!
//! The sweep (`sweep.rs`) takes up what a process that died left behind. If the provider takes
//! idempotency keys, an order that may have arrived is sent once more, with the same key and by the
//! same route (`resend.rs`).

pub(in crate::orders) mod attempt;
pub mod record;
pub(in crate::orders) mod resend;
pub mod sweep;
pub mod turns;
pub(in crate::orders) mod weigh;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::catalogue::{Kind, ServiceId, kind::Counted};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::money::Money;
use crate::kit::{failpoint, secret};
use crate::orders::attempt::OrderRoute;
use crate::orders::attention::Attention;
use crate::orders::event::{self, Amounts, Event, EventKind};
use crate::orders::{OrderId, State, locked_order, writer};
use crate::providers::{ProviderId, Route, Submission, Target, route};

pub use crate::orders::record::{Answer, record_all};
pub use turns::Turns;
use turns::{Moves, Waits};

/// How long an order that was taken is left alone. After that the sweep calls it unknown. It is the
/// deadline of a call, and some time to record the answer.
pub const SUBMIT_LEASE_S: i64 = 90;
/// The wait between two tries to send what did not leave. It doubles each time, up to the longest.
const BACKOFF_S: i64 = 5;
const BACKOFF_S_MAX: i64 = 600;
/// The longest wait between two looks at an order whose providers are all paused.
const PAUSED_S_MAX: i64 = 60;
const KEY_CHARS: usize = 32;

/// An order that was taken to be sent, with its route.
#[derive(Debug, Clone)]
pub struct Claim {
    pub order_id: OrderId,
    pub account_id: AccountId,
    pub fence: i64,
    pub route: Route,
    pub submission: Submission,
    /// What it costs us at that provider.
    pub cost: Money,
    /// Set if an earlier attempt with the same key may have arrived: when the first one was armed.
    pub asked_first_at: Option<DateTime<Utc>>,
}

/// How many orders each provider can take now. A provider that is missing here can take none.
pub type Room = HashMap<ProviderId, u32>;

/// What [`take`] found.
#[derive(Debug, Default)]
pub struct Taken {
    pub claims: Vec<Claim>,
    /// Customers are left whose turn has not come yet.
    pub goes_on: bool,
}

/// Takes up to `limit` orders that are due, if their providers have room; customers take turns
/// ([`turns`]). Their bytes must leave right after. If no provider can take an order now, it is put
/// off or on hold, and is not in the answer.
pub async fn take(
    db: &Db,
    clock: &Clock,
    turns: &Turns,
    mut room: Room,
    limit: i64,
) -> Result<Taken, db::Error> {
    let (clock, turns) = (clock.clone(), turns.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let mut claims = resend::take_in(tx, now, &mut room, limit).await?;
            let (first, goes_on) = first_in(tx, now, &turns, &mut room, limit).await?;
            claims.extend(first);
            attempt::open(tx, now, &claims).await?;
            if !claims.is_empty() {
                failpoint("dispatch-before-arm");
            }
            Ok(Taken { claims, goes_on })
        })
    })
    .await
}

/// An order that is due to be sent, locked.
pub(in crate::orders) struct Queued {
    pub id: OrderId,
    pub account_id: AccountId,
    pub lane: Option<i64>,
    pub service_id: ServiceId,
    pub kind: Kind,
    pub link: String,
    pub quantity: i64,
    pub details: Option<serde_json::Value>,
    pub tries: i32,
    pub speed: Option<i64>,
    pub target_position: Option<i32>,
    pub target_hours: Option<i32>,
    /// Staff chose it: no other provider gets the order.
    pub moved_to: Option<ProviderId>,
}

impl Queued {
    /// The order goes by this route, for the first time.
    pub fn claim(self, route: &Route) -> Claim {
        Claim {
            order_id: self.id,
            account_id: self.account_id,
            fence: 0,
            cost: cost(route, self.kind, self.quantity),
            asked_first_at: None,
            submission: Submission {
                reference: self.id.get(),
                upstream_service: route.upstream_service.clone(),
                link: self.link,
                quantity: self.quantity,
                details: self.details,
                settings: route.settings.clone(),
                pace: self.speed,
                target: Target::of(self.target_position, self.target_hours),
                idempotency_key: None,
            },
            route: route.clone(),
        }
    }
}

/// What an order costs at the provider: the formula of a charge, with the provider's rate.
fn cost(route: &Route, kind: Kind, quantity: i64) -> Money {
    match kind.counted() {
        Counted::Package => route.cost_rate.package(),
        _ => route.cost_rate.charge(quantity).unwrap_or_default(),
    }
}

/// Orders that are sent for the first time, or again because they did not leave. Also answers
/// whether customers are left whose turn has not come.
async fn first_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    turns: &Turns,
    room: &mut Room,
    limit: i64,
) -> Result<(Vec<Claim>, bool), db::Error> {
    let (rows, goes_on) = turns.pick(tx, now, room, limit).await?;
    if rows.is_empty() {
        return Ok((Vec::new(), goes_on));
    }
    let services: Vec<ServiceId> = rows.iter().map(|row| row.service_id).collect();
    let routes = route::of_services(&mut **tx, &services).await?;
    let ids: Vec<OrderId> = rows.iter().map(|row| row.id).collect();
    let refused = attempt::refused(tx, &ids).await?;
    let was_refused: HashSet<OrderId> = refused.iter().map(|one| one.order_id).collect();
    let mut claims = Vec::with_capacity(rows.len());
    let mut waits = Waits::default();
    let mut moves = Moves::default();
    let mut holds = BTreeMap::new();
    for row in rows {
        let routes = routes.get(&row.service_id).map_or(&[][..], Vec::as_slice);
        match choose(routes, &row, &refused, now) {
            Choice::Go(route) => {
                match room.get_mut(&route.provider_id) {
                    Some(left) if *left > 0 => *left -= 1,
                    // It waits in the lane of its provider until there is room.
                    _ => {
                        moves.to(&row, route.provider_id.get());
                        continue;
                    }
                }
                claims.push(row.claim(route));
            }
            // All providers that could take it are paused. It waits without an event each time.
            // An order that staff moved has no home in the lane of its service.
            Choice::Wait(None) if !was_refused.contains(&row.id) && row.moved_to.is_none() => {
                moves.home(&row);
            }
            Choice::Wait(until) => {
                let wait = TimeDelta::seconds(backoff_s(row.tries + 1).min(PAUSED_S_MAX));
                waits.push(row.id, until.unwrap_or(now + wait));
            }
            Choice::Nobody => {
                let why = match routes {
                    [] => "no provider is set for this service",
                    _ if row.moved_to.is_some() => {
                        "the provider that it was moved to has refused it, or does not deliver its \
                         service any more"
                    }
                    _ => "every provider that is set for this service has refused it",
                };
                holds.insert(row.id, why);
            }
        }
    }
    waits.write(tx).await?;
    moves.write(tx).await?;
    hold(tx, now, holds).await?;
    submitting(tx, now, &mut claims).await?;
    attempt::give_keys(tx, &mut claims, || secret::base62(KEY_CHARS)).await?;
    Ok((claims, goes_on))
}

/// Where an order is sent now.
enum Choice<'r> {
    Go(&'r Route),
    /// The providers that could take it are closed. The time: until when, if that is known.
    Wait(Option<DateTime<Utc>>),
    Nobody,
}

/// The first open route that has not refused the order; of an order that staff moved, only routes
/// to that provider count. A paused route is skipped. If all routes
/// that are left are paused, the order waits. If the first open route asked us to wait, the order
/// waits for it.
fn choose<'r>(
    routes: &'r [Route],
    order: &Queued,
    refused: &HashSet<OrderRoute>,
    now: DateTime<Utc>,
) -> Choice<'r> {
    let mut left = routes
        .iter()
        .filter(|route| order.moved_to.is_none_or(|chosen| route.provider_id == chosen))
        .filter(|route| !refused.contains(&OrderRoute::new(order.id, route)))
        .peekable();
    if left.peek().is_none() {
        return Choice::Nobody;
    }
    let open = |route: &&Route| route.paused_reason.is_none();
    match left.find(open) {
        Some(route) => match route.waits_until.filter(|until| *until > now) {
            Some(until) => Choice::Wait(Some(until)),
            None => Choice::Go(route),
        },
        None => Choice::Wait(None),
    }
}

/// Gives each claim the next fence, and each order its state and its lease. It is one statement,
/// because every submission pays for it. The orders are locked, and were queued or unknown. It
/// touches no index of `orders`: the order stays in its lane until its provider has it. The key of
/// `looks` refuses an order that is on its way, or with a provider.
pub(in crate::orders) async fn submitting(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    claims: &mut [Claim],
) -> Result<(), db::Error> {
    if claims.is_empty() {
        return Ok(());
    }
    let rows = sqlx::query!(
        r#"with sent as (
            insert into looks as l (order_id, what, due_at)
            select unnest($1::bigint[]), 'sending', $2::timestamptz
            on conflict (order_id) do update set what = 'sending', due_at = excluded.due_at
            where l.what = 'again'
            returning order_id)
           update orders set state = 'submitting', fence = nextval('order_fence'), tries = tries + 1
           from sent where id = sent.order_id
           returning id as "id: OrderId", account_id as "account_id: AccountId",
                     fence as "fence!", charge as "charge: Money", refunded as "refunded: Money",
                     remains, start_count"#,
        &column(claims, |claim| claim.order_id) as &[OrderId],
        now + TimeDelta::seconds(SUBMIT_LEASE_S)
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.len() != claims.len() {
        return Err(db::Error::Refused("an order that was sent was to be sent again".to_owned()));
    }
    let fences: HashMap<OrderId, i64> = rows.iter().map(|row| (row.id, row.fence)).collect();
    for claim in claims {
        claim.fence = fences.get(&claim.order_id).copied().unwrap_or_default();
    }
    let kind = EventKind::Became(State::Submitting);
    let events = column(&rows, |row| {
        let (charge, refunded) = (row.charge, row.refunded);
        let (remains, start_count) = (row.remains, row.start_count);
        let amounts = Amounts { charge, refunded, remains, start_count };
        Event::new((row.account_id, row.id), kind, amounts)
    });
    event::write(tx, &events, now).await
}

/// Puts orders on hold that no provider can take. The map has the reason for each order.
async fn hold(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    why: BTreeMap<OrderId, &str>,
) -> Result<(), db::Error> {
    let ids: Vec<OrderId> = why.keys().copied().collect();
    let orders = locked_order::lock(tx, &ids).await?;
    let held = orders.into_values().map(|order| {
        let why = why.get(&order.id).copied().unwrap_or_default();
        order.becomes(State::Hold).saying(json!({ "why": why })).raises(Attention::Hold, why)
    });
    writer::write(tx, now, held.collect()).await
}

/// The wait after this many tries.
pub(in crate::orders) fn backoff_s(tries: i32) -> i64 {
    let doublings = u32::try_from(tries.clamp(1, 8) - 1).unwrap_or_default();
    (BACKOFF_S << doublings).min(BACKOFF_S_MAX)
}

//! Canceling, as the customer asks for it. An order that has not left the panel ends at once, and
//! everything is refunded. For an order that a provider may have, a task is stored, and only the
//! provider's word refunds.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::catalogue::{self, Service, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger::{Class, PostError};
use crate::orders::event::EventKind;
use crate::orders::locked_order::{self, LockedOrder};
use crate::orders::pace::unmade;
use crate::orders::read::Order;
use crate::orders::state::End;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{Form, OrderId, State};

/// The most stored cancels that one transaction carries out.
const RECORDED_MAX: i64 = 200;

/// Why an order is not canceled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefused {
    /// No such order of this account.
    #[error("there is no such order")]
    NotFound,
    #[error("this service is not canceled")]
    Disabled,
    #[error("it is too late")]
    TooLate,
    #[error("it was asked before")]
    AlreadyAsked,
}

/// Asks for a cancel of each; answers in the order of `ids`. `actor` is the person who clicked, if
/// there was one.
pub async fn request(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    ids: Vec<OrderId>,
    actor: Option<AccountId>,
) -> Result<Vec<Result<(), CancelRefused>>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { request_in(tx, clock.now(), account_id, &ids, actor).await })
    })
    .await
}

/// As [`request`], in the caller's transaction: for staff, who must write down a reason.
pub(in crate::orders) async fn request_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
    ids: &[OrderId],
    actor: Option<AccountId>,
) -> Result<Vec<Result<(), CancelRefused>>, db::Error> {
    let orders = locked_order::lock_of(tx, Some(account_id), ids).await?;
    let portions = lock_portions(tx, account_id, &orders).await?;
    let services: Vec<ServiceId> = orders.values().map(|order| order.service_id).collect();
    let services = catalogue::find(&mut **tx, &services).await?;
    let with_portions: Vec<OrderId> = ids.iter().chain(portions.keys()).copied().collect();
    let mut asked = open_of(&mut **tx, &with_portions).await?;
    let mut done: HashSet<OrderId> = HashSet::new();
    let mut answers = Vec::with_capacity(ids.len());
    let mut transitions = Vec::new();
    for id in ids {
        let Some(order) = orders.get(id) else {
            answers.push(Err(CancelRefused::NotFound));
            continue;
        };
        let family: Vec<&LockedOrder> =
            portions.values().filter(|portion| portion.parent_id == Some(*id)).collect();
        let waits = |one: &&&LockedOrder| !asked.contains(&one.id) && !done.contains(&one.id);
        let to_stop: Vec<&LockedOrder> = family.iter().filter(waits).copied().collect();
        let can_stop = !to_stop.is_empty();
        let portions = if family.is_empty() { None } else { Some(can_stop) };
        let service = services.get(&order.service_id);
        let fate = fate(&Standing::from(order), service, asked.contains(id), portions);
        let answer = match fate {
            _ if done.contains(id) => Err(CancelRefused::TooLate),
            Ok(fate) => {
                let mut stopped = vec![(order, fate)];
                if fate == Fate::StopPortions {
                    stopped.extend(to_stop.into_iter().map(|one| (one, fate_of_one(one.state))));
                }
                for (order, fate) in stopped {
                    match fate {
                        Fate::Ask => asked.insert(order.id),
                        Fate::EndNow | Fate::StopRuns | Fate::StopPortions => done.insert(order.id),
                    };
                    transitions.push(carry_out(order.clone().stays(), now, fate)?.by(actor));
                }
                Ok(())
            }
            Err(refused) => Err(refused),
        };
        answers.push(answer);
    }
    writer::write(tx, now, transitions).await?;
    Ok(answers)
}

/// Which of these orders have an open cancel.
pub(in crate::orders) async fn open_of(
    db: impl PgExecutor<'_>,
    ids: &[OrderId],
) -> Result<HashSet<OrderId>, db::Error> {
    let open = sqlx::query_scalar!(
        r#"select order_id as "order_id: OrderId" from cancels
           where order_id = any($1) and ended_at is null"#,
        ids as &[OrderId]
    );
    Ok(open.fetch_all(db).await?.into_iter().collect())
}

/// What a cancel does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) enum Fate {
    /// It ends now, and everything is refunded.
    EndNow,
    /// A drip-feed: the runs that were not made are refunded.
    StopRuns,
    /// A paced order: the portions that were not made are refunded, and a cancel is asked for the
    /// rest.
    StopPortions,
    /// A task for the provider.
    Ask,
}

/// Whether asking for a cancel makes sense, as far as the order itself says. The command also looks
/// at earlier requests.
#[must_use]
pub fn can_ask(order: &Order, service: Option<&Service>) -> bool {
    allowed(service, (order.form, order.state), order.runs_left).is_ok()
}

/// The rule that [`can_ask`] and the command share.
fn allowed(
    service: Option<&Service>,
    (form, state): (Form, State),
    runs_left: Option<i32>,
) -> Result<(), CancelRefused> {
    if !service.is_some_and(|service| service.cancel) {
        return Err(CancelRefused::Disabled);
    }
    // A drip-feed whose runs are all made ends when they end.
    let runs_out = form == Form::Drip && runs_left == Some(0);
    if state.is_final() || runs_out { Err(CancelRefused::TooLate) } else { Ok(()) }
}

/// What the rules ask of an order.
#[derive(Debug, Clone, Copy)]
struct Standing {
    form: Form,
    state: State,
    runs: Option<i32>,
    runs_left: Option<i32>,
}

impl From<&LockedOrder> for Standing {
    fn from(order: &LockedOrder) -> Self {
        let (form, state) = (order.form, order.state);
        Self { form, state, runs: order.runs, runs_left: order.runs_left }
    }
}

impl From<&Order> for Standing {
    fn from(order: &Order) -> Self {
        let (form, state) = (order.form, order.state);
        Self { form, state, runs: order.runs, runs_left: order.runs_left }
    }
}

/// `portions`: whether one of a paced order's open portions can still be stopped; `None`: none is
/// open.
fn fate(
    order: &Standing,
    service: Option<&Service>,
    asked: bool,
    portions: Option<bool>,
) -> Result<Fate, CancelRefused> {
    allowed(service, (order.form, order.state), order.runs_left)?;
    match order.form {
        Form::Subscription => Ok(Fate::EndNow),
        Form::Drip | Form::Paced if order.runs_left == order.runs => Ok(Fate::EndNow),
        Form::Paced if order.runs_left == Some(0) => match portions {
            Some(true) => Ok(Fate::StopPortions),
            Some(false) => Err(CancelRefused::AlreadyAsked),
            None => Err(CancelRefused::TooLate),
        },
        Form::Paced => Ok(Fate::StopPortions),
        Form::Drip => Ok(Fate::StopRuns),
        Form::Single | Form::Run | Form::Post | Form::Portion => match fate_of_one(order.state) {
            Fate::Ask if asked => Err(CancelRefused::AlreadyAsked),
            fate => Ok(fate),
        },
    }
}

/// What a cancel would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The order ends at once, and this comes back.
    Ends { back: Money },
    /// So many runs that were not made are canceled, and this comes back at once. Runs under way
    /// go on.
    StopsRuns { runs: i32, back: Money },
    /// What was not sent is canceled, and this comes back at once. The provider is asked to stop
    /// the rest.
    StopsPortions { back: Money },
    /// The provider is asked. What it does not deliver comes back when it has answered.
    Asks,
}

/// What [`request`] would do at this moment, for each of these orders, whose services are given.
pub async fn foresee(
    db: &Db,
    orders: &[Order],
    services: &HashMap<ServiceId, Service>,
) -> Result<Vec<Result<Effect, CancelRefused>>, db::Error> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let asked = open_of(db.pool(), &ids).await?;
    let paced: Vec<OrderId> =
        orders.iter().filter(|order| order.form == Form::Paced).map(|order| order.id).collect();
    let portions = open_portions(db, &paced).await?;
    let effect = |order: &Order| {
        let service = services.get(&order.service_id);
        let portions = portions.get(&order.id).copied();
        let fate = fate(&Standing::from(order), service, asked.contains(&order.id), portions)?;
        let runs = order.runs_left.unwrap_or(0);
        let unmade = unmade_charge(
            (order.runs, order.runs_left),
            (order.quantity, order.portion),
            order.charge,
        );
        Ok(match fate {
            // Its posts were charged by themselves, and go on.
            Fate::EndNow if order.form == Form::Subscription => Effect::Ends { back: Money::ZERO },
            Fate::EndNow => Effect::Ends { back: order.net() },
            Fate::StopRuns => Effect::StopsRuns { runs, back: unmade },
            Fate::StopPortions => Effect::StopsPortions { back: unmade },
            Fate::Ask => Effect::Asks,
        })
    };
    Ok(orders.iter().map(effect).collect())
}

/// Of these paced orders, those that have open portions, and whether one can still be stopped.
async fn open_portions(db: &Db, parents: &[OrderId]) -> Result<HashMap<OrderId, bool>, db::Error> {
    if parents.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select o.parent_id as "id!: OrderId", bool_or(c.id is null) as "can_stop!"
           from orders o left join cancels c on c.order_id = o.id and c.ended_at is null
           where o.parent_id = any($1) and o.ended_at is null group by o.parent_id"#,
        parents as &[OrderId]
    );
    let rows = rows.fetch_all(db.pool()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.can_stop)).collect())
}

/// What comes back of a parent's charge when what it has not made yet is canceled.
fn unmade_charge(
    (runs, left): (Option<i32>, Option<i32>),
    (quantity, portion): (i64, Option<i64>),
    charge: Money,
) -> Money {
    let (runs, left) = (runs.unwrap_or(1), left.unwrap_or(0));
    let made = runs - left;
    let undone = unmade(quantity, portion, runs.into(), made.into());
    let kept = charge.first(quantity - undone, quantity);
    charge.checked_sub(kept).unwrap_or(Money::ZERO)
}

/// For an open order that is delivered itself.
pub(in crate::orders) fn fate_of_one(state: State) -> Fate {
    if state.is_here() { Fate::EndNow } else { Fate::Ask }
}

/// Applies this fate to an order.
pub(in crate::orders) fn carry_out(
    transition: Transition,
    now: DateTime<Utc>,
    fate: Fate,
) -> Result<Transition, PostError> {
    match fate {
        Fate::EndNow => transition.ends(End::Canceled),
        Fate::StopRuns | Fate::StopPortions => {
            let order = transition.order();
            let left = order.runs_left.unwrap_or(0);
            let back = unmade_charge(
                (order.runs, order.runs_left),
                (order.quantity, order.portion),
                order.charge,
            );
            let total = order.refunded.checked_add(back).unwrap_or(order.refunded);
            let stopped = match fate {
                Fate::StopRuns => EventKind::RunsCanceled,
                _ => EventKind::PortionsCanceled,
            };
            Ok(transition
                .refunds(Class::InFlight, total, None)?
                .makes_no_more()
                .due(Some(now))
                .and(stopped)
                .saying(json!({ "runs": left })))
        }
        Fate::Ask => Ok(transition.asks_cancel().and(EventKind::CancelAsked)),
    }
}

/// Carries out cancels that were stored while nobody knew where the order was, if it turned out to
/// be in the panel. Nobody has it, so it ends at once. The dispatcher skips such orders. Answers
/// how many ended.
pub(in crate::orders) async fn carry_out_recorded(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
) -> Result<usize, db::Error> {
    let ids: Vec<OrderId> = sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from cancels c join orders o on o.id = c.order_id
           where c.ended_at is null and o.state in ('scheduled', 'queued', 'hold')
           order by o.id limit $1 for no key update of o skip locked"#,
        RECORDED_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let orders = locked_order::lock(tx, &ids).await?;
    let ended: Result<Vec<Transition>, PostError> =
        orders.into_values().map(|order| order.ends(End::Canceled)).collect();
    writer::write(tx, now, ended?).await?;
    Ok(ids.len())
}

/// The open portions of these paced orders. Their parents are locked, so no portion is made
/// meanwhile. Portions are younger than their parents, so the order of the locks is kept.
async fn lock_portions(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    orders: &BTreeMap<OrderId, LockedOrder>,
) -> Result<BTreeMap<OrderId, LockedOrder>, db::Error> {
    let parents: Vec<OrderId> = orders
        .values()
        .filter(|order| order.form == Form::Paced && !order.state.is_final())
        .map(|order| order.id)
        .collect();
    if parents.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<OrderId> = sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where parent_id = any($1) and ended_at is null order by id"#,
        &parents as &[OrderId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut portions = locked_order::lock_of(tx, Some(account_id), &ids).await?;
    portions.retain(|_, portion| !portion.state.is_final());
    Ok(portions)
}

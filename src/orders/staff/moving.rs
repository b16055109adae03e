//! Sending orders to a provider that staff choose, instead of by the routes of their services. What
//! must stay true: only an order that no provider has, and that none can have, is moved. One that is
//! with a provider is canceled there first.
//!
//! A moved order goes to its provider and to no other. If that one refuses it, it is on hold, and a
//! person decides again. Its route there must be one of its service's routes.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::desk::{self, By, DeskError};
use crate::orders::event::EventKind;
use crate::orders::locked_order::LockedOrder;
use crate::orders::read::Order;
use crate::orders::{Form, OrderId, State, writer};
use crate::providers::{ProviderId, Route, route};

/// Why an order is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMoved {
    #[error("it has ended")]
    Ended,
    #[error("it is not sent itself: move the orders that are made from it")]
    Parent,
    #[error("a provider has it: cancel it there first")]
    HasProvider,
    #[error("a provider may have it: decide that first")]
    MayHave,
    #[error("this provider does not deliver its service")]
    NoRoute,
    #[error("this provider takes no orders of its service now")]
    Closed,
    #[error("this provider has refused it before")]
    Refused,
    #[error("it goes there already")]
    There,
}

/// Why one order was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    #[error(transparent)]
    Not(#[from] NotMoved),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<db::Error> for MoveError {
    fn from(error: db::Error) -> Self {
        Self::Desk(error.into())
    }
}

crate::from_sqlx!(MoveError);

/// What decides whether an order can be moved.
#[derive(Debug, Clone, Copy)]
struct Standing {
    id: OrderId,
    service_id: ServiceId,
    form: Form,
    state: State,
    moved_to: Option<ProviderId>,
}

impl From<&Order> for Standing {
    fn from(order: &Order) -> Self {
        let (id, service_id) = (order.id, order.service_id);
        Self { id, service_id, form: order.form, state: order.state, moved_to: order.moved_to }
    }
}

impl From<&LockedOrder> for Standing {
    fn from(order: &LockedOrder) -> Self {
        let (id, service_id) = (order.id, order.service_id);
        Self { id, service_id, form: order.form, state: order.state, moved_to: order.moved_to }
    }
}

/// What is known of the orders' attempts and of the routes of their services.
#[derive(Default)]
struct Known {
    /// An attempt may have made an order there.
    open: HashSet<OrderId>,
    refused: HashSet<(OrderId, ProviderId, i32)>,
    routes: HashMap<ServiceId, Vec<Route>>,
}

impl Known {
    async fn read(
        db: &mut sqlx::PgConnection,
        orders: &[OrderId],
        services: &[ServiceId],
    ) -> Result<Self, db::Error> {
        let mut known =
            Self { routes: route::of_services(&mut *db, services).await?, ..Self::default() };
        for row in tried(db, orders).await? {
            if row.is_open {
                known.open.insert(row.order_id);
            } else {
                known.refused.insert((row.order_id, row.provider_id, row.position));
            }
        }
        Ok(known)
    }

    /// The rule.
    fn check(&self, order: &Standing, to: Option<ProviderId>) -> Result<(), NotMoved> {
        match order.state {
            state if state.is_final() => return Err(NotMoved::Ended),
            _ if order.form.is_parent() => return Err(NotMoved::Parent),
            State::Running | State::Review => return Err(NotMoved::HasProvider),
            State::Submitting | State::Unknown => return Err(NotMoved::MayHave),
            _ if self.open.contains(&order.id) => return Err(NotMoved::MayHave),
            _ => {}
        }
        if order.moved_to == to && order.state != State::Hold {
            return Err(NotMoved::There);
        }
        let Some(to) = to else { return Ok(()) };
        let routes = self.routes.get(&order.service_id).map_or(&[][..], Vec::as_slice);
        let mut there = routes.iter().filter(|route| route.provider_id == to).peekable();
        if there.peek().is_none() {
            return Err(NotMoved::NoRoute);
        }
        let untried =
            |route: &&Route| !self.refused.contains(&(order.id, route.provider_id, route.position));
        let mut left = there.filter(untried).peekable();
        if left.peek().is_none() {
            return Err(NotMoved::Refused);
        }
        match left.any(|route| route.paused_reason.is_none()) {
            true => Ok(()),
            false => Err(NotMoved::Closed),
        }
    }
}

struct Tried {
    order_id: OrderId,
    provider_id: ProviderId,
    position: i32,
    is_open: bool,
}

/// The attempts of these orders that matter: those that may have made one there, and refusals.
async fn tried(db: impl PgExecutor<'_>, orders: &[OrderId]) -> Result<Vec<Tried>, db::Error> {
    Ok(sqlx::query_as!(
        Tried,
        r#"select order_id as "order_id: OrderId", provider_id as "provider_id: ProviderId",
                  position, state <> 'refused' as "is_open!"
           from attempts where order_id = any($1) and state <> 'not_sent'"#,
        orders as &[OrderId]
    )
    .fetch_all(db)
    .await?)
}

/// What [`move_to`] would answer now, for each of these orders.
pub(in crate::orders) async fn foresee(
    db: &Db,
    orders: &[Order],
    to: Option<ProviderId>,
) -> Result<Vec<Result<(), NotMoved>>, db::Error> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let mut services: Vec<ServiceId> = orders.iter().map(|order| order.service_id).collect();
    services.sort_unstable();
    services.dedup();
    let known = db.reads(async |db| Known::read(db, &ids, &services).await).await?;
    Ok(orders.iter().map(|order| known.check(&order.into(), to)).collect())
}

/// Sends an order to this provider; `None`: by the routes of its service again.
pub async fn move_to(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    to: Option<ProviderId>,
    by: By,
) -> Result<(), MoveError> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { move_in(tx, &clock, order_id, to, &by).await }))
        .await
}

/// As [`move_to`], in the caller's transaction. A refusal has written nothing.
pub(in crate::orders) async fn move_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: OrderId,
    to: Option<ProviderId>,
    by: &By,
) -> Result<(), MoveError> {
    let order = desk::lock(tx, order_id, by).await?;
    let known = Known::read(tx, &[order_id], &[order.service_id]).await?;
    known.check(&Standing::from(&order), to)?;
    let name = match to {
        Some(id) => {
            sqlx::query_scalar!("select name from providers where id = $1", id as ProviderId)
                .fetch_optional(&mut **tx)
                .await?
        }
        None => None,
    };
    let now = clock.now();
    let moved = match order.state {
        State::Hold => order.clone().becomes(State::Queued).due(Some(now)).dismiss(),
        State::Queued => order.clone().stays().due(Some(now)),
        // It waits for its time.
        _ => order.clone().stays(),
    };
    let said = json!({ "provider": name, "why": by.reason });
    let moved =
        moved.moves_to(to).and(EventKind::Moved).saying(said.clone()).by(by.actor.account_id);
    desk::record(tx, clock, &order, ("order.move", said), by.actor).await?;
    writer::write(tx, now, vec![moved]).await?;
    Ok(())
}

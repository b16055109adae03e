//! What staff do to an order by hand: refund more, ask for a cancel or a refill. Each command takes a person
//! and a reason, is one transaction with its audit entry, and cannot move the same money twice.
//! Decisions about an open order are in `decide.rs`, and for orders that are unknown also in
//! `unknown.rs`. Orders that staff deliver themselves are in `by_hand.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger::{Class, PostError};
use crate::orders::cancel::{CancelRefused, request_in};
use crate::orders::dispatch::SUBMIT_LEASE_S;
use crate::orders::event::EventKind;
use crate::orders::locked_order::{self, LockedOrder};
use crate::orders::refill::{self, RefillRefused};
use crate::orders::{Form, OrderId, State, writer};

/// Why staff could not do it.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("there is no such order")]
    NotFound,
    /// Someone, or the panel itself, was quicker.
    #[error("the order is {0} now, so this is not possible")]
    State(&'static str),
    /// Something happened to it since staff looked at it.
    #[error("something happened to the order since you opened this page; look again")]
    Moved,
    /// Its bytes may be under way at this moment.
    #[error("it may be on its way to a provider right now; wait two minutes and look again")]
    InFlight,
    #[error("what remains must lie between 1 and one less than the quantity")]
    Remains,
    #[error("no more can be given back than the order was charged and not refunded before")]
    TooMuch,
    #[error("this was done already")]
    AlreadyDone,
    /// Staff, about an order of their own.
    #[error("this is your own order: ask another member of staff")]
    Own,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for DeskError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("transfers_key") => Self::AlreadyDone,
            _ => Self::Db(error),
        }
    }
}

impl From<PostError> for DeskError {
    fn from(_: PostError) -> Self {
        Self::TooMuch
    }
}

crate::from_sqlx!(DeskError);

/// What became of several that were decided at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Many {
    pub done: usize,
    /// Left as they were: something had happened to them, or it was not possible.
    pub left: usize,
}

impl Many {
    /// Counts one of them. Only a failure of the database ends the others.
    pub(in crate::orders) fn note(&mut self, one: Result<(), DeskError>) -> Result<(), db::Error> {
        match one {
            Ok(()) => self.done += 1,
            Err(DeskError::Db(error)) => return Err(error),
            Err(_) => self.left += 1,
        }
        Ok(())
    }
}

/// Who does it, and why.
#[derive(Debug, Clone)]
pub struct By {
    pub actor: Actor,
    pub reason: String,
    /// The newest event of the order that this person knew. If there is a newer one, nothing is
    /// done. `None`: the command is right whatever happened.
    pub seen: Option<i64>,
}

/// Writes down what staff did to an order, in the same transaction. `before` is the order as it was
/// locked.
pub(in crate::orders) async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    before: &LockedOrder,
    (action, after): (&'static str, Value),
    actor: Actor,
) -> Result<(), db::Error> {
    let was = json!({
        "state": before.state.as_str(),
        "remains": before.remains,
        "refunded": before.refunded.to_string(),
        "attention": before.attention,
    });
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("order:{}", before.id),
        before: Some(was),
        after: Some(after),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

/// Whether staff may refund more of such an order. They may not for a parent: its orders are
/// refunded one by one.
#[must_use]
pub fn takes_refunds(form: Form, state: State) -> bool {
    matches!(state, State::Completed | State::Partial) && !form.is_parent()
}

/// Raises the refund of a settled order to `total`, out of sales. The total is part of the key of
/// the refund, so a second click moves nothing. Staff never refund an order of their own.
pub async fn refund_to(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    total: Money,
    by: By,
) -> Result<(), DeskError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { refund_in(tx, &clock, order_id, total, &by).await })
    })
    .await
}

/// As [`refund_to`], in the caller's transaction. A refusal has written nothing.
pub(in crate::orders) async fn refund_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: OrderId,
    total: Money,
    by: &By,
) -> Result<(), DeskError> {
    let order = lock(tx, order_id, by).await?;
    if by.actor.account_id == Some(order.account_id) {
        return Err(DeskError::Own);
    }
    if !takes_refunds(order.form, order.state) {
        return Err(DeskError::State(order.state.as_str()));
    }
    if total == order.refunded {
        return Err(DeskError::AlreadyDone);
    }
    let beyond = total > order.charge;
    if beyond || total < order.refunded {
        return Err(DeskError::TooMuch);
    }
    let refunded = order
        .clone()
        .stays()
        .refunds(Class::Sales, total, Some(by.reason.clone()))?
        .and(EventKind::Refunded)
        .saying(json!({ "why": by.reason }))
        .by(by.actor.account_id);
    let after = json!({ "total": total.to_string(), "why": by.reason });
    record(tx, clock, &order, ("order.refund", after), by.actor).await?;
    writer::write(tx, clock.now(), vec![refunded]).await?;
    Ok(())
}

/// Why a cancel by staff was refused.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    #[error(transparent)]
    Refused(#[from] CancelRefused),
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks for a cancel as the order's customer would, under the service's rules.
pub async fn cancel(db: &Db, clock: &Clock, order_id: OrderId, by: By) -> Result<(), CancelError> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { cancel_in(tx, &clock, order_id, &by).await }))
        .await
}

/// As [`cancel`], in the caller's transaction. A refusal has written nothing.
pub(in crate::orders) async fn cancel_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: OrderId,
    by: &By,
) -> Result<(), CancelError> {
    let mut locked = locked_order::lock(tx, &[order_id]).await?;
    let order = locked.remove(&order_id).ok_or(CancelRefused::NotFound)?;
    let (now, account_id) = (clock.now(), order.account_id);
    let answers = request_in(tx, now, account_id, &[order_id], by.actor.account_id).await?;
    answers.into_iter().collect::<Result<(), _>>()?;
    let after = json!({ "why": by.reason });
    record(tx, clock, &order, ("order.cancel", after), by.actor).await?;
    Ok(())
}

/// Why a refill by staff was refused.
#[derive(Debug, thiserror::Error)]
pub enum RefillError {
    #[error(transparent)]
    Refused(#[from] RefillRefused),
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks for a refill as the order's customer would, under the service's rules.
pub async fn refill(db: &Db, clock: &Clock, order_id: OrderId, by: By) -> Result<(), RefillError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let mut locked = locked_order::lock(tx, &[order_id]).await?;
            let order = locked.remove(&order_id).ok_or(RefillRefused::NotFound)?;
            let (now, person) = (clock.now(), by.actor.account_id);
            let ids = [order_id];
            let answers = refill::request_in(tx, now, order.account_id, &ids, person).await?;
            let made = answers.into_iter().collect::<Result<Vec<i64>, _>>()?;
            let after = json!({ "refills": made, "why": by.reason });
            Ok(record(tx, &clock, &order, ("order.refill", after), by.actor).await?)
        })
    })
    .await
}

/// An unknown order must not be sent again or refunded while a call for it may still be under way:
/// its attempt is recorded as live, or was given up less than a lease after its bytes left.
pub(in crate::orders) async fn refuse_in_flight(
    tx: &mut PgTransaction<'_>,
    order: &LockedOrder,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    if order.state != State::Unknown {
        return Ok(());
    }
    let in_flight = sqlx::query_scalar!(
        r#"select exists (select from attempts where order_id = $1
                          and (state = 'live' or (is_unanswered and armed_at > $2))) as "is!""#,
        order.id as OrderId,
        now - TimeDelta::seconds(SUBMIT_LEASE_S)
    )
    .fetch_one(&mut **tx)
    .await?;
    if in_flight { Err(DeskError::InFlight) } else { Ok(()) }
}

/// Locks the order. Refuses if more has happened to it than the person had seen.
pub(in crate::orders) async fn lock(
    tx: &mut PgTransaction<'_>,
    order_id: OrderId,
    by: &By,
) -> Result<LockedOrder, DeskError> {
    let mut locked = locked_order::lock(tx, &[order_id]).await?;
    let order = locked.remove(&order_id).ok_or(DeskError::NotFound)?;
    if by.seen.is_some() {
        let newest = sqlx::query_scalar!(
            "select max(id) from order_events where order_id = $1",
            order_id as OrderId
        )
        .fetch_one(&mut **tx)
        .await?;
        if newest != by.seen {
            return Err(DeskError::Moved);
        }
    }
    Ok(order)
}

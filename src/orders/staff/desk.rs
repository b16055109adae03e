//! What staff do to an order by hand: give more back, ask for a cancel. Each command takes who and
//! why, is one transaction with its audit entry, and cannot move the same money twice. What they
//! decide about an open order stands in `decide.rs`; of what nobody knows where it is, in
//! `unknown.rs` as well; what they deliver themselves, in `by_hand.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::{Class, PostError, Wallets};
use crate::orders::cancel::{CancelRefused, request_in};
use crate::orders::dispatch::SUBMIT_LEASE_S;
use crate::orders::event::{self, Event};
use crate::orders::read::{self, Order};
use crate::orders::settle::LockedOrder;
use crate::orders::sweep::NO_ANSWER;
use crate::orders::{Form, State};

/// Why staff could not do it.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("there is no such order")]
    NotFound,
    /// Someone, or the panel itself, was quicker.
    #[error("the order is {0} now, so this is not possible")]
    State(&'static str),
    /// Something happened to it since they looked.
    #[error("something happened to the order since you opened this page; look again")]
    Moved,
    /// Bytes of it may be under way at this moment.
    #[error("it may be on its way to a provider right now; wait two minutes and look again")]
    InFlight,
    #[error("what remains must lie between 1 and one less than the quantity")]
    Remains,
    #[error("no more can be given back than the order was charged and not refunded before")]
    TooMuch,
    #[error("this was done already")]
    AlreadyDone,
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

/// Who does it, and why.
#[derive(Debug, Clone)]
pub struct By {
    pub actor: Actor,
    pub reason: String,
    /// The newest event of the order that they knew of: if there is a newer one, nothing is done.
    /// `None`: it is right whatever happened.
    pub seen: Option<i64>,
}

/// Something done to an order by hand, for the audit log: it is recorded in the transaction that
/// does it.
#[derive(Debug)]
pub(in crate::orders) struct Act {
    pub order: Order,
    action: &'static str,
    after: Value,
}

impl Act {
    /// `None`: there is no such order.
    pub(in crate::orders) async fn on(
        db: &Db,
        order_id: i64,
        action: &'static str,
        after: Value,
    ) -> Result<Option<Self>, db::Error> {
        let order = read::find(db, None, order_id).await?;
        Ok(order.map(|order| Self { order, action, after }))
    }

    pub(in crate::orders) async fn record(
        self,
        tx: &mut PgTransaction<'_>,
        clock: &Clock,
        actor: Actor,
    ) -> Result<(), db::Error> {
        let order = &self.order;
        let before = json!({
            "state": order.state.as_str(),
            "remains": order.remains,
            "refunded": order.refunded.to_string(),
            "attention": order.attention,
        });
        let entry = audit::Entry {
            actor,
            action: self.action,
            subject: format!("order:{}", order.id),
            before: Some(before),
            after: Some(self.after),
        };
        audit::record(tx, clock, entry).await
    }
}

/// Whether staff may give back more of such an order. Of a parent they may not: its orders are
/// refunded one by one.
#[must_use]
pub fn takes_refunds(form: Form, state: State) -> bool {
    matches!(state, State::Completed | State::Partial) && !form.is_parent()
}

/// Raises what was given back for a settled order to `total`, out of sales. The total names the
/// refund, so a second click moves nothing.
pub async fn refund_to(
    db: &Db,
    clock: &Clock,
    order_id: i64,
    total: Money,
    by: By,
) -> Result<(), DeskError> {
    let after = json!({ "total": total.to_string(), "why": by.reason });
    let act = Act::on(db, order_id, "order.refund", after).await?.ok_or(DeskError::NotFound)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            refund(tx, clock.now(), order_id, total, &by).await?;
            act.record(tx, &clock, by.actor).await?;
            Ok(())
        })
    })
    .await
}

async fn refund(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order_id: i64,
    total: Money,
    by: &By,
) -> Result<(), DeskError> {
    let open = lock(tx, order_id, by).await?.open;
    if !takes_refunds(open.form, open.state) {
        return Err(DeskError::State(open.state.as_str()));
    }
    if total == open.refunded {
        return Err(DeskError::AlreadyDone);
    }
    let beyond = total > open.charge && !seeded::bug("desk-refunds-beyond");
    if beyond || total < open.refunded {
        return Err(DeskError::TooMuch);
    }
    let back = total.checked_sub(open.refunded).ok_or(DeskError::TooMuch)?;
    let mut wallets = Wallets::lock(tx, &[open.account_id]).await?;
    let mut posting = open.refund(Class::Sales, back, total);
    posting.note = Some(by.reason.clone());
    wallets.post(posting)?;
    sqlx::query!("update orders set refunded = $2 where id = $1", open.id, total.micros())
        .execute(&mut **tx)
        .await?;
    wallets.write(tx, now).await?;
    let event = Event { kind: "refunded", ..Event::became(open.account_id, open.id, open.state) };
    let data = json!({ "why": by.reason, "refunded": total.to_string() });
    event::write(tx, &[event.with(data).by(by.actor.account_id)], now).await?;
    Ok(())
}

/// Why staff got no cancel.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    #[error(transparent)]
    Refused(#[from] CancelRefused),
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Asks for a cancel as the order's customer would, under the service's rules.
pub async fn cancel(db: &Db, clock: &Clock, order_id: i64, by: By) -> Result<(), CancelError> {
    let after = json!({ "why": by.reason });
    let act = Act::on(db, order_id, "order.cancel", after).await?.ok_or(CancelRefused::NotFound)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (now, account_id) = (clock.now(), act.order.account_id);
            let actor_id = by.actor.account_id;
            let answers = request_in(tx, now, account_id, &[order_id], actor_id).await?;
            answers.into_iter().collect::<Result<(), _>>()?;
            act.record(tx, &clock, by.actor).await?;
            Ok(())
        })
    })
    .await
}

/// An order of which nobody knows where it is must not be sent again, or given back, while a call
/// for it may still be under way: one that is recorded as live, or that was given up less than a
/// lease after its bytes left.
pub(in crate::orders) async fn refuse_in_flight(
    tx: &mut PgTransaction<'_>,
    open: &LockedOrder,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    if open.state != State::Unknown || seeded::bug("desk-sends-in-flight") {
        return Ok(());
    }
    let in_flight = sqlx::query_scalar!(
        r#"select exists (select from attempts where order_id = $1
                          and (state = 'live' or (detail = $2 and armed_at > $3))) as "is!""#,
        open.id,
        NO_ANSWER,
        now - TimeDelta::seconds(SUBMIT_LEASE_S)
    )
    .fetch_one(&mut **tx)
    .await?;
    if in_flight { Err(DeskError::InFlight) } else { Ok(()) }
}

/// An order that staff have locked.
pub(in crate::orders) struct Locked {
    pub open: LockedOrder,
    pub remains: i64,
    /// Something asks for a look.
    pub is_flagged: bool,
}

/// Locks the order; refuses if more has happened to it than whoever decides had seen.
pub(in crate::orders) async fn lock(
    tx: &mut PgTransaction<'_>,
    order_id: i64,
    by: &By,
) -> Result<Locked, DeskError> {
    let row = sqlx::query!(
        r#"select account_id, form, state, quantity, charge as "charge: Money",
                  refunded as "refunded: Money", cost as "cost: Money", remains,
                  attention is not null as "is_flagged!"
           from orders where id = $1 for no key update"#,
        order_id
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(DeskError::NotFound)?;
    if by.seen.is_some() && !seeded::bug("desk-decides-unseen") {
        let newest =
            sqlx::query_scalar!("select max(id) from order_events where order_id = $1", order_id)
                .fetch_one(&mut **tx)
                .await?;
        if newest != by.seen {
            return Err(DeskError::Moved);
        }
    }
    let open = LockedOrder {
        id: order_id,
        account_id: row.account_id,
        form: Form::of_row(&row.form),
        state: State::of_row(&row.state),
        quantity: row.quantity,
        charge: row.charge,
        refunded: row.refunded,
        cost: row.cost,
    };
    Ok(Locked { open, remains: row.remains, is_flagged: row.is_flagged })
}

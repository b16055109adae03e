//! What staff do to an order by hand: end it, submit it again, give more back.
//! Each says who and why, and none can move the same money twice. What nobody knows where it is
//! has more answers in `unknown.rs`; what staff deliver themselves, in `by_hand.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use super::dispatch::SUBMIT_LEASE_S;
use super::event::{self, Event};
use super::settle::{Flag, Open};
use super::state::End;
use super::sweep::NO_ANSWER;
use super::{Form, State};
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::{Class, PostError, Wallets};

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
    pub actor_id: i64,
    pub reason: String,
    /// The newest event of the order that they knew of: if there is a newer one, nothing is done.
    /// `None`: the deed is right whatever happened.
    pub seen: Option<i64>,
}

/// Ends an open order as staff know that it ended.
pub async fn end(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: i64,
    end: End,
    by: &By,
) -> Result<(), DeskError> {
    let now = clock.now();
    let open = lock(tx, order_id, by).await?;
    if open.form.is_parent() || !open.state.may_become(end.state()) {
        return Err(DeskError::State(open.state.as_str()));
    }
    refuse_in_flight(tx, &open, now).await?;
    if let End::Partial { remains } = end
        && !(1..open.quantity).contains(&remains)
    {
        return Err(DeskError::Remains);
    }
    let mut wallets = Wallets::lock(tx, &[open.account_id]).await?;
    let ended = open.end(end, &mut wallets)?;
    open.write(tx, now, &ended, Flag::Clear).await?;
    wallets.write(tx, now).await?;
    let data = json!({
        "why": by.reason, "remains": ended.remains, "refunded": ended.refunded.to_string(),
    });
    event::write(tx, &[open.ended(&ended).with(data).by(Some(by.actor_id))], now).await?;
    Ok(())
}

/// Puts an order back into the queue that staff know is with nobody.
pub async fn submit_again(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: i64,
    by: &By,
) -> Result<(), DeskError> {
    let now = clock.now();
    let open = lock(tx, order_id, by).await?;
    if !matches!(open.state, State::Unknown | State::Hold) {
        return Err(DeskError::State(open.state.as_str()));
    }
    refuse_in_flight(tx, &open, now).await?;
    sqlx::query!(
        "update orders set state = 'queued', due_at = $2, attention = null,
                fence = nextval('order_fence')
         where id = $1",
        open.id,
        now
    )
    .execute(&mut **tx)
    .await?;
    let event = Event::became(open.account_id, open.id, State::Queued);
    let event = event.with(json!({ "why": by.reason })).by(Some(by.actor_id));
    event::write(tx, &[event], now).await?;
    Ok(())
}

/// Raises what was given back for a settled order to `total`, out of sales. The total names the
/// refund, so a second click moves nothing.
pub async fn refund_to(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: i64,
    total: Money,
    by: &By,
) -> Result<(), DeskError> {
    let now = clock.now();
    let open = lock(tx, order_id, by).await?;
    if !matches!(open.state, State::Completed | State::Partial) || open.form.is_parent() {
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
    event::write(tx, &[event.with(data).by(Some(by.actor_id))], now).await?;
    Ok(())
}

/// Takes the flag away that asks for a look.
pub async fn dismiss(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: i64,
    by: &By,
) -> Result<(), DeskError> {
    let open = lock(tx, order_id, by).await?;
    sqlx::query!("update orders set attention = null where id = $1", order_id)
        .execute(&mut **tx)
        .await?;
    let event = Event { kind: "looked_at", ..Event::became(open.account_id, open.id, open.state) };
    let now: DateTime<Utc> = clock.now();
    let event = event.with(json!({ "why": by.reason })).by(Some(by.actor_id));
    event::write(tx, &[event], now).await?;
    Ok(())
}

/// An order of which nobody knows where it is must not be sent again, or given back, while a call
/// for it may still be under way: one that is recorded as live, or that was given up less than a
/// lease after its bytes left.
async fn refuse_in_flight(
    tx: &mut PgTransaction<'_>,
    open: &Open,
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

/// Locks the order; refuses if more has happened to it than whoever decides had seen.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    order_id: i64,
    by: &By,
) -> Result<Open, DeskError> {
    let row = sqlx::query!(
        r#"select account_id, form, state, quantity, charge as "charge: Money",
                  refunded as "refunded: Money", cost as "cost: Money"
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
    Ok(Open {
        id: order_id,
        account_id: row.account_id,
        form: Form::of_row(&row.form),
        state: State::of_row(&row.state),
        quantity: row.quantity,
        charge: row.charge,
        refunded: row.refunded,
        cost: row.cost,
    })
}

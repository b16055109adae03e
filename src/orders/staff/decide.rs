//! What staff decide about an order that is open: how it ended, that it is sent again, or that it
//! stays as it is. What may be decided is the same for the page that offers it and for the
//! command, which looks again under the order's lock.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::ledger::Wallets;
use crate::orders::desk::{Act, By, DeskError, Locked, lock, refuse_in_flight};
use crate::orders::event::{self, Event};
use crate::orders::read::Order;
use crate::orders::settle::Flag;
use crate::orders::state::End;
use crate::orders::{Form, State};

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is with nobody: it goes back into the queue.
    Again,
    Canceled,
    Completed,
    Partial,
    /// The flag that asks for a look goes; nothing else happens.
    Dismiss,
}

impl Choice {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Again, Self::Canceled, Self::Completed, Self::Partial, Self::Dismiss];

    /// As forms send it and the audit log has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Canceled => "canceled",
            Self::Completed => "completed",
            Self::Partial => "partial",
            Self::Dismiss => "dismiss",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text)
    }

    /// Whether staff may decide so.
    fn is_open(self, standing: Standing) -> bool {
        let Standing { form, state, quantity, is_flagged } = standing;
        // While bytes may be on the wire, nobody can know how it ended.
        let ends = !form.is_parent() && state != State::Submitting;
        let may = |end: State| ends && state.may_become(end);
        match self {
            Self::Again => matches!(state, State::Unknown | State::Hold),
            Self::Canceled => may(State::Canceled),
            Self::Completed => may(State::Completed),
            Self::Partial => may(State::Partial) && quantity > 1,
            Self::Dismiss => {
                is_flagged && !matches!(state, State::Unknown | State::Hold | State::Review)
            }
        }
    }
}

/// What of an order says which choices are open.
#[derive(Debug, Clone, Copy)]
struct Standing {
    form: Form,
    state: State,
    quantity: i64,
    /// Something asks for a look.
    is_flagged: bool,
}

impl Standing {
    const fn of(locked: &Locked) -> Self {
        let open = &locked.open;
        let (form, state, quantity) = (open.form, open.state, open.quantity);
        Self { form, state, quantity, is_flagged: locked.is_flagged }
    }
}

/// What staff may decide about an order as it is.
#[must_use]
pub fn choices(order: &Order) -> Vec<Choice> {
    let (form, state, quantity) = (order.form, order.state, order.quantity);
    let standing = Standing { form, state, quantity, is_flagged: order.attention.is_some() };
    Choice::ALL.into_iter().filter(|choice| choice.is_open(standing)).collect()
}

/// A choice with what belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    End(End),
    Again,
    Dismiss,
}

impl Decision {
    const fn choice(self) -> Choice {
        match self {
            Self::End(End::Completed | End::Reached { .. }) => Choice::Completed,
            Self::End(End::Canceled) => Choice::Canceled,
            Self::End(End::Partial { .. }) => Choice::Partial,
            Self::Again => Choice::Again,
            Self::Dismiss => Choice::Dismiss,
        }
    }

    /// As the audit log has it; "" where nothing is counted.
    fn remains(self) -> String {
        match self {
            Self::End(End::Partial { remains }) => remains.to_string(),
            Self::End(_) | Self::Again | Self::Dismiss => String::new(),
        }
    }
}

/// Does with an order what staff have decided.
pub async fn resolve(
    db: &Db,
    clock: &Clock,
    order_id: i64,
    decision: Decision,
    by: By,
) -> Result<(), DeskError> {
    let after = json!({ "decision": decision.choice().as_str(), "remains": decision.remains(),
                        "why": by.reason });
    let act = Act::on(db, order_id, "order.resolve", after).await?.ok_or(DeskError::NotFound)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            match decision {
                Decision::End(end) => self::end(tx, now, order_id, end, &by).await?,
                Decision::Again => submit_again(tx, now, order_id, &by).await?,
                Decision::Dismiss => dismiss(tx, now, order_id, &by).await?,
            }
            act.record(tx, &clock, by.actor).await?;
            Ok(())
        })
    })
    .await
}

/// Locks the order, if this may be decided about it.
async fn lock_for(
    tx: &mut PgTransaction<'_>,
    order_id: i64,
    choice: Choice,
    by: &By,
) -> Result<Locked, DeskError> {
    let locked = lock(tx, order_id, by).await?;
    // One unit is never a part: what remains of it is said to be wrong, not the order.
    let standing = Standing { quantity: locked.open.quantity.max(2), ..Standing::of(&locked) };
    match choice.is_open(standing) {
        true => Ok(locked),
        false => Err(DeskError::State(locked.open.state.as_str())),
    }
}

/// Ends an open order as staff know that it ended.
pub(in crate::orders) async fn end(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order_id: i64,
    end: End,
    by: &By,
) -> Result<(), DeskError> {
    let open = lock_for(tx, order_id, Decision::End(end).choice(), by).await?.open;
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
    event::write(tx, &[open.ended(&ended).with(data).by(by.actor.account_id)], now).await?;
    Ok(())
}

/// Puts an order back into the queue that staff know is with nobody.
async fn submit_again(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order_id: i64,
    by: &By,
) -> Result<(), DeskError> {
    let open = lock_for(tx, order_id, Choice::Again, by).await?.open;
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
    let event = event.with(json!({ "why": by.reason })).by(by.actor.account_id);
    event::write(tx, &[event], now).await?;
    Ok(())
}

/// Takes the flag away that asks for a look.
async fn dismiss(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order_id: i64,
    by: &By,
) -> Result<(), DeskError> {
    let open = lock_for(tx, order_id, Choice::Dismiss, by).await?.open;
    sqlx::query!("update orders set attention = null where id = $1", order_id)
        .execute(&mut **tx)
        .await?;
    let event = Event { kind: "looked_at", ..Event::became(open.account_id, open.id, open.state) };
    let event = event.with(json!({ "why": by.reason })).by(by.actor.account_id);
    event::write(tx, &[event], now).await?;
    Ok(())
}

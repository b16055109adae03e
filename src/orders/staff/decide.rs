//! What staff decide about an open order: how it ended, that it is sent again, or that it stays as
//! it is. The page that offers a choice and the command use the same rule. The command checks it
//! again under the order's lock.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::desk::{self, By, DeskError, Many};
use crate::orders::event::EventKind;
use crate::orders::locked_order::LockedOrder;
use crate::orders::read::Order;
use crate::orders::state::End;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{Form, OrderId, State};

/// What staff can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Nobody has it: it goes back into the queue.
    Again,
    Canceled,
    Completed,
    Partial,
    /// Removes the flag that asks for a look; nothing else happens.
    Dismiss,
}

impl Choice {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Again, Self::Canceled, Self::Completed, Self::Partial, Self::Dismiss];

    /// Its name in forms and in the audit log.
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

    /// Whether staff may choose this.
    fn is_open(self, standing: Standing) -> bool {
        let Standing { form, state, quantity, is_flagged } = standing;
        // While bytes may be on the wire, nobody knows how it ended.
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

/// The facts of an order that decide which choices are open.
#[derive(Debug, Clone, Copy)]
struct Standing {
    form: Form,
    state: State,
    quantity: i64,
    /// A flag asks for a look.
    is_flagged: bool,
}

impl Standing {
    const fn of(order: &LockedOrder) -> Self {
        let (form, state, quantity) = (order.form, order.state, order.quantity);
        Self { form, state, quantity, is_flagged: order.attention.is_some() }
    }
}

/// What staff may decide about this order.
#[must_use]
pub fn choices(order: &Order) -> Vec<Choice> {
    let (form, state, quantity) = (order.form, order.state, order.quantity);
    let standing = Standing { form, state, quantity, is_flagged: order.attention.is_some() };
    Choice::ALL.into_iter().filter(|choice| choice.is_open(standing)).collect()
}

/// A choice with its data.
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

    /// For the audit log; "" if nothing is counted.
    fn remains(self) -> String {
        match self {
            Self::End(End::Partial { remains }) => remains.to_string(),
            Self::End(_) | Self::Again | Self::Dismiss => String::new(),
        }
    }
}

/// Carries out what staff decided about an order.
pub async fn resolve(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    decision: Decision,
    by: By,
) -> Result<(), DeskError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { resolve_in(tx, &clock, order_id, decision, &by).await })
    })
    .await
}

/// As [`resolve`], in the caller's transaction. A refusal has written nothing.
pub(in crate::orders) async fn resolve_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    order_id: OrderId,
    decision: Decision,
    by: &By,
) -> Result<(), DeskError> {
    let now = clock.now();
    let order = desk::lock(tx, order_id, by).await?;
    let decided = decide(tx, now, order.clone(), decision).await?;
    let said = json!({ "why": by.reason });
    let decided = decided.saying(said).by(by.actor.account_id);
    writer::write(tx, now, vec![decided]).await?;
    let after = json!({ "decision": decision.choice().as_str(),
                        "remains": decision.remains(), "why": by.reason });
    desk::record(tx, clock, &order, ("order.resolve", after), by.actor).await?;
    Ok(())
}

/// Carries out one decision about several orders, each for itself. Beside each order stands the
/// newest event that the person knew.
pub async fn resolve_all(
    db: &Db,
    clock: &Clock,
    orders: Vec<(OrderId, i64)>,
    decision: Decision,
    by: &By,
) -> Result<Many, db::Error> {
    let mut many = Many::default();
    for (order_id, seen) in orders {
        let by = By { seen: Some(seen), ..by.clone() };
        many.note(resolve(db, clock, order_id, decision, by).await)?;
    }
    Ok(many)
}

/// What a decision does to the locked order, if it is allowed.
async fn decide(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order: LockedOrder,
    decision: Decision,
) -> Result<Transition, DeskError> {
    match decision {
        Decision::End(end) => self::end(tx, now, order.stays(), end).await,
        // Staff know that nobody has it.
        Decision::Again => {
            may_choose(&order, Choice::Again)?;
            desk::refuse_in_flight(tx, &order, now).await?;
            Ok(order.becomes(State::Queued).due(Some(now)).dismiss())
        }
        Decision::Dismiss => {
            may_choose(&order, Choice::Dismiss)?;
            Ok(order.stays().dismiss().and(EventKind::LookedAt))
        }
    }
}

fn may_choose(order: &LockedOrder, choice: Choice) -> Result<(), DeskError> {
    // A single unit has no part. The error should be about what remains, not about the order.
    let standing = Standing { quantity: order.quantity.max(2), ..Standing::of(order) };
    match choice.is_open(standing) {
        true => Ok(()),
        false => Err(DeskError::State(order.state.as_str())),
    }
}

/// Ends an open order in the way that staff know. They have looked at whatever asked for a person.
pub(in crate::orders) async fn end(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    transition: Transition,
    end: End,
) -> Result<Transition, DeskError> {
    let order = transition.order();
    may_choose(order, Decision::End(end).choice())?;
    desk::refuse_in_flight(tx, order, now).await?;
    if let End::Partial { remains } = end
        && !(1..order.quantity).contains(&remains)
    {
        return Err(DeskError::Remains);
    }
    Ok(transition.ends(end)?.dismiss())
}

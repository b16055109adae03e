//! What staff decide about an order that is open: how it ended, that it is sent again, or that it
//! stays as it is. What may be decided is the same for the page that offers it and for the
//! command, which looks again under the order's lock.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::orders::desk::{self, By, DeskError};
use crate::orders::event::EventKind;
use crate::orders::locked_order::LockedOrder;
use crate::orders::read::Order;
use crate::orders::state::End;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{Form, OrderId, State};

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
    const fn of(order: &LockedOrder) -> Self {
        let (form, state, quantity) = (order.form, order.state, order.quantity);
        Self { form, state, quantity, is_flagged: order.attention.is_some() }
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
    order_id: OrderId,
    decision: Decision,
    by: By,
) -> Result<(), DeskError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let order = desk::lock(tx, order_id, &by).await?;
            let decided = decide(tx, now, order.clone(), decision).await?;
            let said = json!({ "why": by.reason });
            let decided = decided.saying(said).by(by.actor.account_id);
            writer::write(tx, now, vec![decided]).await?;
            let after = json!({ "decision": decision.choice().as_str(),
                                "remains": decision.remains(), "why": by.reason });
            desk::record(tx, &clock, &order, ("order.resolve", after), by.actor).await?;
            Ok(())
        })
    })
    .await
}

/// What a decision makes of the locked order, if it may be decided so.
async fn decide(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    order: LockedOrder,
    decision: Decision,
) -> Result<Transition, DeskError> {
    match decision {
        Decision::End(end) => self::end(tx, now, order.stays(), end).await,
        // They know that it is with nobody.
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
    // One unit is never a part: what remains of it is said to be wrong, not the order.
    let standing = Standing { quantity: order.quantity.max(2), ..Standing::of(order) };
    match choice.is_open(standing) {
        true => Ok(()),
        false => Err(DeskError::State(order.state.as_str())),
    }
}

/// Ends an open order as staff know that it ended. They have looked at whatever asked for it.
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

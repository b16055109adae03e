//! What staff correct about an order: its counts while it is delivered, and its link while nobody
//! but the panel can have it. What must stay true: no money moves, and what was ordered and charged
//! stays. A correction is an event, and the audit log names who made it and why.

use serde_json::{Map, Value, json};
use sqlx::PgTransaction;

use crate::catalogue::{self, Link, blocked};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::desk::{self, By, DeskError};
use crate::orders::event::EventKind;
use crate::orders::locked_order::LockedOrder;
use crate::orders::read::{Attempt, AttemptState, Order};
use crate::orders::transition::NewLink;
use crate::orders::{Form, OrderId, State, parse, writer};

/// What is corrected; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    pub link: Option<Link>,
    pub start_count: Option<i64>,
    pub remains: Option<i64>,
}

/// Why it was not corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    #[error(transparent)]
    Desk(DeskError),
    #[error("nothing is different")]
    Nothing,
    #[error("a provider has the order or may have it, so its link stays")]
    LinkStays,
    #[error("counts are corrected while an order is delivered")]
    CountsStay,
    #[error("a whole number, 0 or more")]
    StartCount,
    #[error("between 1 and the quantity; to end the order, decide how it ended")]
    Remains,
    #[error("this target is blocked")]
    Blocked,
    /// The service takes one open order for a target.
    #[error("the customer has an open order of this service with this link")]
    Duplicate,
}

impl From<db::Error> for CorrectError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("orders_one_per_link") => Self::Duplicate,
            _ => Self::Desk(DeskError::Db(error)),
        }
    }
}

crate::from_sqlx!(CorrectError);

impl From<DeskError> for CorrectError {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

/// Whether the counts of such an order can be corrected.
#[must_use]
pub const fn takes_counts(form: Form, state: State) -> bool {
    matches!(state, State::Running | State::Review) && !form.is_parent()
}

/// Whether such an order's link can be corrected, as far as its own row says: nothing was made of
/// it, and it has not left. The orders of a drip-feed have their parent's link.
const fn keeps_link_here(form: Form, state: State) -> bool {
    matches!(form, Form::Single | Form::Post) && state.is_here()
}

/// Whether this order's link can be corrected. `attempts` are all of the order's.
#[must_use]
pub fn takes_link(order: &Order, attempts: &[Attempt]) -> bool {
    let arrived = |one: &Attempt| {
        matches!(one.state, AttemptState::Live | AttemptState::Accepted | AttemptState::Unknown)
    };
    keeps_link_here(order.form, order.state) && !attempts.iter().any(arrived)
}

/// Corrects an order.
pub async fn correct(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    correction: Correction,
    by: By,
) -> Result<(), CorrectError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let order = desk::lock(tx, order_id, &by).await?;
            let before = order.clone();
            let mut said = Map::new();
            let (remains, start_count) = counts(&order, &correction, &mut said)?;
            let mut transition = order.stays().progress(remains, start_count);
            if let Some(link) = &correction.link
                && let Some((old, new)) = new_link(tx, &before, link).await?
            {
                said.insert("link".into(), new.link.clone().into());
                said.insert("link_before".into(), old.into());
                transition = transition.relinks(new);
            }
            if said.is_empty() {
                return Err(CorrectError::Nothing);
            }
            said.insert("why".into(), by.reason.clone().into());
            let after = Value::Object(said);
            let transition =
                transition.and(EventKind::Edited).saying(after.clone()).by(by.actor.account_id);
            desk::record(tx, &clock, &before, ("order.correct", after), by.actor).await?;
            writer::write(tx, clock.now(), vec![transition]).await?;
            Ok(())
        })
    })
    .await
}

/// The counts afterwards. `said` gets those that change.
fn counts(
    order: &LockedOrder,
    correction: &Correction,
    said: &mut Map<String, Value>,
) -> Result<(i64, Option<i64>), CorrectError> {
    let remains = correction.remains.unwrap_or(order.remains);
    let start_count = correction.start_count.or(order.start_count);
    if (remains, start_count) == (order.remains, order.start_count) {
        return Ok((remains, start_count));
    }
    if !takes_counts(order.form, order.state) {
        return Err(CorrectError::CountsStay);
    }
    if start_count.is_some_and(|count| count < 0) {
        return Err(CorrectError::StartCount);
    }
    if remains != order.remains && !(1..=order.quantity).contains(&remains) {
        return Err(CorrectError::Remains);
    }
    if remains != order.remains {
        said.insert("remains".into(), json!(remains));
        said.insert("remains_before".into(), json!(order.remains));
    }
    if start_count != order.start_count {
        said.insert("start_count".into(), json!(start_count));
        said.insert("start_count_before".into(), json!(order.start_count));
    }
    Ok((remains, start_count))
}

/// The link as it was, and the new one, checked as when an order is placed. `None`: it is the same.
async fn new_link(
    tx: &mut PgTransaction<'_>,
    order: &LockedOrder,
    link: &Link,
) -> Result<Option<(String, NewLink)>, CorrectError> {
    let row = sqlx::query!(
        r#"select link, exists (select from attempts where order_id = $1
                                and state in ('live', 'accepted', 'unknown')) as "has_left!"
           from orders where id = $1"#,
        order.id as OrderId
    )
    .fetch_one(&mut **tx)
    .await?;
    if row.link == link.as_str() {
        return Ok(None);
    }
    if row.has_left || !keeps_link_here(order.form, order.state) {
        return Err(CorrectError::LinkStays);
    }
    if blocked::is_blocked(&blocked::rules(&mut **tx).await?, link) {
        return Err(CorrectError::Blocked);
    }
    let service = catalogue::find(&mut **tx, &[order.service_id]).await?.remove(&order.service_id);
    let target = link.target().to_string();
    // A post never keeps others away.
    let keeps_others_away =
        order.form == Form::Single && service.is_some_and(|service| service.unique_link);
    let hash = keeps_others_away.then(|| parse::link_hash(&target));
    Ok(Some((row.link, NewLink { link: link.as_str().to_owned(), target, hash })))
}

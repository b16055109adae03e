//! What staff do with payouts to the outside: begin, complete, or let fail.

use serde_json::json;

use super::PayoutId;
use super::payout::{self, PayoutState};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

const TEXT_CHARS_MAX: usize = 200;

/// What staff did.
#[derive(Debug, Clone)]
pub enum PayoutStep {
    /// They are paying it; the affiliate cannot cancel it any more.
    Begin,
    /// They have paid it, with this reference.
    Complete(String),
    /// It could not be paid, and why. Its commissions are approved again.
    Fail(String),
}

/// Why a payout was not changed. The sentences are for staff.
#[derive(Debug, thiserror::Error)]
pub enum PayoutStepError {
    #[error("There is no such payout.")]
    Missing,
    #[error("Payout {0} is {word}.", word = .1.as_str())]
    Step(PayoutId, PayoutState),
    #[error("Write 1 to {TEXT_CHARS_MAX} characters.")]
    Text,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(PayoutStepError);

/// Takes one step.
pub async fn step(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: PayoutId,
    step: PayoutStep,
) -> Result<(), PayoutStepError> {
    let checked = |text: String| {
        let text = text.trim().to_owned();
        let fits = (1..=TEXT_CHARS_MAX).contains(&text.chars().count());
        if fits { Ok(Some(text)) } else { Err(PayoutStepError::Text) }
    };
    let (state, reference, reason) = match step {
        PayoutStep::Begin => (PayoutState::Processing, None, None),
        PayoutStep::Complete(reference) => (PayoutState::Completed, checked(reference)?, None),
        PayoutStep::Fail(reason) => (PayoutState::Failed, None, checked(reason)?),
    };
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let held = payout::lock(tx, id).await?.ok_or(PayoutStepError::Missing)?;
            if !held.state.may_become(state) {
                return Err(PayoutStepError::Step(id, held.state));
            }
            let after = json!({ "state": state.as_str(), "reference": reference,
                                "reason": reason });
            if state.is_final() {
                payout::end(tx, clock.now(), &held, (state, reference, reason)).await?;
            } else {
                sqlx::query!(
                    "update affiliate_payouts set state = $2 where id = $1",
                    id as PayoutId,
                    state as PayoutState
                )
                .execute(&mut **tx)
                .await?;
            }
            payout::record(tx, &clock, actor, ("payout.step", id), after).await?;
            Ok(())
        })
    })
    .await
}

/// Begun at a time.
pub const BEGUN_MAX: usize = 200;

/// What became of many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Begun {
    pub done: usize,
    /// Left as they were: they are being paid already, or have ended.
    pub left: usize,
}

/// Begins the first [`BEGUN_MAX`] of these payouts, each by itself, so that one that cannot begin
/// holds up no other.
pub async fn begin(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    ids: Vec<PayoutId>,
) -> Result<Begun, db::Error> {
    let mut begun = Begun::default();
    for id in ids.into_iter().take(BEGUN_MAX) {
        match step(db, clock, actor, id, PayoutStep::Begin).await {
            Ok(()) => begun.done += 1,
            Err(PayoutStepError::Db(error)) => return Err(error),
            Err(PayoutStepError::Missing | PayoutStepError::Step(..) | PayoutStepError::Text) => {
                begun.left += 1;
            }
        }
    }
    Ok(begun)
}

//! By hand: an upstream inside the panel whose orders wait in a queue for staff
//! (`orders::by_hand`). Nothing is sent and nothing is asked. It takes whatever it is given, under
//! the panel's own number; staff say the rest.

use crate::providers::upstream::{CancelAnswer, Outcome, RefillAnswer, RefillState, Submission};

/// Takes it at once.
pub(in crate::providers) fn add(submission: &Submission) -> Outcome {
    Outcome::Accepted { upstream_id: submission.reference.to_string() }
}

/// The order stands in the queue, and only what staff do there ends it.
pub(in crate::providers) const fn cancel() -> CancelAnswer {
    CancelAnswer::Accepted
}

/// It stands in the queue.
pub(in crate::providers) fn refill(id: &str) -> RefillAnswer {
    RefillAnswer::Accepted { upstream_id: id.to_owned() }
}

/// It is in progress until staff say something else.
pub(in crate::providers) const fn refill_status() -> RefillState {
    RefillState::InProgress
}

//! By hand: an upstream inside the panel whose orders wait in a queue for staff
//! (`orders::by_hand`). Nothing is sent and nothing is asked: it takes whatever it is handed, under
//! the panel's own number, and staff say the rest.

use super::upstream::{CancelAnswer, Outcome, RefillAnswer, RefillState, Submission};

/// Taken, at once.
pub(super) fn add(submission: &Submission) -> Outcome {
    Outcome::Accepted { upstream_id: submission.reference.to_string() }
}

/// It stands in the queue, and only what staff do there ends the order.
pub(super) const fn cancel() -> CancelAnswer {
    CancelAnswer::Accepted
}

/// It stands in the queue.
pub(super) fn refill(id: &str) -> RefillAnswer {
    RefillAnswer::Accepted { upstream_id: id.to_owned() }
}

/// Until staff say so.
pub(super) const fn refill_status() -> RefillState {
    RefillState::InProgress
}

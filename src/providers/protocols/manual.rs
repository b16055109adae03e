//! By hand: an upstream inside the panel whose orders wait in a queue for staff
//! (`orders::by_hand`). Nothing is sent and nothing is asked: it takes whatever it is handed, under
//! the panel's own number, and staff say the rest.

use crate::providers::upstream::{CancelAnswer, Outcome, RefillAnswer, RefillState, Submission};

/// Taken, at once.
pub(in crate::providers) fn add(submission: &Submission) -> Outcome {
    Outcome::Accepted { upstream_id: submission.reference.to_string() }
}

/// It stands in the queue, and only what staff do there ends the order.
pub(in crate::providers) const fn cancel() -> CancelAnswer {
    CancelAnswer::Accepted
}

/// It stands in the queue.
pub(in crate::providers) fn refill(id: &str) -> RefillAnswer {
    RefillAnswer::Accepted { upstream_id: id.to_owned() }
}

/// Until staff say so.
pub(in crate::providers) const fn refill_status() -> RefillState {
    RefillState::InProgress
}

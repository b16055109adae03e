//! What cancels and refills do, and why they are not done, in the words of the customer's pages.

use crate::kit::zone::Zone;
use crate::orders::Form;
use crate::orders::cancel::{CancelRefused, Effect};
use crate::orders::read::Order;
use crate::orders::refill::RefillRefused;
use crate::web::order_view::Reader;

/// What a cancel would do.
pub(super) fn effect(effect: Effect, order: &Order, reader: &Reader<'_>) -> String {
    match effect {
        Effect::Ends { .. } if order.form == Form::Subscription => {
            "It ends now: no more posts are ordered. Orders for posts so far go on.".to_owned()
        }
        Effect::Ends { back } => format!("It ends now, and {} comes back.", reader.money(back)),
        Effect::StopsRuns { runs, back } => format!(
            "Its {runs} runs that were not made yet are canceled, and {} comes back. Runs under \
             way go on; cancel those one by one.",
            reader.money(back)
        ),
        Effect::StopsPortions { back } => format!(
            "What was not sent yet is canceled, and {} comes back. The provider is asked to stop \
             the rest.",
            reader.money(back)
        ),
        Effect::Asks => "The provider is asked to stop. What is not delivered comes back when it \
                         has answered; what is delivered stays charged."
            .to_owned(),
    }
}

/// What a cancel has done.
pub(super) fn canceled(order: &Order) -> &'static str {
    if order.form == Form::Subscription {
        "The subscription has ended: no more posts are ordered."
    } else if order.state.is_final() {
        "The order is canceled; what was charged and not delivered is back on your balance."
    } else if order.form == Form::Paced {
        "What was not sent yet is canceled and refunded. The provider is asked to stop the rest."
    } else if order.form.is_parent() {
        "The runs that were not made yet are canceled and refunded. Runs under way go on."
    } else {
        "The provider is asked to stop. Until it answers, the order goes on."
    }
}

pub(super) const REFILL_ASKED: &str = "The refill is asked for. It costs nothing.";

/// There is none, or it is somebody else's.
pub(super) const NO_SUCH_ORDER: &str = "You have no such order.";

pub(super) fn cancel_refused(refused: CancelRefused, order: &Order) -> &'static str {
    match refused {
        CancelRefused::NotFound => NO_SUCH_ORDER,
        CancelRefused::Disabled => "Orders of this service cannot be canceled.",
        CancelRefused::TooLate if order.state.is_final() => "Cannot be canceled: it has ended.",
        CancelRefused::TooLate => {
            "Cannot be canceled: all of its runs are made. Cancel those one by one."
        }
        CancelRefused::AlreadyAsked => {
            "A cancel is asked for already; the provider has not answered yet."
        }
    }
}

pub(super) fn refill_refused(refused: RefillRefused, order: &Order, zone: Zone) -> String {
    let text = match refused {
        RefillRefused::NotFound => NO_SUCH_ORDER,
        RefillRefused::Disabled if order.form.is_parent() => {
            "Refills are asked for by its single orders."
        }
        RefillRefused::Disabled => "This service offers no refill.",
        RefillRefused::Over => "The days in which this service refills are over.",
        RefillRefused::NotCompleted if order.state.is_final() => {
            "Only a completed order can be refilled."
        }
        RefillRefused::NotCompleted => "A refill can be asked for when it is completed.",
        RefillRefused::TooEarly { until } => {
            return format!("Refill possible from {}.", zone.moment(until));
        }
        RefillRefused::AlreadyOpen => "A refill is under way already.",
    };
    text.to_owned()
}

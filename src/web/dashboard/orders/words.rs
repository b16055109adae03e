//! What cancels and refills do, and why they are not done, in the words of the customer's pages.

use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::orders::Form;
use crate::orders::cancel::{CancelRefused, Effect};
use crate::orders::read::Order;
use crate::orders::refill::RefillRefused;
use crate::web::order_view::Reader;

/// What a cancel would do.
pub(super) fn effect(effect: Effect, order: &Order, reader: &Reader<'_>) -> String {
    let lang = reader.lang;
    let said = match effect {
        Effect::Ends { .. } if order.form == Form::Subscription => {
            lang.say("order-cancel-ends-subscription")
        }
        Effect::Ends { back } => lang.say("order-cancel-ends").with("amount", reader.money(back)),
        Effect::StopsRuns { runs, back } => {
            let said = lang.say("order-cancel-stops-runs").count("runs", runs);
            said.with("amount", reader.money(back))
        }
        Effect::StopsPortions { back } => {
            lang.say("order-cancel-stops-portions").with("amount", reader.money(back))
        }
        Effect::Asks => lang.say("order-cancel-asks"),
    };
    said.to_string()
}

/// What a cancel has done.
pub(super) fn canceled(lang: Lang, order: &Order) -> String {
    let said = if order.form == Form::Subscription {
        lang.say("order-canceled-subscription")
    } else if order.state.is_final() {
        lang.say("order-canceled")
    } else if order.form == Form::Paced {
        lang.say("order-canceled-portions")
    } else if order.form.is_parent() {
        lang.say("order-canceled-runs")
    } else {
        lang.say("order-cancel-asked")
    };
    said.to_string()
}

/// What asking for a refill has done.
pub(super) fn refill_asked(lang: Lang) -> String {
    lang.say("order-refill-asked").to_string()
}

/// There is none, or it is somebody else's.
pub(super) fn no_such_order(lang: Lang) -> String {
    lang.say("order-not-found").to_string()
}

/// Why an order is not canceled.
pub(super) fn cancel_refused(lang: Lang, refused: CancelRefused, order: &Order) -> String {
    let said = match refused {
        CancelRefused::NotFound => lang.say("order-not-found"),
        CancelRefused::Disabled => lang.say("order-no-cancel"),
        CancelRefused::TooLate if order.state.is_final() => lang.say("order-no-cancel-ended"),
        CancelRefused::TooLate => lang.say("order-no-cancel-runs-made"),
        CancelRefused::AlreadyAsked => lang.say("order-no-cancel-asked"),
    };
    said.to_string()
}

/// Why an order is not refilled.
pub(super) fn refill_refused(
    lang: Lang,
    refused: RefillRefused,
    order: &Order,
    zone: Zone,
) -> String {
    let said = match refused {
        RefillRefused::NotFound => lang.say("order-not-found"),
        RefillRefused::Disabled if order.form.is_parent() => lang.say("order-no-refill-parent"),
        RefillRefused::Disabled => lang.say("order-no-refill"),
        RefillRefused::Over => lang.say("order-no-refill-over"),
        RefillRefused::NotCompleted if order.state.is_final() => {
            lang.say("order-no-refill-not-completed")
        }
        RefillRefused::NotCompleted => lang.say("order-no-refill-not-yet"),
        RefillRefused::TooEarly { until } => {
            lang.say("order-no-refill-too-early").with("when", lang.moment(until, zone))
        }
        RefillRefused::AlreadyOpen => lang.say("order-no-refill-open"),
    };
    said.to_string()
}

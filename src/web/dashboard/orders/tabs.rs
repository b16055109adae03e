//! The lists of a customer's orders, as tabs above each of them.

use crate::kit::lang::Lang;
use crate::web::view::Chip;

pub(super) const ORDERS: &str = "/orders";
pub(super) const DRIP_FEEDS: &str = "/orders/drip-feeds";
pub(super) const SUBSCRIPTIONS: &str = "/orders/subscriptions";
pub(super) const REFILLS: &str = "/orders/refills";

/// The tabs; `here` is the page's own.
pub(super) fn tabs(lang: Lang, here: &str) -> Vec<Chip> {
    let all = [
        (ORDERS, lang.say("orders-tab-orders")),
        (DRIP_FEEDS, lang.say("orders-tab-drip-feeds")),
        (SUBSCRIPTIONS, lang.say("orders-tab-subscriptions")),
        (REFILLS, lang.say("orders-tab-refills")),
    ];
    all.map(|(path, said)| Chip::new(&said.to_string(), path.to_owned(), path == here)).to_vec()
}

//! The lists of a customer's orders, as tabs above each of them.

use crate::web::view::Chip;

pub(super) const ORDERS: &str = "/orders";
pub(super) const DRIP_FEEDS: &str = "/orders/drip-feeds";
pub(super) const SUBSCRIPTIONS: &str = "/orders/subscriptions";
pub(super) const REFILLS: &str = "/orders/refills";

/// The tabs; `here` is the page's own.
pub(super) fn tabs(here: &str) -> Vec<Chip> {
    let all = [
        (ORDERS, "Orders"),
        (DRIP_FEEDS, "Drip-feeds"),
        (SUBSCRIPTIONS, "Subscriptions"),
        (REFILLS, "Refills"),
    ];
    all.map(|(path, word)| Chip::new(word, path.to_owned(), path == here)).to_vec()
}

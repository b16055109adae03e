//! Orders that are bought elsewhere: over a line with every fault that a line can have, and from a
//! panel of our own, whose books are checked as well.
//!
//! Seen red by `make seeded`: `lost-is-refused`, `lost-was-not-sent`, `follows-redirects`,
//! `free-cancel-is-partial`, `pending-is-delivered`, `wrapping-speaks-for-the-order`,
//! `stuck-in-silence`, `unknown-currency-goes-on`.

mod chain;
mod faults;
mod others;
mod proxy;
mod statuses;

use serde_json::Value;

use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, order_id};

const LINK: &str = "https://example.com/p/1";

async fn place(panel: &Panel, customer: &Customer, service: i64, quantity: i64) -> i64 {
    let (service, quantity) = (service.to_string(), quantity.to_string());
    let fields = [
        ("action", "add"),
        ("service", service.as_str()),
        ("link", LINK),
        ("quantity", quantity.as_str()),
    ];
    order_id(&panel.v2(&customer.key, &fields).await)
}

async fn status(panel: &Panel, customer: &Customer, order: i64) -> Value {
    panel.v2(&customer.key, &[("action", "status"), ("order", &order.to_string())]).await
}

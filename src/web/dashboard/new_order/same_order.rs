//! The same order twice within minutes, by Back and another click: it is asked once whether it is
//! meant. Programs are not asked; they have idempotency keys.

use chrono::TimeDelta;

use super::offer::{Offer, Typed};
use crate::app::App;
use crate::catalogue::Link;
use crate::catalogue::kind::Counted;
use crate::orders::{OrderId, read};
use crate::web::failure::Failure;
use crate::web::guard::Customer;

/// For so long the same order is asked about.
const ASK_MIN: i64 = 10;

/// The order that is the same.
pub(super) struct SameOrder {
    pub order_id: OrderId,
    /// "40 s ago"
    pub ago: String,
}

/// The customer's last order for the same service, link and quantity, if it was placed minutes ago
/// and not by this form.
pub(super) async fn find(
    app: &App,
    customer: &Customer,
    offer: &Offer,
    typed: &Typed,
    key: &str,
) -> Result<Option<SameOrder>, Failure> {
    let whole = |name| typed.text(name).trim().parse::<i64>().ok();
    let quantity = match offer.listed.service.kind.counted() {
        // Such an order is refused in any case while the other one is open.
        _ if offer.listed.service.unique_link => None,
        Counted::Quantity => {
            whole("quantity").and_then(|each| each.checked_mul(whole("runs").unwrap_or(1).max(1)))
        }
        Counted::Package => Some(1),
        Counted::Lines(_) | Counted::Children => None,
    };
    let (Some(quantity), Ok(link)) = (quantity, Link::parse(typed.text("link"))) else {
        return Ok(None);
    };
    let keys = [key.to_owned()];
    if !read::placed_under(&app.db, customer.id(), &keys).await?.is_empty() {
        return Ok(None);
    }
    let now = app.clock.now();
    let order = (offer.listed.service.id, link.target().to_string(), quantity);
    let same = read::same_since(
        &app.db,
        customer.id(),
        (order.0, &order.1, order.2),
        now - TimeDelta::minutes(ASK_MIN),
        key,
    );
    Ok(same.await?.map(|(order_id, at)| {
        let ago = (now - at).num_seconds().max(1);
        let ago = if ago < 60 { format!("{ago} s ago") } else { format!("{} min ago", ago / 60) };
        SameOrder { order_id, ago }
    }))
}

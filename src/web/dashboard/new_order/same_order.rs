//! The same order twice within minutes, by Back and another click: it is asked once whether it is
//! meant. Programs are not asked; they have idempotency keys.

use chrono::TimeDelta;

use super::offer::{Offer, Typed};
use crate::app::App;
use crate::catalogue::Link;
use crate::catalogue::kind::Counted;
use crate::kit::lang::Lang;
use crate::orders::{OrderId, read};
use crate::web::failure::Failure;
use crate::web::guard::Customer;

/// The order that is the same.
pub(super) struct SameOrder {
    pub order_id: OrderId,
    /// How long ago it was placed.
    ago_s: i64,
}

impl SameOrder {
    /// The question whether another one is meant.
    pub fn asked(&self, lang: Lang) -> String {
        let said = match self.ago_s {
            ..60 => lang.say("new-same-seconds").count("count", self.ago_s),
            _ => lang.say("new-same-minutes").count("count", self.ago_s / 60),
        };
        said.with("order", self.order_id).to_string()
    }
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
    let ask_min = customer.visitor().settings().ask_again_min;
    if ask_min == 0 {
        return Ok(None);
    }
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
        now - TimeDelta::minutes(ask_min.into()),
        key,
    );
    let same = same.await?;
    Ok(same.map(|(order_id, at)| SameOrder { order_id, ago_s: (now - at).num_seconds().max(1) }))
}

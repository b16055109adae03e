//! An order as a row of the staff's list.

use std::collections::HashMap;

use super::waiting;
use crate::accounts::AccountId;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::orders::overview::{self, Inside};
use crate::orders::read::Order;
use crate::orders::{self, Form, OrderId, Source};
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::order_view::{Badge, Progress, Reader, Side};
use crate::web::view::When;

/// See `templates/admin/orders/orders.html`.
pub(super) struct StaffOrderRow {
    pub id: OrderId,
    pub customer: String,
    pub customer_id: AccountId,
    pub service: String,
    pub link: String,
    pub short: String,
    /// Where the link leads; "": it is no address.
    pub href: String,
    /// The order that this one was made for.
    pub parent: Option<OrderId>,
    /// "" before it was sent.
    pub provider: String,
    pub upstream_id: String,
    pub state: Badge,
    /// Why a person should look; "" for no reason.
    pub look: String,
    /// How long, and in a sentence.
    pub lasts: String,
    pub waiting: String,
    pub overdue: bool,
    pub progress: Progress,
    pub quantity: String,
    pub start_count: String,
    pub charge: Amount,
    /// `None`: nothing is known of it yet.
    pub cost: Option<Amount>,
    pub profit: Option<Amount>,
    pub is_loss: bool,
    pub door: &'static str,
    pub placed: When,
}

/// Orders as rows.
pub(super) async fn rows(app: &App, orders: &[Order]) -> Result<Vec<StaffOrderRow>, Failure> {
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let news = overview::last_news(app.db.pool(), &ids).await?;
    let mut inside: HashMap<OrderId, Inside> = overview::inside(app.db.pool(), &ids).await?;
    let now = app.clock.now();
    let reader = Reader {
        side: Side::Staff,
        now,
        currency: &app.currency,
        zone: Zone::default(),
        lang: Lang::ENGLISH,
    };
    let row = |order: &Order| {
        let row = reader.row(order, None);
        let since = news.get(&order.id).copied().unwrap_or(order.created_at);
        let (waiting, overdue) = waiting(order, now - since);
        // An order that waits for a time or for money says so itself.
        let waiting = match order.state {
            orders::State::Scheduled | orders::State::Paused => row.waiting,
            _ => waiting,
        };
        let inside = inside.remove(&order.id).unwrap_or_default();
        let net = order.net();
        let has_cost = !inside.cost.is_zero();
        let profit = net.checked_sub(inside.cost).unwrap_or_default();
        StaffOrderRow {
            id: order.id,
            customer: order.email.clone(),
            customer_id: order.account_id,
            service: row.service,
            href: href(&row.link),
            short: row.short,
            link: row.link,
            parent: order.parent_id,
            provider: match inside.moved_to.as_str() {
                to if !to.is_empty() && inside.provider.is_empty() => format!("→ {to}"),
                _ => inside.provider,
            },
            upstream_id: inside.upstream_id,
            state: row.state,
            look: order.attention.clone().unwrap_or_default(),
            lasts: lasts(&waiting).to_owned(),
            waiting,
            overdue,
            progress: row.progress,
            quantity: number(order.quantity),
            start_count: order.start_count.map(number).unwrap_or_default(),
            charge: row.charge,
            cost: has_cost.then(|| Column::LONGEST.show(inside.cost)),
            profit: has_cost.then(|| Column::LONGEST.show(profit)),
            is_loss: has_cost && profit.micros() < 0,
            door: door(order, inside.is_mass),
            placed: row.placed,
        }
    };
    Ok(orders.iter().map(row).collect())
}

/// What of a wait a narrow column says: `11 min` of `no news for 11 min`.
fn lasts(waiting: &str) -> &str {
    let words = ["no news for ", "not sent for ", "no answer for ", "waiting ", "starts "];
    words.iter().find_map(|words| waiting.strip_prefix(words)).unwrap_or(waiting)
}

/// A link that a browser can open.
pub(super) fn href(link: &str) -> String {
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    match is_web {
        true => link.to_owned(),
        false if link.contains('/') => format!("https://{link}"),
        false => String::new(),
    }
}

/// By what it came in.
pub(super) const fn door(order: &Order, is_mass: bool) -> &'static str {
    match (order.source, order.form) {
        (_, Form::Run) => "Drip-feed",
        (_, Form::Portion) => "At a pace",
        (Source::Page, _) if is_mass => "Mass order",
        (Source::Page, _) => "Page",
        (Source::ApiV2, _) => "API v2",
        (Source::OrderApi, _) => "Order API",
        (Source::Panel, _) => "Subscription",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_in_short() {
        assert_eq!(lasts("no news for 11 min"), "11 min");
        assert_eq!(lasts("waiting 3 h"), "3 h");
        assert_eq!(lasts("starts in 2 h"), "in 2 h");
        assert_eq!(lasts("needs credit for the next post"), "needs credit for the next post");
    }

    #[test]
    fn a_link_leads_to_the_web_or_nowhere() {
        assert_eq!(href("https://example.com/p/1"), "https://example.com/p/1");
        assert_eq!(href("example.com/p/1"), "https://example.com/p/1");
        assert_eq!(href("@ann"), "");
        assert_eq!(href("javascript:alert(1)"), "");
    }
}

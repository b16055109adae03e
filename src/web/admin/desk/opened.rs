//! The order that is open above the list of refills or cancels: what is known about it, beside the
//! answers.

use super::rooms::path_with;
use crate::accounts::AccountId;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::orders::OrderId;
use crate::orders::overview;
use crate::orders::read;
use crate::web::admin::orders;
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Event, Reader, Side};

/// The newest entries of its timeline that are shown.
const EVENTS: usize = 4;

/// See `templates/admin/desk/opened.html`.
pub(super) struct Opened {
    /// What is answered: a refill's id, or the order's.
    pub id: String,
    pub order_id: OrderId,
    pub service: String,
    pub link: String,
    pub customer: String,
    pub customer_id: AccountId,
    pub state: Badge,
    pub quantity: String,
    pub remains: String,
    pub start_count: String,
    /// "" when no provider has it.
    pub provider: String,
    pub upstream_id: String,
    /// The newest first.
    pub events: Vec<Event>,
    /// The next one of the list; "" after the last.
    pub next: String,
}

impl Opened {
    /// `list`: the page, and where in it the list begins; `next`: the id of the next row.
    pub async fn read(
        app: &App,
        staff: &Staff,
        (id, order_id): (String, OrderId),
        (list, after, next): (&str, i64, Option<String>),
    ) -> Result<Self, Failure> {
        let order = orders::order::find(app, order_id).await?;
        let reader = Reader {
            side: Side::Staff,
            now: app.clock.now(),
            currency: &app.currency,
            zone: staff.session.zone,
            lang: Lang::ENGLISH,
        };
        let entries = read::events(app.db.pool(), order_id).await?;
        let mut live = reader.live(&order, &entries, orders::PATH);
        live.events.truncate(EVENTS);
        let at = overview::at_provider(app.db.pool(), order_id).await?;
        Ok(Self {
            id,
            order_id,
            state: live.state,
            quantity: live.quantity,
            remains: live.remains,
            start_count: live.start_count,
            events: live.events,
            provider: at.map(|at| at.provider).unwrap_or_default(),
            upstream_id: order.upstream_id.unwrap_or_default(),
            service: order.service,
            link: order.link,
            customer: order.email,
            customer_id: order.account_id,
            next: next.map(|next| path_with(list, after, &next)).unwrap_or_default(),
        })
    }
}

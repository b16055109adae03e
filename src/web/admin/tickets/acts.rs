//! What staff do with a ticket besides writing: who takes care of it, closing it, and refills and
//! cancels of the orders that it names.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::path;
use super::ticket::{find, refused};
use crate::accounts::account::Status;
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, staff as accounts_staff};
use crate::app::App;
use crate::catalogue;
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::orders::cancel::CancelRefused;
use crate::orders::desk::{self, By, RefillError};
use crate::orders::refill::RefillRefused;
use crate::orders::{self, OrderId};
use crate::support::TicketId;
use crate::support::answer::{self, AnswerError};
use crate::support::read::{self, Ticket};
use crate::web::admin::orders::decisions::ask_cancel;
use crate::web::failure::Failure;
use crate::web::form::{Choice, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Reader, Side};
use crate::web::path::Id;
use crate::web::view;

/// The value of the select for "nobody".
const NOBODY: &str = "";

/// An order that a ticket names.
pub(super) struct OrderLine {
    pub id: OrderId,
    pub service: String,
    pub link: String,
    pub state: Badge,
    pub can_cancel: bool,
    pub cancel_text: String,
    pub can_refill: bool,
    /// What is asked for already; "" for nothing.
    pub asked: &'static str,
}

/// The orders that a ticket names, with what can be asked for.
pub(super) async fn orders(
    app: &App,
    staff: &Staff,
    id: TicketId,
) -> Result<Vec<OrderLine>, Failure> {
    let (db, now) = (app.db.pool(), app.clock.now());
    let zone = staff.session.zone;
    let lang = Lang::ENGLISH;
    let reader = Reader { side: Side::Staff, now, currency: &app.currency, zone, lang };
    let mut lines = Vec::new();
    for id in read::orders_of(db, id).await? {
        let Some(order) = orders::read::find(&app.db, None, id).await? else { continue };
        let services = catalogue::find(db, &[order.service_id]).await?;
        let one = std::slice::from_ref(&order);
        let cancel = orders::cancel::foresee(&app.db, one, &services).await?.pop();
        let refill = orders::refill::foresee(db, one, &services, now).await?.pop();
        lines.push(OrderLine {
            id,
            link: reader.target(&order),
            state: reader.badge(&order),
            can_cancel: matches!(cancel, Some(Ok(_))),
            cancel_text: reader.cancel_text(&order),
            can_refill: matches!(refill, Some(Ok(()))),
            asked: match (cancel, refill) {
                (Some(Err(CancelRefused::AlreadyAsked)), _) => "A cancel is asked for.",
                (_, Some(Err(RefillRefused::AlreadyOpen))) => "A refill is asked for.",
                _ => "",
            },
            service: order.service,
        });
    }
    Ok(lines)
}

/// Nobody, and everyone of the staff who may answer.
pub(super) async fn people(app: &App, ticket: &Ticket) -> Result<Vec<Choice>, Failure> {
    let mut people = vec![Choice::new(NOBODY, "Nobody", ticket.assignee_id.is_none())];
    for one in accounts_staff::list(app.db.pool(), &app.clock).await? {
        let rights = Rights::new(one.role, one.areas);
        let can = one.status == Status::Active && rights.may_answer_tickets();
        let is_chosen = ticket.assignee_id == Some(one.id);
        if can || is_chosen {
            people.push(Choice::new(&one.id.to_string(), one.email.as_str(), is_chosen));
        }
    }
    Ok(people)
}

/// POST /admin/tickets/{id}/assign (to: an account, or "" for nobody)
pub async fn assign(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let to = match form.text("to") {
        NOBODY => None,
        typed => Some(typed.parse::<AccountId>().map_err(|_| Failure::Unreadable)?),
    };
    let (kind, text) = match answer::assign(&app.db, &app.clock, staff.actor(), (id, to)).await {
        Ok(()) if to == Some(staff.id()) => ("ok", "You take care of this ticket."),
        Ok(()) if to.is_none() => ("ok", "Nobody takes care of this ticket now."),
        Ok(()) => ("ok", "They take care of this ticket now."),
        Err(AnswerError::CannotAnswer) => {
            ("bad", "They cannot answer tickets. Choose another one.")
        }
        Err(error) => return Err(refused(error)),
    };
    Ok(view::done(&app.config, &path(id), kind, text))
}

/// POST /admin/tickets/{id}/close
pub async fn close(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let (kind, text) = match answer::close(&app.db, &app.clock, staff.actor(), id).await {
        Ok(true) => ("ok", "The ticket is closed."),
        Ok(false) => ("info", "The ticket was closed already."),
        Err(error) => return Err(refused(error)),
    };
    Ok(view::done(&app.config, &path(id), kind, text))
}

/// POST /admin/tickets/{id}/cancel (order): as on the order's page.
pub async fn cancel(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order_id = named(&app, id, &form).await?;
    let (kind, text) = ask_cancel(&app, &staff, order_id, reason(id)).await?;
    Ok(view::done(&app.config, &path(id), kind, &format!("Order {order_id}: {text}")))
}

/// POST /admin/tickets/{id}/refill (order)
pub async fn refill(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order_id = named(&app, id, &form).await?;
    let by = By { actor: staff.actor(), reason: reason(id), seen: None };
    let (kind, text) = match desk::refill(&app.db, &app.clock, order_id, by).await {
        Ok(()) => ("ok", format!("The refill of order {order_id} is asked for.")),
        Err(RefillError::Refused(refused)) => {
            ("info", not_refilled(refused, order_id, staff.session.zone))
        }
        Err(RefillError::Db(error)) => return Err(error.into()),
    };
    Ok(view::done(&app.config, &path(id), kind, &text))
}

/// For the audit log and the order's timeline.
fn reason(id: TicketId) -> String {
    format!("Asked for in ticket {id}")
}

/// The order in the form, if the ticket names it.
async fn named(app: &App, id: TicketId, form: &SentForm) -> Result<OrderId, Failure> {
    find(app, id).await?;
    let order_id = form.text("order").parse().map_err(|_| Failure::Unreadable)?;
    match read::orders_of(app.db.pool(), id).await?.contains(&order_id) {
        true => Ok(order_id),
        false => Err(Failure::NotFound),
    }
}

fn not_refilled(refused: RefillRefused, id: OrderId, zone: Zone) -> String {
    match refused {
        RefillRefused::NotFound => format!("There is no order {id}."),
        RefillRefused::Disabled => format!("The service of order {id} offers no refill."),
        RefillRefused::Over => format!("The days of refills of order {id} are over."),
        RefillRefused::NotCompleted => {
            format!("Order {id} is not completed, so it cannot be refilled.")
        }
        RefillRefused::TooEarly { until } => {
            format!(
                "A refill of order {id} is possible from {}.",
                Lang::ENGLISH.moment(until, zone)
            )
        }
        RefillRefused::AlreadyOpen => format!("A refill of order {id} was asked for already."),
    }
}

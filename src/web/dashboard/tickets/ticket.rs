//! /tickets/{id}: a customer's ticket, with what was written. A ticket of another account is not found
//! here, like one that never existed. To show an answer is to have it read.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{SECTION, WAITING, path};
use crate::app::App;
use crate::orders::{self, OrderId};
use crate::support::ask::{self, ReplyError};
use crate::support::read::{self, Ticket};
use crate::support::{self, Message, MessageId, Text, TicketId};
use crate::web::badges;
use crate::web::conversation::{MessageView, badge, fresh_once, messages, once, text_words};
use crate::web::dashboard::orders::reader;
use crate::web::failure::Failure;
use crate::web::form::{Errors, LongForm, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Page};

pub(super) const TOO_MANY_MESSAGES: &str = "You wrote 60 messages in a day. Try again tomorrow.";

#[derive(Template)]
#[template(path = "dashboard/tickets/ticket.html")]
struct TicketPage {
    page: Page,
    id: TicketId,
    subject: String,
    state: Badge,
    is_closed: bool,
    /// These are not the newest messages.
    is_earlier: bool,
    opened: DateTime<Utc>,
    messages: Vec<MessageView>,
    earlier: Option<MessageId>,
    orders: Vec<OrderLine>,
    text: String,
    once: String,
    errors: Errors,
}

struct OrderLine {
    id: OrderId,
    service: String,
    state: Badge,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
}

impl TicketPage {
    async fn read(
        app: &App,
        customer: &Customer,
        ticket: Ticket,
        (before, form): (Option<MessageId>, &SentForm),
    ) -> Result<Self, Failure> {
        let talk = read::talk(app.db.pool(), ticket.id, before, false).await?;
        let mut page = customer.page(SECTION);
        // A member of staff who looks at the customer's pages has not read it for them.
        if ticket.is_unread && before.is_none() && customer.visited_until().is_none() {
            ask::mark_read(app.db.pool(), customer.id(), ticket.id, ticket.answer_id).await?;
            page.badges.answers = badges::answers(app, customer.id()).await?;
        }
        let mut lines = Vec::new();
        for id in read::orders_of(app.db.pool(), ticket.id).await? {
            if let Some(order) = orders::read::find(&app.db, Some(customer.id()), id).await? {
                let state = reader(app).badge(&order);
                lines.push(OrderLine { id, state, service: order.service });
            }
        }
        Ok(Self {
            page,
            id: ticket.id,
            subject: ticket.subject,
            state: badge(ticket.state, WAITING),
            is_closed: ticket.state == support::State::Closed,
            is_earlier: before.is_some(),
            opened: ticket.opened_at,
            earlier: talk.earlier,
            messages: messages(talk, app.clock.now()),
            orders: lines,
            text: form.text("text").to_owned(),
            once: fresh_once(form.text("once")),
            errors: form.errors(),
        })
    }
}

async fn find(app: &App, customer: &Customer, id: TicketId) -> Result<Ticket, Failure> {
    read::find(&app.db, Some(customer.id()), id).await?.ok_or(Failure::NotFound)
}

/// GET /tickets/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<TicketId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let ticket = find(&app, &customer, id).await?;
    let before = asked.before.parse().ok();
    let form = SentForm::default();
    view::html(&TicketPage::read(&app, &customer, ticket, (before, &form)).await?)
}

/// POST /tickets/{id}/reply (text, once)
pub async fn reply(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<TicketId>,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    find(&app, &customer, id).await?;
    let once = once(form.text("once")).ok_or(Failure::Unreadable)?.to_owned();
    if let Some(text) = form.read("text", |typed| Text::parse(typed).map_err(text_words)) {
        let form_id = format!("{}:{once}", customer.id());
        let message = Message { ticket_id: id, text, form_id };
        match ask::reply(&app.db, &app.clock, customer.id(), message).await {
            Ok(()) => {
                let text = "Your message is sent.";
                return Ok(view::done(&app.config, &path(id), "ok", text));
            }
            Err(ReplyError::TooManyMessages) => form.refuse("text", TOO_MANY_MESSAGES),
            Err(ReplyError::NotFound) => return Err(Failure::NotFound),
            Err(ReplyError::Db(error)) => return Err(error.into()),
        }
    }
    let ticket = find(&app, &customer, id).await?;
    view::refused(&TicketPage::read(&app, &customer, ticket, (None, &form)).await?)
}

/// POST /tickets/{id}/close
pub async fn close(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<TicketId>,
) -> Result<Response, Failure> {
    let (kind, text) = match ask::close_own(&app.db, &app.clock, customer.id(), id).await? {
        Some(true) => ("ok", "The ticket is closed. If you write again, it opens again."),
        Some(false) => ("info", "The ticket was closed already."),
        None => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &path(id), kind, text))
}

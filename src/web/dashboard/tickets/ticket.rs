//! /tickets/{id}: a customer's ticket, with what was written. A ticket of another account is not found
//! here, like one that never existed. To show an answer is to have it read.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{SECTION, path};
use crate::app::App;
use crate::orders::{self, OrderId};
use crate::support::ask::{self, ReplyError};
use crate::support::read::{self, Ticket};
use crate::support::{self, Message, MessageId, Text, TicketId};
use crate::web::badges;
use crate::web::conversation::{MessageView, badge, fresh_once, messages, once, text_words};
use crate::web::dashboard::orders::reader;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentFiles, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::picture::{self, Shown};
use crate::web::view::{self, Page};

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
                let state = reader(app, customer.lang()).badge(&order);
                lines.push(OrderLine { id, state, service: order.service });
            }
        }
        Ok(Self {
            page,
            id: ticket.id,
            subject: ticket.subject,
            state: badge(customer.lang(), ticket.state),
            is_closed: ticket.state == support::State::Closed,
            is_earlier: before.is_some(),
            opened: ticket.opened_at,
            earlier: talk.earlier,
            messages: messages(talk, app.clock.now(), Shown::to_sender),
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
    SentFiles(mut form): SentFiles,
) -> Result<Response, Failure> {
    find(&app, &customer, id).await?;
    let once = once(form.text("once")).ok_or(Failure::Unreadable)?.to_owned();
    let lang = customer.lang();
    let text = form.read("text", |typed| Text::parse(typed).map_err(|why| text_words(lang, why)));
    let picture = picture::chosen(&customer, &mut form).await?;
    if let (Some(text), Some(picture)) = (text, picture) {
        let form_id = format!("{}:{once}", customer.id());
        let message = Message { ticket_id: id, text, form_id };
        match ask::reply(&app.db, &app.clock, customer.id(), message, picture).await {
            Ok(()) => {
                let text = lang.say("ticket-sent").to_string();
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(ReplyError::TooManyMessages) => {
                form.refuse("text", lang.say("ticket-too-many-messages"))
            }
            Err(ReplyError::Pictures) => {
                form.refuse("picture", lang.say("ticket-too-many-pictures"));
            }
            Err(ReplyError::NotFound) => return Err(Failure::NotFound),
            Err(ReplyError::Db(error)) => return Err(error.into()),
        }
    }
    picture::say_again(lang, &mut form);
    let ticket = find(&app, &customer, id).await?;
    view::refused(&TicketPage::read(&app, &customer, ticket, (None, &form)).await?)
}

/// POST /tickets/{id}/close
pub async fn close(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<TicketId>,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let (kind, text) = match ask::close_own(&app.db, &app.clock, customer.id(), id).await? {
        Some(true) => ("ok", lang.say("ticket-closed-done")),
        Some(false) => ("info", lang.say("ticket-closed-already")),
        None => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &path(id), kind, &text.to_string()))
}

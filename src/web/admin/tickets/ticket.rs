//! /admin/tickets/{id}: a ticket with its customer and orders; replies and notes. A reply tells which
//! message its writer saw last. If there is a newer one, the page shows it and asks again.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{LATE_AFTER, SECTION, acts, badge, path};
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, account};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::ledger;
use crate::support::answer::{self, Answer, AnswerError};
use crate::support::read::{self, Ticket};
use crate::support::{self, Message, MessageId, Text, TicketId, figures, template};
use crate::web::conversation::{MessageView, begins, fresh_once, messages, once, text_words};
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::form::{Choice, Errors, LongForm, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::picture::Shown as Picture;
use crate::web::view::{self, Page, When};

/// Other tickets of the customer on the page.
const OTHERS: usize = 5;

#[derive(Template)]
#[template(path = "admin/tickets/ticket.html")]
pub(super) struct TicketPage {
    page: Page,
    id: TicketId,
    subject: String,
    state: Badge,
    is_closed: bool,
    waits: Option<When>,
    is_late: bool,
    opened: DateTime<Utc>,
    answered: Option<DateTime<Utc>>,
    customer: CustomerFacts,
    assignee: String,
    is_mine: bool,
    /// Who reads this page.
    reader: AccountId,
    /// These are not the newest messages.
    is_earlier: bool,
    /// Who may take care of it.
    people: Vec<Choice>,
    messages: Vec<MessageView>,
    earlier: Option<MessageId>,
    orders: Vec<acts::OrderLine>,
    others: Vec<OtherTicket>,
    templates: Vec<Choice>,
    /// The newest message that this page has seen.
    seen: MessageId,
    text: String,
    once: String,
    errors: Errors,
    note: String,
    note_once: String,
    note_errors: Errors,
    next: Option<TicketId>,
    may_act: bool,
    may_change_orders: bool,
}

struct CustomerFacts {
    id: AccountId,
    email: String,
    /// "" for those who may not see it.
    balance: String,
    joined: When,
    is_suspended: bool,
}

struct OtherTicket {
    id: TicketId,
    begins: String,
    state: Badge,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
}

/// What the page is shown with.
#[derive(Default)]
struct Shown {
    before: Option<MessageId>,
    /// A reply that came back.
    reply: SentForm,
    /// A note that came back.
    note: SentForm,
}

impl TicketPage {
    async fn read(app: &App, staff: &Staff, ticket: Ticket, shown: Shown) -> Result<Self, Failure> {
        let (db, now) = (app.db.pool(), app.clock.now());
        let Shown { before, reply, note } = shown;
        let talk = read::talk(db, ticket.id, before, true).await?;
        let newest = talk.messages.last().map_or(MessageId::new(0), |last| last.id);
        let may_change_orders = staff.require(Rights::may_change_orders).is_ok();
        let may_act = staff.require(Rights::may_answer_tickets).is_ok();
        let mut templates = vec![Choice::new("", "Saved answers…", true)];
        for one in template::templates(db).await? {
            templates.push(Choice::new(&one.id.to_string(), &one.name, false));
        }
        let is_mine = ticket.assignee_id == Some(staff.id());
        Ok(Self {
            page: staff.page(SECTION),
            id: ticket.id,
            state: badge(ticket.state),
            is_closed: ticket.state == support::State::Closed,
            waits: ticket.waits_since.map(|at| When::new(at, now)),
            is_late: ticket.waits_since.is_some_and(|at| now - at > LATE_AFTER),
            opened: ticket.opened_at,
            answered: ticket.answered_at,
            customer: CustomerFacts::read(app, staff, &ticket).await?,
            people: acts::people(app, &ticket).await?,
            assignee: ticket.assignee.unwrap_or_default(),
            is_mine,
            reader: staff.id(),
            is_earlier: before.is_some(),
            earlier: talk.earlier,
            messages: messages(talk, now, Picture::to_staff),
            orders: acts::orders(app, staff, ticket.id).await?,
            others: others(app, (ticket.account_id, ticket.id)).await?,
            subject: ticket.subject,
            templates,
            seen: newest,
            text: reply.text("text").to_owned(),
            once: fresh_once(reply.text("once")),
            errors: reply.errors(),
            note: note.text("note").to_owned(),
            note_once: fresh_once(note.text("once")),
            note_errors: note.errors(),
            next: figures::next_waiting(db, ticket.id).await?,
            may_act,
            may_change_orders,
        })
    }
}

impl CustomerFacts {
    async fn read(app: &App, staff: &Staff, ticket: &Ticket) -> Result<Self, Failure> {
        let (db, id) = (app.db.pool(), ticket.account_id);
        let account = account::find(db, id).await?.ok_or(Failure::NotFound)?;
        let balance = match staff.require(Rights::may_see_customers) {
            Ok(()) => money(ledger::balance(db, id).await?, &app.currency),
            Err(_) => String::new(),
        };
        Ok(Self {
            id,
            email: ticket.email.clone(),
            balance,
            joined: When::new(account.created_at, app.clock.now()),
            is_suspended: account.status == account::Status::Suspended,
        })
    }
}

/// The customer's last tickets, apart from this one.
async fn others(
    app: &App,
    (account_id, id): (AccountId, TicketId),
) -> Result<Vec<OtherTicket>, Failure> {
    let found = read::own(&app.db, account_id, None, Cursor::First).await?;
    let others = found.rows.into_iter().filter(|one| one.id != id).take(OTHERS);
    let shown = others.map(|one| OtherTicket {
        id: one.id,
        begins: begins(&one.begins),
        state: badge(one.state),
    });
    Ok(shown.collect())
}

/// The ticket with this id, or "page not found".
pub(super) async fn find(app: &App, id: TicketId) -> Result<Ticket, Failure> {
    read::find(&app.db, None, id).await?.ok_or(Failure::NotFound)
}

/// GET /admin/tickets/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let ticket = find(&app, id).await?;
    let shown = Shown { before: asked.before.parse().ok(), ..Shown::default() };
    view::html(&TicketPage::read(&app, &staff, ticket, shown).await?)
}

/// POST /admin/tickets/{id}/reply (text, once, seen, close)
pub async fn reply(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    find(&app, id).await?;
    let once = once(form.text("once")).ok_or(Failure::Unreadable)?;
    let form_id = format!("{}:{once}", staff.id());
    let seen: MessageId = form.text("seen").parse().map_err(|_| Failure::Unreadable)?;
    let closes = form.is_ticked("close");
    if let Some(text) =
        form.read("text", |typed| Text::parse(typed).map_err(|why| text_words(Lang::ENGLISH, why)))
    {
        let message = Message { ticket_id: id, text, form_id };
        let answer = Answer { message, seen, closes };
        match answer::answer(&app.db, &app.clock, staff.actor(), answer).await {
            Ok(()) => {
                let text = match closes {
                    true => "Your answer is sent, and the ticket is closed.",
                    false => "Your answer is sent.",
                };
                return Ok(view::done(&app.config, &path(id), "ok", text));
            }
            Err(AnswerError::Newer) => form.refuse(
                "text",
                "Somebody wrote meanwhile. Read the last message. If your answer is still right, \
                 send it again.",
            ),
            Err(error) => return Err(refused(error)),
        }
    }
    let shown = Shown { reply: form, ..Shown::default() };
    view::refused(&TicketPage::read(&app, &staff, find(&app, id).await?, shown).await?)
}

/// POST /admin/tickets/{id}/insert (text, once, seen, template): the reply's form again, with a saved
/// answer in it.
pub async fn insert(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    let ticket = find(&app, id).await?;
    let found = match form.text("template").parse() {
        Ok(template_id) => template::find(app.db.pool(), template_id).await?,
        Err(_) => None,
    };
    let is_found = found.is_some();
    match found {
        Some(found) => {
            let typed = form.text("text").trim_end().to_owned();
            let text =
                if typed.is_empty() { found.body } else { format!("{typed}\n\n{}", found.body) };
            form.set("text", text);
        }
        None => form.refuse("template", "Choose a saved answer."),
    }
    // Whoever inserts has not read what came meanwhile.
    let seen = form.text("seen").parse().ok();
    let shown = Shown { reply: form, ..Shown::default() };
    let page = TicketPage::read(&app, &staff, ticket, shown).await?;
    let page = TicketPage { seen: seen.unwrap_or(page.seen), ..page };
    if is_found { view::html(&page) } else { view::refused(&page) }
}

/// POST /admin/tickets/{id}/notes (note, once)
pub async fn note(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<TicketId>,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_answer_tickets)?;
    find(&app, id).await?;
    let once = once(form.text("once")).ok_or(Failure::Unreadable)?;
    let form_id = format!("{}:{once}", staff.id());
    if let Some(text) =
        form.read("note", |typed| Text::parse(typed).map_err(|why| text_words(Lang::ENGLISH, why)))
    {
        let message = Message { ticket_id: id, text, form_id };
        return match answer::annotate(&app.db, &app.clock, staff.actor(), message).await {
            Ok(()) => {
                let text = "The note is added. Only staff see it.";
                Ok(view::done(&app.config, &path(id), "ok", text))
            }
            Err(error) => Err(refused(error)),
        };
    }
    let shown = Shown { note: form, ..Shown::default() };
    view::refused(&TicketPage::read(&app, &staff, find(&app, id).await?, shown).await?)
}

/// A refusal that no form of these pages can get.
pub(super) fn refused(error: AnswerError) -> Failure {
    match error {
        AnswerError::NotFound => Failure::NotFound,
        AnswerError::NotAllowed => Failure::Forbidden,
        AnswerError::Newer | AnswerError::CannotAnswer => Failure::Unreadable,
        AnswerError::Db(error) => error.into(),
    }
}

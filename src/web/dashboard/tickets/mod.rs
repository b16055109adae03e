//! /tickets: what the customer has asked. `new` opens a ticket, `ticket` shows one.

pub mod new;
pub mod ticket;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::kit::page::Cursor;
use crate::support::TicketId;
use crate::support::read::{self, Ticket};
use crate::web::conversation::{badge, begins};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::view::{self, Chip, Page, Pager, When};

pub(super) const PATH: &str = "/tickets";
const SECTION: &str = "tickets";
const OPEN: &str = "open";
const CLOSED: &str = "closed";

#[derive(Template)]
#[template(path = "dashboard/tickets/tickets.html")]
struct TicketsPage {
    page: Page,
    chips: Vec<Chip>,
    filtered: bool,
    rows: Vec<TicketRow>,
    pager: Pager,
}

struct TicketRow {
    id: TicketId,
    subject: String,
    begins: String,
    state: Badge,
    is_unread: bool,
    moved: When,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    before: String,
    after: String,
}

impl TicketRow {
    fn new(lang: Lang, one: Ticket, now: DateTime<Utc>) -> Self {
        Self {
            id: one.id,
            begins: begins(&one.begins),
            subject: one.subject,
            state: badge(lang, one.state),
            is_unread: one.is_unread,
            moved: When::new(one.moved_at, now),
        }
    }
}

/// GET /tickets
pub async fn list(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (state, closed) = match asked.state.as_str() {
        OPEN => (OPEN, Some(false)),
        CLOSED => (CLOSED, Some(true)),
        _ => ("", None),
    };
    let lang = customer.lang();
    let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
    let found = read::own(&app.db, customer.id(), closed, cursor).await?;
    let query = if state.is_empty() { String::new() } else { format!("state={state}") };
    let chip = |label: Said, word: &str| {
        let path = if word.is_empty() { PATH.to_owned() } else { format!("{PATH}?state={word}") };
        Chip::new(&label.to_string(), path, word == state)
    };
    let now = app.clock.now();
    view::html(&TicketsPage {
        page: customer.page(SECTION),
        chips: vec![
            chip(lang.say("tickets-all"), ""),
            chip(lang.say("tickets-open"), OPEN),
            chip(lang.say("tickets-closed"), CLOSED),
        ],
        filtered: !state.is_empty() || !cursor.is_first(),
        pager: Pager::new(&found, PATH, &query),
        rows: found.rows.into_iter().map(|one| TicketRow::new(lang, one, now)).collect(),
    })
}

/// The address of one ticket.
fn path(id: TicketId) -> String {
    format!("{PATH}/{id}")
}

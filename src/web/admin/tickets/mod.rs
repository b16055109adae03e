//! /admin/tickets: what customers ask; those that have waited longest come first. `ticket` is the page
//! of one, with replies and notes, and `acts` what else staff do there. `templates` has the saved
//! answers, `subjects` what customers choose from.

pub mod acts;
pub mod subjects;
pub mod templates;
pub mod ticket;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::listing::{address, query};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::page::Cursor;
use crate::support::figures::{self, Counts, Medians};
use crate::support::read::{self, Care, Ticket};
use crate::support::{self, TicketId};
use crate::web::conversation::begins;
use crate::web::failure::Failure;
use crate::web::figures::capped;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::view::{self, Chip, Page, Pager, When};

pub(super) const PATH: &str = "/admin/tickets";
const SECTION: &str = "admin-tickets";
const MINE: &str = "mine";
const NOBODYS: &str = "nobody";
/// A customer who has waited longer is shown in red.
const LATE_AFTER: TimeDelta = TimeDelta::hours(4);

#[derive(Template)]
#[template(path = "admin/tickets/tickets.html")]
struct TicketsPage {
    page: Page,
    states: Vec<Chip>,
    cares: Vec<Chip>,
    is_waiting: bool,
    is_everyones: bool,
    may_act: bool,
    /// In words; "" for none in the last 30 days.
    answer_median: String,
    close_median: String,
    rows: Vec<TicketRow>,
    pager: Pager,
}

struct TicketRow {
    id: TicketId,
    account_id: AccountId,
    email: String,
    subject: String,
    begins: String,
    state: Badge,
    assignee: String,
    /// Since when the customer waits.
    waits: Option<When>,
    is_late: bool,
    moved: When,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    who: String,
    before: String,
    after: String,
}

impl TicketRow {
    fn new(one: Ticket, now: DateTime<Utc>) -> Self {
        Self {
            id: one.id,
            account_id: one.account_id,
            email: one.email,
            begins: begins(&one.begins),
            subject: one.subject,
            state: badge(one.state),
            assignee: one.assignee.unwrap_or_default(),
            waits: one.waits_since.map(|at| When::new(at, now)),
            is_late: one.waits_since.is_some_and(|at| now - at > LATE_AFTER),
            moved: When::new(one.moved_at, now),
        }
    }
}

/// The state for staff, by shape, word and colour.
fn badge(state: support::State) -> Badge {
    match state {
        support::State::Waiting => Badge::of("pending", "Waiting"),
        support::State::Answered => Badge::of("completed", "Answered"),
        support::State::Closed => Badge::of("dot", "Closed"),
    }
}

/// GET /admin/tickets
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let (db, now) = (app.db.pool(), app.clock.now());
    let state = support::State::parse(&asked.state).unwrap_or(support::State::Waiting);
    let (who, care) = match asked.who.as_str() {
        MINE => (MINE, Care::Of(staff.id())),
        NOBODYS => (NOBODYS, Care::Nobodys),
        _ => ("", Care::Everyones),
    };
    let cursor = Cursor::from_parts(asked.before.parse().ok(), asked.after.parse().ok());
    let found = read::list(&app.db, state, care, cursor).await?;
    let word = word_of(state);
    let counts = [
        figures::counts(db, support::State::Waiting, staff.id()).await?,
        figures::counts(db, support::State::Answered, staff.id()).await?,
    ];
    let Medians { answer_s, close_s } = figures::medians(db, now).await?;
    view::html(&TicketsPage {
        page: staff.page(SECTION),
        states: states(state, (who, care), &counts),
        cares: cares(state, who, &counts),
        is_waiting: state == support::State::Waiting,
        is_everyones: care == Care::Everyones,
        may_act: staff.require(Rights::may_answer_tickets).is_ok(),
        answer_median: answer_s.map(lasted).unwrap_or_default(),
        close_median: close_s.map(lasted).unwrap_or_default(),
        pager: Pager::new(&found, PATH, &query(&[("state", word), ("who", who)])),
        rows: found.rows.into_iter().map(|one| TicketRow::new(one, now)).collect(),
    })
}

/// The state's word in the address; the first list has none.
fn word_of(state: support::State) -> &'static str {
    match state {
        support::State::Waiting => "",
        other => other.as_str(),
    }
}

fn counted(count: i64) -> String {
    if count > 0 { capped(count) } else { String::new() }
}

/// The states, with how many of these people's there are. Closed ones are not counted.
fn states(here: support::State, (who, care): (&str, Care), counts: &[Counts; 2]) -> Vec<Chip> {
    let of = |counts: &Counts| match care {
        Care::Everyones => counts.all,
        Care::Of(_) => counts.own,
        Care::Nobodys => counts.nobodys,
    };
    let chip = |state: support::State| {
        let href = address(PATH, &[("state", word_of(state)), ("who", who)]);
        let count = match state {
            support::State::Waiting => counted(of(&counts[0])),
            support::State::Answered => counted(of(&counts[1])),
            support::State::Closed => String::new(),
        };
        Chip { count, ..Chip::new(&badge(state).word, href, state == here) }
    };
    support::State::ALL.map(chip).into()
}

/// Whose tickets, with how many there are of the state that is shown.
fn cares(state: support::State, here: &str, counts: &[Counts; 2]) -> Vec<Chip> {
    let counts = match state {
        support::State::Waiting => counts[0],
        support::State::Answered => counts[1],
        support::State::Closed => Counts::default(),
    };
    let chip = |label: &str, who: &str, count: i64| {
        let href = address(PATH, &[("state", word_of(state)), ("who", who)]);
        Chip { count: counted(count), ..Chip::new(label, href, who == here) }
    };
    vec![
        chip("Everybody’s", "", 0),
        chip("Mine", MINE, counts.own),
        chip("Nobody’s", NOBODYS, counts.nobodys),
    ]
}

/// A time in words: `25 min`, `3 h`, `2 days`.
fn lasted(seconds: i64) -> String {
    match seconds {
        ..60 => "less than a minute".to_owned(),
        60..5_400 => format!("{} min", (seconds + 30) / 60),
        5_400..129_600 => format!("{} h", (seconds + 1_800) / 3_600),
        _ => format!("{} days", (seconds + 43_200) / 86_400),
    }
}

/// The address of one ticket.
fn path(id: TicketId) -> String {
    format!("{PATH}/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_said_in_words() {
        let said = [0, 90, 5_400, 200_000].map(lasted);
        assert_eq!(said, ["less than a minute", "2 min", "2 h", "2 days"]);
    }
}

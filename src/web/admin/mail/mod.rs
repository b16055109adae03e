//! /admin/mail: what waits to be sent, what was, and what was not; a test, and another attempt. What
//! messages say is not shown, because their links open accounts; `preview` shows how they look.

pub mod preview;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::listing::{Listing, address, query};
use crate::accounts::mail_desk::{self, DeskError};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::mail::{self, Listed, State as Of};
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, Pager, When};

const PATH: &str = "/admin/mail";

#[derive(Template)]
#[template(path = "admin/mail/mail.html")]
struct MailPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    /// What is wrong with the filter; "" for nothing.
    fault: &'static str,
    /// Where messages go: a server, or a folder.
    place: String,
    has_server: bool,
    /// Whom the test goes to.
    own: String,
    waiting: i64,
    oldest: Option<When>,
    failed: i64,
    rows: Vec<MailRow>,
    pager: Pager,
}

struct MailRow {
    id: i64,
    kind: &'static str,
    address: String,
    language: String,
    /// The class that colours its state, its icon, and the word.
    class: &'static str,
    icon: &'static str,
    word: String,
    said: String,
    made: When,
    /// When it is tried again.
    next: Option<When>,
    may_retry: bool,
}

impl MailRow {
    fn new(one: Listed, now: DateTime<Utc>) -> Self {
        let (class, icon, word) = match (one.state, one.tries) {
            (Of::Sent, _) => ("on", "state-completed", "Sent".to_owned()),
            (Of::Filed, _) => ("on", "state-completed", "In a file".to_owned()),
            (Of::Failed, _) => ("unknown", "state-unknown", "Refused".to_owned()),
            (Of::Expired, _) => ("unknown", "state-unknown", "Given up".to_owned()),
            (Of::Waiting, 0) => ("", "state-pending", "Waits".to_owned()),
            (Of::Waiting, 1) => ("hold", "state-hold", "Tried once".to_owned()),
            (Of::Waiting, tries) => ("hold", "state-hold", format!("Tried {tries} times")),
        };
        let is_waiting = one.state == Of::Waiting;
        Self {
            id: one.id,
            kind: one.kind.name(),
            address: one.address,
            language: one.language,
            class,
            icon,
            word,
            said: one.said,
            made: When::new(one.made_at, now),
            next: (is_waiting && one.tries > 0).then(|| When::new(one.due_at, now)),
            may_retry: one.has_text && (!is_waiting || one.tries > 0),
        }
    }
}

fn called(state: Option<Of>) -> &'static str {
    match state {
        None => "All",
        Some(Of::Waiting) => "Waiting",
        Some(Of::Sent) => "Sent",
        Some(Of::Filed) => "In files",
        Some(Of::Failed) => "Refused",
        Some(Of::Expired) => "Given up",
    }
}

/// GET /admin/mail
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let now = app.clock.now();
    let state = Of::parse(&listing.state);
    let word = state.map_or("", Of::as_str);
    let fault = match listing.state.is_empty() || state.is_some() {
        true => "",
        false => "There is no such state. All messages are shown.",
    };
    let found = mail::list(app.db.pool(), state, listing.cursor()).await?;
    let figures = mail::figures(app.db.pool(), now).await?;
    let states = [None].into_iter().chain(Of::ALL.map(Some));
    let chips = states.map(|one| {
        let pair = [("state", one.map_or("", Of::as_str))];
        Chip::new(called(one), address(PATH, &pair), one == state)
    });
    view::html(&MailPage {
        page: staff.page("admin-settings"),
        tabs: super::settings::tabs_beside(PATH),
        chips: chips.collect(),
        fault,
        place: app.courier.place(),
        has_server: app.courier.has_server(),
        own: staff.session.account.email.to_string(),
        waiting: figures.waiting,
        oldest: figures.oldest.map(|at| When::new(at, now)),
        failed: figures.failed,
        pager: Pager::new(&found, PATH, &query(&[("state", word)])),
        rows: found.rows.into_iter().map(|one| MailRow::new(one, now)).collect(),
    })
}

/// POST /admin/mail/test
pub async fn test(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let email = staff.session.account.email.clone();
    let text =
        format!("A test message to {email} waits to be sent. Below you see what becomes of it.");
    let (db, clock, by) = (&app.db, &app.clock, staff.actor());
    match mail_desk::test(db, clock, &app.outbox, by, email).await {
        Ok(()) => Ok(view::done(&app.config, PATH, "ok", &text)),
        Err(error) => refused(&app, error),
    }
}

/// POST /admin/mail/{id}/retry
pub async fn retry(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    match mail_desk::retry(&app.db, &app.clock, staff.actor(), id).await {
        Ok(()) => Ok(view::done(&app.config, PATH, "ok", "It is tried again now.")),
        Err(error) => refused(&app, error),
    }
}

fn refused(app: &App, error: DeskError) -> Result<Response, Failure> {
    match error {
        DeskError::NotAllowed => Err(Failure::Forbidden),
        DeskError::OnItsWay => {
            let text = "It is being sent at this moment. Look again in two minutes.";
            Ok(view::done(&app.config, PATH, "info", text))
        }
        DeskError::Nothing => {
            let text = "There is nothing to send any more: it was sent, or its link is over.";
            Ok(view::done(&app.config, PATH, "bad", text))
        }
        DeskError::Db(error) => Err(error.into()),
    }
}

//! /admin/credits: credits that wait for a second person, because they are more than one member of
//! staff may book alone, and the last ones that were decided.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::ledger::CreditError;
use crate::ledger::second_look::{self, Asked, DecideError, may_confirm};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

pub(super) const PATH: &str = "/admin/credits";

#[derive(Template)]
#[template(path = "admin/customers/credits.html")]
struct CreditsPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: i64,
    account_id: AccountId,
    email: String,
    amount: String,
    /// "": goodwill.
    reference: String,
    note: String,
    by: String,
    at: When,
    waits: bool,
    /// Why the visitor cannot agree; "": they can.
    why_not: String,
    /// "Booked" or "Declined".
    word: &'static str,
    decided_by: String,
    decided_at: Option<When>,
}

/// GET /admin/credits
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let now = app.clock.now();
    let row = |asked: Asked| {
        let sides = (asked.asked_by, asked.account_id);
        let why_not = may_confirm(Some(staff.id()), sides).err();
        Row {
            id: asked.id,
            account_id: asked.account_id,
            email: asked.email,
            amount: money(asked.amount, &app.currency),
            reference: asked.reference.unwrap_or_default(),
            note: asked.note,
            by: asked.asked_by_email.unwrap_or_else(|| "the command line".to_owned()),
            at: When::new(asked.asked_at, now),
            waits: asked.state == "waiting",
            why_not: why_not.map(|why| sentence(&why)).unwrap_or_default(),
            word: if asked.state == "booked" { "Booked" } else { "Declined" },
            decided_by: asked.decided_by_email.unwrap_or_default(),
            decided_at: asked.decided_at.map(|at| When::new(at, now)),
        }
    };
    let rows = second_look::list(app.db.pool()).await?.into_iter().map(row).collect();
    view::html(&CreditsPage { page: staff.page("admin-customers"), rows })
}

/// POST /admin/credits/{id}/confirm
pub async fn confirm(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    match second_look::confirm(&app.db, &app.clock, staff.actor(), id).await {
        Ok((account_id, balance)) => {
            let text =
                format!("It is booked. The balance is {} now.", money(balance, &app.currency));
            Ok(view::done(&app.config, &format!("/admin/customers/{account_id}"), "ok", &text))
        }
        Err(error) => refused(&app, error),
    }
}

/// POST /admin/credits/{id}/decline
pub async fn decline(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    match second_look::decline(&app.db, &app.clock, staff.actor(), id).await {
        Ok(()) => Ok(view::done(&app.config, PATH, "ok", "It is declined; nothing moved.")),
        Err(error) => refused(&app, error),
    }
}

fn refused(app: &App, error: DecideError) -> Result<Response, Failure> {
    let (kind, text) = match error {
        DecideError::NotFound => return Err(Failure::NotFound),
        error @ DecideError::Decided(_) => ("info", sentence(&error)),
        error @ (DecideError::Own | DecideError::OwnAccount) => ("bad", sentence(&error)),
        DecideError::Credit(CreditError::Db(error)) => return Err(error.into()),
        DecideError::Credit(error) => ("bad", format!("{} Nothing moved.", sentence(&error))),
    };
    Ok(view::done(&app.config, PATH, kind, &text))
}

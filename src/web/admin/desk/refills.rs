//! /admin/desk/refills: refills that wait for a person, and the person's answer, about one of them
//! (POST /admin/refills/{id}/answer) or about many.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::opened::Opened;
use super::rooms::{DESK, QUEUE, REFILLS, chips, said};
use super::{Asked, LATE_AFTER};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::orders::OrderId;
use crate::orders::desk::{By, DeskError};
use crate::orders::refill_desk::{self, Answer, Waiting};
use crate::web::admin::fields::reason;
use crate::web::admin::orders;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, When};

/// The most rows of the page; the oldest are answered first.
const ROWS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "admin/desk/refills_room.html")]
struct RefillsPage {
    page: Page,
    chips: Vec<Chip>,
    open: Option<Opened>,
    rows: Vec<RefillRow>,
    /// More wait than are shown.
    more: bool,
    may_act: bool,
    why: String,
    errors: Errors,
}

/// See `templates/admin/desk/refills.html`.
pub(in crate::web::admin) struct RefillRow {
    pub id: i64,
    pub order_id: OrderId,
    pub customer: String,
    pub customer_id: AccountId,
    pub service: String,
    pub link: String,
    pub quantity: String,
    /// Why it waits, and for whom.
    pub why: String,
    pub can_ask: bool,
    pub by_hand: bool,
    pub asked: When,
    pub is_late: bool,
    pub is_open: bool,
    pub ticked: bool,
}

impl RefillRow {
    fn new(one: Waiting, now: DateTime<Utc>) -> Self {
        let why = match (one.by_hand, one.lost) {
            (true, _) => "To be made by hand".to_owned(),
            (_, true) => format!("{} was asked, and the answer was lost", one.provider),
            (false, false) => "No provider has the order".to_owned(),
        };
        Self {
            id: one.id,
            order_id: one.order_id,
            customer: one.email,
            customer_id: one.account_id,
            service: one.service,
            link: one.link,
            quantity: number(one.quantity),
            why,
            can_ask: one.lost && !one.by_hand,
            by_hand: one.by_hand,
            asked: When::new(one.asked_at, now),
            is_late: now - one.asked_at > LATE_AFTER,
            is_open: false,
            ticked: false,
        }
    }
}

/// Those of one order.
pub(in crate::web::admin) async fn of_order(
    app: &App,
    order_id: OrderId,
) -> Result<Vec<RefillRow>, Failure> {
    let waiting = refill_desk::waiting(app.db.pool(), Some(order_id)).await?;
    Ok(waiting.into_iter().map(|one| RefillRow::new(one, app.clock.now())).collect())
}

/// Refills that staff make themselves.
pub(in crate::web::admin) async fn by_hand(app: &App) -> Result<Vec<RefillRow>, Failure> {
    let mut rows = all(app).await?;
    rows.retain(|row| row.by_hand);
    rows.truncate(ROWS_MAX);
    Ok(rows)
}

async fn all(app: &App) -> Result<Vec<RefillRow>, Failure> {
    let waiting = refill_desk::waiting(app.db.pool(), None).await?;
    Ok(waiting.into_iter().map(|one| RefillRow::new(one, app.clock.now())).collect())
}

impl RefillsPage {
    /// `open`: the refill that is open; without one, the first.
    async fn read(app: &App, staff: &Staff, open: &str, ticked: &[i64]) -> Result<Self, Failure> {
        let mut rows = all(app).await?;
        let more = rows.len() > ROWS_MAX;
        rows.truncate(ROWS_MAX);
        let at = open.parse().ok().and_then(|id: i64| rows.iter().position(|row| row.id == id));
        let at = at.unwrap_or_default();
        for (number, row) in rows.iter_mut().enumerate() {
            row.ticked = ticked.contains(&row.id);
            row.is_open = number == at;
        }
        let open = match rows.get(at) {
            Some(row) => {
                let next = rows.get(at + 1).map(|row| row.id.to_string());
                let what = (row.id.to_string(), row.order_id);
                Some(Opened::read(app, staff, what, (REFILLS, 0, next)).await?)
            }
            None => None,
        };
        Ok(Self {
            page: staff.page("admin-desk"),
            chips: chips(app, REFILLS).await?,
            open,
            rows,
            more,
            may_act: staff.require(Rights::may_change_orders).is_ok(),
            why: String::new(),
            errors: Errors::default(),
        })
    }
}

/// GET /admin/desk/refills
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&RefillsPage::read(&app, &staff, &asked.open, &[]).await?)
}

/// POST /admin/desk/refills: one `answer` to the ticked `ids`, with the reason `why`.
pub async fn answer_many(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let ids: Vec<i64> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() || ids.len() > ROWS_MAX {
        form.refuse("", format!("Tick 1 to {ROWS_MAX} refills."));
    }
    let answer = form.read("answer", |typed| Answer::parse(typed).ok_or("Choose an answer."));
    let why = reason(&mut form, "why");
    if let (Some(answer), Some(reason), false) = (answer, why, form.errors().any()) {
        let by = By { actor: staff.actor(), reason, seen: None };
        let many = refill_desk::answer_all(&app.db, &app.clock, ids.clone(), answer, &by).await?;
        let (kind, text) = said(
            many,
            match answer {
                Answer::Done => "answered with “done”",
                Answer::AskAgain => "asked for again",
                Answer::Rejected => "rejected",
            },
        );
        return Ok(view::done(&app.config, REFILLS, kind, &text));
    }
    let page = RefillsPage::read(&app, &staff, "", &ids).await?;
    let (why, errors) = (form.text("why").to_owned(), form.errors());
    view::refused(&RefillsPage { why, errors, ..page })
}

/// POST /admin/refills/{id}/answer
pub async fn answer(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order_id = refill_desk::order_of(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let back = match form.text("from") {
        "desk" => DESK.to_owned(),
        "refills" => REFILLS.to_owned(),
        "queue" => QUEUE.to_owned(),
        _ => orders::path(order_id),
    };
    let answer = form.read("answer", |typed| Answer::parse(typed).ok_or("Choose an answer."));
    let why = reason(&mut form, "refill-reason");
    let (Some(answer), Some(reason)) = (answer, why) else {
        // The form is one line, so there is no input to keep.
        let errors = form.errors();
        let first = errors.list().first().map_or("", |error| &error.text);
        return Ok(view::done(&app.config, &back, "bad", first));
    };
    let by = By { actor: staff.actor(), reason, seen: None };
    let (kind, text) = match refill_desk::answer(&app.db, &app.clock, id, answer, by).await {
        Ok(()) => match answer {
            Answer::Done => ("ok", "The refill is done, and its customer sees that."),
            Answer::AskAgain => ("ok", "The provider is asked for the refill again."),
            Answer::Rejected => ("ok", "The refill is rejected, and its customer sees that."),
        },
        Err(DeskError::NotFound) => return Err(Failure::NotFound),
        Err(DeskError::Db(error)) => return Err(error.into()),
        Err(
            DeskError::AlreadyDone
            | DeskError::State(_)
            | DeskError::Moved
            | DeskError::InFlight
            | DeskError::Remains
            | DeskError::Own
            | DeskError::TooMuch,
        ) => ("info", "This refill does not wait for that any more; nothing was done."),
    };
    Ok(view::done(&app.config, &back, kind, text))
}

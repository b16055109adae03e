//! Refills that wait for a person, and the person's answer: POST /admin/refills/{id}/answer.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::rooms::{DESK, QUEUE};
use crate::accounts::AccountId;
use crate::accounts::role::Role;
use crate::app::App;
use crate::orders::OrderId;
use crate::orders::desk::{By, DeskError};
use crate::orders::refill_desk::{self, Answer, Waiting};
use crate::web::admin::fields::reason;
use crate::web::admin::orders;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, When};

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

/// Refills that staff make, or refills with which something went wrong.
pub(in crate::web::admin) async fn all(
    app: &App,
    by_hand: bool,
) -> Result<Vec<RefillRow>, Failure> {
    let waiting = refill_desk::waiting(app.db.pool(), None).await?;
    let wanted = waiting.into_iter().filter(|one| one.by_hand == by_hand);
    Ok(wanted.map(|one| RefillRow::new(one, app.clock.now())).collect())
}

/// POST /admin/refills/{id}/answer
pub async fn answer(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_move_money)?;
    let order_id = refill_desk::order_of(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let back = match form.text("from") {
        "desk" => DESK.to_owned(),
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

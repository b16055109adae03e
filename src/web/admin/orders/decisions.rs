//! What staff do to an order by hand: POST /admin/orders/{id}/refund, /resolve, /cancel. Each takes
//! a reason.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::order::{OrderPage, find};
use super::order_form::{back, refuse, seen};
use super::path;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::orders::OrderId;
use crate::orders::cancel::CancelRefused;
use crate::orders::decide::{self, Choice, Decision, choices};
use crate::orders::desk::{self, By, CancelError, DeskError};
use crate::orders::state::End;
use crate::web::admin::fields::{reason, sentence, whole};
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view;

/// POST /admin/orders/{id}/refund: raises the refund to a total. The total names the refund, so a
/// second click moves nothing.
pub async fn refund(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order = find(&app, id).await?;
    if let Some(page) = proof::asked_at_desk(&app, &staff, &mut form, |_| true).await? {
        return Ok(page);
    }
    let total = form.read("total", |typed| {
        Money::parse(typed.trim())
            .map_err(|_| "A number such as 1.50, with at most six digits after the point.")
    });
    let why = reason(&mut form, "note");
    if let (Some(total), Some(why)) = (total, why) {
        let by = By { actor: staff.actor(), reason: why, seen: None };
        match desk::refund_to(&app.db, &app.clock, id, total, by).await {
            Ok(()) => {
                let text = format!("{} is refunded in total.", money(total, &app.currency));
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(DeskError::AlreadyDone) => {
                let text = "This amount was refunded already; nothing moved a second time.";
                return Ok(view::done(&app.config, &path(id), "info", text));
            }
            Err(DeskError::TooMuch) => form.refuse(
                "total",
                format!(
                    "Between {} and {}: what was refunded stays refunded.",
                    money(order.refunded, &app.currency),
                    money(order.charge, &app.currency)
                ),
            ),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_refund(&form))
}

/// Whether the order ends by it, and its money is settled.
fn ends(form: &SentForm) -> bool {
    ![Choice::Again.as_str(), Choice::Dismiss.as_str(), ""].contains(&form.text("decision"))
}

/// POST /admin/orders/{id}/resolve
pub async fn resolve(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order = find(&app, id).await?;
    if let Some(page) = proof::asked_at_desk(&app, &staff, &mut form, ends).await? {
        return Ok(page);
    }
    if order.state.is_final() && form.text("decision") != Choice::Dismiss.as_str() {
        let text = "The order has ended already; nothing was done.";
        return Ok(view::done(&app.config, &path(id), "info", text));
    }
    let decision = read_decision(&mut form, &choices(&order));
    let why = reason(&mut form, "reason");
    if let (Some(decision), Some(why), Some(seen)) = (decision, why, seen(&mut form)) {
        let by = By { actor: staff.actor(), reason: why, seen: Some(seen) };
        match decide::resolve(&app.db, &app.clock, id, decision, by).await {
            Ok(()) => {
                let text = match decision {
                    Decision::End(_) => "is ended, and its money is settled.",
                    Decision::Again => "waits to be sent again.",
                    Decision::Dismiss => "stays as it is; the flag is gone.",
                };
                let back = back(&form, id);
                let text = format!("Order {id} {text}");
                return Ok(view::done(&app.config, &back, "ok", &text));
            }
            Err(DeskError::Remains) => form.refuse("remains", sentence(&DeskError::Remains)),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_decision(&form))
}

/// One of the decisions that the page offers for the order in its present state.
fn read_decision(form: &mut SentForm, offered: &[Choice]) -> Option<Decision> {
    let word = form.text("decision").to_owned();
    if word.is_empty() {
        form.refuse("decision", "Choose what happened.");
        return None;
    }
    let Some(choice) = Choice::parse(&word).filter(|choice| offered.contains(choice)) else {
        form.refuse("decision", "This is not possible as the order is now.");
        return None;
    };
    Some(match choice {
        Choice::Completed => Decision::End(End::Completed),
        Choice::Canceled => Decision::End(End::Canceled),
        Choice::Partial => Decision::End(End::Partial { remains: form.read("remains", whole)? }),
        Choice::Again => Decision::Again,
        Choice::Dismiss => Decision::Dismiss,
    })
}

/// POST /admin/orders/{id}/cancel: as its customer would ask, under the service's rules.
pub async fn cancel(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    find(&app, id).await?;
    let Some(why) = reason(&mut form, "cancel-reason") else {
        // The form is one line in a menu, so there is no input to keep.
        let errors = form.errors();
        return Ok(view::done(&app.config, &path(id), "bad", errors.of("cancel-reason")));
    };
    let (kind, text) = ask_cancel(&app, &staff, id, why).await?;
    Ok(view::done(&app.config, &path(id), kind, text))
}

/// Asks for a cancel; answers what to say about it.
pub(in crate::web::admin) async fn ask_cancel(
    app: &App,
    staff: &Staff,
    id: OrderId,
    why: String,
) -> Result<(&'static str, &'static str), Failure> {
    let by = By { actor: staff.actor(), reason: why, seen: None };
    Ok(match desk::cancel(&app.db, &app.clock, id, by).await {
        Ok(()) if find(app, id).await?.state.is_final() => {
            ("ok", "The order is canceled, and what it held is back on the balance.")
        }
        Ok(()) => ("ok", "The cancel is asked for. The timeline will show the answer."),
        Err(CancelError::Refused(CancelRefused::NotFound)) => return Err(Failure::NotFound),
        Err(CancelError::Refused(CancelRefused::Disabled)) => {
            ("bad", "This service does not allow canceling. You can end the order by hand.")
        }
        Err(CancelError::Refused(CancelRefused::TooLate)) => {
            ("info", "It is too late: there is nothing left to cancel.")
        }
        Err(CancelError::Refused(CancelRefused::AlreadyAsked)) => {
            ("info", "The cancel was asked for already.")
        }
        Err(CancelError::Db(error)) => return Err(error.into()),
    })
}

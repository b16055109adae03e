//! What staff do to an order by hand: POST /admin/orders/{id}/refund, /resolve, /cancel. Each
//! says why; the deed and its audit entry are one transaction.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::order::{OrderPage, decisions, find};
use super::{reason, sentence, whole};
use crate::accounts::audit;
use crate::accounts::role::Role;
use crate::app::App;
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::kit::money::Money;
use crate::orders::cancel::{self, CancelRefused};
use crate::orders::desk::{self, By, DeskError};
use crate::orders::read::Order;
use crate::orders::state::End;
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::guard::Staff;
use crate::web::order_view::money;
use crate::web::path::Id;
use crate::web::view;

pub(super) fn path(id: i64) -> String {
    format!("/admin/orders/{id}")
}

/// POST /admin/orders/{id}/refund: raises what was given back to a total. The total names the
/// refund, so a second click moves nothing.
pub async fn refund(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id,
    mut form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_move_money)?;
    let order = find(&app, id).await?;
    let total = form.read("total", |typed| {
        Money::parse(typed.trim())
            .map_err(|_| "A number such as 1.50, with at most six digits after the point.")
    });
    let why = reason(&mut form, "note");
    if let (Some(total), Some(why)) = (total, why) {
        let after = json!({ "total": total.to_string(), "why": why });
        let deed = Deed { order: &order, action: "order.refund", after };
        let by = By { actor_id: staff.id(), reason: why, seen: None };
        let refunding = deed.carry_out(&app, &staff, move |tx, clock| {
            Box::pin(async move { desk::refund_to(tx, clock, id, total, &by).await })
        });
        match refunding.await {
            Ok(()) => {
                let text = format!("{} is refunded in total.", money(total, &app.currency));
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(DeskError::AlreadyDone) => {
                let text = "So much was refunded already; nothing moved a second time.";
                return Ok(view::done(&app.config, &path(id), "info", text));
            }
            Err(DeskError::TooMuch) => form.refuse(
                "total",
                format!(
                    "Between {} and {}: what was given back stays so.",
                    money(order.refunded, &app.currency),
                    money(order.charge, &app.currency)
                ),
            ),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_refund(&form))
}

/// What staff decide about an order.
#[derive(Debug, Clone, Copy)]
enum Decision {
    End(End),
    Again,
    Dismiss,
}

/// POST /admin/orders/{id}/resolve
pub async fn resolve(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id,
    mut form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_move_money)?;
    let order = find(&app, id).await?;
    if order.state.is_final() && form.text("decision") != "dismiss" {
        let text = "The order has ended already; nothing was done.";
        return Ok(view::done(&app.config, &path(id), "info", text));
    }
    let decision = read_decision(&mut form, &order);
    let why = reason(&mut form, "reason");
    if let (Some(decision), Some(why), Some(seen)) = (decision, why, seen(&mut form)) {
        let after = json!({ "decision": form.text("decision"), "remains": form.text("remains"),
                            "why": why });
        let deed = Deed { order: &order, action: "order.resolve", after };
        let by = By { actor_id: staff.id(), reason: why, seen: Some(seen) };
        let deciding = deed.carry_out(&app, &staff, move |tx, clock| {
            Box::pin(async move {
                match decision {
                    Decision::End(end) => desk::end(tx, clock, id, end, &by).await,
                    Decision::Again => desk::submit_again(tx, clock, id, &by).await,
                    Decision::Dismiss => desk::dismiss(tx, clock, id, &by).await,
                }
            })
        });
        match deciding.await {
            Ok(()) => {
                let text = match decision {
                    Decision::End(_) => "The order is ended, and its money is settled.",
                    Decision::Again => "The order waits to be sent again.",
                    Decision::Dismiss => "The flag is gone; the order stays as it is.",
                };
                return Ok(view::done(&app.config, &path(id), "ok", text));
            }
            Err(DeskError::Remains) => form.refuse("remains", sentence(&DeskError::Remains)),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_decision(&form))
}

/// One of those that the page offers for the order as it is.
fn read_decision(form: &mut Form, order: &Order) -> Option<Decision> {
    let word = form.text("decision").to_owned();
    let offered = decisions(order, "").iter().any(|choice| choice.value == word);
    match word.as_str() {
        "" => form.refuse("decision", "Choose what happened."),
        _ if !offered => form.refuse("decision", "This is not possible as the order is now."),
        "completed" => return Some(Decision::End(End::Completed)),
        "canceled" => return Some(Decision::End(End::Canceled)),
        "again" => return Some(Decision::Again),
        "dismiss" => return Some(Decision::Dismiss),
        "partial" => {
            let remains = form.read("remains", whole)?;
            return Some(Decision::End(End::Partial { remains }));
        }
        _ => form.refuse("decision", "Choose one of the list."),
    }
    None
}

/// POST /admin/orders/{id}/cancel: as its customer would ask, under the service's rules.
pub async fn cancel(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id,
    mut form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_move_money)?;
    let order = find(&app, id).await?;
    let Some(why) = reason(&mut form, "cancel-reason") else {
        // The form is one line in a menu: there is nothing typed to keep.
        let errors = form.errors();
        return Ok(view::done(&app.config, &path(id), "bad", errors.of("cancel-reason")));
    };
    let deed = Deed { order: &order, action: "order.cancel", after: json!({ "why": why }) };
    let (account_id, actor_id) = (order.account_id, staff.id());
    let canceling = deed.carry_out(&app, &staff, move |tx, clock| {
        Box::pin(async move {
            let now = clock.now();
            let answers = cancel::request_in(tx, now, account_id, &[id], Some(actor_id)).await?;
            answers.into_iter().collect::<Result<(), _>>().map_err(CancelError::Refused)
        })
    });
    let (kind, text) = match canceling.await {
        Ok(()) if find(&app, id).await?.state.is_final() => {
            ("ok", "The order is canceled, and what it held is back on the balance.")
        }
        Ok(()) => ("ok", "The cancel is asked for. The timeline says what comes of it."),
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
    };
    Ok(view::done(&app.config, &path(id), kind, text))
}

enum CancelError {
    Refused(CancelRefused),
    Db(db::Error),
}

impl From<db::Error> for CancelError {
    fn from(error: db::Error) -> Self {
        Self::Db(error)
    }
}

/// A desk's error as the form says it.
pub(super) fn refuse(form: &mut Form, error: DeskError) -> Result<(), Failure> {
    match error {
        DeskError::NotFound => Err(Failure::NotFound),
        DeskError::Db(error) => Err(error.into()),
        error @ (DeskError::State(_)
        | DeskError::Moved
        | DeskError::InFlight
        | DeskError::Remains
        | DeskError::TooMuch
        | DeskError::AlreadyDone) => {
            form.refuse("", sentence(&error));
            Ok(())
        }
    }
}

/// The newest event that stood on the page: whoever decides must have seen what there is.
pub(super) fn seen(form: &mut Form) -> Option<i64> {
    form.read("seen", |typed| typed.parse().map_err(|_| sentence(&DeskError::Moved)))
}

/// Something done to an order, for the audit log.
pub(super) struct Deed<'o> {
    pub order: &'o Order,
    pub action: &'static str,
    pub after: Value,
}

impl Deed<'_> {
    /// Does it and writes it down, or neither.
    pub(super) async fn carry_out<E, F>(self, app: &App, staff: &Staff, deed: F) -> Result<(), E>
    where
        E: From<db::Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut PgTransaction<'_>, &'t Clock) -> BoxFuture<'t, Result<(), E>>
            + Send
            + 'static,
    {
        let (clock, actor) = (app.clock.clone(), staff.actor());
        let Self { order, action, after } = self;
        let subject = format!("order:{}", order.id);
        let before = json!({
            "state": order.state.as_str(),
            "remains": order.remains,
            "refunded": order.refunded.to_string(),
            "attention": order.attention,
        });
        app.db
            .transaction(move |tx| {
                Box::pin(async move {
                    deed(tx, &clock).await?;
                    let (before, after) = (Some(before), Some(after));
                    let entry = audit::Entry { actor, action, subject, before, after };
                    audit::record(tx, &clock, entry).await?;
                    Ok(())
                })
            })
            .await
    }
}

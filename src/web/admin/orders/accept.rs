//! POST /admin/orders/{id}/accept: staff found an unknown order at the provider, under some id.
//! First the panel asks the provider and shows a person the answer. When the person is sure, the
//! panel asks again and accepts the answer.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::evidence::cut;
use super::order::{Facts, OrderPage, find};
use super::order_form::{back, refuse as refuse_desk, seen};
use super::path;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::orders;
use crate::orders::OrderId;
use crate::orders::desk::By;
use crate::orders::read::Order;
use crate::orders::unknown::{self, AcceptError, Found};
use crate::web::admin::fields::{reason, sentence};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Side};
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/orders/{id}/accept
pub async fn accept(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order = find(&app, id).await?;
    if order.state != orders::State::Unknown {
        let text = "The order is not unknown any more; nothing was done.";
        return Ok(view::done(&app.config, &path(id), "info", text));
    }
    let (why, seen) = (reason(&mut form, "accept-reason"), seen(&mut form));
    let mut facts = None;
    match ask(&app, id, form.text("upstream_id")).await {
        Ok(found) => {
            if let (Some(reason), Some(seen), true) = (why, seen, form.is_ticked("sure")) {
                let by = By { actor: staff.actor(), reason, seen: Some(seen) };
                let upstream_id = found.upstream_id().to_owned();
                match unknown::accept_as(&app.db, &app.clock, found, by).await {
                    Ok(()) => {
                        let text = format!("The order is with its provider as {upstream_id}.");
                        return Ok(view::done(&app.config, &back(&form, id), "ok", &text));
                    }
                    Err(error) => refuse(&mut form, error)?,
                }
            } else {
                facts = Some(told(&order, &found));
            }
        }
        Err(error) => refuse(&mut form, error)?,
    }
    let page = OrderPage::read(&app, &staff, id).await?.with_accept(&form, facts);
    if form.errors().any() { view::refused(&page) } else { view::html(&page) }
}

/// Asks the provider to which the order was sent last. No transaction is open meanwhile.
async fn ask(app: &App, id: OrderId, typed: &str) -> Result<Found, AcceptError> {
    let asked = unknown::ask_about(&app.db, id, typed).await?;
    let upstream = app.upstreams.get(asked.provider_id).await?.ok_or(AcceptError::NoProvider)?;
    unknown::verify(&upstream, asked).await
}

fn told(order: &Order, found: &Found) -> Facts {
    let report = found.report();
    let said = |count: Option<i64>| count.map_or_else(|| "not said".to_owned(), number);
    Facts {
        provider: found.provider().to_owned(),
        state: Badge::new(Lang::ENGLISH, unknown::would_become(found), order.form, Side::Staff),
        start_count: said(report.start_count),
        remains: said(report.remains),
        ordered: number(order.quantity),
    }
}

fn refuse(form: &mut SentForm, error: AcceptError) -> Result<(), Failure> {
    match error {
        AcceptError::Desk(error) => return refuse_desk(form, error),
        AcceptError::NoAnswer(error) => {
            tracing::info!(%error, "a provider was asked for an id and did not answer");
            form.refuse("", "The provider did not answer; nothing was changed. Try again.");
        }
        AcceptError::NoProvider => form.refuse("", sentence(&error)),
        AcceptError::NotThere(said) => {
            form.refuse("upstream_id", sentence(&AcceptError::NotThere(cut(&said))));
        }
        error @ (AcceptError::Id | AcceptError::Taken(_) | AcceptError::Contradicts) => {
            form.refuse("upstream_id", sentence(&error));
        }
    }
    Ok(())
}

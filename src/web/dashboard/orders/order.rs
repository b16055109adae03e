//! /orders/{id}: one order, and what its customer can do with it. An order of another account is
//! not found here, like one that never existed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{reader, services};
use crate::app::App;
use crate::kit::page::Cursor;
use crate::orders::cancel::{self, CancelRefused};
use crate::orders::read::{self, Filter, Order};
use crate::orders::refill::{self, RefillRefused};
use crate::orders::{Form, OrderId, drip, subscription, target};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::{Live, OrderView};
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/orders/order.html")]
struct OrderPage {
    page: Page,
    order: OrderView,
}

#[derive(Template)]
#[template(path = "dashboard/orders/order_live_part.html")]
struct LivePart {
    page: Page,
    live: Live,
    /// For the buttons, when the state is not the one that the page has.
    changed: Option<OrderView>,
}

/// The state that the page has.
#[derive(Debug, Deserialize)]
pub struct Was {
    #[serde(default)]
    was: String,
}

/// GET /orders/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    let order = find(&app, &customer, id).await?;
    let services = services(&app, std::slice::from_ref(&order)).await?;
    let children = if order.form.is_parent() {
        let family = Filter {
            account_id: Some(customer.id()),
            parent_id: Some(order.id),
            ..Filter::default()
        };
        read::page(&app.db, &family, Cursor::First).await?.rows
    } else {
        Vec::new()
    };
    let live = live_of(&app, &order).await?;
    let chart = if order.form == Form::Paced {
        let made = drip::portions(app.db.pool(), customer.id(), order.id).await?;
        reader(&app).portions(&order, &made)
    } else {
        reader(&app).positions(&order, &target::positions(app.db.pool(), order.id).await?)
    };
    let view = OrderView {
        chart,
        ..reader(&app).view(&order, services.get(&order.service_id), &children, live)
    };
    view::html(&OrderPage { page: customer.page("orders"), order: view })
}

/// GET /orders/{id}/live: the part of that page that changes.
pub async fn live(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
    Query(asked): Query<Was>,
) -> Result<Response, Failure> {
    let order = find(&app, &customer, id).await?;
    let live = live_of(&app, &order).await?;
    let changed = if order.state.as_str() == asked.was {
        None
    } else {
        let services = services(&app, std::slice::from_ref(&order)).await?;
        Some(reader(&app).view(&order, services.get(&order.service_id), &[], live.clone()))
    };
    view::html(&LivePart { page: customer.page("orders"), live, changed })
}

/// POST /orders/{id}/cancel
pub async fn cancel(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    let actor = Some(customer.id());
    let asked = cancel::request(&app.db, &app.clock, customer.id(), vec![id], actor).await?;
    let (kind, text) = match asked.into_iter().next() {
        Some(Ok(())) => {
            let order = find(&app, &customer, id).await?;
            ("ok", canceled_words(&order))
        }
        Some(Err(refused)) => ("warn", cancel_words(refused)?),
        None => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &format!("/orders/{id}"), kind, text))
}

/// POST /orders/{id}/refill
pub async fn refill(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    let actor = Some(customer.id());
    let asked = refill::request(&app.db, &app.clock, customer.id(), vec![id], actor).await?;
    let (kind, text) = match asked.into_iter().next() {
        Some(Ok(_)) => ("ok", "The refill is asked for. It costs nothing."),
        Some(Err(refused)) => ("warn", refill_words(refused)?),
        None => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &format!("/orders/{id}"), kind, text))
}

/// POST /orders/{id}/resume: a subscription that had run out of money.
pub async fn resume(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    find(&app, &customer, id).await?;
    let resumed = subscription::resume(&app.db, &app.clock, customer.id(), id).await?;
    let (kind, text) = if resumed {
        ("ok", "The subscription goes on.")
    } else {
        ("warn", "Only a paused subscription can be resumed, and this one is not paused.")
    };
    Ok(view::done(&app.config, &format!("/orders/{id}"), kind, text))
}

async fn find(app: &App, customer: &Customer, id: OrderId) -> Result<Order, Failure> {
    read::find(&app.db, Some(customer.id()), id).await?.ok_or(Failure::NotFound)
}

async fn live_of(app: &App, order: &Order) -> Result<Live, Failure> {
    let entries = read::events(app.db.pool(), order.id).await?;
    Ok(reader(app).live(order, &entries, "/orders"))
}

/// The result of the request.
fn canceled_words(order: &Order) -> &'static str {
    if order.form == Form::Subscription {
        "The subscription has ended: no more posts are ordered."
    } else if order.state.is_final() {
        "The order is canceled; what was charged and not delivered is back on your balance."
    } else if order.form == Form::Paced {
        "What was not sent yet is canceled and refunded. The supplier is asked to stop the rest."
    } else if order.form.is_parent() {
        "The runs that were not made yet are canceled and refunded. Runs under way go on."
    } else {
        "The supplier is asked to stop. Until it answers, the order goes on."
    }
}

fn cancel_words(refused: CancelRefused) -> Result<&'static str, Failure> {
    match refused {
        CancelRefused::NotFound => Err(Failure::NotFound),
        CancelRefused::Disabled => Ok("Orders of this service cannot be canceled."),
        CancelRefused::TooLate => {
            Ok("It is too late to cancel: the order has ended, or all of its \
                                      runs are made.")
        }
        CancelRefused::AlreadyAsked => {
            Ok("You have asked for this already; the supplier has not answered yet.")
        }
    }
}

fn refill_words(refused: RefillRefused) -> Result<&'static str, Failure> {
    match refused {
        RefillRefused::NotFound => Err(Failure::NotFound),
        RefillRefused::Disabled => {
            Ok("This order is not refilled: its service offers none, or none any more after so \
                many days. Of a drip-feed or subscription, ask for its single orders.")
        }
        RefillRefused::NotCompleted => Ok("Only a completed order can be refilled."),
        RefillRefused::TooEarly => {
            Ok("It is too early: this service waits a while after an order is completed, and \
                between two refills. Ask again tomorrow.")
        }
        RefillRefused::AlreadyOpen => Ok("A refill of this order is under way already."),
    }
}

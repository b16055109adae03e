//! /orders/{id}: one order, and what its customer can do with it. An order of another account is
//! not found here, like one that never existed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{reader, services, words};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::kit::zone::Zone;
use crate::orders::read::{self, Filter, Order};
use crate::orders::{Form, OrderId, cancel, drip, refill, subscription, target};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::{Live, OrderView, Reader};
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/orders/order.html")]
struct OrderPage {
    page: Page,
    currency: String,
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
    let live = live_of(&app, customer.lang(), &order).await?;
    let drawn =
        view_of(&app, (customer.session.zone, customer.lang()), &order, &children, live).await?;
    let chart = if order.form == Form::Paced {
        let made = drip::portions(app.db.pool(), customer.id(), order.id).await?;
        reader(&app, customer.lang()).portions(&order, &made)
    } else {
        reader(&app, customer.lang())
            .positions(&order, &target::positions(app.db.pool(), order.id).await?)
    };
    view::html(&OrderPage {
        page: customer.page("orders"),
        currency: app.currency.clone(),
        order: OrderView { chart, ..drawn },
    })
}

/// GET /orders/{id}/live: the part of that page that changes.
pub async fn live(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
    Query(asked): Query<Was>,
) -> Result<Response, Failure> {
    let order = find(&app, &customer, id).await?;
    let live = live_of(&app, customer.lang(), &order).await?;
    let changed = if order.state.as_str() == asked.was {
        None
    } else {
        Some(
            view_of(&app, (customer.session.zone, customer.lang()), &order, &[], live.clone())
                .await?,
        )
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
    let order = find(&app, &customer, id).await?;
    let (kind, text) = match asked.into_iter().next() {
        Some(Ok(())) => ("ok", words::canceled(customer.lang(), &order)),
        Some(Err(refused)) => ("warn", words::cancel_refused(customer.lang(), refused, &order)),
        None => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &format!("/orders/{id}"), kind, &text))
}

/// POST /orders/{id}/refill
pub async fn refill(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    let actor = Some(customer.id());
    let lang = customer.lang();
    let asked = refill::request(&app.db, &app.clock, customer.id(), vec![id], actor).await?;
    let order = find(&app, &customer, id).await?;
    let (kind, text) = match asked.into_iter().next() {
        Some(Ok(_)) => ("ok", words::refill_asked(lang)),
        Some(Err(refused)) => {
            ("warn", words::refill_refused(lang, refused, &order, customer.session.zone))
        }
        None => return Err(Failure::NotFound),
    };
    Ok(view::done(&app.config, &format!("/orders/{id}"), kind, &text))
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
        ("ok", customer.lang().say("order-resumed"))
    } else {
        ("warn", customer.lang().say("order-not-resumed"))
    };
    Ok(view::done(&app.config, &format!("/orders/{id}"), kind, &text.to_string()))
}

async fn find(app: &App, customer: &Customer, id: OrderId) -> Result<Order, Failure> {
    read::find(&app.db, Some(customer.id()), id).await?.ok_or(Failure::NotFound)
}

/// The order with what can be done about it now, and why not.
async fn view_of(
    app: &App,
    (zone, lang): (Zone, Lang),
    order: &Order,
    children: &[Order],
    live: Live,
) -> Result<OrderView, Failure> {
    let one = std::slice::from_ref(order);
    let services = services(app, one).await?;
    let reader = Reader { zone, ..reader(app, lang) };
    let mut view = reader.view(order, services.get(&order.service_id), children, live);
    let effect = cancel::foresee(&app.db, one, &services).await?.into_iter().next();
    view.can_cancel = matches!(effect, Some(Ok(_)));
    match effect {
        Some(Ok(effect)) => view.cancel_text = words::effect(effect, order, &reader),
        Some(Err(refused)) => view.cancel_note = words::cancel_refused(lang, refused, order),
        None => {}
    }
    let now = app.clock.now();
    let answer = refill::foresee(app.db.pool(), one, &services, now).await?.into_iter().next();
    view.can_refill = matches!(answer, Some(Ok(())));
    if let Some(Err(refused)) = answer {
        view.refill_note = words::refill_refused(lang, refused, order, zone);
    }
    Ok(view)
}

async fn live_of(app: &App, lang: Lang, order: &Order) -> Result<Live, Failure> {
    let entries = read::events(app.db.pool(), order.id).await?;
    Ok(reader(app, lang).live(order, &entries, "/orders"))
}

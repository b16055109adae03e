//! POST /deposits/order: a customer who cannot pay for an order adds funds first. Their form goes along,
//! and is kept beside the deposit; the deposit's page leads back to it. Nothing is placed.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::{Asked, DepositsPage};
use crate::app::App;
use crate::kit::money::Money;
use crate::ledger;
use crate::payments::{DepositId, kept_order};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;
use crate::web::view;

/// The field of the deposits' forms that has the order.
pub(super) const ORDER: &str = "order";
/// Amounts are proposed in hundredths.
const CENT: i64 = 10_000;

/// POST /deposits/order: the fields of an order; or `order`, which has them, and `method`.
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let mut order = SentForm::default();
    if form.text(ORDER).is_empty() {
        order.refill(form.body_without("").as_bytes())?;
    } else {
        order.refill(form.text(ORDER).as_bytes())?;
    }
    let balance = ledger::balance(app.db.pool(), customer.id()).await?;
    let asked = Asked { amount: missing(order.text("shown"), balance), ..Asked::default() };
    let mut shown = SentForm::default();
    shown.set("method", form.text("method").to_owned());
    let body = order.body_without("");
    if body.len() <= kept_order::FORM_BYTES_MAX {
        shown.set(ORDER, body);
    }
    view::html(&DepositsPage::read(&app, &customer, &asked, &shown).await?)
}

/// What the balance lacks for this charge, rounded up; "": nothing, or nobody knows.
fn missing(charge: &str, balance: Money) -> String {
    let lacks = Money::parse_unsigned(charge).ok().and_then(|charge| charge.checked_sub(balance));
    let micros = lacks.map_or(0, Money::micros);
    match micros.checked_add(CENT - 1) {
        Some(raised) if micros > 0 => Money::from_micros(raised / CENT * CENT).to_string(),
        _ => String::new(),
    }
}

/// Keeps the order of this form, if it has one, beside the deposit.
pub(super) async fn keep(
    app: &App,
    customer: &Customer,
    (id, form): (DepositId, &SentForm),
) -> Result<(), Failure> {
    let mut order = SentForm::default();
    // What cannot be read would spoil the deposit's page.
    let is_read = order.refill(form.text(ORDER).as_bytes()).is_ok();
    let body = order.body_without("");
    if !is_read || body.is_empty() || body.len() > kept_order::FORM_BYTES_MAX {
        return Ok(());
    }
    let kept = (id, body);
    Ok(kept_order::keep(&app.db, &app.clock, customer.id(), kept).await?)
}

/// The fields of the order that is kept beside a deposit; empty: there is none.
pub(super) async fn fields(
    app: &App,
    customer: &Customer,
    id: DepositId,
) -> Result<Vec<(String, String)>, Failure> {
    let Some(kept) = kept_order::of(app.db.pool(), customer.id(), id).await? else {
        return Ok(Vec::new());
    };
    let mut order = SentForm::default();
    order.refill(kept.as_bytes())?;
    Ok(order.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

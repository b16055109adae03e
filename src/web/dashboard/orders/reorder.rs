//! POST /orders/reorder: the ticked orders again, as lines of a mass order.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::bulk::Ticked;
use super::services;
use crate::app::App;
use crate::web::dashboard::mass;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;

/// POST /orders/reorder: `ids`. Nothing is placed: the lines are shown, checked.
pub async fn lines(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let ticked = match Ticked::read(&app, &customer, &form).await? {
        Ok(ticked) => ticked,
        Err(answer) => return Ok(answer),
    };
    let services = services(&app, &ticked.orders).await?;
    mass::filled(&app, &customer, &ticked.orders, &services).await
}

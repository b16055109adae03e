//! POST /admin/customers/{id}/rates and …/rates/{service}/remove: a customer's own prices.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::customer;
use super::prices::{PricesPage, path};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::catalogue::price::RateError;
use crate::kit::money::Rate;
use crate::providers::sale;
use crate::web::admin::fields::{sentence, whole};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view;

/// POST /admin/customers/{id}/rates
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let service = form.read("service", |typed| whole(typed.trim().trim_start_matches('#')));
    let rate = form.read("rate", |typed| {
        Rate::parse(typed.trim())
            .map_err(|_| "A number such as 0.82, with at most six digits after the point.")
    });
    if let (Some(service), Some(rate)) = (service, rate) {
        let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
        match sale::set_own_rate(db, clock, actor, (id, service), Some(rate)).await {
            Ok(()) => {
                let text = format!("Service {service} costs this customer {rate} from now on.");
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(error @ RateError::NoService) => form.refuse("service", sentence(&error)),
            Err(error @ RateError::Own) => form.refuse("", sentence(&error)),
            Err(error @ RateError::TooHigh) => form.refuse("rate", sentence(&error)),
            Err(RateError::NoAccount) => return Err(Failure::NotFound),
            Err(RateError::Db(error)) => return Err(error.into()),
        }
    }
    let page = PricesPage::read(&app, &staff, id).await?;
    view::refused(&page.with_rate(&form))
}

/// POST /admin/customers/{id}/rates/{service}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    staff: Staff,
    ids: Result<Path<(AccountId, ServiceId)>, axum::extract::rejection::PathRejection>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let Path((id, service)) = ids.map_err(|_| Failure::NotFound)?;
    customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
    match sale::set_own_rate(db, clock, actor, (id, service), None).await {
        Ok(()) => {
            let text = format!("Service {service} is at its standard rate again.");
            Ok(view::done(&app.config, &path(id), "ok", &text))
        }
        Err(error @ RateError::Own) => {
            Ok(view::done(&app.config, &path(id), "bad", &sentence(&error)))
        }
        Err(RateError::Db(error)) => Err(error.into()),
        Err(RateError::NoService | RateError::NoAccount | RateError::TooHigh) => {
            Err(Failure::NotFound)
        }
    }
}

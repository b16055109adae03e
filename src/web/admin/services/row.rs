//! What staff do in a row of the list. A script gets the row again; without one, the list comes back
//! at the row.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::listed::{Filters, Providers, ServiceRow, margin};
use super::{PATH, list_of, row_of};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::{self, ServiceError, ServiceId};
use crate::kit::money::Rate;
use crate::providers::bulk_sale::{self, PriceError};
use crate::providers::shelf;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/services/row_part.html")]
struct RowPart {
    page: Page,
    may_edit: bool,
    back: String,
    s: ServiceRow,
}

/// What is said in the row beside the service as it is now.
enum Said<'f> {
    Saved,
    /// What was typed as a price, and what is wrong with it.
    Wrong(&'f str, String),
}

async fn part(
    app: &App,
    staff: &Staff,
    (id, form): (ServiceId, &SentForm),
    said: Said<'_>,
) -> Result<Response, Failure> {
    let service = shelf::list(app.db.pool(), Some(&[id])).await?.pop().ok_or(Failure::NotFound)?;
    let back = list_of(form);
    let is_grouped = Filters::of_address(&back).is_grouped();
    let mut s = ServiceRow::new(&service, &Providers::read(app).await?, (is_grouped, &back));
    let status = match said {
        Said::Saved => {
            s.is_saved = true;
            StatusCode::OK
        }
        Said::Wrong(typed, error) => {
            if let Ok(rate) = Rate::parse(typed) {
                s.margin = margin(&service, rate);
            }
            typed.clone_into(&mut s.typed);
            s.error = error;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let page = staff.page("admin-services");
    view::html_with(status, &RowPart { page, may_edit: true, back, s })
}

/// POST /admin/services/{id}/price: `seen` is the price that the row showed.
pub async fn price(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let typed: String = form.text("rate").trim().chars().take(40).collect();
    let saved = match (Rate::parse(&typed), Rate::parse(form.text("seen"))) {
        (Ok(rate), Ok(seen)) => {
            let asked = (id, seen, rate);
            match bulk_sale::set_price(&app.db, &app.clock, staff.actor(), asked).await {
                Ok(saved) => Ok((saved, rate)),
                Err(PriceError::NotFound) => return Err(Failure::NotFound),
                Err(PriceError::Db(error)) => return Err(error.into()),
                Err(error @ (PriceError::Changed(_) | PriceError::TooHigh)) => {
                    Err(sentence(&error))
                }
            }
        }
        (Ok(_), Err(_)) => Err("Load the page again: it did not say which price you saw.".into()),
        (Err(_), _) => {
            Err("A number such as 0.90, with at most six digits after the point.".to_owned())
        }
    };
    let is_script = staff.visitor().is_partial;
    match saved {
        Ok(_) if is_script => part(&app, &staff, (id, &form), Said::Saved).await,
        Ok(((name, None), rate)) => {
            let text = format!("“{}” now costs {rate} {}.", short(&name), app.currency);
            Ok(view::done(&app.config, &row_of(&form, id), "ok", &text))
        }
        Ok(((name, Some(why)), rate)) => {
            let text = format!("“{}” is saved at {rate}, and is off sale. {why}.", short(&name));
            Ok(view::done(&app.config, &row_of(&form, id), "warn", &text))
        }
        Err(said) if is_script => part(&app, &staff, (id, &form), Said::Wrong(&typed, said)).await,
        Err(said) => {
            find(&app, id).await?;
            let text = format!("The price is not changed, “{typed}” was typed. {said}");
            Ok(view::done(&app.config, &row_of(&form, id), "bad", &text))
        }
    }
}

async fn find(app: &App, id: ServiceId) -> Result<(), Failure> {
    let found = catalogue::find(app.db.pool(), &[id]).await?;
    if found.is_empty() { Err(Failure::NotFound) } else { Ok(()) }
}

/// A cookie carries the message, and has no room for a name of any length.
fn short(name: &str) -> String {
    match name.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}

/// POST /admin/services/{id}/enable
pub async fn enable(
    State(app): State<Arc<App>>,
    staff: Staff,
    id: Id<ServiceId>,
    form: SentForm,
) -> Result<Response, Failure> {
    turn(&app, &staff, id, (true, form)).await
}

/// POST /admin/services/{id}/disable: open orders go on.
pub async fn disable(
    State(app): State<Arc<App>>,
    staff: Staff,
    id: Id<ServiceId>,
    form: SentForm,
) -> Result<Response, Failure> {
    turn(&app, &staff, id, (false, form)).await
}

async fn turn(
    app: &App,
    staff: &Staff,
    Id(id): Id<ServiceId>,
    (on, form): (bool, SentForm),
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let turned = catalogue::set_enabled(&app.db, &app.clock, staff.actor(), (id, on)).await;
    match turned {
        Ok(_) if staff.visitor().is_partial => part(app, staff, (id, &form), Said::Saved).await,
        Ok(name) => {
            let now = catalogue::find(app.db.pool(), &[id]).await?.remove(&id);
            let why = now.and_then(|now| now.paused_reason).filter(|_| on);
            let (kind, said) = match why {
                Some(why) => ("warn", format!("is turned on, and is off sale. {why}")),
                None if on => ("ok", "is on sale".to_owned()),
                None => ("ok", "is off: new orders are refused".to_owned()),
            };
            let text = format!("“{}” {said}.", short(&name));
            Ok(view::done(&app.config, &row_of(&form, id), kind, &text))
        }
        Err(ServiceError::NotFound) => Err(Failure::NotFound),
        // It may have been saved under older rules; the form says what is wrong with it.
        Err(ServiceError::Field { sentence, .. }) if staff.visitor().is_partial => {
            let said = format!("Open it and correct this first: {sentence}.");
            part(app, staff, (id, &form), Said::Wrong(form.text("rate"), said)).await
        }
        Err(ServiceError::Field { sentence, .. }) => {
            let path = format!("{PATH}/{id}");
            Ok(view::done(&app.config, &path, "bad", &format!("Correct this first: {sentence}.")))
        }
        Err(ServiceError::Db(error)) => Err(error.into()),
    }
}

/// POST /admin/services/{id}/move: one place up or down in its category.
pub async fn shift(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let up = form.text("to") != "down";
    match catalogue::shift_service(&app.db, &app.clock, staff.actor(), (id, up)).await {
        Ok(name) => {
            let text = format!("“{}” is one place {}.", short(&name), place(up));
            Ok(view::done(&app.config, &row_of(&form, id), "ok", &text))
        }
        Err(ServiceError::NotFound | ServiceError::Field { .. }) => Err(Failure::NotFound),
        Err(ServiceError::Db(error)) => Err(error.into()),
    }
}

const fn place(up: bool) -> &'static str {
    if up { "higher" } else { "lower" }
}

/// POST /admin/categories/{id}/move: one place up or down in the list.
pub async fn shift_category(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    let up = form.text("to") != "down";
    let moved = catalogue::shift_category(&app.db, &app.clock, staff.actor(), (id, up)).await?;
    let name = moved.ok_or(Failure::NotFound)?;
    let text = format!("“{}” is one place {}.", short(&name), place(up));
    Ok(view::done(&app.config, &format!("{}#c-{id}", list_of(&form)), "ok", &text))
}

//! POST /admin/orders/{id}/post: staff report a post of a subscription's account. It becomes an
//! order in the ordinary way.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::order::{OrderPage, find};
use super::path;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::Link;
use crate::orders::desk::By;
use crate::orders::subscription::{self, ReportError};
use crate::orders::{OrderId, PlaceError};
use crate::web::admin::fields::{reason, sentence};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/orders/{id}/post
pub async fn report(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    find(&app, id).await?;
    let link = form.read("link", |typed| {
        Link::parse(typed).map_err(|_| "The post's address, such as https://example.com/p/1.")
    });
    let why = reason(&mut form, "source");
    if let (Some(link), Some(why)) = (link, why) {
        let by = By { actor: staff.actor(), reason: why, seen: None };
        match subscription::report(&app.db, &app.clock, &app.intake, (id, link), by).await {
            Ok(placed) if placed.again => {
                let text = "This post was reported before; nothing was ordered again.";
                return Ok(view::done(&app.config, &path(id), "info", text));
            }
            Ok(placed) => {
                let text = format!("The post is order {}.", placed.order_id);
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_post(&form))
}

fn refuse(form: &mut SentForm, error: ReportError) -> Result<(), Failure> {
    match error {
        ReportError::Db(error) => return Err(error.into()),
        ReportError::NotActive => form.refuse("", "The subscription is not active any more."),
        ReportError::Blocked => form.refuse("link", "This target is blocked."),
        ReportError::Full => form.refuse("", "It has all the posts that were ordered."),
        ReportError::Place(error) => match error {
            PlaceError::Link => form.refuse("link", "This is no link."),
            PlaceError::Blocked(_) => form.refuse("link", "This target is blocked."),
            PlaceError::Funds => form.refuse(
                "",
                "The customer's balance does not cover this post. The subscription is paused.",
            ),
            PlaceError::Duplicate => form.refuse("link", "There is an open order with this link."),
            PlaceError::Service => form.refuse("", "The service is not on sale any more."),
            PlaceError::Busy => return Err(Failure::Busy),
            PlaceError::Unknown => return Err(Failure::Unknown),
            PlaceError::Db(error) => return Err(error.into()),
            error @ (PlaceError::Maintenance
            | PlaceError::Unverified
            | PlaceError::Quantity
            | PlaceError::BelowMin(_)
            | PlaceError::AboveMax(_)
            | PlaceError::Parameter(_)
            | PlaceError::DripfeedOff
            | PlaceError::Dearer(_)
            | PlaceError::KeyReused) => form.refuse("", sentence(&error)),
        },
    }
    Ok(())
}

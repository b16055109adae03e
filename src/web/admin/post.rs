//! POST /admin/orders/{id}/post: a post that a subscription's account has made, as staff report
//! it. It becomes an order by the ordinary way in, which has transactions of its own; the audit
//! entry follows it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::desk::path;
use super::order::{OrderPage, find};
use super::{reason, sentence};
use crate::accounts::audit;
use crate::accounts::role::Role;
use crate::app::App;
use crate::catalogue::{Link, blocked};
use crate::kit::db;
use crate::orders::PlaceError;
use crate::orders::subscription::{self, ReportError};
use crate::web::failure::Failure;
use crate::web::form::Form;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/orders/{id}/post
pub async fn report(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id,
    mut form: Form,
) -> Result<Response, Failure> {
    staff.require(Role::may_move_money)?;
    find(&app, id).await?;
    // Posts come in beside the ordinary way, which asks for these.
    let patterns = blocked::patterns(app.db.pool()).await?;
    let link = form.read("link", |typed| match Link::parse(typed) {
        Ok(link) if blocked::is_blocked(&patterns, &link) => Err("This target is blocked."),
        Ok(link) => Ok(link),
        Err(_) => Err("The post's address, such as https://example.com/p/1."),
    });
    let why = reason(&mut form, "source");
    if let (Some(link), Some(why)) = (link, why) {
        match subscription::report(&app.db, &app.clock, &app.intake, id, link.as_str()).await {
            Ok(placed) if placed.again => {
                let text = "This post was reported before; nothing was ordered again.";
                return Ok(view::done(&app.config, &path(id), "info", text));
            }
            Ok(placed) => {
                note(
                    &app,
                    &staff,
                    id,
                    json!({ "link": link.as_str(), "order": placed.order_id, "why": why }),
                )
                .await?;
                let text = format!("The post is order {}.", placed.order_id);
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&OrderPage::read(&app, &staff, id).await?.with_post(&form))
}

fn refuse(form: &mut Form, error: ReportError) -> Result<(), Failure> {
    match error {
        ReportError::Db(error) => return Err(error.into()),
        ReportError::NotActive => form.refuse("", "The subscription is not active any more."),
        ReportError::Full => form.refuse("", "It has all the posts that were ordered."),
        ReportError::Place(error) => match error {
            PlaceError::Link => form.refuse("link", "This is no link, or its target is blocked."),
            PlaceError::Funds => form.refuse(
                "",
                "The customer's balance does not cover this post. The subscription is paused.",
            ),
            PlaceError::Duplicate => form.refuse("link", "There is an open order with this link."),
            PlaceError::Service => form.refuse("", "The service is not on sale any more."),
            PlaceError::Busy => return Err(Failure::Busy),
            PlaceError::Unknown => return Err(Failure::Unknown),
            PlaceError::Db(error) => return Err(Failure::internal(error.to_string())),
            error @ (PlaceError::Quantity
            | PlaceError::BelowMin(_)
            | PlaceError::AboveMax(_)
            | PlaceError::Parameter(_)
            | PlaceError::DripfeedOff
            | PlaceError::KeyReused) => form.refuse("", sentence(&error)),
        },
    }
    Ok(())
}

async fn note(
    app: &App,
    staff: &Staff,
    id: i64,
    after: serde_json::Value,
) -> Result<(), db::Error> {
    let (clock, actor) = (app.clock.clone(), staff.actor());
    app.db
        .transaction(move |tx| {
            Box::pin(async move {
                let entry = audit::Entry {
                    actor,
                    action: "subscription.post",
                    subject: format!("order:{id}"),
                    before: None,
                    after: Some(after),
                };
                audit::record(tx, &clock, entry).await
            })
        })
        .await
}

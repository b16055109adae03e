//! POST /admin/customers/{id}/reset-link: a link for a new password, for somebody who has lost theirs. It
//! goes by mail; where no mail is sent, the answer shows it this once.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{SECTION, customer};
use crate::accounts::AccountId;
use crate::accounts::account::ChangeError;
use crate::accounts::links::by_staff::{self, LinkError, Way};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/customers/reset_link.html")]
struct LinkPage {
    page: Page,
    id: AccountId,
    email: String,
    link: String,
}

/// POST /admin/customers/{id}/reset-link
pub async fn make(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let account = customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let path = format!("{}/{id}", super::PATH);
    let Some(why) = reason(&mut form, "reason") else {
        // The form is one line in a menu, so there is no input to keep.
        return Ok(view::done(&app.config, &path, "bad", form.errors().of("reason")));
    };
    let way = if app.courier.has_server() { Way::Mail } else { Way::Hand };
    let wanted = (id, why, way);
    match by_staff::make(&app.db, &app.clock, &app.outbox, staff.actor(), wanted).await {
        Ok(None) => {
            let text = "A link is on its way to their address. It works for 30 minutes, once.";
            Ok(view::done(&app.config, &path, "ok", text))
        }
        Ok(Some(link)) => {
            let (page, email) = (staff.page(SECTION), account.email.to_string());
            view::html(&LinkPage { page, id, email, link })
        }
        Err(LinkError::NotActive) => {
            let text = "This account is suspended or closed, so it gets no link.";
            Ok(view::done(&app.config, &path, "bad", text))
        }
        Err(LinkError::Change(ChangeError::Missing)) => Err(Failure::NotFound),
        Err(LinkError::Change(ChangeError::NotAllowed | ChangeError::LastOwner)) => {
            Err(Failure::Forbidden)
        }
        Err(LinkError::Db(error) | LinkError::Change(ChangeError::Db(error))) => Err(error.into()),
    }
}

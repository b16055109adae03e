//! /admin/customers/{id}/access: how one customer gets in: their keys, their sessions, and when staff signed
//! in as them. Staff may end keys and sessions, and never see a secret.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{PATH, SECTION, customer, tabs};
use crate::accounts::access::{self, Access};
use crate::accounts::account::ChangeError;
use crate::accounts::rights::Rights;
use crate::accounts::session::{self, SessionId};
use crate::accounts::{AccountId, token, visit};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::shared::device::device;
use crate::web::shared::token_view::Token;
use crate::web::view::{self, Chip, Page, When};

#[derive(Template)]
#[template(path = "admin/customers/access.html")]
struct AccessPage {
    page: Page,
    tabs: Vec<Chip>,
    id: AccountId,
    email: String,
    /// Ending keys and sessions.
    may_end: bool,
    tokens: Vec<Token>,
    sessions: Vec<SessionRow>,
    visits: Vec<VisitRow>,
}

struct SessionRow {
    id: String,
    device: String,
    address: String,
    /// "": it is not known.
    place: String,
    began: When,
    seen: When,
}

struct VisitRow {
    staff: String,
    reason: String,
    began: When,
    ended: When,
}

/// GET /admin/customers/{id}/access
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let account = customer::account(&app, id).await?;
    let (now, pool) = (app.clock.now(), app.db.pool());
    let tokens = token::list(pool, &app.clock, id).await?;
    let sessions = session::list(pool, &app.clock, id).await?;
    let sessions = sessions.into_iter().map(|session| SessionRow {
        id: session.id.to_hex(),
        device: device(Lang::ENGLISH, &session.user_agent),
        place: app.place(Lang::ENGLISH, &session.address),
        address: session.address,
        began: When::new(session.created_at, now),
        seen: When::new(session.seen_at, now),
    });
    let visits = visit::list(pool, id).await?.into_iter().map(|visit| VisitRow {
        staff: visit.staff.to_string(),
        reason: visit.reason,
        began: When::new(visit.began_at, now),
        ended: When::new(visit.ended_at, now),
    });
    view::html(&AccessPage {
        page: staff.page(SECTION),
        tabs: tabs(id, "/access"),
        id,
        email: account.email.to_string(),
        may_end: customer::may_suspend(&staff, &account),
        tokens: tokens.into_iter().map(|token| Token::new(Lang::ENGLISH, token, now)).collect(),
        sessions: sessions.collect(),
        visits: visits.collect(),
    })
}

/// POST /admin/customers/{id}/keys/{key}/revoke
pub async fn revoke_key(
    State(app): State<Arc<App>>,
    staff: Staff,
    ids: Result<Path<(AccountId, i64)>, axum::extract::rejection::PathRejection>,
    form: SentForm,
) -> Result<Response, Failure> {
    let Path((id, key)) = ids.map_err(|_| Failure::NotFound)?;
    let texts = ("The key has stopped working.", "This key was ended before.");
    end(&app, &staff, (id, Access::Key(key)), form, texts).await
}

/// POST /admin/customers/{id}/sessions/{session}/end
pub async fn end_session(
    State(app): State<Arc<App>>,
    staff: Staff,
    ids: Result<Path<(AccountId, String)>, axum::extract::rejection::PathRejection>,
    form: SentForm,
) -> Result<Response, Failure> {
    let Path((id, session)) = ids.map_err(|_| Failure::NotFound)?;
    let session = SessionId::from_hex(&session).ok_or(Failure::NotFound)?;
    let texts = ("That session is signed out.", "That session has ended before.");
    end(&app, &staff, (id, Access::Session(Some(session))), form, texts).await
}

/// POST /admin/customers/{id}/sessions/end: all of them.
pub async fn end_sessions(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    form: SentForm,
) -> Result<Response, Failure> {
    let texts = ("They are signed out everywhere.", "They were signed in nowhere.");
    end(&app, &staff, (id, Access::Session(None)), form, texts).await
}

async fn end(
    app: &App,
    staff: &Staff,
    (id, access): (AccountId, Access),
    mut form: SentForm,
    (done, before): (&str, &str),
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    customer::account(app, id).await?;
    let path = format!("{PATH}/{id}/access");
    let Some(why) = reason(&mut form, "reason") else {
        // The form is one line in a menu, so there is no input to keep.
        return Ok(view::done(&app.config, &path, "bad", form.errors().of("reason")));
    };
    let (db, clock, verifier) = (&app.db, &app.clock, &app.verifier);
    match access::end(db, clock, verifier, staff.actor(), (id, access, why)).await {
        Ok(true) => Ok(view::done(&app.config, &path, "ok", done)),
        Ok(false) => Ok(view::done(&app.config, &path, "info", before)),
        Err(ChangeError::Missing) => Err(Failure::NotFound),
        Err(ChangeError::LastOwner | ChangeError::NotAllowed) => Err(Failure::Forbidden),
        Err(ChangeError::Db(error)) => Err(error.into()),
    }
}

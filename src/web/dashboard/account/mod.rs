//! /account: the name, time zone, address, password and sessions of the person who is signed in, and links
//! to the second factor, the tokens, the notices and what is kept of them. Every verb gets the account's own
//! id, so it cannot find a session of another account.

pub mod address;
pub mod passkeys;
pub mod privacy;
pub mod second_factor;
pub mod statement;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::accounts::factors::change as factor;
use crate::accounts::links::verify;
use crate::accounts::oidc::{IssuerId, identity, issuer};
use crate::accounts::profile::{self, NAME_CHARS_MAX, Name, NoName};
use crate::accounts::session::{self, SessionId};
use crate::accounts::{token, visit};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::web::auth::new_password::{self, Changed};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::shared::device::device;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "dashboard/account/account.html")]
pub(super) struct AccountPage {
    page: Page,
    email: String,
    /// Whether the address is confirmed.
    is_verified: bool,
    new_email: String,
    /// About the new address.
    address_errors: Errors,
    errors: Errors,
    name: String,
    zones: Vec<Choice>,
    /// About the name and the zone.
    profile_errors: Errors,
    /// Whether there is a second factor.
    has_second: bool,
    issuers: Vec<IssuerRow>,
    /// Tokens that are in force.
    live_tokens: usize,
    sessions: Vec<Session>,
    /// When staff saw the account, the newest first.
    visits: Vec<VisitRow>,
}

/// An issuer by which the person may sign in, or could.
struct IssuerRow {
    id: IssuerId,
    name: String,
    is_linked: bool,
}

struct VisitRow {
    reason: String,
    began: When,
    ended: When,
}

struct Session {
    id: String,
    device: String,
    address: String,
    /// "": it is not known.
    place: String,
    seen: When,
    current: bool,
}

impl AccountPage {
    pub(super) async fn read(app: &App, customer: &Customer) -> Result<Self, Failure> {
        let (id, now) = (customer.id(), app.clock.now());
        let tokens = token::list(app.db.pool(), &app.clock, id).await?;
        let sessions = session::list(app.db.pool(), &app.clock, id).await?;
        let sessions = sessions.into_iter().map(|session| Session {
            id: session.id.to_hex(),
            device: device(customer.lang(), &session.user_agent),
            place: app.place(customer.lang(), &session.address),
            address: session.address,
            seen: When::new(session.seen_at, now),
            current: session.id == customer.session_id(),
        });
        let visits = visit::list(app.db.pool(), id).await?.into_iter().map(|visit| VisitRow {
            reason: visit.reason,
            began: When::new(visit.began_at, now),
            ended: When::new(visit.ended_at, now),
        });
        Ok(Self {
            page: customer.page("account"),
            email: customer.session.account.email.to_string(),
            is_verified: verify::is_verified(app.db.pool(), id).await?,
            new_email: String::new(),
            address_errors: Errors::default(),
            errors: Errors::default(),
            name: customer.session.name.clone(),
            zones: zones(&customer.session.zone.to_string()),
            profile_errors: Errors::default(),
            has_second: factor::read(app.db.pool(), id).await?.is_some(),
            issuers: issuers(app, customer).await?,
            live_tokens: tokens.iter().filter(|token| token.state(now).is_live()).count(),
            sessions: sessions.collect(),
            visits: visits.collect(),
        })
    }
}

/// The issuers that are linked, and those that are offered. Staff sign in by their password.
async fn issuers(app: &App, customer: &Customer) -> Result<Vec<IssuerRow>, Failure> {
    if customer.session.account.role.is_staff() {
        return Ok(Vec::new());
    }
    let linked = identity::list(app.db.pool(), customer.id()).await?;
    let has = |id: IssuerId| linked.iter().any(|one| one.issuer_id == id);
    let offered = issuer::offered(app.db.pool()).await?;
    let others = offered.into_iter().filter(|one| !has(one.id));
    let others = others.map(|one| IssuerRow { id: one.id, name: one.name, is_linked: false });
    let mut rows: Vec<IssuerRow> = others.collect();
    rows.extend(linked.into_iter().map(|one| IssuerRow {
        id: one.issuer_id,
        name: one.issuer,
        is_linked: true,
    }));
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// GET /account
pub async fn show(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    view::html(&AccountPage::read(&app, &customer).await?)
}

/// All time zones, and the chosen one.
fn zones(chosen: &str) -> Vec<Choice> {
    Zone::all()
        .map(|zone| zone.to_string())
        .map(|name| Choice::new(&name, &name.replace('_', " "), name == chosen))
        .collect()
}

/// POST /account/profile
pub async fn change_profile(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let name = form.read("name", |typed| Name::parse(typed).map_err(|no| name_words(lang, no)));
    let zone =
        form.read("zone", |typed| Zone::parse(typed).map_err(|_| lang.say("account-zone-unknown")));
    if let (Some(name), Some(zone)) = (name, zone) {
        profile::change(&app.db, customer.id(), name, zone).await?;
        let text = lang.say("account-profile-saved").to_string();
        return Ok(view::done(&app.config, "/account", "ok", &text));
    }
    let page = AccountPage::read(&app, &customer).await?;
    view::refused(&AccountPage {
        name: form.text("name").to_owned(),
        zones: zones(form.text("zone")),
        profile_errors: form.errors(),
        ..page
    })
}

fn name_words(lang: Lang, error: NoName) -> String {
    let said = match error {
        NoName::TooLong => lang.say("account-name-too-long").count("count", NAME_CHARS_MAX),
        NoName::Control => lang.say("account-name-control"),
    };
    said.to_string()
}

/// POST /account/password: every other session ends, and this one starts again.
pub async fn change_password(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    // The form itself asks for the password.
    if let Some(page) = proof::code_asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let wait_s = match new_password::change(&app, &customer, &mut form).await? {
        Changed::Done(jar) => {
            let text = customer.lang().say("account-password-changed").to_string();
            return Ok((jar, view::done(&app.config, "/account", "ok", &text)).into_response());
        }
        Changed::Refused => None,
        Changed::Throttled(wait_s) => Some(wait_s),
    };
    let page = AccountPage::read(&app, &customer).await?;
    let page = AccountPage { errors: form.errors(), ..page };
    match wait_s {
        Some(wait_s) => view::throttled(wait_s, &page),
        None => view::refused(&page),
    }
}

/// POST /account/sessions/{id}/revoke. One's own ends without the password: signing out does not
/// ask for it either.
pub async fn end_session(
    State(app): State<Arc<App>>,
    customer: Customer,
    Path(id): Path<String>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let id = SessionId::from_hex(&id).ok_or(Failure::NotFound)?;
    if id != customer.session.id
        && let Some(page) = proof::asked(&app, &customer, &mut form).await?
    {
        return Ok(page);
    }
    session::end(&app.db, &app.clock, customer.actor(), id).await?;
    if id == customer.session.id {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let text = customer.lang().say("account-session-ended").to_string();
    Ok(view::done(&app.config, "/account", "ok", &text))
}

/// POST /account/sessions/revoke-others
pub async fn end_other_sessions(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let (actor, kept) = (customer.actor(), customer.session_id());
    session::end_others(&app.db, &app.clock, actor, kept).await?;
    let text = customer.lang().say("account-sessions-others-ended").to_string();
    Ok(view::done(&app.config, "/account", "ok", &text))
}

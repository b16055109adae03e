//! /account/connect: somebody who is signed in has shown us who they are at an issuer, and may sign in by
//! it from now on. The button asks for the password; so nobody else at their browser can do it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::accounts::oidc::identity::{self, LinkError, Waiting};
use crate::accounts::oidc::issuer::{self, Issuer};
use crate::accounts::oidc::{IssuerId, Person};
use crate::app::App;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::{Customer, Visitor};
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

const ACCOUNT: &str = "/account";

#[derive(Template)]
#[template(path = "auth/connect.html")]
struct ConnectPage {
    page: Page,
    issuer: String,
    email: String,
}

/// Back from the issuer, with a session: goes on to the page with the button.
pub(super) async fn first(
    app: &App,
    visitor: &Visitor,
    issuer: &Issuer,
    person: &Person,
) -> Result<Response, Failure> {
    match Waiting::new(issuer, person, app.clock.now()) {
        Some(waiting) => {
            let cookie = cookies::set_waiting(&app.config, waiting.seal(&app.keys));
            Ok((CookieJar::new().add(cookie), Redirect::to("/account/connect")).into_response())
        }
        None => {
            let said = visitor.lang().say("auth-issuer-no-address").with("issuer", &issuer.name);
            Ok(view::done(&app.config, ACCOUNT, "warn", &said.to_string()))
        }
    }
}

/// GET /account/connect
pub async fn show(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let Some(waiting) = customer.visitor().waiting.clone() else {
        return Ok(Redirect::to(ACCOUNT).into_response());
    };
    let found = issuer::find(app.db.pool(), waiting.issuer_id()).await?;
    let issuer = found.ok_or(Failure::NotFound)?.name;
    let email = waiting.email().to_owned();
    view::html(&ConnectPage { page: customer.page("account"), issuer, email })
}

/// POST /account/connect
pub async fn submit(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let Some(waiting) = customer.visitor().waiting.clone() else {
        let text = customer.lang().say("auth-issuer-again").to_string();
        return Ok(view::done(&app.config, ACCOUNT, "warn", &text));
    };
    let (kind, text) = linked(&app, customer.visitor(), customer.id(), waiting).await?;
    let jar = CookieJar::new().add(cookies::drop_waiting(&app.config));
    Ok((jar, view::done(&app.config, ACCOUNT, kind, &text)).into_response())
}

/// POST /account/issuers/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<IssuerId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let of = (customer.id(), id);
    let (db, clock, outbox) = (&app.db, &app.clock, &app.outbox);
    if !identity::unlink(db, clock, outbox, customer.actor(), of).await? {
        return Err(Failure::NotFound);
    }
    let text = customer.lang().say("account-issuer-removed").to_string();
    Ok(view::done(&app.config, ACCOUNT, "ok", &text))
}

/// Links who waits for it; answers the kind of a message, and the message.
pub(in crate::web::auth) async fn linked(
    app: &App,
    visitor: &Visitor,
    account_id: AccountId,
    waiting: Waiting,
) -> Result<(&'static str, String), Failure> {
    let lang = visitor.lang();
    let actor = Actor::account(account_id, visitor.address).with_device(&visitor.user_agent);
    let email = waiting.email().to_owned();
    let done = identity::link(&app.db, &app.clock, &app.outbox, actor, (account_id, waiting)).await;
    match done {
        Ok(()) => Ok(("ok", lang.say("auth-issuer-linked").to_string())),
        Err(LinkError::OtherAddress) => {
            let said = lang.say("auth-issuer-other-address").with("email", email);
            Ok(("warn", said.to_string()))
        }
        Err(LinkError::Taken) => Ok(("warn", lang.say("auth-issuer-taken").to_string())),
        Err(LinkError::Gone) => Ok(("warn", lang.say("auth-issuer-again").to_string())),
        Err(LinkError::Db(error)) => Err(error.into()),
    }
}

//! Pages behind links that were mailed: /confirm, /address/confirm and /address/stop. Opening a link shows
//! a page with a button, and only the button does something: programs that read mail open links too.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::audit::Actor;
use crate::accounts::links::address::{self, Stopped};
use crate::accounts::links::{self, Purpose, verify};
use crate::app::App;
use crate::kit::lang::Said;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Visitor;
use crate::web::view::{self, Page};

/// The secret in a link.
#[derive(Debug, Deserialize)]
pub struct Key {
    #[serde(default)]
    pub(super) key: String,
}

#[derive(Template)]
#[template(path = "auth/link.html")]
struct LinkPage {
    page: Page,
    title: Said,
    text: Said,
    button: Said,
    /// Where the form goes.
    action: &'static str,
    key: String,
}

/// Instead of it, when the link does not work.
#[derive(Template)]
#[template(path = "auth/link_over.html")]
pub(super) struct OverPage {
    page: Page,
}

pub(super) fn over(visitor: &Visitor) -> OverPage {
    OverPage { page: visitor.page("") }
}

/// Somebody who has such a link; nobody is signed in for it.
fn actor(visitor: &Visitor) -> Actor {
    let actor = Actor { address: Some(visitor.address), ..Actor::COMMAND };
    actor.with_device(&visitor.user_agent)
}

/// Where they are best off afterwards.
fn home(visitor: &Visitor) -> &'static str {
    if visitor.session.is_some() { "/account" } else { "/sign-in" }
}

/// The page of a link that works, or the one that says that it does not.
async fn shown(
    app: &App,
    visitor: &Visitor,
    (purpose, key): (Purpose, String),
    page: impl FnOnce(&str) -> (Said, Said, Said, &'static str) + Send,
) -> Result<Response, Failure> {
    let found = links::look(app.db.pool(), app.clock.now(), purpose, &key).await?;
    let Some(found) = found else { return view::html(&over(visitor)) };
    let (title, text, button, action) = page(found.email.as_str());
    view::html(&LinkPage { page: visitor.page(""), title, text, button, action, key })
}

/// GET /confirm?key=
pub async fn confirm(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Failure> {
    let lang = visitor.lang();
    shown(&app, &visitor, (Purpose::Verify, key), |email| {
        let text = lang.say("auth-confirm-text").with("email", email);
        (lang.say("auth-confirm-title"), text, lang.say("auth-confirm-button"), "/confirm")
    })
    .await
}

/// POST /confirm
pub async fn confirm_submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    form: SentForm,
) -> Result<Response, Failure> {
    let (db, clock, actor) = (&app.db, &app.clock, actor(&visitor));
    if !verify::confirm(db, clock, actor, form.text("key")).await? {
        return view::refused(&over(&visitor));
    }
    let text = visitor.lang().say("auth-confirm-done").to_string();
    Ok(view::done(&app.config, home(&visitor), "ok", &text))
}

/// GET /address/confirm?key=
pub async fn address(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Failure> {
    let lang = visitor.lang();
    shown(&app, &visitor, (Purpose::Address, key), |email| {
        let text = lang.say("auth-address-text").with("email", email);
        let button = lang.say("auth-address-button");
        (lang.say("auth-address-title"), text, button, "/address/confirm")
    })
    .await
}

/// POST /address/confirm
pub async fn address_submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    form: SentForm,
) -> Result<Response, Failure> {
    let (db, clock, by) = (&app.db, &app.clock, (actor(&visitor), form.text("key")));
    if !address::confirm(db, clock, &app.verifier, &app.outbox, by).await? {
        return view::refused(&over(&visitor));
    }
    let text = visitor.lang().say("auth-address-done").to_string();
    Ok(view::done(&app.config, home(&visitor), "ok", &text))
}

/// GET /address/stop?key=
pub async fn stop(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Failure> {
    let lang = visitor.lang();
    shown(&app, &visitor, (Purpose::Stop, key), |email| {
        let text = lang.say("auth-stop-text").with("email", email);
        (lang.say("auth-stop-title"), text, lang.say("auth-stop-button"), "/address/stop")
    })
    .await
}

/// POST /address/stop: whoever stops it should choose a new password.
pub async fn stop_submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    form: SentForm,
) -> Result<Response, Failure> {
    let (db, clock, by) = (&app.db, &app.clock, (actor(&visitor), form.text("key")));
    let text = match address::stop(db, clock, &app.verifier, &app.outbox, by).await? {
        Stopped::Over => return view::refused(&over(&visitor)),
        Stopped::Taken => {
            let text = visitor.lang().say("auth-stop-taken").to_string();
            return Ok(view::done(&app.config, "/sign-in", "bad", &text));
        }
        Stopped::Kept => visitor.lang().say("auth-stop-kept"),
        Stopped::PutBack => visitor.lang().say("auth-stop-put-back"),
    };
    Ok(view::done(&app.config, "/forgot", "ok", &text.to_string()))
}

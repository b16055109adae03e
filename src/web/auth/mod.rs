//! Sign-up, sign-in and its second step, the terms, sign-out, forgotten passwords, and the pages of links that were mailed.

pub mod accept_terms;
pub mod carried;
mod finish;
pub mod forgot;
pub mod issuer;
pub mod join;
pub mod link;
pub mod new_password;
pub(in crate::web) mod passkey;
pub mod proof;
pub mod reset;
pub mod second_factor;
pub mod sign_in;
pub mod sign_up;

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

use super::cookies;
use super::failure::Failure;
use super::guard::{Visitor, local_path};
use crate::accounts::audit::Actor;
use crate::accounts::session::{self, SessionSecret};
use crate::app::App;
use crate::kit::lang::Lang;

/// POST /sign-out. Also right for someone who is signed out already.
pub async fn sign_out(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    end_session(&app, &visitor).await?;
    let jar = CookieJar::new().add(cookies::drop_session(&app.config));
    // The browser's choices are cookies, and stay.
    let clear = [("clear-site-data", "\"storage\"")];
    Ok((jar, clear, Redirect::to("/sign-in")).into_response())
}

/// Ends the session that the browser came with, if any, so that nobody has two.
async fn end_session(app: &App, visitor: &Visitor) -> Result<(), Failure> {
    if let Some(session) = &visitor.session {
        let actor = Actor::account(session.account.id, visitor.address);
        let actor = actor.with_device(&visitor.user_agent);
        session::end(&app.db, &app.clock, actor, session.id).await?;
    }
    Ok(())
}

/// Signs the browser in and goes on to `next`, or to the start.
fn signed_in(app: &App, secret: &SessionSecret, next: &str) -> Response {
    (session_cookies(app, secret), go_on(next)).into_response()
}

/// The cookies of a browser that has signed in.
fn session_cookies(app: &App, secret: &SessionSecret) -> CookieJar {
    CookieJar::new()
        .add(cookies::set_session(&app.config, secret))
        .add(cookies::set_device(app, secret.account_id()))
}

/// Where to go next.
#[derive(Debug, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// Goes to the page that was asked for, or to the start.
fn go_on(next: &str) -> Response {
    let next = local_path(next);
    Redirect::to(if next.is_empty() { "/" } else { next }).into_response()
}

/// How long to wait, in words.
pub(super) fn wait_words(lang: Lang, wait_s: u64) -> String {
    let minutes = wait_s.div_ceil(60).max(1);
    lang.say("auth-too-many-tries").count("minutes", minutes).to_string()
}

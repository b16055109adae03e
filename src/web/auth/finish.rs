//! The end of every sign-in: whatever has proved the first factor, it calls [`finish`]. Somebody who is
//! signed in gets the session's cookies; somebody who is half signed in goes to /second-factor.

use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use url::form_urlencoded;

use super::issuer::connect;
use super::second_factor::SecondPage;
use super::{carried, end_session, go_on, session_cookies};
use crate::accounts::AccountId;
use crate::accounts::enter::Entered;
use crate::accounts::session::SessionSecret;
use crate::app::App;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::{Visitor, local_path};
use crate::web::view;

/// Goes on after the first factor. `form` has `next`, and a form that is carried, if there is one.
pub(super) async fn finish(
    app: &App,
    visitor: &Visitor,
    entered: &Entered,
    form: &SentForm,
) -> Result<Response, Failure> {
    let half = match entered {
        Entered::In(secret) => {
            return signed_in(app, visitor, (secret, CookieJar::new()), form).await;
        }
        Entered::Half(half) => half,
    };
    let jar = CookieJar::new().add(cookies::set_half(&app.config, half));
    if carried::page_of(form.text(carried::FORM_TO)).is_some() {
        let page = SecondPage::new(app, visitor, half.expose(), form).await?;
        return Ok((jar, view::html(&page)?).into_response());
    }
    let path = match local_path(form.text("next")) {
        "" => "/second-factor".to_owned(),
        next => {
            let query =
                form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("/second-factor?{query}")
        }
    };
    Ok((jar, Redirect::to(&path)).into_response())
}

/// Signs the browser in, with more cookies, and goes on.
pub(super) async fn signed_in(
    app: &App,
    visitor: &Visitor,
    (secret, more): (&SessionSecret, CookieJar),
    form: &SentForm,
) -> Result<Response, Failure> {
    end_session(app, visitor).await?;
    // Who has come by an issuer alone has not shown that the account is theirs: they type the password at
    // /account/connect.
    let more = match secret.is_by_password() {
        true => link_waiting(app, visitor, secret.account_id(), more).await?,
        false => more,
    };
    let answer = match carried::go_on(visitor, form)? {
        Some(page) => page,
        None => go_on(form.text("next")),
    };
    Ok((session_cookies(app, secret), more, answer).into_response())
}

/// Links whom an issuer has shown us in this browser to the account that has just signed in.
pub(super) async fn link_waiting(
    app: &App,
    visitor: &Visitor,
    account_id: AccountId,
    jar: CookieJar,
) -> Result<CookieJar, Failure> {
    let Some(waiting) = visitor.waiting.clone() else { return Ok(jar) };
    let (kind, text) = connect::linked(app, visitor, account_id, waiting).await?;
    let jar = jar.add(cookies::drop_waiting(&app.config));
    Ok(jar.add(cookies::set_flash(&app.config, kind, &text)))
}

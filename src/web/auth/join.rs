//! GET and POST /join: the second step of a sign-up, behind the link that the first one has mailed. It
//! makes the account.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::finish::link_waiting;
use super::link::{Key, over};
use super::sign_up::{SignUpPage, refused};
use super::{end_session, signed_in, wait_words};
use crate::accounts::account::{CreateError, NewAccount};
use crate::accounts::admission::NoWay;
use crate::accounts::links::sign_up;
use crate::accounts::password::{For, Password};
use crate::accounts::role::Role;
use crate::affiliates::customer::{self, Arrival};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Visitor;
use crate::web::shared::account_words;
use crate::web::view;

/// GET /join?key=
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Failure> {
    if visitor.session.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    match sign_up::look(app.db.pool(), &app.clock, &app.keys, &key).await? {
        Some((email, _)) => view::html(&SignUpPage::of_link(&visitor, &key, &email)),
        None => view::html(&over(&visitor)),
    }
}

/// POST /join
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let (lang, key) = (visitor.lang(), form.text("key").to_owned());
    let found = sign_up::look(app.db.pool(), &app.clock, &app.keys, &key).await?;
    let Some((email, came)) = found else { return view::refused(&over(&visitor)) };
    let again = SignUpPage::of_link(&visitor, &key, &email);
    let panel = visitor.settings().panel_name_or(&app.config.panel_name);
    let known = [email.as_str(), panel];
    let password = form.read("password", |text| {
        Password::of_person(text, &known).map_err(|error| account_words::password(lang, error))
    });
    if !form.is_ticked("terms") {
        form.refuse("terms", lang.say("auth-terms-missing"));
    }
    let (Some(password), true) = (password, form.is_ticked("terms")) else {
        return view::refused(&again.with(&form));
    };
    if let Err(wait_s) = app.throttle.address(visitor.address) {
        form.refuse("", wait_words(lang, wait_s));
        return view::throttled(wait_s, &again.with(&form));
    }
    let sent = (&password, For::SignUp(visitor.address), lang);
    let Some(hash) = account_words::hashed(&app, &mut form, sent).await? else {
        return view::refused(&again.with(&form));
    };
    let new = NewAccount {
        email,
        role: Role::Customer,
        password_hash: Some(hash),
        is_password_made: false,
        terms_accepted_at: Some(app.clock.now()),
    };
    let arrival = Arrival {
        address: visitor.address,
        user_agent: visitor.user_agent.clone(),
        visitor: came.visitor.or_else(|| visitor.brought.clone()),
        invite: came.invite,
        link: Some(key),
    };
    match customer::sign_up(&app.db, &app.clock, &app.keys, new, arrival).await {
        Ok(secret) => {
            end_session(&app, &visitor).await?;
            let id = secret.account_id();
            let jar = link_waiting(&app, &visitor, id, CookieJar::new()).await?;
            Ok((jar, signed_in(&app, &secret, "")).into_response())
        }
        // Its holder has an account since, by another way; or the link was used in another window.
        Err(CreateError::EmailTaken | CreateError::NoWay(NoWay::LinkOver)) => {
            view::refused(&over(&visitor))
        }
        Err(CreateError::TooManyHere) => {
            form.refuse("", lang.say("auth-too-many-here"));
            view::html_with(StatusCode::TOO_MANY_REQUESTS, &again.with(&form))
        }
        Err(CreateError::NoWay(no)) => refused(&app, &visitor, no),
        Err(CreateError::Db(error)) => Err(error.into()),
    }
}

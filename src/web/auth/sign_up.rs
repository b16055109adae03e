//! GET and POST /sign-up.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::{end_session, signed_in, wait_words};
use crate::accounts::account::{CreateError, NewAccount};
use crate::accounts::email::Email;
use crate::accounts::password::{For, Password};
use crate::accounts::role::Role;
use crate::affiliates::click;
use crate::affiliates::customer::{self, Arrival};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Visitor;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/sign_up.html")]
struct SignUpPage {
    page: Page,
    /// By which offer the visitor came; "" for none.
    brought_by: String,
    email: String,
    terms: bool,
    errors: Errors,
}

/// GET /sign-up
pub async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    if visitor.session.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    view::html(&SignUpPage {
        page: visitor.page(""),
        brought_by: brought_by(&app, &visitor).await?,
        email: String::new(),
        terms: false,
        errors: Errors::default(),
    })
}

/// POST /sign-up: makes the account and signs in.
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let email = form.read("email", Email::parse);
    let password = form.read("password", Password::parse);
    if !form.is_ticked("terms") {
        form.refuse("terms", "To get an account, accept the terms.");
    }
    let (Some(email), Some(password), true) = (email, password, form.is_ticked("terms")) else {
        return view::refused(&again(&app, &visitor, &form).await?);
    };
    // Each try costs a hash, and shows whether an address has an account.
    if let Err(wait_s) = app.throttle.address(visitor.address) {
        form.refuse("", wait_words(wait_s));
        return view::throttled(wait_s, &again(&app, &visitor, &form).await?);
    }
    let new = NewAccount {
        email,
        role: Role::Customer,
        password_hash: Some(app.hasher.hash(&password, For::SignUp(visitor.address)).await?),
        terms_accepted_at: Some(app.clock.now()),
    };
    let arrival = Arrival {
        address: visitor.address,
        user_agent: visitor.user_agent.clone(),
        visitor: visitor.brought.clone(),
    };
    match customer::sign_up(&app.db, &app.clock, &app.keys, new, arrival).await {
        Ok(secret) => {
            end_session(&app, &visitor).await?;
            Ok(signed_in(&app, &secret, ""))
        }
        Err(CreateError::EmailTaken) => {
            form.refuse("email", "This address has an account already. Sign in instead.");
            view::refused(&again(&app, &visitor, &form).await?)
        }
        Err(CreateError::Db(error)) => Err(error.into()),
    }
}

async fn again(app: &App, visitor: &Visitor, form: &SentForm) -> Result<SignUpPage, Failure> {
    Ok(SignUpPage {
        page: visitor.page(""),
        brought_by: brought_by(app, visitor).await?,
        email: form.text("email").to_owned(),
        terms: form.is_ticked("terms"),
        errors: form.errors(),
    })
}

/// Who recommends the panel is said only by the name of the offer.
async fn brought_by(app: &App, visitor: &Visitor) -> Result<String, Failure> {
    let Some(id) = &visitor.brought else { return Ok(String::new()) };
    let click = click::last(app.db.pool(), &app.clock, id).await?;
    Ok(click.map(|click| click.offer_name).unwrap_or_default())
}

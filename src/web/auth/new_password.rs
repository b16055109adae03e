//! GET and POST /new-password: for someone signed in whose password staff or a command made. They choose
//! another one before they see anything else. It also has what changes a password on the account page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;

use super::{Next, go_on, wait_words};
use crate::accounts::change_password::{Change, ChangeError, change_password};
use crate::accounts::password::Password;
use crate::accounts::sign_in::SignInError;
use crate::app::App;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::{Arrived, SignedIn, local_path};
use crate::web::shared::account_words;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/new_password.html")]
struct NewPasswordPage {
    page: Page,
    email: String,
    next: String,
    errors: Errors,
}

impl NewPasswordPage {
    fn new(who: &Arrived, next: &str, errors: Errors) -> Self {
        Self {
            // A guest's frame: nothing of the account is shown yet.
            page: Page { account: None, ..who.page("") },
            email: who.session.account.email.to_string(),
            next: local_path(next).to_owned(),
            errors,
        }
    }
}

/// GET /new-password
pub async fn show(who: Arrived, Query(query): Query<Next>) -> Result<Response, Failure> {
    if !who.session.has_made_password {
        return Ok(go_on(&query.next));
    }
    view::html(&NewPasswordPage::new(&who, &query.next, Errors::default()))
}

/// POST /new-password
pub async fn submit(
    State(app): State<Arc<App>>,
    who: Arrived,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let changed = change(&app, &who, &mut form).await?;
    let again = |form: &SentForm| NewPasswordPage::new(&who, form.text("next"), form.errors());
    match changed {
        Changed::Done(jar) => Ok((jar, go_on(form.text("next"))).into_response()),
        Changed::Refused => view::refused(&again(&form)),
        Changed::Throttled(wait_s) => view::throttled(wait_s, &again(&form)),
    }
}

/// What came of a change.
pub(in crate::web) enum Changed {
    /// The cookie of the session that goes on.
    Done(CookieJar),
    /// The form says why not.
    Refused,
    /// So many seconds are to be waited.
    Throttled(u64),
}

/// Changes the password of who is signed in, by a form with `current` and `password`.
pub(in crate::web) async fn change(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
) -> Result<Changed, Failure> {
    let (lang, visitor) = (who.lang(), who.visitor());
    let panel = visitor.settings().panel_name_or(&app.config.panel_name);
    let known = [who.session.account.email.as_str(), panel];
    let new = form.read("password", |typed| {
        Password::of_person(typed, &known).map_err(|error| account_words::password(lang, error))
    });
    let Some(new) = new else { return Ok(Changed::Refused) };
    // It may have another secret by now.
    let session = who.session_now();
    let asked = Change {
        session: &session,
        current: form.text("current"),
        new: &new,
        address: visitor.address,
        user_agent: &visitor.user_agent,
        outbox: &app.outbox,
        lang,
    };
    match change_password(&app.db, &app.clock, &app.hasher, &app.throttle, &asked).await {
        Ok(secret) => {
            return Ok(Changed::Done(
                CookieJar::new().add(cookies::set_session(&app.config, &secret)),
            ));
        }
        Err(ChangeError::New(why)) => form.refuse("password", account_words::password(lang, why)),
        Err(ChangeError::Old(SignInError::Wrong)) => {
            form.refuse("current", lang.say("account-password-wrong"));
        }
        Err(ChangeError::Old(SignInError::Over)) => {
            form.refuse("current", lang.say("auth-made-over"));
        }
        Err(ChangeError::Old(SignInError::Throttled { wait_s })) => {
            form.refuse("", wait_words(lang, wait_s));
            return Ok(Changed::Throttled(wait_s));
        }
        Err(ChangeError::Old(SignInError::Suspended(_) | SignInError::Elsewhere)) => {
            return Err(Failure::Forbidden);
        }
        Err(ChangeError::Old(SignInError::Busy(busy))) => return Err(busy.into()),
        Err(ChangeError::Old(SignInError::Db(error))) => return Err(error.into()),
    }
    Ok(Changed::Refused)
}

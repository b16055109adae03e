//! GET and POST /forgot: somebody has forgotten their password and gets a link by mail. The answer is
//! the same for every address, and so is what is done before it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::wait_words;
use crate::accounts::email::Email;
use crate::accounts::links::asked::{self, Asker};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Visitor;
use crate::web::shared::account_words;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/forgot.html")]
struct ForgotPage {
    page: Page,
    email: String,
    errors: Errors,
}

/// After somebody has asked for a link: they should look into their mail.
#[derive(Template)]
#[template(path = "auth/mailed.html")]
pub(super) struct MailedPage {
    pub page: Page,
    pub text: String,
}

/// GET /forgot
pub async fn show(visitor: Visitor) -> Result<Response, Failure> {
    let (email, errors) = (String::new(), Errors::default());
    view::html(&ForgotPage { page: visitor.page(""), email, errors })
}

/// POST /forgot
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let lang = visitor.lang();
    let typed = form.read("email", |typed| {
        Email::parse(typed).map_err(|error| account_words::email(lang, error))
    });
    let again = |form: &SentForm| ForgotPage {
        page: visitor.page(""),
        email: form.text("email").to_owned(),
        errors: form.errors(),
    };
    let Some(email) = typed else { return view::refused(&again(&form)) };
    if let Err(wait_s) = app.throttle.password(email.as_str(), visitor.address) {
        form.refuse("", wait_words(lang, wait_s));
        return view::throttled(wait_s, &again(&form));
    }
    let text = lang.say("auth-mailed-reset").with("email", &email).to_string();
    let asker = Asker { email, lang, address: visitor.address };
    asked::for_password(&app.db, &app.clock, &app.outbox, asker).await?;
    view::html(&MailedPage { page: visitor.page(""), text })
}

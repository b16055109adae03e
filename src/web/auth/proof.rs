//! The password again, before something important: money, prices, keys and tokens. A session in
//! which it was typed more than 15 minutes ago gets a page that asks for it. What was filled in
//! comes back with the answer, sealed, so that no key stands in a page; so the handler goes on as
//! if nothing had been asked.

use askama::Template;
use axum::response::Response;

use super::wait_words;
use crate::accounts::sign_in::{self, SignInError};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::secret;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::SignedIn;
use crate::web::view::{self, Page};

/// The key's purpose.
const PURPOSE: &str = "forms";
/// The field with the sealed form.
const KEPT: &str = "kept";
const PASSWORD: &str = "password";

#[derive(Template)]
#[template(path = "auth/proof.html")]
struct ProofPage {
    page: Page,
    path: String,
    kept: String,
    errors: Errors,
}

/// `None`: the password was typed recently, or right now; `form` is as it was filled in. `Some`:
/// the page that asks for it. A handler calls this before it reads the form.
pub async fn asked(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
) -> Result<Option<Response>, Failure> {
    let session = &who.session;
    // Of this session, whatever secret it has: a page in another window can still be sent.
    let began = session.began_at.timestamp_micros();
    let of = format!("{} {began} {}", session.account.id, form.path());
    let typed = form.text(PASSWORD).to_owned();
    if !form.text(KEPT).is_empty() {
        let sealed = secret::from_hex(form.text(KEPT)).ok_or(Failure::Unreadable)?;
        let body = app.keys.unseal(PURPOSE, &of, &sealed).map_err(|_| Failure::Unreadable)?;
        form.refill(&body)?;
    }
    if session.is_proved(app.clock.now()) {
        return Ok(None);
    }
    let is_admin = form.path().starts_with("/admin");
    // The staff's side is in English.
    let lang = if is_admin { Lang::ENGLISH } else { who.lang() };
    let mut errors = Errors::default();
    let mut wait = None;
    if !typed.is_empty() {
        let typed = (typed.as_str(), who.visitor().address);
        match sign_in::prove(&app.db, &app.clock, &app.hasher, &app.throttle, session, typed).await
        {
            Ok(secret) => {
                who.renew(app, &secret);
                return Ok(None);
            }
            Err(SignInError::Wrong | SignInError::Suspended(_) | SignInError::Elsewhere) => {
                errors.add(PASSWORD, lang.say("auth-proof-wrong"));
            }
            Err(SignInError::Throttled { wait_s }) => {
                errors.add(PASSWORD, wait_words(lang, wait_s));
                wait = Some(wait_s);
            }
            Err(SignInError::Busy(busy)) => return Err(busy.into()),
            Err(SignInError::Db(error)) => return Err(error.into()),
        }
    }
    let body = form.body_without(PASSWORD);
    let page = ProofPage {
        page: Page { admin: is_admin, lang, ..who.page("") },
        path: form.path().to_owned(),
        kept: secret::hex(&app.keys.seal(PURPOSE, &of, body.as_bytes())),
        errors,
    };
    match wait {
        Some(wait_s) => view::throttled(wait_s, &page).map(Some),
        None => view::refused(&page).map(Some),
    }
}

//! The password again, before something important: money, prices, keys and tokens; and the second factor
//! of somebody who has one. A session in which they were given more than 15 minutes ago gets a page
//! that asks for what is missing. What was filled in comes back with the answer, sealed, so that no key
//! stands in a page; so the handler goes on as if nothing had been asked. With each of the two that is
//! proved, the session gets another secret.

use askama::Template;
use axum::response::Response;

use super::{passkey, wait_words};
use crate::accounts::factors::Given;
use crate::accounts::factors::passkeys::challenge::Holder;
use crate::accounts::second::{self, StepError};
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
const CODE: &str = "proof_code";
/// What the page's script got of a passkey.
const PASSKEY: &str = "proof_passkey";

#[derive(Template)]
#[template(path = "auth/proof.html")]
struct ProofPage {
    page: Page,
    path: String,
    kept: String,
    asks: Asks,
    /// What the page's script asks the browser for; `None`: no passkey.
    passkey: Option<String>,
    errors: Errors,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asks {
    password: bool,
    code: bool,
}

/// What came of an answer.
#[derive(Default)]
struct Refused {
    errors: Errors,
    wait: Option<u64>,
}

/// `None`: all was proved recently, or right now; `form` is as it was filled in. `Some`: the page that
/// asks for it. A handler calls this before it reads the form.
pub async fn asked(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
) -> Result<Option<Response>, Failure> {
    let session = &who.session;
    // Of this session, whatever secret it has: a page in another window can still be sent.
    let of = format!("{} {}", session.seal_name(), form.path());
    let password = form.text(PASSWORD).to_owned();
    let given = passkey::given(app, form, (CODE, PASSKEY), Holder::proves(session));
    if !form.text(KEPT).is_empty() {
        let sealed = secret::from_hex(form.text(KEPT)).ok_or(Failure::Unreadable)?;
        let body = app.keys.unseal(PURPOSE, &of, &sealed).map_err(|_| Failure::Unreadable)?;
        form.refill(&body)?;
    }
    let now = app.clock.now();
    let mut asks = Asks { password: !session.is_proved(now), code: !session.is_second_proved(now) };
    if !asks.password && !asks.code {
        return Ok(None);
    }
    let is_admin = form.path().starts_with("/admin");
    // The staff's side is in English.
    let lang = if is_admin { Lang::ENGLISH } else { who.lang() };
    let mut refused = Refused::default();
    if asks.password && !password.is_empty() {
        asks.password = !type_password(app, who, (lang, &password), &mut refused).await?;
    }
    // Without the password, nobody uses up anyone's codes.
    if let Some(given) = given.filter(|_| !asks.password && asks.code) {
        asks.code = !give(app, who, (lang, given), &mut refused).await?;
    }
    if !asks.password && !asks.code {
        return Ok(None);
    }
    let body = form.body_without(PASSWORD);
    let passkey = match asks.code {
        true => passkey::asked(app, session.account.id, &Holder::proves(session)).await?,
        false => None,
    };
    let page = ProofPage {
        page: Page { admin: is_admin, lang, ..who.page("") },
        path: form.path().to_owned(),
        kept: secret::hex(&app.keys.seal(PURPOSE, &of, body.as_bytes())),
        asks,
        passkey,
        errors: refused.errors,
    };
    match refused.wait {
        Some(wait_s) => view::throttled(wait_s, &page).map(Some),
        None => view::refused(&page).map(Some),
    }
}

/// Whether it is the right password.
async fn type_password(
    app: &App,
    who: &SignedIn,
    (lang, typed): (Lang, &str),
    refused: &mut Refused,
) -> Result<bool, Failure> {
    let (from, session) = ((typed, who.visitor().address), who.session_now());
    match sign_in::prove(&app.db, &app.clock, &app.hasher, &app.throttle, &session, from).await {
        Ok(secret) => {
            who.renew(app, &secret);
            return Ok(true);
        }
        Err(
            SignInError::Wrong
            | SignInError::Suspended(_)
            | SignInError::Elsewhere
            | SignInError::Over,
        ) => {
            refused.errors.add(PASSWORD, lang.say("auth-proof-wrong"));
        }
        Err(SignInError::Throttled { wait_s }) => {
            refused.errors.add(PASSWORD, wait_words(lang, wait_s));
            refused.wait = Some(wait_s);
        }
        Err(SignInError::Busy(busy)) => return Err(busy.into()),
        Err(SignInError::Db(error)) => return Err(error.into()),
    }
    Ok(false)
}

/// Whether it is a right code, or the right passkey.
async fn give(
    app: &App,
    who: &SignedIn,
    (lang, given): (Lang, Given),
    refused: &mut Refused,
) -> Result<bool, Failure> {
    let wrong = match &given {
        Given::Code(_) => lang.say("auth-second-wrong"),
        Given::Passkey(_) => lang.say("passkey-wrong"),
    }
    .to_string();
    // The password may have been proved just now.
    let session = who.session_now();
    let by = (&session, given, who.actor());
    match second::prove(&app.db, &app.clock, &app.throttle, &app.outbox, by).await {
        Ok(renewed) => {
            if let Some(secret) = renewed {
                who.renew(app, &secret);
            }
            return Ok(true);
        }
        Err(StepError::Wrong | StepError::Over | StepError::Elsewhere) => {
            refused.errors.add(CODE, wrong);
        }
        Err(StepError::Throttled { wait_s }) => {
            refused.errors.add(CODE, wait_words(lang, wait_s));
            refused.wait = Some(wait_s);
        }
        Err(StepError::Db(error)) => return Err(error.into()),
    }
    Ok(false)
}

//! The password again, before something important: money, prices, keys and tokens; and the second factor
//! of somebody who has one. A session in which they were given more than 15 minutes ago, or not at all,
//! gets a page that asks for what is missing; at the desk it is four hours (docs/decisions/0048). What was
//! filled in comes back with the answer, sealed, so that no key stands in a page; so the handler goes on
//! as if nothing had been asked. With each of the two that is proved, the session gets another secret.

use askama::Template;
use axum::http::HeaderValue;
use axum::response::Response;
use chrono::TimeDelta;

use super::{passkey, wait_words};
use crate::accounts::factors::Given;
use crate::accounts::factors::passkeys::challenge::Holder;
use crate::accounts::second::{self, StepError};
use crate::accounts::session::{DESK_PROOF_AGE_MAX, PROOF_AGE_MAX};
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
/// Tells a script that a page is asked for, and no part of one: it sends the form without itself.
const WHOLE_PAGE: &str = "x-whole-page";

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

/// What a handler wants to be proved.
#[derive(Clone, Copy)]
struct Wanted {
    age_max: TimeDelta,
    /// `false`: its own form asks for the password.
    password: bool,
    /// By what was filled in. Otherwise nothing is asked for.
    is_important: fn(&SentForm) -> bool,
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
    asked_if(app, who, form, |_| true).await
}

/// As [`asked`], if the form does something important, by what was filled in.
pub async fn asked_if(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
    is_important: fn(&SentForm) -> bool,
) -> Result<Option<Response>, Failure> {
    ask(app, who, form, Wanted { age_max: PROOF_AGE_MAX, password: true, is_important }).await
}

/// As [`asked_if`], where staff work for hours, and what they do gives an order's money back to its own
/// customer.
pub async fn asked_at_desk(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
    is_important: fn(&SentForm) -> bool,
) -> Result<Option<Response>, Failure> {
    ask(app, who, form, Wanted { age_max: DESK_PROOF_AGE_MAX, password: true, is_important }).await
}

/// As [`asked`], for a form that has a field for the password itself: the second factor alone.
pub async fn code_asked(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
) -> Result<Option<Response>, Failure> {
    let wanted = Wanted { age_max: PROOF_AGE_MAX, password: false, is_important: |_| true };
    ask(app, who, form, wanted).await
}

async fn ask(
    app: &App,
    who: &SignedIn,
    form: &mut SentForm,
    wanted: Wanted,
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
    if !(wanted.is_important)(form) {
        return Ok(None);
    }
    let (now, age_max) = (app.clock.now(), wanted.age_max);
    let mut asks = Asks {
        password: wanted.password && !session.is_proved(now, age_max),
        code: !session.is_second_proved(now, age_max),
    };
    if !asks.password && !asks.code {
        return Ok(None);
    }
    // The staff's side is in English.
    let lang = if is_admin(form) { Lang::ENGLISH } else { who.lang() };
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
    // A field for a new password has the same name as that of this page, and is kept.
    let body = form.body_without(if wanted.password { PASSWORD } else { CODE });
    let kept = secret::hex(&app.keys.seal(PURPOSE, &of, body.as_bytes()));
    page(app, who, form, (kept, asks, refused)).await.map(Some)
}

fn is_admin(form: &SentForm) -> bool {
    form.path().starts_with("/admin")
}

/// The page that asks for what is missing.
async fn page(
    app: &App,
    who: &SignedIn,
    form: &SentForm,
    (kept, asks, refused): (String, Asks, Refused),
) -> Result<Response, Failure> {
    let session = &who.session;
    let passkey = match asks.code {
        true => passkey::asked(app, session.account.id, &Holder::proves(session)).await?,
        false => None,
    };
    let admin = is_admin(form);
    let lang = if admin { Lang::ENGLISH } else { who.lang() };
    let page = ProofPage {
        page: Page { admin, lang, ..who.page("") },
        path: form.path().to_owned(),
        kept,
        asks,
        passkey,
        errors: refused.errors,
    };
    let mut answer = match refused.wait {
        Some(wait_s) => view::throttled(wait_s, &page)?,
        None => view::refused(&page)?,
    };
    if who.visitor().is_partial {
        answer.headers_mut().insert(WHOLE_PAGE, HeaderValue::from_static("1"));
    }
    Ok(answer)
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

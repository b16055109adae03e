//! /account/second-factor: what the account has beside its password. Setting it up is two steps: a page
//! with a new secret, and the first code of it; for passkeys see `passkeys`. The recovery codes are on the
//! answer alone.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::factors::change::{self, NoOffer, TurnedOff};
use crate::accounts::factors::passkeys::{self, PasskeyId};
use crate::accounts::factors::remembered;
use crate::accounts::factors::totp::Secret;
use crate::accounts::factors::webauthn::Rp;
use crate::app::App;
use crate::kit::lang::Said;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::shared::qr::Qr;
use crate::web::view::{self, Page, When};

pub(super) const PATH: &str = "/account/second-factor";

#[derive(Template)]
#[template(path = "dashboard/account/second_factor.html")]
struct FactorPage {
    page: Page,
    is_on: bool,
    /// Since when an app makes codes; `None`: none does.
    since: Option<When>,
    passkeys: Vec<PasskeyRow>,
    /// Browsers use passkeys at the panel's address.
    takes_passkeys: bool,
    codes_left: i64,
    browsers: i64,
    /// The owner wants staff to have one, and this is one of them.
    is_needed: bool,
}

struct PasskeyRow {
    id: PasskeyId,
    name: String,
    made: When,
    used: Option<When>,
}

/// The first step of setting it up.
#[derive(Template)]
#[template(path = "dashboard/account/second_factor_new.html")]
struct NewPage {
    page: Page,
    qr: Option<Qr>,
    /// The secret in groups of four, to be typed.
    secret: String,
    /// The secret, sealed.
    key: String,
    errors: Errors,
}

/// The answer with recovery codes.
#[derive(Template)]
#[template(path = "dashboard/account/second_factor_codes.html")]
pub(super) struct CodesPage {
    page: Page,
    codes: Vec<String>,
    /// All of them, a line each.
    text: String,
    /// It was set up just now.
    is_new: bool,
}

impl NewPage {
    fn new(app: &App, customer: &Customer, (secret, key): (&Secret, String)) -> Self {
        let panel = customer.visitor().settings().panel_name_or(&app.config.panel_name);
        let url = secret.url(panel, customer.session.account.email.as_str());
        let typed: Vec<char> = secret.base32().chars().collect();
        let groups: Vec<String> = typed.chunks(4).map(|group| group.iter().collect()).collect();
        Self {
            page: customer.page("account"),
            qr: Qr::of(&url),
            secret: groups.join(" "),
            key,
            errors: Errors::default(),
        }
    }
}

impl CodesPage {
    pub(super) fn new(customer: &Customer, codes: Vec<String>, is_new: bool) -> Self {
        Self { page: customer.page("account"), text: codes.join("\n"), codes, is_new }
    }
}

/// Goes back to the page and says this there.
pub(super) fn done(app: &App, kind: &'static str, said: &Said) -> Response {
    view::done(&app.config, PATH, kind, &said.to_string())
}

/// GET /account/second-factor
pub async fn show(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let (id, now, pool) = (customer.id(), app.clock.now(), app.db.pool());
    let state = change::read(pool, id).await?;
    let needs = customer.visitor().settings().staff_second_factor;
    let passkeys = passkeys::list(pool, id).await?.into_iter().map(|passkey| PasskeyRow {
        id: passkey.id,
        name: passkey.name,
        made: When::new(passkey.made_at, now),
        used: passkey.used_at.map(|at| When::new(at, now)),
    });
    let app_since = state.as_ref().and_then(|state| state.app_since);
    view::html(&FactorPage {
        page: customer.page("account"),
        is_on: state.is_some(),
        since: app_since.map(|at| When::new(at, now)),
        passkeys: passkeys.collect(),
        takes_passkeys: Rp::of(&app.config.public_url).is_some(),
        codes_left: state.map_or(0, |state| state.codes_left),
        browsers: remembered::count(pool, now, id).await?,
        is_needed: needs && customer.session.account.role.is_staff(),
    })
}

/// POST /account/second-factor/new: a page with a new secret; nothing is changed yet.
pub async fn offer(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let (secret, key) = change::offer(&app.keys, app.clock.now(), &customer.session);
    view::html(&NewPage::new(&app, &customer, (&secret, key)))
}

/// POST /account/second-factor: the secret is taken, with the first code of it.
pub async fn turn_on(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let (lang, key) = (customer.lang(), form.text("key").to_owned());
    let session = customer.session_now();
    let secret = match change::offered(&app.keys, app.clock.now(), &session, &key) {
        Ok(secret) => secret,
        Err(NoOffer::Foreign) => return Err(Failure::Unreadable),
        Err(NoOffer::Over) => return Ok(done(&app, "bad", &lang.say("second-offer-over"))),
    };
    let (by, typed) = ((&session, customer.actor()), (secret.clone(), form.text("code")));
    match change::turn_on(&app.db, &app.clock, &app.outbox, by, typed).await? {
        Some(codes) => view::html(&CodesPage::new(&customer, codes, true)),
        None => {
            form.refuse("code", lang.say("second-code-wrong"));
            let page = NewPage::new(&app, &customer, (&secret, key));
            view::refused(&NewPage { errors: form.errors(), ..page })
        }
    }
}

/// POST /account/second-factor/codes
pub async fn new_codes(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let whose = (customer.id(), customer.actor());
    match change::new_codes(&app.db, &app.clock, &app.outbox, whose).await? {
        Some(codes) => view::html(&CodesPage::new(&customer, codes, false)),
        None => Ok(done(&app, "info", &customer.lang().say("second-is-off"))),
    }
}

/// POST /account/second-factor/forget: no browser goes without the second factor any more.
pub async fn forget(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let whose = (customer.id(), customer.actor());
    change::forget_browsers(&app.db, &app.clock, whose).await?;
    Ok(done(&app, "ok", &customer.lang().say("second-forgotten")))
}

/// POST /account/second-factor/off
pub async fn turn_off(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let (lang, session) = (customer.lang(), customer.session_now());
    let by = (&session, customer.actor());
    let (kind, said) = match change::turn_off(&app.db, &app.clock, &app.outbox, by).await? {
        TurnedOff::Off => ("ok", lang.say("second-turned-off")),
        TurnedOff::WasOff => ("info", lang.say("second-is-off")),
        TurnedOff::Needed => ("bad", lang.say("second-staff-need")),
    };
    Ok(done(&app, kind, &said))
}

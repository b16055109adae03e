//! Passkeys, on the page /account/second-factor. Making one is two steps: a page whose script asks the
//! browser, and what the browser answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::second_factor::{CodesPage, done};
use crate::accounts::factors::change::TurnedOff;
use crate::accounts::factors::passkeys::ask::{self, NewPasskey};
use crate::accounts::factors::passkeys::challenge::{self, Holder};
use crate::accounts::factors::passkeys::change::{self, Added, Draft, NAME_CHARS_MAX, Removed};
use crate::accounts::factors::passkeys::{self, PasskeyId};
use crate::accounts::factors::webauthn::Rp;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/account/passkey_new.html")]
struct NewPage {
    page: Page,
    /// What the page's script asks the browser for.
    asked: String,
    name: String,
    name_chars_max: usize,
    errors: Errors,
}

impl NewPage {
    /// With a new challenge, and what was sent.
    async fn new(
        app: &App,
        customer: &Customer,
        rp: &Rp,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let known = passkeys::list(app.db.pool(), customer.id()).await?;
        let holder = Holder::adds(&customer.session);
        let challenge = challenge::issue(&app.keys, app.clock.now(), &holder);
        let panel = customer.visitor().settings().panel_name_or(&app.config.panel_name);
        let shown = (panel, customer.session.account.email.as_str());
        let user = ask::user(&app.keys, customer.id());
        Ok(Self {
            page: customer.page("account"),
            asked: ask::creation(rp, shown, &user, (&challenge, &known)),
            name: form.text("name").to_owned(),
            name_chars_max: NAME_CHARS_MAX,
            errors: form.errors(),
        })
    }
}

/// POST /account/second-factor/passkeys/new: a page that asks the browser; nothing is changed yet.
pub async fn offer(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let Some(rp) = Rp::of(&app.config.public_url) else {
        return Ok(done(&app, "info", &customer.lang().say("passkey-no-host")));
    };
    view::html(&NewPage::new(&app, &customer, &rp, &form).await?)
}

/// POST /account/second-factor/passkeys: the browser has made one.
pub async fn add(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let lang = customer.lang();
    let Some(rp) = Rp::of(&app.config.public_url) else {
        return Ok(done(&app, "info", &lang.say("passkey-no-host")));
    };
    let name = match form.text("name").trim() {
        "" => lang.say("passkey-unnamed").to_string(),
        typed => typed.to_owned(),
    };
    let draft = Draft { rp: rp.clone(), made: NewPasskey::read(form.text("passkey")), name };
    let session = customer.session_now();
    let by = (&session, customer.actor());
    match change::add(&app.db, &app.clock, &app.outbox, by, draft).await? {
        Added::First(codes) => view::html(&CodesPage::new(&customer, codes, true)),
        Added::Another => Ok(done(&app, "ok", &lang.say("passkey-added"))),
        Added::TooMany => Ok(done(&app, "bad", &lang.say("passkey-too-many"))),
        Added::Taken => Ok(done(&app, "info", &lang.say("passkey-taken"))),
        Added::Refused(flaw) => {
            tracing::warn!(account = %customer.id(), %flaw, "a new passkey was refused");
            form.refuse("", lang.say("passkey-refused"));
            view::refused(&NewPage::new(&app, &customer, &rp, &form).await?)
        }
    }
}

/// POST /account/second-factor/passkeys/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<PasskeyId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let (lang, session) = (customer.lang(), customer.session_now());
    let by = (&session, customer.actor());
    let (kind, said) = match change::remove(&app.db, &app.clock, &app.outbox, by, id).await? {
        Removed::One => ("ok", lang.say("passkey-removed")),
        Removed::Last(TurnedOff::Off | TurnedOff::WasOff) => ("ok", lang.say("second-turned-off")),
        Removed::Last(TurnedOff::Needed) => ("bad", lang.say("second-staff-need")),
        Removed::Gone => ("info", lang.say("passkey-gone")),
    };
    Ok(done(&app, kind, &said))
}

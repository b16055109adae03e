//! GET and POST /reset: a new password, behind a link that was mailed. Opening the link uses nothing up.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::link::{Key, over};
use super::wait_words;
use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::accounts::links::reset::{self, Reset, ResetError};
use crate::accounts::links::{self, Purpose};
use crate::accounts::password::{Check, For, Password, PasswordError};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Visitor;
use crate::web::shared::account_words;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/reset.html")]
struct ResetPage {
    page: Page,
    account_id: Option<AccountId>,
    key: String,
    email: String,
    tokens: bool,
    errors: Errors,
}

impl ResetPage {
    /// `None`: the link does not work.
    async fn read(app: &App, visitor: &Visitor, key: &str) -> Result<Option<Self>, Failure> {
        let found = links::look(app.db.pool(), app.clock.now(), Purpose::Reset, key).await?;
        Ok(found.map(|found| Self {
            page: visitor.page(""),
            account_id: found.account_id,
            key: key.to_owned(),
            email: found.email.to_string(),
            tokens: false,
            errors: Errors::default(),
        }))
    }

    fn with(self, form: &SentForm) -> Self {
        Self { tokens: form.is_ticked("tokens"), errors: form.errors(), ..self }
    }
}

/// GET /reset?key=
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Failure> {
    match ResetPage::read(&app, &visitor, &key).await? {
        Some(page) => view::html(&page),
        None => view::html(&over(&visitor)),
    }
}

/// POST /reset
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let (lang, key) = (visitor.lang(), form.text("key").to_owned());
    let Some(page) = ResetPage::read(&app, &visitor, &key).await? else {
        return view::refused(&over(&visitor));
    };
    let panel = visitor.settings().panel_name_or(&app.config.panel_name);
    let known = [page.email.as_str(), panel];
    let new = form.read("password", |typed| {
        Password::of_person(typed, &known).map_err(|error| account_words::password(lang, error))
    });
    let Some(new) = new else { return view::refused(&page.with(&form)) };
    // Each try costs a hash.
    if let Err(wait_s) = app.throttle.address(visitor.address) {
        form.refuse("", wait_words(lang, wait_s));
        return view::throttled(wait_s, &page.with(&form));
    }
    if is_made(&app, &page, form.text("password"), visitor.address).await? {
        form.refuse("password", account_words::password(lang, PasswordError::Same));
        return view::refused(&page.with(&form));
    }
    let sent = (&new, For::SignIn(visitor.address), lang);
    let Some(password_hash) = account_words::hashed(&app, &mut form, sent).await? else {
        return view::refused(&page.with(&form));
    };
    let actor = Actor { address: Some(visitor.address), ..Actor::COMMAND };
    let wanted = Reset {
        secret: key,
        password_hash,
        revoke_tokens: form.is_ticked("tokens"),
        lang,
        actor: actor.with_device(&visitor.user_agent),
    };
    match reset::reset(&app.db, &app.clock, &app.verifier, &app.outbox, wanted).await {
        Ok(revoked) => {
            let text = match revoked {
                0 => lang.say("auth-reset-done"),
                count => lang.say("auth-reset-done-tokens").count("count", count),
            };
            Ok(view::done(&app.config, "/sign-in", "ok", &text.to_string()))
        }
        Err(ResetError::Over) => view::refused(&over(&visitor)),
        Err(ResetError::Db(error)) => Err(error.into()),
    }
}

/// Whether this is the password that staff or a command made for the link's account.
async fn is_made(
    app: &App,
    page: &ResetPage,
    typed: &str,
    address: IpAddr,
) -> Result<bool, Failure> {
    let Some(id) = page.account_id else { return Ok(false) };
    let Some(made) = reset::made_hash(app.db.pool(), id).await? else { return Ok(false) };
    let check = app.hasher.verify(typed, Some(&made), For::SignIn(address)).await?;
    Ok(check != Check::Wrong)
}

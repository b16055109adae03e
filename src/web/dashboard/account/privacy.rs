//! /account/privacy: a file of one's own data, and the end of the account.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use futures_util::stream;

use crate::accounts::sign_in::{self, SignInError};
use crate::app::App;
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::privacy::closing::{self, CloseError, Hurdles, Standing, Wish};
use crate::privacy::export::{self, Asked, State as FileState};
use crate::web::auth::wait_words;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::view::{self, Page, When};

const PATH: &str = "/account/privacy";

#[derive(Template)]
#[template(path = "dashboard/account/privacy.html")]
struct PrivacyPage {
    page: Page,
    email: String,
    /// `None`: there is none and none is made.
    file: Option<FileShown>,
    /// What has to come to its end first.
    hurdles: Vec<Hurdle>,
    /// What would be given up, with the currency; "": nothing.
    balance: String,
    earnings: String,
    /// The same in millionths, as the form sends it back.
    agreed: (i64, i64),
    errors: Errors,
}

struct FileShown {
    is_ready: bool,
    is_failed: bool,
    /// `214 KB`
    size: String,
    until: Option<When>,
}

/// Something that is open, and where it is.
struct Hurdle {
    text: String,
    href: &'static str,
}

impl PrivacyPage {
    async fn read(app: &App, customer: &Customer) -> Result<Self, Failure> {
        let (id, lang) = (customer.id(), customer.lang());
        let now = app.clock.now();
        let file = export::newest(app.db.pool(), &app.clock, id).await?;
        let file = file.map(|file| FileShown {
            is_ready: file.state == FileState::Ready,
            is_failed: file.state == FileState::Failed,
            size: format!("{} KB", lang.number((file.size / 1024).max(1))),
            until: file.expires_at.map(|at| When::new(at, now)),
        });
        let Standing { hurdles, balance, earnings } = closing::standing(&app.db, id).await?;
        let shown = |amount: Money| match amount.is_zero() {
            true => String::new(),
            false => lang.money(amount, &app.currency),
        };
        Ok(Self {
            page: customer.page("account"),
            email: customer.session.account.email.to_string(),
            file,
            hurdles: in_words(lang, &app.currency, hurdles),
            balance: shown(balance),
            earnings: shown(earnings),
            agreed: (balance.micros(), earnings.micros()),
            errors: Errors::default(),
        })
    }
}

fn in_words(lang: Lang, currency: &str, hurdles: Hurdles) -> Vec<Hurdle> {
    let mut found = Vec::new();
    let mut add = |text: String, href| found.push(Hurdle { text, href });
    if hurdles.orders > 0 {
        add(lang.say("closing-orders").count("count", hurdles.orders).to_string(), "/orders");
    }
    let payments = hurdles.deposits + hurdles.credits;
    if payments > 0 {
        add(lang.say("closing-deposits").count("count", payments).to_string(), "/deposits");
    }
    if hurdles.owed > Money::ZERO {
        let owed = lang.money(hurdles.owed, currency);
        add(lang.say("closing-owed").with("amount", owed).to_string(), "/statement");
    }
    if hurdles.is_paying {
        add(lang.say("closing-payout").to_string(), "/affiliate/payouts");
    }
    found
}

/// GET /account/privacy
pub async fn show(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    view::html(&PrivacyPage::read(&app, &customer).await?)
}

/// POST /account/privacy/export
pub async fn ask(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let lang = customer.lang();
    let (db, clock, by) = (&app.db, &app.clock, customer.actor());
    let (kind, said) = match export::ask(db, clock, &app.outbox, by, (customer.id(), lang)).await? {
        Asked::Asked => ("ok", lang.say("export-asked")),
        Asked::Under => ("info", lang.say("export-under")),
        Asked::TooMany => ("bad", lang.say("export-too-many")),
    };
    Ok(view::done(&app.config, PATH, kind, &said.to_string()))
}

/// GET /account/privacy/data.zip: the file, for whoever is signed in to its account. A member of staff who
/// sees the account's pages does not get it.
pub async fn file(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    if customer.visited_until().is_some() {
        return Err(Failure::NotFound);
    }
    let found = export::open(app.db.pool(), &app.clock, customer.id()).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let name = format!("attachment; filename=\"data-{}.zip\"", found.made_at.date_naive());
    let chunks = stream::try_unfold(0, move |number| {
        let app = Arc::clone(&app);
        async move {
            let piece = export::piece(app.db.pool(), found.id, number).await?;
            Ok::<_, db::Error>(piece.map(|bytes| (bytes, number + 1)))
        }
    });
    let headers = [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// POST /account/privacy/close
pub async fn close(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    // Who has a second factor proves it here, too.
    if customer.session.has_second
        && let Some(page) = proof::asked(&app, &customer, &mut form).await?
    {
        return Ok(page);
    }
    let lang = customer.lang();
    let account = &customer.session.account;
    let typed = form.text("current").to_owned();
    if typed.is_empty() {
        form.refuse("current", lang.say("account-password-wrong"));
    }
    if form.text("confirm").trim().to_lowercase() != account.email.as_str() {
        form.refuse("confirm", lang.say("closing-confirm-wrong"));
    }
    if form.errors().any() {
        return again(&app, &customer, &form).await;
    }
    let proof = (typed.as_str(), customer.visitor().address);
    let session = customer.session_now();
    match sign_in::prove(&app.db, &app.clock, &app.hasher, &app.throttle, &session, proof).await {
        Ok(secret) => customer.renew(&app, &secret),
        Err(
            SignInError::Wrong
            | SignInError::Suspended(_)
            | SignInError::Elsewhere
            | SignInError::Over,
        ) => {
            form.refuse("current", lang.say("account-password-wrong"));
            return again(&app, &customer, &form).await;
        }
        Err(SignInError::Throttled { wait_s }) => {
            form.refuse("", wait_words(lang, wait_s));
            let page = PrivacyPage::read(&app, &customer).await?;
            return view::throttled(wait_s, &PrivacyPage { errors: form.errors(), ..page });
        }
        Err(SignInError::Busy(busy)) => return Err(busy.into()),
        Err(SignInError::Db(error)) => return Err(error.into()),
    }
    let agreed = |name| Money::from_micros(form.text(name).parse().unwrap_or_default());
    let wish = Wish {
        account_id: customer.id(),
        balance: agreed("balance"),
        earnings: agreed("earnings"),
        why: String::new(),
    };
    let by = customer.actor();
    let why = match closing::close(&app.db, &app.clock, &app.verifier, by, wish).await {
        // Another request of theirs has closed it already.
        Ok(()) | Err(CloseError::Missing) => return Ok(closed(&app, lang)),
        Err(CloseError::Open(_)) => lang.say("closing-is-open"),
        Err(CloseError::More) => lang.say("closing-more"),
        Err(CloseError::LastOwner) => lang.say("closing-last-owner"),
        Err(CloseError::NotAllowed) => return Err(Failure::Forbidden),
        Err(CloseError::Db(error)) => return Err(error.into()),
    };
    form.refuse("", why);
    again(&app, &customer, &form).await
}

async fn again(app: &App, customer: &Customer, form: &SentForm) -> Result<Response, Failure> {
    let page = PrivacyPage::read(app, customer).await?;
    view::refused(&PrivacyPage { errors: form.errors(), ..page })
}

/// Signs the browser out of what is not there any more.
fn closed(app: &App, lang: Lang) -> Response {
    let jar = CookieJar::new().add(cookies::drop_session(&app.config));
    let text = lang.say("closing-done").to_string();
    (jar, view::done(&app.config, "/sign-in", "ok", &text)).into_response()
}

//! GET and POST /second-factor: the second step of a sign-in. It takes a code of the app, a recovery code
//! or a passkey. Who comes without a half sign-in, or too late, is sent to the first step.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;

use super::{Next, carried, finish, passkey, wait_words};
use crate::accounts::enter;
use crate::accounts::factors::Given;
use crate::accounts::factors::passkeys::challenge::Holder;
use crate::accounts::second::{self, Step, StepError};
use crate::app::App;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::{Visitor, local_path};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/second_factor.html")]
pub(super) struct SecondPage {
    page: Page,
    next: String,
    /// A form that goes on after the sign-in, as a body, and where; "" for none.
    form: String,
    form_to: &'static str,
    remember: bool,
    /// What the page's script asks the browser for; `None`: no passkey.
    passkey: Option<String>,
    errors: Errors,
}

/// Instead of it, when there is no half sign-in.
#[derive(Template)]
#[template(path = "auth/second_factor_over.html")]
struct OverPage {
    page: Page,
}

impl SecondPage {
    /// With what was sent, for the half sign-in with this secret.
    pub(super) async fn new(
        app: &App,
        visitor: &Visitor,
        half: &str,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let whose = enter::look(app.db.pool(), app.clock.now(), half).await?;
        let passkey = match whose {
            Some(id) => passkey::asked(app, id, &Holder::enters(half)).await?,
            None => None,
        };
        Ok(Self {
            page: visitor.page(""),
            next: local_path(form.text("next")).to_owned(),
            form: form.text(carried::FORM).to_owned(),
            form_to: carried::page_of(form.text(carried::FORM_TO)).unwrap_or_default(),
            remember: form.is_ticked("remember"),
            passkey,
            errors: form.errors(),
        })
    }
}

/// GET /second-factor
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    jar: CookieJar,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    let half = cookies::half(&app.config, &jar).unwrap_or_default();
    if enter::look(app.db.pool(), app.clock.now(), half).await?.is_none() {
        return view::html(&OverPage { page: visitor.page("") });
    }
    let mut form = SentForm::default();
    form.set("next", query.next);
    view::html(&SecondPage::new(&app, &visitor, half, &form).await?)
}

/// POST /second-factor
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    jar: CookieJar,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let Some(half) = cookies::half(&app.config, &jar) else { return over(&app, &visitor) };
    let lang = visitor.lang();
    let given = passkey::given(&app, &form, ("code", "passkey"), Holder::enters(half));
    let Some(given) = given else {
        form.refuse("code", lang.say("auth-second-missing"));
        return view::refused(&SecondPage::new(&app, &visitor, half, &form).await?);
    };
    let wrong = match &given {
        Given::Code(_) => lang.say("auth-second-wrong"),
        Given::Passkey(_) => lang.say("passkey-wrong"),
    }
    .to_string();
    let step = Step {
        half: half.to_owned(),
        given,
        remember: form.is_ticked("remember"),
        address: visitor.address,
        user_agent: visitor.user_agent.clone(),
    };
    match second::step(&app.db, &app.clock, &app.throttle, &app.outbox, step).await {
        Ok(done) => {
            let mut more = CookieJar::new().add(cookies::drop_half(&app.config));
            if let Some(secret) = done.remembered {
                more = more.add(cookies::set_remembered(&app.config, secret));
            }
            if let Some(left) = done.codes_left {
                let text = lang.say("auth-second-codes-left").count("count", left).to_string();
                more = more.add(cookies::set_flash(&app.config, "warn", &text));
            }
            finish::signed_in(&app, &visitor, (&done.session, more), &form).await
        }
        Err(StepError::Over) => over(&app, &visitor),
        Err(StepError::Wrong) => {
            form.refuse("code", wrong);
            view::refused(&SecondPage::new(&app, &visitor, half, &form).await?)
        }
        Err(StepError::Elsewhere) => {
            form.refuse("", lang.say("auth-elsewhere"));
            let page = SecondPage::new(&app, &visitor, half, &form).await?;
            view::html_with(StatusCode::FORBIDDEN, &page)
        }
        Err(StepError::Throttled { wait_s }) => {
            form.refuse("", wait_words(lang, wait_s));
            view::throttled(wait_s, &SecondPage::new(&app, &visitor, half, &form).await?)
        }
        Err(StepError::Db(error)) => Err(error.into()),
    }
}

/// The half sign-in is over, and its cookie goes.
fn over(app: &App, visitor: &Visitor) -> Result<Response, Failure> {
    let dropped = CookieJar::new().add(cookies::drop_half(&app.config));
    let page = view::refused(&OverPage { page: visitor.page("") })?;
    Ok((dropped, page).into_response())
}

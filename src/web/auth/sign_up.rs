//! GET and POST /sign-up. An invitation's link is `/sign-up?invite=…`. Where mail is sent, a stranger
//! gives an address alone and gets a link by mail (`join`), so the answer tells nothing about the address.
//! Without mail, and to whoever was invited by name, the account is made at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::forgot::MailedPage;
use super::{end_session, signed_in, wait_words};
use crate::accounts::account::{CreateError, NewAccount};
use crate::accounts::admission::{self, NoWay};
use crate::accounts::email::Email;
use crate::accounts::invite::Invited;
use crate::accounts::links::asked::{self, Asker};
use crate::accounts::links::sign_up::Came;
use crate::accounts::password::{For, Password};
use crate::accounts::role::Role;
use crate::affiliates::click;
use crate::affiliates::customer::{self, Arrival};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Visitor;
use crate::web::shared::account_words;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "auth/sign_up.html")]
pub(super) struct SignUpPage {
    page: Page,
    /// Where the form goes.
    action: &'static str,
    /// The secret of the link that was mailed; "": there is none.
    key: String,
    /// Only the address is asked for: the rest follows by mail.
    by_mail: bool,
    /// By which offer the visitor came; "" for none.
    brought_by: String,
    /// The secret of the invitation; "" for none.
    invite: String,
    /// The role that the invitation gives; "" for a customer's.
    role: &'static str,
    email: String,
    /// The invitation says whose address it is.
    is_email_fixed: bool,
    terms: bool,
    errors: Errors,
}

/// Instead of the form, when nobody is let in.
#[derive(Template)]
#[template(path = "auth/no_sign_up.html")]
struct NoSignUpPage {
    page: Page,
    title: String,
    text: String,
    contact: String,
}

/// What a link holds.
#[derive(Debug, Deserialize)]
pub struct Link {
    #[serde(default)]
    invite: String,
}

/// GET /sign-up
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(link): Query<Link>,
) -> Result<Response, Failure> {
    if visitor.session.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    match admission::look(&app.db, &app.clock, secret(&link.invite)).await? {
        Ok(invited) => {
            let page = SignUpPage::new(&app, &visitor, &link.invite, invited.as_ref()).await?;
            view::html(&page)
        }
        Err(no) => view::html(&NoSignUpPage::new(&app, &visitor, no)),
    }
}

/// POST /sign-up: makes the account and signs in.
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let invite = form.text("invite").to_owned();
    let invited = match admission::look(&app.db, &app.clock, secret(&invite)).await? {
        Ok(invited) => invited,
        Err(no) => return refused(&app, &visitor, no),
    };
    let again = SignUpPage::new(&app, &visitor, &invite, invited.as_ref()).await?;
    if again.by_mail {
        return mail(&app, &visitor, form, again).await;
    }
    let lang = visitor.lang();
    let email = match invited.and_then(|invited| invited.email) {
        Some(email) => Some(email),
        None => form.read("email", |typed| {
            Email::parse(typed).map_err(|error| account_words::email(lang, error))
        }),
    };
    let known = email.as_ref().map_or("", Email::as_str).to_owned();
    let panel = visitor.settings().panel_name_or(&app.config.panel_name);
    let known = [known.as_str(), panel];
    let password = form.read("password", |text| {
        Password::of_person(text, &known).map_err(|error| account_words::password(lang, error))
    });
    if !form.is_ticked("terms") {
        form.refuse("terms", lang.say("auth-terms-missing"));
    }
    let (Some(email), Some(password), true) = (email, password, form.is_ticked("terms")) else {
        return view::refused(&again.with(&form));
    };
    // Each try costs a hash, and shows whether an address has an account.
    if let Err(wait_s) = app.throttle.address(visitor.address) {
        form.refuse("", wait_words(lang, wait_s));
        return view::throttled(wait_s, &again.with(&form));
    }
    let sent = (&password, For::SignUp(visitor.address), lang);
    let Some(hash) = account_words::hashed(&app, &mut form, sent).await? else {
        return view::refused(&again.with(&form));
    };
    let new = NewAccount {
        email,
        role: Role::Customer,
        password_hash: Some(hash),
        is_password_made: false,
        terms_accepted_at: Some(app.clock.now()),
    };
    let arrival = Arrival {
        address: visitor.address,
        user_agent: visitor.user_agent.clone(),
        visitor: visitor.brought.clone(),
        invite: secret(&invite).map(str::to_owned),
        link: None,
    };
    match customer::sign_up(&app.db, &app.clock, &app.keys, new, arrival).await {
        Ok(secret) => {
            end_session(&app, &visitor).await?;
            Ok(signed_in(&app, &secret, ""))
        }
        Err(CreateError::EmailTaken) => {
            form.refuse("email", lang.say("auth-email-taken"));
            view::refused(&again.with(&form))
        }
        Err(CreateError::TooManyHere) => {
            form.refuse("", lang.say("auth-too-many-here"));
            view::html_with(StatusCode::TOO_MANY_REQUESTS, &again.with(&form))
        }
        Err(CreateError::NoWay(no)) => refused(&app, &visitor, no),
        Err(CreateError::Db(error)) => Err(error.into()),
    }
}

/// The first step where mail is sent: whatever the address is, the same row is written and the same page
/// is shown.
async fn mail(
    app: &App,
    visitor: &Visitor,
    mut form: SentForm,
    again: SignUpPage,
) -> Result<Response, Failure> {
    let lang = visitor.lang();
    let email = form.read("email", |typed| {
        Email::parse(typed).map_err(|error| account_words::email(lang, error))
    });
    let Some(email) = email else { return view::refused(&again.with(&form)) };
    if let Err(wait_s) = app.throttle.password(email.as_str(), visitor.address) {
        form.refuse("", wait_words(lang, wait_s));
        return view::throttled(wait_s, &again.with(&form));
    }
    let came = Came {
        visitor: visitor.brought.clone(),
        invite: secret(form.text("invite")).map(str::to_owned),
    };
    let text = lang.say("auth-mailed-sign-up").with("email", &email).to_string();
    let asker = Asker { email, lang, address: visitor.address };
    asked::for_account(&app.db, &app.clock, &app.outbox, asker, &came).await?;
    view::html(&MailedPage { page: visitor.page(""), text })
}

fn secret(invite: &str) -> Option<&str> {
    (!invite.is_empty()).then_some(invite)
}

pub(super) fn refused(app: &App, visitor: &Visitor, no: NoWay) -> Result<Response, Failure> {
    view::html_with(StatusCode::FORBIDDEN, &NoSignUpPage::new(app, visitor, no))
}

impl SignUpPage {
    async fn new(
        app: &App,
        visitor: &Visitor,
        invite: &str,
        invited: Option<&Invited>,
    ) -> Result<Self, Failure> {
        let email = invited.and_then(|invited| invited.email.as_ref());
        let role = invited.map(|invited| invited.role).filter(|role| role.is_staff());
        Ok(Self {
            page: visitor.page(""),
            action: "/sign-up",
            key: String::new(),
            by_mail: app.courier.has_server() && email.is_none(),
            brought_by: brought_by(app, visitor).await?,
            invite: invite.to_owned(),
            role: role.map_or("", Role::as_str),
            email: email.map(ToString::to_string).unwrap_or_default(),
            is_email_fixed: email.is_some(),
            terms: false,
            errors: Errors::default(),
        })
    }

    /// The second step, for whoever has the link.
    pub fn of_link(visitor: &Visitor, key: &str, email: &Email) -> Self {
        Self {
            page: visitor.page(""),
            action: "/join",
            key: key.to_owned(),
            by_mail: false,
            brought_by: String::new(),
            invite: String::new(),
            role: "",
            email: email.to_string(),
            is_email_fixed: true,
            terms: false,
            errors: Errors::default(),
        }
    }

    /// With what was typed, and what is wrong with it.
    pub fn with(self, form: &SentForm) -> Self {
        let email = if self.is_email_fixed { self.email } else { form.text("email").to_owned() };
        Self { email, terms: form.is_ticked("terms"), errors: form.errors(), ..self }
    }
}

impl NoSignUpPage {
    fn new(app: &App, visitor: &Visitor, no: NoWay) -> Self {
        let lang = visitor.lang();
        let (title, text) = match no {
            NoWay::Closed => (lang.say("auth-closed-title"), lang.say("auth-closed")),
            NoWay::ByInvitation => {
                (lang.say("auth-by-invitation-title"), lang.say("auth-by-invitation"))
            }
            NoWay::InviteOver => (lang.say("auth-invite-over-title"), lang.say("auth-invite-over")),
            NoWay::LinkOver => (lang.say("auth-link-over-title"), lang.say("auth-link-over")),
        };
        let contact = visitor.settings().abuse_contact_or(&app.config.abuse_contact).to_owned();
        Self { page: visitor.page(""), title: title.into(), text: text.into(), contact }
    }
}

/// Who recommends the panel is said only by the name of the offer.
async fn brought_by(app: &App, visitor: &Visitor) -> Result<String, Failure> {
    let Some(id) = &visitor.brought else { return Ok(String::new()) };
    let click = click::last(app.db.pool(), &app.clock, id).await?;
    Ok(click.map(|click| click.offer_name).unwrap_or_default())
}

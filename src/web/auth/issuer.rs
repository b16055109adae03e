//! Signing in by an issuer: /sign-in/with/{id} leads there, and /sign-in/back is where it sends people
//! back to. Somebody whom nobody here knows yet signs in or signs up first; then they are linked.

pub mod connect;

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;

use super::{Next, finish, sign_in, sign_up, wait_words};
use crate::accounts::admission;
use crate::accounts::email::Email;
use crate::accounts::links::sign_up::{Came, Vouched, vouched};
use crate::accounts::oidc::flow::{self, Back, Returned};
use crate::accounts::oidc::identity::{self, Arrived, EnterError, Waiting};
use crate::accounts::oidc::issuer::{self, Issuer};
use crate::accounts::oidc::{IssuerId, Person};
use crate::app::App;
use crate::kit::lang::Said;
use crate::web::cookies;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::{Visitor, local_path};
use crate::web::path::Id;
use crate::web::view;

/// A button of the sign-in's page.
pub struct IssuerLink {
    pub name: String,
    pub href: String,
}

/// The issuers that are offered, each with a link that leads on to `next`.
pub async fn links(app: &App, next: &str) -> Result<Vec<IssuerLink>, Failure> {
    let query = match local_path(next) {
        "" => String::new(),
        next => {
            let mut query = url::form_urlencoded::Serializer::new(String::from("?"));
            query.append_pair("next", next).finish()
        }
    };
    let offered = issuer::offered(app.db.pool()).await?;
    let link = |one: Issuer| IssuerLink {
        href: format!("/sign-in/with/{}{query}", one.id),
        name: one.name,
    };
    Ok(offered.into_iter().map(link).collect())
}

fn site(app: &App) -> &str {
    app.config.public_url.as_str().trim_end_matches('/')
}

async fn offered(app: &App, id: IssuerId) -> Result<Issuer, Failure> {
    let found = issuer::find(app.db.pool(), id).await?;
    found.filter(|one| one.enabled).ok_or(Failure::NotFound)
}

/// GET /sign-in/with/{id}?next=: leads to the issuer.
pub async fn begin(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Id(id): Id<IssuerId>,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    let issuer = offered(&app, id).await?;
    if let Err(wait_s) = app.throttle.address(visitor.address) {
        let text = wait_words(visitor.lang(), wait_s);
        return view::throttled(wait_s, &sign_in::told(&app, &visitor, text).await?);
    }
    let there = (site(&app), local_path(&query.next));
    match flow::begin(&app.issuers, &app.keys, &issuer, there, app.clock.now()).await {
        Ok(begun) => {
            let jar = CookieJar::new().add(cookies::set_issuer(&app.config, begun.kept));
            Ok((jar, Redirect::to(&begun.url)).into_response())
        }
        Err(why) => away(&app, &visitor, &issuer, &why).await,
    }
}

/// GET /sign-in/back: the browser comes back from the issuer.
pub async fn back(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    jar: CookieJar,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    let answer = answer(&app, &visitor, &jar, &back).await?;
    // It has served.
    Ok((CookieJar::new().add(cookies::drop_issuer(&app.config)), answer).into_response())
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    jar: &CookieJar,
    back: &Back,
) -> Result<Response, Failure> {
    let (now, lang) = (app.clock.now(), visitor.lang());
    let kept = cookies::issuer(&app.config, jar).unwrap_or_default();
    let Some(returned) = flow::returned(&app.keys, kept, back, now) else {
        return told(app, visitor, lang.say("auth-issuer-again")).await;
    };
    let issuer = offered(app, returned.issuer_id).await?;
    if !back.error.is_empty() || back.code.is_empty() {
        let said = lang.say("auth-issuer-refused").with("issuer", &issuer.name);
        return told(app, visitor, said).await;
    }
    let way = (&returned, back, site(app));
    match flow::person(&app.issuers, &app.keys, &issuer, way, now).await {
        Ok(person) => known(app, visitor, jar, (&issuer, &returned, &person)).await,
        Err(why) => away(app, visitor, &issuer, &why).await,
    }
}

/// The issuer has said who it is.
async fn known(
    app: &App,
    visitor: &Visitor,
    jar: &CookieJar,
    (issuer, returned, person): (&Issuer, &Returned, &Person),
) -> Result<Response, Failure> {
    let lang = visitor.lang();
    if visitor.session.is_some() {
        return connect::first(app, visitor, issuer, person).await;
    }
    let from = Arrived {
        address: visitor.address,
        user_agent: visitor.user_agent.clone(),
        remembered: cookies::remembered(&app.config, jar).map(str::to_owned),
    };
    match identity::sign_in(&app.db, &app.clock, (issuer, person), from).await {
        Ok(entered) => {
            let mut form = SentForm::default();
            form.set("next", returned.next.clone());
            finish::finish(app, visitor, &entered, &form).await
        }
        Err(EnterError::Unknown) => unknown(app, visitor, issuer, person).await,
        Err(EnterError::Staff) => told(app, visitor, lang.say("auth-issuer-staff")).await,
        Err(EnterError::Suspended(reason)) => {
            let said = match reason {
                Some(reason) => lang.say("auth-suspended-because").with("reason", reason),
                None => lang.say("auth-suspended"),
            };
            told(app, visitor, said).await
        }
        Err(EnterError::Db(error)) => Err(error.into()),
    }
}

/// Nobody is linked to them: they sign in by password once, or make an account.
async fn unknown(
    app: &App,
    visitor: &Visitor,
    issuer: &Issuer,
    person: &Person,
) -> Result<Response, Failure> {
    let (lang, now) = (visitor.lang(), app.clock.now());
    let waiting = Waiting::new(issuer, person, now);
    let (Some(waiting), Some(email)) = (waiting, &person.email) else {
        let said = lang.say("auth-issuer-no-address").with("issuer", &issuer.name);
        return told(app, visitor, said).await;
    };
    let cookie = cookies::set_waiting(&app.config, waiting.seal(&app.keys));
    let jar = CookieJar::new().add(cookie);
    match found(app, visitor, email).await? {
        Vouched::Taken => {
            let said = lang.say("auth-issuer-password-once").with("issuer", &issuer.name);
            let page = told(app, visitor, said.with("email", email)).await?;
            Ok((jar, page).into_response())
        }
        Vouched::LooksTheSame => told(app, visitor, lang.say("auth-email-taken")).await,
        Vouched::Free(key) => match admission::look(&app.db, &app.clock, None).await? {
            Ok(_) => Ok((jar, Redirect::to(&format!("/join?key={key}"))).into_response()),
            Err(no) => sign_up::refused(app, visitor, no),
        },
    }
}

async fn found(app: &App, visitor: &Visitor, email: &Email) -> Result<Vouched, Failure> {
    let came = Came { visitor: visitor.brought.clone(), invite: None };
    Ok(vouched(&app.db, &app.clock, &app.keys, (email.clone(), came)).await?)
}

/// The sign-in's page with a sentence.
async fn told(app: &App, visitor: &Visitor, said: Said) -> Result<Response, Failure> {
    view::html(&sign_in::told(app, visitor, said).await?)
}

/// The issuer cannot be reached, or is not believed. Why stands in the log.
async fn away(
    app: &App,
    visitor: &Visitor,
    issuer: &Issuer,
    why: &str,
) -> Result<Response, Failure> {
    tracing::warn!(issuer = issuer.issuer, why, "nobody could be signed in by an issuer");
    let said = visitor.lang().say("auth-issuer-away").with("issuer", &issuer.name);
    told(app, visitor, said).await
}

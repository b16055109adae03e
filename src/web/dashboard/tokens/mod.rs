//! /account/tokens: the list of an account's tokens, keys and JWTs alike, and one of them with
//! its settings and its request log. New ones are made in [`token_new`].
//!
//! Only sessions open these pages: there is no API by which a token could make, see or end another.

pub mod token_new;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;
use serde::Deserialize;

use crate::accounts::calls;
use crate::accounts::issue::{self, RotateError};
use crate::accounts::token::{self, RevokeError};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::shared::token_view::{LogRow, Token};
use crate::web::view::{self, Chip, Page, Pager};
use token_new::SecretPage;

/// When the old token ends, in hours.
const ENDS: [&str; 4] = ["0", "1", "24", "168"];

#[derive(Template)]
#[template(path = "dashboard/tokens/tokens.html")]
struct TokensPage {
    page: Page,
    tokens: Vec<Token>,
}

/// GET /account/tokens
pub async fn list(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let (lang, now) = (customer.lang(), app.clock.now());
    let tokens = token::list(app.db.pool(), &app.clock, customer.id()).await?;
    view::html(&TokensPage {
        page: customer.page("account"),
        tokens: tokens.into_iter().map(|token| Token::new(lang, token, now)).collect(),
    })
}

/// Which part of the log is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LogFilters {
    show: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "dashboard/tokens/token.html")]
struct TokenPage {
    page: Page,
    token: Token,
    /// The visitor's own address, if the token may not be used from it.
    elsewhere: Option<String>,
    ends: Vec<Choice>,
    errors: Errors,
    log: Vec<LogRow>,
    /// How many calls the log has at most.
    kept: usize,
    chips: Vec<Chip>,
    refused_only: bool,
    pager: Pager,
}

impl TokenPage {
    async fn read(
        app: &App,
        customer: &Customer,
        id: i64,
        filters: &LogFilters,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let (pool, lang, now) = (app.db.pool(), customer.lang(), app.clock.now());
        let found = token::find(pool, customer.id(), id).await?.ok_or(Failure::NotFound)?;
        let refused_only = filters.show == "refused";
        let cursor = Cursor::from_parts(filters.before.parse().ok(), filters.after.parse().ok());
        let log = calls::log(pool, (customer.id(), id), refused_only, cursor).await?;
        let path = format!("/account/tokens/{id}");
        let query = if refused_only { "show=refused" } else { "" };
        let address = customer.visitor().address;
        let all = lang.say("token-log-all").to_string();
        let errors = lang.say("token-log-errors").to_string();
        let chosen = Some(form.text("ends")).filter(|ends| !ends.is_empty()).unwrap_or("24");
        Ok(Self {
            page: customer.page("account"),
            elsewhere: (!found.covers(address)).then(|| address.to_canonical().to_string()),
            token: Token::new(lang, found, now),
            ends: ends(lang, chosen),
            errors: form.errors(),
            chips: vec![
                Chip::new(&all, path.clone(), !refused_only),
                Chip::new(&errors, format!("{path}?show=refused"), refused_only),
            ],
            kept: calls::CALLS_KEPT,
            refused_only,
            pager: Pager::new(&log, &path, query),
            log: log.rows.into_iter().map(|call| LogRow::new(lang, call, now)).collect(),
        })
    }
}

fn ends(lang: Lang, chosen: &str) -> Vec<Choice> {
    let words = [
        lang.say("token-rotate-now"),
        lang.say("token-rotate-in-hour"),
        lang.say("token-rotate-in-day"),
        lang.say("token-rotate-in-week"),
    ];
    let ends = ENDS.into_iter().zip(words);
    ends.map(|(hours, word)| Choice::new(hours, &word.to_string(), hours == chosen)).collect()
}

/// GET /account/tokens/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<i64>,
    Query(filters): Query<LogFilters>,
) -> Result<Response, Failure> {
    view::html(&TokenPage::read(&app, &customer, id, &filters, &SentForm::default()).await?)
}

/// POST /account/tokens/{id}/rotate: another one with the same settings, shown once.
pub async fn rotate(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<i64>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let old = token::find(app.db.pool(), customer.id(), id).await?.ok_or(Failure::NotFound)?;
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let ends_in = form.read("ends", |hours| match hours.parse() {
        Ok(parsed) if ENDS.contains(&hours) => Ok(TimeDelta::hours(parsed)),
        _ => Err(lang.say("token-rotate-no-end")),
    });
    if let Some(ends_in) = ends_in {
        let with = (&app.keys, &app.verifier);
        let which = (customer.id(), id, ends_in);
        match issue::rotate(&app.db, &app.clock, with, customer.actor(), which).await {
            Ok(created) => {
                let ends = app.clock.now() + ends_in;
                return view::html(&SecretPage::rotated(&app, &customer, created, (old, ends)));
            }
            Err(RotateError::Missing) => return Err(Failure::NotFound),
            Err(RotateError::Ended) => {
                form.refuse("", lang.say("token-rotate-ended"));
            }
            Err(RotateError::TooMany) => {
                form.refuse("", lang.say("token-rotate-too-many"));
            }
            Err(RotateError::Db(error)) => return Err(error.into()),
        }
    }
    let page = TokenPage::read(&app, &customer, id, &LogFilters::default(), &form).await?;
    view::refused(&page)
}

/// POST /account/tokens/{id}/revoke
pub async fn revoke(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    let which = (customer.id(), id);
    match token::revoke(&app.db, &app.clock, &app.verifier, customer.actor(), which).await {
        Ok(()) => {
            let text = customer.lang().say("token-revoked").to_string();
            Ok(view::done(&app.config, "/account/tokens", "ok", &text))
        }
        Err(RevokeError::Missing) => Err(Failure::NotFound),
        Err(RevokeError::Db(error)) => Err(error.into()),
    }
}

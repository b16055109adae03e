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
const ENDS: [(&str, &str); 4] =
    [("0", "Now"), ("1", "In an hour"), ("24", "In 24 hours"), ("168", "In 7 days")];

#[derive(Template)]
#[template(path = "dashboard/tokens/tokens.html")]
struct TokensPage {
    page: Page,
    tokens: Vec<Token>,
}

/// GET /account/tokens
pub async fn list(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let now = app.clock.now();
    let tokens = token::list(app.db.pool(), &app.clock, customer.id()).await?;
    view::html(&TokensPage {
        page: customer.page("account"),
        tokens: tokens.into_iter().map(|token| Token::new(token, now)).collect(),
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
        let (pool, now) = (app.db.pool(), app.clock.now());
        let found = token::find(pool, customer.id(), id).await?.ok_or(Failure::NotFound)?;
        let refused_only = filters.show == "refused";
        let cursor = Cursor::from_parts(filters.before.parse().ok(), filters.after.parse().ok());
        let log = calls::log(pool, (customer.id(), id), refused_only, cursor).await?;
        let path = format!("/account/tokens/{id}");
        let query = if refused_only { "show=refused" } else { "" };
        let address = customer.visitor().address;
        let chosen = Some(form.text("ends")).filter(|ends| !ends.is_empty()).unwrap_or("24");
        Ok(Self {
            page: customer.page("account"),
            elsewhere: (!found.covers(address)).then(|| address.to_canonical().to_string()),
            token: Token::new(found, now),
            ends: ENDS.map(|(hours, label)| Choice::new(hours, label, hours == chosen)).into(),
            errors: form.errors(),
            chips: vec![
                Chip::new("All calls", path.clone(), !refused_only),
                Chip::new("Errors only", format!("{path}?show=refused"), refused_only),
            ],
            refused_only,
            pager: Pager::new(&log, &path, query),
            log: log.rows.into_iter().map(|call| LogRow::new(call, now)).collect(),
        })
    }
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
    let old = token::find(app.db.pool(), customer.id(), id).await?.ok_or(Failure::NotFound)?;
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let ends_in = form.read("ends", |hours| match hours.parse() {
        Ok(parsed) if ENDS.iter().any(|(known, _)| *known == hours) => Ok(TimeDelta::hours(parsed)),
        _ => Err("Choose when the old one ends."),
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
                form.refuse("", "This token has ended, or was rotated before.");
            }
            Err(RotateError::TooMany) => {
                form.refuse("", "You have too many tokens. Revoke one first.");
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
        Ok(()) => Ok(view::done(&app.config, "/account/tokens", "ok", "The token is revoked.")),
        Err(RevokeError::Missing) => Err(Failure::NotFound),
        Err(RevokeError::Db(error)) => Err(error.into()),
    }
}

//! The API keys on /account: made, shown once, revoked.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};

use super::account::AccountPage;
use crate::accounts::issue::{self, CreateError};
use crate::accounts::networks;
use crate::accounts::token::{self, Kind, NewToken, RevokeError, Scope};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Form};
use crate::web::guard::Customer;
use crate::web::path::Id;
use crate::web::view::{self, Page, When};

/// Not the empty value, which browsers take for "nothing chosen yet".
const NEVER: &str = "never";

/// Days after which a key may be made to expire.
const EXPIRIES: [(&str, &str); 4] =
    [(NEVER, "Never"), ("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year")];

/// A row of the list.
pub(super) struct Key {
    pub id: i64,
    pub name: String,
    pub hint: String,
    /// How it is narrowed, in words; empty: not at all.
    pub limits: Vec<String>,
    pub created: When,
    pub used: Option<When>,
    pub used_from: String,
}

impl Key {
    pub fn new(key: token::Listed, now: DateTime<Utc>) -> Self {
        let mut limits = key.scopes.unwrap_or_default();
        limits
            .extend(key.networks.unwrap_or_default().into_iter().map(|net| format!("from {net}")));
        limits.extend(key.expires_at.map(|at| match at <= now {
            true => "expired".to_owned(),
            false => format!("until {}", at.format("%-d %b %Y")),
        }));
        Self {
            id: key.id,
            name: key.name,
            hint: format!("{}…", key.hint),
            limits,
            created: When::new(key.created_at, now),
            used: key.used_at.map(|at| When::new(at, now)),
            used_from: key.used_from.unwrap_or_default(),
        }
    }
}

/// The form for a new one.
pub(super) struct KeyForm {
    pub name: String,
    pub networks: String,
    pub scopes: Vec<Choice>,
    pub expiries: Vec<Choice>,
}

impl KeyForm {
    /// With what was typed in `form`.
    pub fn new(form: &Form) -> Self {
        let scopes = Scope::ALL.into_iter().map(|scope| {
            let ticked = form.all("scope").any(|value| value == scope.as_str());
            Choice::new(scope.as_str(), scope_words(scope), ticked)
        });
        let expires = Some(form.text("expires")).filter(|value| !value.is_empty()).unwrap_or(NEVER);
        Self {
            name: form.text("name").to_owned(),
            networks: form.text("networks").to_owned(),
            scopes: scopes.collect(),
            expiries: EXPIRIES
                .map(|(days, label)| Choice::new(days, label, days == expires))
                .into(),
        }
    }

    /// Whether anything but the name was filled in, so that it must be in sight.
    pub fn is_narrow(&self) -> bool {
        !self.networks.is_empty()
            || self.scopes.iter().any(|choice| choice.selected)
            || self.expiries.iter().any(|choice| choice.selected && choice.value != NEVER)
    }
}

fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::OrdersRead => "Seeing orders",
        Scope::OrdersWrite => "Placing and changing orders",
        Scope::ServicesRead => "Seeing services and rates",
        Scope::BalanceRead => "Seeing the balance",
        Scope::AffiliateRead => "Seeing affiliate figures",
    }
}

#[derive(Template)]
#[template(path = "dashboard/key_created.html")]
struct KeyCreatedPage {
    page: Page,
    name: String,
    secret: String,
}

/// POST /account/keys: the page with the secret is the answer itself, so that it is stored
/// nowhere on its way, and shown once.
pub async fn create(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: Form,
) -> Result<Response, Failure> {
    if let Some(new) = read(&mut form, customer.id(), app.clock.now()) {
        match issue::create(&app.db, &app.clock, &app.keys, customer.actor(), new).await {
            Ok(created) => {
                return view::html(&KeyCreatedPage {
                    page: customer.page("account"),
                    name: form.text("name").trim().to_owned(),
                    secret: created.secret,
                });
            }
            Err(CreateError::TooMany) => {
                form.refuse("name", "You have the most keys one can have. Revoke one first.");
            }
            Err(CreateError::Expired | CreateError::TooLate) => {
                form.refuse("expires", "Choose a date ahead.")
            }
            Err(CreateError::Db(error)) => return Err(error.into()),
        }
    }
    let page = AccountPage::read(&app, &customer).await?;
    view::refused(&page.with_key_form(&form))
}

fn read(form: &mut Form, account_id: i64, now: DateTime<Utc>) -> Option<NewToken> {
    let name = form.read("name", token::Name::parse);
    let networks = form.read("networks", networks::parse);
    let expires_at = form.read("expires", |chosen| match chosen.parse() {
        Ok(days) if EXPIRIES.iter().any(|(known, _)| *known == chosen) => {
            Ok(Some(now + TimeDelta::days(days)))
        }
        Err(_) if chosen.is_empty() || chosen == NEVER => Ok(None),
        _ => Err("Choose one of the list."),
    });
    let scopes: Option<Vec<Scope>> = form.all("scope").map(Scope::parse).collect();
    if scopes.is_none() {
        form.refuse("", "Choose among the limits that are offered.");
    }
    Some(NewToken {
        account_id,
        kind: Kind::Key,
        name: name?,
        scopes: scopes.map(|list| (!list.is_empty()).then_some(list))?,
        networks: networks?,
        expires_at: expires_at?,
    })
}

/// POST /account/keys/{id}/revoke
pub async fn revoke(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id,
) -> Result<Response, Failure> {
    let key = (customer.id(), id);
    match token::revoke(&app.db, &app.clock, &app.verifier, customer.actor(), key).await {
        Ok(()) => Ok(view::done(&app.config, "/account", "ok", "The key is revoked.")),
        Err(RevokeError::Missing) => Err(Failure::NotFound),
        Err(RevokeError::Db(error)) => Err(error.into()),
    }
}

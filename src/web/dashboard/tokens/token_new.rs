//! /account/tokens/new: makes a token and shows its secret, once.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use ipnet::IpNet;

use crate::accounts::issue::{self, CreateError, Created, JWT_DAYS_MAX};
use crate::accounts::token::{self, NewToken, Scope, TokenKind};
use crate::accounts::{AccountId, networks};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::shared::token_view::ends_words;
use crate::web::view::{self, Page};

/// Not the empty value, which browsers take for "nothing chosen yet".
const NEVER: &str = "never";
const CUSTOM: &str = "custom";
const EXPIRIES: [(&str, &str); 6] = [
    ("7", "In 7 days"),
    ("30", "In 30 days"),
    ("60", "In 60 days"),
    ("90", "In 90 days"),
    (CUSTOM, "In another number of days"),
    (NEVER, "Never (API keys only)"),
];
const KINDS: [(TokenKind, &str); 2] = [
    (TokenKind::Key, "API key, for /api/v2"),
    (TokenKind::Jwt, "JWT, for the order API with bearer tokens"),
];
const FULL: &str = "full";
const READ: &str = "read";
const PRESETS: [(&str, &str); 3] =
    [(FULL, "Everything"), (READ, "Read only"), (CUSTOM, "Only what is ticked below")];

#[derive(Template)]
#[template(path = "dashboard/tokens/token_new.html")]
struct NewTokenPage {
    page: Page,
    errors: Errors,
    typed_name: String,
    kinds: Vec<Choice>,
    presets: Vec<Choice>,
    scopes: Vec<Choice>,
    expiries: Vec<Choice>,
    days: String,
    networks: String,
    /// Where the visitor is.
    address: String,
    /// The visitor was warned that the token will not work from their address; if they press again,
    /// they mean it.
    warned: bool,
}

impl NewTokenPage {
    /// With what was typed in `form`.
    fn new(customer: &Customer, form: &SentForm) -> Self {
        let text = |name, blank| Some(form.text(name)).filter(|it| !it.is_empty()).unwrap_or(blank);
        let (kind, preset) = (text("kind", TokenKind::Key.as_str()), text("access", FULL));
        let expires = text("expires", "90");
        let scopes = Scope::ALL.into_iter().map(|scope| {
            let ticked = form.all("scope").any(|value| value == scope.as_str());
            Choice::new(scope.as_str(), scope_words(scope), ticked)
        });
        Self {
            page: customer.page("account"),
            errors: form.errors(),
            typed_name: form.text("name").to_owned(),
            kinds: KINDS
                .map(|(one, label)| Choice::new(one.as_str(), label, one.as_str() == kind))
                .into(),
            presets: PRESETS
                .map(|(value, label)| Choice::new(value, label, value == preset))
                .into(),
            scopes: scopes.collect(),
            expiries: EXPIRIES
                .map(|(days, label)| Choice::new(days, label, days == expires))
                .into(),
            days: form.text("days").to_owned(),
            networks: form.text("networks").to_owned(),
            address: customer.visitor().address.to_canonical().to_string(),
            warned: false,
        }
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

/// The page after a token was made: its secret is here and nowhere else.
#[derive(Template)]
#[template(path = "dashboard/tokens/token_secret.html")]
pub(super) struct SecretPage {
    page: Page,
    id: i64,
    name: String,
    kind: &'static str,
    secret: String,
    /// What happens to the token that it replaces.
    old: String,
    /// How to try it, with this panel's own address.
    example: String,
}

impl SecretPage {
    fn created(
        app: &App,
        customer: &Customer,
        created: Created,
        (name, kind): (&str, TokenKind),
    ) -> Self {
        let url = app.config.public_url.as_str().trim_end_matches('/');
        let (kind, example) = match kind {
            TokenKind::Key => {
                ("API key", format!("curl {url}/api/v2 -d key=$KEY -d action=balance"))
            }
            TokenKind::Jwt => {
                ("JWT", format!("curl {url}/api/check-balance -H \"Authorization: Bearer $TOKEN\""))
            }
        };
        Self {
            page: customer.page("account"),
            id: created.id,
            name: name.to_owned(),
            kind,
            secret: created.secret,
            old: String::new(),
            example,
        }
    }

    /// Replaces `old`, which ends then.
    pub fn rotated(
        app: &App,
        customer: &Customer,
        created: Created,
        (old, ends_at): (token::Listed, DateTime<Utc>),
    ) -> Self {
        let until = old.expires_at.map_or(ends_at, |at| at.min(ends_at));
        let words = ends_words(until, app.clock.now());
        Self { old: words, ..Self::created(app, customer, created, (&old.name, old.kind)) }
    }
}

/// GET /account/tokens/new
pub async fn blank(customer: Customer) -> Result<Response, Failure> {
    view::html(&NewTokenPage::new(&customer, &SentForm::default()))
}

/// POST /account/tokens: the page with the secret is the answer itself, so that the secret is
/// stored nowhere on its way, and shown once.
pub async fn create(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let address = customer.visitor().address.to_canonical();
    if form.is_ticked("add-mine") {
        let page = NewTokenPage::new(&customer, &form);
        return view::html(&NewTokenPage { networks: with_mine(&page.networks, address), ..page });
    }
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let new = read_new_token(&mut form, customer.id(), app.clock.now());
    if let Some(new) = &new
        && !networks::covers(new.networks.as_deref(), address)
        && !form.is_ticked("elsewhere")
    {
        let page = NewTokenPage::new(&customer, &form);
        return view::refused(&NewTokenPage { warned: true, ..page });
    }
    if let Some(new) = new {
        let kind = new.kind;
        match issue::create(&app.db, &app.clock, &app.keys, customer.actor(), new).await {
            Ok(created) => {
                let named = (form.text("name").trim(), kind);
                return view::html(&SecretPage::created(&app, &customer, created, named));
            }
            Err(CreateError::TooMany) => {
                form.refuse("name", "You cannot have more tokens than now. Revoke one first.");
            }
            Err(CreateError::Expired | CreateError::TooLate) => {
                form.refuse("expires", format!("At most {JWT_DAYS_MAX} days ahead."));
            }
            Err(CreateError::Db(error)) => return Err(error.into()),
        }
    }
    let warned = form.is_ticked("elsewhere");
    view::refused(&NewTokenPage { warned, ..NewTokenPage::new(&customer, &form) })
}

/// The list with the visitor's own address added, if it is missing.
fn with_mine(typed: &str, address: IpAddr) -> String {
    match networks::parse(typed) {
        Ok(Some(nets)) if networks::covers(Some(&nets), address) => typed.to_owned(),
        _ if typed.trim().is_empty() => address.to_string(),
        _ => format!("{}, {address}", typed.trim().trim_end_matches(',')),
    }
}

fn read_new_token(
    form: &mut SentForm,
    account_id: AccountId,
    now: DateTime<Utc>,
) -> Option<NewToken> {
    let name = form.read("name", token::Name::parse);
    let kind = form.read("kind", |word| TokenKind::parse(word).ok_or("Choose one of the two."));
    let scopes = read_scopes(form);
    let expires_at = read_expiry(form, kind, now);
    let networks: Option<Option<Vec<IpNet>>> = form.read("networks", networks::parse);
    Some(NewToken {
        account_id,
        kind: kind?,
        name: name?,
        scopes: scopes?,
        networks: networks?,
        expires_at: expires_at?,
    })
}

fn read_scopes(form: &mut SentForm) -> Option<Option<Vec<Scope>>> {
    let ticked: Option<Vec<Scope>> = form.all("scope").map(Scope::parse).collect();
    let scopes = match (form.text("access"), ticked) {
        (FULL, _) => Ok(None),
        (READ, _) => Ok(Some(Scope::READ_ONLY.to_vec())),
        (CUSTOM, Some(ticked)) if !ticked.is_empty() => Ok(Some(ticked)),
        (CUSTOM, Some(_)) => Err("Tick what it may do, or choose everything."),
        _ => Err("Choose among what is offered."),
    };
    scopes.map_err(|words| form.refuse("access", words)).ok()
}

fn read_expiry(
    form: &mut SentForm,
    kind: Option<TokenKind>,
    now: DateTime<Utc>,
) -> Option<Option<DateTime<Utc>>> {
    let chosen = form.text("expires").to_owned();
    let days = match chosen.as_str() {
        NEVER if kind == Some(TokenKind::Jwt) => {
            form.refuse("expires", "A JWT always ends: choose when.");
            return None;
        }
        NEVER => return Some(None),
        CUSTOM => form.read("days", |days| match days.trim().parse() {
            Ok(days) if (1..=JWT_DAYS_MAX).contains(&days) => Ok(days),
            _ => Err(format!("A whole number of days, 1 to {JWT_DAYS_MAX}.")),
        })?,
        chosen => match chosen.parse() {
            Ok(days) if EXPIRIES.iter().any(|(known, _)| *known == chosen) => days,
            _ => {
                form.refuse("expires", "Choose one of the list.");
                return None;
            }
        },
    };
    Some(Some(now + TimeDelta::days(days)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_address_is_added_once() {
        let home: IpAddr = "192.0.2.7".parse().unwrap();
        assert_eq!(with_mine(" ", home), "192.0.2.7");
        assert_eq!(with_mine("198.51.100.0/24,", home), "198.51.100.0/24, 192.0.2.7");
        assert_eq!(with_mine("192.0.2.0/24", home), "192.0.2.0/24");
        assert_eq!(with_mine("half typed", home), "half typed, 192.0.2.7");
    }
}

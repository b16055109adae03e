//! /account/tokens/new: makes a token and shows its secret, once.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use ipnet::IpNet;

use crate::accounts::issue::{self, CreateError, Created, JWT_DAYS_MAX};
use crate::accounts::networks::{self, BadNetworks};
use crate::accounts::token::{self, BadName, NewToken, Scope, TokenKind};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::shared::token_view::ends_words;
use crate::web::view::{self, Page};

/// Not the empty value, which browsers take for "nothing chosen yet".
const NEVER: &str = "never";
const CUSTOM: &str = "custom";
/// Days after which a token expires, to choose from.
const EXPIRY_DAYS: [i64; 4] = [7, 30, 60, 90];
const FULL: &str = "full";
const READ: &str = "read";

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
        let lang = customer.lang();
        let scopes = Scope::ALL.into_iter().map(|scope| {
            let ticked = form.all("scope").any(|value| value == scope.as_str());
            Choice::new(scope.as_str(), &scope_words(lang, scope).to_string(), ticked)
        });
        let kinds = TokenKind::ALL.map(|one| (one.as_str().to_owned(), kind_words(lang, one)));
        let presets = [
            (FULL.to_owned(), lang.say("token-access-everything")),
            (READ.to_owned(), lang.say("token-access-read")),
            (CUSTOM.to_owned(), lang.say("token-permissions-ticked")),
        ];
        Self {
            page: customer.page("account"),
            errors: form.errors(),
            typed_name: form.text("name").to_owned(),
            kinds: choices(kinds, kind),
            presets: choices(presets, preset),
            scopes: scopes.collect(),
            expiries: choices(expiries(lang), expires),
            days: form.text("days").to_owned(),
            networks: form.text("networks").to_owned(),
            address: customer.visitor().address.to_canonical().to_string(),
            warned: false,
        }
    }
}

/// Values with their words, of which one is chosen.
fn choices(all: impl IntoIterator<Item = (String, Said)>, chosen: &str) -> Vec<Choice> {
    let choice =
        |(value, word): (String, Said)| Choice::new(&value, &word.to_string(), value == chosen);
    all.into_iter().map(choice).collect()
}

fn expiries(lang: Lang) -> Vec<(String, Said)> {
    let in_days =
        |days: i64| (days.to_string(), lang.say("token-expires-in-days").count("count", days));
    let others = [
        (CUSTOM.to_owned(), lang.say("token-expires-in-other-days")),
        (NEVER.to_owned(), lang.say("token-expires-never")),
    ];
    EXPIRY_DAYS.into_iter().map(in_days).chain(others).collect()
}

fn kind_words(lang: Lang, kind: TokenKind) -> Said {
    match kind {
        TokenKind::Key => lang.say("token-kind-choose-key"),
        TokenKind::Jwt => lang.say("token-kind-choose-jwt"),
    }
}

fn scope_words(lang: Lang, scope: Scope) -> Said {
    match scope {
        Scope::OrdersRead => lang.say("token-scope-orders-read"),
        Scope::OrdersWrite => lang.say("token-scope-orders-write"),
        Scope::ServicesRead => lang.say("token-scope-services-read"),
        Scope::BalanceRead => lang.say("token-scope-balance-read"),
        Scope::AffiliateRead => lang.say("token-scope-affiliate-read"),
    }
}

fn name_words(lang: Lang, _: BadName) -> String {
    lang.say("token-name-bad").to_string()
}

fn networks_words(lang: Lang, error: BadNetworks) -> String {
    let said = match error {
        BadNetworks::Unreadable(word) => lang.say("token-networks-unreadable").with("typed", word),
        BadNetworks::Many => {
            lang.say("token-networks-too-many").count("count", networks::NETWORKS_MAX)
        }
    };
    said.to_string()
}

/// The page after a token was made: its secret is here and nowhere else.
#[derive(Template)]
#[template(path = "dashboard/tokens/token_secret.html")]
pub(super) struct SecretPage {
    page: Page,
    id: i64,
    /// What was made, and what it is called.
    heading: String,
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
        let lang = customer.lang();
        let (heading, example) = match kind {
            TokenKind::Key => (
                lang.say("token-created-key"),
                format!("curl {url}/api/v2 -d key=$KEY -d action=balance"),
            ),
            TokenKind::Jwt => (
                lang.say("token-created-jwt"),
                format!("curl {url}/api/check-balance -H \"Authorization: Bearer $TOKEN\""),
            ),
        };
        Self {
            page: customer.page("account"),
            id: created.id,
            heading: heading.with("name", name).to_string(),
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
        let words = ends_words(customer.lang(), until, app.clock.now());
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
    let lang = customer.lang();
    let new = read_new_token(&mut form, &customer, app.clock.now());
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
                form.refuse("name", lang.say("token-too-many"));
            }
            Err(CreateError::Expired | CreateError::TooLate) => {
                let text = lang.say("token-expires-too-late").count("count", JWT_DAYS_MAX);
                form.refuse("expires", text);
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
    customer: &Customer,
    now: DateTime<Utc>,
) -> Option<NewToken> {
    let lang = customer.lang();
    let name = form
        .read("name", |typed| token::Name::parse(typed).map_err(|error| name_words(lang, error)));
    let kind =
        form.read("kind", |word| TokenKind::parse(word).ok_or_else(|| lang.say("token-kind-none")));
    let scopes = read_scopes(form, lang);
    let expires_at = read_expiry(form, lang, (kind, now));
    let networks: Option<Option<Vec<IpNet>>> = form.read("networks", |typed| {
        networks::parse(typed).map_err(|error| networks_words(lang, error))
    });
    Some(NewToken {
        account_id: customer.id(),
        kind: kind?,
        name: name?,
        scopes: scopes?,
        networks: networks?,
        expires_at: expires_at?,
    })
}

fn read_scopes(form: &mut SentForm, lang: Lang) -> Option<Option<Vec<Scope>>> {
    let ticked: Option<Vec<Scope>> = form.all("scope").map(Scope::parse).collect();
    let scopes = match (form.text("access"), ticked) {
        (FULL, _) => Ok(None),
        (READ, _) => Ok(Some(Scope::READ_ONLY.to_vec())),
        (CUSTOM, Some(ticked)) if !ticked.is_empty() => Ok(Some(ticked)),
        (CUSTOM, Some(_)) => Err(lang.say("token-permissions-none")),
        _ => Err(lang.say("token-permissions-unknown")),
    };
    scopes.map_err(|words| form.refuse("access", words)).ok()
}

fn read_expiry(
    form: &mut SentForm,
    lang: Lang,
    (kind, now): (Option<TokenKind>, DateTime<Utc>),
) -> Option<Option<DateTime<Utc>>> {
    let chosen = form.text("expires").to_owned();
    let days = match chosen.as_str() {
        NEVER if kind == Some(TokenKind::Jwt) => {
            form.refuse("expires", lang.say("token-expires-never-jwt"));
            return None;
        }
        NEVER => return Some(None),
        CUSTOM => form.read("days", |days| match days.trim().parse() {
            Ok(days) if (1..=JWT_DAYS_MAX).contains(&days) => Ok(days),
            _ => Err(lang.say("token-days-bad").count("count", JWT_DAYS_MAX)),
        })?,
        chosen => match EXPIRY_DAYS.into_iter().find(|days| days.to_string() == chosen) {
            Some(days) => days,
            None => {
                form.refuse("expires", lang.say("token-expires-unknown"));
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

    #[test]
    fn an_error_says_in_english_what_the_domain_says() {
        assert_eq!(name_words(Lang::ENGLISH, BadName), BadName.to_string());
        for error in [BadNetworks::Unreadable("10.0.0.0/33".into()), BadNetworks::Many] {
            assert_eq!(networks_words(Lang::ENGLISH, error.clone()), error.to_string());
        }
    }
}

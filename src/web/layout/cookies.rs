//! The cookies of the pages. With an https public URL they are Secure, and their names have the
//! prefix `__Host-`, so that no neighbouring host can set them. Browsers drop such cookies on plain
//! http, so there the names are plain.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HeaderValue, SET_COOKIE};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use url::form_urlencoded;

use crate::accounts::AccountId;
use crate::accounts::device::{self, Device};
use crate::accounts::enter::{HALF_LASTS, HalfSecret};
use crate::accounts::factors::remembered;
use crate::accounts::oidc::flow;
use crate::accounts::oidc::identity::Waiting;
use crate::accounts::session::{AGE_MAX, SessionSecret};
use crate::affiliates::click;
use crate::app::App;
use crate::config::Config;
use crate::kit::lang::Lang;
use crate::settings::Settings;

const YEAR: Duration = Duration::from_secs(365 * 24 * 3600);
/// A message that no page has shown by then is too old.
const FLASH: Duration = Duration::from_secs(60);
/// Browsers drop cookies above 4,096 bytes; a byte of text may take five bytes in a cookie.
const FLASH_BYTES_MAX: usize = 700;

/// The cookie that holds the language's tag.
pub const LANGUAGE: &str = "lang";

/// A message from the page before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// ok, info, warn or bad.
    pub kind: &'static str,
    pub text: String,
}

/// What the session's cookie is called.
pub(super) fn session_name(config: &Config) -> String {
    name(config, "session")
}

/// The session's secret, as the browser sent it.
pub fn session<'j>(config: &Config, jar: &'j CookieJar) -> Option<&'j str> {
    jar.get(&name(config, "session")).map(Cookie::value)
}

/// The id of a visitor who came by an affiliate's link.
pub fn visitor<'j>(config: &Config, jar: &'j CookieJar) -> Option<&'j str> {
    jar.get(&name(config, "visitor")).map(Cookie::value).filter(|id| click::is_visitor(id))
}

/// Remembers that the browser came by a link, and nothing else.
#[must_use]
pub fn set_visitor(config: &Config, id: String, days: i32) -> Cookie<'static> {
    let days = u64::try_from(days).unwrap_or_default();
    own(config, "visitor", id, Duration::from_secs(days * 24 * 3600))
}

/// Signs the browser in.
#[must_use]
pub fn set_session(config: &Config, secret: &SessionSecret) -> Cookie<'static> {
    let age = AGE_MAX.to_std().unwrap_or_default();
    own(config, "session", secret.expose().to_owned(), age)
}

/// The secret of a half sign-in, as the browser sent it.
pub fn half<'j>(config: &Config, jar: &'j CookieJar) -> Option<&'j str> {
    jar.get(&name(config, "half")).map(Cookie::value)
}

/// Leads the browser to the second factor.
#[must_use]
pub fn set_half(config: &Config, secret: &HalfSecret) -> Cookie<'static> {
    let age = HALF_LASTS.to_std().unwrap_or_default();
    own(config, "half", secret.expose().to_owned(), age)
}

/// Ends the half sign-in.
#[must_use]
pub fn drop_half(config: &Config) -> Cookie<'static> {
    own(config, "half", String::new(), Duration::ZERO)
}

/// The secret of a browser that is not asked for the second factor.
pub fn remembered<'j>(config: &Config, jar: &'j CookieJar) -> Option<&'j str> {
    jar.get(&name(config, "remembered")).map(Cookie::value)
}

/// Remembers the browser for its account.
#[must_use]
pub fn set_remembered(config: &Config, secret: String) -> Cookie<'static> {
    own(config, "remembered", secret, remembered::LASTS.to_std().unwrap_or_default())
}

/// What a sign-in by an issuer needs on the way back.
pub fn issuer<'j>(config: &Config, jar: &'j CookieJar) -> Option<&'j str> {
    jar.get(&name(config, "issuer")).map(Cookie::value)
}

/// Begins a sign-in by an issuer.
#[must_use]
pub fn set_issuer(config: &Config, kept: String) -> Cookie<'static> {
    own(config, "issuer", kept, flow::LASTS.to_std().unwrap_or_default())
}

/// Ends it.
#[must_use]
pub fn drop_issuer(config: &Config) -> Cookie<'static> {
    own(config, "issuer", String::new(), Duration::ZERO)
}

/// Whom an issuer has shown us, and who waits to be linked to an account.
pub fn waiting(app: &App, jar: &CookieJar) -> Option<Waiting> {
    let cookie = jar.get(&name(&app.config, "waiting"))?;
    Waiting::unseal(&app.keys, cookie.value(), app.clock.now())
}

/// Remembers it until they have signed in.
#[must_use]
pub fn set_waiting(config: &Config, sealed: String) -> Cookie<'static> {
    own(config, "waiting", sealed, flow::LASTS.to_std().unwrap_or_default())
}

/// Forgets it.
#[must_use]
pub fn drop_waiting(config: &Config) -> Cookie<'static> {
    own(config, "waiting", String::new(), Duration::ZERO)
}

/// What the browser's cookie says of earlier sign-ins.
pub fn device(app: &App, jar: &CookieJar) -> Option<Device> {
    jar.get(&name(&app.config, "device")).and_then(|cookie| device::read(&app.keys, cookie.value()))
}

/// Remembers that this account has signed in with the browser.
#[must_use]
pub fn set_device(app: &App, account_id: AccountId) -> Cookie<'static> {
    own(&app.config, "device", device::issue(&app.keys, account_id), YEAR)
}

/// Signs the browser out.
#[must_use]
pub fn drop_session(config: &Config) -> Cookie<'static> {
    own(config, "session", String::new(), Duration::ZERO)
}

/// Shows a message on the next page. It may contain names that people typed, so it is cut before it
/// is longer than a browser keeps.
#[must_use]
pub fn set_flash(config: &Config, kind: &'static str, text: &str) -> Cookie<'static> {
    let text = shortened(text, FLASH_BYTES_MAX);
    let encoded = form_urlencoded::Serializer::new(String::new()).append_pair(kind, &text).finish();
    own(config, "flash", encoded, FLASH)
}

/// At most this many bytes of `text`, whole characters.
fn shortened(text: &str, bytes_max: usize) -> String {
    if text.len() <= bytes_max {
        return text.to_owned();
    }
    let starts = text.char_indices().map(|(at, _)| at);
    let end = starts.take_while(|at| *at <= bytes_max).last().unwrap_or_default();
    format!("{}…", &text[..end])
}

/// The message for this page.
pub fn flash(config: &Config, jar: &CookieJar) -> Option<Flash> {
    let cookie = jar.get(&name(config, "flash"))?;
    let (kind, text) = form_urlencoded::parse(cookie.value().as_bytes()).next()?;
    let kind = ["ok", "info", "warn", "bad"].into_iter().find(|known| *known == kind)?;
    Some(Flash { kind, text: text.into_owned() })
}

/// Middleware: a message that a whole page has shown is not shown again.
pub async fn spend_flash(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let config = &app.config;
    let jar = CookieJar::from_headers(request.headers());
    let held = jar.get(&name(config, "flash")).is_some();
    let partial = request.headers().contains_key("hx-request");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let html = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/html");
    if held && !partial && headers.get(CONTENT_TYPE).is_some_and(html) {
        let spent = own(config, "flash", String::new(), Duration::ZERO).to_string();
        if let Ok(value) = HeaderValue::from_str(&spent) {
            headers.append(SET_COOKIE, value);
        }
    }
    response
}

/// A choice that the pages' script writes as well: the theme.
#[must_use]
pub fn set_choice(config: &Config, plain: &str, value: &'static str) -> Cookie<'static> {
    let mut cookie = own(config, plain, value.to_owned(), YEAR);
    cookie.set_http_only(false);
    cookie
}

/// The choice among `known` that the cookie holds; the first if it holds none of them.
pub fn choice(
    config: &Config,
    jar: &CookieJar,
    plain: &str,
    known: &[&'static str],
) -> &'static str {
    let held = kept(config, jar, plain);
    known.iter().copied().find(|value| Some(*value) == held).unwrap_or(known[0])
}

/// The language that the browser's cookie names, else the first of its own that the panel offers.
pub fn language(
    config: &Config,
    headers: &HeaderMap,
    jar: &CookieJar,
    settings: &Settings,
) -> Lang {
    let chosen = kept(config, jar, LANGUAGE).and_then(Lang::parse);
    let chosen = chosen.filter(|lang| settings.languages.contains(lang));
    let header = || headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    settings.offered(chosen.or_else(|| Lang::accepted(header()?, &settings.languages)))
}

/// A choice that the server alone reads and writes.
#[must_use]
pub fn keep(config: &Config, plain: &str, value: String) -> Cookie<'static> {
    own(config, plain, value, YEAR)
}

/// What [`keep`] or [`set_choice`] kept.
pub fn kept<'j>(config: &Config, jar: &'j CookieJar, plain: &str) -> Option<&'j str> {
    jar.get(&name(config, plain)).map(Cookie::value)
}

fn name(config: &Config, plain: &str) -> String {
    if config.is_https() { format!("__Host-{plain}") } else { plain.to_owned() }
}

fn own(config: &Config, plain: &str, value: String, age: Duration) -> Cookie<'static> {
    Cookie::build((name(config, plain), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.is_https())
        .max_age(age.try_into().unwrap_or_default())
        .build()
}

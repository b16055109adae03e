//! What every page is made with: the frame's data, times in words, and the answers that carry a
//! template. A page is a struct beside its handler, with a `page: Page` in it.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use chrono::{DateTime, SecondsFormat, Utc};

use super::cookies::Flash;
use super::failure::Failure;
use super::news::News;
use super::running::Running;
use super::said_html::SaidHtml;
use super::{assets, cookies};
use crate::config::Config;
use crate::kit::lang::{Count, Lang, Said};
use crate::kit::page;
use crate::kit::zone::Zone;
use crate::settings::Settings;

/// What `templates/base.html` needs. Made by [`super::guard`].
#[derive(Debug, Clone)]
pub struct Page {
    /// auto, light or dark.
    pub theme: &'static str,
    /// cosy or compact.
    pub density: &'static str,
    /// The current entry of the menu.
    pub section: &'static str,
    /// Whether this is the staff's side.
    pub admin: bool,
    pub panel_name: String,
    /// The owner's settings: logo, colours, languages, maintenance.
    pub settings: Arc<Settings>,
    /// The language of the page; on the staff's side, English.
    pub lang: Lang,
    /// `None`: a guest.
    pub account: Option<Account>,
    pub flash: Option<Flash>,
    /// What stands in the search box.
    pub query: String,
    /// Where the reader reads times; for a guest, UTC.
    pub zone: Zone,
    /// What waits, beside the navigation.
    pub badges: Box<Badges>,
    /// What the owner tells everybody who is signed in.
    pub news: Box<News>,
    /// What staff have started, on their side.
    pub running: Box<Running>,
    /// A member of staff sees the page as this customer.
    pub visit: Option<Box<Visited>>,
}

/// Whose pages a member of staff sees, and until when.
#[derive(Debug, Clone)]
pub struct Visited {
    pub email: String,
    pub until: DateTime<Utc>,
}

impl Page {
    /// The URL of a static file, with its content's hash in it.
    #[must_use]
    pub fn asset(&self, path: &str) -> String {
        assets::url(path)
    }

    /// A message in the page's language.
    #[must_use]
    pub fn say(&self, key: &'static str) -> Said {
        self.lang.say(key)
    }

    /// A message with markup of its own.
    #[must_use]
    pub fn say_html(&self, key: &'static str) -> SaidHtml {
        SaidHtml::new(self.lang, key)
    }

    /// The languages to choose from.
    #[must_use]
    pub fn languages(&self) -> Vec<Lang> {
        self.settings.languages.clone()
    }

    /// The owner's colours as a style sheet; `None`: the panel's own.
    #[must_use]
    pub fn colours(&self) -> Option<String> {
        let (light, dark) = self.settings.accents()?;
        Some(format!("/colours/{}-{}", light.digits(), dark.digits()))
    }

    /// What stands on top of each page of customers, because no orders are taken; `None`: they are.
    #[must_use]
    pub fn maintenance(&self) -> Option<String> {
        if !self.settings.maintenance {
            return None;
        }
        Some(match self.settings.maintenance_text.as_str() {
            "" => self.say("maintenance").to_string(),
            text => text.to_owned(),
        })
    }

    /// A whole number, in groups.
    #[must_use]
    pub fn number(&self, number: impl Count) -> String {
        self.lang.number(number)
    }

    /// A moment in words, as seen when the page was made.
    #[must_use]
    pub fn relative(&self, when: &When) -> String {
        self.lang.relative(when.at, when.now)
    }

    /// A moment with its date, where the reader is.
    #[must_use]
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        self.lang.moment(*at, self.zone)
    }

    /// Its time of day there.
    #[must_use]
    pub fn time(&self, at: &DateTime<Utc>) -> String {
        self.zone.time(*at)
    }

    /// Its day there.
    #[must_use]
    pub fn date(&self, at: &DateTime<Utc>) -> String {
        self.lang.date(self.zone.day(*at))
    }
}

/// Counts beside the navigation; "" for nothing. All but the last two are for the staff's side.
#[derive(Debug, Clone, Default)]
pub struct Badges {
    pub desk: String,
    pub credits: String,
    pub changes: String,
    pub tickets: String,
    /// A customer's tickets with answers that they have not read.
    pub answers: String,
    /// A customer's notices that they have not read.
    pub unread: i64,
}

/// Whose page it is.
#[derive(Debug, Clone)]
pub struct Account {
    pub email: String,
    /// To read at a glance, with its currency.
    pub balance: String,
    /// The same, to the last digit.
    pub exact_balance: String,
    pub is_staff: bool,
    pub is_owner: bool,
    pub may_set_up: bool,
    pub may_see_reports: bool,
}

/// A moment, as people and as machines read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    pub at: DateTime<Utc>,
    /// From when it is seen.
    pub now: DateTime<Utc>,
}

impl When {
    /// `at`, seen from `now`.
    #[must_use]
    pub fn new(at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self { at, now }
    }

    /// For machines.
    #[must_use]
    pub fn iso(&self) -> String {
        self.at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }
}

/// A filter that a click sets or removes. See `ui::chips` and `ui::active`.
#[derive(Debug, Clone)]
pub struct Chip {
    pub label: String,
    pub href: String,
    pub on: bool,
    /// "" hides it.
    pub count: String,
}

impl Chip {
    /// Without a count.
    #[must_use]
    pub fn new(label: &str, href: String, on: bool) -> Self {
        Self { label: label.to_owned(), href, on, count: String::new() }
    }
}

/// The links under a list.
#[derive(Debug, Clone)]
pub struct Pager {
    pub newer: Option<String>,
    pub older: Option<String>,
    pub text: String,
}

impl Pager {
    /// For `rows` of the list at `path`, whose filters are `query` (`a=b&c=d`, or empty).
    #[must_use]
    pub fn new<T>(rows: &page::Page<T>, path: &str, query: &str) -> Self {
        let and = if query.is_empty() { "" } else { "&" };
        let link = |side: &str, id: i64| format!("{path}?{query}{and}{side}={id}");
        Self {
            newer: rows.newer.map(|id| link("after", id)),
            older: rows.older.map(|id| link("before", id)),
            text: String::new(),
        }
    }
}

/// The page.
pub fn html(template: &impl Template) -> Result<Response, Failure> {
    Ok(Html(template.render()?).into_response())
}

/// The page with a form whose input was refused.
pub fn refused(template: &impl Template) -> Result<Response, Failure> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// The page with another status.
pub fn html_with(status: StatusCode, template: &impl Template) -> Result<Response, Failure> {
    Ok((status, Html(template.render()?)).into_response())
}

/// The page with a form that came too often, and when to send it again.
pub fn throttled(wait_s: u64, template: &impl Template) -> Result<Response, Failure> {
    let mut response = html_with(StatusCode::TOO_MANY_REQUESTS, template)?;
    response.headers_mut().insert(RETRY_AFTER, wait_s.into());
    Ok(response)
}

/// Goes to `path` after something was done, and shows a message there. `kind`: ok, info, warn or
/// bad.
pub fn done(config: &Config, path: &str, kind: &'static str, text: &str) -> Response {
    let jar = CookieJar::new().add(cookies::set_flash(config, kind, text));
    (jar, Redirect::to(path)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_read_a_moment() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        assert_eq!(When::new(now, now).iso(), "2026-05-28T20:26:40Z");
    }
}

//! The HTML door, as a browser without a script sees it: plain HTTP, with cookies handled by hand.
//!
//! Every answer that a [`Visitor`] gets is checked for what all answers must have: the headers of
//! the door, nothing from another site, no script or style in the page, never a line of plain text.

pub mod affiliate;
pub mod affiliates_staff;
mod alerts;
mod announcements;
mod api_docs;
mod audit;
mod blocked;
mod bonuses;
mod catalogue;
mod catalogue_bulk;
mod closing;
mod cross_site;
mod customer_prices;
mod customers;
mod debts;
mod delivery;
mod deposits;
mod deposits_random;
mod desk;
mod exports;
mod forms;
mod front;
mod fuzz;
pub mod gateways;
mod gateways_desk;
mod gateways_money;
mod gateways_unseen;
mod headers;
mod holds;
mod home;
mod hostile;
mod issuers;
mod languages;
mod links;
mod links_rules;
mod live;
mod look;
mod looks_random;
mod made_passwords;
mod mail;
mod maintenance;
mod mass;
mod notices;
mod notices_told;
mod order_api;
mod order_lists;
mod orders;
mod orders_bulk;
mod orders_staff;
mod pages;
mod passkeys;
mod picker;
mod pictures;
mod places;
mod profile;
mod promos;
mod providers;
mod quoted;
mod renewed;
mod reports;
pub mod roles;
pub mod second_factor;
mod services;
mod sessions;
mod sessions_staff;
mod settings;
mod sign_up;
mod staff;
mod staff_money;
mod start;
mod statement;
mod tickets;
mod tokens;
mod unread;
mod updates;
mod visit;
mod work;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use waybill::accounts::{AccountId, session};
use waybill::kit::db;

use crate::support::{Customer, PASSWORD, Panel};

/// No fields.
pub const NOTHING: [(&str, &str); 0] = [];

/// A browser, as far as the tests need one.
pub struct Visitor<'p> {
    panel: &'p Panel,
    cookies: Mutex<BTreeMap<String, String>>,
    /// Sent with every request.
    headers: Vec<(&'static str, String)>,
}

/// What came back, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    asked: String,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl<'p> Visitor<'p> {
    pub fn new(panel: &'p Panel) -> Self {
        Self { panel, cookies: Mutex::default(), headers: Vec::new() }
    }

    /// A signed-in visitor, without using the sign-in form.
    pub async fn of(panel: &'p Panel, account_id: AccountId) -> Self {
        let clock = panel.app.clock.clone();
        let started = panel.app.db.transaction(move |tx| {
            Box::pin(async move {
                let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
                let secret = session::start(tx, &clock, account_id, address, "a test").await?;
                Ok::<_, db::Error>(secret)
            })
        });
        let secret = started.await.unwrap();
        Self::new(panel).with_cookie(&session_name(panel), secret.expose())
    }

    fn with_cookie(self, name: &str, value: &str) -> Self {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with this header on every request.
    fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The value of a cookie; "" for none.
    fn cookie(&self, name: &str) -> String {
        self.cookies.lock().unwrap().get(name).cloned().unwrap_or_default()
    }

    /// The secret in the browser's cookie; "" for none.
    pub fn session(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.get(&session_name(self.panel)).cloned().unwrap_or_default()
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.panel.http.request(method, format!("{}{path}", self.panel.base));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let cookies = self.cookies.lock().unwrap();
        let pairs: Vec<String> = cookies
            .iter()
            .map(|(name, value)| [name, value].map(String::as_str).join("="))
            .collect();
        if pairs.is_empty() { request } else { request.header("cookie", pairs.join("; ")) }
    }

    /// Sends it, stores the cookies, and checks the rules for every answer.
    async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let asked = format!("{} {}", request.method(), &request.url()[url::Position::BeforePath..]);
        let answer =
            self.panel.http.execute(request).await.unwrap_or_else(|e| panic!("{asked}: {e}"));
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await.unwrap().to_vec();
        for line in headers.get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            match value {
                "" => cookies.remove(name),
                value => cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let answer = Answer { asked, status, headers, body };
        answer.assert_door(self.panel.app.config.is_https());
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).form(fields)).await
    }

    /// Sends an unchanged body under this content type; "" for none.
    async fn post_raw(&self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = self.request(Method::POST, path).body(body);
        self.send(if kind.is_empty() { request } else { request.header("content-type", kind) })
            .await
    }

    async fn sign_in(&self, customer: &Customer) -> Answer {
        self.sign_in_with(&customer.email, PASSWORD).await
    }

    async fn sign_in_with(&self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Whether the browser's cookie gives access.
    async fn is_signed_in(&self) -> bool {
        match self.get("/account").await {
            answer if answer.status == StatusCode::OK => true,
            answer => {
                assert!(answer.location().starts_with("/sign-in"), "{}", answer.asked);
                false
            }
        }
    }
}

impl Answer {
    /// "" when it is not there.
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_else(|_| panic!("{}: not UTF-8", self.asked))
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The line that sets this cookie; "" when there is none.
    fn cookie(&self, name: &str) -> &str {
        let lines = self.headers.get_all("set-cookie").iter();
        let mut lines = lines.map(|line| line.to_str().unwrap());
        lines.find(|line| line.split('=').next() == Some(name)).unwrap_or_default()
    }

    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, self.text());
        self
    }

    /// Checks that the answer redirects to `path`.
    #[track_caller]
    pub fn assert_goes(&self, path: &str) -> &Self {
        assert_eq!((self.status.as_u16(), self.location()), (303, path), "{}", self.asked);
        self
    }

    #[track_caller]
    pub fn assert_shows(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{} lacks {words:?}: {}", self.asked, self.text());
        self
    }

    /// The value of the hidden field with this name.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) =
            self.text().split_once(&start).unwrap_or_else(|| panic!("{}: no {name}", self.asked));
        rest.split('"').next().unwrap().to_owned()
    }

    fn assert_door(&self, https: bool) {
        let asked = &self.asked;
        for (name, value) in headers::EVERYWHERE {
            assert_eq!(self.header(name), value, "{asked}: {name}");
        }
        let hsts = if https { "max-age=31536000" } else { "" };
        assert_eq!(self.header("strict-transport-security"), hsts, "{asked}");
        assert!(!self.header("cache-control").is_empty(), "{asked} may be kept");
        assert_eq!(self.header("access-control-allow-origin"), "", "{asked}");
        assert!(
            !self.status.is_server_error(),
            "{asked}: {} {}",
            self.status,
            String::from_utf8_lossy(&self.body)
        );
        let is_for_robots = asked.contains("/robots.txt");
        if self.header("content-type").starts_with("text/plain") && !is_for_robots {
            panic!("{asked} is answered in plain text: {}", self.text());
        }
        if self.header("content-type").starts_with("text/html")
            && self.header("content-encoding").is_empty()
        {
            assert_eq!(self.header("cache-control"), "no-store", "{asked}");
            headers::assert_own(asked, self.text());
        }
    }
}

fn session_name(panel: &Panel) -> String {
    if panel.app.config.is_https() { "__Host-session" } else { "session" }.to_owned()
}

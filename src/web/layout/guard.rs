//! Who is asking, as the first argument of every handler: [`Visitor`] (anyone), [`Shopper`] (who may
//! see the price list), [`SignedIn`], [`Customer`] (signed in, and has accepted the terms), [`Staff`]
//! (with a second factor, if the owner wants that). What must stay true: a handler with one of the last
//! four runs for nobody else, and a suspended account counts as nobody. Whoever has a password that was
//! made for them counts as none of these, until they have chosen another one ([`Arrived`]).
//!
//! A member of staff who visits a customer's account is that customer on the customers' side, and
//! themselves on the staff's. All of these come through [`Visitor`], which lets such a session read and
//! nothing else; so no handler has to know of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use chrono::{DateTime, Utc};
use url::form_urlencoded;

pub use super::arrived::{Arrived, Shopper};
use super::failure::Failure;
pub use super::local::local_path;
use super::local::{elsewhere, path_and_back};
use super::renewed::Renewed;
use super::view::{self, Page};
use super::visited::visited;
use super::{badges, cookies, news, running};
use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::accounts::device::Device;
use crate::accounts::oidc::identity::Waiting;
use crate::accounts::rights::Rights;
use crate::accounts::session::{self, Limits, Session, SessionId, SessionSecret};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;
use crate::ledger;
use crate::settings::{self, Settings};

/// Anyone, with what is known of them.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub session: Option<Session>,
    /// Where the request comes from, behind proxies too.
    pub address: IpAddr,
    pub user_agent: String,
    /// The visitor's id, if they came by an affiliate's link.
    pub brought: Option<String>,
    /// What the browser's cookie says of earlier sign-ins.
    pub device: Option<Device>,
    /// Whom an issuer has shown us in this browser, and who is not linked to an account yet.
    pub waiting: Option<Waiting>,
    /// Whether htmx asks, for a part of a page.
    pub is_partial: bool,
    /// Another secret that the session has got while the request is answered.
    renewed: Renewed,
    pub(super) frame: Page,
}

/// Someone who is signed in, by a password that they have chosen.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub session: Session,
    visitor: Visitor,
}

/// Someone signed in who has accepted the terms in force.
#[derive(Debug, Clone)]
pub struct Customer(SignedIn);

/// Where somebody goes whose password was made for them.
pub(super) const NEW_PASSWORD: &str = "/new-password";

/// Noted in a request by the guards that let only people in who are signed in.
#[derive(Debug, Clone, Copy)]
pub(super) struct IsSignedIn;

/// A customer whose role opens the admin side.
#[derive(Debug, Clone)]
pub struct Staff(SignedIn);

impl Visitor {
    /// The frame of a page of the customers' side.
    #[must_use]
    pub fn page(&self, section: &'static str) -> Page {
        Page { section, ..self.frame.clone() }
    }

    /// Where they read times.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.frame.zone
    }

    /// The language in which they read.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.frame.lang
    }

    /// The owner's settings.
    #[must_use]
    pub fn settings(&self) -> &Arc<Settings> {
        &self.frame.settings
    }

    /// No visitor: for pages that must not ask the database.
    #[must_use]
    pub fn guest(app: &App, parts: &Parts) -> Self {
        let jar = CookieJar::from_headers(&parts.headers);
        Self::new(app, parts, &jar, app.settings.last())
    }

    fn new(app: &App, parts: &Parts, jar: &CookieJar, settings: Arc<Settings>) -> Self {
        let config = &app.config;
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
        let query = parts.uri.query().unwrap_or_default();
        let query = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "q");
        Self {
            session: None,
            address: app.client(&parts.headers, peer),
            user_agent: header(USER_AGENT.as_str()).unwrap_or_default().to_owned(),
            brought: cookies::visitor(config, jar).map(str::to_owned),
            device: cookies::device(app, jar),
            waiting: cookies::waiting(app, jar),
            is_partial: header("hx-request").is_some(),
            renewed: parts.extensions.get::<Renewed>().cloned().unwrap_or_default(),
            frame: Page {
                theme: cookies::choice(config, jar, "theme", &["auto", "light", "dark"]),
                density: cookies::choice(config, jar, "density", &["cosy", "compact"]),
                section: "",
                admin: false,
                panel_name: settings.panel_name_or(&config.panel_name).to_owned(),
                lang: cookies::language(config, &parts.headers, jar, &settings),
                account: None,
                flash: cookies::flash(config, jar),
                query: query.map(|(_, text)| text.into_owned()).unwrap_or_default(),
                zone: settings.time_zone,
                badges: Box::default(),
                news: Box::default(),
                running: Box::default(),
                visit: None,
                settings,
            },
        }
    }

    pub(super) async fn read(app: &App, parts: &Parts) -> Result<Self, Failure> {
        let jar = CookieJar::from_headers(&parts.headers);
        let settings = app.settings.get(&app.db).await?;
        let mut visitor = Self::new(app, parts, &jar, Arc::clone(&settings));
        let Some(secret) = cookies::session(&app.config, &jar) else {
            return Ok(visitor);
        };
        let limits = Limits::of(&settings);
        let found = session::find(app.db.pool(), &app.clock, limits, secret).await?;
        let Some(mut session) = found else { return Ok(visitor) };
        // Elsewhere, a session of staff opens nothing, the customers' side neither: a stolen cookie is
        // worth nothing there. It is not ended, because whoever comes back goes on.
        if session.account.role.is_staff()
            && !settings::staff_networks(app.db.pool()).await?.admit(visitor.address)
        {
            return Ok(visitor);
        }
        if let Err(error) = session::touch(&app.db, &app.clock, &session).await {
            tracing::warn!(%error, "a session's last use was not noted");
        }
        // During a visit it is that of the member of staff, who has to read the page.
        let theirs = session.lang.filter(|lang| settings.languages.contains(lang));
        visitor.frame.lang = theirs.unwrap_or(visitor.frame.lang);
        visitor.frame.visit = visited(app, parts, &mut session)?;
        let balance = ledger::balance(app.db.pool(), session.account.id).await?;
        visitor.frame.account = Some(view::Account {
            email: session.account.email.to_string(),
            balance: visitor.frame.lang.brief_money(balance, &app.currency),
            exact_balance: visitor.frame.lang.money(balance, &app.currency),
            is_staff: session.account.role.is_staff(),
            is_owner: session.account.rights().may_set_roles(),
            may_set_up: session.account.rights().may_set_up(),
            may_see_reports: session.account.rights().may_see_reports(),
        });
        if !visitor.is_partial && !parts.uri.path().starts_with("/admin") {
            visitor.frame.badges.answers = badges::answers(app, session.account.id).await?;
            visitor.frame.badges.unread = badges::unread(app, session.account.id).await?;
            visitor.frame.news = Box::new(news::of(app, &session, &visitor.frame).await?);
        }
        visitor.frame.zone = session.zone;
        visitor.session = Some(session);
        Ok(visitor)
    }
}

impl SignedIn {
    /// Until when a member of staff sees this customer's pages; `None`: it is the customer.
    #[must_use]
    pub fn visited_until(&self) -> Option<DateTime<Utc>> {
        self.visitor.frame.visit.as_ref().map(|visit| visit.until)
    }

    /// The account's id, which every query carries.
    #[must_use]
    pub fn id(&self) -> AccountId {
        self.session.account.id
    }

    /// What names the session now: it gets another secret when its owner proves the
    /// password or the second factor again.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.visitor.renewed.id().unwrap_or(self.session.id)
    }

    /// The session under the secret that it has now. For verbs that keep or change it after its owner has
    /// proved who they are in the same request.
    #[must_use]
    pub fn session_now(&self) -> Session {
        Session { id: self.session_id(), ..self.session.clone() }
    }

    /// The browser gets this secret with the answer, whatever that is.
    pub fn renew(&self, app: &App, secret: &SessionSecret) {
        self.visitor.renewed.note(app, secret);
    }

    /// What they may do on the staff's side.
    #[must_use]
    pub fn rights(&self) -> Rights {
        self.session.account.rights()
    }

    /// For the audit log.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::account(self.id(), self.visitor.address).with_device(&self.visitor.user_agent)
    }

    /// What is known of them apart from the session.
    #[must_use]
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// The frame of a page of the customers' side.
    #[must_use]
    pub fn page(&self, section: &'static str) -> Page {
        self.visitor.page(section)
    }

    /// The language in which they read the customers' side.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.visitor.lang()
    }

    async fn read(app: &App, parts: &mut Parts) -> Result<Self, Response> {
        let who = Self::read_arrived(app, parts).await?;
        if who.session.has_made_password {
            return Err(elsewhere(&path_and_back(NEW_PASSWORD, parts), who.visitor.is_partial));
        }
        Ok(who)
    }

    pub(super) async fn read_arrived(app: &App, parts: &mut Parts) -> Result<Self, Response> {
        let visitor = Visitor::read(app, parts).await.map_err(IntoResponse::into_response)?;
        match visitor.session.clone() {
            Some(session) => {
                parts.extensions.insert(IsSignedIn);
                Ok(Self { session, visitor })
            }
            None => Err(elsewhere(&path_and_back("/sign-in", parts), visitor.is_partial)),
        }
    }

    async fn read_accepted(app: &App, parts: &mut Parts) -> Result<Self, Response> {
        let who = Self::read(app, parts).await?;
        let terms = app.content.get(&app.db).await.map(|edition| edition.terms());
        let terms = terms.map_err(|error| Failure::from(error).into_response())?;
        // Nobody accepts them in somebody else's name.
        if who.session.account.has_accepted_terms(terms.since) || who.visited_until().is_some() {
            Ok(who)
        } else {
            Err(elsewhere(&path_and_back("/accept-terms", parts), who.visitor.is_partial))
        }
    }
}

impl Staff {
    /// The frame of a page of the admin side.
    #[must_use]
    pub fn page(&self, section: &'static str) -> Page {
        Page { admin: true, lang: Lang::ENGLISH, ..self.0.page(section) }
    }

    /// Refuses those who may not: `staff.require(Rights::may_move_money)?`.
    pub fn require(&self, may: impl FnOnce(Rights) -> bool) -> Result<(), Failure> {
        if may(self.rights()) { Ok(()) } else { Err(Failure::Forbidden) }
    }
}

impl Deref for Customer {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl Deref for Staff {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        Self::read(app, parts).await
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        Self::read(app, parts).await
    }
}

impl FromRequestParts<Arc<App>> for Customer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        SignedIn::read_accepted(app, parts).await.map(Self)
    }
}

impl FromRequestParts<Arc<App>> for Staff {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let who = SignedIn::read_accepted(app, parts).await?;
        // A customer must not learn what exists.
        if who.session.account.role.is_staff() {
            if who.visitor.frame.settings.staff_second_factor && !who.session.has_second {
                return Err(elsewhere("/account/second-factor", who.visitor.is_partial));
            }
            let mut staff = Self(who);
            // A part of a page has no navigation.
            if !staff.visitor.is_partial {
                let beside = running::beside_pages(app, staff.rights()).await;
                let frame = &mut staff.0.visitor.frame;
                (frame.badges, frame.running) = beside.map_err(IntoResponse::into_response)?;
            }
            Ok(staff)
        } else {
            Err(Failure::NotFound.into_response())
        }
    }
}

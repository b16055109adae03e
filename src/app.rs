//! What one process shares among its requests, and its database.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderMap;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::accounts::AccountId;
use crate::accounts::calls::Calls;
use crate::accounts::oidc::Issuers;
use crate::accounts::password::Hasher;
use crate::accounts::sign_in::Throttle;
use crate::accounts::verifier::Verifier;
use crate::alerts::{Measures, Postman};
use crate::catalogue::PriceList;
use crate::config::{self, Config, Place};
use crate::content;
use crate::kit::address;
use crate::kit::clock::Clock;
use crate::kit::db::url::{self, UrlError};
use crate::kit::db::{self, Db, Servers};
use crate::kit::keys::Keys;
use crate::kit::lang::Lang;
use crate::kit::limit::Limit;
use crate::kit::outbound::Outbound;
use crate::kit::postgres::{self, Durability, Server};
use crate::kit::roles;
use crate::kit::sampled::sampled;
use crate::kit::telegram::Telegram;
use crate::ledger::{self, Balances};
use crate::mail::{self, Courier, Outbox};
use crate::orders::Intake;
use crate::orders::averages::Averages;
use crate::orders::news::Newsroom;
use crate::orders::order_detail::Follows;
use crate::orders::status::Statuses;
use crate::payments::Ways;
use crate::providers::Upstreams;
use crate::settings::Recent;

/// Promo codes that an account may try at once, and again over this time.
const CODES_TRIED: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const CODES_PERIOD: Duration = Duration::from_secs(600);

/// Handed to every door in an `Arc`.
pub struct App {
    pub config: Config,
    /// Derived from the panel's secret; they seal and sign.
    pub keys: Keys,
    pub db: Db,
    /// The database's time.
    pub clock: Clock,
    /// ISO 4217; fixed when the books were opened.
    pub currency: String,
    /// Where orders come in.
    pub intake: Intake,
    /// Where single orders' statuses are asked for.
    pub statuses: Statuses,
    /// Where machines ask for balances.
    pub balances: Balances,
    /// Where single orders are asked for by the order API.
    pub follows: Follows,
    /// How long orders take.
    pub averages: Averages,
    /// Tells open pages what moved.
    pub news: Newsroom,
    /// What is on sale, for pages that search it.
    pub price_list: PriceList,
    /// The way to every provider.
    pub upstreams: Upstreams,
    /// The way to payment gateways.
    pub ways: Ways,
    /// The way to issuers, by whom customers sign in.
    pub issuers: Issuers,
    /// The way to other servers.
    pub outbound: Outbound,
    /// Brings alerts to their receivers.
    pub postman: Postman,
    /// The way to Telegram.
    pub telegram: Telegram,
    /// Writes mail.
    pub outbox: Outbox,
    /// Brings mail to its server, or puts it into a folder.
    pub courier: Courier,
    /// What this process counts of itself.
    pub measures: Measures,
    /// Where the private server's data is; `None`: the server is another one.
    pub disk: Option<PathBuf>,
    /// Hashes two passwords at a time.
    pub hasher: Hasher,
    /// Finds who holds a token.
    pub verifier: Verifier,
    /// What tokens were used for.
    pub calls: Calls,
    /// How often passwords may be tried.
    pub throttle: Throttle,
    /// How often an account may try promo codes.
    pub codes: Limit<AccountId>,
    /// What the owner has set, as it was at most two seconds ago.
    pub settings: Recent,
    /// The announcements and pages that are published, as of then.
    pub content: content::Recent,
}

impl App {
    /// The address that a request comes from, behind trusted proxies too.
    #[must_use]
    pub fn client(&self, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
        let forwarded = headers.get_all("x-forwarded-for");
        let hops: Vec<&str> = forwarded.iter().filter_map(|value| value.to_str().ok()).collect();
        if !hops.is_empty() && !self.config.trusts(peer) {
            self.warn_of_proxy(peer);
        }
        address::client(peer, hops.into_iter(), self.config.trusted_proxies())
    }

    /// Where an address is, in words; "" if nobody knows or the operator has no file for it.
    #[must_use]
    pub fn place(&self, lang: Lang, address: &str) -> String {
        let places = self.config.places.as_ref().zip(address.parse().ok());
        places.and_then(|(places, address)| places.of(lang, address)).unwrap_or_default()
    }

    /// It may be a proxy that the operator forgot to name, or a client that makes things up.
    fn warn_of_proxy(&self, peer: IpAddr) {
        if let Some(left_out) = sampled("x-forwarded-for") {
            tracing::warn!(
                %peer,
                left_out,
                "X-Forwarded-For from an address that is not among --trusted-proxies is ignored"
            );
        }
    }

    /// The same, with the folder of the private server's data, whose disk may become full.
    #[must_use]
    pub fn with_disk(self, disk: Option<PathBuf>) -> Self {
        Self { disk, ..self }
    }

    /// The same, with a folder into which mail is put if there is no server for it.
    #[must_use]
    pub fn with_mail_folder(self, folder: PathBuf) -> Self {
        let options = mail_options(&self.config.mail, Some(folder));
        Self { courier: Courier::new(self.keys.clone(), options), ..self }
    }

    /// Makes everything that requests share. The schema must be current.
    pub async fn new(config: Config, keys: Keys, db: Db, clock: Clock) -> Result<Self, db::Error> {
        clock.measure(&db).await?;
        let currency = ledger::currency(db.pool()).await?;
        let deadline = Duration::from_secs(config.provider_deadline_s);
        let outbound = Outbound::within(&config.provider_allow, deadline);
        let telegram = Telegram::new(outbound.clone(), config.alerts.telegram_url.as_str());
        let outbox = Outbox::new(keys.clone(), &config.public_url, &config.panel_name);
        outbox.note(&db).await?;
        Ok(Self {
            postman: Postman::new(keys.clone(), outbound.clone(), telegram.clone()),
            telegram,
            outbox,
            courier: Courier::new(keys.clone(), mail_options(&config.mail, None)),
            measures: Measures::default(),
            disk: None,
            ways: Ways::new(db.clone(), clock.clone(), keys.clone(), outbound.clone())
                .with_bases(config.gateway_bases.clone()),
            issuers: Issuers::new(outbound.clone()),
            upstreams: Upstreams::new(db.clone(), clock.clone(), keys.clone(), outbound.clone()),
            outbound,
            intake: Intake::start(&db, &clock),
            statuses: Statuses::start(&db),
            balances: Balances::start(&db),
            follows: Follows::start(&db),
            averages: Averages::default(),
            news: Newsroom::new(&db),
            price_list: PriceList::default(),
            hasher: Hasher::default().with_breached(config.breached_passwords.clone()),
            verifier: Verifier::start(&keys, &db),
            calls: Calls::default(),
            throttle: Throttle::default(),
            codes: Limit::new(CODES_TRIED, CODES_PERIOD),
            settings: Recent::default(),
            content: content::Recent::default(),
            config,
            keys,
            db,
            clock,
            currency,
        })
    }
}

/// What the operator says about mail.
#[must_use]
pub fn mail_options(config: &config::Mail, folder: Option<PathBuf>) -> mail::Options {
    mail::Options {
        smtp: config.smtp_url.clone().map(|smtp| smtp.signed_by(config.smtp_ca.clone())),
        from: config.mail_from.clone(),
        bounces: config.mail_bounces.clone(),
        folder,
    }
}

/// A panel's database: the private one, which stops with its last user, or the operator's own.
pub struct Database {
    /// As the running role, if the server is the private one; otherwise as the URL says.
    pub db: Db,
    owner: Servers,
    kept: Option<Kept>,
}

/// The time between two checks whether the private server runs, and after a start that failed.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const START_AGAIN: Duration = Duration::from_secs(2);
/// A process that waits for its database says so at the first try and at each of so many.
const SAY_EVERY: u32 = 15;

/// The private server, and the task that starts it again if somebody killed it while we use it.
struct Kept {
    keeper: JoinHandle<Server>,
    stop: CancellationToken,
    disk: PathBuf,
}

impl Kept {
    fn keep(server: Server, data_dir: PathBuf) -> Self {
        let (stop, disk) = (CancellationToken::new(), server.base_dir().to_owned());
        Self { keeper: tokio::spawn(keep(server, data_dir, stop.clone())), stop, disk }
    }

    async fn stop(self) -> Result<(), postgres::Error> {
        self.stop.cancel();
        match self.keeper.await {
            Ok(server) => server.stop().await,
            Err(error) => {
                tracing::error!(%error, "the database's keeper broke down; its server is left");
                Ok(())
            }
        }
    }
}

/// Nobody else starts it. A server of the operator's own has a supervisor; this one has only us.
/// The pool finds it again by itself.
async fn keep(mut server: Server, data_dir: PathBuf, stop: CancellationToken) -> Server {
    let mut wait = LOOK_EVERY;
    loop {
        tokio::select! {
            () = stop.cancelled() => return server,
            () = tokio::time::sleep(wait) => {}
        }
        wait = LOOK_EVERY;
        if !server.is_gone() {
            continue;
        }
        tracing::warn!("the database's server is gone; it is started again");
        match Server::start(&data_dir, Durability::Durable).await {
            Ok(again) => {
                tracing::info!("the database's server runs again");
                server = again;
            }
            Err(error) => {
                tracing::error!(%error, "the database's server does not start");
                wait = START_AGAIN;
            }
        }
    }
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Url(#[from] UrlError),
    #[error(transparent)]
    Private(#[from] postgres::Error),
}

impl Database {
    /// Starts, or attaches to, the private server; or prepares to connect to the given one.
    pub async fn open(place: &Place, connections: u32) -> Result<Self, OpenError> {
        let (owner, run, kept) = match &place.database_url {
            Some(url) if !url.is_empty() => {
                let servers = url::servers(url)?;
                (servers.clone(), servers, None)
            }
            _ => {
                let server = Server::start(&place.data_dir, Durability::Durable).await?;
                let owner = server.options("waybill");
                let run = owner.clone().username(&roles::running(owner.get_username()));
                (owner.into(), run.into(), Some(Kept::keep(server, place.data_dir.clone())))
            }
        };
        Ok(Self { db: Db::new(run, connections), owner, kept })
    }

    /// Waits until there is a server that lets us in and accepts writes, and says so meanwhile: a
    /// process may be started before its database.
    pub async fn wait(&self) -> Result<(), sqlx::Error> {
        for tried in 0_u32.. {
            match self.owner.connect().await {
                Err(error) if db::is_away(&error) => {
                    if tried.is_multiple_of(SAY_EVERY) {
                        tracing::warn!(%error, "waiting for the database");
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                connected => return connected.map(|_| ()),
            }
        }
        Ok(())
    }

    /// Where the private server's data is; `None`: the server is another one.
    #[must_use]
    pub fn disk(&self) -> Option<PathBuf> {
        self.kept.as_ref().map(|kept| kept.disk.clone())
    }

    /// For connections that migrate: as the owner, and to PostgreSQL itself.
    #[must_use]
    pub fn owner(&self) -> &Servers {
        &self.owner
    }

    /// Stops using the database; the last process out stops a private server.
    pub async fn close(self) -> Result<(), OpenError> {
        self.db.pool().close().await;
        if let Some(kept) = self.kept {
            kept.stop().await?;
        }
        Ok(())
    }
}

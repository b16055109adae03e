//! What the operator says. Parsed once, at start; the comments here are the manual that
//! `--help` prints, and every option has a name in the environment.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use lettre::Address;
use lettre::message::Mailbox;
use url::{Host, Url};

use crate::kit::authorities::Authorities;
use crate::kit::db::{self, Servers};
use crate::kit::hash_list::HashList;
use crate::kit::host::Names;
use crate::kit::keys::{Keys, KeysError};
use crate::kit::named_url::NamedUrl;
use crate::kit::places::Places;
use crate::kit::smtp::Smtp;

/// Where the data is. Understood by, and after, every command.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The folder of the panel's own PostgreSQL and of its passwords for the demo
    #[arg(
        long,
        env = "WAYBILL_DATA_DIR",
        default_value = "data",
        global = true,
        value_name = "DIR"
    )]
    pub data_dir: PathBuf,

    /// A PostgreSQL of your own (15 or newer) instead of the private one:
    /// postgres://user:password@host/database
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true, value_name = "URL")]
    pub database_url: Option<String>,

    /// What keys are derived from, 32 characters or more, the same for every process: it seals
    /// providers' keys and signs tokens. Without it, a file holds one. Give it in the environment:
    /// everybody on the machine can read arguments, and this one will be removed
    #[arg(
        long,
        env = "WAYBILL_SECRET",
        hide_env_values = true,
        global = true,
        value_name = "TEXT"
    )]
    pub secret: Option<String>,

    /// The file of the secret, made when it is not there
    /// [default: DIR/secret, with the private PostgreSQL]
    #[arg(long, env = "WAYBILL_SECRET_FILE", global = true, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
}

impl Place {
    /// The panel's keys. With a database of their own, operators must give the secret, because
    /// every process needs the same one.
    pub fn keys(&self) -> Result<Keys, KeysError> {
        let own = self.database_url.as_ref().is_some_and(|url| !url.is_empty());
        let made = (!own).then(|| self.data_dir.join("secret"));
        Keys::open(self.secret.as_deref(), self.secret_file.as_deref().or(made.as_deref()))
    }
}

/// How a panel serves.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// The address to listen on [default: the first free port of 127.0.0.1 from 8080]
    #[arg(long, env = "WAYBILL_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,

    /// Where people reach the panel, as they type it [default: http:// and the address]
    #[arg(long = "public-url", env = "WAYBILL_PUBLIC_URL", value_name = "URL")]
    given_url: Option<Url>,

    /// Serve pages and APIs without doing orders' work (another process does: `waybill work`)
    #[arg(long, env = "WAYBILL_NO_WORK", value_parser = on_or_off())]
    pub no_work: bool,

    /// Send nothing to providers: for use after a restore from a backup, until someone has compared
    /// what they have with what we have
    #[arg(long, env = "WAYBILL_FREEZE_DISPATCH", value_parser = on_or_off())]
    pub freeze_dispatch: bool,

    /// Networks of your proxies, whose X-Forwarded-For counts: 10.0.0.0/8,127.0.0.1/32; or `none`.
    /// Needed with an https public URL
    #[arg(long, env = "WAYBILL_TRUSTED_PROXIES", value_name = "CIDR,…")]
    trusted_proxies: Option<Proxies>,

    /// Other names under which the panel may be asked for, beside the public URL's: hosts without
    /// ports
    #[arg(long, env = "WAYBILL_ALSO_HOST", value_delimiter = ',', value_name = "HOST")]
    also_host: Vec<String>,

    /// Clients that may be connected at a time; fewer if the system allows fewer open files
    #[arg(long, env = "WAYBILL_CLIENT_CONNECTIONS", default_value_t = 10_000, value_name = "N")]
    pub client_connections: usize,

    /// Serve plain http to other machines too. Passwords and keys can then be read on the way
    #[arg(long, env = "WAYBILL_INSECURE_HTTP", value_parser = on_or_off())]
    pub insecure_http: bool,

    /// Serve Prometheus metrics at /metrics on this address; off unless given
    #[arg(long, env = "WAYBILL_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// Names under which metrics may be asked for, beside that address and, on this machine,
    /// localhost: hosts without ports
    #[arg(long, env = "WAYBILL_METRICS_HOST", value_delimiter = ',', value_name = "HOST")]
    pub metrics_host: Vec<String>,

    /// Refuse keys in the URL of /api/v2, because proxies and browsers log URLs
    #[arg(long, env = "WAYBILL_REFUSE_KEY_IN_URL", value_parser = on_or_off())]
    pub refuse_key_in_url: bool,

    /// Calls that one token may make in a minute, by each process; as many as it likes unless given
    #[arg(long, env = "WAYBILL_LIMIT_PER_TOKEN", value_name = "N")]
    pub limit_per_token: Option<NonZeroU32>,

    /// Calls that may come from one address in a minute, to each process; as many as it likes
    /// unless given. Of IPv6 a /64 counts as one
    #[arg(long, env = "WAYBILL_LIMIT_PER_ADDRESS", value_name = "N")]
    pub limit_per_address: Option<NonZeroU32>,

    /// A file that knows where addresses are (.mmdb, such as GeoLite2 City): lists of sessions then say the
    /// place in words. It is read at the start; nobody is asked. None is part of the panel
    #[arg(long, env = "WAYBILL_PLACES", value_name = "FILE", value_parser = Places::open)]
    pub places: Option<Places>,

    /// Passwords of breaches, which nobody may choose: SHA-1 hashes in order, as "Pwned Passwords, ordered by
    /// hash". It is searched where it lies; nobody is asked. The panel's own list counts in any case
    #[arg(long, env = "WAYBILL_BREACHED_PASSWORDS", value_name = "FILE", value_parser = HashList::open)]
    pub breached_passwords: Option<HashList>,

    /// Private networks in which providers and receivers of alerts may be: 127.0.0.0/8. Otherwise
    /// such an address is refused unless it is public
    #[arg(long, env = "WAYBILL_PROVIDER_ALLOW", value_delimiter = ',', value_name = "CIDR")]
    pub provider_allow: Vec<IpNet>,

    /// How long a call to a provider may take, in seconds; an order that is not answered by then
    /// may have been taken, and is for a person to decide
    #[arg(long, env = "WAYBILL_PROVIDER_DEADLINE_S", default_value_t = 60, value_name = "N",
          value_parser = clap::value_parser!(u64).range(1..=60))]
    pub provider_deadline_s: u64,

    /// Connections to PostgreSQL, at most; five more are kept for orders, tokens and statuses
    #[arg(long, env = "WAYBILL_CONNECTIONS", default_value_t = 24, value_name = "N",
          value_parser = clap::value_parser!(u32).range(4..=1000))]
    pub connections: u32,

    #[command(flatten)]
    pub books: Books,

    #[command(flatten)]
    pub alerts: Alerts,

    #[command(flatten)]
    pub mail: Mail,

    #[command(flatten)]
    pub gateways: Gateways,

    /// What the panel calls itself
    #[arg(long, env = "WAYBILL_PANEL_NAME", default_value = "Waybill", value_name = "NAME")]
    pub panel_name: String,

    /// How to reach you about abuse: shown with the terms of use
    #[arg(long, env = "WAYBILL_ABUSE_CONTACT", default_value = "", value_name = "CONTACT")]
    pub abuse_contact: String,

    /// Where people reach the panel; settled by [`Config::settle`].
    #[arg(skip = local_url(8080))]
    pub public_url: Url,

    /// Other addresses of payment gateways, by their ids.
    #[arg(skip)]
    pub gateway_bases: BTreeMap<String, String>,

    /// The names of this panel; settled by [`Config::settle`].
    #[arg(skip)]
    names: Names,
}

/// Where the books are read.
#[derive(Debug, Clone, Args)]
pub struct Books {
    /// A standby of the database, from which the books are checked: postgres://user:password@host/database.
    /// What is kept of a check is written to the database itself
    #[arg(long, env = "WAYBILL_BOOKS_URL", hide_env_values = true, value_name = "URL",
          value_parser = db::url::servers)]
    pub books_url: Option<Servers>,
}

/// How alerts are sent.
#[derive(Debug, Clone, Args)]
pub struct Alerts {
    /// Where Telegram's bots are spoken to, if not at Telegram itself. An address that is not public
    /// must be in a network of --provider-allow
    #[arg(
        long,
        env = "WAYBILL_TELEGRAM_URL",
        default_value = "https://api.telegram.org",
        value_name = "URL"
    )]
    pub telegram_url: Url,
}

/// How mail is sent.
#[derive(Debug, Clone, Default, Args)]
pub struct Mail {
    /// The server that takes the panel's mail: smtp://user:password@host:587 with STARTTLS, smtps://…:465
    /// with TLS from the start; without TLS only on this machine, smtp://127.0.0.1:25?tls=none. Give it
    /// in the environment: everybody on the machine can read arguments. Without it, messages are put into
    /// DIR/mail
    #[arg(
        long,
        env = "WAYBILL_SMTP_URL",
        hide_env_values = true,
        value_name = "URL",
        requires = "mail_from"
    )]
    pub smtp_url: Option<Smtp>,

    /// The authorities that may have signed the certificate of a mail server of your own: a file of
    /// certificates (PEM). The system's then do not count
    #[arg(long, env = "WAYBILL_SMTP_CA", value_name = "FILE", requires = "smtp_url",
          value_parser = Authorities::open)]
    pub smtp_ca: Option<Authorities>,

    /// From whom mail comes: no-reply@example.com, or Shop <no-reply@example.com>. Without a name, the
    /// panel's
    #[arg(long, env = "WAYBILL_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<Mailbox>,

    /// Where servers send what they cannot deliver [default: to the sender]
    #[arg(long, env = "WAYBILL_MAIL_BOUNCES", value_name = "ADDRESS")]
    pub mail_bounces: Option<Address>,
}

/// Where payment gateways are called.
#[derive(Debug, Clone, Default, Args)]
pub struct Gateways {
    /// Another address of a payment gateway than its own, for a server of tests or a way through a
    /// proxy: stripe=http://127.0.0.1:9000. May be given for several. An address that is not public
    /// must be in a network of --provider-allow
    #[arg(
        long,
        env = "WAYBILL_GATEWAY_BASE",
        value_delimiter = ',',
        value_name = "NAME=URL",
        global = true
    )]
    gateway_base: Vec<NamedUrl>,
}

impl Gateways {
    /// The addresses by the names of their gateways; of two for one gateway, the later.
    #[must_use]
    pub fn bases(&self) -> BTreeMap<String, String> {
        let bases = self.gateway_base.iter();
        bases.map(|base| (base.name.clone(), base.url.to_string())).collect()
    }
}

/// The networks of trusted proxies: a list, or `none`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl FromStr for Proxies {
    type Err = ipnet::AddrParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().eq_ignore_ascii_case("none") {
            return Ok(Self::default());
        }
        text.split(',').map(|one| one.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Pretty,
    Json,
}

/// A configuration that must not be served.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the public URL must be http:// or https:// with a host and nothing after it: {0}")]
    PublicUrl(Url),
    #[error(
        "plain http would be served to other machines, where passwords and keys can be read on \
         the way. Put a proxy with TLS in front and give --public-url https://…, or say \
         --insecure-http"
    )]
    Insecure,
    #[error(
        "with an https public URL a proxy stands in front, and without --trusted-proxies every \
         visitor would have its address: one could lock out all. Give the proxy's network, for \
         example --trusted-proxies 127.0.0.1/32, or --trusted-proxies none if visitors connect to \
         the panel itself"
    )]
    Proxies,
}

impl Config {
    /// Completes the configuration with the address that was bound, and refuses what is unsafe.
    pub fn settle(mut self, bound: SocketAddr) -> Result<Self, ConfigError> {
        self.public_url = match &self.given_url {
            Some(url) => url.clone(),
            None if bound.ip().is_unspecified() => local_url(bound.port()),
            None => {
                Url::parse(&format!("http://{bound}")).unwrap_or_else(|_| local_url(bound.port()))
            }
        };
        let url = &self.public_url;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !bare {
            return Err(ConfigError::PublicUrl(self.public_url));
        }
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        let plain = !self.is_https();
        if plain && !self.insecure_http && !(here && bound.ip().is_loopback()) {
            return Err(ConfigError::Insecure);
        }
        if self.is_https() && self.trusted_proxies.is_none() {
            return Err(ConfigError::Proxies);
        }
        let names = self.public_url.host_str().into_iter();
        let names = names.chain(self.also_host.iter().map(String::as_str));
        self.names = Names::new(names, bound.ip());
        self.gateway_bases = self.gateways.bases();
        Ok(self)
    }

    /// Networks of proxies.
    #[must_use]
    pub fn trusted_proxies(&self) -> &[IpNet] {
        self.trusted_proxies.as_ref().map_or(&[], |Proxies(networks)| networks)
    }

    /// Whether this is a trusted proxy's address.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.trusted_proxies().iter().any(|network| network.contains(&peer))
    }

    /// The names of this panel in requests.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Whether browsers come by TLS, so that cookies may be Secure.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// Reads a switch's variable: 1, true, yes, on, or their opposites.
#[must_use]
pub fn on_or_off() -> BoolishValueParser {
    BoolishValueParser::new()
}

fn local_url(port: u16) -> Url {
    Url::parse(&format!("http://127.0.0.1:{port}")).expect("an address and a port are a URL")
}

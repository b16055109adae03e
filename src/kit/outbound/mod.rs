//! The only client that calls other servers, whose URLs people have given.
//!
//! It connects to public addresses and to networks that the operator allows. It checks the address
//! at the moment of connecting, so that a name cannot lead to another address between check and
//! call. Plain http goes only into allowed networks. No redirect is followed, no proxy of the
//! environment is used, nothing is sent twice, and time and size are limited. If a call must happen
//! only once, its caller has to know whether a byte of the request may have left; the answer says
//! so.

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Response, redirect, retry};
use url::{Host, Url};

use super::public::{is_public, is_within};

/// The longest time until a connection is open.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long a connection for reads is kept, and how many.
const IDLE_MAX: Duration = Duration::from_secs(20);
const IDLE_CONNECTIONS_MAX: usize = 8;
/// The wait when a server says "too many" without a time, and the longest wait.
const RETRY_AFTER_S: i64 = 30;
const RETRY_AFTER_S_MAX: i64 = 86_400;

/// Turns a name into addresses.
pub trait Lookup: Send + Sync + 'static {
    fn lookup(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// Asks the system.
struct System;

impl Lookup for System {
    fn lookup(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            Ok(tokio::net::lookup_host((name, 0)).await?.map(|found| found.ip()).collect())
        })
    }
}

/// The client. Cheap to clone.
#[derive(Clone)]
pub struct Outbound(Arc<Inner>);

struct Inner {
    allow: Vec<IpNet>,
    lookup: Arc<dyn Lookup>,
    /// No call may take longer, whatever it asks for.
    longest: Duration,
    /// By scheme and by whether a call may be repeated; made at first use.
    clients: [OnceLock<Result<Client, String>>; 4],
}

/// Why a URL is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("that is no URL")]
    Unreadable,
    #[error("it must begin with https://")]
    Scheme,
    #[error("plain http goes only to networks that --provider-allow names")]
    Plain,
    #[error("a name and password must not stand in it")]
    Credentials,
    #[error("the address is not a public one, and no network of --provider-allow")]
    Address,
}

/// Whether a call changes something on the other server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It may happen only once: it gets a connection of its own and is never repeated.
    Once,
    /// It only reads.
    Read,
}

/// One call.
#[derive(Debug)]
pub struct Call {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// `None`: a GET.
    pub body: Option<Body>,
    pub effect: Effect,
    /// From the first step to the last byte of the answer.
    pub within: Duration,
    pub bytes_max: usize,
}

/// What is posted.
#[derive(Debug)]
pub struct Body {
    pub content_type: &'static str,
    pub text: String,
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    /// Seconds, if the status is 429: at least one.
    pub retry_after_s: Option<i64>,
    /// Whether the server says that it takes idempotency keys.
    pub takes_idempotency_keys: bool,
    /// Whether the server says that a repeat may help, in Stripe's header; `None`: it does not say.
    pub should_retry: Option<bool>,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// There is no whole answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No byte of the request left.
    #[error("{0}")]
    NotSent(String),
    /// It may have arrived; `status` if at least the status came back.
    #[error("{detail}")]
    Lost { detail: String, status: Option<u16> },
}

impl Outbound {
    /// `allow`: networks that may be called although they are not public.
    #[must_use]
    pub fn new(allow: &[IpNet]) -> Self {
        Self::with_lookup(allow, Arc::new(System))
    }

    /// Limits how long a call takes.
    #[must_use]
    pub fn within(allow: &[IpNet], longest: Duration) -> Self {
        Self::made(allow, Arc::new(System), longest)
    }

    /// Looks names up in another way.
    #[must_use]
    pub fn with_lookup(allow: &[IpNet], lookup: Arc<dyn Lookup>) -> Self {
        Self::made(allow, lookup, Duration::MAX)
    }

    fn made(allow: &[IpNet], lookup: Arc<dyn Lookup>, longest: Duration) -> Self {
        let clients = [const { OnceLock::new() }; 4];
        Self(Arc::new(Inner { allow: allow.to_vec(), lookup, longest, clients }))
    }

    /// Reads a URL, and refuses one that would never be called. A name may still lead to an address
    /// that is refused at the moment of connecting.
    pub fn check(&self, url: &str) -> Result<Url, Refused> {
        let url = Url::parse(url.trim()).map_err(|_| Refused::Unreadable)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        let is_plain = url.scheme() == "http";
        let address = match url.host() {
            None => return Err(Refused::Unreadable),
            Some(Host::Domain(_)) if is_plain && self.0.allow.is_empty() => {
                return Err(Refused::Plain);
            }
            Some(Host::Domain(_)) => return Ok(url),
            Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
            Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
        };
        match admits(&self.0.allow, address, is_plain) {
            true => Ok(url),
            false if is_plain && is_public(address) => Err(Refused::Plain),
            false => Err(Refused::Address),
        }
    }

    /// Calls once. A `Err` of [`Failure::NotSent`] is a promise: nothing left.
    pub async fn call(&self, call: Call) -> Result<Reply, Failure> {
        let not_sent = |why: String| Failure::NotSent(why);
        let url = self.check(&call.url).map_err(|refused| not_sent(refused.to_string()))?;
        let client = self.client(url.scheme() == "http", call.effect).map_err(not_sent)?;
        let mut request = match call.body {
            Some(body) => client.post(url).header(CONTENT_TYPE, body.content_type).body(body.text),
            None => client.get(url),
        };
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        match request.timeout(call.within.min(self.0.longest)).send().await {
            Ok(response) => read(response, call.bytes_max).await,
            // Name, connection or TLS failed, on a connection that was only for this request; or
            // there was no request to send.
            Err(error) if error.is_connect() || error.is_builder() => {
                Err(Failure::NotSent(words(&error)))
            }
            Err(error) => Err(Failure::Lost { detail: words(&error), status: None }),
        }
    }

    fn client(&self, is_plain: bool, effect: Effect) -> Result<&Client, String> {
        let at = usize::from(is_plain) * 2 + usize::from(effect == Effect::Read);
        let made = self.0.clients[at].get_or_init(|| {
            let guard = Guard { inner: Arc::downgrade(&self.0), is_plain };
            let builder = Client::builder()
                .retry(retry::never())
                .redirect(redirect::Policy::none())
                .no_proxy()
                .referer(false)
                .http1_only()
                .user_agent("Waybill")
                .tcp_nodelay(true)
                .connect_timeout(CONNECT_WITHIN)
                .pool_idle_timeout(IDLE_MAX)
                .pool_max_idle_per_host(match effect {
                    Effect::Once => 0,
                    Effect::Read => IDLE_CONNECTIONS_MAX,
                })
                .dns_resolver(Arc::new(guard));
            // Without encryption there is nothing to verify, so the system's roots are not loaded.
            let builder = if is_plain { builder.tls_certs_only([]) } else { builder };
            builder.build().map_err(|error| words(&error))
        });
        made.as_ref().map_err(Clone::clone)
    }
}

fn admits(allow: &[IpNet], address: IpAddr, is_plain: bool) -> bool {
    is_within(allow, address) || (!is_plain && is_public(address))
}

/// Checks each address that a name leads to, just before connecting to it.
struct Guard {
    inner: std::sync::Weak<Inner>,
    is_plain: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (inner, is_plain) = (self.inner.upgrade(), self.is_plain);
        let name = name.as_str().to_owned();
        Box::pin(async move {
            let inner = inner.ok_or("the client is gone")?;
            let found = inner.lookup.lookup(name).await?;
            let admitted: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| admits(&inner.allow, *address, is_plain))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if admitted.is_empty() {
                return Err(Refused::Address.into());
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}

async fn read(mut response: Response, bytes_max: usize) -> Result<Reply, Failure> {
    let status = response.status().as_u16();
    let lost = |detail: String| Failure::Lost { detail, status: Some(status) };
    let headers = response.headers();
    let reply = Reply {
        status,
        retry_after_s: (status == 429).then(|| retry_after_s(headers)),
        takes_idempotency_keys: text(headers, "idempotency-support")
            .is_some_and(|said| said.trim() == "idempotency_key"),
        should_retry: text(headers, "stripe-should-retry")
            .and_then(|said| said.trim().parse().ok()),
        content_type: text(headers, CONTENT_TYPE.as_str()).map(str::to_owned),
        body: Vec::new(),
    };
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(Reply { body, ..reply }),
            Ok(Some(chunk)) if body.len() + chunk.len() > bytes_max => {
                return Err(lost(format!("the answer is longer than {bytes_max} bytes")));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(error) => return Err(lost(words(&error))),
        }
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The header's seconds, or the seconds until its date, by the server's own clock.
fn retry_after_s(headers: &HeaderMap) -> i64 {
    let date = |name: &str| -> Option<DateTime<Utc>> {
        DateTime::parse_from_rfc2822(text(headers, name)?).ok().map(|date| date.to_utc())
    };
    let seconds = text(headers, RETRY_AFTER.as_str()).and_then(|said| said.trim().parse().ok());
    let until = || Some((date(RETRY_AFTER.as_str())? - date(DATE.as_str())?).num_seconds());
    seconds.or_else(until).unwrap_or(RETRY_AFTER_S).clamp(1, RETRY_AFTER_S_MAX)
}

/// An error with its causes, and without the URL. What the system says by a number is said in words.
fn words(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut words = if error.is_timeout() { "timed out" } else { "the call failed" }.to_owned();
    while let Some(error) = cause {
        if let Some(plain) = error.downcast_ref::<io::Error>().and_then(plain) {
            return plain.to_owned();
        }
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words.chars().take(500).collect()
}

/// The usual faults of a connection.
fn plain(error: &io::Error) -> Option<&'static str> {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some("its server refused the connection"),
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            Some("its server broke off the connection")
        }
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            Some("its server cannot be reached")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;

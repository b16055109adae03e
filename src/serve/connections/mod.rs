//! The HTTP server: takes connections, as many as there is room for, and ends those that keep it
//! waiting. Every limit of time and number of a connection is here; what is done with a request is
//! the service's.
//!
//! Must stay true: a client that sends nothing, or slowly, or does not read, never keeps another
//! one out. If there is no room, the connection that has waited longest for its request ends.

mod connection;
mod room;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::http::header::CONNECTION;
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use ipnet::IpNet;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::{Service, ServiceExt as _};

use connection::{Ended, Watched, watch_request, watch_response};
use room::{Place, Room};

use super::front;
use crate::kit::sampled::sampled;

/// Most bytes of a request's first line and headers.
const HEAD_BYTES_MAX: usize = 128 * 1024;
/// The wait after a connection could not be taken, because descriptors are used up for instance.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);
/// Paths that are answered on the connections kept back for them.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

/// How many connections, and how long they may keep the server waiting.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections in all. A few more are taken for health checks.
    pub connections: usize,
    /// Connections from one network (an IPv4 address, an IPv6 /64).
    pub per_network: usize,
    /// Networks that have no limit of their own: those of trusted proxies.
    pub trusted: Vec<IpNet>,
    /// From a request's first byte to the end of its headers.
    pub head: Duration,
    /// From there to the end of its body.
    pub body: Duration,
    /// Between two requests, and before the first.
    pub idle: Duration,
    /// How long a client may take nothing of an answer that is there.
    pub write: Duration,
}

impl Limits {
    /// The usual times. `idle` is more than the 60 s for which nginx keeps a connection, so that
    /// the proxy ends it and not we.
    #[must_use]
    pub fn new(connections: usize, trusted: Vec<IpNet>) -> Self {
        Self {
            connections,
            per_network: (connections / 8).max(64).min(connections),
            trusted,
            head: Duration::from_secs(10),
            body: Duration::from_secs(60),
            idle: Duration::from_secs(75),
            write: Duration::from_secs(30),
        }
    }
}

/// Raises the process's own limit of open descriptors as far as the system allows, and answers it.
#[must_use]
pub fn raise_descriptors() -> u64 {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) => limit,
        Err(error) => {
            tracing::warn!(%error, "the limit of open descriptors was not raised");
            rlimit::Resource::NOFILE.get_soft().unwrap_or(1024)
        }
    }
}

/// Serves until `stop` is cancelled; then takes no more connections, and returns when the requests
/// that are under way are answered. `is_https`: whether clients come by https, so that answers from
/// here say to stay there.
pub async fn serve<S>(
    listener: TcpListener,
    service: S,
    limits: Limits,
    stop: CancellationToken,
    is_https: bool,
) where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let room = Arc::new(Room::new(limits));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    // Heads are timed by `connection`, which tells a slow head from an idle connection.
    http.timer(TokioTimer::new()).header_read_timeout(None).max_buf_size(HEAD_BYTES_MAX);
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            taken = take(&listener) => taken,
        };
        let Some(place) = room.enter(peer.ip()) else { continue };
        let service = service.clone();
        let requests = Arc::clone(&place);
        let answer = service_fn(move |request| {
            answer(service.clone(), Arc::clone(&requests), peer, request, is_https)
        });
        let stream = TokioIo::new(Watched::new(stream, Arc::clone(&place)));
        let connection = graceful.watch(http.serve_connection(stream, answer));
        let room = Arc::clone(&room);
        tokio::spawn(async move {
            let why = tokio::select! {
                done = connection => {
                    if let Err(error) = done {
                        tracing::debug!(%error, "a connection broke");
                    }
                    Ended::ByClient
                }
                why = place.overdue(room.limits()) => why,
            };
            room.leave(&place, why);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The next connection. If it cannot be taken, others are still served.
async fn take(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Small answers leave at once.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "nodelay");
                }
                return (stream, peer);
            }
            Err(error) => {
                if let Some(left_out) = sampled("accept") {
                    tracing::error!(%error, left_out, "a connection could not be taken");
                }
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}

async fn answer<S>(
    service: S,
    place: Arc<Place>,
    peer: SocketAddr,
    request: Request<Incoming>,
    is_https: bool,
) -> Result<
    Response<impl hyper::body::Body<Data = hyper::body::Bytes, Error = axum::Error>>,
    Infallible,
>
where
    S: Service<Request, Response = Response, Error = Infallible> + Send,
{
    let (parts, body) = request.into_parts();
    let is_health = HEALTH.contains(&parts.uri.path());
    let last = |status, words| last(status, words, is_https);
    let mut request =
        Request::from_parts(parts, Body::new(watch_request(body, Arc::clone(&place))));
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = if place.has_bare_lf() {
        last(StatusCode::BAD_REQUEST, "a line of the request ends without CR\n")
    } else if place.is_for_health && !is_health {
        last(StatusCode::SERVICE_UNAVAILABLE, "too many connections; try again\n")
    } else {
        let Ok(response) = service.oneshot(request).await;
        response
    };
    Ok(response.map(|body| watch_response(body, place)))
}

/// An answer after which the connection ends.
fn last(status: StatusCode, words: &'static str, is_https: bool) -> Response {
    let mut response = (status, [(CONNECTION, "close")], words).into_response();
    front::protect(response.headers_mut(), is_https);
    response
}

/// Whether this address is in one of these networks.
fn is_in(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address.to_canonical()))
}

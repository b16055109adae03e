//! The order API with bearer tokens: it creates an order, shows an order, and shows the balance.
//! Every answer is JSON, also for unknown paths and methods. The contract is `docs/API.md`;
//! integrations of the protocol match it to the letter.

mod answer;
mod create;
mod show;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;

use crate::accounts::token::Scope;
use crate::accounts::verifier::Verified;
use crate::api::body::{self, BodyError};
use crate::api::{Call, Doors};
use crate::kit::body::Whole;
use answer::Fault;
pub use create::Codes;

/// The door's paths, and all that could be under them.
pub fn router(doors: Arc<Doors>) -> Router {
    Router::new()
        .route("/api/order", any(handle))
        .route("/api/order/", any(handle))
        .route("/api/order/{*rest}", any(handle))
        .route("/api/check-balance", any(handle))
        .route("/api/check-balance/", any(handle))
        .route("/api/check-balance/{*rest}", any(handle))
        .layer(CatchPanicLayer::custom(|_| Fault::Internal.into_response()))
        .with_state(doors)
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action<'p> {
    Create,
    /// An order by its id, as it was sent.
    Show(&'p str),
    Balance,
}

impl<'p> Action<'p> {
    /// In the token's log.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "order/create",
            Self::Show(_) => "order",
            Self::Balance => "check-balance",
        }
    }

    fn of(method: &Method, path: &'p str) -> Result<Self, Fault> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let reads = matches!(*method, Method::GET | Method::HEAD);
        match path.strip_prefix("/api/order/") {
            _ if path == "/api/check-balance" && reads => Ok(Self::Balance),
            _ if path == "/api/check-balance" => Err(Fault::Method("GET, HEAD, OPTIONS")),
            Some("create") if *method == Method::POST => Ok(Self::Create),
            Some("create") => Err(Fault::Method("POST, OPTIONS")),
            None => Err(Fault::Path),
            Some(id) if id.is_empty() || id.contains('/') => Err(Fault::Path),
            Some(id) if reads => Ok(Self::Show(id)),
            Some(_) => Err(Fault::Method("GET, HEAD, OPTIONS")),
        }
    }

    const fn scope(self) -> Scope {
        match self {
            Self::Create => Scope::OrdersWrite,
            Self::Show(_) => Scope::OrdersRead,
            Self::Balance => Scope::BalanceRead,
        }
    }
}

async fn handle(
    State(doors): State<Arc<Doors>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    answer(&doors, peer.ip(), request).await.unwrap_or_else(|fault| {
        fault.log();
        fault.into_response()
    })
}

/// Path and method, body, token, scope; then the call's own checks.
async fn answer(doors: &Doors, peer: IpAddr, request: Request) -> Result<Response, Fault> {
    let (parts, body) = request.into_parts();
    let started = Instant::now();
    let action = match Action::of(&parts.method, parts.uri.path()) {
        Err(Fault::Method(allowed)) if parts.method == Method::OPTIONS => {
            return Ok(answer::options(allowed));
        }
        action => action?,
    };
    let headers = &parts.headers;
    let call = Call { from: doors.app.client(headers, peer), action: action.as_str(), started };
    let caller = match doors.bearer(headers, &call).await {
        Ok(caller) => caller,
        Err(error) => {
            body::skip(body).await;
            return Err(error.into());
        }
    };
    // Read before anything else is refused, so that the client finds an answer and not a reset.
    let body = match action {
        Action::Create => body::read(headers, body).await.map_err(|error| match error {
            BodyError::TooLarge => Fault::Bad("The body must have at most 1 MiB".into()),
            BodyError::Coded => Fault::Coded,
            BodyError::Busy => Fault::Busy,
            BodyError::Broken => Fault::Bad("The body could not be read".into()),
        }),
        Action::Show(_) | Action::Balance => Ok(Whole::default()),
    };
    let answer = act(doors, (&caller, call.from), action, headers, body).await;
    doors.note(caller.token_id, &call, answer.as_ref().map(|_| ()).map_err(Fault::noted));
    answer
}

/// Limits and scope; then what is asked for.
async fn act(
    doors: &Doors,
    (caller, from): (&Verified, IpAddr),
    action: Action<'_>,
    headers: &HeaderMap,
    body: Result<Whole, Fault>,
) -> Result<Response, Fault> {
    let wait = doors.limits.check(caller.token_id, from);
    wait.map_err(|wait_s| Fault::Limit { wait_s })?;
    if !caller.allows(action.scope()) {
        return Err(Fault::Scope);
    }
    match action {
        Action::Create => create::create(doors, caller, headers, &body?).await,
        Action::Show(id) => show::show(&doors.app, caller.account_id, id).await,
        Action::Balance => show::balance(&doors.app, caller).await,
    }
}

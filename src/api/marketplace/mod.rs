//! The affiliate marketplace API: what an affiliate's own scripts read. Every answer under
//! `/api/v1` is JSON in the shapes of that API, whatever is wrong. The contract is `docs/API.md`.

mod answer;
mod page;
mod query;
mod rows;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;

use crate::accounts::token::Scope;
use crate::accounts::verifier::Verified;
use crate::api::body;
use crate::api::{Call, Doors};
use answer::Fault;
use query::Query;

/// The door's paths, and all that could be under them.
pub fn router(doors: Arc<Doors>) -> Router {
    Router::new()
        .route("/api/v1", any(handle))
        .route("/api/v1/", any(handle))
        .route("/api/v1/{*rest}", any(handle))
        .layer(CatchPanicLayer::custom(|_| Fault::Internal.into_response()))
        .with_state(doors)
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Referrals,
    Payments,
    Links,
    Offers,
}

impl Action {
    const ALL: [Self; 4] = [Self::Referrals, Self::Payments, Self::Links, Self::Offers];

    /// Below `/api/v1/`, and in the token's log.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Referrals => "referral",
            Self::Payments => "payment",
            Self::Links => "affiliate-link/data",
            Self::Offers => "offer",
        }
    }

    fn of(method: &Method, path: &str) -> Result<Self, Fault> {
        let path = path.strip_suffix('/').unwrap_or(path);
        let name = path.strip_prefix("/api/v1/").unwrap_or_default();
        let action = Self::ALL.into_iter().find(|action| action.as_str() == name);
        let action = action.ok_or_else(|| Fault::Path(path.trim_matches('/').to_owned()))?;
        match *method {
            Method::GET | Method::HEAD => Ok(action),
            ref other => Err(Fault::Method { method: other.to_string(), name: action.as_str() }),
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

/// Path and method, token, limits, scope; then the parameters.
async fn answer(doors: &Doors, peer: IpAddr, request: Request) -> Result<Response, Fault> {
    let (parts, body) = request.into_parts();
    let started = Instant::now();
    if parts.headers.contains_key(header::CONTENT_LENGTH)
        || parts.headers.contains_key(header::TRANSFER_ENCODING)
    {
        // Read and forgotten, so that the client finds an answer and not a reset.
        body::skip(body).await;
    }
    let action = Action::of(&parts.method, parts.uri.path())?;
    let from = doors.app.client(&parts.headers, peer);
    let call = Call { from, action: action.as_str(), started };
    let caller = doors.bearer(&parts.headers, &call).await?;
    let answer = act(doors, (&caller, from), action, &parts).await;
    doors.note(caller.token_id, &call, answer.as_ref().map(|_| ()).map_err(Fault::noted));
    answer
}

async fn act(
    doors: &Doors,
    (caller, from): (&Verified, IpAddr),
    action: Action,
    parts: &Parts,
) -> Result<Response, Fault> {
    let wait = doors.limits.check(caller.token_id, from);
    wait.map_err(|wait_s| Fault::Limit { wait_s })?;
    if !caller.allows(Scope::AffiliateRead) {
        return Err(Fault::Scope);
    }
    let query = Query::read(action, parts.uri.query().unwrap_or_default())?;
    let body = match action {
        Action::Referrals => page::referrals(&doors.app, caller.account_id, &query).await?,
        Action::Payments => page::payments(&doors.app, caller.account_id, &query).await?,
        Action::Links => page::links(&doors.app, caller.account_id, &query).await?,
        Action::Offers => page::offers(&doors.app, caller.account_id, &query).await?,
    };
    Ok(answer::ok(body))
}

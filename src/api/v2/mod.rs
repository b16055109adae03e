//! API v2, the protocol of the trade: one endpoint by GET and POST, and every answer is JSON. The
//! contract is `docs/API.md`; clients match the words here to the letter.

mod answer;
mod object;
mod orders;
mod parameters;
mod refills;
mod sent_ids;
pub mod services;
mod shown;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;

use crate::accounts::account::Status;
use crate::accounts::token::Scope;
use crate::accounts::verifier::{Verified, VerifyError};
use crate::api::{Call, Doors};
use crate::app::App;
use answer::{Answer, Fault};
use parameters::Parameters;

/// The door's one endpoint, under both of its spellings.
pub fn router(doors: Arc<Doors>) -> Router {
    Router::new()
        .route("/api/v2", any(handle))
        .route("/api/v2/", any(handle))
        .layer(CatchPanicLayer::custom(|_| Fault::Internal.into_response()))
        .with_state(doors)
}

async fn handle(
    State(doors): State<Arc<Doors>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let from = doors.app.client(request.headers(), peer.ip());
    // Before anything is read: a browser's preflight must not place an order.
    match *request.method() {
        Method::GET | Method::POST => {}
        Method::OPTIONS => return answer::options(),
        _ => return Fault::Method.into_response(),
    }
    let is_get = request.method() == Method::GET;
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let answer = match Parameters::read(&head, body).await {
        Ok(parameters) => {
            let asked = Asked { parameters, headers: head.headers, is_get, from, started };
            handle_read(&doors, &asked).await
        }
        Err(fault) => Err(fault),
    };
    answer.unwrap_or_else(|fault| {
        fault.log();
        fault.into_response()
    })
}

/// A request that was read.
struct Asked {
    parameters: Parameters,
    headers: HeaderMap,
    is_get: bool,
    from: IpAddr,
    started: Instant,
}

/// Finds whose key it is; then makes the call, and notes it in the key's log however it ends.
async fn handle_read(doors: &Doors, asked: &Asked) -> Result<Response, Fault> {
    // An action that is not text is not an action; we say so as soon as we know whose call this is.
    let action = asked.parameters.get("action").ok().flatten().and_then(Action::parse);
    let call = Call {
        from: asked.from,
        action: action.map_or("no such action", Action::as_str),
        started: asked.started,
    };
    let caller = caller(doors, &call, asked).await?;
    let answer = answer(doors, &caller, action, asked).await;
    doors.note(caller.token_id, &call, answer.as_ref().map(|_| ()).map_err(Fault::noted));
    answer
}

/// Limits, account, action, scope; then the action's own checks.
async fn answer(
    doors: &Doors,
    caller: &Verified,
    action: Option<Action>,
    asked: &Asked,
) -> Result<Response, Fault> {
    let app: &App = &doors.app;
    let Asked { parameters, headers, is_get, from, .. } = asked;
    let wait = doors.limits.check(caller.token_id, *from);
    wait.map_err(|wait_s| Fault::Limit { wait_s })?;
    if caller.status != Status::Active {
        return Err(Fault::Suspended);
    }
    let action = action.ok_or(Fault::Request)?;
    if !caller.allows(action.scope()) {
        return Err(Fault::Scope);
    }
    let account_id = caller.account_id;
    let answer: Answer = match action {
        Action::Services => {
            return services::list(doors, account_id, *is_get, headers).await;
        }
        Action::Add => orders::add(app, caller, headers, parameters).await?,
        Action::Status => orders::status(app, account_id, parameters).await?,
        Action::Cancel => orders::cancel(app, account_id, parameters).await?,
        Action::Refill => refills::refill(app, account_id, parameters).await?,
        Action::RefillStatus => refills::status(app, account_id, parameters).await?,
        Action::Balance => orders::balance(app, account_id).await?,
    };
    Ok(answer.into_response())
}

#[derive(Clone, Copy)]
enum Action {
    Services,
    Add,
    Status,
    Refill,
    RefillStatus,
    Cancel,
    Balance,
}

impl Action {
    const ALL: [Self; 7] = [
        Self::Services,
        Self::Add,
        Self::Status,
        Self::Refill,
        Self::RefillStatus,
        Self::Cancel,
        Self::Balance,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Add => "add",
            Self::Status => "status",
            Self::Refill => "refill",
            Self::RefillStatus => "refill_status",
            Self::Cancel => "cancel",
            Self::Balance => "balance",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }

    fn scope(self) -> Scope {
        match self {
            Self::Services => Scope::ServicesRead,
            Self::Add | Self::Refill | Self::Cancel => Scope::OrdersWrite,
            Self::Status | Self::RefillStatus => Scope::OrdersRead,
            Self::Balance => Scope::BalanceRead,
        }
    }
}

/// Whose key it is: from the body, the query, `X-Api-Key` or `Authorization: Bearer`.
async fn caller(doors: &Doors, call: &Call, asked: &Asked) -> Result<Arc<Verified>, Fault> {
    let app: &App = &doors.app;
    let Asked { parameters, headers, .. } = asked;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = header("authorization")
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token);
    let key = parameters
        .key(!app.config.refuse_key_in_url)
        .or_else(|| header("x-api-key"))
        .or(bearer)
        .unwrap_or_default()
        .trim();
    match app.verifier.find(&app.clock, key, call.from).await {
        Ok(caller) => Ok(caller),
        Err(VerifyError::Refused(ours)) => {
            doors.refused(call, ours).map_err(|wait_s| Fault::Limit { wait_s })?;
            Err(Fault::Key)
        }
        Err(VerifyError::Read(error)) => Err(error.into()),
    }
}

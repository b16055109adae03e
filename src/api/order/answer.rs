//! Answers and faults of the order API: `code` 1 is a success, everything else is `code` -1 with a
//! message for the developer who uses it.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::api::{
    AWAY_RETRY_S, BearerError, MAINTENANCE_RETRY_S, UNVERIFIED, log_db_fault, log_fault,
};
use crate::kit::batch::ReadError;
use crate::kit::db;
use crate::orders::PlaceError;

const IDEMPOTENCY_SUPPORT: HeaderName = HeaderName::from_static("idempotency-support");

/// JSON with the headers that every answer of this door carries.
pub(super) fn respond(status: StatusCode, body: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(IDEMPOTENCY_SUPPORT, HeaderValue::from_static("idempotency_key"));
    response
}

/// The answer to OPTIONS. No other site is told that its pages may ask here.
pub(super) fn options(allowed: &'static str) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// Everything that is not a success.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is no token, or it is not accepted: the caller cannot tell why.
    Token,
    /// The token may not do this.
    Scope,
    /// What was sent is wrong, and how.
    Bad(Cow<'static, str>),
    /// Unknown, or of another account.
    Order,
    /// Not a call of this door.
    Path,
    /// Only these methods are for this path.
    Method(&'static str),
    /// The body is compressed, or coded in another way.
    Coded,
    Limit {
        wait_s: u64,
    },
    /// Nothing was done: come back.
    /// No orders are taken: come back later.
    Maintenance,
    Busy,
    /// It may have been done: come back with the same idempotency key.
    Unknown,
    Internal,
    Db(Arc<db::Error>),
}

impl From<db::Error> for Fault {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Unknown => Self::Unknown,
            error => Self::Db(Arc::new(error)),
        }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Busy => Self::Busy,
            ReadError::Db(error) => Self::Db(error),
        }
    }
}

impl From<BearerError> for Fault {
    fn from(error: BearerError) -> Self {
        match error {
            BearerError::Token => Self::Token,
            BearerError::Limit { wait_s } => Self::Limit { wait_s },
            BearerError::Read(error) => error.into(),
        }
    }
}

impl From<PlaceError> for Fault {
    fn from(error: PlaceError) -> Self {
        Self::Bad(match error {
            PlaceError::Unverified => UNVERIFIED.into(),
            PlaceError::Service => "type is not available".into(),
            PlaceError::Link | PlaceError::Blocked(_) => "link is not accepted".into(),
            PlaceError::Quantity => "vote must be a whole number".into(),
            PlaceError::BelowMin(min) => format!("vote must be at least {min}").into(),
            PlaceError::AboveMax(max) => format!("vote must be at most {max}").into(),
            PlaceError::Parameter("after") => "after must be from 0 to 43200".into(),
            PlaceError::Parameter("speed") => "speed is not possible for this type".into(),
            PlaceError::Parameter("position") => "target is not possible for this type".into(),
            PlaceError::Parameter(name) => format!("{name} is wrong").into(),
            PlaceError::DripfeedOff => "drip-feed is not possible for this type".into(),
            PlaceError::Dearer(charge) => {
                format!("The charge is {charge}, more than max_charge").into()
            }
            PlaceError::Funds => "Insufficient balance".into(),
            PlaceError::Duplicate => "There is an open order with this link".into(),
            PlaceError::KeyReused => "Idempotency-Key was used with other parameters".into(),
            PlaceError::Maintenance => return Self::Maintenance,
            PlaceError::Busy => return Self::Busy,
            PlaceError::Unknown => return Self::Unknown,
            PlaceError::Db(error) => return Self::Db(error),
        })
    }
}

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Scope => StatusCode::FORBIDDEN,
            Self::Bad(_) | Self::Order => StatusCode::BAD_REQUEST,
            Self::Path => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Coded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Limit { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Maintenance | Self::Busy | Self::Unknown => StatusCode::SERVICE_UNAVAILABLE,
            Self::Db(error) if error.is_away() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal | Self::Db(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> &str {
        match self {
            Self::Token => "Unauthorized",
            Self::Scope => "Forbidden: the token lacks the scope for this",
            Self::Bad(message) => message,
            Self::Order => "Order not found",
            Self::Path => "Not found",
            Self::Method(_) => "Method not allowed",
            Self::Coded => "Content-Encoding is not supported",
            Self::Limit { .. } => "Too many requests",
            Self::Maintenance => "Orders are not accepted at the moment because of maintenance",
            Self::Busy | Self::Unknown => "Temporarily unavailable, please try again",
            Self::Db(error) if error.is_away() => "Temporarily unavailable, please try again",
            Self::Internal | Self::Db(_) => "Internal error, please try again later",
        }
    }

    /// For the token's log: the message, which contains nothing of what was sent.
    pub(super) fn noted(&self) -> Cow<'static, str> {
        match self {
            Self::Bad(message) => message.clone(),
            other => other.message().to_owned().into(),
        }
    }

    /// Logs our own faults, once, with the request's id from the span around.
    pub(super) fn log(&self) {
        match self {
            Self::Db(error) => log_db_fault("order_api", error),
            Self::Unknown => log_fault("order_api", &"the outcome of a transaction is unknown"),
            Self::Internal => log_fault("order_api", &"it panicked"),
            other => tracing::debug!(fault = ?other, "refused"),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = json!({ "code": -1, "message": self.message() }).to_string();
        let mut response = respond(self.status(), body);
        let headers = response.headers_mut();
        match self {
            Self::Token => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::Method(allowed) => {
                headers.insert(ALLOW, HeaderValue::from_static(allowed));
            }
            Self::Coded => {
                headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            }
            Self::Limit { wait_s } => {
                headers.insert(RETRY_AFTER, wait_s.into());
            }
            Self::Maintenance => {
                headers.insert(RETRY_AFTER, MAINTENANCE_RETRY_S.into());
            }
            Self::Busy | Self::Unknown => {
                headers.insert(RETRY_AFTER, 1.into());
            }
            Self::Db(error) if error.is_away() => {
                headers.insert(RETRY_AFTER, AWAY_RETRY_S.into());
            }
            _ => {}
        }
        response
    }
}

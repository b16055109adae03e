//! Answers and errors of API v2. Every answer is JSON with status 200, except when the method is
//! another one, the body is too large or coded, a limit is reached, or the fault is our own.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::header::{ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::api::{AWAY_RETRY_S, MAINTENANCE_RETRY_S, UNVERIFIED, log_db_fault, log_fault};
use crate::kit::batch::ReadError;
use crate::kit::db;
use crate::orders::PlaceError;
use crate::orders::cancel::CancelRefused;
use crate::orders::refill::RefillRefused;

const IDEMPOTENCY_SUPPORT: HeaderName = HeaderName::from_static("idempotency-support");

/// A success.
pub(super) struct Answer(Vec<u8>);

impl Answer {
    pub(super) fn of(value: &impl Serialize) -> Self {
        Self(serde_json::to_vec(value).expect("no key is anything but text"))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        respond(StatusCode::OK, self.0)
    }
}

/// JSON with the headers that every answer of this door carries.
pub(super) fn respond(status: StatusCode, body: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // Without a charset: a client that is in use compares the text.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(IDEMPOTENCY_SUPPORT, HeaderValue::from_static("idempotency_key"));
    response
}

/// Everything that is not a success.
#[derive(Debug)]
pub(super) enum Fault {
    /// Missing, unknown, revoked, expired or from elsewhere: the same answer for all.
    Key,
    /// Without the scope: the caller gets the same answer, and the key's log names the reason.
    Scope,
    Suspended,
    /// No such action, or nothing to act on.
    Request,
    Place(PlaceError),
    Parameter(&'static str),
    Service,
    Order,
    Refill,
    /// Only GET and POST do anything.
    Method,
    TooLarge,
    /// The body is compressed, or coded in another way.
    Coded,
    Limit {
        wait_s: u64,
    },
    /// Nothing was done: come back.
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

impl From<PlaceError> for Fault {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::Busy => Self::Busy,
            PlaceError::Unknown => Self::Unknown,
            error => Self::Place(error),
        }
    }
}

const INTERNAL: &str = "Internal error, please try again later";

/// The methods that do anything here.
const ALLOWED: HeaderValue = HeaderValue::from_static("GET, POST, OPTIONS");

/// The answer to OPTIONS. No other site is told that its pages may ask here.
pub(super) fn options() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(ALLOW, ALLOWED);
    response
}

impl Fault {
    /// A parameter that is missing, or whose bytes are not text.
    pub(super) const fn of_parameter(name: &'static str) -> Self {
        match name.as_bytes() {
            b"action" => Self::Request,
            b"service" => Self::Service,
            b"link" => Self::Place(PlaceError::Link),
            b"quantity" => Self::Place(PlaceError::Quantity),
            b"order" => Self::Order,
            b"refill" => Self::Refill,
            _ => Self::Parameter(name),
        }
    }

    /// The sentence that clients match.
    pub(super) fn sentence(&self) -> String {
        let fixed = match self {
            Self::Key | Self::Scope => "Invalid API key",
            Self::Suspended => "Your account has been suspended.",
            Self::Request => "Incorrect request",
            Self::Service => "Incorrect service ID",
            Self::Order => "Incorrect order ID",
            Self::Refill => "Refill not found",
            Self::Parameter(name) => return format!("Incorrect {name}"),
            Self::Place(error) => return place_sentence(error),
            Self::Method => "Method not allowed",
            Self::TooLarge => "Request body too large",
            Self::Coded => "Content-Encoding is not supported",
            Self::Limit { .. } => "Rate limit exceeded",
            Self::Busy | Self::Unknown | Self::Internal | Self::Db(_) => INTERNAL,
        };
        fixed.to_owned()
    }

    /// The sentence for the key's own log, which may say more.
    pub(super) fn noted(&self) -> Cow<'static, str> {
        match self {
            Self::Scope => "Invalid API key: its scopes do not allow this".into(),
            other => other.sentence().into(),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Coded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Limit { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Unknown | Self::Place(PlaceError::Maintenance) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Db(error) | Self::Place(PlaceError::Db(error)) if error.is_away() => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Internal | Self::Db(_) | Self::Place(PlaceError::Db(_)) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            _ => StatusCode::OK,
        }
    }

    /// Logs our own faults, once, with the request's id from the span around.
    pub(super) fn log(&self) {
        match self {
            Self::Db(error) => log_db_fault("api_v2", error),
            Self::Place(PlaceError::Db(error)) => log_db_fault("api_v2", error),
            Self::Unknown => log_fault("api_v2", &"the outcome of a transaction is unknown"),
            Self::Internal => log_fault("api_v2", &"it panicked"),
            other => tracing::debug!(fault = ?other, "refused"),
        }
    }
}

fn place_sentence(error: &PlaceError) -> String {
    match error {
        PlaceError::Maintenance => {
            "Orders are not accepted at the moment because of maintenance".to_owned()
        }
        PlaceError::Unverified => UNVERIFIED.to_owned(),
        PlaceError::Service => "Incorrect service ID".to_owned(),
        PlaceError::Link | PlaceError::Blocked(_) => "Bad link".to_owned(),
        PlaceError::Quantity => "Incorrect quantity".to_owned(),
        PlaceError::BelowMin(min) => format!("Quantity less than minimal {min}"),
        PlaceError::AboveMax(max) => format!("Quantity more than maximum {max}"),
        PlaceError::Parameter(name) => format!("Incorrect {name}"),
        PlaceError::DripfeedOff => "Drip-feed is disabled for this service".to_owned(),
        PlaceError::Dearer(charge) => format!("Charge {charge} is more than max_charge"),
        PlaceError::Funds => "Not enough funds on balance".to_owned(),
        PlaceError::Duplicate => "You have active order with this link. Please wait until order \
                                  being completed."
            .to_owned(),
        PlaceError::KeyReused => "Idempotency key was used with other parameters".to_owned(),
        PlaceError::Busy | PlaceError::Unknown | PlaceError::Db(_) => INTERNAL.to_owned(),
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.sentence() }).to_string();
        let mut response = respond(self.status(), body);
        let headers = response.headers_mut();
        match self {
            Self::Limit { wait_s } => headers.insert(RETRY_AFTER, wait_s.into()),
            Self::Busy | Self::Unknown => headers.insert(RETRY_AFTER, 1.into()),
            Self::Place(PlaceError::Maintenance) => {
                headers.insert(RETRY_AFTER, MAINTENANCE_RETRY_S.into())
            }
            Self::Db(error) | Self::Place(PlaceError::Db(error)) if error.is_away() => {
                headers.insert(RETRY_AFTER, AWAY_RETRY_S.into())
            }
            Self::Method => headers.insert(ALLOW, ALLOWED),
            Self::Coded => headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity")),
            _ => None,
        };
        response
    }
}

/// The sentence for an order that is not canceled.
pub(super) const fn cancel_sentence(refused: CancelRefused) -> &'static str {
    match refused {
        CancelRefused::NotFound => "Incorrect order ID",
        CancelRefused::Disabled => "Cancel is disabled for this service",
        CancelRefused::TooLate => "The order cannot be canceled anymore",
        CancelRefused::AlreadyAsked => "The cancel task is not completed for this order",
    }
}

/// The sentence for an order that is not refilled.
pub(super) const fn refill_sentence(refused: RefillRefused) -> &'static str {
    match refused {
        RefillRefused::NotFound => "Incorrect order ID",
        RefillRefused::Disabled | RefillRefused::Over => "Refill is disabled for this service",
        RefillRefused::NotCompleted => "The order is not completed",
        RefillRefused::TooEarly { .. } => {
            "The order was completed or refill was requested less than 24 hours ago"
        }
        RefillRefused::AlreadyOpen => "The refill task is not completed for this order",
    }
}

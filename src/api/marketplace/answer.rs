//! Answers and faults of the marketplace API. Its shapes are those of the framework that it betrays:
//! `message`, and `errors` for parameters.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::api::{AWAY_RETRY_S, BearerError, log_db_fault, log_fault};
use crate::kit::batch::ReadError;
use crate::kit::db;

fn respond(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    response
}

/// 200 with this body.
pub(super) fn ok(body: String) -> Response {
    respond(StatusCode::OK, body)
}

/// Everything that is not a success.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is no token, or it is not accepted: the caller cannot tell why.
    Token,
    /// The token may not do this.
    Scope,
    /// Nothing is at this path.
    Path(String),
    /// This path only takes GET and HEAD.
    Method {
        method: String,
        name: &'static str,
    },
    /// What is wrong, for each field in the order in which they are documented.
    Fields(Vec<(&'static str, String)>),
    Limit {
        wait_s: u64,
    },
    /// Come back.
    Busy,
    Internal,
    Db(Arc<db::Error>),
}

impl From<db::Error> for Fault {
    fn from(error: db::Error) -> Self {
        Self::Db(Arc::new(error))
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

impl Fault {
    fn status(&self) -> StatusCode {
        match self {
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Scope => StatusCode::FORBIDDEN,
            Self::Path(_) => StatusCode::NOT_FOUND,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Limit { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Db(error) if error.is_away() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal | Self::Db(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> Cow<'static, str> {
        match self {
            Self::Token => "Unauthenticated.".into(),
            Self::Scope => "The token lacks the scope affiliate:read.".into(),
            Self::Path(path) => format!("The route {path} could not be found.").into(),
            Self::Method { method, name } => format!(
                "The {method} method is not supported for route api/v1/{name}. \
                 Supported methods: GET, HEAD."
            )
            .into(),
            Self::Fields(errors) => {
                let first = errors.first().map_or("", |(_, sentence)| sentence);
                match errors.len() {
                    0 | 1 => first.to_owned().into(),
                    2 => format!("{first} (and 1 more error)").into(),
                    count => format!("{first} (and {} more errors)", count - 1).into(),
                }
            }
            Self::Limit { .. } => "Too Many Attempts.".into(),
            Self::Busy => "Service Unavailable".into(),
            Self::Db(error) if error.is_away() => "Service Unavailable".into(),
            Self::Internal | Self::Db(_) => "Server Error".into(),
        }
    }

    /// For the token's log: nothing of what was sent.
    pub(super) fn noted(&self) -> Cow<'static, str> {
        self.message()
    }

    /// Logs our own faults, once, with the request's id from the span around.
    pub(super) fn log(&self) {
        match self {
            Self::Db(error) => log_db_fault("marketplace_api", error),
            Self::Internal => log_fault("marketplace_api", &"it panicked"),
            other => tracing::debug!(fault = ?other, "refused"),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let message = self.message();
        let body = match &self {
            Self::Fields(errors) => {
                let errors: Map<String, Value> = errors
                    .iter()
                    .map(|(name, sentence)| ((*name).to_owned(), json!([sentence])))
                    .collect();
                json!({ "message": message, "errors": errors })
            }
            _ => json!({ "message": message }),
        };
        let mut response = respond(self.status(), body.to_string());
        let headers = response.headers_mut();
        match self {
            Self::Token => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::Method { .. } => {
                headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            Self::Limit { wait_s } => {
                headers.insert(RETRY_AFTER, wait_s.into());
            }
            Self::Busy => {
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

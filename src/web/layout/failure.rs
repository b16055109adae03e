//! Why there is no page, in plain words. `failure_page` makes a page of it.

use std::any::Any;
use std::error::Error;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};

use crate::accounts::password::Busy;
use crate::kit::db;
use crate::kit::lang::Lang;

/// Why there is no page. Handlers return it with `?`.
#[derive(Debug, Clone)]
pub enum Failure {
    /// A form or an address that no page of ours sends.
    Unreadable,
    /// An unsafe request that another site's page made.
    CrossSite,
    /// Signed in, and not allowed to.
    Forbidden,
    /// A member of staff is signed in as a customer, and tried to do something.
    Visiting,
    /// The time for which they were is over.
    VisitOver,
    /// Not there, or someone else's.
    NotFound,
    /// The page is there and does not take this method.
    Method,
    TooLarge,
    /// As [`Failure::TooLarge`], of a form that takes a file.
    FileTooLarge,
    TooMany {
        wait_s: u64,
    },
    /// The visitor should come back in a moment.
    Busy,
    /// The database is away.
    Away(Arc<db::Error>),
    /// It may have happened: the answer to a commit was lost.
    Unknown,
    Internal(Arc<dyn Error + Send + Sync>),
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        Arc::new(error).into()
    }
}

/// One error, told to each of those who waited for the same batch.
impl From<Arc<db::Error>> for Failure {
    fn from(error: Arc<db::Error>) -> Self {
        match &*error {
            db::Error::Unknown => Self::Unknown,
            away if away.is_away() => Self::Away(error),
            db::Error::Sql(_) | db::Error::Refused(_) => Self::Internal(error),
        }
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Internal(Arc::new(error))
    }
}

impl From<Busy> for Failure {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl Failure {
    /// Something that must not happen, or another domain's error with its own text.
    pub fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(Arc::from(error.into()))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::CrossSite | Self::Forbidden | Self::Visiting | Self::VisitOver => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge | Self::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Away(_) | Self::Unknown => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A title and what the visitor can do.
    pub(super) fn words(&self, lang: Lang) -> (String, String) {
        let (title, text) = match self {
            // Only staff read these two, in English.
            Self::Visiting => {
                return (
                    "Nothing can be changed here".to_owned(),
                    "You are signed in as a customer to see what they see. Nothing was done."
                        .to_owned(),
                );
            }
            Self::VisitOver => {
                return (
                    "You are not signed in as the customer any more".to_owned(),
                    "Staff see a customer's account for 30 minutes at most. Nothing is shown or \
                     done here until you have ended it, so that nobody takes their own account \
                     for the customer's."
                        .to_owned(),
                );
            }
            Self::Unreadable => {
                (lang.say("failure-unreadable-title"), lang.say("failure-unreadable"))
            }
            Self::CrossSite => {
                (lang.say("failure-cross-site-title"), lang.say("failure-cross-site"))
            }
            Self::Forbidden => (lang.say("failure-forbidden-title"), lang.say("failure-forbidden")),
            Self::NotFound => (lang.say("failure-not-found-title"), lang.say("failure-not-found")),
            Self::Method => (lang.say("failure-method-title"), lang.say("failure-method")),
            Self::TooLarge => (lang.say("failure-too-large-title"), lang.say("failure-too-large")),
            Self::FileTooLarge => {
                (lang.say("failure-file-too-large-title"), lang.say("failure-file-too-large"))
            }
            Self::TooMany { .. } => {
                (lang.say("failure-too-many-title"), lang.say("failure-too-many"))
            }
            Self::Busy => (lang.say("failure-busy-title"), lang.say("failure-busy")),
            Self::Away(_) => (lang.say("failure-away-title"), lang.say("failure-away")),
            Self::Unknown => (lang.say("failure-unknown-title"), lang.say("failure-unknown")),
            Self::Internal(_) => (lang.say("failure-internal-title"), lang.say("failure-internal")),
        };
        (title.into(), text.into())
    }

    /// For answers that axum itself gives, in plain text.
    pub(super) fn of_plain(response: &Response) -> Option<Self> {
        let status = response.status();
        let html = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if html || !(status.is_client_error() || status.is_server_error()) {
            return None;
        }
        match status {
            // This is for htmx, which goes where a header says.
            StatusCode::UNAUTHORIZED => None,
            StatusCode::NOT_FOUND => Some(Self::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Some(Self::Method),
            StatusCode::PAYLOAD_TOO_LARGE => Some(Self::TooLarge),
            _ if status.is_client_error() => Some(Self::Unreadable),
            _ => Some(Self::internal("an answer without words")),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let wait_s = match &self {
            Self::TooMany { wait_s } => Some(*wait_s),
            Self::Busy | Self::Away(_) | Self::Unknown => Some(5),
            _ => None,
        };
        if let Some(wait_s) = wait_s {
            response.headers_mut().insert(RETRY_AFTER, wait_s.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer of a handler that panicked.
#[expect(clippy::needless_pass_by_value, reason = "CatchPanicLayer hands the panic over")]
pub fn of_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Failure::internal(format!("panicked: {text}")).into_response()
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_database_that_is_away_is_told_when_to_come_again() {
        let away = || db::Error::Sql(sqlx::Error::Io(io::Error::from(io::ErrorKind::BrokenPipe)));
        for failure in [Failure::from(away()), Failure::from(Arc::new(away()))] {
            let response = failure.into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(response.headers()[RETRY_AFTER], "5");
        }
        let ours = Failure::from(db::Error::Refused("a rule".to_owned())).into_response();
        assert_eq!(ours.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!ours.headers().contains_key(RETRY_AFTER));
    }
}

//! The door for payment gateways: `/hooks/<door>`, one for each method. It stores what its gateway has
//! signed, and answers; nothing is looked at and no money moves in the request. Its answers are those
//! after which every gateway repeats a hook, or lets it be: 200 for what is kept or was kept before,
//! 400 for what the gateway has not sent, 404 for a door that nobody has, 503 when it cannot be kept.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use tower_http::catch_panic::CatchPanicLayer;

use super::body::{self, BodyError};
use super::{Doors, log_db_fault};
use crate::payments::inbox::{self, HOOK_BYTES_MAX, Received};

/// The door's paths: a gateway may write a slash at the end.
pub fn router(doors: Arc<Doors>) -> Router {
    Router::new()
        .route("/hooks/{door}", any(handle))
        .route("/hooks/{door}/", any(handle))
        .layer(CatchPanicLayer::custom(|_| says(StatusCode::INTERNAL_SERVER_ERROR, "failed")))
        .with_state(doors)
}

async fn handle(
    State(doors): State<Arc<Doors>>,
    Path(door): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method != Method::POST {
        body::skip(body).await;
        return says(StatusCode::NOT_FOUND, "no such door");
    }
    let whole = match body::read(&parts.headers, body).await {
        Ok(whole) if whole.len() <= HOOK_BYTES_MAX => whole,
        Err(BodyError::Busy) => return says(StatusCode::SERVICE_UNAVAILABLE, "busy"),
        _ => return says(StatusCode::BAD_REQUEST, "the body cannot be read"),
    };
    let sent = (pairs(&parts.headers), whole.as_ref());
    match inbox::receive(&doors.app.ways, &door, sent).await {
        Ok(Received::Stored) => says(StatusCode::OK, "ok"),
        Ok(Received::Refused(_)) => says(StatusCode::BAD_REQUEST, "refused"),
        Ok(Received::Unknown) => says(StatusCode::NOT_FOUND, "no such door"),
        Err(error) => {
            log_db_fault("hooks", &error);
            says(StatusCode::SERVICE_UNAVAILABLE, "not kept: send it again")
        }
    }
}

/// The headers that are text.
fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = headers.iter().filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    text.collect()
}

fn says(status: StatusCode, text: &'static str) -> Response {
    (status, format!("{text}\n")).into_response()
}

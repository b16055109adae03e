//! What every request passes before it is routed, and what every answer carries: whose name was
//! asked for, the request's id, and the headers that hold for pages and APIs alike.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, HOST, HeaderName, HeaderValue,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::kit::host::{self, Names};
use crate::kit::sampled::sampled;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUEST_ID_LENGTH_MAX: usize = 64;
/// For answers that are no pages: nothing in them is loaded or run, and nobody frames them.
const CSP_OF_NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";
/// A year, for this host alone: others under its name may not be the operator's.
const HSTS: &str = "max-age=31536000";

/// Middleware. A request under a name that is not ours is answered 421: it comes from a page that
/// made a browser take this panel for its own host (DNS rebinding), or from a proxy that sends us
/// what is meant for others. Health checks come under any name.
pub async fn pass(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let is_from_proxy = peer.is_some_and(|ConnectInfo(peer)| app.config.trusts(peer.ip()));
    let id = request.headers().get(REQUEST_ID);
    if id.is_some_and(|id| !(is_from_proxy && is_request_id(id.as_bytes()))) {
        request.headers_mut().remove(REQUEST_ID);
    }
    let mut response = match refusal(&request, app.config.names()) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    protect(headers, app.config.is_https());
    if !headers.contains_key(ETAG) {
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Adds what holds for every answer, whoever gives it. A page has a policy of its own, which stays.
pub(super) fn protect(headers: &mut HeaderMap, is_https: bool) {
    headers.entry(X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CSP_OF_NO_PAGE));
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
}

/// Middleware for a listener of another kind: the check of the name, and what holds for every
/// answer.
pub async fn refuse_other_names(
    State(names): State<Arc<Names>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match refusal(&request, &names) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    protect(response.headers_mut(), false);
    response
}

fn refusal(request: &Request, names: &Names) -> Option<Response> {
    match host_of(request) {
        Err(words) => Some((StatusCode::BAD_REQUEST, words).into_response()),
        Ok(host) if is_health(request) || names.has(host.as_deref()) => None,
        Ok(host) => {
            if let Some(left_out) = sampled("other name") {
                tracing::warn!(?host, left_out, "a request under another name was refused");
            }
            let words = "this is not the name of this panel\n";
            Some((StatusCode::MISDIRECTED_REQUEST, words).into_response())
        }
    }
}

fn is_health(request: &Request) -> bool {
    matches!(request.uri().path(), "/healthz" | "/readyz")
}

/// The name that the request asks for, without its port; `None`: an old client that says none.
fn host_of(request: &Request) -> Result<Option<String>, &'static str> {
    let mut sent = request.headers().get_all(HOST).iter();
    let header = match (sent.next(), sent.next()) {
        (Some(_), Some(_)) => return Err("two Host headers\n"),
        (None, _) if request.version() == Version::HTTP_11 => return Err("no Host header\n"),
        (header, _) => header,
    };
    let header = match header {
        None => None,
        Some(header) => {
            let text = header.to_str().ok();
            let parsed = text.and_then(|text| text.parse::<Authority>().ok());
            Some(parsed.filter(|one| !one.as_str().contains('@')).ok_or("a wrong Host header\n")?)
        }
    };
    // A whole URL in the request's first line counts more than its header (RFC 9112, 3.2.2).
    let authority = request.uri().authority().or(header.as_ref());
    Ok(authority.map(|one| host::plain(one.host())))
}

fn is_request_id(id: &[u8]) -> bool {
    (1..=REQUEST_ID_LENGTH_MAX).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_requests() {
        let read = |hosts: &[&str], uri: &str| {
            let mut request = Request::builder().uri(uri);
            for value in hosts {
                request = request.header(HOST, *value);
            }
            host_of(&request.body(axum::body::Body::empty()).unwrap())
        };
        assert_eq!(read(&["Panel.Example:8080"], "/"), Ok(Some("panel.example".to_owned())));
        assert_eq!(read(&["[::1]:80"], "/"), Ok(Some("::1".to_owned())));
        let whole = read(&["panel.example"], "http://other.example/x");
        assert_eq!(whole, Ok(Some("other.example".to_owned())));
        for wrong in [&[][..], &["a.example", "a.example"], &["user@a.example"], &["a b"], &[""]] {
            assert!(read(wrong, "/").is_err(), "{wrong:?}");
        }
    }
}

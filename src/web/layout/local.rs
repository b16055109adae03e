//! Paths of this panel that somebody comes back to, after signing in or after a form.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use url::form_urlencoded;

/// `path`, with the requested page to come back to. A form that was sent is not a page to come back
/// to.
pub(super) fn path_and_back(path: &str, parts: &Parts) -> String {
    let asked = parts.uri.path_and_query().map_or("/", |asked| asked.as_str());
    let is_page = parts.method == Method::GET && !parts.headers.contains_key("hx-request");
    if !is_page || asked == "/" {
        return path.to_owned();
    }
    let next: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    format!("{path}?next={next}")
}

/// `next` if it is a path of this panel, and not something that a browser would take for another
/// host's (`//host`, `/\host`); else "".
#[must_use]
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2_000
        && !next.contains(|c: char| c == '\\' || c.is_control() || !c.is_ascii());
    if local { next } else { "" }
}

/// Sends the browser to `path`. A redirect would put a whole page into the part that htmx asked for; so
/// htmx is told to go there itself.
pub(super) fn elsewhere(path: &str, is_partial: bool) -> Response {
    if is_partial {
        (StatusCode::UNAUTHORIZED, [("hx-redirect", path.to_owned())]).into_response()
    } else {
        Redirect::to(path).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_stays_in_the_house() {
        for path in ["/orders?state=pending", "/", "/account"] {
            assert_eq!(local_path(path), path);
        }
        for path in [
            "",
            "orders",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n",
        ] {
            assert_eq!(local_path(path), "", "{path:?}");
        }
    }
}

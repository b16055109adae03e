//! The machine doors' paths as clients write them. If an address ends in a slash and a path begins
//! with one, two slashes stand between them. Other panels' web servers read them as one.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// The address with each run of slashes in its path as one, if that path is a machine door's.
#[must_use]
pub fn merge_slashes<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    if let Some(uri) = merged(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn merged(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if !path.contains("//") {
        return None;
    }
    let mut one = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !one.ends_with('/') {
            one.push(c);
        }
    }
    if !one.starts_with("/api/") {
        return None;
    }
    let whole = match uri.query() {
        Some(query) => format!("{one}?{query}"),
        None => one,
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(whole.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_doors_slashes_are_merged() {
        let read = |text: &str| merged(&text.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(read("//api/v2").as_deref(), Some("/api/v2"));
        assert_eq!(read("/api/v2//").as_deref(), Some("/api/v2/"));
        assert_eq!(read("///api////v2?a=//b").as_deref(), Some("/api/v2?a=//b"));
        assert_eq!(
            read("http://x.example//api/v2?k").as_deref(),
            Some("http://x.example/api/v2?k")
        );
        for other in ["/api/v2", "/api/v2?x=//", "//orders", "//", "/static//x", "//apix//v2"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}

//! Affiliates' links: any page with `?ref=CODE` counts a click and leads on to the same page without
//! it.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use url::form_urlencoded;

use super::cookies;
use super::guard::local_path;
use crate::affiliates::Code;
use crate::affiliates::click::{self, Click};
use crate::affiliates::code::SubIds;
use crate::app::App;
use crate::kit::limit::NetworkLimit;

/// Clicks of one network in a minute; more are led on and not counted.
const CLICKS_A_MINUTE: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
/// The names in the address that belong to a link.
const NAMES: [&str; 4] = ["ref", "sub_id1", "sub_id2", "sub_id3"];

/// What the middleware keeps between requests.
pub struct Clicks {
    app: Arc<App>,
    limit: NetworkLimit,
}

impl Clicks {
    #[must_use]
    pub fn new(app: &Arc<App>) -> Self {
        let limit = NetworkLimit::new(CLICKS_A_MINUTE, Duration::from_secs(60));
        Self { app: Arc::clone(app), limit }
    }
}

/// Middleware: leads visitors with `?ref=` on.
pub async fn follow(State(clicks): State<Arc<Clicks>>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let is_link = query.contains("ref=")
        && matches!(*request.method(), Method::GET | Method::HEAD)
        && form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "ref");
    if !is_link {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    let led_on = Redirect::to(&without(&parts));
    let jar = match count(&clicks, &parts).await {
        Some(cookie) => CookieJar::new().add(cookie),
        None => CookieJar::new(),
    };
    let mut response = (jar, led_on).into_response();
    debug_assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// The same page without the names of a link; the start if its path could be another site's.
fn without(parts: &Parts) -> String {
    let query = parts.uri.query().unwrap_or_default();
    let kept =
        form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !NAMES.contains(&&**name));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    let path = match local_path(parts.uri.path()) {
        "" => "/",
        path => path,
    };
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Counts a person's visit. Somebody who is signed in is a customer already, so nothing is counted;
/// nor when a browser only loads the page ahead.
async fn count(clicks: &Clicks, parts: &Parts) -> Option<Cookie<'static>> {
    let app = &clicks.app;
    let jar = CookieJar::from_headers(&parts.headers);
    let is_ahead = ["sec-purpose", "purpose", "hx-request"]
        .iter()
        .any(|name| parts.headers.contains_key(*name));
    if parts.method != Method::GET || is_ahead || cookies::session(&app.config, &jar).is_some() {
        return None;
    }
    let query = parts.uri.query().unwrap_or_default();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let value = |wanted: &str| {
        pairs.iter().rev().find(|(name, _)| name == wanted).map(|(_, value)| &**value)
    };
    let code = Code::parse(value("ref")?).ok()?;
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    let from = app.client(&parts.headers, peer);
    clicks.limit.check(&(), from).ok()?;
    let visitor = cookies::visitor(&app.config, &jar).map_or_else(click::visitor, str::to_owned);
    let sub_ids = SubIds::new([value("sub_id1"), value("sub_id2"), value("sub_id3")]);
    let click = Click { code, sub_ids, visitor: visitor.clone(), address: from };
    match click::count(&app.db, &app.clock, &app.keys, click).await {
        Ok(Some(days)) => Some(cookies::set_visitor(&app.config, visitor, days)),
        Ok(None) => None,
        // The visitor goes on all the same.
        Err(error) => {
            tracing::warn!(%error, "a click was not counted");
            None
        }
    }
}

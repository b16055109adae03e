//! A session that gets another secret while its request is answered, because its owner has proved their
//! password or their second factor again. Whoever answers need not know of it: the middleware sends the cookie along.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::middleware::Next;
use axum::response::Response;

use super::cookies;
use crate::accounts::session::{SessionId, SessionSecret};
use crate::app::App;

/// What the session of one request has become. Shows no secret.
#[derive(Clone, Default)]
pub struct Renewed(Arc<Mutex<Option<(SessionId, String)>>>);

impl Renewed {
    /// Notes the secret that the browser gets from now on.
    pub fn note(&self, app: &App, secret: &SessionSecret) {
        let id = SessionId::of_secret(secret.expose());
        let cookie = cookies::set_session(&app.config, secret).to_string();
        *self.held() = Some((id, cookie));
    }

    /// What names the session now; `None`: it is the one with which the request came.
    #[must_use]
    pub fn id(&self) -> Option<SessionId> {
        self.held().as_ref().map(|(id, _)| *id)
    }

    fn held(&self) -> MutexGuard<'_, Option<(SessionId, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Renewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Renewed").field(&self.id().is_some()).finish()
    }
}

/// Middleware: sends the cookie of a session that was renewed, unless the answer sets it itself.
pub async fn send(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let renewed = Renewed::default();
    request.extensions_mut().insert(renewed.clone());
    let mut response = next.run(request).await;
    let Some((_, cookie)) = renewed.held().take() else { return response };
    let begins = format!("{}=", cookies::session_name(&app.config));
    let mut sent = response.headers().get_all(SET_COOKIE).iter();
    let is_set = sent.any(|line| line.as_bytes().starts_with(begins.as_bytes()));
    if let (false, Ok(value)) = (is_set, HeaderValue::from_str(&cookie)) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

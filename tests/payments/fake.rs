//! A server on this machine that speaks as a gateway does: a script says how.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::suite::Script;
use super::world::World;

const BYTES_MAX: usize = 1024 * 1024;

/// What the panel asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub query: BTreeMap<String, String>,
    /// Names are in small letters.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Request {
    /// "" for none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as a form.
    pub fn form(&self) -> BTreeMap<String, String> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// `POST /v1/refunds`.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// What it is answered.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Reply {
    pub fn json(value: &Value) -> Self {
        Self::says(200, value.to_string())
    }

    pub fn says(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// What goes wrong with a request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// This one goes well.
    Not,
    /// It is not done; the answer is this.
    Instead(Reply),
    /// It is done, and the answer is this.
    After(Reply),
}

/// The server. It stops when it is dropped.
pub struct Server {
    world: Arc<Mutex<World>>,
    serving: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

type Inside = (Arc<Mutex<World>>, &'static dyn Script);

impl Server {
    pub async fn start(script: &'static dyn Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(Mutex::new(World::new(script.mode(), url)));
        let inside: Inside = (Arc::clone(&world), script);
        let app = Router::new().fallback(answer).with_state(inside);
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { world, serving }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }
}

async fn answer(State((world, script)): State<Inside>, request: http::Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BYTES_MAX).await.unwrap();
    let headers = parts.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let query = parts.uri.query().unwrap_or_default();
    let request = Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: headers.collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    let reply = {
        let mut world = world.lock().unwrap();
        world.calls.push(request.clone());
        match world.faults.pop_front() {
            Some(Fault::Instead(reply)) => reply,
            Some(Fault::After(reply)) => {
                script.reply(&mut world, &request);
                reply
            }
            Some(Fault::Not) | None => script.reply(&mut world, &request),
        }
    };
    let status = http::StatusCode::from_u16(reply.status).unwrap();
    let mut response = (status, reply.body).into_response();
    for (name, value) in reply.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

//! A receiver of alerts, in this process: it remembers what it got, and answers as the test tells it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::verified;

/// How it answers.
#[derive(Debug, Clone)]
pub enum Answer {
    Say(u16, String),
    /// 302 to this address.
    Redirect(String),
    /// 200, and then a body that does not end.
    Huge,
    /// Nothing comes back.
    Hang,
}

/// What it got.
#[derive(Debug, Clone)]
pub struct Got {
    pub path: String,
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Its kind, and which alert it is about.
    pub fn what(&self) -> (String, String) {
        let json = self.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&json["type"]), text(&json["data"]["alert"]))
    }

    #[track_caller]
    pub fn assert_signed(&self, secret: &str) {
        assert!(verified(secret, self), "{self:?}");
        let changed = Self { body: self.body.replace('{', "{ "), ..self.clone() };
        assert!(!verified(secret, &changed), "a changed body has the same signature");
    }
}

struct Inside {
    answer: Answer,
    got: Vec<Got>,
}

/// It ends with the test.
pub struct Receiver {
    pub url: String,
    inside: Arc<Mutex<Inside>>,
    serving: JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let answer = Answer::Say(200, "{\"ok\":true}".to_owned());
        let inside = Arc::new(Mutex::new(Inside { answer, got: Vec::new() }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(take).with_state(Arc::clone(&inside));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, inside, serving }
    }

    pub fn answers(&self, answer: Answer) {
        self.inside.lock().unwrap().answer = answer;
    }

    pub fn got(&self) -> Vec<Got> {
        self.inside.lock().unwrap().got.clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(inside): State<Arc<Mutex<Inside>>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    let header = |name| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
    let answer = {
        let mut inside = inside.lock().unwrap();
        inside.got.push(Got {
            path,
            id: header("webhook-id"),
            timestamp: header("webhook-timestamp"),
            signature: header("webhook-signature"),
            body: String::from_utf8(body.to_vec()).unwrap(),
        });
        inside.answer.clone()
    };
    match answer {
        Answer::Say(status, text) => (StatusCode::from_u16(status).unwrap(), text).into_response(),
        Answer::Redirect(to) => (StatusCode::FOUND, [("location", to)]).into_response(),
        Answer::Huge => {
            let chunk = || Ok::<_, std::io::Error>(vec![b'x'; 64 * 1024]);
            Body::from_stream(futures_util::stream::iter(std::iter::repeat_with(chunk)))
                .into_response()
        }
        Answer::Hang => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            StatusCode::OK.into_response()
        }
    }
}

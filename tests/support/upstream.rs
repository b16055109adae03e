//! An upstream panel that speaks API v2, in this process. It remembers what it was sent, answers as
//! the test tells it, and reports on its orders what the story needs.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::extract::{Form, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::Panel;
use waybill::providers::ProviderId;

pub type Fields = HashMap<String, String>;

/// The answer of a panel with ways of its own, from its orders and the fields of the call (for an
/// `add`, with the new order's id as `order`; the URL's query as `?`). `None`: the usual answer.
pub type Dialect = fn(&HashMap<i64, Kept>, &Fields) -> Option<(u16, Value)>;

/// How one `add` is answered.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Taken, under a new id.
    Accept,
    /// Taken under a new id, but the answer is this.
    AcceptAndSay(u16, String),
    /// Not taken; the answer is this.
    Say(u16, String),
    /// Not taken: 429 with this many seconds.
    Later(u32),
    /// Taken, and no answer before [`Upstream::release`]; then 502.
    AcceptAndHang,
}

impl Reply {
    /// An error in the way of the protocol.
    pub fn error(sentence: &str) -> Self {
        Self::Say(200, json!({ "error": sentence }).to_string())
    }
}

/// One of its orders.
#[derive(Debug, Clone)]
pub struct Kept {
    pub fields: Fields,
    pub status: String,
    pub remains: i64,
    pub start_count: i64,
    pub charge: String,
}

#[derive(Default)]
struct Inside {
    orders: HashMap<i64, Kept>,
    /// By idempotency key.
    keys: HashMap<String, i64>,
    script: VecDeque<Reply>,
    calls: Vec<Fields>,
    next_id: i64,
    takes_keys: bool,
    delay: Duration,
    balance: String,
    services: Value,
    /// Answers to `cancel`, `refill` and `refill_status`, as JSON.
    answers: HashMap<&'static str, Value>,
    dialect: Option<Dialect>,
    released: Arc<Notify>,
}

#[derive(Clone)]
pub struct Upstream {
    pub url: String,
    inside: Arc<Mutex<Inside>>,
    serving: Arc<JoinHandle<()>>,
}

impl Drop for Upstream {
    fn drop(&mut self) {
        if Arc::strong_count(&self.serving) == 1 {
            self.serving.abort();
        }
    }
}

impl Upstream {
    /// One that takes every order; ids run from 501.
    pub async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            next_id: 501,
            balance: "100.00".to_owned(),
            services: json!([]),
            ..Inside::default()
        }));
        let app = Router::new()
            .route("/api/v2", post(answer))
            .route("/", post(answer))
            .with_state(Arc::clone(&inside));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v2", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, inside, serving: Arc::new(serving) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// The answer to the next `add` that has no other answer set.
    pub fn then(&self, reply: Reply) {
        self.inside().script.push_back(reply);
    }

    /// From now on it takes idempotency keys, and says so.
    pub fn take_keys(&self) {
        self.inside().takes_keys = true;
    }

    /// From now on every answer to an `add` is delayed by this time.
    pub fn delay(&self, by: Duration) {
        self.inside().delay = by;
    }

    pub fn set_balance(&self, balance: &str) {
        self.inside().balance = balance.to_owned();
    }

    /// Answers every `add` that hangs.
    pub fn release(&self) {
        self.inside().released.notify_waiters();
    }

    pub fn set_services(&self, services: Value) {
        self.inside().services = services;
    }

    /// Sets the answer to `cancel`, `refill` or `refill_status`.
    pub fn answer(&self, action: &'static str, answer: Value) {
        self.inside().answers.insert(action, answer);
    }

    /// From now on it answers in this way.
    pub fn speak(&self, dialect: Dialect) {
        self.inside().dialect = Some(dialect);
    }

    /// From now on this action is answered as usual again.
    pub fn answer_again(&self, action: &'static str) {
        self.inside().answers.remove(action);
    }

    /// Sets its price for one of its orders.
    pub fn charge(&self, id: i64, charge: &str) {
        self.inside().orders.get_mut(&id).expect("it has this order").charge = charge.to_owned();
    }

    /// Sets what it says about one of its orders.
    pub fn set(&self, id: i64, status: &str, remains: i64) {
        let mut inside = self.inside();
        let kept = inside.orders.get_mut(&id).expect("it has this order");
        (kept.status, kept.remains) = (status.to_owned(), remains);
    }

    /// Its orders by id.
    pub fn orders(&self) -> HashMap<i64, Kept> {
        self.inside().orders.clone()
    }

    /// The parameters of all calls of this action, in the order in which they came.
    pub fn calls(&self, action: &str) -> Vec<Fields> {
        let inside = self.inside();
        inside.calls.iter().filter(|call| call["action"] == action).cloned().collect()
    }
}

async fn answer(
    State(inside): State<Arc<Mutex<Inside>>>,
    RawQuery(query): RawQuery,
    Form(mut fields): Form<Fields>,
) -> Response {
    fields.insert("?".to_owned(), query.unwrap_or_default());
    let action = fields.get("action").cloned().unwrap_or_default();
    let (takes_keys, delay) = {
        let mut inside = inside.lock().unwrap();
        inside.calls.push(fields.clone());
        (inside.takes_keys, inside.delay)
    };
    let mut response = if action == "add" {
        tokio::time::sleep(delay).await;
        let reply = {
            let mut inside = inside.lock().unwrap();
            take(&mut inside, &fields)
        };
        match reply {
            Some(response) => response,
            None => {
                let released = Arc::clone(&inside.lock().unwrap().released);
                released.notified().await;
                say(502, "")
            }
        }
    } else {
        let inside = inside.lock().unwrap();
        let usual = || (200, told(&inside, &action, &fields));
        let own = |dialect: Dialect| dialect(&inside.orders, &fields);
        let is_told = inside.answers.contains_key(action.as_str());
        let own = inside.dialect.filter(|_| !is_told).and_then(own);
        let (status, body) = own.unwrap_or_else(usual);
        say(status, &body.to_string())
    };
    if takes_keys {
        let support = "idempotency_key".parse().unwrap();
        response.headers_mut().insert("idempotency-support", support);
    }
    response
}

fn take(inside: &mut Inside, fields: &Fields) -> Option<Response> {
    let key = fields.get("idempotency_key").cloned().filter(|_| inside.takes_keys);
    let known = key.as_ref().and_then(|key| inside.keys.get(key).copied());
    let reply = inside.script.pop_front().unwrap_or(Reply::Accept);
    let mut accept = || {
        let id = known.unwrap_or(inside.next_id);
        if known.is_none() {
            inside.next_id += 1;
            if let Some(key) = &key {
                inside.keys.insert(key.clone(), id);
            }
            let remains = fields.get("quantity").and_then(|text| text.parse().ok()).unwrap_or(1);
            let status = "Pending".to_owned();
            let (fields, charge) = (fields.clone(), "0.5".to_owned());
            inside.orders.insert(id, Kept { fields, status, remains, start_count: 7, charge });
        }
        id
    };
    match reply {
        Reply::Accept => {
            let id = accept();
            let with_id = || {
                let mut fields = fields.clone();
                fields.insert("order".to_owned(), id.to_string());
                fields
            };
            let own = inside.dialect.and_then(|dialect| dialect(&inside.orders, &with_id()));
            let (status, body) = own.unwrap_or_else(|| (200, json!({ "order": id })));
            Some(say(status, &body.to_string()))
        }
        Reply::AcceptAndSay(status, body) => {
            accept();
            Some(say(status, &body))
        }
        Reply::Say(status, body) => Some(say(status, &body)),
        Reply::Later(seconds) => {
            let mut response = say(429, r#"{"error":"Rate limit exceeded"}"#);
            response.headers_mut().insert("retry-after", seconds.into());
            Some(response)
        }
        Reply::AcceptAndHang => {
            accept();
            None
        }
    }
}

fn told(inside: &Inside, action: &str, fields: &Fields) -> Value {
    let one = |id: &str| -> Value {
        match id.parse().ok().and_then(|id: i64| inside.orders.get(&id)) {
            Some(kept) => json!({
                "charge": kept.charge, "start_count": kept.start_count.to_string(),
                "status": kept.status, "remains": kept.remains.to_string(), "currency": "USD",
            }),
            None => json!({ "error": "Incorrect order ID" }),
        }
    };
    if let Some(answer) = inside.answers.get(action) {
        return answer.clone();
    }
    match action {
        "status" => match (fields.get("order"), fields.get("orders")) {
            (Some(id), _) => one(id),
            (None, Some(ids)) => ids
                .split(',')
                .map(|id| (id.to_owned(), one(id)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            (None, None) => json!({ "error": "Incorrect request" }),
        },
        "balance" => json!({ "balance": inside.balance, "currency": "USD" }),
        "services" => inside.services.clone(),
        "cancel" => json!([{ "order": fields["orders"], "cancel": 1 }]),
        "refill" => json!({ "refill": "9001" }),
        "refill_status" => json!({ "status": "Completed" }),
        _ => json!({ "error": "Incorrect request" }),
    }
}

fn say(status: u16, body: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("content-type", "text/html; charset=UTF-8")], body.to_owned()).into_response()
}

/// Writes of the tests that no door offers.
async fn write(panel: &Panel, sql: String) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(panel.app.db.pool()).await.unwrap()
}

impl Panel {
    /// A provider of API v2 at this URL, with a key; answers its id. The panel must be started
    /// with [`super::ALLOW`].
    pub async fn provider(&self, name: &str, url: &str) -> i64 {
        let sql = format!(
            "insert into providers (name, protocol, url, requests_per_s, in_flight_max)
             values ('{name}', 'smm_v2', '{url}', 10000, 32) returning id"
        );
        let id = write(self, sql).await;
        let secret = self.app.upstreams.seal(ProviderId::new(id), "their-key-for-us");
        sqlx::query("update providers set secret = $2 where id = $1")
            .bind(id)
            .bind(secret)
            .execute(self.app.db.pool())
            .await
            .unwrap();
        id
    }

    /// Lets the provider deliver the service as its service 12, at 0.40 for 1000, after the
    /// existing routes.
    pub async fn route(&self, service: i64, provider: i64) {
        let sql = format!(
            "insert into routes (service_id, position, provider_id, upstream_service, cost_rate)
             select {service}, coalesce(max(position) + 1, 0), {provider}, '12', 400000
             from routes where service_id = {service} returning service_id"
        );
        write(self, sql).await;
    }

    /// A service that these providers deliver, in this order, without the sandbox.
    pub async fn service_by(&self, providers: &[i64]) -> i64 {
        let service = self.service(|_| {}).await;
        let sql = format!("delete from routes where service_id = {service} returning service_id");
        write(self, sql).await;
        for provider in providers {
            self.route(service, *provider).await;
        }
        service
    }

    /// The operator confirms that the provider takes idempotency keys.
    pub async fn confirm_keys(&self, provider: i64) {
        let sql = format!(
            "update providers set idempotency = 'confirmed' where id = {provider} returning id"
        );
        write(self, sql).await;
    }
}

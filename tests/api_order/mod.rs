//! The order API with bearer tokens, row by row of its contract (`docs/API.md`), over the wire.

mod create;
mod malformed;
mod refused;
mod show;

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use waybill::catalogue::{Code, ServiceId, set_code};
use waybill::kit::money::Rate;

use crate::support::{Customer, Panel, ServiceDraft};

const POST: &str = "https://www.example.com/r/example/comments/abc123/example_post/";
const COMMENT: &str = "https://www.example.com/r/example/comments/abc123/example_post/def456/";

/// Someone with a token.
struct Integrator {
    customer: Customer,
    token: String,
}

impl Integrator {
    async fn new(panel: &Panel, money: &str) -> Self {
        let customer = panel.customer(money).await;
        let token = panel.jwt(customer.id, |new| new).await;
        Self { customer, token }
    }
}

/// A service for this code: 1 a unit, delivered at once unless it has a pace.
async fn mapped(panel: &Panel, code: Code, change: impl FnOnce(&mut ServiceDraft)) -> i64 {
    let id = panel
        .service(|service| {
            service.draft.rate = Rate::parse("1000").unwrap();
            service.draft.max = 1000;
            change(service);
        })
        .await;
    let set = panel.app.db.transaction(move |tx| {
        Box::pin(async move { set_code(tx, ServiceId::new(id), Some(code)).await })
    });
    set.await.unwrap();
    id
}

/// All codes, each with a service of its own.
async fn map_all(panel: &Panel) {
    for code in Code::ALL {
        mapped(panel, code, |_| {}).await;
    }
}

/// A body that the panel takes.
fn wanted() -> Value {
    json!({ "link": POST, "type": 1, "vote": 5, "after": 0, "speed": 1 })
}

#[expect(clippy::needless_pass_by_value, reason = "a story reads better without borrows")]
fn with(changes: Value) -> Value {
    let mut body = wanted();
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn request(panel: &Panel, method: Method, path: &str, token: &str) -> RequestBuilder {
    let url = format!("{}{path}", panel.base);
    panel.http.request(method, url).header("authorization", format!("Bearer {token}"))
}

async fn send(panel: &Panel, who: &Integrator, body: &Value) -> (u16, String) {
    let request = request(panel, Method::POST, "/api/order/create", &who.token);
    told(request.json(body).send().await.unwrap()).await
}

async fn send_bytes(panel: &Panel, who: &Integrator, body: impl Into<Vec<u8>>) -> (u16, String) {
    let request = request(panel, Method::POST, "/api/order/create", &who.token)
        .header("content-type", "application/json")
        .body(body.into());
    told(request.send().await.unwrap()).await
}

/// The id of an order that must be taken.
async fn create(panel: &Panel, who: &Integrator, body: &Value) -> String {
    let (status, text) = send(panel, who, body).await;
    assert_eq!(status, 200, "{body}: {text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    let id = answer["order_id"].as_str().unwrap().to_owned();
    assert_eq!(text, format!(r#"{{"code":1,"message":"Success","order_id":"{id}"}}"#));
    id
}

async fn show(panel: &Panel, who: &Integrator, id: &str) -> Value {
    let path = format!("/api/order/{id}");
    let (status, text) =
        told(request(panel, Method::GET, &path, &who.token).send().await.unwrap()).await;
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The rule for every answer, whatever its status: JSON under its exact header; an error is `code`
/// -1 and one message, and nothing else.
async fn told(response: Response) -> (u16, String) {
    let status = response.status();
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("idempotency-support"), Some("idempotency_key"));
    assert_eq!(header("set-cookie"), None);
    let challenge = header("www-authenticate");
    assert_eq!(challenge, (status == StatusCode::UNAUTHORIZED).then_some("Bearer"));
    assert!(status.as_u16() < 500, "{status}");
    let text = response.text().await.unwrap();
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"));
    if status != StatusCode::OK {
        let message = value["message"].as_str().unwrap_or_else(|| panic!("no message: {text}"));
        assert!(!message.is_empty());
        assert_eq!(text, json!({ "code": -1, "message": message }).to_string());
    }
    (status.as_u16(), text)
}

/// A 400 with this message.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "a story reads better without borrows")]
fn assert_bad(answer: (u16, String), message: &str) {
    let expected = json!({ "code": -1, "message": message }).to_string();
    assert_eq!(answer, (400, expected));
}

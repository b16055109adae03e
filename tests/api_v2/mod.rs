//! API v2, row by row of its contract (`docs/API.md`), over the wire.
//!
//! Most tests use a panel that does no work by itself and move the workers by hand, so that an
//! order is exactly where the test needs it.

mod add;
mod balance;
mod cancel;
mod clients;
mod faults;
mod random;
mod refill;
mod services;
mod status;
mod transport;
mod types;

use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;

use crate::support::{Customer, Panel, order_id};

const LINK: (&str, &str) = ("link", "https://example.com/p/1");
const ORDER: [(&str, &str); 2] = [LINK, ("quantity", "1000")];

/// No other parameters.
const NOTHING: [(&str, &str); 0] = [];

async fn ask(panel: &Panel, who: &Customer, action: &str, more: &[(&str, &str)]) -> Value {
    let mut fields = vec![("action", action)];
    fields.extend_from_slice(more);
    let answer = checked(panel.v2_response(&who.key, &fields).await).await;
    serde_json::from_str(&answer).unwrap()
}

/// The exact bytes of an answer, to check the order of its keys.
async fn ask_text(panel: &Panel, who: &Customer, action: &str, more: &[(&str, &str)]) -> String {
    let mut fields = vec![("action", action)];
    fields.extend_from_slice(more);
    checked(panel.v2_response(&who.key, &fields).await).await
}

async fn add(panel: &Panel, who: &Customer, service: i64, more: &[(&str, &str)]) -> Value {
    let service = service.to_string();
    let mut fields = vec![("service", service.as_str())];
    fields.extend_from_slice(more);
    ask(panel, who, "add", &fields).await
}

/// Places an order that must be taken.
async fn place(panel: &Panel, who: &Customer, service: i64, more: &[(&str, &str)]) -> i64 {
    order_id(&add(panel, who, service, more).await)
}

async fn status_of(panel: &Panel, who: &Customer, order: i64) -> Value {
    ask(panel, who, "status", &[("order", &order.to_string())]).await
}

/// Sends it. The answer must follow the rules for every answer of this door.
async fn sent(request: RequestBuilder) -> Value {
    let answer = checked(request.send().await.unwrap()).await;
    serde_json::from_str(&answer).unwrap()
}

async fn checked(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::OK);
    json_text(response).await
}

/// The rule for every answer, whatever its status: JSON under its exact header; an error has no
/// other field, a success has no `error`.
async fn json_text(response: Response) -> String {
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("idempotency-support"), Some("idempotency_key"));
    assert_eq!(header("cache-control"), Some("private, no-cache"));
    assert_eq!(header("set-cookie"), None);
    assert_eq!(header("location"), None);
    let text = response.text().await.unwrap();
    let value: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"));
    if let Some(error) = value.get("error") {
        assert!(error.is_string(), "{text}");
        assert_eq!(value.as_object().unwrap().len(), 1, "{text}");
    }
    text
}

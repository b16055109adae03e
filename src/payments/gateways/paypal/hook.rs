//! PayPal's hooks. The door checks their shape; whether PayPal has sent them, only PayPal can say: it is
//! asked with the bytes as they came, because it signs those. Nothing that a hook names is fetched.

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::super::call::Answer;
use super::super::{Hint, Mark, NotTheirs, Sent};

/// What it is signed by.
pub(super) static HEADERS: [&str; 5] = [
    "paypal-auth-algo",
    "paypal-cert-url",
    "paypal-transmission-id",
    "paypal-transmission-sig",
    "paypal-transmission-time",
];
const ALGORITHM: &str = "SHA256withRSA";

/// Reads a hook that may be PayPal's.
pub(super) fn read(webhook_id: &str, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
    if webhook_id.is_empty() {
        return Err(NotTheirs("no webhook ID is entered, so no hook can be checked"));
    }
    for name in HEADERS {
        if sent.header(name).is_none_or(str::is_empty) {
            return Err(NotTheirs("a header of its signature is missing, or is there twice"));
        }
    }
    if sent.header("paypal-auth-algo") != Some(ALGORITHM) {
        return Err(NotTheirs("it is signed in another way than PayPal’s"));
    }
    if !sent.header("paypal-cert-url").is_some_and(is_paypals) {
        return Err(NotTheirs("its certificate is not at PayPal"));
    }
    let event: Value =
        serde_json::from_str(sent.body).map_err(|_| NotTheirs("its body is no JSON"))?;
    match event["id"].as_str() {
        Some(id) if !id.is_empty() => {
            Ok(Hint { event_key: id.to_owned(), about: about(&event).unwrap_or_default() })
        }
        _ => Err(NotTheirs("it names no event")),
    }
}

fn is_paypals(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    url.scheme() == "https"
        && is_plain
        && url.host_str().is_some_and(|host| host.ends_with(".paypal.com"))
}

/// Which deposit it is about. What it is about may be an order, a capture, a refund or a dispute, each
/// with names of its own; our reference comes first.
fn about(event: &Value) -> Option<String> {
    let resource = &event["resource"];
    let (unit, disputed) = (&resource["purchase_units"][0], &resource["disputed_transactions"][0]);
    let related = &resource["supplementary_data"]["related_ids"];
    let names = [
        &resource["custom_id"],
        &unit["custom_id"],
        &disputed["custom"],
        &disputed["invoice_number"],
        &related["order_id"],
        &resource["order_id"],
        &related["capture_id"],
        &disputed["seller_transaction_id"],
    ];
    let named = names.into_iter().filter_map(Value::as_str).find(|name| !name.is_empty());
    let named = named.map(str::to_owned).or_else(|| up(resource));
    named.or_else(|| resource["id"].as_str().map(str::to_owned))
}

/// The capture that a refund is of, by its link.
fn up(resource: &Value) -> Option<String> {
    let mut links = resource["links"].as_array()?.iter();
    let link = links.find(|link| link["rel"] == "up")?;
    let (_, id) = link["href"].as_str()?.rsplit_once("/captures/")?;
    Some(id.to_owned())
}

/// What it tells of a dispute: orders do not tell of one.
pub(super) fn mark(body: &str) -> Option<Mark> {
    let event: Value = serde_json::from_str(body).ok()?;
    match event["event_type"].as_str()? {
        "CUSTOMER.DISPUTE.CREATED" => Some(Mark::Disputed),
        "CUSTOMER.DISPUTE.RESOLVED" => Some(Mark::Resolved),
        "PAYMENT.CAPTURE.REVERSED" => Some(Mark::Reversed),
        _ => None,
    }
}

/// What PayPal is asked with. The body is put in as it came: printed again, it would be another one, and
/// PayPal would not know it.
pub(super) fn post_back(webhook_id: &str, sent: &Sent<'_>) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let header = |name: &str| quoted(sent.header(name).unwrap_or_default());
    format!(
        r#"{{"auth_algo":{},"cert_url":{},"transmission_id":{},"transmission_sig":{},"transmission_time":{},"webhook_id":{},"webhook_event":{}}}"#,
        header("paypal-auth-algo"),
        header("paypal-cert-url"),
        header("paypal-transmission-id"),
        header("paypal-transmission-sig"),
        header("paypal-transmission-time"),
        quoted(webhook_id),
        sent.body
    )
}

/// What PayPal says to that.
pub(super) fn verdict(answer: &Answer) -> Result<Result<(), NotTheirs>, String> {
    #[derive(Deserialize)]
    struct Said {
        verification_status: String,
    }
    if matches!(answer.status, 400 | 422) {
        return Ok(Err(NotTheirs("PayPal cannot read what it is signed with")));
    }
    let said: Said = answer.read()?;
    match said.verification_status.as_str() {
        "SUCCESS" => Ok(Ok(())),
        "FAILURE" => Ok(Err(NotTheirs("PayPal says that it has not sent it"))),
        other => Err(format!("PayPal says neither yes nor no: {other}")),
    }
}

//! PayPal, by Orders v2: the payer approves an order at PayPal, and the panel captures it, in the look
//! that finds the approval. Until then no money moves.
//!
//! Its hooks are signed with a certificate; only PayPal can say whether it has sent one, so they are kept
//! unconfirmed and asked about (`hook`). Every call needs an access token, which is kept (`access`).

mod hook;
mod order;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::json;

use super::access::Fresh;
use super::amount::text;
use super::call::{Answer, Request, page};
use super::{
    Ask, Beside, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError,
    Opened, Sent, Ways,
};
use crate::kit::failpoint;
use crate::kit::secret::sha256;
use order::{Attempt, CURRENCIES, Capture, Order};

const LIVE: &str = "https://api-m.paypal.com";
const TEST: &str = "https://api-m.sandbox.paypal.com";
/// An approval that is not captured is undone after so long.
const OPEN_FOR: TimeDelta = TimeDelta::hours(3);
/// A repeat under the same id gets the same answer and does nothing more.
const REQUEST_ID: &str = "paypal-request-id";
/// Answers with all of what was made.
const PREFER: (&str, &str) = ("prefer", "return=representation");

static FIELDS: [Field; 3] = [
    Field {
        name: "client_id",
        label: "Client ID",
        hint: "Of your app at PayPal. Live and sandbox have their own.",
        is_secret: false,
        required: true,
        fits: is_credential,
        wrong: "16 to 200 characters, without spaces",
    },
    Field {
        name: "secret",
        label: "Secret",
        hint: "Of the same app.",
        is_secret: true,
        required: true,
        fits: is_credential,
        wrong: "16 to 200 characters, without spaces",
    },
    Field {
        name: "webhook_id",
        label: "Webhook ID",
        hint: "Save this method first; then add its address for hooks to your app at PayPal, and \
               enter the ID that PayPal shows for it. Without it every hook is refused, and the \
               panel finds payments only when it looks.",
        is_secret: false,
        required: false,
        fits: |text| (6..=60).contains(&text.len()) && is_id(text),
        wrong: "letters and digits, such as 8KX56343ST352341G",
    },
];

fn is_credential(text: &str) -> bool {
    (16..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Whether it is an id that may stand in an address.
fn is_id(text: &str) -> bool {
    (1..=100).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The gateway.
#[derive(Debug)]
pub struct PayPal;

impl Gateway for PayPal {
    fn id(&self) -> &'static str {
        "paypal"
    }

    fn name(&self) -> &'static str {
        "PayPal"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &CURRENCIES,
            has_live: true,
            has_test: true,
            can_refund: true,
            tells_takebacks: true,
            hook_headers: &hook::HEADERS,
        }
    }

    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(open(ways, method, ask))
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        hook::read(method.value("webhook_id"), sent)
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(look(ways, method, of))
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(test(ways, method))
    }

    fn refund<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        (of, total): (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(refund(ways, method, (of, total)))
    }

    fn tells(&self, body: &str) -> Beside {
        Beside { mark: hook::mark(body), name: None }
    }

    fn confirms_hooks(&self) -> bool {
        true
    }

    fn confirm_hook<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        sent: &'a Sent<'a>,
    ) -> BoxFuture<'a, Result<Result<(), NotTheirs>, String>> {
        Box::pin(async move {
            let text = hook::post_back(method.value("webhook_id"), sent);
            let path = "/v1/notifications/verify-webhook-signature";
            let request = || Request::json(at(ways, method, path), text.clone()).only_reads();
            hook::verdict(&call(ways, method, request).await?)
        })
    }
}

/// An address of PayPal's API.
fn at(ways: &Ways, method: &Connected, path: &str) -> String {
    let usual = match method.mode {
        Mode::Live => LIVE,
        Mode::Test => TEST,
    };
    format!("{}{path}", ways.base("paypal", usual))
}

/// Sends a request with the method's token; once more with a new one if PayPal does not take it.
async fn call(
    ways: &Ways,
    method: &Connected,
    request: impl Fn() -> Request + Send + Sync,
) -> Result<Answer, String> {
    let with = |token: &str| request().header("authorization", format!("Bearer {token}"));
    let token = access(ways, method).await?;
    let answer = with(&token).send(ways).await.map_err(|failure| failure.to_string())?;
    if answer.status != 401 {
        return Ok(answer);
    }
    ways.access.forget(method.id, &token).await;
    let token = access(ways, method).await?;
    with(&token).send(ways).await.map_err(|failure| failure.to_string())
}

/// The method's access token.
async fn access(ways: &Ways, method: &Connected) -> Result<String, String> {
    let (id, secret) = (method.value("client_id"), method.value("secret"));
    let of = sha256(format!("{} {id} {secret}", method.mode.as_str()).as_bytes());
    ways.access.get((method.id, of), &ways.clock, new_token(ways, method)).await
}

async fn new_token(ways: &Ways, method: &Connected) -> Result<Fresh, String> {
    #[derive(Deserialize)]
    struct Given {
        access_token: String,
        expires_in: i64,
    }
    let pair = format!("{}:{}", method.value("client_id"), method.value("secret"));
    let form = [("grant_type", "client_credentials")];
    let request = Request::form(at(ways, method, "/v1/oauth2/token"), &form)
        .header("authorization", format!("Basic {}", STANDARD.encode(pair)))
        .only_reads();
    let answer = request.send(ways).await.map_err(|failure| failure.to_string())?;
    if !answer.is_good() {
        return Err(format!("no access token: {}", answer.quoted()));
    }
    // It is not quoted: there may be a token in it.
    let given = serde_json::from_str(&answer.text);
    let given: Given = given.map_err(|_| "its access token cannot be read".to_owned())?;
    Ok(Fresh { text: given.access_token, lasts_s: given.expires_in })
}

async fn open(ways: &Ways, method: &Connected, ask: &Ask) -> Result<Opened, OpenError> {
    let body = json!({
        "intent": "CAPTURE",
        "purchase_units": [{
            "reference_id": ask.reference,
            "custom_id": ask.reference,
            "invoice_id": ask.reference,
            "description": ask.title,
            "amount": {
                "currency_code": ask.currency, "value": text(ask.amount, ask.exponent),
            },
        }],
        "payment_source": { "paypal": { "experience_context": {
            "return_url": ask.return_url,
            "cancel_url": ask.return_url,
            "user_action": "PAY_NOW",
            "shipping_preference": "NO_SHIPPING",
            "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
        } } },
    });
    let text = body.to_string();
    let request = || {
        Request::json(at(ways, method, "/v2/checkout/orders"), text.clone())
            .header(REQUEST_ID, ask.reference.clone())
            .header(PREFER.0, PREFER.1)
    };
    let answer = call(ways, method, request).await.map_err(OpenError::Again)?;
    if !answer.is_good() {
        return Err(answer.unopened());
    }
    let made: Order = answer.read().map_err(OpenError::Again)?;
    let url = page(made.approve_url())?;
    if !is_id(&made.id) {
        return Err(OpenError::Again("its answer names no order".to_owned()));
    }
    let expires_at = ways.clock.now() + OPEN_FOR;
    Ok(Opened { gateway_ref: made.id, url, pay_to: None, expires_at })
}

/// The order of a deposit; `None`: PayPal knows of none.
async fn known_order(ways: &Ways, method: &Connected, of: &Known) -> Result<Option<Order>, String> {
    let path = format!("/v2/checkout/orders/{}", of.gateway_ref);
    let answer = call(ways, method, || Request::get(at(ways, method, &path))).await?;
    if answer.status == 404 { Ok(None) } else { answer.read().map(Some) }
}

async fn look(ways: &Ways, method: &Connected, of: &Known) -> Result<Look, String> {
    let Some(found) = known_order(ways, method, of).await? else {
        return gone(ways, method, of).await;
    };
    if !found.is_approved_for(of)? {
        return order::judge(&found, of, (method.mode, ways.clock.now()), None);
    }
    let attempt = capture(ways, method, of).await?;
    failpoint("deposit-captured");
    // What became of it stands in the order.
    let found =
        known_order(ways, method, of).await?.ok_or("the order is gone after its capture")?;
    order::judge(&found, of, (method.mode, ways.clock.now()), attempt)
}

/// Captures an approved order, under one id however often it is tried. `Ok(None)`: it is captured.
/// `Err`: nobody knows, so it is asked for again.
async fn capture(ways: &Ways, method: &Connected, of: &Known) -> Result<Option<Attempt>, String> {
    let path = format!("/v2/checkout/orders/{}/capture", of.gateway_ref);
    let request = || {
        Request::json(at(ways, method, &path), "{}".to_owned())
            .header(REQUEST_ID, format!("{}-capture", of.reference))
            .header(PREFER.0, PREFER.1)
    };
    let answer = call(ways, method, request).await?;
    if answer.is_good() {
        return Ok(None);
    }
    let why = order::issue(&answer);
    match why.as_str() {
        "ORDER_ALREADY_CAPTURED" => Ok(None),
        // The payer has to go to PayPal again: the deposit's page still leads there.
        "ORDER_NOT_APPROVED" | "INSTRUMENT_DECLINED" | "PAYER_ACTION_REQUIRED" => {
            Ok(Some(Attempt::Waits(why)))
        }
        "COMPLIANCE_VIOLATION" => Ok(Some(Attempt::Failed(why))),
        _ => Err(format!("the order could not be captured: {}", answer.quoted())),
    }
}

/// PayPal forgets orders: those that nobody has paid in time, and nobody says how long it keeps the others.
/// Of one that was paid, the capture is asked.
async fn gone(ways: &Ways, method: &Connected, of: &Known) -> Result<Look, String> {
    let known = sqlx::query!(
        r#"select coalesce(d.expires_at < $2, false) as "is_over!",
                  (select p.gateway_payment from deposit_payments p
                   where p.deposit_id = d.id order by p.id limit 1) as "capture?"
           from deposits d where d.claim = $1 and d.pay_amount is not null"#,
        of.reference,
        ways.clock.now()
    )
    .fetch_optional(ways.db.pool())
    .await
    .map_err(|error| error.to_string())?;
    match known.map(|row| (row.is_over, row.capture)) {
        Some((_, Some(id))) if is_id(&id) => {
            let path = format!("/v2/payments/captures/{id}");
            let answer = call(ways, method, || Request::get(at(ways, method, &path))).await?;
            let capture: Capture = answer.read()?;
            order::judge_alone(&capture, of, method.mode)
        }
        Some((true, None)) => Ok(order::never_paid(of, method.mode)),
        _ => Err("PayPal does not know this order".to_owned()),
    }
}

async fn test(ways: &Ways, method: &Connected) -> Result<String, String> {
    #[derive(Deserialize)]
    struct Webhook {
        url: String,
    }
    access(ways, method).await?;
    let id = method.value("webhook_id");
    if id.is_empty() {
        return Ok(
            "PayPal knows the client ID and its secret. No webhook ID is entered, so hooks \
                   are refused, and the panel finds payments only when it looks."
                .to_owned(),
        );
    }
    let path = format!("/v1/notifications/webhooks/{id}");
    let answer = call(ways, method, || Request::get(at(ways, method, &path))).await?;
    let there: Webhook = answer
        .read()
        .map_err(|why| format!("PayPal knows the client ID, but not the webhook ID: {why}"))?;
    Ok(format!(
        "PayPal knows the client ID, its secret and the webhook ID. It sends hooks to {}: that must \
         be this method’s address for hooks.",
        there.url
    ))
}

async fn refund(ways: &Ways, method: &Connected, (of, total): (&Known, i64)) -> Result<(), String> {
    let found = known_order(ways, method, of).await?.ok_or("PayPal does not know this order")?;
    let (capture, going, listed) = found.captured()?;
    let missing = total - going;
    if missing <= 0 {
        return Ok(());
    }
    let body = json!({
        "amount": { "currency_code": of.currency, "value": text(missing, of.exponent) },
    });
    let body = body.to_string();
    let path = format!("/v2/payments/captures/{capture}/refund");
    // A refund that failed is listed, so that asking again has another id.
    let key = format!("{}-refund-{total}-{listed}", of.reference);
    let request = || {
        Request::json(at(ways, method, &path), body.clone())
            .header(REQUEST_ID, key.clone())
            .header(PREFER.0, PREFER.1)
    };
    let answer = call(ways, method, request).await?;
    if answer.is_good() { Ok(()) } else { Err(answer.quoted()) }
}

#[cfg(test)]
mod tests;

//! UddoktaPay: the operator's own installation takes payments by bKash, Nagad and Rocket.
//!
//! It names a payment by an invoice id, and tells it to nobody but the payer, who brings it back, and by
//! a hook that is only sent when the merchant presses a button. So the name comes from outside: whoever
//! says it, a look asks whether the invoice carries our reference. What the payer typed as the number of
//! their transfer counts once, whatever invoice it is typed into.

mod kept;

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use url::Url;

use super::amount::{coins_of, plain, text};
use super::call::{Answer, Request, own_page};
use super::{
    Ask, Beside, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError,
    Opened, Payment, Sent, Status, Ways,
};
use crate::kit::secret::same;
use kept::{claim_once, over, place};

/// How long the payer has; it says nothing of this itself.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(60);
const KEY: &str = "rt-uddoktapay-api-key";
/// Its own installation for tests.
const SANDBOX: &str = "sandbox.uddoktapay.com";
/// Begins our name for a payment whose invoice id nobody has told: the end of the payer's link follows,
/// which may be the id or not.
const PAGE: &str = "page:";

static FIELDS: [Field; 2] = [
    Field {
        name: "base",
        label: "Address of the installation",
        hint: "Where your UddoktaPay is, such as https://pay.example.com, without /api. For tests: \
               https://sandbox.uddoktapay.com.",
        is_secret: false,
        required: true,
        fits: |text| (8..=200).contains(&text.len()),
        wrong: "an address that begins with https://",
    },
    Field {
        name: "api_key",
        label: "API key",
        hint: "It is also what shows that a hook is yours.",
        is_secret: true,
        required: true,
        fits: |text| {
            (16..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        },
        wrong: "16 to 200 characters without spaces",
    },
];

/// The gateway.
#[derive(Debug)]
pub struct UddoktaPay;

impl Gateway for UddoktaPay {
    fn id(&self) -> &'static str {
        "uddoktapay"
    }

    fn name(&self) -> &'static str {
        "UddoktaPay"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &[("BDT", 2)],
            has_live: true,
            has_test: true,
            can_refund: false,
            tells_takebacks: false,
            hook_headers: &[KEY],
        }
    }

    fn addresses(&self) -> &'static [&'static str] {
        &["base"]
    }

    fn secret_headers(&self) -> &'static [&'static str] {
        &[KEY]
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
        let key = sent.header(KEY).ok_or(NotTheirs("it has no API key, or two"))?;
        let ours = method.value("api_key");
        if ours.is_empty() || !same(key.as_bytes(), ours.as_bytes()) {
            return Err(NotTheirs("its API key does not fit"));
        }
        let said: Value =
            serde_json::from_str(sent.body).map_err(|_| NotTheirs("its body is no JSON"))?;
        let id = said["invoice_id"].as_str().filter(|id| is_invoice(id));
        let id = id.ok_or(NotTheirs("it names no invoice"))?;
        let status = said["status"].as_str().unwrap_or_default();
        let about = reference(&said["metadata"]).unwrap_or_else(|| id.to_owned());
        Ok(Hint { event_key: format!("{id}:{status}"), about })
    }

    fn tells(&self, body: &str) -> Beside {
        let said: Value = serde_json::from_str(body).unwrap_or_default();
        let name = said["invoice_id"].as_str().filter(|id| is_invoice(id)).map(str::to_owned);
        Beside { mark: None, name }
    }

    fn returned(&self, query: &str) -> Option<String> {
        // The return address has a query already, and what is put behind it may begin with either.
        let mut pairs = query.split(['&', '?']);
        let id = pairs.find_map(|pair| pair.strip_prefix("invoice_id="))?;
        is_invoice(id).then(|| id.to_owned())
    }

    fn is_named_by_hand(&self) -> bool {
        true
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
        Box::pin(async move {
            let said = verify(ways, method, "waybill-test").await?;
            let words: String = said.message.chars().take(200).collect();
            Ok(format!(
                "It answers, and knows no invoice of this name, as it should. It says: “{words}”. If \
                 that speaks of the API key, the key is wrong."
            ))
        })
    }

    fn refund<'a>(
        &'a self,
        _: &'a Ways,
        _: &'a Connected,
        _: (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async {
            Err("give it back by bKash, Nagad or Rocket, and book it here by hand".to_owned())
        })
    }
}

/// Whether it can be an invoice id.
fn is_invoice(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=100).contains(&text.len()) && text.bytes().all(fits)
}

/// Whether it has the form that the end of a link has there. Any other word, such as `pay`, may stand in
/// each link, and name nothing.
fn is_token(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Our reference in what we gave it to keep, which may come back as JSON in a text.
fn reference(metadata: &Value) -> Option<String> {
    let inner: Value;
    let metadata = match metadata.as_str() {
        Some(text) => {
            inner = serde_json::from_str(text).unwrap_or_default();
            &inner
        }
        None => metadata,
    };
    metadata["ref"].as_str().map(str::to_owned)
}

fn at(ways: &Ways, method: &Connected, path: &str) -> String {
    format!("{}{path}", ways.base("uddoktapay", method.value("base")))
}

async fn open(ways: &Ways, method: &Connected, ask: &Ask) -> Result<Opened, OpenError> {
    #[derive(Deserialize)]
    struct Made {
        #[serde(default)]
        payment_url: String,
        #[serde(default)]
        message: String,
    }
    let name = if ask.payer_name.is_empty() { "Customer" } else { &ask.payer_name };
    let body = json!({
        "full_name": name,
        "email": ask.payer_email,
        "amount": text(ask.amount, ask.exponent),
        "metadata": { "ref": ask.reference },
        "redirect_url": ask.return_url,
        "return_type": "GET",
        "cancel_url": ask.return_url,
        "webhook_url": ask.hook_url,
    });
    let request = Request::json(at(ways, method, "/api/checkout-v2"), body.to_string());
    let made: Made = request.header(KEY, method.value("api_key")).open(ways).await?;
    let Made { payment_url, message } = made;
    let url = own_page(Some(payment_url))
        .map_err(|error| OpenError::Again(format!("{error}: {message}")))?;
    let last = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = if is_token(last) { last } else { &ask.reference };
    let gateway_ref = format!("{PAGE}{last}");
    let expires_at = ways.clock.now() + OPEN_FOR;
    Ok(Opened { gateway_ref, url, pay_to: None, expires_at })
}

/// What it says about an invoice.
#[derive(Deserialize)]
struct Said {
    /// `false` if there is no such invoice.
    #[serde(default)]
    status: Value,
    #[serde(default)]
    message: String,
    amount: Option<Box<RawValue>>,
    charged_amount: Option<Box<RawValue>>,
    #[serde(default)]
    metadata: Value,
    invoice_id: Option<String>,
    transaction_id: Option<String>,
    payment_method: Option<String>,
}

async fn verify(ways: &Ways, method: &Connected, invoice: &str) -> Result<Said, String> {
    let body = json!({ "invoice_id": invoice }).to_string();
    let request = Request::json(at(ways, method, "/api/verify-payment"), body)
        .header(KEY, method.value("api_key"))
        .only_reads();
    let answer = request.send(ways).await.map_err(|failure| failure.to_string())?;
    read(&answer)
}

/// It may say with an error's status that there is no such invoice.
fn read(answer: &Answer) -> Result<Said, String> {
    if matches!(answer.status, 401 | 403 | 408 | 429) || answer.status >= 500 {
        return Err(answer.quoted());
    }
    let said: Said = serde_json::from_str(&answer.text)
        .map_err(|error| format!("its answer cannot be read ({error}): {}", answer.quoted()))?;
    if said.status.is_null() {
        return Err(format!("it does not say how the payment stands: {}", answer.quoted()));
    }
    Ok(said)
}

async fn look(ways: &Ways, method: &Connected, of: &Known) -> Result<Look, String> {
    let (name, is_guess) = match of.gateway_ref.strip_prefix(PAGE) {
        Some(guess) => (guess, true),
        None => (of.gateway_ref.as_str(), false),
    };
    let said = verify(ways, method, name).await?;
    let mode = mode(method);
    let now = ways.clock.now();
    let is_over = over(ways, of).await?.is_some_and(|end| now > end);
    let mut look = judge(&said, of, (mode, is_over), (name, is_guess))?;
    if let Some(payment) = &look.payment
        && look.reference == of.reference
    {
        let id = said.transaction_id.as_deref().unwrap_or_default().trim().to_ascii_uppercase();
        look.doubt = match id.len() {
            1..=200 => {
                let claim = ((method.id, place(method)), id, payment.id.clone());
                let is_first = claim_once(ways, claim).await.map_err(|error| error.to_string())?;
                (!is_first).then_some("another invoice was paid with this transaction id")
            }
            _ => Some("it names no transaction id, so nobody knows whether it counted before"),
        };
    }
    Ok(look)
}

/// Its own installation for tests moves no money, whatever the method says.
fn mode(method: &Connected) -> Mode {
    let host = Url::parse(method.value("base")).ok();
    let host = host.as_ref().and_then(Url::host_str);
    if host == Some(SANDBOX) { Mode::Test } else { method.mode }
}

/// What an invoice says about a deposit; `name`: what it was asked about, and whether that is a guess.
fn judge(
    said: &Said,
    of: &Known,
    (mode, is_over): (Mode, bool),
    (name, is_guess): (&str, bool),
) -> Result<Look, String> {
    let theirs = reference(&said.metadata).unwrap_or_default();
    let unpaid = if is_over { Status::Expired } else { Status::Waiting };
    let amount = said.amount.as_ref().map(|amount| coins_of(amount, of.exponent));
    let (status, reference, paid) = match said.status.as_str() {
        Some("COMPLETED") => {
            let paid = amount.flatten().ok_or("it names no amount that could be one")?;
            (Status::Paid, theirs, paid)
        }
        // It waits for the merchant, for as long as it takes.
        Some("PENDING") => (Status::Waiting, theirs, 0),
        // Nobody has told its id yet.
        _ if is_guess => (unpaid, of.reference.clone(), 0),
        _ => (unpaid, theirs, 0),
    };
    let id = said.invoice_id.as_deref().filter(|id| is_invoice(id)).unwrap_or(name);
    let payment = (paid > 0).then(|| Payment {
        id: id.to_owned(),
        amount: paid,
        currency: of.currency.clone(),
        fee: None,
    });
    Ok(Look {
        status,
        reference,
        mode,
        payment,
        taken: 0,
        disputed: false,
        lost: false,
        doubt: None,
        dispute_fee: None,
        evidence: json!({
            "invoice": id, "status": said.status, "message": said.message,
            "amount": said.amount.as_deref().map(plain),
            "charged": said.charged_amount.as_deref().map(plain),
            "transaction": said.transaction_id, "by": said.payment_method,
        }),
    })
}

#[cfg(test)]
mod tests;

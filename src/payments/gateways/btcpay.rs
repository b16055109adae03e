//! BTCPay Server, by its Greenfield API: the operator's own server takes coins, and names amounts in the
//! currency of the invoice.
//!
//! An invoice always has an amount: without one, any payment would be all of it. Opening has no key that
//! makes a repeat harmless, so the panel first asks whether there is an invoice of the deposit already.

mod invoice;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::amount::text;
use super::call::{Request, own_page};
use super::{
    Ask, Connected, Facts, Field, Gateway, Hint, Known, Look, NotTheirs, OpenError, Opened, Sent,
    Ways,
};
use crate::kit::secret::{from_hex, same};
use crate::kit::sign::hmac_sha256;
use invoice::{Invoice, Method, Money};

/// How long the payer has, and for how long the server then watches for what comes late.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(60);
const WATCHED_FOR: TimeDelta = TimeDelta::minutes(1_440);
const SIGNATURE: &str = "btcpay-sig";

static CURRENCIES: [(&str, u32); 20] = [
    ("USD", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("AUD", 2),
    ("BRL", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("INR", 2),
    ("JPY", 0),
    ("KRW", 0),
    ("MXN", 2),
    ("NGN", 2),
    ("NOK", 2),
    ("PLN", 2),
    ("RUB", 2),
    ("SEK", 2),
    ("TRY", 2),
    ("ZAR", 2),
];

static FIELDS: [Field; 5] = [
    Field {
        name: "base",
        label: "Address of the server",
        hint: "Where your BTCPay Server is, such as https://btcpay.example.com.",
        is_secret: false,
        required: true,
        fits: |text| (8..=200).contains(&text.len()),
        wrong: "an address that begins with https://",
    },
    Field {
        name: "store_id",
        label: "Store ID",
        hint: "It stands in the settings of your store.",
        is_secret: false,
        required: true,
        fits: is_id,
        wrong: "the store’s ID: letters and digits",
    },
    Field {
        name: "api_key",
        label: "API key",
        hint: "It needs two permissions on this one store: btcpay.store.cancreateinvoice and \
               btcpay.store.canviewinvoices.",
        is_secret: true,
        required: true,
        fits: |text| (16..=200).contains(&text.len()) && is_id(text),
        wrong: "16 to 100 letters and digits",
    },
    Field {
        name: "secret",
        label: "Webhook secret",
        hint: "8 to 100 characters, the same as at the store’s webhook. Switch on automatic \
               redelivery there.",
        is_secret: true,
        required: true,
        fits: is_secret,
        wrong: "8 to 100 characters without spaces",
    },
    Field {
        name: "old_secret",
        label: "Former webhook secret",
        hint: "While you change it: hooks that are signed with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: is_secret,
        wrong: "8 to 100 characters without spaces",
    },
];

/// Whether it is an id that may stand in an address.
fn is_id(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_secret(text: &str) -> bool {
    (8..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The gateway.
#[derive(Debug)]
pub struct BtcPay;

impl Gateway for BtcPay {
    fn id(&self) -> &'static str {
        "btcpay"
    }

    fn name(&self) -> &'static str {
        "BTCPay Server"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &CURRENCIES,
            has_live: true,
            has_test: true,
            can_refund: false,
            tells_takebacks: false,
            hook_headers: &[SIGNATURE],
        }
    }

    fn addresses(&self) -> &'static [&'static str] {
        &["base"]
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
        let line = sent.header(SIGNATURE).ok_or(NotTheirs("it is not signed, or twice"))?;
        let sum = line.strip_prefix("sha256=").and_then(from_hex);
        let sum = sum.ok_or(NotTheirs("its signature cannot be read"))?;
        let fits = |secret: &str| {
            // The server signs with the empty text if it has no secret.
            !secret.is_empty() && same(&hmac_sha256(secret.as_bytes(), sent.body.as_bytes()), &sum)
        };
        if !fits(method.value("secret")) && !fits(method.value("old_secret")) {
            return Err(NotTheirs("its signature does not fit"));
        }
        read_event(sent.body)
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
            let _: Vec<IgnoredAny> = find(ways, method, "wb-test").read(ways).await?;
            Ok("The server knows the store, and the key may see its invoices. Whether it may make \
                them shows with the first deposit."
                .to_owned())
        })
    }

    fn refund<'a>(
        &'a self,
        _: &'a Ways,
        _: &'a Connected,
        _: (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async {
            Err("give it back at BTCPay Server, and book it here by hand".to_owned())
        })
    }
}

/// Which event it is, and of which invoice. A repeat has another delivery id, and the first one's.
fn read_event(body: &str) -> Result<Hint, NotTheirs> {
    let said: Value = serde_json::from_str(body).map_err(|_| NotTheirs("its body is no JSON"))?;
    let (invoice, kind) = (said["invoiceId"].as_str(), said["type"].as_str());
    let (Some(invoice), Some(kind)) = (invoice, kind) else {
        return Err(NotTheirs("it names no event"));
    };
    let delivery = said["originalDeliveryId"].as_str().or(said["deliveryId"].as_str());
    let event_key = format!("{invoice}:{kind}:{}", delivery.unwrap_or_default());
    // Our reference is right even if the answer to the opening was lost.
    let about = said["metadata"]["orderId"].as_str().unwrap_or(invoice).to_owned();
    Ok(Hint { event_key, about })
}

/// An address below the store.
fn at(ways: &Ways, method: &Connected, path: &str) -> String {
    let base = ways.base("btcpay", method.value("base"));
    format!("{base}/api/v1/stores/{}{path}", method.value("store_id"))
}

fn with_key(request: Request, method: &Connected) -> Request {
    request.header("authorization", format!("token {}", method.value("api_key")))
}

/// The invoices of a reference.
fn find(ways: &Ways, method: &Connected, reference: &str) -> Request {
    let path = format!("/invoices?orderId={reference}");
    with_key(Request::get(at(ways, method, &path)), method)
}

async fn open(ways: &Ways, method: &Connected, ask: &Ask) -> Result<Opened, OpenError> {
    let there: Vec<Invoice> = find(ways, method, &ask.reference).open(ways).await?;
    if let Some(invoice) = there.into_iter().find(|invoice| invoice.is_for(ask)) {
        return opened(&invoice, ways.clock.now());
    }
    let body = json!({
        "amount": text(ask.amount, ask.exponent),
        "currency": ask.currency,
        "metadata": { "orderId": ask.reference, "itemDesc": ask.title },
        "checkout": {
            "expirationMinutes": OPEN_FOR.num_minutes(),
            "monitoringMinutes": WATCHED_FOR.num_minutes(),
            "paymentTolerance": 0,
            "redirectURL": ask.return_url,
            "redirectAutomatically": true,
        },
    });
    let request = Request::json(at(ways, method, "/invoices"), body.to_string());
    let made: Invoice = with_key(request, method).open(ways).await?;
    opened(&made, ways.clock.now())
}

fn opened(invoice: &Invoice, now: DateTime<Utc>) -> Result<Opened, OpenError> {
    let url = own_page(Some(invoice.checkout_link.clone()))?;
    if !is_id(&invoice.id) {
        return Err(OpenError::Again("its answer names no invoice".to_owned()));
    }
    let expires_at = invoice.expires_at().unwrap_or(now + OPEN_FOR);
    Ok(Opened { gateway_ref: invoice.id.clone(), url, pay_to: None, expires_at })
}

async fn look(ways: &Ways, method: &Connected, of: &Known) -> Result<Look, String> {
    let path = format!("/invoices/{}", of.gateway_ref);
    let request = with_key(Request::get(at(ways, method, &path)), method);
    let invoice: Invoice = request.read(ways).await?;
    let mut money = Money::Unread;
    if invoice.is_ended_with_money() {
        let path = format!("{path}/payment-methods");
        let request = with_key(Request::get(at(ways, method, &path)), method);
        let methods: Vec<Method> = request.read(ways).await?;
        money = Money::of(&methods);
    }
    invoice::judge(&invoice, of, method.mode, money)
}

#[cfg(test)]
mod tests;

//! Calls to Stripe.

use chrono::DateTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::money::to_stripe;
use crate::payments::gateways::call::{Request, page};
use crate::payments::gateways::{Ask, Connected, OpenError, Opened, Ways};

const BASE: &str = "https://api.stripe.com";
/// The version of the API for which this is written; it stays when the account's moves on.
const VERSION: &str = "2026-07-29.dahlia";
/// An amount has at most eight digits there.
const AMOUNT_MAX: i64 = 99_999_999;

/// Stripe, as a method reaches it.
pub(super) struct Api<'a> {
    ways: &'a Ways,
    key: &'a str,
}

/// A page on which a customer pays.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Session {
    pub id: String,
    /// Only while it is open.
    pub url: Option<String>,
    pub status: Option<String>,
    pub payment_status: String,
    pub client_reference_id: Option<String>,
    pub payment_intent: Option<String>,
    pub livemode: bool,
    /// Seconds since 1970.
    pub expires_at: i64,
}

/// What was paid by a session.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Intent {
    pub id: String,
    pub status: String,
    pub amount_received: i64,
    pub currency: String,
    pub latest_charge: Option<Charge>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Charge {
    pub amount_refunded: i64,
    /// Whether there ever was a dispute.
    pub disputed: bool,
    pub balance_transaction: Option<Kept>,
}

/// What Stripe kept of it, in the currency in which it pays the account.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Kept {
    pub fee: i64,
    pub currency: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Refund {
    pub id: String,
    pub amount: i64,
    pub status: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Dispute {
    pub id: String,
    pub amount: i64,
    pub currency: String,
    pub status: String,
    /// What moved because of it; nothing for a question of the payer's bank. `None`: it cannot be
    /// read.
    #[serde(default, deserialize_with = "if_readable")]
    pub balance_transactions: Option<Vec<Kept>>,
}

/// A fee that cannot be read must not keep the panel from reading the dispute.
fn if_readable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Kept>>, D::Error> {
    let said = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(said).ok())
}

#[derive(Deserialize)]
struct List<T> {
    data: Vec<T>,
}

#[derive(Deserialize)]
struct Balance {
    livemode: bool,
}

impl<'a> Api<'a> {
    pub fn new(ways: &'a Ways, method: &'a Connected) -> Self {
        Self { ways, key: method.value("secret_key") }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.ways.base("stripe", BASE))
    }

    fn with_key(&self, request: Request) -> Request {
        request
            .header("authorization", format!("Bearer {}", self.key))
            .header("stripe-version", VERSION)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, String> {
        self.with_key(Request::get(self.url(path))).read(self.ways).await
    }

    /// Opens a session. A 5xx is stored under its key and told again, so the next try has the next
    /// key; it begins with the first again, because no other answer may be asked for under another.
    pub async fn open(&self, ask: &Ask) -> Result<Opened, OpenError> {
        let currency = ask.currency.to_ascii_lowercase();
        let amount = to_stripe(ask.amount, &ask.currency).filter(|amount| *amount <= AMOUNT_MAX);
        let amount = amount.ok_or_else(|| OpenError::Refused("Stripe takes less".to_owned()))?;
        let amount = amount.to_string();
        let fields = [
            ("mode", "payment"),
            ("client_reference_id", &*ask.reference),
            ("metadata[deposit]", &*ask.reference),
            ("payment_intent_data[metadata][deposit]", &*ask.reference),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &*currency),
            ("line_items[0][price_data][unit_amount]", &*amount),
            ("line_items[0][price_data][product_data][name]", &*ask.title),
            ("adaptive_pricing[enabled]", "false"),
            ("success_url", &*ask.return_url),
            ("cancel_url", &*ask.return_url),
        ];
        let mut attempt = 0;
        loop {
            let request = Request::form(self.url("checkout/sessions"), &fields);
            let key = format!("{}-{attempt}", ask.reference);
            let answer = self.with_key(request).header("idempotency-key", key).send(self.ways);
            let answer = answer.await.map_err(|failure| OpenError::Again(failure.to_string()))?;
            if answer.is_good() {
                return opened(answer.read().map_err(OpenError::Again)?);
            }
            let is_over = answer.status < 500 || answer.should_retry == Some(false);
            if is_over || attempt >= ask.tries {
                return Err(answer.unopened());
            }
            attempt += 1;
        }
    }

    pub async fn session(&self, id: &str) -> Result<Session, String> {
        self.get(&format!("checkout/sessions/{}", named(id)?)).await
    }

    pub async fn intent(&self, id: &str) -> Result<Intent, String> {
        let id = named(id)?;
        self.get(&format!("payment_intents/{id}?expand[]=latest_charge.balance_transaction")).await
    }

    pub async fn refunds(&self, intent: &str) -> Result<Vec<Refund>, String> {
        let path = format!("refunds?payment_intent={}&limit=100", named(intent)?);
        Ok(self.get::<List<Refund>>(&path).await?.data)
    }

    pub async fn disputes(&self, intent: &str) -> Result<Vec<Dispute>, String> {
        let path = format!("disputes?payment_intent={}&limit=100", named(intent)?);
        Ok(self.get::<List<Dispute>>(&path).await?.data)
    }

    /// Gives this much back; under the same key only once.
    pub async fn give_back(
        &self,
        (intent, amount): (&str, i64),
        (reference, key): (&str, String),
    ) -> Result<(), String> {
        let amount = amount.to_string();
        let fields = [
            ("payment_intent", intent),
            ("amount", &*amount),
            ("reason", "requested_by_customer"),
            ("metadata[deposit]", reference),
        ];
        let request = Request::form(self.url("refunds"), &fields).header("idempotency-key", key);
        self.with_key(request).read::<Refund>(self.ways).await.map(|_| ())
    }

    /// Whether the key moves real money.
    pub async fn is_live(&self) -> Result<bool, String> {
        Ok(self.get::<Balance>("balance").await?.livemode)
    }
}

fn opened(session: Session) -> Result<Opened, OpenError> {
    let again = |why: &str| OpenError::Again(why.to_owned());
    Ok(Opened {
        url: page(session.url)?,
        pay_to: None,
        expires_at: DateTime::from_timestamp(session.expires_at, 0)
            .ok_or_else(|| again("the session’s end cannot be read"))?,
        gateway_ref: session.id,
    })
}

/// An id that may stand in a path.
fn named(id: &str) -> Result<&str, String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match !id.is_empty() && id.bytes().all(fits) {
        true => Ok(id),
        false => Err("what Stripe calls it cannot be read".to_owned()),
    }
}

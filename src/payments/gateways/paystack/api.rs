//! Calls to Paystack.

use chrono::TimeDelta;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::payments::gateways::call::{Request, page};
use crate::payments::gateways::{Ask, Connected, OpenError, Opened, Ways};

const BASE: &str = "https://api.paystack.co";
/// For so long a payment is waited for. Paystack itself knows no end.
pub(super) const OPEN_FOR: TimeDelta = TimeDelta::minutes(60);
/// What is read of a list at a time, and how often.
const PAGE: usize = 100;
const PAGES_MAX: usize = 20;

/// Paystack, as a method reaches it.
pub(super) struct Api<'a> {
    ways: &'a Ways,
    key: String,
}

/// Every answer. `status` says that the call worked, and nothing about money.
#[derive(Deserialize)]
struct Said<T> {
    status: bool,
    #[serde(default)]
    message: String,
    data: Option<T>,
}

#[derive(Deserialize)]
struct Begun {
    authorization_url: String,
    reference: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Transaction {
    pub id: i64,
    /// `test` or `live`.
    pub domain: String,
    pub status: String,
    pub reference: String,
    pub amount: i64,
    pub currency: String,
    pub fees: Option<i64>,
    pub created_at: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Refund {
    pub id: i64,
    pub transaction: Value,
    /// The dispute by which it came.
    #[serde(default)]
    pub dispute: Value,
    pub amount: i64,
    pub status: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Dispute {
    pub id: i64,
    pub transaction: Value,
    pub refund_amount: Option<i64>,
    pub status: String,
    pub resolution: Option<String>,
}

impl<'a> Api<'a> {
    pub fn new(ways: &'a Ways, method: &'a Connected) -> Self {
        Self { ways, key: format!("Bearer {}", method.value("secret_key")) }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.ways.base("paystack", BASE))
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, String> {
        let request = Request::get(self.url(path)).header("authorization", &*self.key);
        data(request.read(self.ways).await?)
    }

    /// Begins a transaction. A reference is taken once, and its address is told once. So a try after a
    /// lost answer has another one; nobody has the address of the first, so nobody can pay it.
    pub async fn open(&self, ask: &Ask) -> Result<Opened, OpenError> {
        let reference = match ask.tries {
            0 => ask.reference.clone(),
            tries => format!("{}.{tries}", ask.reference),
        };
        let body = json!({
            "email": ask.payer_email, "amount": ask.amount, "currency": ask.currency,
            "reference": reference, "callback_url": ask.return_url,
            "metadata": { "deposit": ask.reference, "cancel_action": ask.return_url },
        });
        let request = Request::json(self.url("transaction/initialize"), body.to_string());
        let answer = request.header("authorization", &*self.key).send(self.ways).await;
        let answer = answer.map_err(|failure| OpenError::Again(failure.to_string()))?;
        if !answer.is_good() {
            let is_used = answer.text.to_ascii_lowercase().contains("duplicate");
            return Err(match is_used {
                true => OpenError::Again(answer.quoted()),
                false => answer.unopened(),
            });
        }
        let begun: Begun = answer.read().and_then(data).map_err(OpenError::Again)?;
        if begun.reference != reference {
            return Err(OpenError::Again("it names another reference".to_owned()));
        }
        let expires_at = self.ways.clock.now() + OPEN_FOR;
        Ok(Opened {
            gateway_ref: reference,
            url: page(Some(begun.authorization_url))?,
            pay_to: None,
            expires_at,
        })
    }

    pub async fn transaction(&self, reference: &str) -> Result<Transaction, String> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        if reference.is_empty() || !reference.bytes().all(fits) {
            return Err("its reference cannot be read".to_owned());
        }
        self.get(&format!("transaction/verify/{reference}")).await
    }

    pub async fn refunds(&self, transaction: i64) -> Result<Vec<Refund>, String> {
        self.list(("refund", transaction), |refund: &Refund| &refund.transaction).await
    }

    pub async fn disputes(&self, transaction: i64) -> Result<Vec<Dispute>, String> {
        self.list(("dispute", transaction), |dispute: &Dispute| &dispute.transaction).await
    }

    /// What a list has about a transaction. Whatever it has about others is left out, so that it does
    /// not matter whether Paystack leaves it out.
    async fn list<T: DeserializeOwned>(
        &self,
        (path, id): (&str, i64),
        about: fn(&T) -> &Value,
    ) -> Result<Vec<T>, String> {
        let mut found = Vec::new();
        for page in 1..=PAGES_MAX {
            let path = format!("{path}?transaction={id}&perPage={PAGE}&page={page}");
            let read: Vec<T> = self.get(&path).await?;
            let is_last = read.len() < PAGE;
            found.extend(read.into_iter().filter(|one| names(about(one), id)));
            if is_last {
                return Ok(found);
            }
        }
        Err(format!("the list of each {path} is too long to be read"))
    }

    /// Gives this much back.
    pub async fn give_back(&self, of: &Transaction, amount: i64) -> Result<(), String> {
        let body = json!({
            "transaction": of.reference, "amount": amount, "currency": of.currency,
            "merchant_note": format!("for {}", of.reference),
        });
        let request = Request::json(self.url("refund"), body.to_string());
        let request = request.header("authorization", &*self.key);
        data::<Value>(request.read(self.ways).await?).map(|_| ())
    }

    /// Whether the key is taken.
    pub async fn reach(&self) -> Result<(), String> {
        self.get::<Value>("balance").await.map(|_| ())
    }
}

fn data<T>(said: Said<T>) -> Result<T, String> {
    let Said { status, message, data } = said;
    data.filter(|_| status).ok_or_else(|| format!("it says no: {message}"))
}

/// Whether a list names this transaction: by its number, or as a whole.
fn names(transaction: &Value, id: i64) -> bool {
    transaction.as_i64() == Some(id) || transaction["id"].as_i64() == Some(id)
}

//! Calls to Razorpay.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::scale;
use crate::payments::gateways::call::{Request, page};
use crate::payments::gateways::{Ask, Connected, OpenError, Opened, Ways};

const BASE: &str = "https://api.razorpay.com";
/// How long a link can be paid. It must be 15 minutes or more by their clock.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(60);
/// What is read of a list at a time, and how often.
const PAGE: usize = 100;
const PAGES_MAX: usize = 20;

/// Razorpay, as a method reaches it.
pub(super) struct Api<'a> {
    ways: &'a Ways,
    key: String,
}

/// A page on which a customer pays.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Link {
    pub id: String,
    pub status: String,
    pub reference_id: Option<String>,
    pub short_url: String,
    pub amount: i64,
    pub currency: String,
    /// Seconds since 1970; 0 for never.
    pub expire_by: Option<i64>,
    pub payments: Option<Vec<Part>>,
}

/// One payment of a link.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    pub payment_id: String,
    pub status: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Paid {
    pub id: String,
    pub status: String,
    pub amount: i64,
    pub currency: String,
    /// With its tax, in rupees.
    pub fee: Option<i64>,
    pub amount_refunded: Option<i64>,
    /// Seconds since 1970.
    pub created_at: i64,
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
    pub payment_id: String,
    pub amount: i64,
    pub amount_deducted: Option<i64>,
    pub status: String,
    pub phase: Option<String>,
}

#[derive(Deserialize)]
struct List<T> {
    items: Vec<T>,
}

#[derive(Deserialize)]
struct Links {
    payment_links: Vec<Link>,
}

#[derive(Deserialize)]
struct Anything {}

impl<'a> Api<'a> {
    pub fn new(ways: &'a Ways, method: &'a Connected) -> Self {
        let pair = format!("{}:{}", method.value("key_id"), method.value("key_secret"));
        Self { ways, key: format!("Basic {}", STANDARD.encode(pair)) }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.ways.base("razorpay", BASE))
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, String> {
        let request = Request::get(self.url(path)).header("authorization", &*self.key);
        request.read(self.ways).await
    }

    /// Makes a link. If there is one with this reference already, it is that one: an answer was lost.
    pub async fn open(&self, ask: &Ask) -> Result<Opened, OpenError> {
        let again = OpenError::Again;
        let amount = ask.amount.checked_mul(scale(&ask.currency));
        let amount = amount.ok_or_else(|| OpenError::Refused("that is too much".to_owned()))?;
        let body = json!({
            "amount": amount, "currency": ask.currency, "accept_partial": false,
            "reference_id": ask.reference, "description": ask.title,
            "expire_by": (self.ways.clock.now() + OPEN_FOR).timestamp(),
            "customer": { "email": ask.payer_email },
            "notify": { "sms": false, "email": false }, "reminder_enable": false,
            "notes": { "deposit": ask.reference },
            "callback_url": ask.return_url, "callback_method": "get",
        });
        let request = Request::json(self.url("payment_links"), body.to_string());
        let answer = request.header("authorization", &*self.key).send(self.ways).await;
        let answer = answer.map_err(|failure| again(failure.to_string()))?;
        if answer.is_good() {
            return opened(answer.read().map_err(again)?);
        }
        if answer.status == 400 {
            let path = format!("payment_links?reference_id={}", ask.reference);
            let known: Links = self.get(&path).await.map_err(again)?;
            let ours = |link: &Link| {
                link.reference_id.as_deref() == Some(&*ask.reference)
                    && link.amount == amount
                    && link.currency == ask.currency
            };
            if let Some(link) = known.payment_links.into_iter().find(ours) {
                return opened(link);
            }
        }
        Err(answer.unopened())
    }

    pub async fn link(&self, id: &str) -> Result<Link, String> {
        self.get(&format!("payment_links/{}", named(id)?)).await
    }

    pub async fn paid(&self, id: &str) -> Result<Paid, String> {
        self.get(&format!("payments/{}", named(id)?)).await
    }

    pub async fn refunds(&self, payment: &str) -> Result<Vec<Refund>, String> {
        let path = format!("payments/{}/refunds?count={PAGE}", named(payment)?);
        Ok(self.get::<List<Refund>>(&path).await?.items)
    }

    /// A payment's disputes. There is only a list of all of the account. `None`: it is too long to be read,
    /// or the key may not read it; that stays so until people do something about it.
    pub async fn disputes(&self, payment: &str) -> Result<Option<Vec<Dispute>>, String> {
        let mut found = Vec::new();
        let mut first = String::new();
        for page in 0..PAGES_MAX {
            let path = format!("disputes?count={PAGE}&skip={}", page * PAGE);
            let request = Request::get(self.url(&path)).header("authorization", &*self.key);
            let answer = request.send(self.ways).await.map_err(|failure| failure.to_string())?;
            if matches!(answer.status, 400..=499) && !matches!(answer.status, 408 | 429) {
                return Ok(None);
            }
            let read = answer.read::<List<Dispute>>()?.items;
            let begins = read.first().map_or_else(String::new, |dispute| dispute.id.clone());
            if page > 0 && begins == first {
                break;
            }
            let is_last = read.len() < PAGE;
            first = begins;
            found.extend(read.into_iter().filter(|dispute| dispute.payment_id == payment));
            if is_last {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Whether anything of this deposit is credited.
    pub async fn is_credited(&self, reference: &str) -> Result<bool, String> {
        let credited = sqlx::query_scalar!(
            r#"select credited is not null as "credited!" from deposits
               where claim = $1 and pay_amount is not null"#,
            reference
        );
        let credited = credited.fetch_optional(self.ways.db.pool()).await;
        Ok(credited.map_err(|error| error.to_string())?.unwrap_or_default())
    }

    /// Gives this much back; under the same key only once.
    pub async fn give_back(
        &self,
        (payment, amount): (&str, i64),
        (reference, key): (&str, String),
    ) -> Result<(), String> {
        let body = json!({ "amount": amount, "notes": { "deposit": reference } });
        let url = self.url(&format!("payments/{}/refund", named(payment)?));
        let request = Request::json(url, body.to_string())
            .header("authorization", &*self.key)
            .header("x-refund-idempotency", key);
        request.read::<Refund>(self.ways).await.map(|_| ())
    }

    /// Whether the key is taken.
    pub async fn reach(&self) -> Result<(), String> {
        self.get::<List<Anything>>("payments?count=1").await.map(|_| ())
    }
}

fn opened(link: Link) -> Result<Opened, OpenError> {
    let end = link.expire_by.filter(|end| *end > 0);
    let end = end.and_then(|end| DateTime::from_timestamp(end, 0));
    Ok(Opened {
        gateway_ref: link.id,
        url: page(Some(link.short_url))?,
        pay_to: None,
        expires_at: end.ok_or_else(|| OpenError::Again("the link’s end is missing".to_owned()))?,
    })
}

/// An id that may stand in a path.
fn named(id: &str) -> Result<&str, String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match !id.is_empty() && id.bytes().all(fits) {
        true => Ok(id),
        false => Err("what Razorpay calls it cannot be read".to_owned()),
    }
}

//! CoinGate: orders in a currency, paid in coins on a page of its own. Its hooks are not signed and have
//! no time. It sends back a token that we give it with the order, so each deposit has one of its own,
//! made of the reference and the key: nobody has to keep it. Who knows one can repeat hooks about that
//! deposit, which makes the panel look.
//!
//! It demands the whole amount: what is less expires there. Its `underpaid_amount` is not to be
//! believed, and nothing is computed from it. The same reference opens a second order; the customer
//! sees only the one that the panel keeps.

use chrono::TimeDelta;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::call::{self, Request};
use super::tokens::{self, Members};
use super::{
    Ask, Connected, Facts, Fee, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError,
    Opened, Payment, Sent, Status, Ways, amount, is_key,
};
use crate::kit::secret::{hex, same};
use crate::kit::sign::hmac_sha256;

/// How long an order waits for the payer to choose a coin.
const OPEN_FOR: TimeDelta = TimeDelta::hours(2);
/// How many bytes of the sum are the token.
const TOKEN_BYTES: usize = 16;

const KEY: &str = "api_key";
const OLD_KEY: &str = "old_api_key";
const RECEIVE: &str = "receive_currency";

static FIELDS: [Field; 3] = [
    Field {
        name: KEY,
        label: "API key",
        hint: "Of an API app there. The sandbox is another account with keys of its own.",
        is_secret: true,
        required: true,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
    Field {
        name: OLD_KEY,
        label: "Former API key",
        hint: "While you change it: hooks about deposits that were begun with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
    Field {
        name: RECEIVE,
        label: "You receive",
        hint: "What it pays out to you: EUR, USD, BTC and so on, or DO_NOT_CONVERT.",
        is_secret: false,
        required: true,
        fits: |text| {
            let is_word =
                |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
            (2..=20).contains(&text.len()) && text.bytes().all(is_word)
        },
        wrong: "capital letters, such as EUR or DO_NOT_CONVERT",
    },
];

/// The gateway.
#[derive(Debug)]
pub struct CoinGate;

/// What it is asked to take.
#[derive(Debug, Serialize)]
struct Wanted<'a> {
    order_id: &'a str,
    price_amount: &'a RawValue,
    price_currency: &'a str,
    receive_currency: &'a str,
    title: &'a str,
    description: &'a str,
    callback_url: &'a str,
    cancel_url: &'a str,
    success_url: &'a str,
    token: &'a str,
}

/// An order, as it tells of it.
#[derive(Debug, Deserialize)]
struct Order {
    id: Box<RawValue>,
    order_id: Option<String>,
    status: String,
    price_amount: Box<RawValue>,
    price_currency: String,
    receive_amount: Option<Box<RawValue>>,
    receive_currency: Option<String>,
    pay_amount: Option<Box<RawValue>>,
    pay_currency: Option<Value>,
    underpaid_amount: Option<Box<RawValue>>,
    overpaid_amount: Option<Box<RawValue>>,
    refunds: Option<Value>,
    payment_url: Option<String>,
}

impl Gateway for CoinGate {
    fn id(&self) -> &'static str {
        "coingate"
    }

    fn name(&self) -> &'static str {
        "CoinGate"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &[("EUR", 2), ("USD", 2), ("GBP", 2), ("PLN", 2), ("CAD", 2), ("AUD", 2)],
            has_live: true,
            has_test: true,
            can_refund: false,
            tells_takebacks: true,
            hook_headers: &[],
        }
    }

    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(async move {
            let call = get_or_post(ways, method, "/v2/orders", Some(wanted(method, ask)?));
            let order: Order = call.open(ways).await?;
            if order.order_id.as_deref() != Some(ask.reference.as_str()) {
                return Err(OpenError::Again("it answers with another order".to_owned()));
            }
            let id = order.number().ok_or_else(|| {
                OpenError::Again("its answer has no number of the order".to_owned())
            })?;
            Ok(Opened {
                gateway_ref: id,
                url: call::page(order.payment_url)?,
                pay_to: None,
                expires_at: ways.clock.now() + OPEN_FOR,
            })
        })
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        let said = Said::read(sent.body).ok_or(NotTheirs("its body cannot be read"))?;
        let keys = [method.value(KEY), method.value(OLD_KEY)];
        let fits = |key: &&str| {
            !key.is_empty() && same(token(key, &said.order_id).as_bytes(), said.token.as_bytes())
        };
        if !keys.iter().any(fits) {
            return Err(NotTheirs("its token does not fit"));
        }
        Ok(Hint { event_key: format!("{}:{}", said.id, said.status), about: said.order_id })
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move {
            let path = format!("/v2/orders/{}", of.gateway_ref);
            let order: Order = get_or_post(ways, method, &path, None).read(ways).await?;
            order.look(of, method.mode)
        })
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            let asked = get_or_post(ways, method, "/v2/orders?per_page=1", None);
            let answer = asked.send(ways).await.map_err(|failure| failure.to_string())?;
            match answer.is_good() {
                true => Ok("It knows the key.".to_owned()),
                false => Err(answer.quoted()),
            }
        })
    }

    fn refund<'a>(
        &'a self,
        _: &'a Ways,
        _: &'a Connected,
        _: (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        let why = "give it back on its own pages: it needs an address of the payer";
        Box::pin(async move { Err(why.to_owned()) })
    }
}

fn base(mode: Mode) -> &'static str {
    match mode {
        Mode::Live => "https://api.coingate.com",
        Mode::Test => "https://api-sandbox.coingate.com",
    }
}

/// A call with the key; `text`: what is posted.
fn get_or_post(ways: &Ways, method: &Connected, path: &str, text: Option<String>) -> Request {
    let url = format!("{}{path}", ways.base("coingate", base(method.mode)));
    let call = match text {
        Some(text) => Request::json(url, text),
        None => Request::get(url),
    };
    call.header("authorization", format!("Token {}", method.value(KEY)))
}

/// What hooks about this deposit carry.
fn token(key: &str, reference: &str) -> String {
    let sum = hmac_sha256(key.as_bytes(), format!("hooks of {reference}").as_bytes());
    hex(sum.get(..TOKEN_BYTES).unwrap_or(&sum))
}

fn wanted(method: &Connected, ask: &Ask) -> Result<String, OpenError> {
    let broken = |error: serde_json::Error| OpenError::Refused(error.to_string());
    let price = RawValue::from_string(amount::text(ask.amount, ask.exponent)).map_err(broken)?;
    let wanted = Wanted {
        order_id: &ask.reference,
        price_amount: &price,
        price_currency: &ask.currency,
        receive_currency: method.value(RECEIVE),
        title: &ask.title,
        description: &ask.reference,
        callback_url: &ask.hook_url,
        cancel_url: &ask.return_url,
        success_url: &ask.return_url,
        token: &token(method.value(KEY), &ask.reference),
    };
    serde_json::to_string(&wanted).map_err(broken)
}

/// What a hook says.
struct Said {
    id: String,
    order_id: String,
    status: String,
    token: String,
}

impl Said {
    /// Reads a hook, which is JSON or a form: staff choose that there. A field that stands twice makes it
    /// unreadable.
    fn read(body: &str) -> Option<Self> {
        if body.trim_start().starts_with('{') {
            let members = Members::read(body)?;
            return Self::of(|name| members.text(name));
        }
        let pairs: Vec<_> = form_urlencoded::parse(body.trim_end().as_bytes()).collect();
        Self::of(|name| {
            let mut found = pairs.iter().filter(|(key, _)| key == name);
            match (found.next(), found.next()) {
                (Some((_, value)), None) if !value.is_empty() => Some(value.to_string()),
                _ => None,
            }
        })
    }

    fn of(text: impl Fn(&str) -> Option<String>) -> Option<Self> {
        Some(Self {
            id: text("id")?,
            order_id: text("order_id")?,
            status: text("status")?,
            token: text("token")?,
        })
    }
}

impl Order {
    /// Its number there, which is a part of addresses.
    fn number(&self) -> Option<String> {
        let is_plain =
            |id: &String| id.len() <= 40 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        tokens::text(&self.id).filter(is_plain)
    }

    /// What it means for the deposit.
    fn look(self, of: &Known, mode: Mode) -> Result<Look, String> {
        let whole = amount::coins_of(&self.price_amount, of.exponent);
        let whole = whole.ok_or("its price cannot be read")?;
        let (status, paid, taken, doubt) = match self.status.as_str() {
            "new" | "pending" | "confirming" => (Status::Waiting, 0, 0, None),
            "paid" => (Status::Paid, whole, 0, None),
            "expired" => (Status::Expired, 0, 0, None),
            "invalid" | "canceled" => (Status::Failed, 0, 0, None),
            "refunded" => (Status::Failed, whole, whole, None),
            "partially_refunded" => {
                let doubt = "a part of it went back to the payer: see at CoinGate how much";
                (Status::Paid, whole, 0, Some(doubt))
            }
            other => return Err(format!("its state is not known here: {other}")),
        };
        Ok(Look {
            status,
            mode,
            payment: (paid > 0).then(|| Payment {
                id: of.gateway_ref.clone(),
                amount: paid,
                currency: self.price_currency.clone(),
                fee: self.fee(whole, of.exponent),
            }),
            taken,
            disputed: false,
            lost: false,
            doubt,
            dispute_fee: None,
            evidence: self.evidence(),
            reference: self.order_id.unwrap_or_default(),
        })
    }

    /// What it kept, if it pays out in the currency of the price.
    fn fee(&self, whole: i64, exponent: u32) -> Option<Fee> {
        let currency = self.receive_currency.as_deref().filter(|to| *to == self.price_currency)?;
        let received = amount::coins_of(self.receive_amount.as_deref()?, exponent)?;
        let kept = whole.checked_sub(received).filter(|kept| *kept >= 0)?;
        Some(Fee { amount: kept, currency: currency.to_owned(), exponent })
    }

    fn evidence(&self) -> Value {
        json!({
            "id": amount::plain(&self.id), "status": self.status,
            "price_amount": amount::plain(&self.price_amount),
            "price_currency": self.price_currency,
            "pay_amount": call::shown(self.pay_amount.as_deref()),
            "pay_currency": self.pay_currency,
            "receive_amount": call::shown(self.receive_amount.as_deref()),
            "receive_currency": self.receive_currency,
            // As it says them; nothing is computed from these.
            "underpaid_amount": call::shown(self.underpaid_amount.as_deref()),
            "overpaid_amount": call::shown(self.overpaid_amount.as_deref()),
            "refunds": self.refunds,
        })
    }
}

#[cfg(test)]
mod tests;

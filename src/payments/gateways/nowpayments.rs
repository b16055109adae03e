//! NOWPayments: it has no page that could be looked at from here, so the panel's own page shows the
//! customer an address, an amount of coins and a memo. The amount is fixed for 20 minutes.
//!
//! `finished` does not say that all of it came, so what came is always counted as a share of what was
//! asked for. A second payment to the same address has an id of its own and the first one's as its
//! parent. Only hooks name it: the look asks for those that hooks have named, and leaves them to staff.
//!
//! Opening cannot be repeated: a try whose answer was lost may leave a payment there whose address
//! nobody has seen. No money can come to it.

mod told;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::call::Request;
use super::tokens::{self, Members};
use super::{
    Ask, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError, Opened,
    Sent, Ways, amount, is_key,
};
use crate::kit::db;
use crate::kit::secret::{from_hex, same};
use crate::kit::sign::hmac_sha512;
use crate::payments::MethodId;
use told::Told;

/// The header with the sum.
pub const SIGNATURE: &str = "x-nowpayments-sig";
const KEY: &str = "api_key";
const SECRET: &str = "ipn_secret";
const OLD_SECRET: &str = "old_ipn_secret";
const COIN: &str = "pay_currency";
const CASE: &str = "case";

static FIELDS: [Field; 5] = [
    Field {
        name: KEY,
        label: "API key",
        hint: "The sandbox has keys of its own.",
        is_secret: true,
        required: true,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
    Field {
        name: SECRET,
        label: "IPN secret",
        hint: "From its settings for notifications: hooks are signed with it.",
        is_secret: true,
        required: true,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
    Field {
        name: OLD_SECRET,
        label: "Former IPN secret",
        hint: "While you change it: hooks that are signed with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
    Field {
        name: COIN,
        label: "Coin",
        hint: "What customers send, as NOWPayments writes it: btc, usdttrc20. Make a method for each.",
        is_secret: false,
        required: true,
        fits: is_word,
        wrong: "small letters and digits, such as usdttrc20",
    },
    Field {
        name: CASE,
        label: "Outcome in the sandbox",
        hint: "In test mode only: how its sandbox lets payments end, such as success or partially_paid.",
        is_secret: false,
        required: false,
        fits: is_word,
        wrong: "a word such as success",
    },
];

fn is_word(text: &str) -> bool {
    let is_small = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    (2..=30).contains(&text.len()) && text.bytes().all(is_small)
}

/// The gateway.
#[derive(Debug)]
pub struct NowPayments;

/// What it is asked to take.
#[derive(Debug, Serialize)]
struct Wanted<'a> {
    price_amount: &'a RawValue,
    price_currency: &'a str,
    pay_currency: &'a str,
    order_id: &'a str,
    order_description: &'a str,
    ipn_callback_url: &'a str,
    is_fixed_rate: bool,
    is_fee_paid_by_user: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'a str>,
}

/// The least that it takes.
#[derive(Debug, Deserialize)]
struct Least {
    /// In the currency that was asked for.
    fiat_equivalent: Option<Box<RawValue>>,
}

/// What the panel remembers of a deposit.
#[derive(Debug, Clone, Default)]
struct Remembered {
    expires_at: Option<DateTime<Utc>>,
    /// The coin that was asked for.
    coin: Option<String>,
    /// Other payments that hooks have named for it.
    others: Vec<String>,
}

impl Gateway for NowPayments {
    fn id(&self) -> &'static str {
        "nowpayments"
    }

    fn name(&self) -> &'static str {
        "NOWPayments"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &[("USD", 2), ("EUR", 2), ("GBP", 2), ("CAD", 2), ("AUD", 2), ("BRL", 2)],
            has_live: true,
            has_test: true,
            can_refund: false,
            tells_takebacks: true,
            hook_headers: &[SIGNATURE],
        }
    }

    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(async move {
            refuse_too_little(ways, method, ask).await?;
            let call = get_or_post(ways, method, "/v1/payment", Some(wanted(method, ask)?));
            let told: Told = call.open(ways).await?;
            told.opened(ask, ways.clock.now())
        })
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        let sum = sent.header(SIGNATURE).ok_or(NotTheirs("it is not signed, or twice"))?;
        let sum = from_hex(sum.trim()).ok_or(NotTheirs("its signature cannot be read"))?;
        let text = tokens::sorted(sent.body).ok_or(NotTheirs("its body cannot be read"))?;
        let fits = |secret: &&str| {
            !secret.is_empty() && same(&hmac_sha512(secret.as_bytes(), text.as_bytes()), &sum)
        };
        if ![method.value(SECRET), method.value(OLD_SECRET)].iter().any(fits) {
            return Err(NotTheirs("its signature does not fit"));
        }
        let said = Members::read(&text).ok_or(NotTheirs("its body is no object"))?;
        let id = said.text("payment_id").ok_or(NotTheirs("it names no event"))?;
        let status = said.text("payment_status").ok_or(NotTheirs("it names no event"))?;
        let at = said.text("updated_at").unwrap_or_default();
        let about = said.text("order_id").or_else(|| said.text("parent_payment_id"));
        let about = about.unwrap_or_else(|| id.clone());
        Ok(Hint { event_key: format!("{id}:{status}:{at}"), about })
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move {
            let known = remembered(ways, (method.id, &of.reference)).await;
            let known = known.map_err(|error| error.to_string())?;
            let told = one(ways, method, &of.gateway_ref).await?;
            let (mut others, mut unread) = (Vec::new(), None);
            for id in known.others.iter().filter(|id| is_word(id)) {
                match one(ways, method, id).await {
                    Ok(other) => others.push(other),
                    // It keeps nobody from the first one's money, but staff must see it.
                    Err(_) => unread = Some("a second payment of it cannot be read"),
                }
            }
            let at = (method.mode, ways.clock.now());
            let look = told.look(of, at, (&known, others.as_slice()))?;
            Ok(Look { doubt: look.doubt.or(unread), ..look })
        })
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            let told: Least = least(ways, method, "usd").read(ways).await?;
            let from = told.fiat_equivalent.ok_or("it does not say the least that it takes")?;
            let (coin, from) = (method.value(COIN), amount::plain(&from));
            Ok(format!("It knows the key, and takes {coin} from {from} USD on."))
        })
    }

    fn refund<'a>(
        &'a self,
        _: &'a Ways,
        _: &'a Connected,
        _: (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async { Err("give it back on its own pages".to_owned()) })
    }
}

fn base(mode: Mode) -> &'static str {
    match mode {
        Mode::Live => "https://api.nowpayments.io",
        Mode::Test => "https://api-sandbox.nowpayments.io",
    }
}

/// A call with the key; `text`: what is posted.
fn get_or_post(ways: &Ways, method: &Connected, path: &str, text: Option<String>) -> Request {
    let url = format!("{}{path}", ways.base("nowpayments", base(method.mode)));
    let call = match text {
        Some(text) => Request::json(url, text),
        None => Request::get(url),
    };
    call.header("x-api-key", method.value(KEY))
}

async fn one(ways: &Ways, method: &Connected, id: &str) -> Result<Told, String> {
    get_or_post(ways, method, &format!("/v1/payment/{id}"), None).read(ways).await
}

/// Asks for the least that it takes of the method's coin; `currency`: in small letters.
fn least(ways: &Ways, method: &Connected, currency: &str) -> Request {
    let path = format!(
        "/v1/min-amount?currency_from={}&fiat_equivalent={currency}&is_fixed_rate=true\
         &is_fee_paid_by_user=false",
        method.value(COIN)
    );
    get_or_post(ways, method, &path, None)
}

/// What is too little would be paid and never be seen by it.
async fn refuse_too_little(ways: &Ways, method: &Connected, ask: &Ask) -> Result<(), OpenError> {
    let told: Least = least(ways, method, &ask.currency.to_ascii_lowercase()).open(ways).await?;
    let least = told
        .fiat_equivalent
        .and_then(|least| amount::coins_up(amount::plain(&least), ask.exponent));
    match least.filter(|least| *least > ask.amount) {
        Some(least) => Err(OpenError::Refused(format!(
            "it takes {} {} or more of this coin",
            amount::text(least, ask.exponent),
            ask.currency
        ))),
        None => Ok(()),
    }
}

fn wanted(method: &Connected, ask: &Ask) -> Result<String, OpenError> {
    let broken = |error: serde_json::Error| OpenError::Refused(error.to_string());
    let price = RawValue::from_string(amount::text(ask.amount, ask.exponent)).map_err(broken)?;
    let case =
        Some(method.value(CASE)).filter(|case| method.mode == Mode::Test && !case.is_empty());
    let wanted = Wanted {
        price_amount: &price,
        price_currency: &ask.currency.to_ascii_lowercase(),
        pay_currency: method.value(COIN),
        order_id: &ask.reference,
        order_description: &ask.title,
        ipn_callback_url: &ask.hook_url,
        is_fixed_rate: true,
        is_fee_paid_by_user: false,
        case,
    };
    serde_json::to_string(&wanted).map_err(broken)
}

/// What the panel knows of a deposit, beside what every look knows.
async fn remembered(ways: &Ways, of: (MethodId, &str)) -> Result<Remembered, db::Error> {
    let row = sqlx::query_as!(
        Remembered,
        r#"select d.expires_at, d.pay_to ->> 'currency' as coin,
                  array(select distinct split_part(h.event_key, ':', 1) from hooks h
                        where h.deposit_id = d.id and h.event_key is not null
                          and split_part(h.event_key, ':', 1) <> d.gateway_ref
                        order by 1 limit 10) as "others!: Vec<String>"
           from deposits d where d.method_id = $1 and d.claim = $2"#,
        of.0 as MethodId,
        of.1
    );
    Ok(row.fetch_optional(ways.db.pool()).await?.unwrap_or_default())
}

#[cfg(test)]
mod tests;

//! Cryptomus and Heleket: one protocol, two companies. Invoices in a currency, paid in coins on a page
//! of theirs. Every call is a POST, signed with an MD5 sum; a hook carries its sum inside its body. The
//! sum is weak and has no time, so a hook may be repeated by whoever saw it: it only makes the panel
//! look.
//!
//! An invoice says in coins how much was asked for and how much came (`payer_amount` and
//! `payment_amount`). What came is credited as that share of the invoice. The amounts in dollars beside
//! them are the market's and decide nothing.

use chrono::{DateTime, TimeDelta};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::call::{self, Answer, Request};
use super::tokens::{self, Members};
use super::{
    Ask, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError, Opened,
    Payment, Sent, Status, Ways, amount, is_key,
};
use crate::kit::secret::{from_hex, hex, same};
use crate::kit::sign::md5_base64;

/// How long an invoice waits for its payer, in seconds.
const LIFETIME_S: i64 = 3_600;
/// They ask not to be asked more often.
const RESTS: TimeDelta = TimeDelta::seconds(30);

const MERCHANT: &str = "merchant";
const KEY: &str = "payment_key";
const OLD_KEY: &str = "old_payment_key";

static FIELDS: [Field; 3] = [
    Field {
        name: MERCHANT,
        label: "Merchant UUID",
        hint: "From the page of your merchant there.",
        is_secret: false,
        required: true,
        fits: |text| {
            text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        },
        wrong: "36 characters, such as 8b03432e-385b-4670-8d06-064591096795",
    },
    Field {
        name: KEY,
        label: "Payment API key",
        hint: "The key for payments, not the one for payouts.",
        is_secret: true,
        required: true,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
    Field {
        name: OLD_KEY,
        label: "Former payment API key",
        hint: "While you change it: hooks that are signed with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: is_key,
        wrong: "8 to 500 characters without blanks",
    },
];

/// One of the two.
#[derive(Debug)]
pub struct Cryptomus {
    id: &'static str,
    name: &'static str,
    base: &'static str,
}

/// The elder one.
pub static CRYPTOMUS: Cryptomus =
    Cryptomus { id: "cryptomus", name: "Cryptomus", base: "https://api.cryptomus.com" };
/// The other one.
pub static HELEKET: Cryptomus =
    Cryptomus { id: "heleket", name: "Heleket", base: "https://api.heleket.com" };

/// What stands around every answer.
#[derive(Debug, Deserialize)]
struct Wrapped<T> {
    /// 0: it is good.
    state: i64,
    result: Option<T>,
}

#[derive(Debug, Deserialize)]
struct Invoice {
    uuid: String,
    order_id: Option<String>,
    amount: Box<RawValue>,
    currency: String,
    /// What came and what was asked for, in coins.
    payment_amount: Option<Box<RawValue>>,
    payer_amount: Option<Box<RawValue>>,
    payer_currency: Option<String>,
    merchant_amount: Option<Box<RawValue>>,
    commission: Option<Box<RawValue>>,
    network: Option<String>,
    txid: Option<String>,
    /// They write either, or both.
    payment_status: Option<String>,
    status: Option<String>,
    url: Option<String>,
    expired_at: Option<i64>,
}

impl Gateway for Cryptomus {
    fn id(&self) -> &'static str {
        self.id
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &[("USD", 2), ("EUR", 2), ("GBP", 2), ("RUB", 2), ("TRY", 2), ("BRL", 2)],
            has_live: true,
            has_test: false,
            can_refund: false,
            tells_takebacks: true,
            hook_headers: &[],
        }
    }

    fn rests(&self) -> TimeDelta {
        RESTS
    }

    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(self.opened(ways, method, ask))
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        let (rest, sum) = tokens::without(sent.body, "sign")
            .ok_or(NotTheirs("it is not signed, or twice, or cannot be read"))?;
        let sum = from_hex(&sum).ok_or(NotTheirs("its signature cannot be read"))?;
        // The bytes as they came; or, if somebody on the way has printed them anew, as PHP prints them.
        let texts = [Some(rest.clone()), tokens::as_php(&rest)];
        let fits = |key: &&str| {
            let signs = |text: &String| same(&md5_base64(key.as_bytes(), text.as_bytes()), &sum);
            !key.is_empty() && texts.iter().flatten().any(signs)
        };
        if ![method.value(KEY), method.value(OLD_KEY)].iter().any(fits) {
            return Err(NotTheirs("its signature does not fit"));
        }
        let said = Members::read(&rest).ok_or(NotTheirs("its body is no JSON"))?;
        let uuid = said.text("uuid").ok_or(NotTheirs("it names no event"))?;
        let status = said.text("status").ok_or(NotTheirs("it names no event"))?;
        let about = said.text("order_id").unwrap_or_else(|| uuid.clone());
        Ok(Hint { event_key: format!("{uuid}:{status}"), about })
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move {
            let asked = json!({ "uuid": of.gateway_ref });
            let info = self.signed(ways, method, ("/v1/payment/info", asked.to_string()));
            let told: Wrapped<Invoice> = info.only_reads().read(ways).await?;
            let invoice = told.result.filter(|_| told.state == 0);
            invoice.ok_or("it does not know this invoice")?.look(of, method.mode)
        })
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            let asked = self.signed(ways, method, ("/v1/payment/services", String::new()));
            let told: Wrapped<Vec<IgnoredAny>> = asked.only_reads().read(ways).await?;
            let services = told.result.filter(|_| told.state == 0);
            let count = services.ok_or("it does not take this merchant and key")?.len();
            Ok(format!("It knows this merchant and key, and offers {count} coins and networks."))
        })
    }

    fn refund<'a>(
        &'a self,
        _: &'a Ways,
        _: &'a Connected,
        _: (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        let why = "give it back on its own pages: that needs a key for payouts, which the panel \
                   does not have";
        Box::pin(async move { Err(why.to_owned()) })
    }
}

impl Cryptomus {
    /// A signed call. The bytes that are signed are those that are sent, so the text is made once.
    fn signed(&self, ways: &Ways, method: &Connected, (path, text): (&str, String)) -> Request {
        let sum = hex(&md5_base64(method.value(KEY).as_bytes(), text.as_bytes()));
        Request::json(format!("{}{path}", ways.base(self.id, self.base)), text)
            .header("merchant", method.value(MERCHANT))
            .header("sign", sum)
    }

    async fn opened(
        &self,
        ways: &Ways,
        method: &Connected,
        ask: &Ask,
    ) -> Result<Opened, OpenError> {
        let again = |failure: crate::kit::outbound::Failure| OpenError::Again(failure.to_string());
        let wanted = wanted(ask).to_string();
        let call = self.signed(ways, method, ("/v1/payment", wanted));
        let mut answer = call.send(ways).await.map_err(again)?;
        if answer.status == 422 {
            // It may have the invoice from a try whose answer was lost.
            let asked = json!({ "order_id": ask.reference }).to_string();
            let info = self.signed(ways, method, ("/v1/payment/info", asked)).only_reads();
            let known = info.send(ways).await.map_err(again)?;
            if known.is_good() {
                answer = known;
            }
        }
        if !answer.is_good() {
            return Err(answer.unopened());
        }
        let invoice = invoice(&answer)?;
        if invoice.order_id.as_deref() != Some(ask.reference.as_str()) {
            return Err(OpenError::Again("it answers with another invoice".to_owned()));
        }
        let end = invoice.expired_at.and_then(|at| DateTime::from_timestamp(at, 0));
        Ok(Opened {
            gateway_ref: invoice.uuid,
            url: call::page(invoice.url)?,
            pay_to: None,
            expires_at: end.unwrap_or_else(|| ways.clock.now() + TimeDelta::seconds(LIFETIME_S)),
        })
    }
}

/// What it is asked to take.
fn wanted(ask: &Ask) -> Value {
    json!({
        "amount": amount::text(ask.amount, ask.exponent),
        "currency": ask.currency,
        "order_id": ask.reference,
        "url_return": ask.return_url,
        "url_success": ask.return_url,
        "url_callback": ask.hook_url,
        "lifetime": LIFETIME_S,
    })
}

fn invoice(answer: &Answer) -> Result<Invoice, OpenError> {
    let told: Wrapped<Invoice> = answer.read().map_err(OpenError::Again)?;
    match told.result {
        Some(invoice) if told.state == 0 => Ok(invoice),
        _ => Err(OpenError::Refused(answer.quoted())),
    }
}

impl Invoice {
    fn status(&self) -> &str {
        let both = [self.payment_status.as_deref(), self.status.as_deref()];
        both.into_iter().flatten().find(|word| !word.is_empty()).unwrap_or_default()
    }

    /// What came, as a share of the invoice; `None`: it does not say.
    fn share(&self, whole: i64) -> Option<i64> {
        let part = amount::plain(self.payment_amount.as_deref()?);
        amount::share(whole, part, amount::plain(self.payer_amount.as_deref()?))
    }

    /// What it means for the deposit.
    fn look(self, of: &Known, mode: Mode) -> Result<Look, String> {
        let whole = amount::coins_of(&self.amount, of.exponent);
        let whole = whole.ok_or("its amount cannot be read")?;
        let share = self.share(whole);
        let part = share.unwrap_or(whole).min(whole);
        let untold = "it does not say how much came";
        let (status, paid, doubt) = match self.status() {
            "paid" => (Status::Paid, whole, None),
            "paid_over" => match share.filter(|share| *share >= whole) {
                Some(more) => (Status::Paid, more, None),
                None => (Status::Paid, whole, Some("more came, and it does not say how much")),
            },
            "wrong_amount" => (Status::Paid, share.ok_or(untold)?, None),
            "wrong_amount_waiting" => (Status::Partial, share.ok_or(untold)?, None),
            "check" | "confirm_check" | "process" => (Status::Waiting, 0, None),
            "cancel" => (Status::Expired, 0, None),
            "fail" | "system_fail" => (Status::Failed, 0, None),
            "locked" => {
                (Status::Paid, part, Some("it holds the money, to see where that came from"))
            }
            "refund_process" => (Status::Paid, part, Some("it is about to give the money back")),
            "refund_fail" => (Status::Paid, part, Some("it could not give the money back")),
            "refund_paid" => (Status::Failed, part, None),
            other => return Err(format!("its state is not known here: {other}")),
        };
        let is_back = self.status() == "refund_paid";
        Ok(Look {
            status: if paid == 0 && status == Status::Paid { Status::Failed } else { status },
            mode,
            payment: (paid > 0).then(|| Payment {
                id: self.uuid.clone(),
                amount: paid,
                currency: self.currency.clone(),
                // It is not said in which currency the commission is.
                fee: None,
            }),
            taken: if is_back { whole.max(share.unwrap_or(0)) } else { 0 },
            disputed: false,
            lost: false,
            doubt,
            dispute_fee: None,
            evidence: self.evidence(),
            reference: self.order_id.unwrap_or_default(),
        })
    }

    fn evidence(&self) -> Value {
        json!({
            "status": self.status(),
            "amount": amount::plain(&self.amount), "currency": self.currency,
            "payment_amount": call::shown(self.payment_amount.as_deref()),
            "payer_amount": call::shown(self.payer_amount.as_deref()),
            "payer_currency": self.payer_currency, "network": self.network, "txid": self.txid,
            "merchant_amount": call::shown(self.merchant_amount.as_deref()),
            "commission": call::shown(self.commission.as_deref()),
        })
    }
}

#[cfg(test)]
mod tests;

//! Razorpay, by Payment Links: the customer pays on a page of Razorpay's. A look reads the link, the
//! payment, its refunds, and the account's disputes.

mod api;
mod look;

use futures_util::future::BoxFuture;
use serde_json::Value;

use super::{
    Ask, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError, Opened,
    Sent, Ways,
};
use crate::kit::secret::{from_hex, hex, same, sha256};
use crate::kit::sign::hmac_sha256;
use api::Api;

/// The header with the signature of a hook.
pub const SIGNATURE: &str = "x-razorpay-signature";
/// The header with the event's name. It is not signed.
pub const EVENT_ID: &str = "x-razorpay-event-id";

static FIELDS: [Field; 4] = [
    Field {
        name: "key_id",
        label: "Key id",
        hint: "Account & Settings → API keys: rzp_live_… or rzp_test_…, as the mode says.",
        is_secret: false,
        required: true,
        fits: |text| {
            (text.starts_with("rzp_live_") || text.starts_with("rzp_test_")) && is_word(text)
        },
        wrong: "it begins with rzp_live_ or rzp_test_",
    },
    Field {
        name: "key_secret",
        label: "Key secret",
        hint: "Shown once, when the key is made.",
        is_secret: true,
        required: true,
        fits: is_word,
        wrong: "8 to 255 characters without blanks",
    },
    Field {
        name: "hook_secret",
        label: "Secret of the hook",
        hint: "The text that you enter at Razorpay when you make the hook for the address on the \
               method’s page; not the key’s secret. Until it is here, hooks are refused and the panel \
               only looks by itself.",
        is_secret: true,
        required: false,
        fits: is_word,
        wrong: "8 to 255 characters without blanks",
    },
    Field {
        name: "old_hook_secret",
        label: "Former secret of the hook",
        hint: "While you change it: what was sent before keeps this one.",
        is_secret: true,
        required: false,
        fits: is_word,
        wrong: "8 to 255 characters without blanks",
    },
];

fn is_word(text: &str) -> bool {
    (8..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The gateway.
#[derive(Debug)]
pub struct Razorpay;

impl Gateway for Razorpay {
    fn id(&self) -> &'static str {
        "razorpay"
    }

    fn name(&self) -> &'static str {
        "Razorpay"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: CURRENCIES,
            has_live: true,
            has_test: true,
            can_refund: true,
            tells_takebacks: true,
            hook_headers: &[SIGNATURE, EVENT_ID],
        }
    }

    /// A rupee; Razorpay's documents say nothing of the others.
    fn least(&self, currency: &str) -> i64 {
        if currency == "INR" { 100 } else { 0 }
    }

    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(async move {
            if mode_of(method) != Some(method.mode) {
                return Err(OpenError::Refused(OTHER_KEY.to_owned()));
            }
            Api::new(ways, method).open(ask).await
        })
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        let line = sent.header(SIGNATURE).ok_or(NotTheirs("it is not signed, or twice"))?;
        let sum = from_hex(line).ok_or(NotTheirs("its signature cannot be read"))?;
        let secrets = [method.value("hook_secret"), method.value("old_hook_secret")];
        let fits =
            |secret: &&str| same(&hmac_sha256(secret.as_bytes(), sent.body.as_bytes()), &sum);
        if !secrets.iter().filter(|secret| !secret.is_empty()).any(fits) {
            return Err(NotTheirs("its signature does not fit"));
        }
        hint(sent)
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move {
            let mode = mode_of(method).ok_or(OTHER_KEY)?;
            look::look(&Api::new(ways, method), of, (mode, ways.clock.now())).await
        })
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            Api::new(ways, method).reach().await?;
            match mode_of(method) == Some(method.mode) {
                true => Ok("Razorpay takes the key.".to_owned()),
                false => Err(OTHER_KEY.to_owned()),
            }
        })
    }

    fn refund<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        (of, total): (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let now = ways.clock.now();
            look::refund(&Api::new(ways, method), of, (total, now)).await
        })
    }
}

const OTHER_KEY: &str = "the key is of the other mode, test or live, than the method";

/// What the key moves.
fn mode_of(method: &Connected) -> Option<Mode> {
    let key = method.value("key_id");
    match (key.starts_with("rzp_live_"), key.starts_with("rzp_test_")) {
        (true, _) => Some(Mode::Live),
        (_, true) => Some(Mode::Test),
        _ => None,
    }
}

/// What a hook whose signature fits is about.
fn hint(sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
    let event: Value =
        serde_json::from_str(sent.body).map_err(|_| NotTheirs("its body is no JSON"))?;
    event["event"].as_str().ok_or(NotTheirs("it names no event"))?;
    let of = |name: &str| &event["payload"][name]["entity"];
    // A link knows the deposit; the others know the payment.
    let about = [
        &of("payment_link")["reference_id"],
        &of("payment_link")["id"],
        &of("payment")["notes"]["deposit"],
        &of("refund")["payment_id"],
        &of("dispute")["payment_id"],
        &of("payment")["id"],
    ];
    let about = about.into_iter().filter_map(Value::as_str).find(|name| !name.is_empty());
    let id = sent.header(EVENT_ID).filter(|id| !id.is_empty() && id.len() <= 100);
    let event_key = match id {
        Some(id) => id.to_owned(),
        None => hex(&sha256(sent.body.as_bytes())),
    };
    Ok(Hint { event_key, about: about.unwrap_or_default().to_owned() })
}

/// What Razorpay takes, with the decimals of amounts that can be paid: of three decimals the last is
/// 0 there.
#[rustfmt::skip]
static CURRENCIES: &[(&str, u32)] = &[
    ("INR", 2), ("USD", 2), ("EUR", 2), ("GBP", 2), ("AED", 2), ("AUD", 2), ("BDT", 2), ("BHD", 2),
    ("CAD", 2), ("CHF", 2), ("CNY", 2), ("DKK", 2), ("HKD", 2), ("IDR", 2), ("JPY", 0), ("KWD", 2),
    ("LKR", 2), ("MXN", 2), ("MYR", 2), ("NOK", 2), ("NPR", 2), ("NZD", 2), ("OMR", 2), ("PHP", 2),
    ("PKR", 2), ("QAR", 2), ("RUB", 2), ("SAR", 2), ("SEK", 2), ("SGD", 2), ("THB", 2), ("ZAR", 2),
];

/// How many of Razorpay's units are one of the panel's smallest coins.
fn scale(currency: &str) -> i64 {
    if matches!(currency, "BHD" | "KWD" | "OMR") { 10 } else { 1 }
}

#[cfg(test)]
mod tests;

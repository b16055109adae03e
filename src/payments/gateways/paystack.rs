//! Paystack: the customer pays on a page of Paystack's. A look reads the transaction, its refunds and its
//! disputes.

mod api;
mod look;

use futures_util::future::BoxFuture;
use serde_json::Value;

use super::{
    Ask, Connected, Facts, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError, Opened,
    Sent, Ways,
};
use crate::kit::secret::{from_hex, hex, same, sha256};
use crate::kit::sign::hmac_sha512;
use api::Api;

/// The header with the signature of a hook.
pub const SIGNATURE: &str = "x-paystack-signature";

static FIELDS: [Field; 2] = [
    Field {
        name: "secret_key",
        label: "Secret key",
        hint: "Settings → API Keys & Webhooks: sk_live_… or sk_test_…, as the mode says. Hooks are signed \
               with it, too.",
        is_secret: true,
        required: true,
        fits: is_key,
        wrong: "it begins with sk_live_ or sk_test_",
    },
    Field {
        name: "old_secret_key",
        label: "Former secret key",
        hint: "While you change it: hooks that are signed with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: is_key,
        wrong: "it begins with sk_live_ or sk_test_",
    },
];

fn is_key(text: &str) -> bool {
    let starts = text.starts_with("sk_live_") || text.starts_with("sk_test_");
    starts && (12..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The gateway.
#[derive(Debug)]
pub struct Paystack;

impl Gateway for Paystack {
    fn id(&self) -> &'static str {
        "paystack"
    }

    fn name(&self) -> &'static str {
        "Paystack"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            // Each has hundredths there.
            currencies: &[("NGN", 2), ("GHS", 2), ("ZAR", 2), ("KES", 2), ("USD", 2)],
            has_live: true,
            has_test: true,
            can_refund: true,
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
            if mode_of(method) != Some(method.mode) {
                return Err(OpenError::Refused(OTHER_KEY.to_owned()));
            }
            Api::new(ways, method).open(ask).await
        })
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        let line = sent.header(SIGNATURE).ok_or(NotTheirs("it is not signed, or twice"))?;
        let sum = from_hex(line).ok_or(NotTheirs("its signature cannot be read"))?;
        let keys = [method.value("secret_key"), method.value("old_secret_key")];
        let fits = |key: &&str| same(&hmac_sha512(key.as_bytes(), sent.body.as_bytes()), &sum);
        if !keys.iter().filter(|key| !key.is_empty()).any(fits) {
            return Err(NotTheirs("its signature does not fit"));
        }
        hint(sent.body)
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move { look::look(&Api::new(ways, method), of, ways.clock.now()).await })
    }

    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move {
            Api::new(ways, method).reach().await?;
            match mode_of(method) == Some(method.mode) {
                true => Ok("Paystack takes the key.".to_owned()),
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
        Box::pin(async move { look::refund(&Api::new(ways, method), of, total).await })
    }
}

const OTHER_KEY: &str = "the key is of the other mode, test or live, than the method";

/// What the key moves.
fn mode_of(method: &Connected) -> Option<Mode> {
    let key = method.value("secret_key");
    match (key.starts_with("sk_live_"), key.starts_with("sk_test_")) {
        (true, _) => Some(Mode::Live),
        (_, true) => Some(Mode::Test),
        _ => None,
    }
}

/// What a hook whose signature fits is about.
fn hint(body: &str) -> Result<Hint, NotTheirs> {
    let event: Value = serde_json::from_str(body).map_err(|_| NotTheirs("its body is no JSON"))?;
    let kind = event["event"].as_str().ok_or(NotTheirs("it names no event"))?;
    let data = &event["data"];
    // A refund and a dispute have names of their own.
    let about =
        [&data["transaction_reference"], &data["transaction"]["reference"], &data["reference"]];
    let about = about.into_iter().find_map(Value::as_str).unwrap_or_default();
    // Events have no names there, and two refunds of one transaction may have the same numbers: the
    // body is a part of the key.
    let id = data["id"].as_i64().map(|id| id.to_string());
    let sum: String = hex(&sha256(body.as_bytes())).chars().take(16).collect();
    let named: String = id.as_deref().unwrap_or(about).chars().take(100).collect();
    let kind: String = kind.chars().take(100).collect();
    Ok(Hint { event_key: format!("{kind}:{named}:{sum}"), about: about.to_owned() })
}

#[cfg(test)]
mod tests;

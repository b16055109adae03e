//! The sandbox gateway: it takes no money, and is there to try deposits. It has books of its own
//! (`sandbox_payments`), a page where the payer chooses what happens, and hooks that it signs. It is
//! for test methods only.
//!
//! Its hooks come to the panel by `inbox::receive`, as those of other gateways do by the door: it
//! stands in the panel, so there is no way between them that could fail.

mod payer;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::{
    Ask, Connected, Facts, Fee, Field, Gateway, Hint, Known, Look, Mode, NotTheirs, OpenError,
    Opened, Payment, Sent, Status, Ways,
};
use crate::kit::db;
use crate::kit::secret::{self, from_hex, hex, same};
use crate::kit::sign::hmac_sha256;
use crate::payments::MethodId;
pub use payer::{Act, ActError, Shown, act, page};

/// How long a payment waits for its payer.
const OPEN_FOR: TimeDelta = TimeDelta::minutes(60);
/// A hook is believed so long after it was signed, and so long before.
const HOOK_S_MAX: i64 = 300;
const TOKEN_CHARS: usize = 32;
/// The header with the time and the signature: `t=1760000000,v1=…`.
pub const SIGNATURE: &str = "sandbox-signature";

static FIELDS: [Field; 3] = [
    Field {
        name: "secret",
        label: "Signing secret",
        hint: "Any text of 8 to 100 characters: the sandbox signs its hooks with it.",
        is_secret: true,
        required: true,
        fits: |text| (8..=100).contains(&text.chars().count()),
        wrong: "8 to 100 characters",
    },
    Field {
        name: "old_secret",
        label: "Former signing secret",
        hint: "While you change it: hooks that are signed with this one are believed, too.",
        is_secret: true,
        required: false,
        fits: |text| (8..=100).contains(&text.chars().count()),
        wrong: "8 to 100 characters",
    },
    Field {
        name: "keeps",
        label: "What it keeps, in percent",
        hint: "A whole number: to see how a gateway’s fee is booked.",
        is_secret: false,
        required: false,
        fits: |text| text.parse::<u32>().is_ok_and(|percent| percent <= 50),
        wrong: "0 to 50",
    },
];

/// The gateway.
#[derive(Debug)]
pub struct Sandbox;

impl Gateway for Sandbox {
    fn id(&self) -> &'static str {
        "sandbox"
    }

    fn name(&self) -> &'static str {
        "Sandbox"
    }

    fn fields(&self) -> &'static [Field] {
        &FIELDS
    }

    fn facts(&self) -> Facts {
        Facts {
            currencies: &[
                ("USD", 2),
                ("EUR", 2),
                ("GBP", 2),
                ("BRL", 2),
                ("INR", 2),
                ("RUB", 2),
                ("TRY", 2),
                ("JPY", 0),
                ("KWD", 3),
            ],
            has_live: false,
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
            let opened = open(ways, method.id, ask.clone()).await;
            opened.map_err(|error| OpenError::Again(error.to_string()))
        })
    }

    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs> {
        let line = sent.header(SIGNATURE).ok_or(NotTheirs("it is not signed, or twice"))?;
        let secrets = [method.value("secret"), method.value("old_secret")];
        check(&secrets, line, sent)?;
        let said: Value =
            serde_json::from_str(sent.body).map_err(|_| NotTheirs("its body is no JSON"))?;
        let text = |name: &str| said[name].as_str().map(str::to_owned);
        match (text("id"), text("reference")) {
            (Some(event_key), Some(about)) => Ok(Hint { event_key, about }),
            _ => Err(NotTheirs("it names no event")),
        }
    }

    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>> {
        Box::pin(async move {
            let kept = read(ways, (method.id, &of.reference)).await;
            let kept = kept.map_err(|error| error.to_string())?;
            let kept = kept.ok_or("the sandbox knows no such payment")?;
            let keeps = method.value("keeps").parse().unwrap_or(0);
            Ok(kept.look(keeps, ways.clock.now()))
        })
    }

    fn test<'a>(&'a self, _: &'a Ways, _: &'a Connected) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async {
            Ok("The sandbox is part of the panel: there is nothing to reach.".into())
        })
    }

    fn refund<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        (of, total): (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>> {
        Box::pin(async move {
            let (id, reference) = (method.id, of.reference.clone());
            let done: Result<u64, db::Error> = ways
                .db
                .transaction(move |tx| {
                    Box::pin(async move {
                        let done = sqlx::query!(
                            "update sandbox_payments set taken = greatest(taken, $3)
                             where method_id = $1 and reference = $2 and paid >= $3",
                            id as MethodId,
                            reference,
                            total
                        );
                        Ok(done.execute(&mut **tx).await?.rows_affected())
                    })
                })
                .await;
            match done {
                Ok(0) => Err("the sandbox was not paid so much".to_owned()),
                Ok(_) => Ok(()),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}

/// Whether one of the secrets has signed this body at about this time.
fn check(secrets: &[&str], line: &str, sent: &Sent<'_>) -> Result<(), NotTheirs> {
    let part = |name: &str| {
        line.split(',').filter_map(|part| part.split_once('=')).find(|(key, _)| *key == name)
    };
    let (at, sum) = (part("t").map(|(_, at)| at), part("v1").map(|(_, sum)| sum));
    let at = at.ok_or(NotTheirs("its signature cannot be read"))?;
    let sum = sum.and_then(from_hex).ok_or(NotTheirs("its signature cannot be read"))?;
    let signed_at = at.parse::<i64>().map_err(|_| NotTheirs("its signature cannot be read"))?;
    let signed = format!("{at}.{}", sent.body);
    let fits = |secret: &&str| {
        !secret.is_empty() && same(&hmac_sha256(secret.as_bytes(), signed.as_bytes()), &sum)
    };
    if !secrets.iter().any(fits) {
        return Err(NotTheirs("its signature does not fit"));
    }
    if (sent.now.timestamp() - signed_at).abs() > HOOK_S_MAX {
        return Err(NotTheirs("it was signed too long ago"));
    }
    Ok(())
}

/// The header of a hook with this body.
#[must_use]
pub fn signature(secret: &str, at: DateTime<Utc>, body: &str) -> String {
    let at = at.timestamp();
    let sum = hmac_sha256(secret.as_bytes(), format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex(&sum))
}

/// A row of its books.
struct Kept {
    id: i64,
    method_id: MethodId,
    reference: String,
    amount: i64,
    currency: String,
    exponent: i16,
    return_url: String,
    state: String,
    paid: i64,
    taken: i64,
    disputed: i64,
    lost: bool,
    events: i32,
    expires_at: DateTime<Utc>,
}

impl Kept {
    fn look(self, keeps: i64, now: DateTime<Utc>) -> Look {
        let is_over = self.state != "open" || now > self.expires_at;
        let status = match self.paid {
            paid if paid >= self.amount => Status::Paid,
            paid if paid > 0 && is_over => Status::Paid,
            paid if paid > 0 => Status::Partial,
            _ if self.state != "open" => Status::Failed,
            _ if is_over => Status::Expired,
            _ => Status::Waiting,
        };
        let payment = (self.paid > 0).then(|| Payment {
            id: self.id.to_string(),
            amount: self.paid,
            currency: self.currency.clone(),
            fee: Some(Fee {
                amount: self.paid / 100 * keeps,
                currency: self.currency.clone(),
                exponent: u32::try_from(self.exponent).unwrap_or_default(),
            }),
        });
        Look {
            status,
            payment,
            taken: self.taken,
            disputed: self.disputed > 0,
            lost: self.lost,
            mode: Mode::Test,
            doubt: None,
            dispute_fee: None,
            evidence: json!({
                "state": self.state, "amount": self.amount, "paid": self.paid,
                "taken": self.taken, "disputed": self.disputed, "currency": self.currency,
            }),
            reference: self.reference,
        }
    }
}

async fn open(ways: &Ways, method_id: MethodId, ask: Ask) -> Result<Opened, db::Error> {
    let now = ways.clock.now();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into sandbox_payments (method_id, token, reference, amount, currency,
                         exponent, return_url, state, created_at, expires_at)
                     values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)
                     on conflict (method_id, reference) do nothing",
                    method_id as MethodId,
                    secret::base62(TOKEN_CHARS),
                    ask.reference,
                    ask.amount,
                    ask.currency,
                    i16::try_from(ask.exponent).unwrap_or_default(),
                    ask.return_url,
                    now,
                    now + OPEN_FOR
                )
                .execute(&mut **tx)
                .await?;
                let there = sqlx::query!(
                    "select id, token, expires_at from sandbox_payments
                     where method_id = $1 and reference = $2",
                    method_id as MethodId,
                    ask.reference
                )
                .fetch_one(&mut **tx)
                .await?;
                Ok(Opened {
                    gateway_ref: there.id.to_string(),
                    url: format!("/sandbox-pay/{}", there.token),
                    pay_to: None,
                    expires_at: there.expires_at,
                })
            })
        })
        .await
}

async fn read(ways: &Ways, of: (MethodId, &str)) -> Result<Option<Kept>, db::Error> {
    Ok(sqlx::query_as!(
        Kept,
        r#"select id, method_id as "method_id: MethodId", reference, amount, currency, exponent,
                  return_url, state, paid, taken, disputed, lost, events, expires_at
           from sandbox_payments where method_id = $1 and reference = $2"#,
        of.0 as MethodId,
        of.1
    )
    .fetch_optional(ways.db.pool())
    .await?)
}

#[cfg(test)]
mod tests;

//! Methods through a gateway: what staff say about one, beside what every method has. Its secrets are
//! sealed and no door gets them back.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::MethodId;
use super::gateways::{Field, Gateway, Mode, Ways, find};
use super::inbox::DOOR_CHARS;
use super::method::{Draft, METHODS_MAX, MethodError, TOO_MANY, lock, note};
use super::quote::{Price, decimal};
use crate::accounts::audit::Actor;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::outbound::Refused;
use crate::kit::secret;
use crate::ledger;

/// What one unit of the panel's own currency is worth.
const SAME: i64 = 1_000_000;
/// Half of what is paid, in hundredths of a percent.
const FEE_PERCENT_MAX: i32 = 5_000;

/// What becomes of less than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnLess {
    /// Its share is credited.
    Share,
    #[default]
    Staff,
}

/// What becomes of money that comes after the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnLate {
    /// It is credited if it is all of it.
    #[default]
    Credit,
    Staff,
}

impl OnLess {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        if matches!(self, Self::Share) { "share" } else { "staff" }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Share, Self::Staff].into_iter().find(|rule| rule.as_str() == word)
    }
}

impl OnLate {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        if matches!(self, Self::Credit) { "credit" } else { "staff" }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Credit, Self::Staff].into_iter().find(|rule| rule.as_str() == word)
    }
}

crate::text_columns!(OnLess, OnLate);

/// How a method is paid through its gateway.
#[derive(Debug, Clone)]
pub struct Terms {
    pub gateway: String,
    pub mode: Mode,
    /// What customers pay in.
    pub currency: String,
    /// What one unit of it is worth, in millionths of the panel's currency.
    pub exchange: i64,
    /// What customers pay on top: an amount, and hundredths of a percent of what is paid.
    pub fee_fixed: Money,
    pub fee_percent: i32,
    pub on_less: OnLess,
    pub on_late: OnLate,
    /// The gateway's fields that are no secrets.
    pub settings: BTreeMap<String, String>,
    /// The last part of the address to which its hooks come.
    pub door: String,
}

impl Terms {
    /// What a deposit costs; `None`: the gateway does not take the currency any more.
    #[must_use]
    pub fn price(&self) -> Option<Price> {
        let exponent = find(&self.gateway)?.facts().exponent(&self.currency)?;
        let (rate, fee_fixed) = (self.exchange, self.fee_fixed);
        Some(Price { rate, exponent, fee_fixed, fee_percent: self.fee_percent })
    }

    /// For the audit log.
    fn facts(&self) -> Value {
        json!({
            "gateway": self.gateway, "mode": self.mode.as_str(), "currency": self.currency,
            "exchange": Money::from_micros(self.exchange).to_string(),
            "fee_fixed": self.fee_fixed.to_string(), "fee_percent": self.fee_percent,
            "on_less": self.on_less.as_str(), "on_late": self.on_late.as_str(),
            "settings": self.settings,
        })
    }
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Entered {
    pub draft: Draft,
    pub mode: Mode,
    pub currency: String,
    /// `None`: it is the panel's own currency.
    pub exchange: Option<i64>,
    pub fee_fixed: Money,
    pub fee_percent: i32,
    pub on_less: OnLess,
    pub on_late: OnLate,
    /// By the names of the gateway's fields. A blank secret stays what it was.
    pub values: BTreeMap<String, String>,
}

/// Makes a method through this gateway; it is off until staff switch it on. Answers its id.
pub async fn create(
    ways: &Ways,
    actor: Actor,
    (gateway, entered): (&'static dyn Gateway, Entered),
) -> Result<MethodId, MethodError> {
    let made = ways.clone();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let door = secret::base62(DOOR_CHARS);
                let terms = check(tx, gateway, (&entered, door)).await?;
                check_addresses(&made, gateway, &terms)?;
                let secrets = secrets(gateway, &entered.values, BTreeMap::new())?;
                let id = sqlx::query_scalar!(
                    r#"insert into methods (gateway, name, position, instructions, mode, currency,
                                            door, created_at)
                       select $1, $2, coalesce(max(position), 0) + 1, '', $3, $4, $5, $6 from methods
                       having count(*) < $7
                       returning id as "id: MethodId""#,
                    terms.gateway,
                    entered.draft.name.trim(),
                    terms.mode as Mode,
                    terms.currency,
                    terms.door,
                    made.clock.now(),
                    METHODS_MAX
                )
                .fetch_optional(&mut **tx)
                .await?
                .ok_or(TOO_MANY)?;
                let sealed = made.seal(id, &secrets);
                write(tx, id, (&entered.draft, &terms, sealed)).await?;
                let facts = facts(&entered.draft, &terms);
                note(tx, &made.clock, actor, (id, "method.create"), (None, facts)).await?;
                Ok(id)
            })
        })
        .await
}

/// Changes a method through a gateway. What was opened before keeps what was agreed.
pub async fn update(
    ways: &Ways,
    actor: Actor,
    (id, entered): (MethodId, Entered),
) -> Result<(), MethodError> {
    let made = ways.clone();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let before = lock(tx, id).await?;
                let was = before.terms.ok_or(MethodError::NotFound)?;
                let gateway = find(&was.gateway).ok_or(MethodError::NotFound)?;
                if before.enabled && was.mode != entered.mode {
                    return Err(wrong("mode", "switch the method off first"));
                }
                if was.mode != entered.mode {
                    refuse_with_deposits(tx, id).await?;
                }
                let terms = check(tx, gateway, (&entered, was.door.clone())).await?;
                check_addresses(&made, gateway, &terms)?;
                let sealed = sqlx::query_scalar!(
                    "select secrets from methods where id = $1",
                    id as MethodId
                )
                .fetch_one(&mut **tx)
                .await?;
                // What another secret has sealed must be entered again.
                let old = sealed.and_then(|sealed| made.unseal(id, &sealed).ok());
                let secrets = secrets(gateway, &entered.values, old.unwrap_or_default())?;
                let is_new = gateway
                    .fields()
                    .iter()
                    .any(|field| field.is_secret && !value(&entered.values, field).is_empty());
                let sealed = made.seal(id, &secrets);
                write(tx, id, (&entered.draft, &terms, sealed)).await?;
                let mut after = facts(&entered.draft, &terms);
                after["secrets_entered"] = json!(is_new);
                let values = (Some(facts(&before.draft, &was)), after);
                note(tx, &made.clock, actor, (id, "method.update"), values).await
            })
        })
        .await
}

/// A deposit is judged by the mode of its method: with another one, money of tests would count as real.
/// Whoever begins a deposit holds the row for key share, so either they see the new mode, or this sees
/// their deposit.
async fn refuse_with_deposits(tx: &mut PgTransaction<'_>, id: MethodId) -> Result<(), MethodError> {
    sqlx::query!("select from methods where id = $1 for update", id as MethodId)
        .fetch_optional(&mut **tx)
        .await?;
    let has_some = sqlx::query_scalar!(
        r#"select exists (select from deposits where method_id = $1 and pay_amount is not null)
               as "has_some!""#,
        id as MethodId
    );
    match has_some.fetch_one(&mut **tx).await? {
        true => Err(wrong("mode", "it has deposits of the other mode: make another method")),
        false => Ok(()),
    }
}

fn wrong(field: &'static str, sentence: &'static str) -> MethodError {
    MethodError::Field { field, sentence }
}

fn facts(draft: &Draft, terms: &Terms) -> Value {
    let mut facts = draft.facts();
    facts["terms"] = terms.facts();
    facts
}

fn value<'v>(values: &'v BTreeMap<String, String>, field: &Field) -> &'v str {
    values.get(field.name).map_or("", |value| value.trim())
}

/// What staff entered, checked.
async fn check(
    tx: &mut PgTransaction<'_>,
    gateway: &'static dyn Gateway,
    (entered, door): (&Entered, String),
) -> Result<Terms, MethodError> {
    entered.draft.check(false)?;
    let facts = gateway.facts();
    if entered.mode == Mode::Live && !facts.has_live {
        return Err(wrong("mode", "this gateway is for tests only"));
    }
    if entered.mode == Mode::Test && !facts.has_test {
        return Err(wrong("mode", "this gateway has no test mode"));
    }
    if facts.exponent(&entered.currency).is_none() {
        return Err(wrong("currency", "the gateway does not take this currency"));
    }
    let is_ours = ledger::currency(&mut **tx).await? == entered.currency;
    let exchange = match (is_ours, entered.exchange) {
        (true, _) => SAME,
        (false, Some(rate)) if rate > 0 => rate,
        (false, _) => return Err(wrong("exchange", "say what one unit is worth, such as 1.08")),
    };
    if entered.fee_fixed < Money::ZERO {
        return Err(wrong("fee_fixed", "0 or more"));
    }
    if !(0..=FEE_PERCENT_MAX).contains(&entered.fee_percent) {
        return Err(wrong("fee_percent", "0 to 50 percent"));
    }
    let mut settings = BTreeMap::new();
    for field in gateway.fields().iter().filter(|field| !field.is_secret) {
        let value = value(&entered.values, field);
        if (field.required || !value.is_empty()) && !(field.fits)(value) {
            return Err(wrong(field.name, field.wrong));
        }
        settings.insert(field.name.to_owned(), value.to_owned());
    }
    let terms = Terms {
        gateway: gateway.id().to_owned(),
        mode: entered.mode,
        currency: entered.currency.clone(),
        exchange,
        fee_fixed: entered.fee_fixed,
        fee_percent: entered.fee_percent,
        on_less: entered.on_less,
        on_late: entered.on_late,
        settings,
        door,
    };
    refuse_too_little(gateway, (&entered.draft, &terms))?;
    Ok(terms)
}

/// Refuses a minimum below what the gateway itself takes.
fn refuse_too_little(
    gateway: &'static dyn Gateway,
    (draft, terms): (&Draft, &Terms),
) -> Result<(), MethodError> {
    let least = gateway.least(&terms.currency);
    let Some(price) = terms.price().filter(|_| least > 0) else { return Ok(()) };
    match price.quote(draft.min) {
        Some(asked) if asked.pay < least => {
            let least = decimal(least, price.exponent);
            Err(MethodError::Least(format!("{least} {}", terms.currency)))
        }
        _ => Ok(()),
    }
}

/// Refuses addresses that would never be called. A name may still lead to one, which is refused when it
/// is called.
fn check_addresses(
    ways: &Ways,
    gateway: &'static dyn Gateway,
    terms: &Terms,
) -> Result<(), MethodError> {
    for name in gateway.addresses() {
        let address = terms.settings.get(*name).map_or("", String::as_str);
        let sentence = match ways.outbound.check(address) {
            Ok(url) if url.query().is_none() && url.fragment().is_none() => continue,
            Ok(_) => "without a ? or a # in it",
            Err(Refused::Unreadable | Refused::Scheme) => "an address that begins with https://",
            Err(Refused::Credentials) => "without a name or a password in it",
            Err(Refused::Plain) => {
                "only https://. Inside of your own network, start the panel with --provider-allow \
                 and that network"
            }
            Err(Refused::Address) => {
                "a private address. To allow it, start the panel with --provider-allow and its \
                 network"
            }
        };
        return Err(wrong(name, sentence));
    }
    Ok(())
}

/// The secrets with those that were entered; blank ones stay.
fn secrets(
    gateway: &'static dyn Gateway,
    values: &BTreeMap<String, String>,
    mut kept: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, MethodError> {
    for field in gateway.fields().iter().filter(|field| field.is_secret) {
        match value(values, field) {
            "" if field.required && !kept.contains_key(field.name) => {
                return Err(wrong(field.name, field.wrong));
            }
            "" => {}
            entered if !(field.fits)(entered) => return Err(wrong(field.name, field.wrong)),
            entered => {
                kept.insert(field.name.to_owned(), entered.to_owned());
            }
        }
    }
    Ok(kept)
}

async fn write(
    tx: &mut PgTransaction<'_>,
    id: MethodId,
    (draft, terms, sealed): (&Draft, &Terms, Vec<u8>),
) -> Result<(), db::Error> {
    sqlx::query!(
        "update methods
         set name = $2, min = $3, max = $4, instructions = $5, currency_note = $6, mode = $7,
             currency = $8, exchange = $9, fee_fixed = $10, fee_percent = $11, on_less = $12,
             on_late = $13, settings = $14, secrets = $15
         where id = $1",
        id as MethodId,
        draft.name.trim(),
        draft.min as Money,
        draft.max as Option<Money>,
        draft.instructions.trim(),
        draft.currency_note.trim(),
        terms.mode as Mode,
        terms.currency,
        terms.exchange,
        terms.fee_fixed as Money,
        terms.fee_percent,
        terms.on_less as OnLess,
        terms.on_late as OnLate,
        json!(terms.settings),
        sealed
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

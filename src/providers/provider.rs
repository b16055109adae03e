//! Providers as staff keep them. A key is sealed with its row's id and never comes out again by
//! any door; every verb here writes its audit entry in its own transaction.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::hold::hold;
use super::margin::Exchange;
use super::url::ProviderUrl;
use super::{Protocol, Upstreams, watch};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

const KEY_BYTES_MAX: usize = 4096;

/// What becomes of a price that changed at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Ours follows with the route's margin.
    Follow,
    /// Staff are asked when it moves by more than so many percent; below, it follows.
    Ask,
    /// It is written down, and nothing else.
    Report,
}

/// Whether the provider takes idempotency keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    None,
    /// Its answers say so.
    Offered,
    /// And staff have confirmed it: only then is it ever asked again with the same key.
    Confirmed,
}

/// A provider with all that staff see of it.
#[derive(Debug, Clone)]
pub struct Provider {
    pub id: i64,
    pub name: String,
    pub protocol: Protocol,
    /// `None`: inside the panel.
    pub url: Option<String>,
    pub has_key: bool,
    pub currency: String,
    pub exchange: Exchange,
    pub requests_per_s: i32,
    pub in_flight_max: i32,
    pub enabled: bool,
    pub paused_reason: Option<String>,
    pub paused_by_panel: bool,
    /// Outcomes that could not be told, in a row.
    pub unknowns: i32,
    /// Millionths of its currency.
    pub balance: Option<i64>,
    pub balance_at: Option<DateTime<Utc>>,
    pub balance_low: Option<i64>,
    /// What came instead of a balance the last time.
    pub balance_trouble: Option<String>,
    pub idempotency: Idempotency,
    pub policy: Policy,
    pub ask_above_percent: i32,
    pub list_at: Option<DateTime<Utc>>,
    /// What came instead of a list the last time.
    pub list_trouble: Option<String>,
}

/// What staff fill in.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    pub url: ProviderUrl,
    /// `None` keeps the one that is there.
    pub key: Option<String>,
    pub currency: String,
    pub exchange: Exchange,
    pub requests_per_s: i32,
    pub in_flight_max: i32,
    /// Millionths of its currency; `None`: no warning.
    pub balance_low: Option<i64>,
    pub policy: Policy,
    pub ask_above_percent: i32,
}

/// Why a provider was not kept or changed.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: &'static str },
    #[error("there is no such provider")]
    NotFound,
    #[error("it is a part of the panel and has no address")]
    BuiltIn,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for ProviderError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("providers_name") => {
                Self::Field { field: "name", sentence: "another provider has this name" }
            }
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(ProviderError);

impl Policy {
    pub const ALL: [Self; 3] = [Self::Follow, Self::Ask, Self::Report];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Ask => "ask",
            Self::Report => "report",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == text)
    }
}

impl Provider {
    /// Whether its balance is below what staff want to be warned of.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.balance.zip(self.balance_low).is_some_and(|(balance, low)| balance < low)
    }
}

impl Draft {
    /// With what most providers are fine with.
    #[must_use]
    pub fn new(name: &str, url: ProviderUrl, key: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            url,
            key,
            currency: "USD".to_owned(),
            exchange: Exchange::NONE,
            requests_per_s: 20,
            in_flight_max: 16,
            balance_low: None,
            policy: Policy::Ask,
            ask_above_percent: 10,
        }
    }

    fn check(&self) -> Result<(), ProviderError> {
        let wrong = |field, sentence| Err(ProviderError::Field { field, sentence });
        let name = self.name.trim();
        let is_line = !name.chars().any(char::is_control);
        if !is_line || !(1..=100).contains(&name.chars().count()) {
            return wrong("name", "a name of 1 to 100 characters");
        }
        // A name of digits alone would be taken for an id.
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return wrong("name", "a name with a letter in it");
        }
        if self.key.as_ref().is_some_and(|key| !is_key(key)) {
            return wrong("key", "one line without spaces, of at most 4,096 characters");
        }
        if self.currency.len() != 3 || !self.currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return wrong("currency", "three letters, such as USD");
        }
        if !(1..=10_000).contains(&self.requests_per_s) {
            return wrong("requests_per_s", "1 to 10,000 a second");
        }
        if !(1..=1000).contains(&self.in_flight_max) {
            return wrong("in_flight_max", "1 to 1,000 at once");
        }
        if self.balance_low.is_some_and(|low| low < 0) {
            return wrong("balance_low", "0 or more");
        }
        if !(0..=1000).contains(&self.ask_above_percent) {
            return wrong("ask_above_percent", "0 to 1,000 percent");
        }
        Ok(())
    }
}

/// What can stand in a header and in a form alike.
fn is_key(key: &str) -> bool {
    (1..=KEY_BYTES_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// All of them, those inside the panel first.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Provider>, db::Error> {
    read(db, None).await
}

pub async fn find(db: impl PgExecutor<'_>, id: i64) -> Result<Option<Provider>, db::Error> {
    Ok(read(db, Some(id)).await?.pop())
}

/// By its id, or by its name in whatever capitals.
pub async fn find_named(
    db: impl PgExecutor<'_>,
    name: &str,
) -> Result<Option<Provider>, db::Error> {
    let (name, id) = (name.trim().to_lowercase(), name.trim().parse::<i64>().ok());
    let all = list(db).await?;
    Ok(all.into_iter().find(|one| Some(one.id) == id || one.name.to_lowercase() == name))
}

async fn read(db: impl PgExecutor<'_>, id: Option<i64>) -> Result<Vec<Provider>, db::Error> {
    let rows = sqlx::query!(
        r#"select id, name, protocol, url, secret is not null as "has_key!", currency,
                  exchange_rate, requests_per_s, in_flight_max, enabled, paused_reason,
                  paused_by_panel, unknowns, balance, balance_at, balance_low, balance_trouble,
                  idempotency, price_policy, ask_above_percent, list_at, list_trouble
           from providers where $1::bigint is null or id = $1 order by url is not null, id"#,
        id
    )
    .fetch_all(db)
    .await?;
    let provider = rows.into_iter().map(|row| Provider {
        id: row.id,
        name: row.name,
        protocol: Protocol::of_row(&row.protocol),
        url: row.url,
        has_key: row.has_key,
        currency: row.currency,
        exchange: Exchange::of_row(row.exchange_rate),
        requests_per_s: row.requests_per_s,
        in_flight_max: row.in_flight_max,
        enabled: row.enabled,
        paused_reason: row.paused_reason,
        paused_by_panel: row.paused_by_panel,
        unknowns: row.unknowns,
        balance: row.balance,
        balance_at: row.balance_at,
        balance_low: row.balance_low,
        balance_trouble: row.balance_trouble,
        idempotency: match row.idempotency.as_str() {
            "confirmed" => Idempotency::Confirmed,
            "offered" => Idempotency::Offered,
            _ => Idempotency::None,
        },
        policy: Policy::parse(&row.price_policy).expect("the table checks the policies' names"),
        ask_above_percent: row.ask_above_percent,
        list_at: row.list_at,
        list_trouble: row.list_trouble,
    });
    Ok(provider.collect())
}

/// Takes the provider for the rest of the transaction: imports and looks at its list wait for
/// each other.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: i64,
) -> Result<Option<Provider>, db::Error> {
    sqlx::query!("select from providers where id = $1 for no key update", id)
        .fetch_optional(&mut **tx)
        .await?;
    find(&mut **tx, id).await
}

/// Connects a provider; answers its id. Its balance and its list are looked at soon.
pub async fn create(
    db: &Db,
    clock: &Clock,
    upstreams: &Upstreams,
    actor: Actor,
    (protocol, draft): (Protocol, Draft),
) -> Result<i64, ProviderError> {
    draft.check()?;
    if !protocol.has_services() {
        return Err(ProviderError::BuiltIn);
    }
    if draft.key.is_none() {
        let sentence = "a provider wants its key";
        return Err(ProviderError::Field { field: "key", sentence });
    }
    let (clock, upstreams) = (clock.clone(), upstreams.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = sqlx::query_scalar!(
                "insert into providers (name, protocol, created_at) values ($1, $2, $3)
                 returning id",
                draft.name.trim(),
                protocol.as_str(),
                clock.now()
            )
            .fetch_one(&mut **tx)
            .await?;
            write(tx, &clock, &upstreams, (id, &draft)).await?;
            let after = Some(facts(&draft, protocol));
            record(tx, &clock, actor, (id, "provider.create"), (None, after)).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes a provider. A key is only ever sent where it was meant to go: another host wants it
/// again.
pub async fn update(
    db: &Db,
    clock: &Clock,
    upstreams: &Upstreams,
    actor: Actor,
    (id, draft): (i64, Draft),
) -> Result<(), ProviderError> {
    draft.check()?;
    let (clock, upstreams) = (clock.clone(), upstreams.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            let url = before.url.as_deref().ok_or(ProviderError::BuiltIn)?;
            if draft.key.is_none() && !draft.url.is_at(url) {
                let sentence = "type the key again: it goes to another host from now on";
                return Err(ProviderError::Field { field: "key", sentence });
            }
            write(tx, &clock, &upstreams, (id, &draft)).await?;
            let after = Some(facts(&draft, before.protocol));
            record(tx, &clock, actor, (id, "provider.update"), (Some(told(&before)), after)).await
        })
    })
    .await
}

async fn write(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    upstreams: &Upstreams,
    (id, draft): (i64, &Draft),
) -> Result<(), ProviderError> {
    let sealed = draft.key.as_ref().map(|key| upstreams.seal(id, key));
    sqlx::query!(
        "update providers
         set name = $2, url = $3, secret = coalesce($4, secret), currency = $5,
             exchange_rate = $6, requests_per_s = $7, in_flight_max = $8, balance_low = $9,
             price_policy = $10, ask_above_percent = $11, balance_due_at = $12, list_due_at = $12
         where id = $1",
        id,
        draft.name.trim(),
        draft.url.as_str(),
        sealed,
        draft.currency,
        draft.exchange.micros(),
        draft.requests_per_s,
        draft.in_flight_max,
        draft.balance_low,
        draft.policy.as_str(),
        draft.ask_above_percent,
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Switches it on, or off: nothing is sent to it then, and its routes count for nothing.
pub async fn set_enabled(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, enabled): (i64, bool),
) -> Result<Provider, ProviderError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            sqlx::query!("update providers set enabled = $2 where id = $1", id, enabled)
                .execute(&mut **tx)
                .await?;
            let values =
                (Some(json!({ "enabled": before.enabled })), Some(json!({ "enabled": enabled })));
            record(tx, &clock, actor, (id, "provider.update"), values).await?;
            // What it costs there counts, or counts no more.
            let sold = watch::sold(tx, id).await?;
            let services: Vec<i64> = sold.iter().map(|one| one.service_id).collect();
            hold(tx, Some(&services)).await?;
            Ok(before)
        })
    })
    .await
}

/// Sends nothing to it until staff say so: its orders wait, or take their next route.
pub async fn pause(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, reason): (i64, String),
) -> Result<Provider, ProviderError> {
    set_pause(db, clock, actor, (id, Some(reason))).await
}

/// Sends to it again, whoever paused it.
pub async fn resume(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: i64,
) -> Result<Provider, ProviderError> {
    set_pause(db, clock, actor, (id, None)).await
}

async fn set_pause(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, reason): (i64, Option<String>),
) -> Result<Provider, ProviderError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            sqlx::query!(
                "update providers
                 set paused_reason = $2, paused_by_panel = false,
                     unknowns = case when $2::text is null then 0 else unknowns end
                 where id = $1",
                id,
                reason
            )
            .execute(&mut **tx)
            .await?;
            let action = if reason.is_some() { "provider.pause" } else { "provider.resume" };
            let values = (
                Some(json!({ "paused": before.paused_reason })),
                Some(json!({ "paused": reason })),
            );
            record(tx, &clock, actor, (id, action), values).await?;
            Ok(before)
        })
    })
    .await
}

/// Staff say that it takes idempotency keys, as its answers do; or take it back.
/// `false`: it has not offered that.
pub async fn confirm_idempotency(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, confirmed): (i64, bool),
) -> Result<bool, ProviderError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?.ok_or(ProviderError::NotFound)?;
            if before.idempotency == Idempotency::None {
                return Ok(false);
            }
            let word = if confirmed { "confirmed" } else { "offered" };
            sqlx::query!("update providers set idempotency = $2 where id = $1", id, word)
                .execute(&mut **tx)
                .await?;
            let was = before.idempotency == Idempotency::Confirmed;
            let values =
                (Some(json!({ "confirmed": was })), Some(json!({ "confirmed": confirmed })));
            record(tx, &clock, actor, (id, "provider.idempotency"), values).await?;
            Ok(true)
        })
    })
    .await
}

pub(super) async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (i64, &str),
    (before, after): (Option<Value>, Option<Value>),
) -> Result<(), ProviderError> {
    let entry = audit::Entry { actor, action, subject: format!("provider:{id}"), before, after };
    Ok(audit::record(tx, clock, entry).await?)
}

/// For the audit log: everything but the key.
fn facts(draft: &Draft, protocol: Protocol) -> Value {
    json!({
        "name": draft.name.trim(),
        "protocol": protocol.as_str(),
        "url": draft.url.as_str(),
        "key": if draft.key.is_some() { "set" } else { "kept" },
        "currency": draft.currency,
        "exchange": draft.exchange.to_string(),
        "requests_per_s": draft.requests_per_s,
        "in_flight_max": draft.in_flight_max,
        "balance_low": draft.balance_low,
        "policy": draft.policy.as_str(),
        "ask_above_percent": draft.ask_above_percent,
    })
}

fn told(before: &Provider) -> Value {
    json!({
        "name": before.name,
        "protocol": before.protocol.as_str(),
        "url": before.url,
        "currency": before.currency,
        "exchange": before.exchange.to_string(),
        "requests_per_s": before.requests_per_s,
        "in_flight_max": before.in_flight_max,
        "balance_low": before.balance_low,
        "policy": before.policy.as_str(),
        "ask_above_percent": before.ask_above_percent,
    })
}

//! Providers as staff see them: what is known about each, and what staff enter. The commands that
//! change one are in `edit.rs`.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

pub use super::edit::{confirm_idempotency, create, pause, resume, set_enabled, update};
use super::list_due::is_stuck;
use super::margin::Exchange;
use super::url::{ProviderUrl, shown};
use super::{Protocol, currency};
use crate::kit::db;
use crate::providers::ProviderId;

const KEY_BYTES_MAX: usize = 4096;

/// What happens to our price when the provider's price changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Our price follows, with the route's margin.
    Follow,
    /// Staff are asked if it moves by more than this many percent; otherwise our price follows.
    Ask,
    /// The change is only written down.
    Report,
}

/// Whether the provider takes idempotency keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    None,
    /// Its answers say so.
    Offered,
    /// Staff have confirmed it too: only then is an order ever sent again with the same key.
    Confirmed,
}

impl Idempotency {
    const ALL: [Self; 3] = [Self::None, Self::Offered, Self::Confirmed];

    /// Its name in the table.
    const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Offered => "offered",
            Self::Confirmed => "confirmed",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.as_str() == text)
    }
}

/// A provider, with everything that staff see of it.
#[derive(Debug, Clone)]
pub struct Provider {
    pub id: ProviderId,
    pub name: String,
    pub protocol: Protocol,
    /// `None`: inside the panel. Only [`Provider::shown_url`] may be shown or logged.
    pub url: Option<String>,
    pub has_key: bool,
    pub currency: String,
    pub exchange: Exchange,
    pub requests_per_s: i32,
    pub in_flight_max: i32,
    pub enabled: bool,
    pub paused_reason: Option<String>,
    pub paused_by_panel: bool,
    /// The panel paused it, and only staff can open it.
    pub pause_needs_staff: bool,
    /// A warning about it for staff, although it is not paused.
    pub alert: Option<String>,
    /// Unknown outcomes in a row.
    pub unknowns: i32,
    /// So many of them pause it.
    pub pause_after_unknowns: i32,
    /// So many refused orders in a row pause it.
    pub pause_after_refusals: i32,
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
    /// Since when no list could be read.
    pub list_unread_since: Option<DateTime<Utc>>,
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    pub url: ProviderUrl,
    /// `None` keeps the existing key.
    pub key: Option<String>,
    pub currency: String,
    pub exchange: Exchange,
    pub requests_per_s: i32,
    pub in_flight_max: i32,
    /// Millionths of its currency; `None`: no warning.
    pub balance_low: Option<i64>,
    pub policy: Policy,
    pub ask_above_percent: i32,
    /// After how many answers in a row that nobody could tell nothing more is sent; 1 to 1,000.
    pub pause_after_unknowns: i32,
    /// After how many refused orders in a row, of several customers; 3 to 1,000.
    pub pause_after_refusals: i32,
}

/// Why a provider was not saved.
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

crate::text_columns!(Idempotency, Policy);

impl Provider {
    /// Its URL without the parts that may be secret.
    #[must_use]
    pub fn shown_url(&self) -> Option<String> {
        self.url.as_deref().map(shown)
    }

    /// Whether its list could not be read for so long that a person should look.
    #[must_use]
    pub fn is_list_stuck(&self, now: DateTime<Utc>) -> bool {
        self.enabled && is_stuck(self.list_unread_since, now)
    }

    /// Whether its balance is so low that staff want a warning.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.balance.zip(self.balance_low).is_some_and(|(balance, low)| balance < low)
    }
}

impl Draft {
    /// With values that suit most providers.
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
            pause_after_unknowns: 5,
            pause_after_refusals: 10,
        }
    }

    /// Whether it can be saved as it is; whoever saves it checks it again.
    pub fn check(&self) -> Result<(), ProviderError> {
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
        if currency::read(&self.currency).as_ref() != Some(&self.currency) {
            return wrong("currency", "a code such as USD, or what stands in its balance");
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
        if !(1..=1000).contains(&self.pause_after_unknowns) {
            return wrong("pause_after_unknowns", "1 to 1,000 answers");
        }
        if !(3..=1000).contains(&self.pause_after_refusals) {
            return wrong("pause_after_refusals", "3 to 1,000 orders");
        }
        Ok(())
    }
}

/// Whether the key can stand in a header and in a form.
fn is_key(key: &str) -> bool {
    (1..=KEY_BYTES_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// All of them, those inside the panel first.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Provider>, db::Error> {
    read(db, None).await
}

pub async fn find(db: impl PgExecutor<'_>, id: ProviderId) -> Result<Option<Provider>, db::Error> {
    Ok(read(db, Some(id)).await?.pop())
}

/// By its id, or by its name; capitals do not matter.
pub async fn find_named(
    db: impl PgExecutor<'_>,
    name: &str,
) -> Result<Option<Provider>, db::Error> {
    let (name, id) = (name.trim().to_lowercase(), name.trim().parse::<ProviderId>().ok());
    let all = list(db).await?;
    Ok(all.into_iter().find(|one| Some(one.id) == id || one.name.to_lowercase() == name))
}

async fn read(db: impl PgExecutor<'_>, id: Option<ProviderId>) -> Result<Vec<Provider>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ProviderId", name, protocol as "protocol: Protocol", url,
                  secret is not null as "has_key!", currency, exchange_rate, requests_per_s, in_flight_max, enabled, paused_reason,
                  paused_by_panel, pause_needs_staff, alert, unknowns, pause_after_unknowns, pause_after_refusals,
                  balance, balance_at,
                  balance_low, balance_trouble, idempotency as "idempotency: Idempotency",
                  price_policy as "policy: Policy", ask_above_percent,
                  list_at, list_trouble, list_unread_since
           from providers where $1::bigint is null or id = $1 order by url is not null, id"#,
        id as Option<ProviderId>
    )
    .fetch_all(db)
    .await?;
    let provider = rows.into_iter().map(|row| Provider {
        id: row.id,
        name: row.name,
        protocol: row.protocol,
        url: row.url,
        has_key: row.has_key,
        currency: row.currency,
        exchange: Exchange::of_row(row.exchange_rate),
        requests_per_s: row.requests_per_s,
        in_flight_max: row.in_flight_max,
        enabled: row.enabled,
        paused_reason: row.paused_reason,
        paused_by_panel: row.paused_by_panel,
        pause_needs_staff: row.pause_needs_staff,
        alert: row.alert,
        unknowns: row.unknowns,
        pause_after_unknowns: row.pause_after_unknowns,
        pause_after_refusals: row.pause_after_refusals,
        balance: row.balance,
        balance_at: row.balance_at,
        balance_low: row.balance_low,
        balance_trouble: row.balance_trouble,
        idempotency: row.idempotency,
        policy: row.policy,
        ask_above_percent: row.ask_above_percent,
        list_at: row.list_at,
        list_trouble: row.list_trouble,
        list_unread_since: row.list_unread_since,
    });
    Ok(provider.collect())
}

/// Locks the provider until the transaction ends, so that imports and looks at its list wait for
/// each other.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: ProviderId,
) -> Result<Option<Provider>, db::Error> {
    sqlx::query!("select from providers where id = $1 for no key update", id as ProviderId)
        .fetch_optional(&mut **tx)
        .await?;
    find(&mut **tx, id).await
}

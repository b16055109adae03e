//! What the owner sets while the panel runs. What the operator says at start is `config`.
//!
//! Owns the table `settings` of `migrations/0009_settings.sql`. What must stay true: every setting
//! stands once in [`ROWS`], with its words, its form and its rule, and nothing else is stored. A
//! setting that nobody has changed has its default. `accounts::change_settings` asks who may, and
//! writes the audit log; `providers::change_settings` is the verb that calls it, because a floor
//! price takes services off sale. Read by every domain to the right: from the table where a rule is decided, from memory ([`Recent`]) for what pages show.

mod recent;
mod rows;

pub use recent::Recent;
pub use rows::{Kind, ROWS, Row};

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::db;
use crate::kit::money::Money;

/// Every setting, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub sign_up: SignUp,
    /// People who may sign up from one network on one day (UTC).
    pub sign_ups_per_network_per_day: i32,
    /// For 1000 units. Nothing is sold below it.
    pub floor_price: Money,
    /// What a member of staff may credit in one day; `None`: as much as they like.
    pub staff_credit_per_day: Option<Money>,
    /// For so many days the calls of a token are kept.
    pub keep_calls_days: i32,
    /// For so many days it is kept what was sent to providers and what they answered.
    pub keep_answers_days: i32,
    /// Whether guests see the price list and the API page.
    pub public_prices: bool,
    /// The headline of the start page; empty: the panel's own.
    pub start_headline: String,
    /// What stands under it, with its line breaks; empty: the panel's own.
    pub start_text: String,
    /// Who sells, as it stands on receipts; empty: nothing.
    pub seller: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sign_up: SignUp::Open,
            sign_ups_per_network_per_day: 20,
            floor_price: Money::ZERO,
            staff_credit_per_day: None,
            keep_calls_days: 90,
            keep_answers_days: 180,
            public_prices: false,
            start_headline: String::new(),
            start_text: String::new(),
            seller: String::new(),
        }
    }
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUp {
    /// Anyone.
    Open,
    /// Whoever has a link of staff.
    Invitation,
    /// Nobody but invited staff.
    Closed,
}

impl SignUp {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invitation => "invitation",
            Self::Closed => "closed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Open, Self::Invitation, Self::Closed].into_iter().find(|one| one.as_str() == word)
    }
}

/// The settings in the table. A value that this program cannot read is an error: a default in its
/// place could open what the owner has closed.
pub async fn read(executor: impl PgExecutor<'_>) -> Result<Settings, db::Error> {
    let stored = sqlx::query!("select key, value from settings").fetch_all(executor).await?;
    let mut settings = Settings::default();
    for kept in stored {
        // A key of a newer version is not ours to read.
        let Some(row) = ROWS.iter().find(|row| row.key == kept.key) else { continue };
        row.set(&mut settings, &kept.value).map_err(|why| {
            db::Error::Refused(format!("the setting {} is {:?}: {why}", kept.key, kept.value))
        })?;
    }
    Ok(settings)
}

/// Waits until no other change is under way, and keeps others waiting until the transaction ends.
pub(crate) async fn lock(tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
    sqlx::query!("lock table settings in share row exclusive mode").execute(&mut **tx).await?;
    Ok(())
}

/// Stores a value that the row has checked. `changed_by`: an account's id.
pub(crate) async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    changed_by: Option<i64>,
    (row, value): (&Row, &str),
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into settings (key, value, changed_at, changed_by) values ($1, $2, $3, $4)
         on conflict (key) do update
         set value = excluded.value, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by",
        row.key,
        value,
        now,
        changed_by,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

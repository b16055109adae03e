//! What the owner sets while the panel runs. What the operator says at start is `config`.
//!
//! Owns the tables `settings` of `migrations/0009_settings.sql` and `logo` of
//! `migrations/0035_maintenance.sql`. What must stay true: every setting stands once in a [`Group`],
//! with its words, its form and its rule, and nothing else is stored. A setting that nobody has
//! changed has its default. `accounts::change_settings` asks who may, and
//! writes the audit log; `providers::change_settings` is the verb that calls it, because a floor
//! price takes services off sale. Read by every domain to the right: from the table where a rule is decided, from memory ([`Recent`]) for what pages show.

pub mod accent;
pub mod logo;
mod networks;
mod recent;
mod rows;

pub use logo::Logo;
pub use networks::{Networks, STAFF_NETWORKS, staff_networks};
pub use recent::Recent;
pub use rows::{Group, Kind, Row, row};

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::colour::Colour;
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::zone::Zone;
use accent::Theme;

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
    /// Staff sign in again after so many hours, however much they do.
    pub staff_session_h: i32,
    /// A session of staff that is not used for so many minutes is over.
    pub staff_idle_min: i32,
    /// A session of a customer that is not used for so many days is over.
    pub customer_idle_days: i32,
    /// From where staff may come. Decided from the table ([`staff_networks`]), not from memory.
    pub staff_networks: Networks,
    /// Only accounts with a confirmed address place orders.
    pub verified_only: bool,
    /// Staff need a second factor. New panels begin with it: `accounts::change_settings::begin`.
    pub staff_second_factor: bool,
    /// For so many days the calls of a token are kept.
    pub keep_calls_days: i32,
    /// For so many days it is kept what was sent to providers and what they answered.
    pub keep_answers_days: i32,
    /// For so many days it is kept to whom mail was sent.
    pub keep_mails_days: i32,
    /// Whether guests see the price list and the API page.
    pub public_prices: bool,
    /// The headline of the start page; empty: the panel's own.
    pub start_headline: String,
    /// What stands under it, with its line breaks; empty: the panel's own.
    pub start_text: String,
    /// Who sells, as it stands on receipts; empty: nothing.
    pub seller: String,
    /// Amounts that customers choose from when they add funds; may be empty.
    pub deposit_amounts: Vec<Money>,
    /// Empty: as the panel was started.
    pub panel_name: String,
    /// The logo stands without the name beside it.
    pub logo_alone: bool,
    /// The colour of links and buttons; `None`: the panel's own.
    pub accent_light: Option<Colour>,
    /// `None`: made from the light one.
    pub accent_dark: Option<Colour>,
    /// In which customers may read; never empty.
    pub languages: Vec<Lang>,
    /// For those whose browsers ask for none of them.
    pub language: Lang,
    /// Of guests and of new accounts.
    pub time_zone: Zone,
    /// Empty: as the panel was started.
    pub abuse_contact: String,
    /// For so long the same order of a customer is asked about; 0: never.
    pub ask_again_min: i32,
    /// No order is taken.
    pub maintenance: bool,
    /// What customers read meanwhile; empty: the panel's own words.
    pub maintenance_text: String,
    /// The operator's own picture beside the name.
    pub logo: Option<Logo>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sign_up: SignUp::Open,
            sign_ups_per_network_per_day: 20,
            floor_price: Money::ZERO,
            staff_credit_per_day: None,
            staff_session_h: 12,
            staff_idle_min: 240,
            customer_idle_days: 7,
            staff_networks: Networks::default(),
            verified_only: false,
            staff_second_factor: false,
            keep_calls_days: 90,
            keep_answers_days: 180,
            keep_mails_days: 30,
            public_prices: false,
            start_headline: String::new(),
            start_text: String::new(),
            seller: String::new(),
            deposit_amounts: [10, 25, 50, 100]
                .map(|amount| Money::from_micros(amount * 1_000_000))
                .into(),
            panel_name: String::new(),
            logo_alone: false,
            accent_light: None,
            accent_dark: None,
            languages: Lang::all().collect(),
            language: Lang::ENGLISH,
            time_zone: Zone::default(),
            abuse_contact: String::new(),
            ask_again_min: 10,
            maintenance: false,
            maintenance_text: String::new(),
            logo: None,
        }
    }
}

impl Settings {
    /// The panel's name. `given`: what it was started with.
    #[must_use]
    pub fn panel_name_or<'s>(&'s self, given: &'s str) -> &'s str {
        if self.panel_name.is_empty() { given } else { &self.panel_name }
    }

    /// How people reach the operator. `given`: what the panel was started with.
    #[must_use]
    pub fn abuse_contact_or<'s>(&'s self, given: &'s str) -> &'s str {
        if self.abuse_contact.is_empty() { given } else { &self.abuse_contact }
    }

    /// The accent of the light theme and of the dark one, if the operator chose one of them.
    #[must_use]
    pub fn accents(&self) -> Option<(Colour, Colour)> {
        let light = self.accent_light.or(self.accent_dark)?;
        let light = accent::readable(light, Theme::Light);
        let dark = self.accent_dark.unwrap_or_else(|| accent::readable(light, Theme::Dark));
        Some((light, dark))
    }

    /// The language that is the nearest to what somebody wants: one of those that are offered.
    #[must_use]
    pub fn offered(&self, wanted: Option<Lang>) -> Lang {
        let is_offered = |lang: &Lang| self.languages.contains(lang);
        let first = || self.languages.first().copied().unwrap_or_default();
        wanted.filter(is_offered).or(Some(self.language).filter(is_offered)).unwrap_or_else(first)
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
    let stored = sqlx::query!(
        r#"select key as "key!", value as "value!" from settings
           union all
           select 'logo', concat_ws(' ', encode(hash, 'hex'), width, height) from logo"#
    )
    .fetch_all(executor)
    .await?;
    let mut settings = Settings::default();
    for kept in stored {
        if kept.key == "logo" {
            settings.logo = Logo::read(&kept.value);
            continue;
        }
        // A key of a newer version is not ours to read.
        let Some(row) = row(&kept.key) else { continue };
        row.set(&mut settings, &kept.value).map_err(|why| {
            db::Error::Refused(format!("the setting {} is {:?}: {why}", kept.key, kept.value))
        })?;
    }
    Ok(settings)
}

/// Whether no order is taken. Asked where orders come in.
pub async fn is_maintenance(executor: impl PgExecutor<'_>) -> Result<bool, db::Error> {
    let kept = sqlx::query_scalar!("select value from settings where key = 'maintenance'");
    Ok(kept.fetch_optional(executor).await?.as_deref() == Some("on"))
}

/// Whether only accounts with a confirmed address place orders. Asked where orders come in.
pub async fn is_verified_only(executor: impl PgExecutor<'_>) -> Result<bool, db::Error> {
    let kept = sqlx::query_scalar!("select value from settings where key = 'verified_only'");
    Ok(kept.fetch_optional(executor).await?.as_deref() == Some("on"))
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

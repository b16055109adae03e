//! `waybill migrate`, and the part of it that every other command does before it begins.

use anyhow::bail;
use clap::Args;
use waybill::app::Database;
use waybill::config::Place;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::keys::Keys;
use waybill::kit::{fingerprint, migrate};
use waybill::{ledger, serve};

#[derive(Args)]
pub struct Currency {
    /// The currency of a new panel's books (ISO 4217); books that are open keep theirs
    #[arg(long, env = "WAYBILL_CURRENCY", default_value = "USD", value_name = "CODE")]
    pub currency: String,
}

/// The panel's keys, if they are of the secret that this database is used with.
pub async fn keys(place: &Place, db: &Db, clock: &Clock) -> anyhow::Result<Keys> {
    let keys = place.keys()?;
    fingerprint::check(db, clock, &keys).await?;
    Ok(keys)
}

/// Migrates what is not current; answers the currency of the books.
pub async fn migrated(database: &Database, currency: &str) -> anyhow::Result<String> {
    // Before the first migration there may be nobody yet who could ask.
    if let Ok(true) = migrate::is_current(&database.db).await
        && let Ok(kept) = ledger::currency(database.db.pool()).await
    {
        return Ok(kept);
    }
    migrate_now(database, currency).await
}

/// Migrates, and opens the books if they are new; answers their currency.
pub async fn migrate_now(database: &Database, currency: &str) -> anyhow::Result<String> {
    let code = currency.trim().to_ascii_uppercase();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        bail!("--currency {currency}: three letters, like USD");
    }
    Ok(serve::migrate(database.owner(), &database.db, &code).await?)
}

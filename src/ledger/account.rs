//! The chart of accounts, the books' currency, and balances.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// An account's class. A wallet is a class together with a customer. The other accounts are the
/// house's own, one each, and their balance is the sum of what was credited less what was debited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// What a customer may still spend.
    Wallet,
    /// Charged, and neither delivered nor refunded yet.
    InFlight,
    /// Delivered.
    Sales,
    /// Came in from outside.
    Deposits,
    /// Corrections by staff.
    Adjustments,
    /// Where payments to providers come from.
    Providers,
    /// What delivered orders cost us there.
    Costs,
    /// What affiliates earned with us.
    Commissions,
    /// What of it they are owed.
    AffiliatePayable,
    /// What was paid to them outside of the panel.
    Payouts,
}

impl Class {
    pub const ALL: [Self; 10] = [
        Self::Wallet,
        Self::InFlight,
        Self::Sales,
        Self::Deposits,
        Self::Adjustments,
        Self::Providers,
        Self::Costs,
        Self::Commissions,
        Self::AffiliatePayable,
        Self::Payouts,
    ];

    /// As it is stored in `transfers.debit` and `transfers.credit`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::InFlight => "in_flight",
            Self::Sales => "sales",
            Self::Deposits => "deposits",
            Self::Adjustments => "adjustments",
            Self::Providers => "providers",
            Self::Costs => "costs",
            Self::Commissions => "commissions",
            Self::AffiliatePayable => "affiliate_payable",
            Self::Payouts => "payouts",
        }
    }
}

/// Fixes the currency the first time; later calls answer the fixed one.
pub async fn open_books(
    tx: &mut PgTransaction<'_>,
    currency: &str,
    at: DateTime<Utc>,
) -> Result<String, db::Error> {
    sqlx::query!(
        "insert into books (currency, opened_at) values ($1, $2) on conflict do nothing",
        currency,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(sqlx::query_scalar!("select currency from books").fetch_one(&mut **tx).await?)
}

/// The panel's currency, ISO 4217.
pub async fn currency(db: impl PgExecutor<'_>) -> Result<String, db::Error> {
    Ok(sqlx::query_scalar!("select currency from books").fetch_one(db).await?)
}

/// What the account may still spend.
pub async fn balance(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Money, db::Error> {
    let found = sqlx::query_scalar!(
        r#"select balance as "balance: Money" from wallets where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_optional(db)
    .await?;
    Ok(found.unwrap_or_default())
}

/// What these accounts may still spend.
pub async fn balances(
    db: impl PgExecutor<'_>,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Money>, db::Error> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id: AccountId", balance as "balance: Money" from wallets
           where account_id = any($1)"#,
        accounts as &[AccountId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.balance)).collect())
}

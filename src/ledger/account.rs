//! The chart of accounts, the books' currency, and balances.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::batch::{ReadError, Reads};
use crate::kit::db::{self, Db};
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
    /// Where the fees come from that payment gateways keep.
    Gateways,
    /// What they keep.
    Fees,
    /// What customers pay on top for a way to pay.
    Surcharges,
    /// What customers owe: a payment was taken back, and the money was spent.
    Debts,
    /// What customers are given with deposits and for promo codes.
    Bonuses,
    /// What customers left behind when they closed their accounts.
    GivenUp,
}

impl Class {
    pub const ALL: [Self; 16] = [
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
        Self::Gateways,
        Self::Fees,
        Self::Surcharges,
        Self::Debts,
        Self::Bonuses,
        Self::GivenUp,
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
            Self::Gateways => "gateways",
            Self::Fees => "fees",
            Self::Surcharges => "surcharges",
            Self::Debts => "debts",
            Self::Bonuses => "bonuses",
            Self::GivenUp => "given_up",
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

/// Gathers questions about balances, as other hot reads do. Cheap to clone.
#[derive(Clone)]
pub struct Balances(Reads<AccountId, Money>);

impl Balances {
    /// Starts the lane; see [`Reads`].
    #[must_use]
    pub fn start(db: &Db) -> Self {
        Self(Reads::start(db, |db, asked| Box::pin(read(db, asked))))
    }

    /// What the account may still spend. It is read after the question came, so every order that
    /// was acknowledged before is taken from it.
    pub async fn one(&self, account_id: AccountId) -> Result<Money, ReadError> {
        Ok(self.0.one(account_id).await?.unwrap_or_default())
    }
}

async fn read(
    db: &mut PgConnection,
    asked: &[AccountId],
) -> Result<HashMap<AccountId, Money>, db::Error> {
    match asked {
        // A plan for an array of one element is made again each time.
        [one] => Ok(HashMap::from([(*one, balance(db, *one).await?)])),
        many => balances(db, many).await,
    }
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

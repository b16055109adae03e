//! The parts of the books that are kept by ranges, and how a range of each is read.

use sqlx::PgTransaction;

use crate::kit::db;
use crate::kit::range::{Range, Reading};
use crate::{accounts, affiliates, ledger, orders};

/// Rows that a check need not read each time, numbered by an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Transfers,
    Orders,
    Credits,
    Commissions,
    Payouts,
    /// The seals of the audit log, by their numbers.
    Seals,
    Audit,
}

impl Part {
    pub const ALL: [Self; 7] = [
        Self::Transfers,
        Self::Orders,
        Self::Credits,
        Self::Commissions,
        Self::Payouts,
        Self::Seals,
        Self::Audit,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transfers => "transfers",
            Self::Orders => "orders",
            Self::Credits => "credits",
            Self::Commissions => "commissions",
            Self::Payouts => "payouts",
            Self::Seals => "seals",
            Self::Audit => "audit",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == word)
    }

    /// Ids in a range of this part, where most parts have so many. A payout may have thousands of
    /// commissions.
    pub fn ids(self, most: i64) -> i64 {
        match self {
            Self::Payouts => (most / 100).max(1),
            _ => most,
        }
    }

    /// What is kept of the range.
    pub async fn held(
        self,
        tx: &mut PgTransaction<'_>,
        range: Range,
    ) -> Result<Reading, db::Error> {
        let held = match self {
            Self::Transfers => ledger::books::transfers(tx, range).await?,
            Self::Orders => orders::books::held(tx, range).await?,
            Self::Credits => ledger::books::credits(tx, range).await?,
            Self::Commissions => affiliates::books::commissions_in(tx, range).await?,
            Self::Payouts => affiliates::books::payouts(tx, range).await?,
            Self::Seals => accounts::audit_chain::broken_seals(tx, range).await?,
            Self::Audit => accounts::audit_chain::rows(tx, range).await?,
        };
        Ok(held)
    }

    /// The same, with everything that is wrong in the range.
    pub async fn read(
        self,
        tx: &mut PgTransaction<'_>,
        range: Range,
    ) -> Result<Reading, db::Error> {
        let mut held = self.held(tx, range).await?;
        match self {
            Self::Transfers => {
                held.differences.extend(ledger::books::differences(tx, range).await?);
                held.differences.extend(affiliates::books::strays(tx, range).await?);
            }
            Self::Orders => held.differences.extend(orders::books::within(tx, range).await?),
            _ => {}
        }
        Ok(held)
    }
}

//! The books check: everything that moved, against everything that it should add up to. Each domain
//! checks its own part; all of them see one snapshot. It only reads, and corrects nothing.

use crate::kit::db::{self, Db};
use crate::ledger::books::Report;
use crate::{accounts, affiliates, ledger, orders};

/// Checks everything in one snapshot.
pub async fn check(db: &Db) -> Result<Report, db::Error> {
    db.unhurried()
        .transaction(move |tx| {
            Box::pin(async move {
                ledger::books::see_one_snapshot(tx).await?;
                let mut report = ledger::books::check(tx).await?;
                let (count, differences) = orders::books::check(tx).await?;
                report.orders = count;
                report.differences.extend(differences);
                report.differences.extend(affiliates::books::check(tx).await?);
                let audit = accounts::audit_chain::check(tx).await?;
                report.newest_seal = audit.newest;
                report.unsealed = audit.waiting;
                report.differences.extend(audit.differences);
                Ok(report)
            })
        })
        .await
}

//! `waybill credit` and `waybill books`: money that comes in, and whether the books add up.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use waybill::accounts::audit_chain::{self, Seal};
use waybill::books;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::kit::secret;
use waybill::ledger;

use crate::account;

#[derive(Args)]
pub struct Credit {
    /// Whose wallet
    #[arg(long)]
    email: String,
    /// How much, in the panel's currency: 25 or 12.50
    #[arg(long, allow_hyphen_values = true)]
    amount: String,
    /// What it is for: shown on the statement
    #[arg(long)]
    note: String,
    /// The payment's own id: booking the same one again is refused, whatever its capitals
    #[arg(long, value_name = "ID")]
    payment: Option<String>,
}

#[derive(Subcommand)]
pub enum BooksCommand {
    /// Check that every sum agrees and that the audit log is what was sealed. Exits 0 and says so,
    /// or 1 and names what differs
    Check {
        /// A seal that an earlier check printed and you noted elsewhere: the audit log must still
        /// have it
        #[arg(long, value_name = "SEAL")]
        seal: Option<Seal>,
    },
}

/// Books it, once for each payment. `currency` is the books'.
pub async fn credit(db: &Db, clock: &Clock, currency: &str, asked: Credit) -> anyhow::Result<()> {
    let Credit { email, amount, note, payment } = asked;
    let account = account::find(db, &email).await?;
    let amount = Money::parse(&amount).with_context(|| format!("--amount {amount}"))?;
    let id = payment.unwrap_or_else(|| secret::base62(20));
    let balance = ledger::deposit(db, clock, account.id, amount, &id, note.trim()).await?;
    println!("{} has {balance} {currency}.", account.email);
    Ok(())
}

/// Says that the books balance, or what differs.
pub async fn check_books(db: &Db, currency: &str, noted: Option<Seal>) -> anyhow::Result<ExitCode> {
    let mut report = books::check(db).await?;
    if let Some(seal) = noted
        && !audit_chain::has(db, &seal).await?
    {
        report.differences.push(format!("audit: the chain does not have the seal {seal}"));
    }
    if report.differences.is_empty() {
        println!(
            "books balance: {} wallets holding {} {currency}, {} transfers, {} orders",
            report.wallets, report.held, report.transfers, report.orders
        );
        if let Some(seal) = report.newest_seal {
            println!(
                "newest seal of the audit log: {seal}, {} rows wait for theirs",
                report.unsealed
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    for difference in &report.differences {
        println!("{difference}");
    }
    println!("books differ in {} places", report.differences.len());
    Ok(ExitCode::FAILURE)
}

//! `waybill credit` and `waybill books`: money that comes in, and whether the books add up.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use waybill::accounts::audit_chain::{self, Seal};
use waybill::books;
use waybill::config::Books;
use waybill::kit::clock::Clock;
use waybill::kit::db::{Db, Servers};
use waybill::kit::money::Money;
use waybill::kit::secret;
use waybill::ledger::credit::earlier;
use waybill::ledger::{self, CreditError, Reason, Reference};
use waybill::payments::direct;

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
    #[arg(long, value_name = "ID", required_unless_present = "goodwill")]
    payment: Option<String>,
    /// No payment came in: it is a gift or a correction
    #[arg(long, conflicts_with = "payment")]
    goodwill: bool,
}

#[derive(Subcommand)]
pub enum BooksCommand {
    /// Read everything, and check that every sum agrees and that the audit log is what was sealed.
    /// Exits 0 and says so, or 1 and names what differs
    Check {
        /// Read only what can still change, and compare it with what was kept of the rest: what the
        /// panel itself does each hour
        #[arg(long)]
        quick: bool,
        /// A seal that an earlier check printed and you noted elsewhere: the audit log must still
        /// have it
        #[arg(long, value_name = "SEAL")]
        seal: Option<Seal>,
        #[command(flatten)]
        books: Books,
    },
}

/// Books it, once for each payment. `currency` is the books'.
pub async fn credit(db: &Db, clock: &Clock, currency: &str, asked: Credit) -> anyhow::Result<()> {
    let Credit { email, amount, note, payment, goodwill: _ } = asked;
    let account = account::find(db, &email).await?;
    let amount = Money::parse(&amount).with_context(|| format!("--amount {amount}"))?;
    let note = note.trim().to_owned();
    let balance = match payment {
        Some(typed) => {
            match direct::payment(db, clock, account.id, (amount, &typed, &note)).await {
                Err(CreditError::AlreadyDone) => {
                    let reference = Reference::parse(&typed)?;
                    let earlier = earlier(db.pool(), &reference).await?;
                    let earlier = earlier.map(|it| it.to_string());
                    bail!(earlier.unwrap_or_else(|| CreditError::AlreadyDone.to_string()));
                }
                booked => booked?,
            }
        }
        None => {
            let form_id = secret::base62(20);
            let credit = ledger::Credit { reason: Reason::Goodwill, amount, note, form_id };
            direct::by_command(db, clock, (account.id, credit)).await?
        }
    };
    println!("{} has {balance} {currency}.", account.email);
    Ok(())
}

/// Says that the books balance, or what differs.
pub async fn check_books(
    db: &Db,
    currency: &str,
    (quick, noted): (bool, Option<Seal>),
    standby: Option<Servers>,
) -> anyhow::Result<ExitCode> {
    let reader = standby.map_or_else(|| db.clone(), |standby| Db::new(standby.for_reading(), 1));
    let mut report = match quick {
        true => books::check_open(&reader).await?,
        false => books::check(&reader).await?,
    };
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
        match quick {
            true => println!("{} closed ranges were not read again", report.ranges),
            false => println!("all of it was read, and {} closed ranges agree", report.ranges),
        }
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

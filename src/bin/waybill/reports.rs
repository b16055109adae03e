//! `waybill reports`: the sums that staff's reports are read from.

use chrono::NaiveDate;
use clap::Subcommand;
use waybill::kit::db::Db;
use waybill::reports;

#[derive(Subcommand)]
pub enum ReportsCommand {
    /// Make the sums again from the transfers, day by day, while the panel may go on. `waybill books
    /// check` says whether that is needed
    Rebuild {
        /// From this day (UTC) on, such as 2026-11-30; without it, all days
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
    },
}

/// Runs one of them.
pub async fn run(db: &Db, command: ReportsCommand) -> anyhow::Result<()> {
    let ReportsCommand::Rebuild { from } = command;
    let days = reports::rebuild(db, from).await?;
    println!("the sums of {days} days were made again");
    Ok(())
}

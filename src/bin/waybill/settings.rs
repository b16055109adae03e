//! `waybill settings`: what the owner sets. For whoever cannot reach the pages, because the list of the
//! staff's networks keeps them out, for example.

use anyhow::{Context as _, bail};
use clap::Subcommand;
use waybill::accounts::audit::Actor;
use waybill::accounts::change_settings::Change;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::providers::change_settings;
use waybill::settings::{self, Group, Recent};

#[derive(Subcommand)]
pub enum SettingsCommand {
    /// Print all settings
    List,
    /// Change one: `waybill settings set staff_networks ''` lets staff come from everywhere again. A
    /// running panel follows within two seconds
    Set {
        /// Its name, as `waybill settings list` prints it
        key: String,
        /// As it is typed on the page; '' for blank
        value: String,
    },
}

pub async fn run(db: &Db, clock: &Clock, command: &SettingsCommand) -> anyhow::Result<()> {
    let present = settings::read(db.pool()).await?;
    match command {
        SettingsCommand::List => {
            for row in Group::ALL.into_iter().flat_map(Group::rows) {
                println!("{}={}", row.key, row.show(&present).replace('\n', " "));
            }
        }
        SettingsCommand::Set { key, value } => {
            let row =
                settings::row(key).with_context(|| format!("no setting is called {key:?}"))?;
            let to = match row.check(value) {
                Ok(to) => to,
                Err(why) => bail!("{key}: {why}"),
            };
            let change = Change { row, from: row.show(&present), to: to.clone() };
            let recent = Recent::default();
            change_settings(db, clock, &recent, Actor::COMMAND, vec![change]).await?;
            println!("{key}={}", to.replace('\n', " "));
        }
    }
    Ok(())
}

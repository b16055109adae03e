//! `waybill token`: makes tokens, for those who run the panel.

use anyhow::Context as _;
use chrono::TimeDelta;
use clap::Subcommand;
use ipnet::IpNet;
use waybill::accounts::audit::Actor;
use waybill::accounts::issue;
use waybill::accounts::token::{self, NewToken, Scope, TokenKind};
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::keys::Keys;

use crate::account;

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it, alone, on standard output. It is shown once
    Create {
        #[arg(long)]
        email: String,
        /// key, for API v2, or jwt, for the order API
        #[arg(long, default_value = "key", value_parser = ["key", "jwt"])]
        kind: String,
        /// What the token's owner calls it
        #[arg(long, default_value = "Made by command")]
        name: String,
        /// orders:read, orders:write, services:read, balance:read, affiliate:read; without it the
        /// token may do all that its account may
        #[arg(long, value_delimiter = ',', value_name = "SCOPE")]
        scopes: Vec<String>,
        /// Networks from which it may be used; without it from anywhere
        #[arg(long, value_delimiter = ',', value_name = "CIDR")]
        addresses: Vec<IpNet>,
        /// Days until it expires, at most 366 for a jwt; without it a key never expires and a jwt
        /// after 366 days
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=3660))]
        expires_days: Option<i64>,
    },
}

/// Does it, and prints the secret alone on standard output.
pub async fn run(db: &Db, clock: &Clock, keys: &Keys, command: TokenCommand) -> anyhow::Result<()> {
    let TokenCommand::Create { email, kind, name, scopes, addresses, expires_days } = command;
    let account = account::find(db, &email).await?;
    let scopes: Option<Vec<Scope>> = scopes
        .iter()
        .map(|word| Scope::parse(word.trim()))
        .collect::<Option<Vec<_>>>()
        .with_context(|| format!("--scopes {}: not all of them are known", scopes.join(",")))
        .map(|scopes| (!scopes.is_empty()).then_some(scopes))?;
    let new = NewToken {
        account_id: account.id,
        kind: TokenKind::parse(&kind).with_context(|| format!("--kind {kind}: key or jwt"))?,
        name: token::Name::parse(&name)?,
        scopes,
        networks: (!addresses.is_empty()).then_some(addresses),
        expires_at: expires_days.map(|days| clock.now() + TimeDelta::days(days)),
    };
    let created = issue::create(db, clock, keys, Actor::COMMAND, new).await?;
    println!("{}", created.secret);
    Ok(())
}

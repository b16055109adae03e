//! `waybill account`: makes accounts. It also has the function by which other commands find one.

use std::io::Read as _;
use std::net::Ipv4Addr;

use anyhow::Context as _;
use clap::Subcommand;
use waybill::accounts::account::{self, Account, NewAccount};
use waybill::accounts::email::Email;
use waybill::accounts::password::{For, Hasher, Password};
use waybill::accounts::role::Role;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::secret;
use waybill::ledger;

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Make an account
    Create {
        #[arg(long)]
        email: String,
        /// owner, admin, support or customer
        #[arg(long)]
        role: String,
        /// Read the password from standard input; without it, one is made and printed
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Does it.
pub async fn run(db: &Db, clock: &Clock, command: AccountCommand) -> anyhow::Result<()> {
    let AccountCommand::Create { email, role, password_stdin } = command;
    create(db, clock, &email, &role, password_stdin).await
}

/// The account with this address.
pub async fn find(db: &Db, email: &str) -> anyhow::Result<Account> {
    let parsed = Email::parse(email).with_context(|| format!("--email {email}"))?;
    let found = account::find_by_email(db.pool(), &parsed).await?;
    found.with_context(|| format!("there is no account of {parsed}"))
}

async fn create(
    db: &Db,
    clock: &Clock,
    email: &str,
    role: &str,
    password_stdin: bool,
) -> anyhow::Result<()> {
    let email = Email::parse(email).with_context(|| format!("--email {email}"))?;
    let role = Role::parse(role)
        .with_context(|| format!("--role {role}: owner, admin, support or customer"))?;
    let text = if password_stdin {
        let mut text = String::new();
        std::io::stdin().take(10_000).read_to_string(&mut text).context("no password came in")?;
        text.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        secret::base62(16)
    };
    let password = Password::parse(&text)?;
    let password_hash =
        Some(Hasher::default().hash(&password, For::Known(Ipv4Addr::LOCALHOST.into())).await?);
    let new = NewAccount { email: email.clone(), role, password_hash, terms_accepted_at: None };
    let id = ledger::open_account(db, clock, new).await?;
    eprintln!("Account {id} of {email} is there, as {}.", role.as_str());
    if !password_stdin {
        println!("{text}");
    }
    Ok(())
}

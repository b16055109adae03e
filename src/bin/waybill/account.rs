//! `waybill account`: makes accounts, and lets people back in. It also has the function by which
//! other commands find one.

use std::io::Read as _;
use std::net::Ipv4Addr;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use url::Url;
use waybill::accounts::account::{self, Account, ChangeError, NewAccount};
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::accounts::factors::reset;
use waybill::accounts::password::{For, Hasher, MADE_CHARACTERS, MADE_LASTS, Password};
use waybill::accounts::role::Role;
use waybill::accounts::{change_settings, recovery, session, staff};
use waybill::config::Place;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::hash_list::HashList;
use waybill::kit::secret;
use waybill::ledger;
use waybill::mail::Outbox;

use crate::schema;

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Make an account
    Create {
        #[command(flatten)]
        who: Who,
        /// owner, admin, support or customer
        #[arg(long)]
        role: String,
        #[command(flatten)]
        password: Given,
    },
    /// Give an account another role. Its sessions end, and its invitations are withdrawn
    Role {
        #[command(flatten)]
        who: Who,
        /// owner, admin, support or customer
        #[arg(long)]
        role: String,
    },
    /// Give an account another password. Its sessions end, its keys stay, and its holder is told by mail
    Password {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        password: Given,
        #[command(flatten)]
        told: Told,
    },
    /// List where an account is signed in
    Sessions {
        #[command(flatten)]
        who: Who,
        /// Sign it out everywhere instead
        #[arg(long)]
        end: bool,
    },
    /// A second factor that was lost
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
    /// Lift what keeps an account from signing in: its suspension
    Unlock {
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Subcommand)]
pub enum SecondFactorCommand {
    /// Take an account's second factor away. Its sessions end, and its holder is told by mail
    Reset {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        told: Told,
    },
}

/// What the mail needs that tells of it.
#[derive(Args)]
pub struct Told {
    /// Where people reach the panel, for the link in the mail
    #[arg(long, env = "WAYBILL_PUBLIC_URL", value_name = "URL")]
    public_url: Option<Url>,
    /// What the panel calls itself, if its owner has set no name
    #[arg(long, env = "WAYBILL_PANEL_NAME", default_value = "Waybill", value_name = "NAME")]
    panel_name: String,
}

/// Whose account.
#[derive(Args)]
pub struct Who {
    #[arg(long)]
    email: String,
}

/// Where a password comes from.
#[derive(Args)]
pub struct Given {
    /// Read the password from standard input; without it, one is made and printed, with which its owner
    /// signs in within seven days and chooses another one
    #[arg(long)]
    password_stdin: bool,
    /// Passwords of breaches, which nobody may choose; the same as for `serve`
    #[arg(long, env = "WAYBILL_BREACHED_PASSWORDS", value_name = "FILE", value_parser = HashList::open)]
    breached_passwords: Option<HashList>,
}

/// Does it.
pub async fn run(
    place: &Place,
    db: &Db,
    clock: &Clock,
    command: AccountCommand,
) -> anyhow::Result<()> {
    match command {
        AccountCommand::Create { who, role, password } => {
            create(db, clock, &who.email, &role, &password).await
        }
        AccountCommand::Role { who, role } => set_role(db, clock, &who.email, &role).await,
        AccountCommand::Password { who, password, told } => {
            let outbox = told.outbox(place, db, clock).await?;
            set_password(db, clock, &outbox, (&who.email, &password)).await
        }
        AccountCommand::Sessions { who, end } => sessions(db, clock, &who.email, end).await,
        AccountCommand::SecondFactor(SecondFactorCommand::Reset { who, told }) => {
            let outbox = told.outbox(place, db, clock).await?;
            reset_second(db, clock, &outbox, &who.email).await
        }
        AccountCommand::Unlock { who } => unlock(db, clock, &who.email).await,
    }
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
    password: &Given,
) -> anyhow::Result<()> {
    let email = Email::parse(email).with_context(|| format!("--email {email}"))?;
    let role = parse_role(role)?;
    let (hash, made) = password.read(&email).await?;
    if role == Role::Owner {
        begin(db, clock).await?;
    }
    let new = NewAccount {
        email: email.clone(),
        role,
        password_hash: Some(hash),
        is_password_made: made.is_some(),
        terms_accepted_at: None,
    };
    let id = ledger::open_account(db, clock, new).await?;
    eprintln!("Account {id} of {email} is there, as {}.", role.as_str());
    print_made(made);
    Ok(())
}

async fn set_role(db: &Db, clock: &Clock, email: &str, role: &str) -> anyhow::Result<()> {
    let (account, role) = (find(db, email).await?, parse_role(role)?);
    if role == Role::Owner {
        begin(db, clock).await?;
    }
    match staff::set_role(db, clock, Actor::COMMAND, account.id, role).await {
        Ok(()) => {
            println!("{} is {} now, and has to sign in again.", account.email, role.as_str());
            Ok(())
        }
        Err(ChangeError::LastOwner) => {
            bail!("{} is the last active owner: make another one first", account.email)
        }
        Err(error) => Err(error.into()),
    }
}

async fn set_password(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    (email, password): (&str, &Given),
) -> anyhow::Result<()> {
    let account = find(db, email).await?;
    let (hash, made) = password.read(&account.email).await?;
    let stored = (hash, made.is_some());
    let ended = recovery::set_password(db, clock, outbox, account.id, stored).await?;
    eprintln!(
        "{} has another password, and is told by mail. Sessions that ended: {ended}.",
        account.email
    );
    print_made(made);
    Ok(())
}

async fn sessions(db: &Db, clock: &Clock, email: &str, end: bool) -> anyhow::Result<()> {
    let account = find(db, email).await?;
    if end {
        let ended = staff::sign_out(db, clock, Actor::COMMAND, account.id).await?;
        println!("Sessions of {} that ended: {ended}.", account.email);
        return Ok(());
    }
    for session in session::list(db.pool(), clock, account.id).await? {
        let began = session.created_at.format("%F %T UTC");
        let seen = session.seen_at.format("%F %T UTC");
        let (address, browser) = (session.address, session.user_agent);
        println!("since {began}, last seen {seen}, {address}, {browser}");
    }
    Ok(())
}

/// A panel that gets its first owner is new: its staff need a second factor, unless they decide
/// otherwise.
async fn begin(db: &Db, clock: &Clock) -> anyhow::Result<()> {
    if change_settings::begin(db, clock).await? {
        eprintln!(
            "Staff of this panel need a second factor: the first sign-in leads to it. An owner may \
             change that under Settings."
        );
    }
    Ok(())
}

async fn reset_second(db: &Db, clock: &Clock, outbox: &Outbox, email: &str) -> anyhow::Result<()> {
    let account = find(db, email).await?;
    let wanted = (account.id, "by the command line".to_owned());
    if reset::reset(db, clock, outbox, Actor::COMMAND, wanted).await? {
        println!(
            "{} has no second factor any more, is signed out everywhere, and is told by mail.",
            account.email
        );
    } else {
        println!("{} has no second factor.", account.email);
    }
    Ok(())
}

async fn unlock(db: &Db, clock: &Clock, email: &str) -> anyhow::Result<()> {
    let account = find(db, email).await?;
    let unlocked = recovery::unlock(db, clock, account.id).await?;
    if unlocked.was_suspended {
        println!("{} is not suspended any more.", account.email);
    } else {
        println!("{} was not suspended.", account.email);
    }
    if unlocked.guesses > 0 {
        println!("Wrong passwords that are forgotten: {}.", unlocked.guesses);
    }
    Ok(())
}

fn parse_role(role: &str) -> anyhow::Result<Role> {
    Role::parse(role).with_context(|| format!("--role {role}: owner, admin, support or customer"))
}

impl Told {
    async fn outbox(&self, place: &Place, db: &Db, clock: &Clock) -> anyhow::Result<Outbox> {
        let keys = schema::keys(place, db, clock).await?;
        let site = self.public_url.as_ref().map_or("", Url::as_str).trim_end_matches('/');
        Ok(Outbox::at(keys, site, &self.panel_name))
    }
}

impl Given {
    /// The password's hash, and the password itself if it was made here.
    async fn read(&self, email: &Email) -> anyhow::Result<(String, Option<String>)> {
        let text = if self.password_stdin {
            let mut text = String::new();
            std::io::stdin()
                .take(10_000)
                .read_to_string(&mut text)
                .context("no password came in")?;
            text.trim_end_matches(['\r', '\n']).to_owned()
        } else {
            secret::base62(MADE_CHARACTERS)
        };
        let password = Password::of_person(&text, &[email.as_str()])?;
        let hasher = Hasher::default().with_breached(self.breached_passwords.clone());
        let hash = hasher.hash(&password, For::Known(Ipv4Addr::LOCALHOST.into())).await?;
        Ok((hash, (!self.password_stdin).then_some(text)))
    }
}

/// Alone on standard output, once.
fn print_made(password: Option<String>) {
    if let Some(password) = password {
        eprintln!(
            "It can be used for {} days, and whoever signs in with it chooses another one:",
            MADE_LASTS.num_days()
        );
        println!("{password}");
    }
}

//! The commands. Each opens the database, calls one verb, and says what it did. There is a file for
//! each family of commands.

mod account;
mod demo;
mod demo_affiliate;
mod demo_content;
mod demo_deposits;
mod demo_tickets;
mod lines;
mod money;
mod panel;
mod payment;
mod provider;
mod reports;
mod schema;
mod settings;
mod telemetry;
mod token;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tracing_subscriber::EnvFilter;
use waybill::app::Database;
use waybill::config::{Config, LogFormat, Place};
use waybill::kit::clock::Clock;
use waybill::kit::fingerprint;

use account::AccountCommand;
use lines::OneLine;
use money::BooksCommand;
use reports::ReportsCommand;
use schema::Currency;
use settings::SettingsCommand;
use token::TokenCommand;

/// Requests allocate millions of small things, which pass through many threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A self-hosted reseller panel for engagement orders.
///
/// Without DATABASE_URL it brings its own PostgreSQL in the data directory.
#[derive(Parser)]
#[command(name = "waybill", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    place: Place,

    /// How log lines are written (to standard error; RUST_LOG says which)
    #[arg(
        long,
        env = "WAYBILL_LOG",
        default_value = "pretty",
        global = true,
        value_name = "FORMAT"
    )]
    log: LogFormat,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and APIs, and do the orders' work
    Serve {
        #[command(flatten)]
        config: Box<Config>,
        #[command(flatten)]
        currency: Currency,
    },
    /// Do the orders' work without serving: start as many of these as you like
    Work(Box<panel::Work>),
    /// Bring the schema up to date, and fix the currency the first time
    Migrate {
        #[command(flatten)]
        currency: Currency,
        /// The secret is lost: from now on this database is used with the one that is given. Bearer
        /// tokens stop working, and providers' keys have to be entered again
        #[arg(long)]
        new_secret: bool,
    },
    /// Fill the panel with demo accounts, services, money and past orders; running it again changes
    /// nothing
    Demo {
        #[command(flatten)]
        currency: Currency,
        #[command(flatten)]
        consent: demo::Consent,
        /// Fill an empty panel with 5,000 services, 20,000 customers and 2,000,000 orders, to
        /// measure it: minutes, and some gigabytes
        #[arg(long)]
        large: bool,
    },
    /// Accounts
    #[command(subcommand)]
    Account(AccountCommand),
    /// API keys and JWTs
    #[command(subcommand)]
    Token(TokenCommand),
    /// Book money that an account has paid
    Credit(money::Credit),
    /// Payment gateways, and what customers pay through them
    Payment(payment::Options),
    /// Providers: the panels from which orders are bought
    Provider(provider::Options),
    /// What the owner sets: the same as on the pages
    #[command(subcommand)]
    Settings(SettingsCommand),
    /// The books
    #[command(subcommand)]
    Books(BooksCommand),
    /// The sums of staff's reports
    #[command(subcommand)]
    Reports(ReportsCommand),
}

fn main() -> ExitCode {
    let words = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&words).unwrap_or_else(|error| error.exit());
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=warn"));
    // If a line cannot be written, on a full disk, it is lost. An error here would end the task
    // that wrote it, and its loop for good.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(false);
    match cli.log {
        LogFormat::Pretty => {
            let has_colours = std::io::stderr().is_terminal();
            lines.with_ansi(has_colours).with_writer(move || OneLine { has_colours }).init();
        }
        LogFormat::Json => lines.json().init(),
    }
    if words.value_source("secret") == Some(ValueSource::CommandLine) {
        tracing::warn!(
            "--secret will be removed in the next release, because everybody on this machine can \
             read a program's arguments: give the secret as WAYBILL_SECRET or by --secret-file"
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime.context("no threads to run on").and_then(|rt| rt.block_on(run(cli)));
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("waybill: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve { config, currency } => {
            panel::serve_panel(&cli.place, *config, &currency).await
        }
        Command::Work(options) => panel::do_work(&cli.place, &options).await,
        command => {
            let database = Database::open(&cli.place, 4).await?;
            let done = once(&cli.place, &database, command).await;
            database.close().await?;
            done
        }
    }
}

/// The commands that do one thing and end.
async fn once(place: &Place, database: &Database, command: Command) -> anyhow::Result<ExitCode> {
    let currency = match &command {
        Command::Migrate { currency, .. } | Command::Demo { currency, .. } => {
            currency.currency.clone()
        }
        _ => "USD".to_owned(),
    };
    if let Command::Demo { consent, .. } = &command {
        consent.check()?;
    }
    let kept = match &command {
        // Also when the schema is current: a restored database may lack the limits, and this sets
        // them again.
        Command::Migrate { .. } => schema::migrate_now(database, &currency).await?,
        _ => schema::migrated(database, &currency).await?,
    };
    let clock = Clock::default();
    clock.measure(&database.db).await?;
    let db = &database.db;
    match command {
        Command::Migrate { new_secret, .. } => {
            if new_secret {
                fingerprint::replace(db, &clock, &place.keys()?).await?;
            }
            println!("The schema is current; the books are in {kept}.");
        }
        Command::Demo { large, .. } => demo::fill(database, &clock, place, &kept, large).await?,
        Command::Account(command) => account::run(place, db, &clock, command).await?,
        Command::Token(command) => {
            token::run(db, &clock, &schema::keys(place, db, &clock).await?, command).await?;
        }
        Command::Credit(asked) => money::credit(db, &clock, &kept, asked).await?,
        Command::Payment(options) => payment::run(place, db, &clock, options).await?,
        Command::Provider(options) => provider::run(place, db, &clock, options).await?,
        Command::Books(BooksCommand::Check { quick, seal, books }) => {
            return money::check_books(db, &kept, (quick, seal), books.books_url).await;
        }
        Command::Settings(command) => settings::run(db, &clock, &command).await?,
        Command::Reports(command) => reports::run(db, command).await?,
        Command::Serve { .. } | Command::Work(_) => bail!("these go on until they are stopped"),
    }
    Ok(ExitCode::SUCCESS)
}

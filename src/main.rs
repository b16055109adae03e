//! The commands. Each opens the database, calls one verb, and says what it did.

mod demo;
#[path = "main/provider.rs"]
mod provider;
mod telemetry;
#[path = "main/tokens.rs"]
mod tokens;

use std::io::{IsTerminal as _, Read as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use chrono::TimeDelta;
use clap::{Parser, Subcommand};
use ipnet::IpNet;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;
use waybill::accounts::email::Email;
use waybill::accounts::password::{Hasher, Password};
use waybill::accounts::role::Role;
use waybill::accounts::user::{self, Account, NewAccount};
use waybill::app::{App, Database};
use waybill::config::{Config, LogFormat, Place};
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::kit::outbound::Outbound;
use waybill::kit::rate_limit::RateLimit;
use waybill::kit::{migrate, secret, seeded};
use waybill::orders::{Intake, books};
use waybill::providers::Upstreams;
use waybill::{ledger, serve, work};

use tokens::TokenCommand;

/// Requests allocate small things by the million, which passes through many threads.
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
    /// Do the orders' work without serving: as many of these as you like
    Work {
        /// Send nothing to providers
        #[arg(long, env = "WAYBILL_FREEZE_DISPATCH", value_parser = waybill::config::on_or_off())]
        freeze_dispatch: bool,
        /// Networks in which providers may be, though they are private: 127.0.0.0/8
        #[arg(long, env = "WAYBILL_PROVIDER_ALLOW", value_delimiter = ',', value_name = "CIDR")]
        provider_allow: Vec<IpNet>,
    },
    /// Bring the schema up to date, and fix the currency the first time
    Migrate {
        #[command(flatten)]
        currency: Currency,
    },
    /// Fill the panel with demo accounts, services and money; running it again changes nothing
    Demo {
        #[command(flatten)]
        currency: Currency,
    },
    /// Accounts
    #[command(subcommand)]
    Account(AccountCommand),
    /// API keys and JWTs
    #[command(subcommand)]
    Token(TokenCommand),
    /// Book money that an account has paid
    Credit {
        /// Whose wallet
        #[arg(long)]
        email: String,
        /// How much, in the panel's currency: 25 or 12.50
        #[arg(long, allow_hyphen_values = true)]
        amount: String,
        /// What for: stands on the statement
        #[arg(long)]
        note: String,
        /// The payment's own id: booking the same one again is refused, whatever its capitals
        #[arg(long, value_name = "ID")]
        payment: Option<String>,
    },
    /// Providers: whom orders are bought from
    Provider(provider::Options),
    /// The books
    #[command(subcommand)]
    Books(BooksCommand),
}

#[derive(clap::Args)]
struct Currency {
    /// The currency of a new panel's books (ISO 4217); books that are open keep theirs
    #[arg(long, env = "WAYBILL_CURRENCY", default_value = "USD", value_name = "CODE")]
    currency: String,
}

#[derive(Subcommand)]
enum AccountCommand {
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

#[derive(Subcommand)]
enum BooksCommand {
    /// Check that every sum agrees. Exits 0 and says so, or 1 and names what differs
    Check,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=warn"));
    // A line that cannot be written, on a full disk, is lost; saying so would end whatever task
    // wrote it, and the loop that it belongs to for good.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .log_internal_errors(seeded::bug("full-log-panics"));
    match cli.log {
        LogFormat::Pretty => lines.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().init(),
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
        Command::Serve { config, currency } => serve_panel(&cli.place, *config, &currency).await,
        Command::Work { freeze_dispatch, provider_allow } => {
            do_work(&cli.place, freeze_dispatch, &provider_allow).await
        }
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
        Command::Migrate { currency } | Command::Demo { currency } => currency.currency.clone(),
        _ => "USD".to_owned(),
    };
    let kept = match &command {
        // Also when the schema is current: limits that a restored database lacks are set again.
        Command::Migrate { .. } => migrate_now(database, &currency).await?,
        _ => migrated(database, &currency).await?,
    };
    let clock = Clock::default();
    clock.measure(&database.db).await?;
    let db = &database.db;
    match command {
        Command::Migrate { .. } => println!("The schema is current; the books are in {kept}."),
        Command::Demo { .. } => demo::fill(db, &clock, &place.data_dir, &kept).await?,
        Command::Account(AccountCommand::Create { email, role, password_stdin }) => {
            create_account(db, &clock, &email, &role, password_stdin).await?;
        }
        Command::Token(command) => tokens::run(db, &clock, &place.keys()?, command).await?,
        Command::Credit { email, amount, note, payment } => {
            let account = account(db, &email).await?;
            let amount = Money::parse(&amount).with_context(|| format!("--amount {amount}"))?;
            let id = payment.unwrap_or_else(|| secret::base62(20));
            let balance = ledger::deposit(db, &clock, account.id, amount, &id, note.trim()).await?;
            println!("{} has {balance} {kept}.", account.email);
        }
        Command::Provider(options) => provider::run(place, db, &clock, options).await?,
        Command::Books(BooksCommand::Check) => return check_books(db, &kept).await,
        Command::Serve { .. } | Command::Work { .. } => bail!("these go on until they are stopped"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Migrates what is not current; answers the currency of the books.
async fn migrated(database: &Database, currency: &str) -> anyhow::Result<String> {
    if migrate::is_current(&database.db).await?
        && let Ok(kept) = ledger::currency(database.db.pool()).await
    {
        return Ok(kept);
    }
    migrate_now(database, currency).await
}

async fn migrate_now(database: &Database, currency: &str) -> anyhow::Result<String> {
    let code = currency.trim().to_ascii_uppercase();
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        bail!("--currency {currency}: three letters, like USD");
    }
    Ok(serve::migrate(database.options(), &database.db, &code).await?)
}

async fn serve_panel(
    place: &Place,
    config: Config,
    currency: &Currency,
) -> anyhow::Result<ExitCode> {
    let listener = serve::bind(config.listen).await.with_context(|| match config.listen {
        Some(address) => format!("cannot listen on {address}"),
        None => "no free port on 127.0.0.1".to_owned(),
    })?;
    let config = config.settle(listener.local_addr()?)?;
    let metrics = telemetry::record(config.metrics_listen).await?;
    let keys = place.keys()?;
    let database = Database::open(place, config.connections).await?;
    let kept = migrated(&database, &currency.currency).await?;
    if kept != currency.currency.to_ascii_uppercase() {
        tracing::warn!("the books are in {kept} and stay so");
    }
    let app = Arc::new(App::new(config, keys, database.db.clone(), Clock::default()).await?);
    println!("{}", app.config.public_url.as_str().trim_end_matches('/'));
    let stop = stop_on_signals()?;
    tokio::spawn(metrics.serve(stop.clone()));
    serve::serve(app, listener, stop).await?;
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn do_work(
    place: &Place,
    freeze_dispatch: bool,
    provider_allow: &[IpNet],
) -> anyhow::Result<ExitCode> {
    let keys = place.keys()?;
    let database = Database::open(place, 12).await?;
    migrated(&database, "USD").await?;
    let clock = Clock::default();
    clock.measure(&database.db).await?;
    let shop = work::Workshop {
        intake: Intake::start(&database.db, &clock),
        upstreams: Upstreams::new(
            database.db.clone(),
            clock.clone(),
            keys,
            Outbound::new(provider_allow),
        ),
        flow: RateLimit::default(),
        db: database.db.clone(),
        clock,
        frozen: work::Frozen::new(freeze_dispatch),
        books_every: TimeDelta::hours(1),
        flush: Arc::new(|| Box::pin(async { Ok(()) })),
    };
    let stop = stop_on_signals()?;
    let workers = work::start(&shop, true, &stop);
    tracing::info!("working");
    stop.cancelled().await;
    workers.stopped().await;
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Cancelled by the first SIGTERM or Ctrl-C.
fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping: finishing what is on the wire");
        told.cancel();
    });
    Ok(stop)
}

async fn account(db: &Db, email: &str) -> anyhow::Result<Account> {
    let parsed = Email::parse(email).with_context(|| format!("--email {email}"))?;
    let found = user::find_by_email(db.pool(), &parsed).await?;
    found.with_context(|| format!("there is no account of {parsed}"))
}

async fn create_account(
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
    let password_hash = Some(Hasher::default().hash(&password).await?);
    let new = NewAccount { email: email.clone(), role, password_hash, terms_accepted_at: None };
    let id = ledger::open_account(db, clock, new).await?;
    eprintln!("Account {id} of {email} is there, as {}.", role.as_str());
    if !password_stdin {
        println!("{text}");
    }
    Ok(())
}

async fn check_books(db: &Db, currency: &str) -> anyhow::Result<ExitCode> {
    let report = books::check(db).await?;
    if report.differences.is_empty() {
        println!(
            "books balance: {} wallets holding {} {currency}, {} transfers, {} orders",
            report.wallets, report.held, report.transfers, report.orders
        );
        return Ok(ExitCode::SUCCESS);
    }
    for difference in &report.differences {
        println!("{difference}");
    }
    println!("books differ in {} places", report.differences.len());
    Ok(ExitCode::FAILURE)
}

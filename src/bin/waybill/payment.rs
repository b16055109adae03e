//! `waybill payment`: methods through gateways, and what customers pay by them.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Subcommand};
use ipnet::IpNet;
use url::Url;
use waybill::accounts::audit::Actor;
use waybill::config::{Gateways, Place};
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::kit::outbound::Outbound;
use waybill::kit::page::Cursor;
use waybill::payments::compare::sheet::Columns;
use waybill::payments::compare::{self, Asked};
use waybill::payments::deposit::{self, Filter, Which};
use waybill::payments::gateways::{self, Mode};
use waybill::payments::look::{self, Looked};
use waybill::payments::method::{self, Draft, MethodError};
use waybill::payments::quote::decimal;
use waybill::payments::settle::Settled;
use waybill::payments::way::{self, Entered, OnLate, OnLess};
use waybill::payments::{DepositId, MethodId, Ways, staff, trial};

use crate::{panel, schema};

#[derive(Args)]
pub struct Options {
    /// Private networks in which gateways may be: 127.0.0.0/8
    #[arg(
        long,
        env = "WAYBILL_PROVIDER_ALLOW",
        value_delimiter = ',',
        value_name = "CIDR",
        global = true
    )]
    provider_allow: Vec<IpNet>,

    #[command(flatten)]
    gateways: Gateways,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Deposits, the newest first: 50 of them
    List {
        /// Only those with this number, reference or e-mail
        #[arg(long, value_name = "WORDS", default_value = "")]
        find: String,
        /// Only those that staff must look at
        #[arg(long, conflicts_with = "disputes")]
        review: bool,
        /// Only those to which a payer said no
        #[arg(long)]
        disputes: bool,
    },
    /// Ask the gateway now what became of a deposit
    Look { deposit: DepositId },
    /// Credit the money of a deposit that waits for staff, each payment with its share
    Settle { deposit: DepositId },
    /// Compare a gateway's own list of payments with the panel's; nothing is changed. Prints what is
    /// missing here or there, what differs, and the lines that cannot be read
    Compare(CompareOptions),
    /// Ways to pay through gateways
    #[command(subcommand)]
    Method(MethodCommand),
}

#[derive(Subcommand)]
enum MethodCommand {
    /// Make one; it is off. Prints its id, and the address for the gateway's hooks
    Add(Box<AddOptions>),
    /// All of them
    List,
    /// Offer one to customers
    Enable { method: MethodId },
    /// Offer it no more
    Disable { method: MethodId },
    /// Ask its gateway whether what was entered is right; nothing changes there
    Test { method: MethodId },
}

#[derive(Args)]
struct CompareOptions {
    method: MethodId,
    /// The list as CSV; - for standard input
    file: PathBuf,
    /// The first day (UTC) whose payments must be in the list: 2026-05-01
    #[arg(long, value_name = "DAY")]
    from: NaiveDate,
    /// The last one
    #[arg(long, value_name = "DAY")]
    to: NaiveDate,
    /// The column that names the payment, instead of the gateway's usual one
    #[arg(long, value_name = "NAME", default_value = "")]
    id_column: String,
    /// The column of what the payer paid
    #[arg(long, value_name = "NAME", default_value = "")]
    amount_column: String,
    /// The column of its currency
    #[arg(long, value_name = "NAME", default_value = "")]
    currency_column: String,
}

#[derive(Args)]
struct AddOptions {
    /// Which one: stripe, paypal, btcpay, cryptomus, heleket, nowpayments, coingate, razorpay, paystack,
    /// uddoktapay or sandbox
    #[arg(long)]
    gateway: String,
    /// What customers see: Card
    #[arg(long)]
    name: String,
    /// live or test
    #[arg(long)]
    mode: String,
    /// What customers pay in
    #[arg(long, value_name = "CODE")]
    currency: String,
    /// What one unit of it is worth in the panel's currency; needed if it is another
    #[arg(long, value_name = "RATE")]
    rate: Option<String>,
    /// The smallest deposit, in the panel's currency
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    min: String,
    /// The largest one
    #[arg(long, value_name = "AMOUNT")]
    max: Option<String>,
    /// What customers pay on top, in percent of all that they pay
    #[arg(long, value_name = "PERCENT", default_value = "0")]
    fee_percent: String,
    /// And this much, in the panel's currency
    #[arg(long, value_name = "AMOUNT", default_value = "0")]
    fee_fixed: String,
    /// If less is paid: share or staff
    #[arg(long, value_name = "RULE", default_value = "staff")]
    on_less: String,
    /// If all of it is paid late: credit or staff
    #[arg(long, value_name = "RULE", default_value = "credit")]
    on_late: String,
    /// Read the gateway's fields from standard input, as a JSON object of texts
    #[arg(long, required = true)]
    settings_stdin: bool,
    /// Where people reach the panel: https://panel.example.com
    #[arg(long, env = "WAYBILL_PUBLIC_URL", value_name = "URL")]
    public_url: Option<Url>,
}

pub async fn run(place: &Place, db: &Db, clock: &Clock, asked: Options) -> anyhow::Result<()> {
    let keys = schema::keys(place, db, clock).await?;
    let outbound = Outbound::new(&asked.provider_allow);
    let bases = panel::bases(&asked.gateways, &asked.provider_allow)?;
    let ways = Ways::new(db.clone(), clock.clone(), keys, outbound).with_bases(bases);
    match asked.command {
        Command::List { find, review, disputes } => {
            let which = match (review, disputes) {
                (true, _) => Which::Review,
                (false, true) => Which::Disputes,
                (false, false) => Which::All,
            };
            list(db, Filter { account_id: None, which, words: find }).await
        }
        Command::Look { deposit } => match look::look(&ways, deposit).await? {
            Looked::Gone => bail!("there is no deposit {deposit} through a gateway"),
            Looked::Trouble(why) => bail!("the gateway did not answer: {why}"),
            Looked::Opened => {
                println!("Deposit {deposit} is open at its gateway now.");
                Ok(())
            }
            Looked::Rests(until) => {
                println!("Its gateway was asked a moment ago. It is asked again at {until}.");
                Ok(())
            }
            Looked::Settled(Settled::Stale) => {
                println!("Deposit {deposit} was looked at by another process meanwhile.");
                Ok(())
            }
            Looked::Settled(Settled::At(state)) => {
                println!("Deposit {deposit} is {}.", state.as_str().replace('_', " "));
                Ok(())
            }
        },
        Command::Settle { deposit } => {
            let sum = staff::credit(db, clock, Actor::COMMAND, deposit).await?;
            println!("{sum} is credited for deposit {deposit}.");
            Ok(())
        }
        Command::Compare(asked) => compare_list(db, asked).await,
        Command::Method(MethodCommand::Test { method }) => {
            println!("{}", trial::test(&ways, method).await?);
            Ok(())
        }
        Command::Method(MethodCommand::Add(asked)) => add(&ways, *asked).await,
        Command::Method(MethodCommand::List) => methods(db).await,
        Command::Method(MethodCommand::Enable { method }) => switch(&ways, method, true).await,
        Command::Method(MethodCommand::Disable { method }) => switch(&ways, method, false).await,
    }
}

/// A line for each finding, with tabs: what, the deposit, the payment, ours, theirs, the lines.
async fn compare_list(db: &Db, asked: CompareOptions) -> anyhow::Result<()> {
    let named = asked.file.display().to_string();
    let text = match asked.file.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin())?,
        false => std::fs::read_to_string(&asked.file).with_context(|| named)?,
    };
    let day = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let until = asked.to.succ_opt().context("--to")?;
    let (id, amount, currency) = (asked.id_column, asked.amount_column, asked.currency_column);
    let columns = Columns { id, amount, currency };
    let (method_id, from) = (asked.method, day(asked.from));
    let compared =
        compare::compare(db, &Asked { method_id, from, until: day(until), text, columns }).await?;
    for one in &compared.findings {
        let deposit = one.deposit.map(|id| id.to_string()).unwrap_or_default();
        let lines: Vec<_> = one.lines.iter().map(ToString::to_string).collect();
        let (word, lines) = (one.kind.word(), lines.join(","));
        println!("{word}\t{deposit}\t{}\t{}\t{}\t{lines}", one.id, one.ours, one.theirs);
    }
    for one in &compared.bad {
        println!("not read\t\t\t\t{}\t{}\t{}", one.text, one.line, one.why);
    }
    let (agree, left_out) = (compared.agree, compared.left_out);
    println!("Payments that agree: {agree}. Lines of zero or less, left out: {left_out}.");
    Ok(())
}

async fn list(db: &Db, filter: Filter) -> anyhow::Result<()> {
    for one in deposit::page(db.pool(), filter, Cursor::First).await?.rows {
        let asked = one.checkout.as_ref().map_or(String::new(), |checkout| {
            let amount = decimal(checkout.pay_amount, checkout.pay_exponent);
            format!("{amount} {}", checkout.pay_currency)
        });
        let credited = one.credited.map(|amount| amount.to_string()).unwrap_or_default();
        let state = one.state.as_str();
        let (id, email, method) = (one.id, one.email, one.method);
        println!(
            "{id}\t{state}\t{}\t{asked}\t{credited}\t{method}\t{}\t{email}",
            one.claimed, one.claim
        );
    }
    Ok(())
}

async fn add(ways: &Ways, asked: AddOptions) -> anyhow::Result<()> {
    let gateway = gateways::find(&asked.gateway)
        .with_context(|| format!("--gateway {}: there is no such gateway", asked.gateway))?;
    let mode = Mode::parse(&asked.mode).with_context(|| format!("--mode {}", asked.mode))?;
    let amount = |name: &str, text: &str| {
        Money::parse_unsigned(text).with_context(|| format!("--{name} {text}"))
    };
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let values: BTreeMap<String, String> =
        serde_json::from_str(&text).context("the settings are no JSON object of texts")?;
    if let Some(other) =
        values.keys().find(|name| gateway.fields().iter().all(|field| field.name != name.as_str()))
    {
        let fields: Vec<_> = gateway.fields().iter().map(|field| field.name).collect();
        bail!("{} has no field {other}; it has {}", gateway.name(), fields.join(", "));
    }
    let percent = amount("fee-percent", &asked.fee_percent)?.micros();
    if percent % 10_000 != 0 {
        bail!("--fee-percent {}: at most two decimals", asked.fee_percent);
    }
    let fee_percent = i32::try_from(percent / 10_000).unwrap_or(i32::MAX);
    let entered = Entered {
        draft: Draft {
            name: asked.name,
            min: amount("min", &asked.min)?,
            max: asked.max.map(|max| amount("max", &max)).transpose()?,
            instructions: String::new(),
            currency_note: String::new(),
        },
        mode,
        currency: asked.currency.to_ascii_uppercase(),
        exchange: asked.rate.map(|rate| amount("rate", &rate)).transpose()?.map(Money::micros),
        fee_fixed: amount("fee-fixed", &asked.fee_fixed)?,
        fee_percent,
        on_less: OnLess::parse(&asked.on_less).context("--on-less: share or staff")?,
        on_late: OnLate::parse(&asked.on_late).context("--on-late: credit or staff")?,
        values,
    };
    let id = way::create(ways, Actor::COMMAND, (gateway, entered)).await.map_err(of_field)?;
    let made = method::find(ways.db.pool(), id).await?.context("it is gone already")?;
    let door = made.terms.map(|terms| terms.door).unwrap_or_default();
    let home = asked.public_url.map(|url| url.as_str().trim_end_matches('/').to_owned());
    println!("{id}\t{}/hooks/{door}", home.unwrap_or_default());
    Ok(())
}

/// Names the field that is wrong, as the page does by its place.
fn of_field(error: MethodError) -> anyhow::Error {
    match error {
        MethodError::Field { field, sentence } => anyhow::anyhow!("{field}: {sentence}"),
        other => other.into(),
    }
}

async fn methods(db: &Db) -> anyhow::Result<()> {
    for one in method::list(db.pool()).await? {
        let is_on = if one.enabled { "on" } else { "off" };
        let (gateway, mode) = match &one.terms {
            Some(terms) => (terms.gateway.as_str(), terms.mode.as_str()),
            None => ("manual", "live"),
        };
        println!("{}\t{is_on}\t{gateway}\t{mode}\t{}", one.id, one.draft.name);
    }
    Ok(())
}

async fn switch(ways: &Ways, id: MethodId, enabled: bool) -> anyhow::Result<()> {
    let done = method::set_enabled(&ways.db, &ways.clock, Actor::COMMAND, (id, enabled)).await;
    let name = done?;
    println!("{name} is {}.", if enabled { "offered now" } else { "not offered any more" });
    Ok(())
}

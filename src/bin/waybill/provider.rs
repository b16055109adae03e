//! `waybill provider`: connecting providers, seeing whether they answer, importing what they sell.

use std::collections::{BTreeMap, HashSet};
use std::io::Read as _;
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use ipnet::IpNet;
use waybill::accounts::audit::Actor;
use waybill::config::Place;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::Money;
use waybill::kit::outbound::Outbound;
use waybill::ledger;
use waybill::providers::import::{self, ImportOptions};
use waybill::providers::list_sync::{self, WatchError};
use waybill::providers::margin::{Exchange, Margin};
use waybill::providers::provider::{self, Draft, Idempotency, Policy, Provider};
use waybill::providers::unread;
use waybill::providers::{Protocol, ProviderUrl, Upstreams, balance, currency, shown};

use crate::schema;

#[derive(Args)]
pub struct Options {
    /// Private networks in which providers may be: 127.0.0.0/8
    #[arg(
        long,
        env = "WAYBILL_PROVIDER_ALLOW",
        value_delimiter = ',',
        value_name = "CIDR",
        global = true
    )]
    provider_allow: Vec<IpNet>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Connect one, and print its id
    Add(AddOptions),
    /// Ask one for its balance
    Test {
        /// Its name or its id
        provider: String,
    },
    /// Make services from what a provider lists, or update those that were made before. Prints
    /// `upstream id → our id, rate`
    Import(ImportArgs),
    /// All of them
    List,
}

#[derive(Args)]
struct AddOptions {
    /// What you call it
    #[arg(long)]
    name: String,
    /// smm_v2: the API v2 of other panels; order_api: the order API with tokens
    #[arg(long)]
    protocol: String,
    /// Its address: https://panel.example.com/api/v2
    #[arg(long)]
    url: String,
    /// Read its key for you from standard input
    #[arg(long, required = true)]
    key_stdin: bool,
    /// The currency in which it counts [default: the panel's]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// What one unit of it is worth in the panel's currency; needed if it is another
    #[arg(long, value_name = "RATE")]
    rate: Option<String>,
    /// What happens when its prices change: follow, ask or report
    #[arg(long, default_value = "ask")]
    prices: String,
}

#[derive(Args)]
struct ImportArgs {
    /// Its name or its id
    provider: String,
    /// Everything that it lists
    #[arg(long, conflicts_with = "services", required_unless_present = "services")]
    all: bool,
    /// These, by their ids there
    #[arg(long, value_delimiter = ',', value_name = "ID")]
    services: Vec<String>,
    /// Added to the cost: 20%. Without it, services that you already sell keep their own margin
    #[arg(long, value_name = "PERCENT")]
    margin: Option<String>,
    /// Added to the price of each 1000, in the panel's currency
    #[arg(long, value_name = "AMOUNT")]
    fixed: Option<String>,
    /// Prices are rounded up to whole multiples of this
    #[arg(long, value_name = "AMOUNT")]
    step: Option<String>,
    /// Do not change services that you already sell
    #[arg(long)]
    only_new: bool,
    /// Put all into this category, instead of the provider's own
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Put one of the provider's categories into this one of yours: "Their likes=Likes". You may
    /// repeat it
    #[arg(long, value_name = "THEIRS=YOURS")]
    map: Vec<String>,
    /// Take the provider's names and descriptions also for services that you already sell
    #[arg(long)]
    texts: bool,
    /// Take services whose rate there is 0 too: without a fixed amount they are sold for nothing
    #[arg(long)]
    free: bool,
    /// Make the services, but do not sell them yet
    #[arg(long)]
    off: bool,
}

struct Desk<'d> {
    db: &'d Db,
    clock: &'d Clock,
    outbound: Outbound,
    upstreams: Upstreams,
}

pub async fn run(place: &Place, db: &Db, clock: &Clock, options: Options) -> anyhow::Result<()> {
    let outbound = Outbound::new(&options.provider_allow);
    let upstreams = Upstreams::new(
        db.clone(),
        clock.clone(),
        schema::keys(place, db, clock).await?,
        outbound.clone(),
    );
    let desk = Desk { db, clock, outbound, upstreams };
    let done = match options.command {
        Command::Add(options) => desk.add(options).await,
        Command::Test { provider } => desk.test(&provider).await,
        Command::Import(options) => desk.import(options).await,
        Command::List => desk.list().await,
    };
    done.map_err(|error| allowing(&error).unwrap_or(error))
}

/// The hint after a refused address: this command does not know the options of the running panel.
fn allowing(error: &anyhow::Error) -> Option<anyhow::Error> {
    let said = format!("{error:#}");
    said.contains("--provider-allow").then(|| {
        anyhow::anyhow!(
            "{said}. Give this command --provider-allow too, with the network that holds the \
             address, such as --provider-allow 127.0.0.0/8: what the panel was started with does \
             not count here"
        )
    })
}

impl Desk<'_> {
    async fn find(&self, name: &str) -> anyhow::Result<Provider> {
        let found = provider::find_named(self.db.pool(), name).await?;
        found.with_context(|| format!("there is no provider {name}"))
    }

    async fn add(&self, options: AddOptions) -> anyhow::Result<()> {
        let protocol = Protocol::parse(&options.protocol)
            .filter(|protocol| protocol.has_services())
            .with_context(|| format!("--protocol {}: smm_v2 or order_api", options.protocol))?;
        let url = ProviderUrl::parse(&options.url, &self.outbound)
            .with_context(|| format!("--url {}", shown(&options.url)))?;
        let mut key = String::new();
        std::io::stdin().take(10_000).read_to_string(&mut key).context("no key came in")?;
        let ours = ledger::currency(self.db.pool()).await?;
        let theirs = options.currency.map(|code| currency::read(&code).unwrap_or_default());
        let currency = theirs.unwrap_or_else(|| ours.clone());
        let rate = options.rate.unwrap_or_default();
        let exchange = Exchange::between(&rate, &currency, &ours)
            .with_context(|| format!("--currency {currency}, --rate {rate:?}"))?;
        let draft = Draft {
            currency,
            exchange,
            policy: Policy::parse(&options.prices)
                .with_context(|| format!("--prices {}: follow, ask or report", options.prices))?,
            ..Draft::new(&options.name, url, Some(key.trim().to_owned()))
        };
        let (db, clock, upstreams) = (self.db, self.clock, &self.upstreams);
        let made = provider::create(db, clock, upstreams, Actor::COMMAND, (protocol, draft)).await;
        let id = made.map_err(|error| match error {
            provider::ProviderError::Field { field, sentence } => {
                anyhow::anyhow!("{field}: {sentence}")
            }
            other => other.into(),
        })?;
        println!("{id}");
        if !protocol.has_list() {
            eprintln!("{}", WatchError::NoList);
        }
        Ok(())
    }

    async fn test(&self, name: &str) -> anyhow::Result<()> {
        let provider = self.find(name).await?;
        let upstream = self.upstreams.get(provider.id).await?.context("it is gone")?;
        let started = Instant::now();
        let found = match upstream.balance().await {
            Ok(found) => found,
            Err(error) => {
                let trouble = error.to_string();
                balance::record_trouble(self.db, self.clock, (provider.id, &trouble)).await?;
                bail!("{}: {trouble}", provider.name);
            }
        };
        let took_ms = started.elapsed().as_millis();
        let amount = Money::from_micros(found.amount);
        let currency = found.currency.clone().unwrap_or_else(|| provider.currency.clone());
        let keys = found.takes_idempotency_keys;
        balance::record(self.db, self.clock, (provider.id, found)).await?;
        println!("{}: {amount} {currency}, answered in {took_ms} ms", provider.name);
        if currency != provider.currency {
            println!("It counts in {currency}, and you said {}.", provider.currency);
            if !currency::is_known(&currency) {
                println!(
                    "That is no currency code: nothing is sent there until you set it, and what one of it is worth."
                );
            }
        }
        match (keys, provider.idempotency) {
            (true, Idempotency::Confirmed) => println!("It takes idempotency keys."),
            (true, _) => println!("It takes idempotency keys: confirm that on its page."),
            (false, _) => {}
        }
        Ok(())
    }

    async fn import(&self, options: ImportArgs) -> anyhow::Result<()> {
        let provider = self.find(&options.provider).await?;
        if !provider.protocol.has_list() {
            bail!("{} is not imported from: {}", provider.name, WatchError::NoList);
        }
        let given = [&options.margin, &options.fixed, &options.step];
        let margin = if given.iter().any(|text| text.is_some()) {
            let text = |given: &Option<String>| given.clone().unwrap_or_default();
            let [percent, fixed, step] = given.map(text);
            Some(Margin::parse(&percent, &fixed, &step)?)
        } else {
            None
        };
        let names = options.services.iter().map(|name| name.trim().to_owned());
        let options = ImportOptions {
            services: (!options.all).then(|| names.collect()),
            only_new: options.only_new,
            category: options.category,
            categories: mapped(&options.map)?,
            margin,
            keep_margins: false,
            texts: options.texts,
            on_sale: !options.off,
            free: options.free,
        };
        list_sync::look(&self.upstreams, self.db, self.clock, provider.id)
            .await
            .with_context(|| format!("{} gave no list", provider.name))?;
        let plan = import::preview(self.db, provider.id, &options).await?;
        let there = plan.categories(&options);
        for theirs in options.categories.keys() {
            if !there.iter().any(|one| one.theirs == *theirs) {
                bail!("--map {theirs}: nothing of this category would be imported");
            }
        }
        for row in &plan.rows {
            if let Some(why) = row.why() {
                eprintln!("{} is left out: {why}", titled(&row.upstream_service, &row.name));
            }
        }
        // The panel has looked at the whole list, whatever is imported.
        let named: HashSet<&str> = plan.rows.iter().map(|r| r.upstream_service.as_str()).collect();
        for line in unread::kept(self.db.pool(), provider.id).await? {
            let label = line.label();
            if !named.contains(label.as_str()) {
                eprintln!("{} was not read: {}", titled(&label, &line.name), line.told());
            }
        }
        let (db, clock) = (self.db, self.clock);
        let seen = Some(plan.digest());
        let done =
            import::run::import(db, clock, Actor::COMMAND, (provider.id, options, seen)).await?;
        for row in &done.rows {
            println!("{} → {}, {}", row.upstream_service, row.service_id, row.price);
        }
        eprintln!("{} new, {} updated, {} left out", done.new, done.updated, done.skipped);
        if done.rows.is_empty() {
            bail!("nothing was imported");
        }
        Ok(())
    }

    async fn list(&self) -> anyhow::Result<()> {
        for provider in provider::list(self.db.pool()).await? {
            let balance = match provider.balance {
                Some(balance) => {
                    format!("{} {}", Money::from_micros(balance), provider.currency)
                }
                None => "–".to_owned(),
            };
            let state = match (&provider.paused_reason, provider.enabled) {
                (_, false) => "off".to_owned(),
                (Some(reason), true) => format!("paused: {reason}"),
                (None, true) => "open".to_owned(),
            };
            println!(
                "{}\t{}\t{}\t{}\t{balance}\t{state}",
                provider.id,
                provider.name,
                provider.protocol.as_str(),
                provider.shown_url().as_deref().unwrap_or("–"),
            );
        }
        Ok(())
    }
}

/// `102 (Sample likes)`
fn titled(label: &str, name: &str) -> String {
    if name.is_empty() || name == label { label.to_owned() } else { format!("{label} ({name})") }
}

/// Each `Their likes=Likes` that was given.
fn mapped(given: &[String]) -> anyhow::Result<BTreeMap<String, String>> {
    let pair = |text: &String| {
        let (theirs, ours) =
            text.split_once('=').with_context(|| format!("--map {text}: THEIRS=YOURS"))?;
        Ok((theirs.trim().to_owned(), ours.trim().to_owned()))
    };
    given.iter().map(pair).collect()
}

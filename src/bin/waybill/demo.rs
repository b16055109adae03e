//! Demo accounts, services and money, so that a stranger can place an order at once, and sixty days
//! of other customers' orders, so that the pages look like those of a shop. The names are neutral,
//! and only the sandbox delivers. Running it again changes nothing and prints the same.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use waybill::accounts::AccountId;
use waybill::accounts::account::{self, NewAccount};
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::accounts::password::{For, Hasher, MADE_CHARACTERS, Password};
use waybill::accounts::role::Role;
use waybill::app::Database;
use waybill::catalogue::{self, Code, Draft, Kind, blocked};
use waybill::config::Place;
use waybill::demo;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;
use waybill::kit::money::{Money, Rate};
use waybill::kit::secret;
use waybill::ledger;
use waybill::orders::bulk::{self, Action};
use waybill::orders::read::all::{List, Wanted};
use waybill::orders::{Delivery, Intake, Request, Source, State};
use waybill::payments::direct;
use waybill::providers::sale::{self, Filled, First};
use waybill::providers::sandbox::{Ending, Settings};

use crate::{demo_affiliate, demo_content, demo_deposits, demo_tickets, schema};

/// The accounts. The customer comes first, because a stranger signs in as this one.
const PEOPLE: [(&str, Role, &str); 5] = [
    ("demo@waybill.example", Role::Customer, "100"),
    ("second@waybill.example", Role::Customer, "25"),
    ("owner@waybill.example", Role::Owner, ""),
    ("admin@waybill.example", Role::Admin, ""),
    ("support@waybill.example", Role::Support, ""),
];

/// The file of the passwords, in the data directory; only its owner may read it.
const PASSWORDS: &str = "demo-accounts.txt";

/// Demo accounts are for trying out: on a panel that the world reaches they must be meant.
#[derive(clap::Args)]
pub struct Consent {
    /// Fill a panel whose public URL is https all the same
    #[arg(long)]
    yes: bool,
    #[arg(long, env = "WAYBILL_PUBLIC_URL", hide = true)]
    public_url: Option<url::Url>,
}

impl Consent {
    pub fn check(&self) -> anyhow::Result<()> {
        match &self.public_url {
            Some(url) if url.scheme() == "https" && !self.yes => anyhow::bail!(
                "{url} is a panel that others can reach; demo accounts, services and money in it \
                 are real. Say --yes if you want them"
            ),
            _ => Ok(()),
        }
    }
}

/// Makes what is missing and prints the accounts. `large`: with millions of orders, for
/// measurements.
pub async fn fill(
    database: &Database,
    clock: &Clock,
    place: &Place,
    currency: &str,
    large: bool,
) -> anyhow::Result<()> {
    let db = &database.db;
    let path = place.data_dir.join(PASSWORDS);
    let mut passwords = read_passwords(&path)?;
    let mut ids = Vec::new();
    for (email, role, _) in PEOPLE {
        let address = Email::parse(email)?;
        let known = account::find_by_email(db.pool(), &address).await?;
        let id = match known {
            Some(account) => account.id,
            None => {
                let password = passwords
                    .entry(email.to_owned())
                    .or_insert_with(|| secret::base62(MADE_CHARACTERS))
                    .clone();
                // Stored before the account is there, so that a stop in between does not lose it.
                write_passwords(&path, &passwords)?;
                let password_hash = Some(
                    Hasher::default()
                        .hash(&Password::parse(&password)?, For::Known(Ipv4Addr::LOCALHOST.into()))
                        .await?,
                );
                let new = NewAccount {
                    email: address,
                    role,
                    password_hash,
                    // It is for looking around: whoever does keeps the password that was printed.
                    is_password_made: false,
                    terms_accepted_at: None,
                };
                ledger::open_account(db, clock, new).await?
            }
        };
        ids.push(id);
    }
    services(db, clock).await?;
    let customer = ids.first().copied().context("the demo customer was just made")?;
    demo_affiliate::fill(db, &schema::keys(place, db, clock).await?, customer).await?;
    demo_deposits::fill(db, clock, customer).await?;
    demo_content::fill(db, clock).await?;
    let is_new = if large {
        demo::plant_large(database.owner(), clock, customer).await?;
        false
    } else {
        demo::plant(db, clock, customer).await?
    };
    for ((_, _, money), id) in PEOPLE.into_iter().zip(&ids) {
        if !money.is_empty() {
            top_up(db, clock, *id, Money::parse(money)?).await?;
        }
    }
    if let Some(support) = ids.get(4) {
        demo_tickets::fill(db, clock, (customer, *support)).await?;
    }
    if is_new && let Some(second) = ids.get(1) {
        families(db, clock, *second).await?;
    }
    if is_new && let Some(owner) = ids.get(2) {
        notes(db, clock, *owner).await?;
        blocked_target(db, clock, *owner).await?;
    }
    println!("Demo accounts (passwords are kept in {}):", path.display());
    for ((email, role, money), id) in PEOPLE.into_iter().zip(ids) {
        let balance = ledger::balance(db.pool(), id).await?;
        let password = passwords.get(email).map_or("(set elsewhere)", String::as_str);
        let purse =
            if money.is_empty() { String::new() } else { format!("  {balance} {currency}") };
        println!("  {:<9} {email:<26} {password}{purse}", role.as_str());
    }
    println!("{} is an affiliate too. A token for the marketplace API:", PEOPLE[0].0);
    println!("  waybill token create --email {} --kind jwt --scopes affiliate:read", PEOPLE[0].0);
    Ok(())
}

/// Once: so much that this is what they have.
async fn top_up(db: &Db, clock: &Clock, id: AccountId, money: Money) -> anyhow::Result<()> {
    let balance = ledger::balance(db.pool(), id).await?;
    let amount = money.checked_sub(balance).unwrap_or_default();
    if amount <= Money::ZERO {
        return Ok(());
    }
    let payment = format!("demo:{id}");
    match direct::payment(db, clock, id, (amount, &payment, "Demo money")).await {
        Ok(_) | Err(ledger::CreditError::AlreadyDone) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A note about some orders, as staff add it to many at once: it is done when the panel is served.
async fn notes(db: &Db, clock: &Clock, owner: AccountId) -> anyhow::Result<()> {
    let wanted = Wanted { states: vec![State::Partial], ..Wanted::default() };
    let list = List::open(db, wanted).await?;
    let (orders, _) = list.rows(db, i64::MAX, 60).await?;
    let ids = orders.iter().map(|order| order.id).collect();
    let note = Action::Note("Ended in part. The customer was told why.".to_owned());
    let id = bulk::plan(db, clock, owner, ids, note).await?;
    let actor = Actor { account_id: Some(owner), ..Actor::COMMAND };
    bulk::start(db, clock, actor, id, "For whoever answers the customers".to_owned()).await?;
    Ok(())
}

/// Somebody who asked to be left alone.
async fn blocked_target(db: &Db, clock: &Clock, owner: AccountId) -> anyhow::Result<()> {
    let draft = blocked::Draft {
        pattern: blocked::read("social.example/sample-person")?,
        reason: "The owner of the page asked to be left alone".to_owned(),
        note: "By e-mail to the abuse contact.".to_owned(),
    };
    let actor = Actor { account_id: Some(owner), ..Actor::COMMAND };
    blocked::block(db, clock, actor, draft).await?;
    Ok(())
}

/// Orders that make other orders, or wait for their time: they begin when the panel is served.
async fn families(db: &Db, clock: &Clock, account_id: AccountId) -> anyhow::Result<()> {
    let services = catalogue::list_all(db.pool()).await?;
    let intake = Intake::start(db, clock);
    let links = ["https://video.example/watch?v=7f3a", "https://social.example/p/20c9"];
    let drip = [("link", links[0]), ("quantity", "100"), ("runs", "6"), ("interval", "30")];
    let later = [("link", links[1]), ("quantity", "500")];
    let comments = [("link", links[1]), ("comments", "Well said\nThank you\nمرحبا 👋\nMore!")];
    let posts =
        [("username", "sample"), ("min", "20"), ("max", "60"), ("delay", "0"), ("posts", "4")];
    type Fields = [(&'static str, &'static str)];
    let orders: [(&str, &Fields, i64); 4] = [
        ("Sample views · standard", &drip, 0),
        ("Sample views · slow", &later, 24 * 60),
        ("Sample comments · your own", &comments, 0),
        ("Sample views · for every new post", &posts, 0),
    ];
    for (name, parameters, after_min) in orders {
        let Some(service) = services.iter().find(|service| service.name == name) else { continue };
        let own = parameters.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let request = Request {
            account_id,
            service_id: service.id,
            parameters: own.collect(),
            delivery: Delivery { after_min, ..Delivery::default() },
            idempotency_key: None,
            max_charge: None,
            source: Source::Page,
            token_id: None,
            parent_id: None,
        };
        intake.place(request).await?;
    }
    Ok(())
}

struct Demo {
    category: &'static str,
    name: &'static str,
    kind: Kind,
    rate: &'static str,
    min: i64,
    max: i64,
    description: &'static str,
    /// Refill, cancel, drip-feed.
    flags: [bool; 3],
    ending: Ending,
    per_minute: i64,
    /// Its number in the order API.
    code: Option<Code>,
}

const FAST: i64 = 1200;

fn catalogue() -> Vec<Demo> {
    let (views, words, more, ways) =
        ("Views", "Comments and mentions", "Other types", "Ways an order can end");
    let api = "At a pace";
    let demo = |category, name, kind, rate, min, max| Demo {
        category,
        name,
        kind,
        rate,
        min,
        max,
        description: "Delivered by the built-in sandbox: nothing leaves this panel.",
        flags: [false, true, false],
        ending: Ending::Completed,
        per_minute: FAST,
        code: None,
    };
    let coded =
        |code, name| Demo { code: Some(code), ..demo(api, name, Kind::Default, "25", 1, 10_000) };
    let offers = |demo: Demo| Demo { flags: [true, true, true], ..demo };
    let ends = |demo: Demo, ending| Demo { ending, ..demo };
    vec![
        offers(demo(views, "Sample views · standard", Kind::Default, "0.90", 10, 10_000)),
        Demo {
            per_minute: 60,
            ..offers(demo(views, "Sample views · slow", Kind::Default, "0.55", 10, 100_000))
        },
        demo(views, "Sample visits · by country", Kind::WebTraffic, "1.20", 100, 50_000),
        demo(views, "Sample boost · package", Kind::Package, "4.50", 1, 1),
        demo(words, "Sample comments · your own", Kind::CustomComments, "8", 1, 1_500),
        demo(words, "Sample comments · package", Kind::CustomCommentsPackage, "6", 1, 1),
        demo(words, "Sample replies", Kind::CommentReplies, "9.50", 1, 500),
        demo(words, "Sample likes on a comment", Kind::CommentLikes, "2.10", 10, 5_000),
        demo(words, "Sample mentions", Kind::Mentions, "3", 10, 5_000),
        demo(
            words,
            "Sample mentions · with hashtags",
            Kind::MentionsWithHashtags,
            "3.20",
            10,
            5_000,
        ),
        demo(words, "Sample mentions · your list", Kind::MentionsCustomList, "3.40", 1, 5_000),
        demo(words, "Sample mentions · from a hashtag", Kind::MentionsHashtag, "3.10", 10, 5_000),
        demo(
            words,
            "Sample mentions · from followers",
            Kind::MentionsUserFollowers,
            "3.60",
            10,
            5_000,
        ),
        demo(words, "Sample mentions · from likers", Kind::MentionsMediaLikers, "3.60", 10, 5_000),
        demo(more, "Sample search interest", Kind::Seo, "5", 10, 10_000),
        demo(more, "Sample poll votes", Kind::Poll, "1.75", 10, 10_000),
        demo(more, "Sample invitations", Kind::InvitesFromGroups, "7.25", 10, 2_000),
        demo(more, "Sample views · for every new post", Kind::Subscriptions, "1.10", 10, 10_000),
        coded(Code::PostUpvote, "Sample marks · on a post"),
        coded(Code::PostDownvote, "Sample counter-marks · on a post"),
        coded(Code::CommentUpvote, "Sample marks · on a comment"),
        coded(Code::CommentDownvote, "Sample counter-marks · on a comment"),
        coded(Code::TopRanking, "Sample position · until it is reached"),
        ends(demo(ways, "Ends half delivered", Kind::Default, "1", 10, 10_000), Ending::Partial),
        ends(
            demo(ways, "Is canceled by the provider", Kind::Default, "1", 10, 10_000),
            Ending::Canceled,
        ),
        ends(
            demo(ways, "Is refused by the provider", Kind::Default, "1", 10, 10_000),
            Ending::Refused,
        ),
        ends(demo(ways, "Is never answered", Kind::Default, "1", 10, 10_000), Ending::Silent),
    ]
}

async fn services(db: &Db, clock: &Clock) -> anyhow::Result<()> {
    let there = catalogue::list_all(db.pool()).await?;
    let taken: Vec<Code> = there.iter().filter_map(|service| service.code).collect();
    for (position, demo) in (0..).zip(catalogue()) {
        if there.iter().any(|service| service.name == demo.name) {
            continue;
        }
        let [refill, cancel, dripfeed] = demo.flags;
        let draft = Draft {
            category_id: 0,
            position,
            name: demo.name.to_owned(),
            kind: demo.kind,
            description: demo.description.to_owned(),
            rate: Rate::parse(demo.rate)?,
            min: demo.min,
            max: demo.max,
            refill,
            cancel,
            dripfeed,
            unique_link: false,
            refill_wait_h: 0,
            refill_days: None,
            enabled: true,
        };
        let settings =
            Settings { per_minute: demo.per_minute, ending: demo.ending, ..Settings::default() };
        // If the code was given to another service later, it stays there.
        let code = demo.code.filter(|code| !taken.contains(code));
        let filled = Filled { category: demo.category.to_owned(), draft, code, settings };
        sale::create(db, clock, Actor::COMMAND, (filled, First::Sandbox)).await?;
    }
    Ok(())
}

/// One `email password` a line.
fn read_passwords(path: &PathBuf) -> anyhow::Result<BTreeMap<String, String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(email, password)| (email.to_owned(), password.trim().to_owned()))
            .collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Written to another file and then renamed, so that there is never half a file. Nobody else may
/// read it.
fn write_passwords(path: &Path, passwords: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let write = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let beside = path.with_extension("new");
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        for (email, password) in passwords {
            writeln!(file, "{email} {password}")?;
        }
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

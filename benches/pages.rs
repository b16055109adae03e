//! `make pages`: how long every page takes and how large it is, on a panel with two million orders
//! (`waybill demo --large`). It fails if a page is past its limits.
//!
//! The pages are those of the table of roles (`tests/web/roles.rs`), so a new one cannot be
//! forgotten; [`VARIANTS`] adds deep, filtered and searched ones. `WAYBILL_PAGES_DIR` is where the
//! database is kept, `WAYBILL_BENCH_ROUNDS` how often each page is asked for ten times (7), and
//! `WAYBILL_BENCH_ONLY` takes the pages whose address has these words.

#[path = "../tests/support/places.rs"]
pub mod places;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::time::Instant;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE};
use waybill::kit::postgres::{Durability, Server};

use crate::Plan;
use crate::fill;
use crate::panel::Panel;
use crate::seed::{pool_of, quiet};
use places::ID_OF;

/// The server's time for one request, in milliseconds.
const MEDIAN_MS: f64 = 100.0;
const P95_MS: f64 = 250.0;
/// A page as it is, and its first load with everything that it links to, compressed.
const RAW_BYTES: usize = 150 * 1024;
const FIRST_LOAD_BYTES: usize = 60 * 1024;

const ROLES: &str = include_str!("../tests/web/roles.rs");

/// Pages beside the plain ones. `{…}` stands for something that is there ([`FACTS`]).
const VARIANTS: &[&str] = &[
    "/new?service={service}",
    "/new/services?q=video",
    "/new/services?q=video+likes+refill",
    "/orders?before={own_middle}",
    "/orders?state=completed",
    "/orders?state=in-progress&before={own_middle}",
    "/orders?state=partial",
    "/orders?q={own}",
    "/orders?q={own_link}",
    "/orders?q=nothing.example/none",
    "/orders?service={service}",
    "/orders/live?ids={own},{own_middle}",
    "/orders?state=canceled&before={own_middle}",
    "/orders?kind=mass",
    "/orders.csv?q={own}",
    "/orders?kind=drip-feed",
    "/orders?service={service}&state=partial",
    "/orders?service=video",
    "/orders?q=video+likes",
    "/orders?from=2025-01-01&to=2025-01-31&state=completed",
    "/orders/services?service=video",
    "/statement?before=2000",
    "/statement?kind=refund",
    "/statement?order={own}",
    "/statement?from=2020-01-01",
    "/statement?from=2020-01-01&kind=refunds",
    "/services?after={service}",
    "/services?q=video+likes",
    "/services?favourites=1",
    "/services/updates?mine=1",
    "/services/updates?kind=price-up",
    "/api-docs?of=order",
    "/api-docs?of=marketplace",
    "/admin/services?q=video",
    "/admin/services?state=off",
    "/admin/services?sort=margin",
    "/admin/services?after={service}",
    "/admin/services?state=below&sort=-price",
    "/admin/orders?before={middle}",
    "/admin/orders?before=1000",
    "/admin/orders?state=attention",
    "/admin/orders?state=unknown",
    "/admin/orders?state=running",
    "/admin/orders?state=running&before={middle}",
    "/admin/orders?state=partial",
    "/admin/orders?state=pending",
    "/admin/orders?q={order}",
    "/admin/orders?q={link}",
    "/admin/orders?q=nothing.example/none",
    "/admin/orders?q={email}",
    "/admin/orders?customer={customer}",
    "/admin/orders?customer={customer}&state=canceled",
    "/admin/orders?customer={quiet}&q=nothing.example/none",
    "/admin/orders?service={service}",
    "/admin/orders?service={service}&state=partial",
    "/admin/orders?provider={provider}",
    "/admin/orders?provider={provider}&state=partial",
    "/admin/orders?q={upstream}",
    "/admin/orders?q=https%3A%2F%2F{link}",
    "/admin/orders?q=video+likes",
    "/admin/orders?q=customer",
    "/admin/orders?door=mass",
    "/admin/orders?door=drip-feed",
    "/admin/orders?door=order-api&state=canceled",
    "/admin/orders?state=hold",
    "/admin/orders?state=paused",
    "/admin/orders?state=sending",
    "/admin/orders?from=2025-01-01",
    "/admin/orders?from=2025-01-01&to=2025-01-31&state=completed",
    "/admin/orders.csv?q={order}",
    "/admin/customers?q={email}",
    "/admin/customers?q=harbour",
    "/admin/customers?q={customer}",
    "/admin/customers?before=10000.10000",
    "/admin/customers?q=nothing.example",
    "/admin/customers?sort=balance",
    "/admin/customers?sort=balance&before=1000000.10000",
    "/admin/customers?sort=spent",
    "/admin/customers?sort=order",
    "/admin/customers?sort=seen&state=active",
    "/admin/customers?q=harbour&sort=spent",
    "/admin/customers?group=1&sort=spent",
    "/admin/customers/{quiet}",
    "/admin/customers/{customer}/statement?before=2000",
    "/admin/audit?before=100",
    "/admin/reports?by=day&period=year",
    "/admin/reports?by=service",
    "/admin/reports?by=service&period=year",
    "/admin/reports?by=service&from={year_before}&to={mid_month}",
    "/admin/reports?by=service&from={mid_before}&to={mid_month}&sort=-cost",
    "/admin/reports?by=category&from={mid_before}&to={mid_month}",
    "/admin/reports?by=customer",
    "/admin/reports?by=customer&period=90",
    "/admin/reports?by=customer&from={mid_before}&to={mid_month}",
    "/admin/reports?by=customer&from={year_before}&to={mid_month}&page=50",
    "/admin/reports?by=provider&period=year",
    "/admin/reports?by=way&period=year",
    "/admin/reports?service={service}&period=year",
    "/admin/reports?customer={customer}&period=year",
    "/admin/reports?category=1&period=year",
    "/admin/reports/money?period=year",
    "/admin/reports/money?from={year_before}&to={mid_month}",
    "/admin/reports/transfers?kind=refund",
    "/admin/reports/transfers?from={mid_before}&to={mid_month}",
    "/admin/tickets?state=waiting",
    "/admin/tickets?state=closed",
    "/admin/tickets?state=closed&before=60000",
    "/admin/tickets?state=answered&who=nobody",
];

/// Who asks.
pub const VISITORS: [(&str, &str); 2] = [
    ("demo@waybill.example", "a session of a customer that is only measured"),
    ("owner@waybill.example", "a session of an owner that is only measured"),
];

/// An address, and whether somebody signed in asks for it.
struct Ask {
    path: String,
    is_guest: bool,
}

impl Ask {
    fn cookie(&self) -> Option<String> {
        let (_, session) = VISITORS[usize::from(self.path.starts_with("/admin"))];
        (!self.is_guest).then(|| format!("session={session}").replace(' ', "-"))
    }
}

struct Measured {
    path: String,
    status: u16,
    median_ms: f64,
    p95_ms: f64,
    raw: usize,
    compressed: usize,
    /// Of a whole page.
    first_load: Option<usize>,
    is_html: bool,
}

impl Measured {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut limit = |is_past: bool, what: String| {
            if is_past {
                faults.push(what);
            }
        };
        limit(self.status != 200, format!("status {}", self.status));
        // Downloads, and lists that a page loads by itself and keeps, are shown without limits.
        if self.is_html {
            limit(self.median_ms > MEDIAN_MS, format!("median {:.0} ms", self.median_ms));
            limit(self.p95_ms > P95_MS, format!("95th percentile {:.0} ms", self.p95_ms));
            limit(self.raw > RAW_BYTES, format!("{} KB", self.raw / 1024));
        }
        let first = self.first_load.unwrap_or_default();
        limit(first > FIRST_LOAD_BYTES, format!("first load {} KB", first / 1024));
        faults
    }
}

pub async fn measure(plan: &Plan) {
    let dir = database();
    let server = Server::start(&dir, Durability::Durable).await.expect("PostgreSQL");
    let place = dir.to_string_lossy().into_owned();
    let panel = Panel::spawn(&["--data-dir", &place, "--no-work"], None);
    let pool = pool_of(&server, 2);
    let asks = asks(&fill::prepare(&server, &pool).await);
    // A panel checks the books when it starts.
    quiet(&pool).await;
    let reader = Reader {
        http: reqwest::Client::new(),
        base: format!("http://{}", panel.address),
        assets: HashMap::new(),
    };
    let rows = reader.measure(plan, asks).await;
    panel.stop();
    pool.close().await;
    server.stop().await.expect("PostgreSQL stops");
    let faults = print(&rows);
    if faults > 0 {
        println!("\n{faults} pages are past their limits.");
        exit(1);
    }
}

/// The folder of the database, which is made once.
fn database() -> PathBuf {
    let dir = std::env::var_os("WAYBILL_PAGES_DIR")
        .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages"), PathBuf::from);
    let done = dir.join("planted");
    if !done.exists() {
        assert!(!dir.join("postgres").exists(), "{} is half made: delete it", dir.display());
        let started = Instant::now();
        let made = Command::new(env!("CARGO_BIN_EXE_waybill"))
            .args(["demo", "--large", "--data-dir"])
            .arg(&dir)
            .status();
        assert!(made.is_ok_and(|status| status.success()), "the demo could not be made");
        println!("The database was made in {} s.", started.elapsed().as_secs());
        fs::write(done, "").expect("a file is written");
    }
    dir
}

/// Every page of the table of roles, and the variants.
fn asks(facts: &HashMap<String, String>) -> Vec<Ask> {
    let filled = |text: &str| {
        facts
            .iter()
            .fold(text.to_owned(), |text, (name, fact)| text.replace(&format!("{{{name}}}"), fact))
    };
    let rows = ROLES.lines().filter_map(|line| {
        let (path, classes) = line.trim().strip_prefix("(\"GET\", \"")?.split_once("\",")?;
        let is_page =
            classes.contains("Page") && !path.starts_with("/static") && !path.contains("{colours}");
        // A file of everything that somebody has ordered is as long as it is.
        (is_page && !path.ends_with('z') && !path.ends_with("/orders.csv"))
            .then_some((path, classes.contains("guests(")))
    });
    let mut asks: Vec<Ask> = rows
        .map(|(route, is_guest)| {
            let id = ID_OF.iter().find(|(beginning, _)| route.starts_with(beginning));
            let path = match id {
                Some((_, name)) => filled(&route.replace("{id}", &format!("{{{name}}}"))),
                None => route.to_owned(),
            };
            assert!(!path.contains('{'), "say in ID_OF and FACTS what {route} stands for");
            Ask { path, is_guest }
        })
        .collect();
    assert!(asks.len() > 40, "the table of roles could not be read");
    asks.extend(VARIANTS.iter().map(|path| Ask { path: filled(path), is_guest: false }));
    asks.sort_by(|a, b| a.path.cmp(&b.path));
    asks
}

struct Reader {
    http: reqwest::Client,
    base: String,
    /// Compressed sizes of what pages link to.
    assets: HashMap<String, usize>,
}

impl Reader {
    async fn measure(mut self, plan: &Plan, asks: Vec<Ask>) -> Vec<Measured> {
        let mut rows = Vec::new();
        for ask in asks.iter().filter(|ask| plan.takes(&ask.path)) {
            let row = self.page(ask, plan.rounds * 10).await;
            eprintln!("{:>7.1} ms {}", row.median_ms, row.path);
            rows.push(row);
        }
        rows
    }

    async fn get(&self, path: &str, cookie: Option<&str>, encoding: &str) -> reqwest::Response {
        let asked = self.http.get(format!("{}{path}", self.base)).header(ACCEPT_ENCODING, encoding);
        let asked = match cookie {
            Some(cookie) => asked.header(COOKIE, cookie),
            None => asked,
        };
        asked.send().await.expect("the panel answers")
    }

    async fn page(&mut self, ask: &Ask, times: usize) -> Measured {
        let cookie = ask.cookie();
        let plain = self.get(&ask.path, cookie.as_deref(), "identity").await;
        let status = plain.status().as_u16();
        let kind = plain.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_html = kind.is_some_and(|kind| kind.starts_with("text/html"));
        let text = plain.text().await.expect("text");
        let mut took = Vec::with_capacity(times);
        let mut compressed = 0;
        for _ in 0..times {
            let started = Instant::now();
            let answer = self.get(&ask.path, cookie.as_deref(), "br").await;
            compressed = answer.bytes().await.expect("a body").len();
            took.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        let mut first_load = None;
        if is_html && text.contains("<html") {
            let mut sum = compressed;
            for asset in linked(&text) {
                sum += self.asset(&asset).await;
            }
            first_load = Some(sum);
        }
        Measured {
            path: ask.path.clone(),
            status,
            median_ms: took[times / 2],
            p95_ms: took[times * 95 / 100],
            raw: text.len(),
            compressed,
            first_load,
            is_html,
        }
    }

    async fn asset(&mut self, path: &str) -> usize {
        if let Some(size) = self.assets.get(path) {
            return *size;
        }
        let size = self.get(path, None, "br").await.bytes().await.expect("a body").len();
        self.assets.insert(path.to_owned(), size);
        size
    }
}

/// The panel's own files that a page links to.
fn linked(html: &str) -> BTreeSet<String> {
    let parts = html.split("\"/static/").skip(1);
    let paths = parts.filter_map(|part| part.split(['"', '#']).next());
    paths.map(|path| format!("/static/{path}")).collect()
}

/// Answers how many are past their limits.
fn print(rows: &[Measured]) -> usize {
    println!(
        "| page | status | median, ms | 95th, ms | raw, KB | compressed, KB | first load, KB | |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
    #[expect(clippy::cast_precision_loss, reason = "a size is printed, nothing is counted on it")]
    let kb = |bytes: usize| format!("{:.1}", bytes as f64 / 1024.0);
    let mut past = 0;
    for row in rows {
        let faults = row.faults();
        past += usize::from(!faults.is_empty());
        println!(
            "| `{}` | {} | {:.1} | {:.1} | {} | {} | {} | {} |",
            row.path,
            row.status,
            row.median_ms,
            row.p95_ms,
            kb(row.raw),
            kb(row.compressed),
            row.first_load.map(kb).unwrap_or_default(),
            faults.join(", ")
        );
    }
    past
}

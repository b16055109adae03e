//! `make bench`: how fast the panel is, as a ratio to PostgreSQL itself in the same run.
//!
//! One durable PostgreSQL (fsync on), one panel with `--no-work`, load and server on the same
//! cores. Each figure is the median of rounds that alternate with its floor: machines drift.
//! `make bench-large` compares instead a panel with five million orders with one that has fifty
//! thousand. `make pages` measures every page of a panel with two million orders (`pages.rs`).
//! `WAYBILL_BENCH_ORDERS` sets how many orders are there already (50,000), `_SECONDS` how long a
//! round is (2), `_ROUNDS` how many (7; 3 of `relay`). `_ONLY`, or a word after `--`, says which
//! figures are taken, by a part of their name. At the end stands a table of goals (`goals.rs`).

mod addresses;
mod affiliates;
mod books;
mod cpu;
mod fill;
mod floor;
mod goals;
mod growth;
mod hooks;
mod load;
mod pages;
mod panel;
mod relay;
mod report;
mod seed;
mod slow;

use std::env;
use std::process::ExitCode;

use goals::{Run, attempt};
use load::Call;
use panel::Panel;
use report::Row;
use seed::Seed;

/// What is measured, and with what.
pub struct Plan {
    pub orders: i64,
    pub seconds: u64,
    pub rounds: usize,
    only: Option<String>,
}

impl Plan {
    fn from_environment() -> Self {
        let number = |name: &str, default: i64| {
            env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        Self {
            orders: number("WAYBILL_BENCH_ORDERS", 50_000),
            seconds: number("WAYBILL_BENCH_SECONDS", 2).unsigned_abs(),
            rounds: usize::try_from(number("WAYBILL_BENCH_ROUNDS", 7)).unwrap_or(7),
            // Cargo adds options of its own.
            only: env::args()
                .skip(1)
                .find(|word| !word.starts_with('-'))
                .or_else(|| env::var("WAYBILL_BENCH_ONLY").ok()),
        }
    }

    pub fn takes(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|part| name.contains(part))
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let plan = Plan::from_environment();
    if env::var_os("WAYBILL_BENCH_PAGES").is_some() {
        pages::measure(&plan).await;
        return ExitCode::SUCCESS;
    }
    let mut run = Run::default();
    if env::var_os("WAYBILL_BENCH_LARGE").is_some() {
        let figures = run.part("affiliates", affiliates::measure(&plan)).await;
        run.figures.extend(figures);
        let ended = attempt(growth::compare(&plan, &mut run)).await;
        run.note("growth", ended);
        return run.goals();
    }
    let ended = attempt(one_panel(&plan, &mut run)).await;
    run.note("one panel", ended);
    let ended = attempt(hooks::measure(&plan, &mut run)).await;
    run.note("hooks", ended);
    let ended = attempt(relay::measure(&plan, &mut run)).await;
    run.note("relay", ended);
    report::print(&plan, &run);
    run.goals()
}

/// The figures of one panel and its PostgreSQL.
async fn one_panel(plan: &Plan, run: &mut Run) {
    let calls = ROWS.iter().chain(&slow::NAMES).any(|name| plan.takes(name));
    let others = books::is_taken(plan, plan.orders) || addresses::is_taken(plan);
    if !calls && !plan.takes(MEMORY) && !others {
        return;
    }
    let seed = Seed::plant(plan.orders).await;
    let panel = Panel::start(&seed, &["--no-work"]).await;
    // First: none of the orders that the load below places ever ends, and open ones are read again.
    let books = run.part("books", books::measure(plan, &seed, plan.orders, None)).await;
    run.figures.extend(books);
    rows(plan, &seed, &panel, run).await;
    if plan.takes(MEMORY) {
        run.take(MEMORY, "≤ 150", vec![panel.memory_mib()]);
    }
    let slow = run.part("slow clients", slow::measure(plan, &seed, &panel)).await;
    run.figures.extend(slow);
    panel.stop();
    let addresses = run.part("addresses", addresses::measure(plan, &seed)).await;
    run.figures.extend(addresses);
    if plan.takes(WITH_WORKERS) {
        let measured = run.part(WITH_WORKERS, async {
            seed.rest().await;
            let panel = Panel::start(&seed, &[]).await;
            let bench = Bench { plan, panel: &panel, server: server_of(&seed) };
            let order = || floor::order(&seed, plan, 64, "random(1, 1000)");
            let call = Call::add(&seed, 64, 1000);
            let row = bench.measure(WITH_WORKERS, "–", &order, &call).await;
            panel.stop();
            Some(row)
        });
        let measured = measured.await;
        run.rows.extend(measured);
    }
    seed.uproot().await;
}

/// The figures that have a floor.
async fn rows(plan: &Plan, seed: &Seed, panel: &Panel, run: &mut Run) {
    let bench = Bench { plan, panel, server: server_of(seed) };
    let mut take = async |name: &str, goal: &str, floor: &dyn Fn() -> f64, call: Call<'_>| {
        if plan.takes(name) {
            let measured = run.part(name, async {
                seed.rest().await;
                Some(bench.measure(name, goal, floor, &call).await)
            });
            let measured = measured.await;
            run.rows.extend(measured);
        }
    };
    let order = || floor::order(seed, plan, 64, "random(1, 1000)");
    take(ADD, "≥ 3", &order, Call::add(seed, 64, 1000)).await;
    let one = || floor::order(seed, plan, 64, "1");
    take(ONE_WALLET, "≥ 8", &one, Call::add(seed, 64, 1)).await;
    let alone = || floor::order(seed, plan, 1, "random(1, 1000)");
    take(ALONE, "≥ 0.67", &alone, Call::add(seed, 1, 1000)).await;
    let point = || floor::status(seed, plan, 1);
    take(STATUS, "≥ 0.6", &point, Call::status(seed, 64, 1)).await;
    let hundred = || floor::status(seed, plan, 100);
    take(STATUS_100, "≥ 0.6", &hundred, Call::status(seed, 64, 100)).await;
    let list = panel.services(seed).await;
    if let Some(nginx) = floor::Nginx::start(&list).await {
        let file = || nginx.measure(plan);
        take(SERVICES, "≥ 0.7", &file, Call::services(seed, 64, false)).await;
    }
    let v2 = |call: Call<'_>| {
        let run = load::run(panel.address, &call, plan.seconds);
        tokio::runtime::Handle::current().block_on(run).1
    };
    let add = || v2(Call::add(seed, 64, 1000));
    let status = || v2(Call::status(seed, 64, 1));
    take(BALANCE, "≥ 0.9", &status, Call::balance(seed)).await;
    take(CREATE, "≥ 0.9", &add, Call::create(seed)).await;
    take(ORDER, "≥ 0.9", &status, Call::order(seed)).await;
    let balance = || v2(Call::balance(seed));
    take(CHECK_BALANCE, "≥ 0.9", &balance, Call::check_balance(seed)).await;
}

fn server_of(seed: &Seed) -> u32 {
    seed.server().pid().expect("PostgreSQL runs")
}

const ADD: &str = "add, 1,000 accounts";
const ONE_WALLET: &str = "add, one wallet";
const ALONE: &str = "add, one at a time";
const STATUS: &str = "status of one id";
const STATUS_100: &str = "status of 100 ids";
const SERVICES: &str = "services, 5,000 of them";
const BALANCE: &str = "balance";
const CREATE: &str = "order API, create";
const ORDER: &str = "order API, get";
const CHECK_BALANCE: &str = "order API, check-balance";
const WITH_WORKERS: &str = "add, with workers and the sandbox";
const ROWS: [&str; 11] = [
    ADD,
    ONE_WALLET,
    ALONE,
    STATUS,
    STATUS_100,
    SERVICES,
    BALANCE,
    CREATE,
    ORDER,
    CHECK_BALANCE,
    WITH_WORKERS,
];
const MEMORY: &str = "resident memory under that load, MiB";

/// What is measured: the panel, and PostgreSQL, which is below the panel and below the floor.
struct Bench<'b> {
    plan: &'b Plan,
    panel: &'b Panel,
    server: u32,
}

impl Bench<'_> {
    async fn measure(
        &self,
        name: &str,
        goal: &str,
        floor: &dyn Fn() -> f64,
        call: &Call<'_>,
    ) -> Row {
        let mut row = Row::new(name, goal);
        for round in 1..=self.plan.rounds {
            row.floors.push(tokio::task::block_in_place(floor));
            let before = (cpu::of_family(self.panel.pid()), cpu::of_family(self.server));
            let (done, rate) = load::run(self.panel.address, call, self.plan.seconds).await;
            row.ours.push(rate);
            row.panel_us.push((cpu::of_family(self.panel.pid()) - before.0) / done);
            row.server_us.push((cpu::of_family(self.server) - before.1) / done);
            eprintln!("{}", row.round(round));
        }
        row
    }
}

//! The check of the books that each process makes every hour: how long it takes when everything old
//! is closed, and what it takes from those who place orders.

use std::time::{Duration, Instant};

use waybill::books::Watch;
use waybill::kit::clock::Clock;
use waybill::kit::db::Db;

use crate::Plan;
use crate::load::{self, Call};
use crate::panel::Panel;
use crate::report::Figure;
use crate::seed::Seed;

/// For so long orders are placed, with one check at the beginning and without. In production an hour
/// lies between two checks.
const SECONDS: u64 = 30;
const BESIDE: &str = "books: `add` for 30 s with a check in them, part of its speed without";

fn check_name(orders: i64) -> String {
    format!("books: the hourly check, {orders} orders there, s")
}

pub fn is_taken(plan: &Plan, orders: i64) -> bool {
    plan.takes(&check_name(orders)) || plan.takes(BESIDE)
}

/// The figures; the second one if there is a panel to place orders.
pub async fn measure(plan: &Plan, seed: &Seed, orders: i64, panel: Option<&Panel>) -> Vec<Figure> {
    let mut figures = Vec::new();
    if !is_taken(plan, orders) {
        return figures;
    }
    let db = Db::new(seed.server().options("waybill"), 3);
    let clock = Clock::default();
    clock.measure(&db).await.expect("the time");
    let watch = Watch::new(&db, &clock);
    close(&watch).await;
    seed.rest().await;
    let mut times = Vec::new();
    for _ in 0..plan.rounds.max(3) {
        times.push(check(&watch).await);
    }
    eprintln!("{orders} orders: {times:.2?} s");
    figures.push(Figure { name: check_name(orders), goal: "≤ 3".to_owned(), values: times });
    if let Some(panel) = panel.filter(|_| plan.takes(BESIDE)) {
        let mut parts = Vec::new();
        let call = Call::add(seed, 64, 1000);
        for _ in 0..plan.rounds.min(3) {
            let mut rates = [0.0; 2];
            for (rate, with) in rates.iter_mut().zip([false, true]) {
                // Orders of the last run are closed; a run is never part of the check in it.
                close(&watch).await;
                seed.rest().await;
                let beside = watch.clone();
                let checking =
                    tokio::spawn(async move { if with { check(&beside).await } else { 0.0 } });
                *rate = load::run(panel.address, &call, SECONDS).await.1;
                eprintln!(
                    "{rate:.0}/s; the check in it took {:.2} s",
                    checking.await.unwrap_or(0.0)
                );
            }
            parts.push(rates[1] / rates[0]);
        }
        figures
            .push(Figure { name: BESIDE.to_owned(), goal: "≥ 0.98".to_owned(), values: parts });
    }
    db.pool().close().await;
    figures
}

/// One check; answers its seconds.
async fn check(watch: &Watch) -> f64 {
    loop {
        let since = Instant::now();
        let checked = watch.check(watch.clock.now()).await.expect("the books are read");
        if let Some(report) = checked {
            assert!(report.differences.is_empty(), "{:?}", report.differences.first());
            return since.elapsed().as_secs_f64();
        }
        // The panel's own check is under way.
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Checks until nothing more is closed.
async fn close(watch: &Watch) {
    let mut ranges = -1;
    loop {
        check(watch).await;
        let news = waybill::books::news(&watch.db).await.expect("the news");
        if news.ranges == ranges {
            return;
        }
        ranges = news.ranges;
    }
}

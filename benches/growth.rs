//! Growth: the same calls to a panel that has few orders and to one that has many.

use crate::books;
use crate::goals::Run;
use crate::load::{self, Call};
use crate::panel::Panel;
use crate::report::{self, Row};
use crate::seed::Seed;
use crate::{ADD, ALONE, ONE_WALLET, Plan, SERVICES, STATUS, STATUS_100};

/// One of the calls that are compared.
type Ask = fn(&Seed) -> Call<'_>;

const LARGE: i64 = 5_000_000;

/// A panel on a database of its own.
struct Stand {
    seed: Seed,
    panel: Panel,
}

impl Stand {
    async fn start(orders: i64) -> Self {
        let seed = Seed::plant(orders).await;
        let panel = Panel::start(&seed, &["--no-work"]).await;
        seed.rest().await;
        Self { seed, panel }
    }

    async fn rate(&self, plan: &Plan, call: impl Fn(&Seed) -> Call<'_>) -> f64 {
        load::run(self.panel.address, &call(&self.seed), plan.seconds).await.1
    }

    async fn end(self) {
        self.panel.stop();
        self.seed.uproot().await;
    }
}

/// Rounds of both alternate. The result is how much of the small one's speed the large one has.
pub async fn compare(plan: &Plan, run: &mut Run) {
    let calls: [(&str, Ask); 6] = [
        (ADD, |seed| Call::add(seed, 64, 1000)),
        (ONE_WALLET, |seed| Call::add(seed, 64, 1)),
        (ALONE, |seed| Call::add(seed, 1, 1000)),
        (STATUS, |seed| Call::status(seed, 64, 1)),
        (STATUS_100, |seed| Call::status(seed, 64, 100)),
        (SERVICES, |seed| Call::services(seed, 64, false)),
    ];
    if !calls.iter().any(|(name, _)| plan.takes(name)) && !books::is_taken(plan, LARGE) {
        return;
    }
    let (small, large) = (Stand::start(plan.orders).await, Stand::start(LARGE).await);
    for (name, call) in calls {
        if !plan.takes(name) {
            continue;
        }
        let measured = run.part(name, async {
            let mut row = Row::new(name, "≥ 0.77");
            for round in 1..=plan.rounds {
                row.floors.push(small.rate(plan, call).await);
                row.ours.push(large.rate(plan, call).await);
                eprintln!("{}", row.pair(round));
            }
            Some(row)
        });
        let measured = measured.await;
        run.rows.extend(measured);
    }
    let books = books::measure(plan, &large.seed, LARGE, Some(&large.panel));
    let books = run.part("books", books).await;
    run.figures.extend(books);
    report::growth(plan, LARGE, run);
    small.end().await;
    large.end().await;
}

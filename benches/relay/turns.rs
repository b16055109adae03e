//! How long an order waits while another customer has very many queued at the same provider, which
//! is always full.

use std::time::{Duration, Instant};

use super::{Stand, Word};
use crate::load;
use crate::panel::Panel;

/// Orders of one customer that wait.
const QUEUED: i64 = 500_000;
const ORDERS: u64 = 20;
const PAUSE: Duration = Duration::from_millis(500);
const WAIT_MAX: Duration = Duration::from_secs(30);

pub const TURN: &str = "relay: an order behind 500,000 of another customer, longest wait, s";

/// The longest wait from the answer to an order until the provider has it.
pub async fn measure(stand: &Stand<'_>) -> f64 {
    stand.provider.reset(Word::Pending);
    stand.plant(QUEUED, "now(), 'queued', null, null", "1").await;
    let panel = Panel::start(stand.seed, &["--provider-allow", "127.0.0.0/8"]).await;
    while stand.provider.orders() < 2000 {
        tokio::time::sleep(PAUSE).await;
    }
    let mut longest: f64 = 0.0;
    for n in 0..ORDERS {
        let call = load::Call::add(stand.seed, 64, 1000);
        let arrived = stand.provider.watch(format!("%2Fp%2F63-{n}"));
        load::once(panel.address, &call.request_of(63, n)).await;
        let since = Instant::now();
        let seen = tokio::time::timeout(WAIT_MAX, arrived).await;
        let took = seen.map_or(WAIT_MAX, |at| at.expect("it says when") - since);
        eprintln!("{TURN}: {took:.2?}");
        longest = longest.max(took.as_secs_f64());
        tokio::time::sleep(PAUSE).await;
    }
    panel.stop();
    longest
}

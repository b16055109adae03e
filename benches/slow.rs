//! Slow clients beside the others: 64 that send half requests and come again whenever the panel ends
//! them, while health checks and orders are timed.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::Plan;
use crate::load::{self, Call};
use crate::panel::Panel;
use crate::report::Figure;
use crate::seed::Seed;

const SLOW: usize = 64;
/// How long it is measured with them.
const SECONDS: u64 = 30;
const CALM_SECONDS: u64 = 10;

pub const HEALTH: &str = "slow clients: /healthz beside 64, times a calm panel's (95th of 100)";
pub const ADD: &str = "slow clients: `add` beside 64, times a calm panel's (95th of 100)";

pub const NAMES: [&str; 2] = [HEALTH, ADD];

pub async fn measure(plan: &Plan, seed: &Seed, panel: &Panel) -> Vec<Figure> {
    if !NAMES.iter().any(|name| plan.takes(name)) {
        return Vec::new();
    }
    seed.rest().await;
    let calm = both(seed, panel.address, CALM_SECONDS).await;
    let stop = CancellationToken::new();
    for n in 0..SLOW {
        tokio::spawn(be_slow(panel.address, n, stop.clone()));
    }
    let beside = both(seed, panel.address, SECONDS).await;
    stop.cancel();
    eprintln!("calm {calm:.3?} ms, beside slow clients {beside:.3?} ms");
    let figure = |name: &str, at: usize| Figure {
        name: name.to_owned(),
        goal: "≤ 2".to_owned(),
        values: vec![beside[at] / calm[at]],
    };
    vec![figure(HEALTH, 0), figure(ADD, 1)]
}

/// The 95th of a hundred times of each, in milliseconds: one after the other, as a person asks.
async fn both(seed: &Seed, address: SocketAddr, seconds: u64) -> [f64; 2] {
    let health = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let (mut healths, mut adds) = (Vec::new(), Vec::new());
    let add = Call::add(seed, 1, 1000);
    let until = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < until {
        let n = u64::try_from(adds.len()).unwrap_or_default();
        healths.push(timed(address, health).await);
        adds.push(timed(address, &add.request_of(SECONDS + seconds, n)).await);
    }
    [healths, adds].map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() * 95 / 100]
    })
}

async fn timed(address: SocketAddr, request: &[u8]) -> f64 {
    let started = Instant::now();
    load::once(address, request).await;
    started.elapsed().as_secs_f64() * 1000.0
}

/// A byte of a head or of a body ten times a second, on a new connection when the old one ended.
async fn be_slow(address: SocketAddr, n: usize, stop: CancellationToken) {
    let begin: &[u8] = if n.is_multiple_of(2) {
        b"GET / HTTP/1.1\r\nx: "
    } else {
        b"POST /api/v2 HTTP/1.1\r\nhost: localhost\r\ncontent-length: 900000\r\n\r\nkey="
    };
    while !stop.is_cancelled() {
        let Ok(mut stream) = TcpStream::connect(address).await else { continue };
        let mut sent = stream.write_all(begin).await;
        while sent.is_ok() && !stop.is_cancelled() {
            tokio::time::sleep(Duration::from_millis(100)).await;
            sent = stream.write_all(b"x").await;
        }
    }
}

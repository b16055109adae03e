//! Drills of failover: a primary with a synchronous standby, two `serve` and one `work`, and a
//! journal of what was acknowledged. Something is lost, and afterwards every acknowledged order is
//! there exactly once and the books balance.
//!
//! The short ones run in `make test`, without bounds of time. `make drill` runs all, with their
//! bounds, and needs the programs that `scripts/install-drill` installs. Everything is on loopback,
//! on free ports and in temporary folders; only processes that a drill started are ended, by their
//! ids.

mod books_standby;
mod bouncer;
mod config;
mod failover;
mod field;
mod hosts;
mod idle;
mod line;
mod lost;
mod migrate;
mod patroni;
mod postgres;
mod program;
mod standby;
mod started;
mod vanish;
mod versions;

use std::future::Future;
use std::time::{Duration, Instant};

/// Whether this is `make drill`: longer, and with bounds of time.
fn is_drill() -> bool {
    std::env::var("WAYBILL_DRILL").is_ok_and(|on| on == "1")
}

/// The usual number, or that of a drill.
fn rounds(normal: usize, drill: usize) -> usize {
    if is_drill() { drill } else { normal }
}

/// A drill takes no longer than this.
const DRILL_S_MAX: u64 = 300;

/// Runs one drill, and says how long it took. A drill that hangs fails.
async fn drill(name: &str, run: impl Future<Output = ()>) {
    let since = Instant::now();
    let ended = tokio::time::timeout(Duration::from_secs(DRILL_S_MAX), run).await;
    assert!(ended.is_ok(), "{name} takes longer than {DRILL_S_MAX} s");
    println!("{name}: {:.1} s", since.elapsed().as_secs_f64());
}

/// Says that a drill, or a part of it, did not run. `scripts/drill` counts these lines.
fn not_run(what: &str, why: &str) {
    println!("not run: {what}: {why}");
}

/// Checks a bound of time, in a drill; says the figure anyway.
#[track_caller]
fn within(what: &str, took: Duration, limit_s: u64) {
    println!("{what}: {:.1} s (at most {limit_s})", took.as_secs_f64());
    assert!(!is_drill() || took <= Duration::from_secs(limit_s), "{what} took {took:?}");
}

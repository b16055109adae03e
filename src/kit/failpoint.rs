//! Failpoints end the process at a step of its work, so that tests can try what a crash leaves
//! behind at each step (`tests/fire/kills.rs`). They cost nothing and are in every debug build, so
//! that `make test` has them; a release build has none.

/// Ends the process here as a power cut would, if `WAYBILL_FAILPOINT` names this step: `name`, or
/// `name:3` for the third time that the process reaches it.
#[cfg(debug_assertions)]
pub fn failpoint(name: &str) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static PASSED: AtomicU32 = AtomicU32::new(0);
    let Ok(wanted) = std::env::var("WAYBILL_FAILPOINT") else { return };
    let (wanted, nth) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    if wanted == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == nth.parse().unwrap_or(1) {
        std::process::abort();
    }
}

/// Does nothing in the program that people run.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub const fn failpoint(_name: &str) {}

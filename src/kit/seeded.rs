//! Seeded bugs: faults that can be switched on in a build of their own, to see that the tests of
//! money and races go red. Without the feature `seeded` nothing of it is in the program.
//! `make seeded` switches on one after the other; the list is in `scripts/seeded.txt`.
//!
//! Failpoints end the process at a step of its work: what a crash between two steps leaves
//! behind is tried at each of them (`tests/fire/kills.rs`). They cost nothing and are in every
//! debug build, so that `make test` has them; a release build has none.

/// Whether the bug of this name is switched on, by `WAYBILL_SEEDED=name`.
#[cfg(feature = "seeded")]
#[must_use]
pub fn bug(name: &str) -> bool {
    std::env::var("WAYBILL_SEEDED").is_ok_and(|on| on == name)
}

/// Never, in the program that people run.
#[cfg(not(feature = "seeded"))]
#[must_use]
#[inline(always)]
#[expect(clippy::inline_always, reason = "the branch must vanish")]
pub const fn bug(_name: &str) -> bool {
    false
}

/// Ends the process here as a power cut would, if `WAYBILL_FAILPOINT` names this step: `name`, or
/// `name:3` for the third time that it is come to.
#[cfg(any(debug_assertions, feature = "seeded"))]
pub fn failpoint(name: &str) {
    use std::sync::atomic::{AtomicU32, Ordering};
    static PASSED: AtomicU32 = AtomicU32::new(0);
    let Ok(wanted) = std::env::var("WAYBILL_FAILPOINT") else { return };
    let (wanted, nth) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    if wanted == name && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == nth.parse().unwrap_or(1) {
        std::process::abort();
    }
}

/// Nothing, in the program that people run.
#[cfg(not(any(debug_assertions, feature = "seeded")))]
#[inline(always)]
pub const fn failpoint(_name: &str) {}

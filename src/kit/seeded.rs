//! Seeded bugs: faults that can be switched on in a build of their own, to see that the tests of
//! money and races go red. Without the feature `seeded` nothing of it is in the program.
//! `make seeded` switches on one after the other; the list is in `docs/decisions/`.

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

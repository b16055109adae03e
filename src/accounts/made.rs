//! Passwords that staff or a command made for somebody. They end soon, and cannot stay: whoever signs in
//! with one chooses another one before anything else (`web/auth/new_password.rs`). That one is over is told
//! to those alone who know it.

use chrono::{DateTime, TimeDelta, Utc};

use super::invite;

/// Characters of base62 in such a password: more than 128 bits.
pub const MADE_CHARACTERS: usize = 22;
/// For so long it can be used: as an invitation.
pub const MADE_LASTS: TimeDelta = invite::AGE_MAX;

/// Whether a password that was made at this time cannot be used any more. `None`: its holder chose it.
#[must_use]
pub(super) fn is_over(made_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    made_at.is_some_and(|at| now - at >= MADE_LASTS)
}

//! How long sessions last: customers' and staff's, as the owner has set it, within limits that nobody sets.

use chrono::{DateTime, TimeDelta, Utc};

use crate::accounts::role::Role;
use crate::settings::Settings;

/// A session is over after this long, however much it is used.
pub const AGE_MAX: TimeDelta = TimeDelta::days(30);
/// One of staff is over after this long, whatever the settings say.
pub const STAFF_AGE_MAX: TimeDelta = TimeDelta::hours(12);

/// How long sessions last, as the owner has set it.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    staff_age: TimeDelta,
    staff_idle: TimeDelta,
    customer_idle: TimeDelta,
}

impl Limits {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            staff_age: TimeDelta::hours(settings.staff_session_h.into()).min(STAFF_AGE_MAX),
            staff_idle: TimeDelta::minutes(settings.staff_idle_min.into()),
            customer_idle: TimeDelta::days(settings.customer_idle_days.into()),
        }
    }

    /// A session of this role that began before is over.
    pub(in crate::accounts) fn oldest(&self, role: Role, now: DateTime<Utc>) -> DateTime<Utc> {
        now - if role.is_staff() { self.staff_age } else { AGE_MAX }
    }

    /// A session of this role that was last used before is over.
    pub(in crate::accounts) fn idlest(&self, role: Role, now: DateTime<Utc>) -> DateTime<Utc> {
        now - if role.is_staff() { self.staff_idle } else { self.customer_idle }
    }

    /// Whether a session of this role goes on that began and was last used then.
    pub(super) fn admit(
        &self,
        role: Role,
        (began, seen): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> bool {
        began > self.oldest(role, now) && seen > self.idlest(role, now)
    }
}

//! How often something may happen for one key, an address for instance.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// A keyed limit. It lives in this process; if there are several processes, each allows as much.
pub struct Limit<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    /// Allows `count` at once and the same number again over each `period`.
    #[must_use]
    pub fn new(count: NonZeroU32, period: Duration) -> Self {
        let quota = Quota::with_period(period / count.get())
            .unwrap_or_else(|| Quota::per_minute(count))
            .allow_burst(count);
        Self { limiter: RateLimiter::keyed(quota) }
    }

    /// Counts one. `Err` holds the whole seconds to wait, at least one.
    pub fn check(&self, key: &K) -> Result<(), u64> {
        if self.limiter.len() > 100_000 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|not_until| {
            not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1
        })
    }
}

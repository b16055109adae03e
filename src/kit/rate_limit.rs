//! How much may be sent to each of several places in a second. It lives in this process; with
//! several processes, each sends as much.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// At most this part of a second's share goes at once: a quarter.
const BURST_PARTS: u32 = 4;

/// A limit for each key. Cheap to clone; all clones count together.
#[derive(Debug, Clone)]
pub struct RateLimit<K>(Arc<Mutex<HashMap<K, Instant>>>);

impl<K> Default for RateLimit<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Hash + Eq> RateLimit<K> {
    /// How many may go now, at `per_s` a second; nothing is counted.
    #[must_use]
    pub fn room(&self, key: &K, per_s: u32) -> u32 {
        self.room_at(Instant::now(), key, per_s)
    }

    fn room_at(&self, now: Instant, key: &K, per_s: u32) -> u32 {
        let next = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied();
        let step = step(per_s);
        let horizon = now + step * burst(per_s);
        let left = next.map_or(step * burst(per_s), |next| horizon.saturating_duration_since(next));
        let fits = left.as_nanos() / step.as_nanos().max(1);
        u32::try_from(fits).unwrap_or(u32::MAX).min(burst(per_s))
    }

    /// Counts so many, whether there was room or not.
    pub fn count(&self, key: K, per_s: u32, many: u32) {
        self.count_at(Instant::now(), key, per_s, many);
    }

    fn count_at(&self, now: Instant, key: K, per_s: u32, many: u32) {
        let mut nexts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = nexts.entry(key).or_insert(now);
        *next = (*next).max(now) + step(per_s) * many;
    }

    /// Counts one, and waits until it may go.
    pub async fn wait(&self, key: K, per_s: u32) {
        self.wait_part(key, per_s, 1).await;
    }

    /// As [`wait`](Self::wait), for calls that may use only one of so many parts of the share.
    pub async fn wait_part(&self, key: K, per_s: u32, parts: u32) {
        let (now, step) = (Instant::now(), step(per_s) * parts);
        let at = {
            let mut nexts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let next = nexts.entry(key).or_insert(now);
            *next = (*next).max(now) + step;
            *next
        };
        if let Some(at) = at.checked_sub(step * (burst(per_s) / parts).max(1)) {
            tokio::time::sleep_until(at).await;
        }
    }
}

fn step(per_s: u32) -> Duration {
    Duration::from_secs(1) / per_s.max(1)
}

fn burst(per_s: u32) -> u32 {
    (per_s / BURST_PARTS).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_its_share_goes_out() {
        let (limit, now) = (RateLimit::default(), Instant::now());
        let after = |ms: u64| now + Duration::from_millis(ms);
        assert_eq!(limit.room_at(now, &1, 20), 5);
        limit.count_at(now, 1, 20, 5);
        assert_eq!(limit.room_at(now, &1, 20), 0);
        assert_eq!(limit.room_at(now, &2, 20), 5);
        assert_eq!(limit.room_at(after(100), &1, 20), 2);
        assert_eq!(limit.room_at(after(10_000), &1, 20), 5);
        for _ in 0..25 {
            limit.count_at(after(10_000), 1, 20, 1);
        }
        // A second's worth above the burst: the last one has to wait for a second.
        assert_eq!(limit.room_at(after(10_999), &1, 20), 0);
        assert_eq!(limit.room_at(after(11_051), &1, 20), 1);
    }
}

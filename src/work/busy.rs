//! How much is under way with each provider, so that a slow one gets nothing more.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::providers::ProviderId;

/// Counts by provider. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Busy(Arc<Mutex<HashMap<ProviderId, usize>>>);

/// This much is under way until this is dropped.
pub(super) struct Guard {
    busy: Busy,
    provider_id: ProviderId,
    many: usize,
}

impl Busy {
    pub fn enter(&self, provider_id: ProviderId, many: usize) -> Guard {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(provider_id).or_default() += many;
        Guard { busy: self.clone(), provider_id, many }
    }

    /// The providers with more under way than this.
    pub fn with_more_than(&self, many: usize) -> Vec<ProviderId> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter().filter(|(_, count)| **count > many).map(|(id, _)| *id).collect()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut counts = self.busy.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.provider_id) {
            *count = count.saturating_sub(self.many);
        }
    }
}

/// After a piece of work, the rest lasts this many times as long as the work took.
const REST_PARTS: u32 = 4;

/// For work that is useful, but not each time.
#[derive(Debug)]
pub(super) struct Seldom {
    every: Duration,
    next: Mutex<Option<Instant>>,
}

impl Seldom {
    pub const fn every(every: Duration) -> Self {
        Self { every, next: Mutex::new(None) }
    }

    /// Whether it is time again; a caller that gets `true` does the work.
    pub fn is_time(&self) -> bool {
        let now = Instant::now();
        let mut next = self.next();
        let is_time = next.is_none_or(|next| now >= next);
        if is_time {
            *next = Some(now + self.every);
        }
        is_time
    }

    /// The work was done, and took this long: work that takes long is done less often.
    pub fn took(&self, long: Duration) {
        *self.next() = Some(Instant::now() + self.every.max(long * REST_PARTS));
    }

    fn next(&self) -> MutexGuard<'_, Option<Instant>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_long_is_done_less_often() {
        let seldom = Seldom::every(Duration::ZERO);
        assert!(seldom.is_time() && seldom.is_time());
        seldom.took(Duration::from_secs(3600));
        assert!(!seldom.is_time());
    }
}

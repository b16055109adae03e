//! How much is under way with each provider, so that a slow one is left alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counts by provider. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Busy(Arc<Mutex<HashMap<i64, usize>>>);

/// So much is under way until this is dropped.
pub(super) struct Guard {
    busy: Busy,
    provider_id: i64,
    many: usize,
}

impl Busy {
    pub fn enter(&self, provider_id: i64, many: usize) -> Guard {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(provider_id).or_default() += many;
        Guard { busy: self.clone(), provider_id, many }
    }

    /// The providers with more under way than this.
    pub fn with_more_than(&self, many: usize) -> Vec<i64> {
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

/// For what is worth doing, and not each time.
#[derive(Debug)]
pub(super) struct Seldom {
    every: Duration,
    last: Mutex<Option<Instant>>,
}

impl Seldom {
    pub const fn every(every: Duration) -> Self {
        Self { every, last: Mutex::new(None) }
    }

    /// Whether it is time again; whoever is told so does it.
    pub fn is_time(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = last.is_none_or(|at| at.elapsed() >= self.every);
        if is_time {
            *last = Some(Instant::now());
        }
        is_time
    }
}

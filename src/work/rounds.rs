//! When each loop has last ended a round, so that one that hangs is seen.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::orders::Intake;

/// A loop whose last good round is older than this does not work any more: longer than its waits
/// for the database and for providers.
const AGE_S_MAX: u64 = 120;
/// Housekeeping also checks the books.
const HOUSEKEEPING_AGE_S_MAX: u64 = 900;

/// The loops of one process. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Rounds(Arc<Mutex<BTreeMap<&'static str, Instant>>>);

impl Rounds {
    /// A loop starts, or has ended a round without a fault.
    pub(super) fn note(&self, name: &'static str) {
        self.last().insert(name, Instant::now());
    }

    /// The loops that have not ended a round for too long, and for how long.
    #[must_use]
    pub fn late(&self) -> Vec<(&'static str, Duration)> {
        let most = |name| match name {
            "housekeeping" => Duration::from_secs(HOUSEKEEPING_AGE_S_MAX),
            _ => Duration::from_secs(AGE_S_MAX),
        };
        let ages = self.last().iter().map(|(name, at)| (*name, at.elapsed())).collect::<Vec<_>>();
        ages.into_iter().filter(|(name, age)| *age > most(name)).collect()
    }

    /// Shows the ages as metrics, and that of the oldest batch of orders, each second until `stop`.
    pub(super) async fn show(self, intake: Intake, stop: CancellationToken) {
        while !stop.is_cancelled() {
            for (name, at) in self.last().iter() {
                metrics::gauge!("waybill_loop_last_round_age_seconds", "loop" => *name)
                    .set(at.elapsed().as_secs_f64());
            }
            metrics::gauge!("waybill_intake_oldest_batch_seconds")
                .set(intake.oldest_batch().as_secs_f64());
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
        }
    }

    fn last(&self) -> MutexGuard<'_, BTreeMap<&'static str, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Whether a process can do its work at this moment: what `/readyz` answers.
//!
//! A probe goes the way of an order: it takes a connection to a server that accepts writes, and if
//! there is a synchronous standby, it commits something that waits for it. One probe is under way
//! at a time, however many ask.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::kit::db::{self, Db};
use crate::kit::migrate;

/// A probe that takes longer says: not ready.
const PROBE_S_MAX: u64 = 3;
/// An answer that is older is asked for again.
const FRESH_S_MAX: u64 = 1;

/// Why a process is not ready, in words for its operator.
pub type NotReady = String;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Readiness(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    db: Db,
    state: Mutex<State>,
    ended: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// The probe that is under way, and what it waits for.
    begun: Option<(Instant, &'static str)>,
    last: Option<(Instant, Result<(), NotReady>)>,
}

const ASKS: &str = "the database does not answer";
const COMMITS: &str = "commits wait for the synchronous standby";

impl Readiness {
    /// Of a process that uses this database.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        Self(Arc::new(Shared { db: db.clone(), state: Mutex::default(), ended: Notify::new() }))
    }

    /// Asks, or shares the answer of the last second.
    pub async fn check(&self) -> Result<(), NotReady> {
        let ended = self.0.ended.notified();
        let mut ended = std::pin::pin!(ended);
        // From here on an end is not missed.
        ended.as_mut().enable();
        {
            let mut state = self.state();
            if let Some((at, answer)) = &state.last
                && at.elapsed() < Duration::from_secs(FRESH_S_MAX)
            {
                return answer.clone();
            }
            if state.begun.is_none() {
                state.begun = Some((Instant::now(), ASKS));
                tokio::spawn(self.clone().probe());
            }
        }
        let late = self.late();
        if tokio::time::timeout(Duration::from_secs(PROBE_S_MAX).saturating_sub(late), ended)
            .await
            .is_ok()
            && let Some((_, answer)) = &self.state().last
        {
            return answer.clone();
        }
        let (since, waits) = self.state().begun.unwrap_or((Instant::now(), ASKS));
        Err(format!("{waits} ({} s)", since.elapsed().as_secs()))
    }

    /// How long the probe is under way.
    fn late(&self) -> Duration {
        self.state().begun.map(|(since, _)| since.elapsed()).unwrap_or_default()
    }

    async fn probe(self) {
        let answer = self.ask().await;
        {
            let mut state = self.state();
            state.last = Some((Instant::now(), answer));
            state.begun = None;
        }
        self.0.ended.notify_waiters();
    }

    async fn ask(&self) -> Result<(), NotReady> {
        let away = |error: db::Error| format!("the database is not reachable: {error}");
        if !migrate::is_current(&self.0.db).await.map_err(away)? {
            return Err("the schema is not current".to_owned());
        }
        if let Some((_, waits)) = &mut self.state().begun {
            *waits = COMMITS;
        }
        db::wait_for_standby(self.0.db.pool()).await.map_err(away)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

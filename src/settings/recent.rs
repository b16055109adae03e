//! The settings in memory, for what pages show. A process notices another one's change within two
//! seconds, so no rule of money or of rights may rest on this.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Settings, read};
use crate::kit::db::{self, Db};

/// After this long they are read again.
const READ_EVERY: Duration = Duration::from_secs(2);

/// One for the process.
#[derive(Default)]
pub struct Recent {
    kept: Mutex<Option<(Instant, Arc<Settings>)>>,
}

impl Recent {
    /// The settings as they are, or were two seconds ago.
    pub async fn get(&self, db: &Db) -> Result<Arc<Settings>, db::Error> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, settings)) = kept
            && at.elapsed() < READ_EVERY
        {
            return Ok(settings);
        }
        let settings = Arc::new(read(db.pool()).await?);
        self.keep(Some((Instant::now(), Arc::clone(&settings))));
        Ok(settings)
    }

    /// Reads them again at the next question, because they were changed here.
    pub(crate) fn forget(&self) {
        self.keep(None);
    }

    fn keep(&self, kept: Option<(Instant, Arc<Settings>)>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }
}

//! The settings in memory, for what pages show. A process notices another one's change within two
//! seconds, so no rule of money or of rights may rest on this.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Settings, read};
use crate::kit::db::{self, Db};

/// After this long they are read again.
const READ_EVERY: Duration = Duration::from_secs(2);

/// One for the process.
#[derive(Default)]
pub struct Recent {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    settings: Arc<Settings>,
    /// `None`: they have to be read.
    read_at: Option<Instant>,
}

impl Recent {
    /// The settings as they are, or were two seconds ago.
    pub async fn get(&self, db: &Db) -> Result<Arc<Settings>, db::Error> {
        {
            let kept = self.kept();
            if kept.read_at.is_some_and(|at| at.elapsed() < READ_EVERY) {
                return Ok(Arc::clone(&kept.settings));
            }
        }
        let settings = Arc::new(read(db.pool()).await?);
        *self.kept() = Kept { settings: Arc::clone(&settings), read_at: Some(Instant::now()) };
        Ok(settings)
    }

    /// Those that were read last, however long ago; the defaults, if none were. For pages that must not
    /// ask the database.
    #[must_use]
    pub fn last(&self) -> Arc<Settings> {
        Arc::clone(&self.kept().settings)
    }

    /// Reads them again at the next question, because they were changed here.
    pub(crate) fn forget(&self) {
        self.kept().read_at = None;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

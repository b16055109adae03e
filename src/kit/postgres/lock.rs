//! The two file locks by which processes agree about one server.
//!
//! A process holds `postgres.lock` alone while it starts or stops the server. Everyone who uses the
//! server holds `postgres.use`, shared. Must stay true: a process that changes its hold on
//! `postgres.use` holds `postgres.lock`. So a process that arrives sees a server that is up or
//! down, and never one that is stopping. The kernel releases both locks when a process dies. The
//! files are for the server's user alone.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use super::error::{Doing, Error};
use super::place::Place;

/// Recovery after a crash may take long, and the process that waits cannot help.
const WAIT_S_MAX: u64 = 600;
const LOOK_AGAIN: Duration = Duration::from_millis(10);
const SAY_SO_AFTER: Duration = Duration::from_secs(2);

/// Nobody else starts or stops the server while this lives.
pub(super) struct Turn {
    file: File,
}

impl Turn {
    pub(super) async fn wait(data_dir: &Path) -> Result<Self, Error> {
        let path = data_dir.join("postgres.lock");
        let file = open(&path)?;
        let since = Instant::now();
        let mut said = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error).doing("lock", &path),
            }
            if !said && since.elapsed() > SAY_SO_AFTER {
                tracing::info!(lock = %path.display(), "waiting for another Waybill that starts or stops the database");
                said = true;
            }
            if since.elapsed().as_secs() >= WAIT_S_MAX {
                return Err(Error::Busy { data_dir: data_dir.to_owned(), waited_s: WAIT_S_MAX });
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Hides the lock file from others. Which user it is for is known only when the lock is held.
    pub(super) fn keep_private(&self, place: &Place) -> Result<(), Error> {
        place.keep_private(&self.file, &place.data_dir.join("postgres.lock"))
    }
}

/// We use the server: nobody else stops it while this lives.
#[derive(Debug)]
pub(super) struct InUse {
    file: File,
}

impl InUse {
    pub(super) fn take(place: &Place, _turn: &Turn) -> Result<Self, Error> {
        let path = place.data_dir.join("postgres.use");
        let file = open(&path)?;
        place.keep_private(&file, &path)?;
        file.lock_shared().doing("lock", &path)?;
        Ok(Self { file })
    }

    /// Releases it, and says whether nobody is left.
    pub(super) fn leave(self, _turn: &Turn) -> bool {
        self.file.unlock().is_ok() && self.file.try_lock().is_ok()
    }
}

/// Whether the process that used the server in `data_dir` is gone. False when it never got that far.
pub(super) fn is_abandoned(data_dir: &Path) -> bool {
    File::open(data_dir.join("postgres.use")).is_ok_and(|file| file.try_lock().is_ok())
}

fn open(path: &Path) -> Result<File, Error> {
    let mut how = OpenOptions::new();
    match how.read(true).write(true).create(true).truncate(false).mode(0o600).open(path) {
        // Made by root, used by the user who called sudo: reading is enough for a lock.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            File::open(path).doing("open", path)
        }
        other => other.doing("open", path),
    }
}

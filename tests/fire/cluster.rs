//! An empty PostgreSQL cluster, made once for each version and copied for each field: a durable
//! cluster needs most of its time to write its first files to the disk.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use tokio::sync::OnceCell;
use waybill::kit::postgres::{Durability, Server, find};

static KEPT: OnceCell<PathBuf> = OnceCell::const_new();

/// Puts one into this folder, as if a panel had started there and stopped.
pub(super) async fn lay(folder: &Path) {
    let kept = KEPT.get_or_init(make).await;
    copy(kept, &folder.join("postgres"));
}

/// Makes it in the build's own folder, so that the next runs can use it too.
async fn make() -> PathBuf {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let dir = TempDir::new().unwrap();
    // Other users could not read what root has made.
    let (major, uid) = (find().unwrap().major(), std::fs::metadata(dir.path()).unwrap().uid());
    let kept = scratch.join(format!("cluster-{major}-{uid}"));
    if kept.join("PG_VERSION").exists() {
        return kept;
    }
    std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
    Server::start(dir.path(), Durability::Durable).await.unwrap().stop().await.unwrap();
    // Another run may do the same at this moment, so it appears as a whole or not at all.
    let whole = scratch.join(format!("cluster-{}", std::process::id()));
    copy(&dir.path().join("postgres"), &whole);
    if std::fs::rename(&whole, &kept).is_err() {
        std::fs::remove_dir_all(&whole).unwrap();
    }
    kept
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").args([from, to]).status().unwrap();
    assert!(copied.success(), "cp -a {} {}", from.display(), to.display());
}

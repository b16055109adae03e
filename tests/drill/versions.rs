//! The drills of one pair, with other versions of PostgreSQL, where `PG_BIN_DIRS` names their
//! programs: `/usr/lib/postgresql/16/bin:/usr/lib/postgresql/17/bin`.

use std::path::PathBuf;

use super::lost::{Broken, lose};
use super::{drill, not_run};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for make drill"]
async fn other_versions_of_postgresql() {
    let dirs = std::env::var_os("PG_BIN_DIRS").unwrap_or_default();
    let dirs: Vec<PathBuf> = std::env::split_paths(&dirs).filter(|dir| dir.is_dir()).collect();
    if dirs.is_empty() {
        return not_run("PostgreSQL 16, 17 and 18", "PG_BIN_DIRS names no folder");
    }
    for dir in dirs {
        let name = format!("commits that no standby has, with {}", dir.display());
        drill(&name, lose(&dir, Broken::Restarted)).await;
    }
}

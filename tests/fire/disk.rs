//! The disk is full: no order is acknowledged that is not on the disk, even if PostgreSQL is killed
//! at that moment. When there is room again, the panel goes on by itself. The panel's log is on
//! that disk as well. The test uses a small file system in memory, which only root can mount.
//!
//! Seen red by `make seeded`: `failed-write-is-placed`, `full-log-panics`.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::panel::signal;
use super::{Clients, Field, Tell, rounds};
use crate::support::eventually;

const SIZE: &str = "size=100m,mode=755";

/// A small file system, unmounted at the end.
struct Disk(TempDir);

impl Disk {
    fn mount() -> Option<Self> {
        let dir = TempDir::new().unwrap();
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let words = ["-t", "tmpfs", "-o", SIZE, "waybill-test"];
        let mounted = Command::new("mount").args(words).arg(dir.path()).output().ok()?;
        mounted.status.success().then(|| Self(dir))
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// Writes until there is no room.
    fn fill(&self) {
        let mut ballast = std::fs::File::create(self.ballast()).unwrap();
        for block in [1 << 20, 1 << 12, 1] {
            while ballast.write_all(&vec![0; block]).is_ok() {}
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily, because a killed server may still be ending.
        let unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "the test's disk stays mounted");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk() {
    let Some(disk) = Disk::mount() else {
        println!("skipped: mounting a small file system needs root and a machine that allows it");
        return;
    };
    let folder = disk.folder();
    make(&folder);
    let field = Field::on(folder, None).await;
    let mut panel = field.serve(Tell::Folder, &[]);
    let clients = Clients::start(8, &field);
    clients.go_to(&panel.url);
    for round in 0..rounds(2, 10) {
        clients.more(20).await;
        disk.fill();
        // Writes inside existing files succeed for a while; then no write does.
        eventually("orders to be refused", async || {
            (clients.last().elapsed() > Duration::from_millis(1500)).then_some(())
        })
        .await;
        assert!(panel.is_alive(), "{}", panel.tail());
        // What PostgreSQL only had in memory is lost.
        if round % 2 == 1 {
            signal(field.postmaster().expect("it runs"), "KILL");
        }
        disk.make_room();
        let took = clients.more(20).await;
        assert!(took.as_secs() < 15, "with room again it took {took:?}");
    }
    let journal = clients.finish().await;
    field.rest().await;
    assert!(panel.stop().success());
    field.check(&journal).await;
    field.clear().await;
}

fn make(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    std::fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
}

//! A server for one run of tests, in memory if possible. It is gone when the process is gone,
//! however the process ended.
//!
//! Rust's test harness runs no destructors for statics, and nothing runs after SIGKILL. So a small
//! shell waits at the end of a pipe that this process holds open. The kernel closes the pipe when
//! we are gone; then the shell stops the server and removes its directory. Must stay true: this
//! module ends only servers that it started, by their directory.

use std::fs::DirBuilder;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::Server;
use super::cluster;
use super::error::{Doing, Error};
use super::find::{self, Programs};
use super::lock;
use super::settings::Durability;
use super::user::User;

const PREFIX: &str = "waybill-test-";
const MEMORY: &str = "/dev/shm";
const MEMORY_FREE_KIB_MIN: u64 = 1 << 20;

/// One throwaway server for this process, below `parent`, or in memory, in `target/` or in the temporary directory.
///
/// Stopped and removed when it is stopped or dropped, or when the process ends, however it ends.
///
/// # Errors
/// As `Server::start`.
pub async fn throwaway(parent: Option<&Path>) -> Result<Server, Error> {
    let programs = find::find()?;
    let user = User::choose()?;
    let parent = match parent {
        Some(parent) => parent.canonicalize().doing("look at", parent)?,
        None => choose_parent(user).await?,
    };
    sweep(&parent, user, &programs).await;

    let dir = parent.join(format!("{PREFIX}{}", cluster::unique()));
    DirBuilder::new().mode(0o700).create(&dir).doing("make", &dir)?;
    if user.switch {
        std::os::unix::fs::lchown(&dir, Some(user.uid), Some(user.gid))
            .doing("change the owner of", &dir)?;
    }
    // Before the server: a kill while the server starts must leave nothing either.
    let watcher = Watcher::spawn(&dir, user, &programs)?;
    let mut server = Server::start(&dir, Durability::Throwaway).await?;
    server.watcher = Some(watcher);
    Ok(server)
}

/// The shell that outlives us. When this is dropped, the shell does its work.
#[derive(Debug)]
pub(super) struct Watcher {
    /// Its input is the pipe.
    shell: Child,
    dir: PathBuf,
}

/// `$1` pg_ctl, `$2` cluster, `$3` everything. An initdb that outlived us may add files while they are removed.
const WATCH: &str = "trap '' HUP INT TERM
while read -r _; do :; done
\"$1\" stop -s -m immediate -D \"$2\"
for _ in 1 2 3 4 5; do
  rm -rf -- \"$3\"
  test -e \"$3/postgres\" || break
  sleep 1
done";

impl Watcher {
    fn spawn(dir: &Path, user: User, programs: &Programs) -> Result<Self, Error> {
        let mut shell = user.command(Path::new("/bin/sh")).into_std();
        shell
            .args(["-c", WATCH, "waybill-test-watcher"])
            .arg(programs.bin_dir().join("pg_ctl"))
            .arg(dir.join("postgres"))
            .arg(dir)
            .stdin(Stdio::piped())
            // A program that waits for the end of our output must not wait for the shell as well.
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let shell = shell.spawn().doing("start a shell to watch", dir)?;
        Ok(Self { shell, dir: dir.to_owned() })
    }

    /// As if a killed container had killed the shell too.
    #[cfg(test)]
    pub(super) fn kill_in_a_test(mut self) {
        let killed = self.shell.kill().and_then(|()| self.shell.wait());
        assert!(killed.is_ok(), "{killed:?}");
    }

    /// Makes the shell do its work, and waits until it is done.
    pub(super) async fn finish(mut self) -> Result<(), Error> {
        let waited = tokio::task::spawn_blocking(move || {
            // Closes the pipe first.
            let waited = self.shell.wait();
            // The shell's user may not be allowed to remove the directory itself from our parent.
            let _ = std::fs::remove_dir(&self.dir);
            waited.map(|_| ()).doing("remove", &self.dir)
        });
        waited.await.unwrap_or_else(|lost| {
            Err(Error::Io {
                doing: "wait for the shell that removes the server".to_owned(),
                source: std::io::Error::other(lost),
            })
        })
    }
}

async fn choose_parent(user: User) -> Result<PathBuf, Error> {
    let memory = Path::new(MEMORY);
    if free_kib(memory).is_some_and(|free| free > MEMORY_FREE_KIB_MIN) {
        return Ok(memory.to_owned());
    }
    // Cargo marks its target directory by this file.
    let target = std::env::current_exe().ok().and_then(|exe| {
        let mut above = exe.ancestors();
        above.find(|dir| dir.join("CACHEDIR.TAG").exists()).map(Path::to_owned)
    });
    if let Some(target) = target
        && user.can_enter(&target).await?
    {
        return Ok(target);
    }
    let temp = std::env::temp_dir();
    temp.canonicalize().doing("look at", &temp)
}

/// What is free on the file system of `dir`, by `df`, since the standard library does not know.
pub(super) fn free_kib(dir: &Path) -> Option<u64> {
    let df = Command::new("df").arg("-Pk").arg(dir).output().ok()?;
    let said = String::from_utf8(df.stdout).ok()?;
    said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// Ends and removes what processes left that died together with their shell, as in a killed
/// container.
async fn sweep(parent: &Path, user: User, programs: &Programs) {
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        let dir = entry.path();
        let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        let ours = entry.metadata().is_ok_and(|dir| dir.is_dir() && dir.uid() == user.uid);
        if !named || !ours || !is_left(&dir) {
            continue;
        }
        let mut pg_ctl = user.command(&programs.bin_dir().join("pg_ctl"));
        pg_ctl.args(["stop", "-s", "-m", "immediate", "-D"]);
        // It fails when there is no server any more, which is just as good.
        let _ = pg_ctl.arg(dir.join("postgres")).output().await;
        let _ = std::fs::remove_dir_all(&dir);
    }
}

/// Whether nobody uses `dir` any more. The lock tells, because process ids are used again. Without
/// a lock file, its maker died (or is) between two steps that take no time, so an hour is enough.
fn is_left(dir: &Path) -> bool {
    if dir.join("postgres.use").exists() {
        return lock::is_abandoned(dir);
    }
    let made = dir.metadata().and_then(|dir| dir.modified());
    made.is_ok_and(|made| made.elapsed().is_ok_and(|age| age.as_secs() > 3600))
}

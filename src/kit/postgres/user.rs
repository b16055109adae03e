//! The user that runs the server, because PostgreSQL refuses to be root.
//!
//! Must stay true: the owner of an existing cluster runs it; a program is never started as root.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use super::error::{Doing, Error};

/// What the server's programs get of our environment: where programs and their libraries are, and
/// where the user is at home.
const KEPT: [&str; 5] = ["PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "TZ"];

/// The user of the server, and whether we have to become that user first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) gid: u32,
    /// We are root and the server is not.
    pub(super) switch: bool,
}

impl User {
    /// Ourselves; or, if we are root, somebody else: the user who called sudo, `postgres`, or
    /// `nobody`.
    pub(super) fn choose() -> Result<Self, Error> {
        let (uid, gid) = own_ids()?;
        if uid != 0 {
            return Ok(Self { uid, gid, switch: false });
        }
        let number = |name: &str| std::env::var(name).ok()?.parse::<u32>().ok();
        let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let sudo = number("SUDO_UID").zip(number("SUDO_GID"));
        sudo.filter(|(uid, _)| *uid != 0)
            .or_else(|| ids_of(&passwd, "postgres"))
            .or_else(|| ids_of(&passwd, "nobody"))
            .map(|(uid, gid)| Self { uid, gid, switch: true })
            .ok_or(Error::NoUser)
    }

    /// The owner of something that exists, if we may act as that owner.
    pub(super) fn owner_of(path: &Path) -> Result<Self, Error> {
        let owner = path.metadata().doing("look at", path)?;
        let (uid, _) = own_ids()?;
        if owner.uid() == uid && uid != 0 {
            return Self::choose();
        }
        if uid != 0 || owner.uid() == 0 {
            return Err(Error::OtherOwner { path: path.to_owned(), owner: owner.uid() });
        }
        Ok(Self { uid: owner.uid(), gid: owner.gid(), switch: true })
    }

    /// A program that will run as this user, and that ignores our terminal. Of our environment it
    /// gets only what it needs: a superuser of the server can read the server's own environment.
    pub(super) fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command
            .stdin(Stdio::null())
            // This user may not be allowed to enter our own directory, and initdb fails then.
            .current_dir("/")
            // The reasons for a failed start are read from the log: keep it in one language.
            .env("LC_ALL", "C")
            // Ctrl-C in our terminal is for us.
            .process_group(0);
        if self.switch {
            // With a uid given, the standard library drops the supplementary groups too.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this user may enter `dir`: we try it, because mode bits do not say everything.
    pub(super) async fn can_enter(self, dir: &Path) -> Result<bool, Error> {
        if !self.switch {
            return Ok(true);
        }
        let status = self
            .command(Path::new("/bin/sh"))
            .args(["-c", "cd -- \"$1\"", "sh"])
            .arg(dir)
            .stderr(Stdio::null())
            .status()
            .await
            .doing("run /bin/sh for", dir)?;
        Ok(status.success())
    }
}

/// Our uid and gid: the kernel tells both ends of a socket pair who is at the other end.
fn own_ids() -> Result<(u32, u32), Error> {
    tokio::net::UnixStream::pair()
        .and_then(|(ours, _theirs)| ours.peer_cred())
        .map(|me| (me.uid(), me.gid()))
        .map_err(|source| Error::Io { doing: "ask the kernel who we are".to_owned(), source })
}

/// The uid and gid of `name` in the text of `/etc/passwd`.
///
/// Read by hand: the C library's own look-up may load network modules and is not safe in a threaded
/// program.
pub(super) fn ids_of(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some((uid, gid))
    })
}

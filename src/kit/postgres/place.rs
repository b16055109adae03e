//! Where a server keeps its things: cluster, log and socket.
//!
//! Must stay true: the panel never leaves an existing cluster for a new, empty one somewhere else.
//! The same data directory leads every process to the same cluster. The socket is in a directory
//! that only the server's user may enter.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::{Doing, Error};
use super::lock::Turn;
use super::user::User;

/// Root's folder for what the server's user could not reach in the data directory.
const SHELF: &str = "/var/lib/waybill";
/// macOS allows 104 bytes for a socket's whole path, Linux 108, both with a closing NUL.
const SOCKET_PATH_BYTES_MAX: usize = 103;
const SOCKET_NAME: &str = ".s.PGSQL.5432";

#[derive(Debug, Clone)]
pub(super) struct Place {
    /// As the caller named it, but canonical. The locks are here.
    pub(super) data_dir: PathBuf,
    /// Holds the cluster and the log: usually the data directory.
    pub(super) base: PathBuf,
    pub(super) user: User,
}

impl Place {
    /// Finds or chooses the place for `data_dir`, a canonical path. Call it with the lock held: the
    /// process that made a cluster a moment ago decides for everyone.
    pub(super) async fn of(data_dir: PathBuf, _turn: &Turn) -> Result<Self, Error> {
        let elsewhere = Path::new(SHELF).join(digest(&data_dir));

        for base in [data_dir.clone(), elsewhere.clone()] {
            let cluster = base.join("postgres");
            if is_occupied(&cluster) {
                let user = User::owner_of(&cluster)?;
                return Ok(Self { base, data_dir, user });
            }
        }

        let user = User::choose()?;
        let base = if user.can_enter(&data_dir).await? {
            data_dir.clone()
        } else {
            std::fs::create_dir_all(&elsewhere).doing("make", &elsewhere)?;
            tracing::info!(
                data_dir = %data_dir.display(), database = %elsewhere.display(), uid = user.uid,
                "the database's user cannot enter the data directory: the database goes elsewhere"
            );
            elsewhere
        };
        Ok(Self { data_dir, base, user })
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.base.join("postgres")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.base.join("postgres.log")
    }

    /// The directory for the next start's socket: the cluster's own, which is already private, if
    /// its path is short enough.
    pub(super) fn socket_dir(&self) -> Result<PathBuf, Error> {
        let cluster = self.cluster();
        if fits(&cluster) {
            return Ok(cluster);
        }
        let name = format!("waybill-{}-{}", self.user.uid, digest(&self.data_dir));
        let runtime = std::env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|dir| !self.user.switch && dir.is_absolute() && dir.is_dir())
            .map(|dir| dir.join(&name))
            .filter(|dir| fits(dir));
        let dir = runtime.unwrap_or_else(|| Path::new("/tmp").join(&name));
        match DirBuilder::new().mode(0o700).create(&dir) {
            Ok(()) => self.give(&dir)?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).doing("make", &dir),
        }
        self.check_private(&dir)?;
        Ok(dir)
    }

    /// Refuses a directory that somebody else put there or could read. A link does not fool it.
    pub(super) fn check_private(&self, dir: &Path) -> Result<(), Error> {
        let found = dir.symlink_metadata().doing("look at", dir)?;
        if found.is_dir() && found.uid() == self.user.uid && found.mode() & 0o077 == 0 {
            return Ok(());
        }
        Err(Error::SocketDir { path: dir.to_owned(), owner: self.user.uid })
    }

    /// Makes the server's user the owner of a file or directory that we made just now.
    pub(super) fn give(&self, path: &Path) -> Result<(), Error> {
        if self.user.switch {
            std::os::unix::fs::lchown(path, Some(self.user.uid), Some(self.user.gid))
                .doing("change the owner of", path)?;
        }
        Ok(())
    }

    /// A log, there and writable for the server's user alone.
    pub(super) fn open_log(&self, path: &Path) -> Result<File, Error> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            .mode(0o600)
            .open(path)
            .doing("open", path)?;
        self.keep_private(&log, path)?;
        Ok(log)
    }

    /// Makes an open file the server's user's, and unreadable for others.
    pub(super) fn keep_private(&self, file: &File, path: &Path) -> Result<(), Error> {
        let held = file.metadata().doing("look at", path)?;
        if self.user.switch {
            let named = path.symlink_metadata().doing("look at", path)?;
            // Root must not give away a file because a link in somebody's directory points to it.
            let plain = named.is_file() && named.nlink() == 1;
            if !plain || (held.dev(), held.ino()) != (named.dev(), named.ino()) {
                return Err(Error::Io {
                    doing: format!("use {}", path.display()),
                    source: std::io::Error::other("it is a link"),
                });
            }
            std::os::unix::fs::fchown(file, Some(self.user.uid), Some(self.user.gid))
                .doing("change the owner of", path)?;
        } else if held.uid() != self.user.uid {
            // Made by root, for whom only root can do this.
            return Ok(());
        }
        file.set_permissions(Permissions::from_mode(0o600)).doing("change the mode of", path)
    }
}

/// Sixteen hexadecimal digits that stand for a path.
pub(super) fn digest(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let hash = Sha256::digest(path.as_os_str().as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a socket in `dir` has a path that the kernel takes and that the server's settings can spell.
pub(super) fn fits(dir: &Path) -> bool {
    let path = dir.join(SOCKET_NAME);
    path.to_str().is_some_and(|path| {
        // A comma would split the setting's list in two, a quote would end it.
        path.len() <= SOCKET_PATH_BYTES_MAX
            && !path.contains(|c: char| matches!(c, ',' | '"' | '\'' | '\\') || c.is_control())
    })
}

/// Whether something is in `dir`; something that we may not see counts too.
fn is_occupied(dir: &Path) -> bool {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

//! `postmaster.pid`, PostgreSQL's own note of the server's process id and socket.
//!
//! Must stay true: a process id alone proves nothing, because ids are used again, and a dead
//! process keeps its id for a while. Called by `ready` and by code that asks a `Server` for its id.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::place::Place;

/// Above what any system gives (Linux: 2^22).
const PID_OF_NOBODY: u32 = 2_147_483_646;

/// The process id and the socket directory that `postmaster.pid` names, whether or not they are still true.
pub(super) fn noted(cluster: &Path) -> Option<(u32, PathBuf)> {
    let note = std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    let mut lines = note.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let socket_dir = lines.nth(3).unwrap_or_default();
    Some((pid, PathBuf::from(socket_dir)))
}

/// Whether this cluster's server does not run for sure. If we cannot look, because no descriptor is
/// left for instance, it may run.
pub(super) fn is_gone(cluster: &Path) -> bool {
    match std::fs::File::open(cluster.join("postmaster.pid")) {
        Ok(_) => running(cluster).is_none(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    }
}

/// The process id of this cluster's server, if that process lives and is a server of this cluster.
///
/// We recognise a server by its directory, in which it stays, and by its command line. If we cannot
/// ask for these, we take the process for a server.
pub(super) fn running(cluster: &Path) -> Option<u32> {
    let (pid, _) = noted(cluster)?;
    let name = cluster.as_os_str().as_encoded_bytes();
    let names_cluster = |text: &[u8]| text.windows(name.len()).any(|part| part == name);
    let is_server = if Path::new("/proc/self/cmdline").exists() {
        let proc = PathBuf::from(format!("/proc/{pid}"));
        // Empty for a process that died and whose parent has not asked for it yet.
        let line = match std::fs::read(proc.join("cmdline")) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Some(pid),
            line => line.unwrap_or_default(),
        };
        let stays = std::fs::read_link(proc.join("cwd")).is_ok_and(|cwd| cwd == cluster);
        !line.is_empty() && (names_cluster(&line) || stays)
    } else {
        let ps = std::process::Command::new("ps")
            .args(["-o", "stat=,command=", "-p", &pid.to_string()])
            .output();
        ps.map_or(true, |ps| {
            ps.status.success() && !ps.stdout.starts_with(b"Z") && names_cluster(&ps.stdout)
        })
    };
    is_server.then_some(pid)
}

/// Corrects the note of a server that is gone, if PostgreSQL would take it for one that runs.
///
/// PostgreSQL only asks whether some process has that id. After a reboot, and in a container, where
/// there are few ids, another process may have it. And a killed server stays visible until its
/// parent asks for it, which in a container may never happen. The note keeps its other lines, by
/// which PostgreSQL still sees whether the server's children live.
pub(super) fn correct_note(place: &Place) -> Result<(), Error> {
    let cluster = place.cluster();
    let Some((pid, socket_dir)) = noted(&cluster) else {
        return Ok(());
    };
    if pid == PID_OF_NOBODY || running(&cluster).is_some() {
        return Ok(());
    }
    tracing::info!(pid, cluster = %cluster.display(), "the database's server was not stopped in order; it recovers");
    let note = std::fs::read_to_string(cluster.join("postmaster.pid")).unwrap_or_default();
    let rest = note.split_once('\n').map_or("", |(_, rest)| rest);
    super::cluster::replace(place, "postmaster.pid", &format!("{PID_OF_NOBODY}\n{rest}"))?;
    // The socket's note says less and PostgreSQL replaces it; if it stays, the complaint in the log says why.
    let _ = std::fs::remove_file(socket_dir.join(".s.PGSQL.5432.lock"));
    Ok(())
}

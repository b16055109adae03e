//! Makes a cluster, starts it, and stops it.
//!
//! Must stay true: a half-made cluster never has the cluster's name. To know whether a server runs,
//! we ask it, and never trust a process id in a file. The caller holds the lock `Turn`.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use tokio::process::Command;

use crate::kit::secret;

use super::error::{Doing, Error};
use super::find::{self, Programs};
use super::place::Place;
use super::settings::{self, Durability};

const LOG_BYTES_MAX: u64 = 16 << 20;
const STAGING: &str = "postgres.new-";
/// The superuser and the database of every cluster that Waybill makes.
pub(super) const NAME: &str = "waybill";

/// The programs for the cluster of `place`; the cluster is made if there is none.
pub(super) async fn prepare(place: &Place, durability: Durability) -> Result<Programs, Error> {
    let cluster = place.cluster();
    let version = cluster.join("PG_VERSION");
    if let Ok(major) = std::fs::read_to_string(&version) {
        let major = major.trim().parse();
        let major = major.map_err(|_| Error::NotACluster(cluster.clone()))?;
        return find::find_major(major, &cluster);
    }
    if std::fs::read_dir(&cluster).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::NotACluster(cluster));
    }
    let programs = find::find()?;
    make(place, &programs, durability).await?;
    Ok(programs)
}

async fn make(place: &Place, programs: &Programs, durability: Durability) -> Result<(), Error> {
    sweep_staging(&place.base);
    // It has a name of its own, because the initdb of a start that was killed may still be writing.
    let staging = place.base.join(format!("{STAGING}{}", unique()));
    DirBuilder::new().mode(0o700).create(&staging).doing("make", &staging)?;
    place.give(&staging)?;

    // Text is compared by its bytes, so it is the same on every machine and after every upgrade of
    // its libraries. Upper and lower case follow Unicode if the system knows that locale, and ASCII
    // otherwise.
    let mut made = Err(Error::NotACluster(staging.clone()));
    for ctype in ["C.UTF-8", "C"] {
        let mut initdb = place.user.command(&programs.bin_dir().join("initdb"));
        initdb.arg("-D").arg(&staging);
        initdb.args(["-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--lc-ctype", ctype, "--no-instructions"]);
        match durability {
            Durability::Durable => initdb.arg("--data-checksums"),
            Durability::Throwaway => initdb.arg("--no-sync"),
        };
        made = run("initdb", initdb).await;
        match &made {
            Err(Error::Program { output, .. }) if output.contains("invalid locale") => {}
            _ => break,
        }
    }
    let made = made.and_then(|()| name_settings(place, &staging));
    if let Err(error) = made {
        // Best effort: the error matters more, and the next start cleans up.
        let _ = std::fs::remove_dir_all(&staging);
        return Err(error);
    }

    let cluster = place.cluster();
    std::fs::rename(&staging, &cluster).doing("name", &cluster)?;
    // initdb has synced the content; we must sync the name.
    std::fs::File::open(&place.base).and_then(|dir| dir.sync_all()).doing("sync", &place.base)
}

fn name_settings(place: &Place, staging: &Path) -> Result<(), Error> {
    let local = staging.join("local.conf");
    std::fs::write(&local, settings::LOCAL).doing("write", &local)?;
    place.give(&local)?;
    let conf = staging.join("postgresql.conf");
    let mut file = OpenOptions::new().append(true).open(&conf).doing("open", &conf)?;
    file.write_all(settings::INCLUDE.as_bytes())
        .and_then(|()| file.sync_all())
        .doing("write", &conf)
}

fn sweep_staging(base: &Path) {
    for entry in std::fs::read_dir(base).into_iter().flatten().flatten() {
        let left = entry.file_name().to_str().is_some_and(|name| name.starts_with(STAGING));
        if left {
            // A directory that an initdb is still filling may stay; the next start removes it.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Writes the settings for a start.
pub(super) fn write_settings(place: &Place, durability: Durability) -> Result<(), Error> {
    let text = settings::text(durability, &place.socket_dir()?);
    replace(place, "waybill.conf", &text)
}

/// Replaces a file of the cluster. Others may read the old file meanwhile, but never half of the
/// new one. Root never writes through a link that the server's user may have put there.
pub(super) fn replace(place: &Place, name: &str, text: &str) -> Result<(), Error> {
    let path = place.cluster().join(name);
    let draft = place.cluster().join(format!("{name}.{}", unique()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .doing("write", &draft)?;
    place.give(&draft)?;
    std::fs::rename(&draft, &path).doing("name", &path)
}

/// The result of one attempt to start.
pub(super) enum Attempt {
    Started,
    /// What the server wrote before it gave up.
    Failed(String),
}

/// One `pg_ctl start`, which detaches the server from our terminal and waits until it answers.
pub(super) async fn start(place: &Place, programs: &Programs) -> Result<Attempt, Error> {
    let path = place.log();
    let old = path.with_extension("log.1");
    if path.metadata().is_ok_and(|log| log.len() > LOG_BYTES_MAX) {
        std::fs::rename(&path, &old).doing("name", &old)?;
    }
    // Older versions let others read it.
    if old.exists() {
        place.open_log(&old)?;
    }
    let log = place.open_log(&path)?;
    let before = log.metadata().doing("look at", &path)?.len();

    let mut pg_ctl = place.user.command(&programs.bin_dir().join("pg_ctl"));
    pg_ctl.args(["start", "-s", "-w", "-t", "600", "-D"]);
    pg_ctl.arg(place.cluster()).arg("-l").arg(&path);
    match run("pg_ctl start", pg_ctl).await {
        Ok(()) => Ok(Attempt::Started),
        Err(Error::Program { output, .. }) => {
            let wrote = read_from(&log, before);
            Ok(Attempt::Failed(if wrote.is_empty() { output } else { wrote }))
        }
        Err(error) => Err(error),
    }
}

fn read_from(log: &std::fs::File, offset: u64) -> String {
    use std::io::{Read, Seek, SeekFrom};
    let mut log = log;
    let mut wrote = Vec::new();
    let read = log.seek(SeekFrom::Start(offset)).and_then(|_| log.read_to_end(&mut wrote));
    match read {
        Ok(_) => String::from_utf8_lossy(&wrote).into_owned(),
        Err(error) => format!("(the log cannot be read: {error})"),
    }
}

/// Stops the server: sessions are ended, committed data is kept.
pub(super) async fn stop(place: &Place, programs: &Programs) -> Result<(), Error> {
    let mut pg_ctl = place.user.command(&programs.bin_dir().join("pg_ctl"));
    pg_ctl.args(["stop", "-s", "-w", "-t", "120", "-m", "fast", "-D"]);
    pg_ctl.arg(place.cluster());
    run("pg_ctl stop", pg_ctl).await
}

async fn run(program: &'static str, mut command: Command) -> Result<(), Error> {
    let output = command
        .output()
        .await
        .map_err(|source| Error::Io { doing: format!("run {program}"), source })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stderr, output.stdout].concat();
    Err(Error::Program {
        program,
        status: output.status,
        output: String::from_utf8_lossy(&said).trim().to_owned(),
    })
}

/// A name that no other process and no earlier moment of this one has used.
pub(super) fn unique() -> String {
    format!("{}-{}", std::process::id(), secret::base62(16))
}

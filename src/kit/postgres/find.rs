//! Finds the server programs that this machine already has.
//!
//! Must stay true: nothing is downloaded, and a cluster is only ever run by the major version that
//! made it. Called by `Server::start`, and by code that wants to say early that there are no
//! programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::{Error, OLDEST_MAJOR};

/// One installation of PostgreSQL that can make and run a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    bin_dir: PathBuf,
    major: u32,
}

impl Programs {
    /// Where `initdb`, `pg_ctl`, `postgres` and, mostly, `psql` and `pgbench` are.
    pub fn bin_dir(&self) -> &Path {
        &self.bin_dir
    }

    pub fn major(&self) -> u32 {
        self.major
    }
}

/// The first suitable programs of `PG_BIN_DIR`, PATH and the usual places.
///
/// # Errors
/// `NotFound`, whose text says where it looked and what to install.
pub fn find() -> Result<Programs, Error> {
    first_of(&places())
}

/// The programs for a cluster that is there already.
pub(super) fn find_major(wanted: u32, cluster: &Path) -> Result<Programs, Error> {
    let places = places();
    let mut found = Vec::new();
    for place in places.iter().flat_map(|place| &place.dirs) {
        match probe(place) {
            Ok(programs) if programs.major == wanted => return Ok(programs),
            Ok(programs) => found.push(programs.major),
            Err(_) => {}
        }
    }
    if found.is_empty() {
        return first_of(&places);
    }
    found.sort_unstable();
    found.dedup();
    Err(Error::OtherMajor { cluster: cluster.to_owned(), wanted, found })
}

/// A family of directories, and its name in the message.
pub(super) struct Place {
    pub(super) name: String,
    pub(super) dirs: Vec<PathBuf>,
}

pub(super) fn first_of(places: &[Place]) -> Result<Programs, Error> {
    let mut looked = Vec::new();
    for place in places {
        let mut faults = Vec::new();
        for dir in &place.dirs {
            match probe(dir) {
                Ok(programs) => return Ok(programs),
                // PATH is long and mostly about other programs: we report only the places that
                // nearly fitted.
                Err(Fault::Absent) => {}
                Err(Fault::Unfit(why)) => faults.push(format!("{}: {why}", dir.display())),
            }
        }
        let found = if faults.is_empty() { "nothing".to_owned() } else { faults.join("; ") };
        looked.push(format!("{} ({found})", place.name));
    }
    Err(Error::NotFound { looked })
}

fn places() -> Vec<Place> {
    // A person who names a directory means that one, so we do not guess another.
    if let Some(dir) = std::env::var_os("PG_BIN_DIR").filter(|dir| !dir.is_empty()) {
        let dir = PathBuf::from(dir);
        return vec![Place { name: format!("PG_BIN_DIR={}", dir.display()), dirs: vec![dir] }];
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places =
        vec![Place { name: "PATH".to_owned(), dirs: std::env::split_paths(&path).collect() }];
    // (parent, how the versioned folder's name begins, where the programs are below it)
    let families = [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/usr/libexec", "postgresql", ""),
        ("/opt/homebrew/opt", "postgresql@", "bin"),
        ("/usr/local/opt", "postgresql@", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ];
    for (parent, prefix, below) in families {
        places.push(Place {
            name: Path::new(parent).join(format!("{prefix}*")).join(below).display().to_string(),
            dirs: versions(Path::new(parent), prefix, below),
        });
    }
    places
}

/// `parent/prefixN/below` for every number N that is there, the newest first.
pub(super) fn versions(parent: &Path, prefix: &str, below: &str) -> Vec<PathBuf> {
    let mut numbered: Vec<(u32, PathBuf)> = std::fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let number = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((number, entry.path().join(below)))
        })
        .collect();
    numbered.sort_unstable_by(|a, b| b.cmp(a));
    numbered.into_iter().map(|(_, dir)| dir).collect()
}

enum Fault {
    Absent,
    Unfit(String),
}

fn probe(dir: &Path) -> Result<Programs, Fault> {
    // Follows links to the folder that also has psql and the others. A relative entry of PATH would
    // mean another directory once the server has changed its own.
    let initdb = dir.join("initdb").canonicalize();
    let Some(dir) =
        initdb.ok().filter(|file| file.is_file()).and_then(|file| Some(file.parent()?.to_owned()))
    else {
        return Err(Fault::Absent);
    };
    for program in ["pg_ctl", "postgres"] {
        if !dir.join(program).is_file() {
            return Err(Fault::Unfit(format!("no {program} beside initdb")));
        }
    }
    let output = Command::new(dir.join("postgres"))
        .arg("--version")
        .output()
        .map_err(|error| Fault::Unfit(format!("postgres does not run: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let major = parse_major(&said)
        .ok_or_else(|| Fault::Unfit(format!("postgres --version said {:?}", said.trim())))?;
    if major < OLDEST_MAJOR {
        return Err(Fault::Unfit(format!("version {major} is too old")));
    }
    Ok(Programs { bin_dir: dir, major })
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-1)` and `… 18beta1` and `… 17devel`.
pub(super) fn parse_major(said: &str) -> Option<u32> {
    let version = said.split_once("(PostgreSQL)")?.1.trim_start();
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    version[..digits].parse().ok()
}

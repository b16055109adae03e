//! What can go wrong between "there is a data directory" and "PostgreSQL answers".
//!
//! Every text is meant for the person who started the panel. It says what to do, if that is known.

use std::path::{Path, PathBuf};

/// The oldest major version whose SQL the migrations may use.
pub(super) const OLDEST_MAJOR: u32 = 15;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No server programs on this machine. The one long message of this module.
    #[error("{}", not_found(.looked))]
    NotFound {
        /// Each place that was searched, and what was wrong with it.
        looked: Vec<String>,
    },
    #[error(
        "the database in {} was made by PostgreSQL {wanted}, but only {} found here. Install PostgreSQL {wanted} \
         (Debian: apt-get install postgresql-{wanted}) or point PG_BIN_DIR at it; to move to a newer version, use pg_upgrade",
        .cluster.display(), majors(.found)
    )]
    OtherMajor { cluster: PathBuf, wanted: u32, found: Vec<u32> },
    #[error("{} exists but holds no PostgreSQL database; move it away and start again", .0.display())]
    NotACluster(PathBuf),
    #[error(
        "{} belongs to the user with uid {owner}; start Waybill as that user or as root", .path.display()
    )]
    OtherOwner { path: PathBuf, owner: u32 },
    #[error(
        "PostgreSQL refuses to run as root, and neither SUDO_UID nor /etc/passwd names a user to run it as \
         (looked for `postgres`, then `nobody`)"
    )]
    NoUser,
    #[error("{} is not a private directory of uid {owner} (a directory, no link, mode 0700)", .path.display())]
    SocketDir { path: PathBuf, owner: u32 },
    #[error("another Waybill has been starting or stopping the database of {} for {waited_s} s", .data_dir.display())]
    Busy { data_dir: PathBuf, waited_s: u64 },
    #[error("{program} failed ({status}): {output}")]
    Program { program: &'static str, status: std::process::ExitStatus, output: String },
    #[error("PostgreSQL did not start: {why}. The end of {}:\n{tail}", .log.display())]
    DidNotStart { why: String, log: PathBuf, tail: String },
    #[error("the socket in {} belongs to another PostgreSQL, whose data is in {theirs}", .socket_dir.display())]
    Stranger { socket_dir: PathBuf, theirs: String },
    #[error("PostgreSQL runs but does not let us in")]
    Refused(#[source] sqlx::Error),
    #[error("could not {doing}")]
    Io {
        doing: String,
        #[source]
        source: std::io::Error,
    },
}

/// Says what we were doing when the operating system refused.
pub(super) trait Doing<T> {
    fn doing(self, verb: &str, path: &Path) -> Result<T, Error>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, verb: &str, path: &Path) -> Result<T, Error> {
        self.map_err(|source| Error::Io { doing: format!("{verb} {}", path.display()), source })
    }
}

fn majors(found: &[u32]) -> String {
    match found {
        [one] => format!("PostgreSQL {one} was"),
        many => {
            let names: Vec<String> = many.iter().map(u32::to_string).collect();
            format!("PostgreSQL {} were", names.join(", "))
        }
    }
}

fn not_found(looked: &[String]) -> String {
    let places: String = looked.iter().map(|place| format!("  looked in    {place}\n")).collect();
    format!(
        "Waybill keeps its data in PostgreSQL and found no server programs (initdb, pg_ctl, postgres; version {OLDEST_MAJOR} or newer).\n\
         {places}\
         Any one of these helps:\n\
         \x20 Debian       apt-get install postgresql    (or: make run)\n\
         \x20 macOS        brew install postgresql@17\n\
         \x20 elsewhere    PG_BIN_DIR=/where/initdb/is waybill serve\n\
         \x20 your own     DATABASE_URL=postgres://user:password@host/database waybill serve"
    )
}

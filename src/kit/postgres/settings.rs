//! The server's settings, written again at each start so that a newer Waybill brings its own.
//!
//! Must stay true: `Durable` never loses a commit that was acknowledged. The owner's wishes
//! survive: what is in `local.conf` beside ours, or was set by `alter system`, is read after ours.

use std::path::Path;

/// How a server treats durability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Production: committed data is on the disk.
    Durable,
    /// Tests: fast, and worthless after a crash.
    Throwaway,
}

/// Appended to `postgresql.conf` when a cluster is made.
pub(super) const INCLUDE: &str = "\n# Waybill writes waybill.conf at each start; your own settings go to local.conf.\n\
     include_if_exists = 'waybill.conf'\n\
     include_if_exists = 'local.conf'\n";

/// What a new cluster's `local.conf` says.
pub(super) const LOCAL: &str = "# Your own settings for this PostgreSQL, one a line: name = value.\n\
     # They are read at each start, after Waybill's (waybill.conf).\n";

const BOTH: &str = "\
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
cluster_name = 'waybill'
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_destination = 'stderr'
log_line_prefix = '%m [%p] %q%a '
log_min_duration_statement = -1
# Details of an error quote rows: people's addresses.
log_error_verbosity = terse
log_parameter_max_length = 0
log_checkpoints = off
";

const DURABLE: &str = "\
max_connections = 200
shared_buffers = '256MB'
fsync = on
full_page_writes = on
synchronous_commit = on
wal_compression = on
";

const THROWAWAY: &str = "\
max_connections = 300
shared_buffers = '128MB'
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
max_wal_size = '4GB'
";

/// The text of `waybill.conf`. `socket_dir` has been checked to need no quoting.
pub(super) fn text(durability: Durability, socket_dir: &Path) -> String {
    let own = match durability {
        Durability::Durable => DURABLE,
        Durability::Throwaway => THROWAWAY,
    };
    format!(
        "# Written by Waybill at each start. Do not edit: put your own settings into local.conf.\n\
         {BOTH}unix_socket_directories = '\"{}\"'\n{own}",
        socket_dir.display()
    )
}

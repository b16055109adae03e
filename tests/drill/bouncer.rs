//! PgBouncer between the panels and the primary is killed, and started again.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::field::{Field, ours, url};
use super::postgres::Postgres;
use super::program::{Program, find, free_port, owner, unprivileged};
use super::{drill, not_run};

/// The oldest that keeps prepared statements in transaction mode.
const TRANSACTIONS_SINCE: (u32, u32) = (1, 21);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for make drill"]
async fn killed_in_session_mode() {
    match find("pgbouncer") {
        Some(program) => drill("PgBouncer, session mode", kill(&program, "session")).await,
        None => not_run("PgBouncer, session mode", "pgbouncer is not installed"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for make drill"]
async fn killed_in_transaction_mode() {
    match for_transactions() {
        Some(program) => drill("PgBouncer, transaction mode", kill(&program, "transaction")).await,
        None => not_run("PgBouncer, transaction mode", NONE_NAMED),
    }
}

pub(super) const NONE_NAMED: &str = "PGBOUNCER_BIN names none of 1.21 or newer";

/// A PgBouncer that keeps prepared statements in transaction mode.
pub(super) fn for_transactions() -> Option<PathBuf> {
    let named = std::env::var_os("PGBOUNCER_BIN").map(PathBuf::from).or_else(|| find("pgbouncer"));
    named.filter(|program| version(program) >= TRANSACTIONS_SINCE)
}

/// `PgBouncer 1.18.0`.
fn version(program: &Path) -> (u32, u32) {
    let said = std::process::Command::new(program).arg("--version").output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let number = said.split_whitespace().nth(1).unwrap_or_default();
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

async fn kill(program: &Path, mode: &str) {
    let mut field = Field::new();
    let primary = Postgres::primary(field.folder()).await;
    field.fill(&primary.options("waybill")).await;
    let port = free_port();
    let ini = configure(&field, mode, port, primary.port);
    let start = || start(&field, program, &ini);
    let bouncer = start();
    let one = field.ready("serve-1", &url(port)).await;
    let two = field.ready("serve-2", &url(port)).await;
    let work = field.work("work", &url(port));
    let clients = field.clients(16, &[&one, &two]);
    let mut bouncer = Some(bouncer);
    for _ in 0..5 {
        clients.more(500).await;
        clients.measure_gap();
        bouncer.take().unwrap().kill();
        bouncer = Some(start());
        clients.each_again().await;
    }
    field.check(clients, vec![one, two], work, &primary.options("waybill")).await;
}

pub(super) fn start(field: &Field, program: &Path, ini: &Path) -> Program {
    let mut command = unprivileged(program, owner());
    command.arg(ini);
    Program::start("pgbouncer", field.folder(), command)
}

/// The file of `deploy/`, with the addresses of this drill.
pub(super) fn configure(field: &Field, mode: &str, port: u16, primary: u16) -> PathBuf {
    let users = field.folder().join("userlist.txt");
    std::fs::write(&users, "\"waybill_run\" \"\"\n\"waybill\" \"\"\n").unwrap();
    let changes = [
        ("port=5000", format!("port={primary}")),
        ("6432", port.to_string()),
        ("scram-sha-256", "trust".to_owned()),
        ("/etc/pgbouncer/userlist.txt", users.display().to_string()),
        ("server_tls_sslmode = verify-ca", "server_tls_sslmode = disable".to_owned()),
        ("server_tls_ca_file = /etc/waybill/tls/ca.pem\n", String::new()),
        ("pool_mode = transaction", format!("pool_mode = {mode}")),
    ];
    let mut text = replaced(&ours("deploy/pgbouncer.ini"), &changes);
    if mode == "session" {
        // Older ones do not know it, and each panel keeps its sessions.
        text = text.replace("max_prepared_statements = 500\n", "");
        text = text.replace("default_pool_size = 60", "default_pool_size = 150");
    }
    let ini = field.folder().join("pgbouncer.ini");
    std::fs::write(&ini, text).unwrap();
    std::fs::set_permissions(&ini, PermissionsExt::from_mode(0o644)).unwrap();
    if let Some((uid, gid)) = owner() {
        chown(&users, Some(uid), Some(gid)).unwrap();
    }
    ini
}

/// A file with these changes, each of which must be possible.
pub(super) fn replaced(file: &Path, changes: &[(&str, String)]) -> String {
    let mut text = std::fs::read_to_string(file).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{} does not say {from}", file.display());
        text = text.replace(from, to);
    }
    text
}

//! The primary is lost under load and the standby takes over, behind an HAProxy that asks each
//! server whether it is in recovery.

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::field::{Field, url};
use super::postgres::Postgres;
use super::program::{Program, find, free_port, owner, unprivileged};
use super::{drill, not_run, within};

/// How long it takes until somebody promotes the standby.
const NOTICE: Duration = Duration::from_secs(2);
/// From the loss to the next order.
const GAP_S_MAX: u64 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for make drill"]
async fn the_primary_is_killed_and_the_standby_promoted() {
    if find("haproxy").is_none() {
        return not_run("failover behind HAProxy", "haproxy is not installed");
    }
    drill("failover behind HAProxy", async {
        let mut field = Field::new();
        let mut primary = Postgres::primary(field.folder()).await;
        let standby = primary.standby().await;
        field.fill(&primary.options("waybill")).await;
        let port = free_port();
        let conf = asking_postgres(port, &[primary.port, standby.port]);
        let _haproxy = haproxy(&field, &conf);
        let one = field.ready("serve-1", &url(port)).await;
        let two = field.ready("serve-2", &url(port)).await;
        let work = field.work("work", &url(port));
        let clients = field.clients(32, &[&one, &two]);
        clients.more(5_000).await;
        clients.measure_gap();
        primary.kill();
        tokio::time::sleep(NOTICE).await;
        standby.promote().await;
        clients.each_again().await;
        clients.more(2_000).await;
        within("no order for", clients.longest_gap(), GAP_S_MAX);
        field.check(clients, vec![one, two], work, &standby.options("waybill")).await;
    })
    .await;
}

/// Starts HAProxy with this configuration.
pub(super) fn haproxy(field: &Field, conf: &str) -> Program {
    let file = field.folder().join("haproxy.cfg");
    std::fs::write(&file, conf).unwrap();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    let mut command = unprivileged(&find("haproxy").unwrap(), owner());
    command.args(["-db", "-f"]).arg(file);
    Program::start("haproxy", field.folder(), command)
}

/// A configuration that leads to the server that says it is not in recovery.
fn asking_postgres(port: u16, servers: &[u16]) -> String {
    let mut conf = format!(
        "defaults
            mode tcp
            timeout connect 2s
            timeout check 2s
            timeout client 1h
            timeout server 1h
         listen database
            bind 127.0.0.1:{port}
            default-server inter 500ms fastinter 200ms downinter 200ms rise 1 fall 2 \
                on-marked-down shutdown-sessions
            option tcp-check
            tcp-check connect
            tcp-check send-binary {}
            tcp-check expect binary {}
            tcp-check send-binary {}
            tcp-check expect binary {}
            tcp-check send-binary {}\n",
        // A session of version 3.0 begins, and the server is ready for a query.
        hex(&message(None, b"\0\x03\0\0user\0waybill\0database\0postgres\0\0")),
        hex(b"Z\0\0\0\x05I"),
        hex(&message(Some(b'Q'), b"select pg_is_in_recovery()\0")),
        // A row of one column, which is `f`.
        hex(b"D\0\0\0\x0b\0\x01\0\0\0\x01f"),
        hex(&message(Some(b'X'), b"")),
    );
    for (server, number) in servers.iter().zip(1..) {
        writeln!(conf, "            server db{number} 127.0.0.1:{server} check").unwrap();
    }
    conf
}

/// A message of PostgreSQL's protocol.
fn message(kind: Option<u8>, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
    kind.into_iter().chain(length).chain(body.iter().copied()).collect()
}

fn hex(bytes: &[u8]) -> String {
    waybill::kit::secret::hex(bytes)
}

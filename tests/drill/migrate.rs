//! Many processes migrate an empty database at the same moment, as when all of a new version are
//! started at once: one works, the others wait, and all end well. A pooler may be in between.

use std::path::Path;
use std::process::{Child, Stdio};

use super::bouncer::{NONE_NAMED, configure, for_transactions, start};
use super::field::{Field, url, url_of};
use super::postgres::Postgres;
use super::program::{find, free_port, until};
use super::{drill, not_run};

const PROCESSES: usize = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_at_once() {
    drill("ten migrate at once", migrate(None)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_at_once_through_pgbouncer() {
    let name = "ten migrate at once through PgBouncer, session mode";
    match find("pgbouncer") {
        Some(program) => drill(name, migrate(Some((&program, "session")))).await,
        None => not_run(name, "pgbouncer is not installed"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_at_once_through_pgbouncer_in_transaction_mode() {
    let name = "ten migrate at once through PgBouncer, transaction mode";
    match for_transactions() {
        Some(program) => drill(name, migrate(Some((&program, "transaction")))).await,
        None => not_run(name, NONE_NAMED),
    }
}

async fn migrate(bouncer: Option<(&Path, &str)>) {
    let field = Field::new();
    let primary = Postgres::primary(field.folder()).await;
    let (port, _bouncer) = match bouncer {
        None => (primary.port, None),
        Some((program, mode)) => {
            let port = free_port();
            let ini = configure(&field, mode, port, primary.port);
            let started = start(&field, program, &ini);
            until("PgBouncer to listen", 60, async || {
                tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
            })
            .await;
            (port, Some(started))
        }
    };
    let starting = (0..PROCESSES).map(|_| {
        let mut command = field.waybill(&["migrate"], &url_of("waybill", port));
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    });
    let running: Vec<Child> = starting.collect();
    let ended = tokio::task::spawn_blocking(move || {
        let ended = running.into_iter().map(|child| child.wait_with_output().unwrap());
        ended.collect::<Vec<_>>()
    });
    for ended in ended.await.unwrap() {
        let said = [ended.stdout, ended.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(ended.status.success(), "{said}");
        assert!(said.contains("The schema is current"), "{said}");
    }
    // The role that panels run as is there too.
    let panel = field.ready("serve", &url(port)).await;
    until("the panel to be ready", 60, async || (panel.readiness().await?.0 == 200).then_some(()))
        .await;
}

//! What lies in a data directory and around its server: who may read it, what it tells, and one
//! that another release made.
//!
//! Seen red by `make seeded`: `server-inherits`, `chatty-log`, `address-met`, `readable-log`,
//! `panel-runs-as-owner`.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use tempfile::TempDir;
use waybill::kit::postgres::{Durability, Server};

use crate::commands::{Operator, Serving, get};
use crate::support::eventually;

const CANARY: &str = "canary-in-the-environment-of-the-panel";
const PRIVATE: [&str; 3] = ["postgres.log", "postgres.lock", "postgres.use"];

/// A folder that the server's user can enter.
fn folder() -> TempDir {
    let dir = TempDir::new().unwrap();
    std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
    dir
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

async fn value(connection: &mut PgConnection, sql: &'static str) -> String {
    sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_knows_nothing_of_the_panels_environment() {
    let operator = Operator { dir: folder(), database: None };
    let mut serve = operator.command(&["serve", "--listen", "127.0.0.1:0"]);
    serve.env("WAYBILL_SECRET", CANARY).env("AWS_SECRET", CANARY).env("PGPASSWORD", CANARY);
    let panel = Serving::start(serve);
    let server = Server::start(operator.dir.path(), Durability::Durable).await.unwrap();
    let pid = server.pid().unwrap();
    let inherited = std::fs::read(format!("/proc/{pid}/environ")).unwrap();
    let inherited = String::from_utf8_lossy(&inherited).into_owned();
    assert!(inherited.contains("PATH="), "{inherited}");
    assert!(!inherited.contains(CANARY), "{inherited}");
    let mut superuser = server.options("waybill").connect().await.unwrap();
    let told = "select encode(pg_read_binary_file('/proc/' || pg_backend_pid() || '/environ', 0, 99999), 'escape')";
    let told: String = sqlx::query_scalar(told).fetch_one(&mut superuser).await.unwrap();
    assert!(!told.contains(CANARY));
    superuser.close().await.unwrap();
    panel.stop();
    server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_log_and_locks_are_private_and_hold_no_address() {
    let operator = Operator { dir: folder(), database: None };
    let create = ["account", "create", "--email", "ann@example.com", "--role", "owner"];
    operator.say(&create);
    operator.complain(&create);
    let panel = operator.serve(&["--listen", "127.0.0.1:0"]);
    let form =
        [("email", "ann@example.com"), ("password", "correct horse battery"), ("terms", "1")];
    let http = reqwest::Client::new();
    let sent = http.post(format!("{}/sign-up", panel.url)).form(&form).send().await.unwrap();
    assert_eq!(sent.status(), 422);
    let server = Server::start(operator.dir.path(), Durability::Durable).await.unwrap();
    let log = || std::fs::read_to_string(operator.dir.path().join("postgres.log")).unwrap();
    assert!(!log().contains("accounts"), "the conflict was asked for, not met: {}", log());
    // Whoever runs into it by hand leaves no address either.
    let mut owner = server.options("waybill").connect().await.unwrap();
    for again in [
        "insert into accounts (email, role, created_at) select email, role, created_at from accounts",
        "update accounts set email = upper(email)",
    ] {
        sqlx::raw_sql(again).execute(&mut owner).await.unwrap_err();
    }
    owner.close().await.unwrap();
    let log = log();
    assert!(log.contains("accounts_email"), "{log}");
    assert!(!log.to_lowercase().contains("example.com"), "{log}");
    for name in PRIVATE {
        assert_eq!(mode(&operator.dir.path().join(name)), 0o600, "{name}");
    }
    panel.stop();
    server.stop().await.unwrap();
}

/// The schema, the modes and the rows of a release that knew no second role.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_directory_of_the_release_before_starts_and_works() {
    let operator = Operator { dir: folder(), database: None };
    let dir = operator.dir.path();
    let server = Server::start(dir, Durability::Durable).await.unwrap();
    let mut owner = server.options("waybill").connect().await.unwrap();
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    Migrator::new(migrations).await.unwrap().run_to(7, &mut owner).await.unwrap();
    let rows = "insert into books (currency, opened_at) values ('EUR', now());
        insert into accounts (email, role, created_at) values ('ann@example.com', 'owner', now());
        insert into wallets (account_id) values (1);
        insert into audit (actor_id, action, subject, before, after, address, at) values
            (1, 'account.password', 'account:1', null, null, '203.0.113.7', now()),
            (null, 'account.status', 'account:1', '{\"a\": 1.50}', '{\"b\": \"ä\"}', null, now()),
            (1, 'token.create', 'token:1', null,
             '{\"name\": \"x\", \"networks\": [\"203.0.113.0/24\"]}', '2001:db8::7', now());";
    sqlx::raw_sql(rows).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    server.stop().await.unwrap();
    for name in PRIVATE {
        let path = dir.join(name);
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o644)).unwrap();
    }

    let panel = operator.serve(&["--listen", "127.0.0.1:0"]);
    assert_eq!(get(&format!("{}/readyz", panel.url)).await, (200, "ready\n".to_owned()));
    let server = Server::start(dir, Durability::Durable).await.unwrap();
    let mut owner = server.options("waybill").connect().await.unwrap();
    let runs = "select string_agg(distinct usename::text, ',') from pg_stat_activity
                where application_name = 'waybill'";
    assert_eq!(value(&mut owner, runs).await, "waybill_run", "the panel runs as it");
    let moved = "select string_agg(audit_id || ' ' || address, ',' order by audit_id)
                 from audit_people";
    assert_eq!(value(&mut owner, moved).await, "1 203.0.113.7,3 2001:db8::7");
    let kept = "select string_agg(action || ' ' || coalesce(after::text, '-'), ', ' order by id)
                from audit";
    assert_eq!(
        value(&mut owner, kept).await,
        "account.password -, account.status {\"b\": \"ä\"}, token.create {\"name\": \"x\"}"
    );
    eventually("all rows to be sealed", async || {
        (operator.say(&["books", "check"]).contains("log: 3-")).then_some(())
    })
    .await;
    let books = operator.say(&["books", "check"]);
    assert!(books.starts_with("books balance: 1 wallets holding 0.00 EUR"), "{books}");
    assert!(books.ends_with(", 0 rows wait for theirs\n"), "{books}");
    operator.say(&["account", "create", "--email", "bob@example.com", "--role", "customer"]);
    for name in PRIVATE {
        assert_eq!(mode(&dir.join(name)), 0o600, "{name}");
    }
    assert!(!panel.stop().contains("could change"), "it has no more rights than it needs");
    // As after a restore without privileges: nothing is open, and the next start grants again.
    let revoke = "revoke all on all tables in schema public from waybill_run";
    sqlx::raw_sql(revoke).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    server.stop().await.unwrap();
    assert!(operator.say(&["books", "check"]).starts_with("books balance"));
}

//! PostgreSQL servers of a drill: a primary, and a standby that is copied from it.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use waybill::kit::postgres::find;

use super::program::{Program, free_port, owner, unprivileged, until};

/// What both servers are told. They are durable, as in production.
const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 200
shared_buffers = '64MB'
timezone = 'UTC'
wal_retrieve_retry_interval = '200ms'
log_min_messages = 'warning'
";

/// How long a server may take to start, to copy or to take over.
const SERVER_S_MAX: u64 = 60;

pub(super) struct Postgres {
    name: &'static str,
    folder: PathBuf,
    bin_dir: PathBuf,
    pub(super) port: u16,
    /// `None` while it does not run.
    program: Option<Program>,
}

impl Postgres {
    /// A new primary in this folder, by the machine's own programs.
    pub(super) async fn primary(folder: &Path) -> Self {
        Self::primary_of(find().unwrap().bin_dir(), folder).await
    }

    pub(super) async fn primary_of(bin_dir: &Path, folder: &Path) -> Self {
        let made = Self::lay("primary", bin_dir, folder);
        let mut initdb = unprivileged(&bin_dir.join("initdb"), owner());
        initdb.args(["-U", "waybill", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--lc-ctype=C.UTF-8", "--data-checksums", "--no-instructions"]);
        run(initdb.arg("-D").arg(made.data()));
        let conf = made.data().join("postgresql.conf");
        let text = std::fs::read_to_string(&conf).unwrap();
        std::fs::write(&conf, text + SETTINGS).unwrap();
        let mut started = made;
        started.start().await;
        execute(started.options("postgres"), "create database waybill").await;
        started
    }

    /// A standby of this server. From then on, the primary's commits wait for it.
    pub(super) async fn standby(&mut self) -> Self {
        let folder = self.folder.parent().unwrap();
        let mut standby = Self::lay("standby", &self.bin_dir, folder);
        let mut copy = unprivileged(&self.bin_dir.join("pg_basebackup"), owner());
        copy.args(["-h", "127.0.0.1", "-U", "waybill", "-R", "-c", "fast"]);
        run(copy.args(["-p", &self.port.to_string()]).arg("-D").arg(standby.data()));
        standby.start().await;
        execute(self.options("postgres"), "alter system set synchronous_standby_names = '*'").await;
        execute(self.options("postgres"), "select pg_reload_conf()").await;
        self.until_followed().await;
        standby
    }

    /// Waits until the standby follows again.
    pub(super) async fn until_followed(&self) {
        until("the standby to follow", SERVER_S_MAX, async || {
            let sync = "select count(*) from pg_stat_replication where sync_state = 'sync'";
            (self.value(sync).await? > 0).then_some(())
        })
        .await;
    }

    fn lay(name: &'static str, bin_dir: &Path, parent: &Path) -> Self {
        let folder = parent.join(name);
        std::fs::create_dir(&folder).unwrap();
        let data = folder.join("data");
        std::fs::create_dir(&data).unwrap();
        std::fs::set_permissions(&data, PermissionsExt::from_mode(0o700)).unwrap();
        if let Some((uid, gid)) = owner() {
            chown(&folder, Some(uid), Some(gid)).unwrap();
            chown(&data, Some(uid), Some(gid)).unwrap();
        }
        let (bin_dir, port) = (bin_dir.to_owned(), free_port());
        Self { name, folder, bin_dir, port, program: None }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts it, and waits until it answers.
    pub(super) async fn start(&mut self) {
        let mut postgres = unprivileged(&self.bin_dir.join("postgres"), owner());
        postgres.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
        postgres.arg("-k").arg(&self.folder);
        self.program = Some(Program::start(self.name, &self.folder, postgres));
        until(&format!("the {} to answer", self.name), SERVER_S_MAX, async || {
            self.value("select 1::bigint").await
        })
        .await;
    }

    /// As if its machine had stopped: its processes get no time for anything.
    pub(super) fn kill(&mut self) {
        self.program.take().expect("it runs").kill();
    }

    /// A fast shutdown, as an administrator does it.
    pub(super) fn stop(&mut self) {
        self.program.take().expect("it runs").stop("INT");
    }

    /// The standby becomes a primary, which waits for nobody.
    pub(super) async fn promote(&self) {
        execute(self.options("postgres"), "select pg_promote()").await;
    }

    /// As a superuser, past everything that stands before it.
    pub(super) fn options(&self, database: &str) -> PgConnectOptions {
        options(self.port).database(database)
    }

    async fn connect(&self, database: &str) -> Option<PgConnection> {
        self.options(database).connect().await.ok()
    }

    /// A number, if the server answers.
    pub(super) async fn value(&self, sql: &'static str) -> Option<i64> {
        let mut own = self.connect("postgres").await?;
        let value = sqlx::query_scalar(sql).fetch_one(&mut own).await.ok()?;
        own.close().await.ok()?;
        Some(value)
    }

    /// How many commits wait for the standby.
    pub(super) async fn waiting(&self) -> i64 {
        let waits = "select count(*) from pg_stat_activity where wait_event = 'SyncRep'";
        self.value(waits).await.expect("it answers")
    }
}

/// A connection in clear with the server at this port.
pub(super) fn options(port: u16) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(port)
        .username("waybill")
        .database("waybill")
        .ssl_mode(PgSslMode::Disable)
        .log_statements(tracing::log::LevelFilter::Off)
}

pub(super) async fn execute(options: PgConnectOptions, sql: &str) {
    let mut own = options.connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut own).await.unwrap();
    own.close().await.unwrap();
}

/// Runs a program to its end; it must succeed.
pub(super) fn run(command: &mut Command) {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {said}");
}

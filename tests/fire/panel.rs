//! A field of fire: a folder with a durable PostgreSQL, and the program that uses it.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tempfile::TempDir;
use waybill::kit::postgres::{Durability, Server};
use waybill::serve;

use super::cluster;
use crate::support::{self, Customer, Database, Panel};

/// How a panel is told where its database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tell {
    /// By a folder: the server is the panel's own.
    Folder,
    /// By a URL: the server is the operator's.
    Url,
}

pub(crate) struct Field {
    /// The server ends before the folder is removed.
    server: Option<Server>,
    folder: PathBuf,
    options: PgConnectOptions,
    url: String,
    bin_dir: PathBuf,
    /// Holds the folder until the end; `None` if the test brought its own folder.
    _dir: Option<TempDir>,
    pub(super) customer: Customer,
    pub(super) service: i64,
    paid: i64,
}

impl Field {
    /// A migrated database with a customer, money and a service whose orders are done at once.
    pub(super) async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        // The server's user must be able to enter it.
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let folder = dir.path().to_owned();
        Self::on(folder, Some(dir)).await
    }

    pub(super) async fn on(folder: PathBuf, dir: Option<TempDir>) -> Self {
        cluster::lay(&folder).await;
        let server = Server::start(&folder, Durability::Durable).await.unwrap();
        let options = server.options("waybill");
        let db = waybill::kit::db::Db::new(options.clone(), 2);
        serve::migrate(&options.clone().into(), &db, "USD").await.unwrap();
        db.pool().close().await;
        let panel = beside(&options).await;
        let customer = panel.customer("100000000").await;
        let service = panel.service(|_| {}).await;
        panel.stop().await;
        Self {
            folder,
            url: server.url("waybill"),
            bin_dir: server.bin_dir().to_owned(),
            options,
            server: Some(server),
            _dir: dir,
            customer,
            service,
            paid: 100_000_000_000_000,
        }
    }

    /// A database of somebody else, with customers who were given so much: what is asked by SQL
    /// works, and the checks.
    pub(crate) fn of(
        options: &PgConnectOptions,
        folder: &Path,
        customer: &Customer,
        paid: i64,
    ) -> Self {
        Self {
            server: None,
            folder: folder.to_owned(),
            options: options.clone(),
            url: String::new(),
            bin_dir: PathBuf::new(),
            _dir: None,
            customer: customer.clone(),
            service: 0,
            paid,
        }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("it is let go at the end only")
    }

    /// The process id of PostgreSQL's main process, while it runs.
    pub(super) fn postmaster(&self) -> Option<u32> {
        self.server().pid()
    }

    pub(super) fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// `pg_ctl` on the cluster, as its owner.
    pub(super) fn pg_ctl(&self, words: &[&str]) -> bool {
        let cluster = self.cluster();
        let owner = std::fs::metadata(&cluster).unwrap();
        let mut pg_ctl = Command::new(self.bin_dir.join("pg_ctl"));
        if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() != owner.uid()) {
            pg_ctl.uid(owner.uid()).gid(owner.gid());
        }
        pg_ctl.args(words).args(["-s", "-w", "-t", "60", "-D"]).arg(&cluster);
        pg_ctl.arg("-l").arg(self.folder.join("postgres.log"));
        let quiet = pg_ctl.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
        quiet.stderr(Stdio::null()).status().unwrap().success()
    }

    fn cluster(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// The program, serving on a port of its own.
    pub(super) fn serve(&self, tell: Tell, env: &[(&str, &str)]) -> Running {
        Running::start(&self.folder, (tell == Tell::Url).then_some(self.url.as_str()), env)
    }

    /// One value, read on a connection of its own.
    pub(super) async fn value<T>(&self, sql: &str) -> T
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
    {
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(self.options());
        let asked = sqlx::query_scalar::<_, T>(AssertSqlSafe(sql.to_owned()));
        let answer = asked.fetch_one(&pool).await.unwrap();
        pool.close().await;
        answer
    }

    pub(super) async fn execute(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(self.options());
        let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&pool).await;
        pool.close().await;
        done.map(|done| done.rows_affected())
    }

    /// Ends the leases of dead processes and the waits of orders that did not leave. Then waits
    /// until every order has ended or waits for a person.
    pub(crate) async fn rest(&self) {
        // The leases of living processes end later: no call takes ten seconds here.
        let lapsed = "with lapsed as (
                          update looks set due_at = now()
                          where what = 'sending' and due_at < now() + interval '80 seconds')
                      update orders set due_at = now() where state = 'queued' and due_at > now()";
        self.until_only(&["completed", "unknown"], lapsed).await;
    }

    /// Waits until every order is in one of these states. The number of the others must keep
    /// falling meanwhile. `push` is executed before each look.
    pub(super) async fn until_only(&self, states: &[&str], push: &str) {
        let (mut since, mut before) = (Instant::now(), i64::MAX);
        let left =
            format!("select count(*) from orders where state not in ('{}')", states.join("', '"));
        loop {
            let looked = Instant::now();
            if !push.is_empty() {
                self.execute(push).await.unwrap();
            }
            let now: i64 = self.value(&left).await;
            if now == 0 {
                return;
            }
            if now < before {
                (since, before) = (Instant::now(), now);
            }
            let log = self.folder.join("panel.log");
            assert!(since.elapsed().as_secs() < 30, "{now} orders stay open:\n{}", tail(&log));
            // With many orders a look is work. This way it takes little from the processes that
            // work.
            tokio::time::sleep((looked.elapsed() * 9).max(Duration::from_millis(100))).await;
        }
    }

    /// How many orders of this journal are not there.
    pub(crate) async fn lost(&self, journal: &[(String, i64, i64)]) -> usize {
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(self.options());
        let there = sqlx::query_as("select idempotency_key, id, quantity from orders");
        let there: Vec<(String, i64, i64)> = there.fetch_all(&pool).await.unwrap();
        pool.close().await;
        let there: HashSet<_> = there.iter().collect();
        journal.iter().filter(|entry| !there.contains(entry)).count()
    }

    /// Checks everything that must be true, whatever happened: the answers that the clients got,
    /// and the books. Each entry is `(key, order, quantity)`.
    pub(crate) async fn check(&self, journal: &[(String, i64, i64)]) {
        let panel = beside(&self.options).await;
        let pool = panel.app.db.pool();
        type Kept = (i64, String, i64, i64, i64, i64);
        let kept: Vec<Kept> = sqlx::query_as(
            "select o.id, o.idempotency_key, o.quantity, coalesce(charges, 0),
                    coalesce(accepted, 0), coalesce(sent, 0)
             from orders o
             left join (select t.order_id, count(*) as charges
                        from transfers t join orders o on o.id = t.order_id
                        where t.kind = 'charge' and t.amount = o.charge group by t.order_id) t
               on t.order_id = o.id
             left join (select order_id, count(*) as accepted from attempts
                        where state = 'accepted' group by order_id) a on a.order_id = o.id
             left join (select quantity, count(*) as sent from sandbox_orders group by quantity) s
               on s.quantity = o.quantity
             order by o.id",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        assert_eq!(kept.len(), journal.len(), "each key has its order and nobody else has one");
        let by_key: HashMap<&str, &Kept> = kept.iter().map(|row| (row.1.as_str(), row)).collect();
        for (key, order, quantity) in journal {
            let Some((id, _, units, charges, accepted, sent)) = by_key.get(key.as_str()) else {
                panic!("key {key} was told order {order}, which is not there");
            };
            assert_eq!((id, units), (order, quantity), "key {key}");
            assert_eq!(*charges, 1, "order {order} was charged once");
            assert!(*sent <= 1, "order {order} was submitted {sent} times");
            assert!(accepted <= sent, "order {order} was accepted {accepted} times, of {sent}");
        }
        let charged: i64 = kept.iter().map(|row| row.2 * 1000).sum();
        let back: i64 = one(pool, "select coalesce(sum(refunded), 0)::bigint from orders").await;
        let held: i64 = one(pool, "select sum(balance)::bigint from wallets").await;
        assert_eq!(held, self.paid - charged + back, "what is left in the wallet");
        // If the sandbox has an order whose id no order names, the order with its quantity waits
        // for a person.
        let stray: i64 = one(
            pool,
            "select count(*) from sandbox_orders s join orders o on o.quantity = s.quantity
             where o.upstream_id is distinct from s.id::text
               and o.state not in ('submitting', 'unknown')",
        )
        .await;
        assert_eq!(stray, 0, "submissions that no order knows of");
        panel.assert_books().await;
        panel.stop().await;
    }

    /// Stops the server and removes the folder.
    pub(super) async fn clear(mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await.unwrap();
        }
    }
}

impl Drop for Field {
    fn drop(&mut self) {
        // The server has stopped already, unless the test failed half way.
        if self.server.is_some() && self.postmaster().is_some() {
            self.pg_ctl(&["stop", "-m", "immediate"]);
        }
    }
}

async fn one(pool: &waybill::kit::db::Pool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// A panel in this process that does no work, with which the tests prepare and check data.
pub(crate) async fn beside(options: &PgConnectOptions) -> Panel {
    let database = Database::elsewhere("waybill");
    Panel::start_through(database, &["--no-work", "--connections", "4"], options.clone()).await
}

/// The program in a process.
pub(super) struct Running {
    child: Child,
    pub(super) url: String,
    log: PathBuf,
}

impl Running {
    fn start(folder: &Path, database: Option<&str>, env: &[(&str, &str)]) -> Self {
        let log = folder.join("panel.log");
        let err = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        // `DESCRIPTORS` in the environment limits the open files.
        let mut command = Command::new("sh");
        command
            .args(["-c", r#"test -z "$DESCRIPTORS" || ulimit -n "$DESCRIPTORS"; exec "$0" "$@""#]);
        command.arg(env!("CARGO_BIN_EXE_waybill"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(folder);
        command.env_remove("DATABASE_URL").envs(env.iter().copied());
        if let Some(url) = database {
            command.args(["--database-url", url]).env("WAYBILL_SECRET", support::SECRET);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(err).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let running = Self { child, url: url.trim().to_owned(), log };
        assert!(running.url.starts_with("http"), "the panel did not start:\n{}", running.tail());
        running
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The most memory that it has had, in MiB.
    pub(super) fn memory_mib_max(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    pub(super) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Sends SIGKILL and waits until the process is gone.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM; answers how the process ended by itself.
    pub(super) fn stop(mut self) -> ExitStatus {
        signal(self.pid(), "TERM");
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not stop:\n{}", self.tail());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The last lines of its log.
    pub(super) fn tail(&self) -> String {
        tail(&self.log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, unless the test failed half way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to one process, which the test started.
pub(super) fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status();
    assert!(sent.unwrap().success(), "kill -{name} {pid}");
}

fn tail(log: &Path) -> String {
    let log = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

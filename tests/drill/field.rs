//! What a drill is about: people with money in a database, the panels that serve it, and what must
//! be true at the end.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use waybill::kit::db::Db;
use waybill::serve;

use super::program::{Program, free_port};
use crate::fire::client::Clients;
use crate::fire::panel::{Field as Books, beside};
use crate::support::{Customer, SECRET};

/// Customers of both lanes of the intake.
const CUSTOMERS: usize = 8;

/// How long a client insists on an order: longer than everything that a drill takes away.
const PATIENCE_S: u64 = 180;

/// How long a panel may take to start.
const START_S_MAX: u64 = 60;

pub(super) struct Field {
    dir: TempDir,
    pub(super) customers: Vec<Customer>,
    pub(super) service: i64,
    /// A token of the first customer, for the APIs that want one.
    pub(super) jwt: String,
    /// The longest wait of the panels for the database, if it is not the usual one.
    pub(super) limit_ms: Option<u64>,
}

impl Field {
    /// An empty folder that the user of the servers can enter.
    pub(super) fn new() -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let (customers, jwt) = (Vec::new(), String::new());
        Self { dir, customers, service: 0, jwt, limit_ms: None }
    }

    pub(super) fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// Migrates the database, with customers, money and a service whose orders are done at once.
    pub(super) async fn fill(&mut self, options: &PgConnectOptions) {
        let db = Db::new(options.clone(), 2);
        serve::migrate(&options.clone().into(), &db, "USD").await.unwrap();
        db.pool().close().await;
        let panel = beside(options).await;
        for _ in 0..CUSTOMERS {
            self.customers.push(panel.customer("100000000").await);
        }
        self.service = panel.service(|_| {}).await;
        self.jwt = panel.jwt(self.customers[0].id, |jwt| jwt).await;
        panel.stop().await;
    }

    /// `serve --no-work` with this database; it need not be ready.
    pub(super) fn serve(&self, name: &str, database: &str) -> Panel {
        let port = free_port();
        let mut command = self.waybill(&["serve", "--no-work"], database);
        command.args(["--listen", &format!("127.0.0.1:{port}")]);
        let program = Program::start(name, self.folder(), command);
        Panel { program, url: format!("http://127.0.0.1:{port}") }
    }

    /// The same, once it is ready.
    pub(super) async fn ready(&self, name: &str, database: &str) -> Panel {
        let panel = self.serve(name, database);
        let since = Instant::now();
        while panel.readiness().await.is_none_or(|(status, _)| status != 200) {
            let waited = since.elapsed();
            let say = || (panel.url.clone(), panel.program.tail());
            assert!(waited.as_secs() < START_S_MAX, "{name} is not ready: {:#?}", say());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panel
    }

    /// `work` with this database.
    pub(super) fn work(&self, name: &str, database: &str) -> Program {
        Program::start(name, self.folder(), self.waybill(&["work"], database))
    }

    /// `waybill` with this database.
    pub(super) fn waybill(&self, words: &[&str], database: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waybill"));
        command.args(words).env_remove("DATABASE_URL").env("WAYBILL_SECRET", SECRET);
        command.args(["--database-url", database, "--data-dir"]).arg(self.folder());
        if let Some(limit) = self.limit_ms {
            command.env("WAYBILL_TEST_DATABASE_LIMIT_MS", limit.to_string());
        }
        command
    }

    /// Clients of all customers, who are shared out among these panels.
    pub(super) fn clients(&self, count: usize, panels: &[&Panel]) -> Clients {
        let keys = self.customers.iter().map(|customer| customer.key.clone()).collect();
        let clients = Clients::of(keys, count, self.service, PATIENCE_S);
        let urls: Vec<&str> = panels.iter().map(|panel| panel.url.as_str()).collect();
        clients.go_to_all(&urls);
        clients
    }

    /// Ends the load and the panels, and checks in the database at `options` that everything that
    /// was acknowledged is there once.
    pub(super) async fn check(
        &self,
        clients: Clients,
        panels: Vec<Panel>,
        work: Program,
        options: &PgConnectOptions,
    ) {
        let (said, longest) = (clients.statuses(), clients.longest_gap());
        let journal = clients.finish().await;
        let books = Books::of(options, self.folder(), &self.customers[0], self.paid());
        let lost = books.lost(&journal).await;
        println!(
            "{} acknowledged, {lost} lost; other answers: {said:?}; longest gap {:.1} s",
            journal.len(),
            longest.as_secs_f64()
        );
        assert_eq!(lost, 0, "acknowledged orders are not there");
        books.rest().await;
        for panel in panels {
            panel.program.stop("TERM");
        }
        work.stop("TERM");
        books.check(&journal).await;
        // A database that is away is no fault of the panel.
        assert!(!said.contains_key(&500), "some answers had status 500: {said:?}");
    }

    fn paid(&self) -> i64 {
        100_000_000_000_000 * i64::try_from(self.customers.len()).unwrap()
    }
}

/// A panel in a process.
pub(super) struct Panel {
    pub(super) program: Program,
    pub(super) url: String,
}

impl Panel {
    /// The status and the words of `/readyz`; `None` if nobody answers.
    pub(super) async fn readiness(&self) -> Option<(u16, String)> {
        readiness(&self.url).await
    }
}

pub(super) async fn readiness(url: &str) -> Option<(u16, String)> {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
    let answer = http.get(format!("{url}/readyz")).send().await.ok()?;
    Some((answer.status().as_u16(), answer.text().await.ok()?.trim().to_owned()))
}

/// The URL of a database at this port of the loopback, for the running role.
pub(super) fn url(port: u16) -> String {
    url_of("waybill_run", port)
}

pub(super) fn url_of(user: &str, port: u16) -> String {
    format!("postgres://{user}@127.0.0.1:{port}/waybill?sslmode=disable")
}

/// A file of this repository.
pub(super) fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

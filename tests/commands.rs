//! The commands, as an operator types them: the program itself, in a process of its own.

#[path = "commands/account.rs"]
mod account;
#[path = "commands/order_api.rs"]
mod order_api;
#[path = "commands/payment.rs"]
mod payment;
#[path = "commands/provider.rs"]
mod provider;
#[path = "commands/settings.rs"]
mod settings;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{self, Database};

/// A place for a panel, and how its commands find it.
pub(crate) struct Operator {
    pub(crate) dir: TempDir,
    pub(crate) database: Option<String>,
}

impl Operator {
    /// With a database on the tests' PostgreSQL server.
    pub(crate) fn with(database: &Database) -> Self {
        Self { dir: TempDir::new().unwrap(), database: Some(database.url()) }
    }

    /// With only a folder: the panel brings its own PostgreSQL.
    pub(crate) fn alone() -> Self {
        Self { dir: TempDir::new().unwrap(), database: None }
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waybill"));
        command
            .args(words)
            .arg("--data-dir")
            .arg(self.dir.path())
            .env_remove("DATABASE_URL")
            .env_remove("WAYBILL_SECRET");
        if let Some(url) = &self.database {
            command.arg("--database-url").arg(url).env("WAYBILL_SECRET", support::SECRET);
        }
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).stdin(Stdio::null()).output().unwrap()
    }

    /// What it printed, if it succeeded.
    pub(crate) fn say(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "{words:?}\n{out}\n{err}");
        out
    }

    /// Its error message, if it failed.
    pub(crate) fn complain(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?}: {}", text(&output.stdout));
        text(&output.stderr)
    }

    pub(crate) fn serve(&self, words: &[&str]) -> Serving {
        Serving::start(self.command(&[&["serve"], words].concat()))
    }
}

pub(crate) struct Serving {
    child: Child,
    pub(crate) url: String,
}

impl Serving {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(Ok(url)) = lines.next() else {
            let mut words = String::new();
            child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
            panic!("the panel did not start: {words}");
        };
        Self { child, url }
    }

    /// Sends SIGTERM; answers what it logged until it ended by itself.
    pub(crate) fn stop(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended already, unless the test failed half way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub(crate) async fn get(url: &str) -> (u16, String) {
    let response = reqwest::get(url).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn v2(url: &str, key: &str, fields: &[(&str, &str)]) -> Value {
    let form: Vec<_> = [("key", key)].iter().chain(fields).copied().collect();
    let sent = reqwest::Client::new().post(format!("{url}/api/v2")).form(&form).send().await;
    sent.unwrap().json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_with_a_postgresql_of_its_own_from_nothing_to_a_delivered_order() {
    let operator = Operator::alone();
    let people = operator.say(&["demo"]);
    let first = people.lines().nth(1).unwrap();
    assert!(first.contains("customer") && first.contains("demo@waybill.example"), "{people}");
    assert_eq!(operator.say(&["demo"]), people, "running it again changes nothing");
    let kept = operator.dir.path().join("demo-accounts.txt");
    assert_eq!(std::fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);

    let panel = operator.serve(&["--listen", "127.0.0.1:0"]);
    assert_eq!(get(&format!("{}/healthz", panel.url)).await, (200, "alive\n".to_owned()));
    assert_eq!(get(&format!("{}/readyz", panel.url)).await, (200, "ready\n".to_owned()));
    // Commands work while the panel runs.
    let key =
        operator.say(&["token", "create", "--email", "demo@waybill.example", "--kind", "key"]);
    let key = key.trim();
    let order = [
        ("action", "add"),
        ("service", "1"),
        ("link", "https://example.com/p/1"),
        ("quantity", "100"),
    ];
    let placed = v2(&panel.url, key, &order).await;
    let order = placed["order"].to_string();
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let status = v2(&panel.url, key, &[("action", "status"), ("order", &order)]).await;
        if status["status"] == "Completed" {
            assert_eq!(status["charge"], "0.09");
            break;
        }
        assert!(Instant::now() < deadline, "a demo order of 100 took more than 30 s: {status}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let credit = ["credit", "--email", "demo@waybill.example", "--amount", "0.09", "--note", "x"];
    let unnamed = operator.complain(&credit);
    assert!(unnamed.contains("--payment"), "{unnamed}");
    assert_eq!(
        operator.say(&[&credit[..], &["--goodwill"]].concat()),
        "demo@waybill.example has 100.00 USD.\n"
    );
    // The demo is a shop of 300 services, a few of them off, with sixty days behind it.
    let services = v2(&panel.url, key, &[("action", "services")]).await;
    let services = services.as_array().unwrap();
    assert!((285..300).contains(&services.len()), "{} services", services.len());
    let all = |field: &str| -> BTreeSet<String> {
        services.iter().map(|service| service[field].to_string()).collect()
    };
    assert_eq!((all("category").len(), all("type").len()), (20, 17));
    let checked = operator.say(&["books", "check"]);
    assert!(checked.starts_with("books balance: 68 wallets"), "{checked}");
    let orders = checked.split(", ").find_map(|part| part.lines().next()?.strip_suffix(" orders"));
    assert!(orders.unwrap().parse::<i64>().unwrap() > 3_000, "{checked}");
    let log = panel.stop();
    assert!(!log.contains(key), "the key stands in the log:\n{log}");
    assert!(!is_running(operator.dir.path()), "the last one out stops the server");
}

fn is_running(data_dir: &Path) -> bool {
    let note = data_dir.join("postgres").join("postmaster.pid");
    note.exists()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_says_what_is_wrong() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let complaint = |words: &[&str]| operator.complain(words);
    let create = |email: &str, role: &str| {
        operator.run(&["account", "create", "--email", email, "--role", role])
    };
    let made = create("Ann@Example.com", "owner");
    assert!(made.status.success());
    assert_eq!(text(&made.stdout).trim().len(), 22, "the password alone is printed");
    assert!(text(&create("ann@example.com", "owner").stderr).contains("has an account"));
    assert!(text(&create("ann", "owner").stderr).contains("--email ann"));
    assert!(text(&create("bob@example.com", "king").stderr).contains("owner, admin, support"));

    let nobody = complaint(&["token", "create", "--email", "nobody@example.com"]);
    assert!(nobody.contains("there is no account of nobody@example.com"), "{nobody}");
    let scopes = ["token", "create", "--email", "ann@example.com", "--scopes", "orders:eat"];
    assert!(complaint(&scopes).contains("orders:eat"));
    let jwt = ["token", "create", "--email", "ann@example.com", "--kind", "jwt"];
    let made = operator.say(&[&jwt[..], &["--scopes", "orders:read,balance:read"]].concat());
    assert_eq!(made.matches('.').count(), 2, "the token alone is printed: {made}");
    assert!(made.starts_with("eyJ") && made.ends_with('\n') && made.lines().count() == 1);
    operator.say(&[&jwt[..], &["--expires-days", "366"]].concat());
    let late = complaint(&[&jwt[..], &["--expires-days", "367"]].concat());
    assert!(late.contains("366 days at the latest"), "{late}");

    let credit = |amount: &'static str| {
        ["credit", "--email", "ann@example.com", "--note", "x", "--amount", amount]
    };
    for wrong in ["0", "-1", "1e3", "1.0000001", "ten", "99999999999999"] {
        complaint(&[&credit(wrong)[..], &["--goodwill"]].concat());
    }
    let twice = [&credit("5")[..], &["--payment", "bank-17"]].concat();
    assert_eq!(operator.say(&twice), "ann@example.com has 5.00 USD.\n");
    let again = complaint(&twice);
    for words in ["already booked", "5.00 for ann@example.com", "by the command line", "UTC"] {
        assert!(again.contains(words), "{again}");
    }
    for same in ["BANK-17", " bank-17", "bank-17 ", "\tBank-17\n"] {
        let again = [&credit("5")[..], &["--payment", same]].concat();
        assert!(complaint(&again).contains("already booked"), "{same:?}");
    }
    for none in ["", "  ", "bank\n17"] {
        let odd = [&credit("5")[..], &["--payment", none]].concat();
        assert!(complaint(&odd).contains("1 to 200 characters"), "{none:?}");
    }
    let other = [&credit("5")[..], &["--payment", "bank-18"]].concat();
    assert_eq!(operator.say(&other), "ann@example.com has 10.00 USD.\n");

    assert!(complaint(&["serve", "--listen", "0.0.0.0:0"]).contains("--insecure-http"));
    let far = ["serve", "--listen", "127.0.0.1:0", "--public-url", "http://panel.example"];
    assert!(complaint(&far).contains("--insecure-http"));
    let odd = ["serve", "--listen", "127.0.0.1:0", "--public-url", "https://panel.example/x"];
    assert!(complaint(&odd).contains("nothing after it"));
    let https = ["serve", "--listen", "127.0.0.1:0", "--public-url", "https://panel.example"];
    assert!(complaint(&https).contains("--trusted-proxies"), "one visitor could lock out all");
    let real = ["demo", "--public-url", "https://panel.example"];
    assert!(complaint(&real).contains("--yes"));
    assert!(operator.say(&[&real[..], &["--yes"]].concat()).contains("demo@waybill.example"));
    let wrong = Operator { dir: TempDir::new().unwrap(), database: Some("mysql://x".into()) };
    assert!(!wrong.run(&["books", "check"]).status.success());
    assert!(complaint(&["migrate", "--currency", "dollars"]).contains("three letters"));
    let argument = operator.run(&["books", "check", "--secret", support::SECRET]);
    assert!(argument.status.success());
    assert!(text(&argument.stderr).contains("--secret will be removed"));
    assert_eq!(text(&operator.run(&["books", "check"]).stderr), "");
    let seal = complaint(&["books", "check", "--seal", "17"]);
    assert!(seal.contains("64 hexadecimal digits"), "{seal}");
    assert!(operator.say(&["migrate", "--currency", "EUR"]).contains("USD"), "fixed at the first");
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_from_standard_input_opens_the_panel() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let words = ["account", "create", "--email", "a@example.com", "--role", "customer"];
    let with_password = |password: &str| {
        let mut child = operator
            .command(&[&words[..], &["--password-stdin"]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(!with_password("short\n").status.success());
    let made = with_password("correct horse battery\n");
    assert!(made.status.success() && made.stdout.is_empty());
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn books_that_differ_are_named_and_end_with_1() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    operator.say(&["account", "create", "--email", "a@example.com", "--role", "customer"]);
    let credit = ["credit", "--email", "a@example.com", "--amount", "5", "--note", "x"];
    operator.say(&[&credit[..], &["--goodwill"]].concat());
    let pool = sqlx::PgPool::connect_with(database.options()).await.unwrap();
    sqlx::raw_sql("update wallets set balance = balance + 1").execute(&pool).await.unwrap();
    let output = operator.run(&["books", "check"]);
    assert_eq!(output.status.code(), Some(1));
    let out = text(&output.stdout);
    assert!(out.contains("wallet 1 holds 5000001, its transfers make 5000000"), "{out}");
    pool.close().await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_are_json_when_asked_and_hold_no_secret_and_metrics_are_served() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    operator.say(&["demo"]);
    let key = operator.say(&["token", "create", "--email", "demo@waybill.example"]);
    let key = key.trim();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let metrics = free.to_string();
    let mut command = operator.command(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "json",
        "--metrics-listen",
        &metrics,
        "--metrics-host",
        "metrics.example",
    ]);
    command.env("RUST_LOG", "trace").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It must be read all the time, or the pipe gets full.
    let mut err = child.stderr.take().unwrap();
    let log = std::thread::spawn(move || {
        let mut log = String::new();
        err.read_to_string(&mut log).unwrap();
        log
    });
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let url = url.trim();
    let balance = [("action", "balance")];
    assert_eq!(v2(url, key, &balance).await["balance"], "100.00");
    let in_url = format!("{url}/api/v2?action=balance&key={key}&canary=canary-in-the-url");
    assert_eq!(get(&in_url).await.0, 200);
    let wrong = v2(url, &format!("{key}x"), &balance).await;
    assert_eq!(wrong["error"], "Invalid API key");
    let form = [("email", "demo@waybill.example"), ("password", "canary-password-1")];
    let http = reqwest::Client::new();
    http.post(format!("{url}/sign-in")).form(&form).send().await.unwrap();
    let (status, shown) = get(&format!("http://{metrics}/metrics")).await;
    assert_eq!(status, 200);
    for name in ["requests_total", "connections", "sign_ins_total"] {
        assert!(shown.contains(&format!("waybill_{name}")), "{name}: {shown}");
    }
    for (host, expected) in [("metrics.example:9", 200), ("localhost", 200), ("evil.example", 421)]
    {
        let asked = http.get(format!("http://{metrics}/metrics")).header("host", host);
        assert_eq!(asked.send().await.unwrap().status(), expected, "{host}");
    }
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    let log = log.join().unwrap();
    for secret in [key, "canary-in-the-url", "canary-password-1"] {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
    let lines: Vec<Value> =
        log.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let warned = |words: &str| {
        lines.iter().any(|line| line["level"] == "WARN" && line["fields"]["message"] == words)
    };
    assert!(warned("a request under another name was refused"));
    assert!(
        lines.iter().any(|line| line["spans"][0]["id"].as_str().is_some_and(|id| id.len() > 8))
    );
    database.drop().await;
}

//! The server's life, tested with real processes. Runs as root and as any other user.
//!
//! Other processes are this test binary again, at the test `another_process`, in the role that an
//! environment variable gives it. Only processes that a test started are ever signalled, by their
//! id.

mod kills;
mod life;
mod throwaway;
mod words;

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};

use super::*;

const PART: &str = "WAYBILL_TEST_PART";
const DATA: &str = "WAYBILL_TEST_DATA";

/// A data directory that every user can reach, as a panel's would be.
fn data_dir() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

async fn start(dir: &Path) -> Server {
    Server::start(dir, Durability::Throwaway).await.unwrap()
}

async fn connect(server: &Server) -> PgConnection {
    let options = server.options("waybill");
    PgConnection::connect_with(&options).await.unwrap()
}

async fn remember(server: &Server, number: i32) {
    let mut connection = connect(server).await;
    let make = "create table if not exists kept (number int)";
    sqlx::query(make).execute(&mut connection).await.unwrap();
    let insert = sqlx::query("insert into kept values ($1)").bind(number);
    insert.execute(&mut connection).await.unwrap();
}

async fn remembered(server: &Server) -> i64 {
    let mut connection = connect(server).await;
    let sum = sqlx::query_scalar("select coalesce(sum(number), 0)::bigint from kept");
    sum.fetch_one(&mut connection).await.unwrap()
}

fn kill_9(pid: u32) {
    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", &format!("kill -9 {pid}")]);
    assert!(kill.status().unwrap().success());
}

fn lives(pid: u32) -> bool {
    // A zombie whose parent has not asked for it yet is dead too.
    std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty())
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed().as_secs() < 20, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// This binary in another process. It stops using the server when its input ends.
struct Other {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Other {
    fn plays(part: &str, data_dir: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kit::postgres::tests::another_process", "--nocapture"])
            .env(PART, part)
            .env(DATA, data_dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    /// The next thing it says to us, past what the test harness prints.
    fn says(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "it ended");
            if let Some((_, word)) = line.split_once("says: ") {
                return word.trim().to_owned();
            }
        }
    }

    fn leaves(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }

    fn dies(mut self) {
        kill_9(self.child.id());
        self.child.wait().unwrap();
    }
}

#[tokio::test]
async fn another_process() {
    let Ok(part) = std::env::var(PART) else {
        return;
    };
    let dir = PathBuf::from(std::env::var_os(DATA).unwrap());
    let server = match part.as_str() {
        "panel" => start(&dir).await,
        "tests" => throwaway(Some(&dir)).await.unwrap(),
        other => panic!("no such part: {other}"),
    };
    let place = server.place.data_dir.display();
    println!("says: {} {place}", server.pid().unwrap());
    std::io::stdout().flush().unwrap();
    // Ends when the test lets go of us.
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).unwrap();
    server.stop().await.unwrap();
}

//! The server's life, played with real processes. Runs as root and as anybody else.
//!
//! Other processes are this test binary again, at the test `another_process`, in the part that an environment variable
//! gives it. Only processes that a test started are ever signalled, by their id.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};

use super::find::{Place as Family, first_of, parse_major, versions};
use super::place::{digest, fits};
use super::ready::passes_by_itself;
use super::user::ids_of;
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

/// This binary in another process. Lets go of the server when its input ends.
struct Other {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Other {
    fn plays(part: &str, data_dir: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "kit::postgres::tests::another_process",
                "--nocapture",
            ])
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

#[tokio::test]
async fn it_is_made_stopped_and_started_again() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    remember(&server, 7).await;
    let pid = server.pid().unwrap();
    server.stop().await.unwrap();
    assert!(!lives(pid));

    let server = start(dir.path()).await;
    assert_eq!(remembered(&server).await, 7);
    let mode = server.socket_dir().metadata().unwrap().mode();
    assert_eq!(mode & 0o777, 0o700, "nobody else reaches the socket");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_production_settings_keep_what_is_committed() {
    let dir = data_dir();
    let server = Server::start(dir.path(), Durability::Durable)
        .await
        .unwrap();
    let mut connection = connect(&server).await;
    let settings = "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in \
        ('data_checksums', 'fsync', 'full_page_writes', 'listen_addresses', 'max_connections', 'synchronous_commit')";
    let settings: String = sqlx::query_scalar(settings)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(
        settings,
        "data_checksums=on fsync=on full_page_writes=on listen_addresses= max_connections=200 synchronous_commit=on"
    );
    let lower: String = sqlx::query_scalar("select lower('ÄÉ')")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(lower, "äé");
    drop(connection);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn other_programs_connect_by_the_url() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    let mut connection = PgConnection::connect(&server.url("waybill")).await.unwrap();
    let one: i32 = sqlx::query_scalar("select 1")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(one, 1);
    let psql = server.bin_dir().join("psql");
    if psql.exists() {
        let psql = Command::new(psql)
            .args([&server.url("waybill"), "-Atc", "select 1"])
            .output()
            .unwrap();
        assert_eq!(
            psql.stdout,
            b"1\n",
            "{}",
            String::from_utf8_lossy(&psql.stderr)
        );
    }
    drop(connection);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_last_one_out_stops_it() {
    let dir = data_dir();
    let mut panel = Other::plays("panel", dir.path());
    panel.says();
    let command = start(dir.path()).await;
    let pid = command.pid().unwrap();

    panel.leaves();
    remember(&command, 1).await;
    assert!(lives(pid));

    command.stop().await.unwrap();
    assert!(!lives(pid));
}

#[tokio::test]
async fn two_that_start_at_once_on_a_new_directory_share_one() {
    let dir = data_dir();
    let mut one = Other::plays("panel", dir.path());
    let mut two = Other::plays("panel", dir.path());
    assert_eq!(one.says(), two.says(), "the same process id");
    let (one, two) = (
        std::thread::spawn(|| one.leaves()),
        std::thread::spawn(|| two.leaves()),
    );
    one.join().unwrap();
    two.join().unwrap();
    assert!(!dir.path().join("postgres/postmaster.pid").exists());
}

#[tokio::test]
async fn who_arrives_while_the_last_one_leaves_has_a_server() {
    let dir = data_dir();
    let mut leaving = start(dir.path()).await;
    for round in 0..5 {
        let path = dir.path().to_owned();
        let arriving = tokio::spawn(async move { start(&path).await });
        tokio::time::sleep(Duration::from_millis(round)).await;
        leaving.stop().await.unwrap();
        leaving = arriving.await.unwrap();
        remember(&leaving, 1).await;
    }
    assert_eq!(remembered(&leaving).await, 5);
    leaving.stop().await.unwrap();
}

#[tokio::test]
async fn it_comes_back_after_kill_9() {
    let dir = data_dir();
    let server = Server::start(dir.path(), Durability::Durable)
        .await
        .unwrap();
    remember(&server, 3).await;
    let pid = server.pid().unwrap();
    // Somebody is busy in it, and the server's children outlive it for a moment.
    let mut busy = connect(&server).await;
    let busy = tokio::spawn(async move {
        let nap = sqlx::query("select count(*) from generate_series(1, 20000000)");
        nap.execute(&mut busy).await.is_ok()
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    kill_9(pid);

    let again = Server::start(dir.path(), Durability::Durable)
        .await
        .unwrap();
    assert_ne!(again.pid().unwrap(), pid);
    assert_eq!(remembered(&again).await, 3);
    let log = std::fs::read_to_string(dir.path().join("postgres.log")).unwrap();
    assert!(
        log.contains("pre-existing shared memory block"),
        "two never share the files:\n{log}"
    );
    busy.await.unwrap();
    drop(server);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_was_killed_keeps_nobody_from_leaving() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    kill_9(server.pid().unwrap());
    until("it is dead", || server.pid().is_none());
    let since = Instant::now();
    server.stop().await.unwrap();
    assert!(since.elapsed().as_secs() < 5);
}

#[tokio::test]
async fn a_panel_that_was_killed_leaves_a_server_to_attach_to() {
    let dir = data_dir();
    let mut panel = Other::plays("panel", dir.path());
    let said = panel.says();
    panel.dies();

    let command = start(dir.path()).await;
    assert!(said.starts_with(&format!("{} ", command.pid().unwrap())));
    command.stop().await.unwrap();
    assert!(!dir.path().join("postgres/postmaster.pid").exists());
}

#[tokio::test]
async fn a_first_start_that_was_killed_leaves_nothing_half_made() {
    let dir = data_dir();
    let panel = Other::plays("panel", dir.path());
    let staging = || {
        let entries = std::fs::read_dir(dir.path()).unwrap().flatten();
        let mut paths = entries.map(|entry| entry.path());
        paths.find(|path| path.display().to_string().contains("postgres.new-"))
    };
    until("initdb writes", || {
        staging().is_some_and(|path| path.join("PG_VERSION").exists())
    });
    panel.dies();

    let server = start(dir.path()).await;
    remember(&server, 1).await;
    server.stop().await.unwrap();
    assert!(dir.path().join("postgres/waybill.conf").exists());
}

#[tokio::test]
async fn a_process_id_that_went_to_another_program_fools_nobody() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    remember(&server, 2).await;
    let note = dir.path().join("postgres/postmaster.pid");
    let noted = std::fs::read_to_string(&note).unwrap();
    let owner = note.metadata().unwrap();
    server.stop().await.unwrap();

    // Given a note of a server that is gone, whose id a living process of the same user has now.
    let mut sleeper = Command::new("sleep");
    let user = user::User::owner_of(&dir.path().join("postgres")).unwrap();
    if user.switch {
        std::os::unix::process::CommandExt::uid(&mut sleeper, owner.uid());
    }
    let mut sleeper = sleeper.arg("60").spawn().unwrap();
    let (_, rest) = noted.split_once('\n').unwrap();
    std::fs::write(&note, format!("{}\n{rest}", sleeper.id())).unwrap();
    std::os::unix::fs::chown(&note, Some(owner.uid()), Some(owner.gid())).unwrap();

    let since = Instant::now();
    let server = start(dir.path()).await;
    assert!(since.elapsed().as_secs() < 5);
    assert_eq!(remembered(&server).await, 2);
    server.stop().await.unwrap();
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
}

#[tokio::test]
async fn a_long_path_still_gets_a_socket() {
    let dir = data_dir();
    let deep = dir.path().join("d".repeat(120));
    let server = start(&deep).await;
    assert!(fits(server.socket_dir()));
    let mode = server.socket_dir().metadata().unwrap().mode();
    assert_eq!(mode & 0o777, 0o700);
    let attached = start(&deep).await;
    assert_eq!(attached.pid(), server.pid());
    let socket_dir = server.socket_dir().to_owned();
    server.stop().await.unwrap();
    attached.stop().await.unwrap();
    std::fs::remove_dir_all(socket_dir).unwrap();
}

#[tokio::test]
async fn roots_own_directory_sends_the_cluster_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    if dir.path().metadata().unwrap().uid() != 0 {
        return;
    }
    // Like /root: 0700 and root's.
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let inside = dir.path().join("data");
    let server = start(&inside).await;
    let base = server.place.base.clone();
    let canonical = inside.canonicalize().unwrap();
    assert_eq!(base, Path::new("/var/lib/waybill").join(digest(&canonical)));
    remember(&server, 4).await;
    server.stop().await.unwrap();
    let server = start(&inside).await;
    assert_eq!(remembered(&server).await, 4);
    server.stop().await.unwrap();
    std::fs::remove_dir_all(base).unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_start_says_why() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    server.stop().await.unwrap();
    let local = dir.path().join("postgres/local.conf");
    std::fs::write(&local, "shared_buffers = 'a lot'\n").unwrap();
    std::fs::set_permissions(&local, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = Server::start(dir.path(), Durability::Throwaway)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("a lot"), "{error}");
}

#[tokio::test]
async fn something_else_in_the_clusters_place_is_left_alone() {
    let dir = data_dir();
    std::fs::create_dir(dir.path().join("postgres")).unwrap();
    std::fs::write(dir.path().join("postgres/photo"), "precious").unwrap();
    let error = Server::start(dir.path(), Durability::Throwaway)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::NotACluster(_) | Error::OtherOwner { .. }),
        "{error}"
    );
    assert!(dir.path().join("postgres/photo").exists());
}

#[tokio::test]
async fn a_throwaway_server_goes_with_its_process() {
    let dir = data_dir();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o1777)).unwrap();
    for how in ["leaves", "is killed"] {
        let mut tests = Other::plays("tests", dir.path());
        let said = tests.says();
        let (pid, place) = said.split_once(' ').unwrap();
        assert!(Path::new(place).join("postgres").exists());
        match how {
            "leaves" => tests.leaves(),
            _ => tests.dies(),
        }
        let pid = pid.parse().unwrap();
        until("the server is gone", || !lives(pid));
        until("its directory is gone", || !Path::new(place).exists());
    }
}

#[tokio::test]
async fn what_a_dead_process_left_is_swept() {
    let dir = data_dir();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o1777)).unwrap();
    // Given a server whose process and whose watcher are gone.
    let first = throwaway(Some(dir.path())).await.unwrap();
    let (place, pid) = (first.place.data_dir.clone(), first.pid().unwrap());
    let Server {
        watcher, in_use, ..
    } = first;
    watcher.unwrap().kill_in_a_test();
    drop(in_use);
    assert!(lives(pid));

    let next = throwaway(Some(dir.path())).await.unwrap();
    assert!(!lives(pid));
    assert!(!place.exists());
    next.stop().await.unwrap();
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn the_message_names_every_way_out() {
    let empty = tempfile::tempdir().unwrap();
    let family = Family {
        name: "PATH".to_owned(),
        dirs: vec![empty.path().to_owned()],
    };
    let text = first_of(&[family]).unwrap_err().to_string();
    for needle in [
        "PATH (nothing)",
        "apt-get install postgresql",
        "brew install",
        "PG_BIN_DIR",
        "DATABASE_URL",
    ] {
        assert!(text.contains(needle), "{needle} is missing:\n{text}");
    }
}

#[test]
fn newer_versions_come_first() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["9", "15", "100", "man"] {
        std::fs::create_dir(dir.path().join(name)).unwrap();
    }
    let found = versions(dir.path(), "", "bin");
    let expected: Vec<_> = ["100/bin", "15/bin", "9/bin"]
        .map(|name| dir.path().join(name))
        .into();
    assert_eq!(found, expected);
}

#[test]
fn versions_and_users_are_read() {
    assert_eq!(
        parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
        Some(15)
    );
    assert_eq!(parse_major("postgres (PostgreSQL) 19devel"), Some(19));
    assert_eq!(parse_major("initdb: error"), None);
    let passwd = "root:x:0:0:root:/root:/bin/sh\npostgres2:x:1:1::/:/\npostgres:x:101:104:a,b:/var/lib:/bin/bash\n";
    assert_eq!(ids_of(passwd, "postgres"), Some((101, 104)));
    assert_eq!(ids_of(passwd, "nobody"), None);
}

#[test]
fn only_the_remains_of_a_killed_server_are_waited_for() {
    assert!(passes_by_itself(
        "FATAL:  lock file \"postmaster.pid\" already exists"
    ));
    assert!(passes_by_itself(
        "FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use"
    ));
    assert!(!passes_by_itself(
        "FATAL:  could not open file: No space left on device"
    ));
}

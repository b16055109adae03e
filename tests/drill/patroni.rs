//! Patroni with etcd: the leader is changed on purpose, and then lost. The files are those of
//! `deploy/`, with the addresses and certificates of the drill.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::bouncer::replaced;
use super::failover::haproxy;
use super::field::{Field, ours};
use super::postgres::{execute, options};
use super::program::{Program, children, find, free_port, owner, unprivileged, until};
use super::{drill, not_run, within};

/// The longest that a change of the leader on purpose may stop orders, and the loss of one: `ttl`
/// is 20 s, and then the others notice and agree.
const CHANGE_S_MAX: u64 = 20;
const LOSS_S_MAX: u64 = 45;
/// How long the cluster may take to come up, or a node to come back.
const CLUSTER_S_MAX: u64 = 120;

const PASSWORD: &str = "the-password-of-the-drill";
const NODES: [&str; 3] = ["db1", "db2", "db3"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for make drill"]
async fn the_leader_is_changed_and_lost() {
    for name in ["patroni", "etcd", "haproxy"] {
        if find(name).is_none() {
            return not_run("Patroni", &format!("{name} is not installed"));
        }
    }
    drill("Patroni", change_and_lose()).await;
}

async fn change_and_lose() {
    let mut field = Field::new();
    let mut cluster = Cluster::start(field.folder()).await;
    let first = cluster.leader().await;
    let postgres = cluster.options(first, "postgres", "postgres");
    let make = format!("create role waybill superuser login password '{PASSWORD}'");
    execute(postgres.clone(), &make).await;
    execute(postgres, "create database waybill owner waybill").await;
    let waybill = cluster.options(first, "waybill", "waybill");
    field.fill(&waybill).await;
    execute(waybill, &format!("alter role waybill_run password '{PASSWORD}'")).await;

    let port = free_port();
    let _haproxy = haproxy(&field, &cluster.haproxy(port));
    let url = format!(
        "postgres://waybill_run:{PASSWORD}@127.0.0.1:{port}/waybill\
         ?sslmode=verify-ca&sslrootcert={}",
        authority().display()
    );
    let one = field.ready("serve-1", &url).await;
    let two = field.ready("serve-2", &url).await;
    let work = field.work("work", &url);
    let clients = field.clients(32, &[&one, &two]);
    clients.more(2_000).await;

    clients.measure_gap();
    cluster.change(first).await;
    clients.each_again().await;
    within("the leader was changed, no order for", clients.longest_gap(), CHANGE_S_MAX);
    let second = cluster.leader().await;
    assert_ne!(second, first);
    cluster.until_two_follow(second).await;
    clients.more(1_000).await;

    clients.measure_gap();
    cluster.nodes[second].kill();
    clients.each_again().await;
    within("the leader was lost, no order for", clients.longest_gap(), LOSS_S_MAX);
    let third = cluster.leader().await;
    assert_ne!(third, second);
    clients.more(1_000).await;
    cluster.nodes[second].start();
    cluster.until_two_follow(third).await;
    println!("the lost one follows again");
    field.check(clients, vec![one, two], work, &cluster.options(third, "waybill", "waybill")).await;
    cluster.stop();
}

struct Cluster {
    nodes: Vec<Node>,
    _etcd: Program,
}

impl Cluster {
    async fn start(folder: &Path) -> Self {
        let (etcd, port) = etcd(folder);
        let nodes = NODES.iter().map(|name| Node::lay(name, folder, port)).collect();
        let mut cluster = Self { nodes, _etcd: etcd };
        cluster.nodes[0].start();
        let leader = cluster.leader().await;
        for node in &mut cluster.nodes[1..] {
            node.start();
        }
        cluster.until_two_follow(leader).await;
        cluster
    }

    /// The number of the node that holds the lock.
    async fn leader(&self) -> usize {
        let deadline = Instant::now() + Duration::from_secs(CLUSTER_S_MAX);
        loop {
            for (number, node) in self.nodes.iter().enumerate() {
                if node.is("primary").await {
                    return number;
                }
            }
            let said = self.nodes.iter().filter_map(|node| node.patroni.as_ref());
            let said: Vec<String> = said.map(Program::tail).collect();
            assert!(Instant::now() < deadline, "nobody leads:\n{}", said.join("\n\n"));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Waits until both others follow this leader, one of them in time.
    async fn until_two_follow(&self, leader: usize) {
        until("two standbys to follow", CLUSTER_S_MAX, async || {
            let (mut all, mut synchronous) = (0, 0);
            for (number, node) in self.nodes.iter().enumerate() {
                if number != leader && node.is("replica").await {
                    all += 1;
                    synchronous += usize::from(node.is("synchronous").await);
                }
            }
            (all == 2 && synchronous == 1).then_some(())
        })
        .await;
    }

    /// Asks Patroni for another leader, as `patronictl switchover` does.
    async fn change(&self, from: usize) {
        let node = &self.nodes[from];
        let asked = reqwest::Client::new()
            .post(format!("http://127.0.0.1:{}/switchover", node.rest))
            .basic_auth("patroni", Some(PASSWORD))
            .json(&json!({ "leader": node.name }))
            .timeout(Duration::from_secs(CLUSTER_S_MAX));
        let answer = asked.send().await.unwrap();
        let (status, said) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{status} {said}");
    }

    /// How to connect to a node, over TLS and with a password.
    fn options(&self, node: usize, user: &str, database: &str) -> PgConnectOptions {
        options(self.nodes[node].postgres)
            .username(user)
            .password(PASSWORD)
            .database(database)
            .ssl_mode(PgSslMode::VerifyCa)
            .ssl_root_cert(authority())
    }

    /// The configuration of HAProxy.
    fn haproxy(&self, port: u16) -> String {
        let mut changes = vec![
            ("127.0.0.1:5000".to_owned(), format!("127.0.0.1:{port}")),
            ("127.0.0.1:5001".to_owned(), format!("127.0.0.1:{}", free_port())),
        ];
        for (node, number) in self.nodes.iter().zip(11..) {
            let (from, to) = (format!("10.0.0.{number}"), "127.0.0.1");
            changes.push((
                format!("{from}:5432 check addr {from} port 8008"),
                format!("{to}:{} check addr {to} port {}", node.postgres, node.rest),
            ));
        }
        let changes: Vec<_> =
            changes.iter().map(|(from, to)| (from.as_str(), to.clone())).collect();
        replaced(&ours("deploy/haproxy-database.cfg"), &changes)
    }

    fn stop(&mut self) {
        for node in &mut self.nodes {
            node.patroni.take().unwrap().stop("TERM");
        }
    }
}

/// One node of etcd and its port.
fn etcd(folder: &Path) -> (Program, u16) {
    let (port, peers) = (free_port(), free_port());
    let (own, peer) = (format!("http://127.0.0.1:{port}"), format!("http://127.0.0.1:{peers}"));
    let mut command = Command::new(find("etcd").unwrap());
    command.arg("--data-dir").arg(folder.join("etcd"));
    command.args(["--listen-client-urls", &own, "--advertise-client-urls", &own]);
    command.args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer]);
    command.args(["--initial-cluster", &format!("default={peer}")]);
    (Program::start("etcd", folder, command), port)
}

/// The authority that signed the servers' certificate.
fn authority() -> PathBuf {
    ours("tests/database/tls/ca.pem")
}

struct Node {
    name: &'static str,
    folder: PathBuf,
    conf: PathBuf,
    patroni: Option<Program>,
    postgres: u16,
    rest: u16,
}

impl Node {
    fn lay(name: &'static str, parent: &Path, etcd: u16) -> Self {
        let folder = parent.join(name);
        std::fs::create_dir(&folder).unwrap();
        let (postgres, rest) = (free_port(), free_port());
        let bin_dir = waybill::kit::postgres::find().unwrap().bin_dir().display().to_string();
        let here = folder.display();
        let password = || PASSWORD.to_owned();
        let text = replaced(
            &ours("deploy/patroni.yml"),
            &[
                ("name: db1", format!("name: {name}")),
                ("10.0.0.11:8008", format!("127.0.0.1:{rest}")),
                ("10.0.0.11:5432", format!("127.0.0.1:{postgres}")),
                ("10.0.0.21:2379,10.0.0.22:2379,10.0.0.23:2379", format!("127.0.0.1:{etcd}")),
                ("/var/lib/postgresql/15/waybill", format!("{here}/data")),
                ("/usr/lib/postgresql/15/bin", bin_dir),
                ("/var/lib/postgresql/patroni.pgpass", format!("{here}/pgpass")),
                ("/var/run/postgresql", here.to_string()),
                ("/etc/waybill/tls", here.to_string()),
                ("10.0.0.0/24", "127.0.0.1/32".to_owned()),
                ("CHANGE_ME_RESTAPI", password()),
                ("CHANGE_ME_SUPERUSER", password()),
                ("CHANGE_ME_REPLICATION", password()),
                ("CHANGE_ME_REWIND", password()),
                // No machine of a drill is switched off.
                ("mode: required", "mode: off".to_owned()),
                ("local all postgres peer", "local all postgres trust".to_owned()),
            ],
        );
        let conf = folder.join("patroni.yml");
        std::fs::write(&conf, text).unwrap();
        for file in ["ca.pem", "server.pem", "server.key"] {
            let copy = folder.join(file);
            std::fs::copy(ours("tests/database/tls").join(file), &copy).unwrap();
            std::fs::set_permissions(&copy, PermissionsExt::from_mode(0o600)).unwrap();
        }
        if let Some((uid, gid)) = owner() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                chown(entry.unwrap().path(), Some(uid), Some(gid)).unwrap();
            }
            chown(&folder, Some(uid), Some(gid)).unwrap();
        }
        Self { name, folder, conf, patroni: None, postgres, rest }
    }

    fn start(&mut self) {
        let mut command = unprivileged(&find("patroni").unwrap(), owner());
        command.arg(&self.conf);
        self.patroni = Some(Program::start("patroni", &self.folder, command));
    }

    /// What Patroni says of it: whether it has this role.
    async fn is(&self, role: &str) -> bool {
        let url = format!("http://127.0.0.1:{}/{role}", self.rest);
        let asked = reqwest::Client::new().get(url).timeout(Duration::from_secs(2)).send().await;
        asked.is_ok_and(|answer| answer.status() == 200)
    }

    /// As if its machine had stopped.
    fn kill(&mut self) {
        if let Some(patroni) = self.patroni.take() {
            patroni.kill();
        }
        let Some(pid) = self.postmaster() else { return };
        let pids = [vec![pid.to_string()], children(pid)].concat();
        for pid in pids {
            let _ = Command::new("kill").args(["-KILL", &pid]).stderr(Stdio::null()).status();
        }
    }

    /// The server that Patroni started, if it runs.
    fn postmaster(&self) -> Option<u32> {
        let data = self.folder.join("data");
        let note = std::fs::read_to_string(data.join("postmaster.pid")).ok()?;
        let pid = note.lines().next()?.trim().parse().ok()?;
        // The note may be old, and its number somebody else's by now.
        let words = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
        words.contains(data.to_str()?).then_some(pid)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

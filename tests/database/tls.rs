//! The way to a PostgreSQL on another machine: the password goes only to the server whose
//! certificate is right.
//!
//! 0.0.0.0 stands for another machine: it leads to this one and is no loopback address.
//!
//! Seen red by `make seeded`: `prefers-plain`, `trusts-anyone`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;
use waybill::kit::postgres::{Durability, Server, find};

use crate::commands::{Operator, text};
use crate::support::SECRET;

const PASSWORD: &str = "canary-password-of-the-database";

/// A PostgreSQL that listens on the network, with the certificate in `tests/database/tls`.
struct TlsServer {
    dir: TempDir,
    port: u16,
}

fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/database/tls").join(name)
}

impl TlsServer {
    async fn start() -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::set_permissions(dir.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let server = Server::start(dir.path(), Durability::Throwaway).await.unwrap();
        let mut owner = server.options("waybill").connect().await.unwrap();
        let user = "create role panel login password 'canary-password-of-the-database';
                    alter database waybill owner to panel";
        sqlx::raw_sql(user).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
        server.stop().await.unwrap();

        let cluster = dir.path().join("postgres");
        let owner = std::fs::metadata(&cluster).unwrap();
        for name in ["server.pem", "server.key"] {
            let copy = cluster.join(name);
            std::fs::copy(ours(name), &copy).unwrap();
            std::fs::set_permissions(&copy, PermissionsExt::from_mode(0o600)).unwrap();
            std::os::unix::fs::chown(&copy, Some(owner.uid()), Some(owner.gid())).unwrap();
        }
        std::fs::write(cluster.join("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n")
            .unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let started = Self { dir, port };
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file=server.pem \
             -c ssl_key_file=server.key -c log_connections=on"
        );
        assert!(started.pg_ctl(&["start", "-o", &options]), "{}", started.log());
        started
    }

    fn pg_ctl(&self, words: &[&str]) -> bool {
        let cluster = self.dir.path().join("postgres");
        let owner = std::fs::metadata(&cluster).unwrap();
        let mut pg_ctl = Command::new(find().unwrap().bin_dir().join("pg_ctl"));
        if std::fs::metadata(self.dir.path()).unwrap().uid() != owner.uid() {
            pg_ctl.uid(owner.uid()).gid(owner.gid());
        }
        pg_ctl.args(words).args(["-s", "-w", "-t", "60", "-D"]).arg(&cluster);
        pg_ctl.arg("-l").arg(self.dir.path().join("postgres.log")).current_dir("/");
        pg_ctl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        pg_ctl.status().unwrap().success()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("postgres.log")).unwrap()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.pg_ctl(&["stop", "-m", "immediate"]);
    }
}

/// An operator whose database is at this host, with these parameters in the URL.
fn operator(host: &str, port: u16, parameters: &str) -> Operator {
    let url = format!("postgres://panel:{PASSWORD}@{host}:{port}/waybill{parameters}");
    Operator { dir: TempDir::new().unwrap(), database: Some(url) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_password_goes_only_to_a_server_with_the_right_certificate() {
    let server = TlsServer::start().await;
    let port = server.port;
    let authority = format!("sslrootcert={}", ours("ca.pem").display());
    let is_in = |log: &str| log.contains("connection authorized") || log.contains("authenticated");

    let unknown = operator("0.0.0.0", port, "").complain(&["migrate"]);
    assert!(unknown.contains("UnknownIssuer"), "{unknown}");
    let name = format!("?sslmode=verify-full&{authority}");
    let wrong = operator("localhost", port, &name).complain(&["migrate"]);
    assert!(wrong.contains("not valid for name"), "{wrong}");
    assert!(!is_in(&server.log()), "{}", server.log());

    let right = operator("0.0.0.0", port, &format!("?{authority}"));
    right.say(&["migrate"]);
    assert!(right.say(&["books", "check"]).starts_with("books balance"));
    let log = server.log();
    assert!(is_in(&log) && log.contains("SSL enabled"), "{log}");

    // On this machine it is as the URL says, and TLS is preferred.
    operator("127.0.0.1", port, "").say(&["books", "check"]);
    // The operator may say that the name or the certificate does not matter, and is warned.
    for mode in [format!("verify-ca&{authority}"), "require".to_owned()] {
        let said = operator("0.0.0.0", port, &format!("?sslmode={mode}")).run(&["books", "check"]);
        assert!(said.status.success(), "{}", text(&said.stderr));
        assert!(text(&said.stderr).contains("does not check who answers"), "{mode}");
    }
    assert!(!server.log().contains(PASSWORD) && SECRET.len() > 32);
}

/// A server that offers no TLS, and keeps what it is told.
fn plain_server() -> (u16, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut request = [0; 8];
        client.read_exact(&mut request).unwrap();
        // SSLRequest is answered by No. It asks for a password in clear as soon as somebody goes on.
        client.write_all(b"N").unwrap();
        let mut rest = vec![0; 65_536];
        let mut heard = request.to_vec();
        for _ in 0..2 {
            let count = client.read(&mut rest).unwrap_or_default();
            heard.extend_from_slice(&rest[..count]);
            if count == 0 || client.write_all(b"R\0\0\0\x08\0\0\0\x03").is_err() {
                break;
            }
        }
        heard
    });
    (port, heard)
}

#[test]
fn a_server_without_tls_hears_nothing() {
    let (port, heard) = plain_server();
    let told = operator("0.0.0.0", port, "").complain(&["migrate"]);
    assert!(told.contains("does not support TLS"), "{told}");
    assert_eq!(heard.join().unwrap().len(), 8, "it was asked for TLS, and told nothing else");

    // It is not even asked if the answer would not matter.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    nobody.set_nonblocking(true).unwrap();
    for mode in ["prefer", "allow"] {
        let told = operator("0.0.0.0", port, &format!("?sslmode={mode}")).complain(&["migrate"]);
        assert!(told.contains("sslmode=verify-full") && told.contains("sslmode=disable"), "{told}");
        assert!(!told.contains(PASSWORD), "{told}");
    }
    assert!(nobody.accept().is_err(), "nobody came");

    drop(nobody);
    // Only here the operator has said that this is what they want.
    let plain = operator("0.0.0.0", port, "?sslmode=disable").run(&["migrate"]);
    assert!(text(&plain.stderr).contains("is plain"), "{}", text(&plain.stderr));
}

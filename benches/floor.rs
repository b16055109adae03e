//! The floors: what PostgreSQL does with the same rows, one transaction at a time, measured by
//! pgbench, and what nginx does with the same bytes.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::seed::Seed;
use crate::{Plan, load};

/// One transaction for each order: wallet, order, transfer, event, commit. pgbench takes a colon in
/// a text for a variable, so a colon is made from its character number.
pub fn order(seed: &Seed, plan: &Plan, clients: u32, account: &str) -> f64 {
    let script = format!(
        r"\set account {account}
\set service random(1, 5000)
\set link random(1, 1000000000)
begin;
update wallets set balance = balance - 1000000, version = version + 1 where account_id = :account returning balance, version \gset
insert into orders (account_id, service_id, state, link, quantity, remains, rate, charge, due_at, source, token_id, created_at, lane) values (:account, :service, 'queued', 'https://example.com/p/' || :link::text, 1000, 1000, 1000000, 1000000, now(), 'api_v2', :account, now(), 1) returning id \gset
insert into transfers (account_id, debit, credit, amount, kind, key, order_id, balance_after, version, at) values (:account, 'wallet', 'in_flight', 1000000, 'charge', 'order' || chr(58) || :id::text || chr(58) || 'charge', :id, :balance, :version, now());
insert into order_events (account_id, order_id, kind, at) values (:account, :id, 'placed', now());
commit;
"
    );
    pgbench(seed, plan, clients, &script)
}

/// The same columns by primary key; rows a second.
pub fn status(seed: &Seed, plan: &Plan, ids: u32) -> f64 {
    let which = if ids == 1 {
        "id = :first * 10".to_owned()
    } else {
        let each: Vec<String> = (0..ids).map(|n| format!("(:first + {n}) * 10")).collect();
        format!("id = any(array[{}]::bigint[])", each.join(", "))
    };
    let script = format!(
        r"\set first random(1, 4000)
select id, form, state, charge - refunded as charge, start_count, remains, case when form = 'subscription' then details end as details from orders where account_id = 1 and {which};
"
    );
    pgbench(seed, plan, 32, &script) * f64::from(ids)
}

/// One transaction for each hook: its method by the door, and its row.
pub fn hooks(seed: &Seed, seconds: u64) -> f64 {
    let script = r#"\set event random(1, 1000000000000)
begin;
select id, gateway, mode, settings, secrets from methods where door = (select max(door) from methods);
insert into hooks (method_id, event_key, about, body, headers, verdict, received_at) values (1, 'floor' || :event::text, 'wb-' || :event::text, '{"id"' || chr(58) || '"' || :event::text || '"}', '[["sandbox-signature","t=1760000000,v1=0000000000000000000000000000000000000000000000000000000000000000"]]', 'waiting', now()) on conflict (method_id, event_key) where event_key is not null do nothing;
commit;
"#;
    run(seed, seconds, 64, script)
}

/// Transactions a second.
fn pgbench(seed: &Seed, plan: &Plan, clients: u32, script: &str) -> f64 {
    run(seed, plan.seconds, clients, script)
}

fn run(seed: &Seed, seconds: u64, clients: u32, script: &str) -> f64 {
    let file = seed.dir.path().join("floor.sql");
    fs::write(&file, script).expect("the script is written");
    let server = seed.server();
    let output = Command::new(server.bin_dir().join("pgbench"))
        .args(["-n", "-M", "prepared", "-U", "waybill", "-j", if clients > 1 { "2" } else { "1" }])
        .args(["-c", &clients.to_string(), "-T", &seconds.to_string()])
        .arg("-h")
        .arg(server.socket_dir())
        .arg("-f")
        .arg(&file)
        .arg("waybill")
        .output()
        .expect("pgbench runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.starts_with("tps = "));
    let rate = line.and_then(|line| line.split_whitespace().nth(2)?.parse().ok());
    rate.unwrap_or_else(|| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// A web server with one file.
pub struct Nginx {
    child: Child,
    address: SocketAddr,
    _dir: TempDir,
}

impl Nginx {
    /// `None`, and a message, if nginx is not installed.
    pub async fn start(bytes: &[u8]) -> Option<Self> {
        let dir = TempDir::new().expect("a folder");
        let path = dir.path();
        fs::write(path.join("services.json"), bytes).expect("the file is written");
        let address =
            TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
        let settings = format!(
            "daemon off; worker_processes 2; pid {0}/pid; error_log {0}/error;
             events {{ worker_connections 512; }}
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;
                     client_body_temp_path {0}; proxy_temp_path {0}; fastcgi_temp_path {0};
                     uwsgi_temp_path {0}; scgi_temp_path {0};
                     types {{ application/json json; }}
                     server {{ listen {address}; root {0}; }} }}",
            path.display()
        );
        let file = path.join("conf");
        fs::write(&file, settings).expect("the settings are written");
        // Its workers may run as another user.
        let open = Command::new("chmod").arg("755").arg(path).status();
        assert!(open.is_ok_and(|status| status.success()), "chmod");
        let started = Command::new("nginx")
            .args(["-p"])
            .arg(path)
            .arg("-c")
            .arg(&file)
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = started else {
            eprintln!("nginx is not installed: services are not measured");
            return None;
        };
        let nginx = Self { child, address, _dir: dir };
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                return Some(nginx);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        eprintln!("nginx does not answer: services are not measured");
        None
    }

    pub fn measure(&self, plan: &Plan) -> f64 {
        let runtime = tokio::runtime::Handle::current();
        runtime.block_on(load::run(self.address, &load::Call::file(), plan.seconds)).1
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The first process ends its workers only when it is asked to end, not when it is killed.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
    }
}

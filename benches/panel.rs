//! The panel under measurement: the program itself, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use crate::load;
use crate::seed::{SECRET, Seed};

/// A running panel; it is ended by its process id.
pub struct Panel {
    child: Child,
    pub address: SocketAddr,
}

impl Panel {
    /// Waits until the panel is quiet ([`Seed::rest`]), unless there are orders for its workers.
    pub async fn start(seed: &Seed, options: &[&str]) -> Self {
        let place = ["--database-url", &seed.url()];
        let panel = Self::spawn(&[&place[..], options].concat(), Some(SECRET));
        // The first list also reads the average times.
        panel.services(seed).await;
        panel
    }

    /// A panel at the place that the options name; without a secret it has one of its own.
    pub fn spawn(options: &[&str], secret: Option<&str>) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_waybill"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(options)
            .envs(secret.map(|secret| ("WAYBILL_SECRET", secret)))
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut url = String::new();
        let out = child.stdout.take().expect("its output is a pipe");
        BufReader::new(out).read_line(&mut url).expect("it says where it listens");
        let address = url.trim().trim_start_matches("http://").parse().expect("an address");
        Self { child, address }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory, in MiB, at its highest.
    pub fn memory_mib(&self) -> f64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
        let kib: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
        kib / 1024.0
    }

    /// The bytes of the services list, which nginx is to serve.
    pub async fn services(&self, seed: &Seed) -> Vec<u8> {
        load::once(self.address, &load::services_request(seed, 1, false)).await
    }

    pub fn stop(mut self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        if told.is_ok_and(|status| status.success()) {
            let _ = self.child.wait();
        }
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

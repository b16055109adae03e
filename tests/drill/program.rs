//! Processes that a drill starts and ends: each by its own id, and none is left behind.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The time that a program has to end after a signal.
const END_S_MAX: u64 = 60;

pub(super) struct Program {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it in the background; what it says goes to a log in this folder.
    pub(super) fn start(name: &str, folder: &Path, mut command: Command) -> Self {
        let log = folder.join(format!("{name}.log"));
        let file = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let started = command.spawn();
        let child = started.unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        Self { name: name.to_owned(), child, log }
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Sends it a signal.
    pub(super) fn signal(&self, name: &str) {
        signal(self.pid(), name);
    }

    /// SIGKILL for it and its children, as if the machine had stopped.
    pub(super) fn kill(mut self) {
        self.end();
    }

    /// Sends a signal that asks it to end, and waits until it has.
    pub(super) fn stop(mut self, name: &str) {
        self.signal(name);
        let deadline = Instant::now() + Duration::from_secs(END_S_MAX);
        while self.is_alive() {
            assert!(Instant::now() < deadline, "{} does not end:\n{}", self.name, self.tail());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn end(&mut self) {
        if !self.is_alive() {
            return;
        }
        let children = children(self.pid());
        let _ = self.child.kill();
        let _ = self.child.wait();
        for child in children {
            let _ = Command::new("kill").args(["-KILL", &child]).stderr(Stdio::null()).status();
        }
    }

    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The last lines that it said.
    pub(super) fn tail(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}

/// The ids of its children, where the system tells them.
pub(super) fn children(pid: u32) -> Vec<String> {
    let told = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    told.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

pub(super) fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status();
    assert!(sent.unwrap().success(), "kill -{name} {pid}");
}

/// A port of the loopback that was free a moment ago, and that no other call has answered. The
/// system gives ports of this range to nobody by itself.
pub(super) fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut given = GIVEN.lock().unwrap();
    loop {
        let port = rand::random_range(15_000..30_000);
        if given.insert(port) && TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A program of the machine: by its name, in the environment's variable of that name or on the
/// path. `None` if it is not there.
pub(super) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    let dirs = std::env::split_paths(&path).chain(more);
    dirs.map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// A command that runs as the user of the database servers, who is not root and has no files of
/// its own here.
pub(super) fn unprivileged(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((uid, gid)) = owner {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/").env("LC_ALL", "C").env("HOME", "/nonexistent");
    command
}

/// Who that is if the tests run as root: the package's own user, or nobody in particular.
pub(super) fn owner() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    let probe = tempfile::tempdir().unwrap();
    if std::fs::metadata(probe.path()).unwrap().uid() != 0 {
        return None;
    }
    let known = std::fs::read_to_string("/etc/passwd").unwrap();
    let line = known.lines().find(|line| line.starts_with("postgres:"));
    let line = line.or_else(|| known.lines().find(|line| line.starts_with("nobody:"))).unwrap();
    let mut fields = line.split(':').skip(2).map(|field| field.parse().unwrap());
    Some((fields.next().unwrap(), fields.next().unwrap()))
}

/// Asks again until there is an answer.
pub(super) async fn until<T, F>(what: &str, limit_s: u64, mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + Duration::from_secs(limit_s);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {limit_s} s for {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

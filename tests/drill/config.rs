//! The operators' files in `deploy/` are what they say: programs that are there read them, and the
//! metrics that they name exist.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::bouncer::replaced;
use super::field::ours;
use super::program::find;

/// The metrics that the source declares.
fn declared() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![ours("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(path).unwrap();
                let text: String = text.split_whitespace().collect();
                for kind in ["counter!(", "gauge!(", "histogram!("] {
                    for (at, _) in text.match_indices(kind) {
                        found.extend(names(&text[at + kind.len()..]).into_iter().take(1));
                    }
                }
            }
        }
    }
    assert!(found.contains("waybill_requests_total"), "{found:?}");
    found
}

/// The words of a text that are names of the panel's metrics, without what a histogram adds.
fn names(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let ours = words.filter(|word| word.starts_with("waybill_"));
    ours.map(|word| {
        let bare = ["_bucket", "_sum", "_count"].iter().find_map(|end| word.strip_suffix(end));
        bare.unwrap_or(word).to_owned()
    })
    .collect()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(ours(name)).unwrap()
}

#[test]
fn rules_and_dashboard_name_metrics_that_exist() {
    let declared = declared();
    let dashboard: Value = serde_json::from_str(&read("deploy/grafana-dashboard.json")).unwrap();
    let mut asked = Vec::new();
    questions(&dashboard, &mut asked);
    assert!(asked.len() > 10, "{asked:?}");
    let rules = read("deploy/prometheus-rules.yml");
    let rules = rules.lines().filter(|line| line.trim_start().starts_with("expr:"));
    asked.extend(rules.map(str::to_owned));
    let unknown: Vec<String> = asked
        .iter()
        .flat_map(|asked| names(asked))
        .filter(|name| !declared.contains(name))
        .collect();
    assert!(unknown.is_empty(), "nobody declares {unknown:?}");
    let listed = read("docs/OPERATIONS.md");
    let unlisted: Vec<&String> =
        declared.iter().filter(|name| !listed.contains(&format!("`{name}`"))).collect();
    assert!(unlisted.is_empty(), "docs/OPERATIONS.md does not list {unlisted:?}");
}

/// Everything that a dashboard asks Prometheus.
fn questions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(asked) if name == "expr" => found.push(asked.clone()),
                    other => questions(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| questions(item, found)),
        _ => {}
    }
}

#[test]
fn no_file_holds_a_password() {
    for entry in std::fs::read_dir(ours("deploy")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with(['#', ';'])) {
            let Some((name, value)) = line.split_once([':', '=']) else { continue };
            let secret = name.to_ascii_lowercase();
            if ["password", "secret"].iter().any(|word| secret.ends_with(word)) {
                let value = value.trim();
                let begins = ["CHANGE_ME", "${"].iter().any(|word| value.starts_with(word));
                let placeholder = value.is_empty() || begins;
                assert!(placeholder, "{}: {line}", path.display());
            }
        }
    }
}

/// What a program says of a file; nothing if it takes it.
fn check(program: &str, words: &[&str], file: &Path) -> Option<String> {
    let Some(program) = find(program) else {
        println!("not checked: {}: {program} is not installed", file.display());
        return None;
    };
    let done = Command::new(program).args(words).arg(file).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (!done.status.success()).then(|| String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn haproxy_takes_its_files() {
    let dir = tempfile::tempdir().unwrap();
    let pem = dir.path().join("panel.pem");
    let both = ["server.pem", "server.key"].map(|name| read(&format!("tests/database/tls/{name}")));
    std::fs::write(&pem, both.concat()).unwrap();
    let changes = [("/etc/haproxy/panel.pem", pem.display().to_string())];
    let panels = dir.path().join("panels.cfg");
    std::fs::write(&panels, replaced(&ours("deploy/haproxy-panels.cfg"), &changes)).unwrap();
    for file in [ours("deploy/haproxy-database.cfg"), panels] {
        assert_eq!(check("haproxy", &["-c", "-q", "-f"], &file), None);
    }
}

#[test]
fn systemd_takes_the_units() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["waybill-serve.service", "waybill-work.service"] {
        let unit = dir.path().join(name);
        // The program has to be there.
        let changes = [("/usr/local/bin/waybill", env!("CARGO_BIN_EXE_waybill").to_owned())];
        let text = replaced(&ours("deploy").join(name), &changes);
        std::fs::write(&unit, text).unwrap();
        assert_eq!(check("systemd-analyze", &["verify", "--man=no"], &unit), None);
    }
}

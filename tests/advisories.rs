//! The crates of Cargo.lock against the list of known faults in `.ci/advisories.tsv`. The list has a
//! date; `scripts/advisories` makes a newer one.

use std::fs;
use std::path::Path;

use semver::{Version, VersionReq};

/// Faults that do not concern the panel, each with its reason.
const ACCEPTED: [(&str, &str); 0] = [];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Names and versions of a Cargo.lock.
fn locked(lock: &str) -> Vec<(String, Version)> {
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
        line.map(|value| value.trim_matches([' ', '=', '"']).to_owned())
    };
    let packages = lock.split("[[package]]").skip(1);
    let read = packages.map(|package| {
        let version = field(package, "version").unwrap();
        (field(package, "name").unwrap(), Version::parse(&version).unwrap())
    });
    read.collect()
}

/// The faults of these crates by this list.
fn faults(list: &str, locked: &[(String, Version)]) -> Vec<String> {
    let mut found = Vec::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let [name, id, safe, date] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let safe: Vec<VersionReq> = safe
            .split(';')
            .filter(|one| !one.is_empty())
            .map(|one| VersionReq::parse(one).unwrap())
            .collect();
        for (_, version) in locked.iter().filter(|(locked, _)| locked == name) {
            if !safe.iter().any(|safe| safe.matches(version)) {
                found.push(format!("{name} {version}: {id} of {date}"));
            }
        }
    }
    found
}

#[test]
fn no_crate_has_a_known_fault() {
    let list = read(".ci/advisories.tsv");
    let found = faults(&list, &locked(&read("Cargo.lock")));
    let found = found.iter().filter(|one| !ACCEPTED.iter().any(|(id, _)| one.contains(id)));
    let found: Vec<_> = found.collect();
    assert!(found.is_empty(), "{}\n{found:#?}", list.lines().next().unwrap());
}

#[test]
fn a_crate_with_a_known_fault_is_found() {
    let list = "# a list\nexample\tRUSTSEC-2020-0001\t>=1.2.3;^1.1.7;<1.0.0\t2020-01-01";
    let fault = |version: &str| {
        let lock = format!("[[package]]\nname = \"example\"\nversion = \"{version}\"\n");
        faults(list, &locked(&lock)).len()
    };
    assert_eq!(["1.2.3", "1.1.7", "0.9.0"].map(fault), [0; 3]);
    assert_eq!(["1.2.2", "1.1.6", "1.0.0"].map(fault), [0, 1, 1]);
}

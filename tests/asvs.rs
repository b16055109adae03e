//! `docs/ASVS.md`: each requirement of the levels 1 and 2 of OWASP ASVS 5.0.0 stands in it once, with
//! how the panel stands to it; and every test and file that it names exists. Whether the words are
//! true, no test can say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The ids of the requirements, in the order of the standard.
const IDS: &str = include_str!("asvs/ids.txt");
const MET: &str = "met";
const STATES: [&str; 3] = [MET, "not met", "does not apply"];
/// Folders and files that rows may name as the place where something is so.
const FOLDERS: [&str; 7] = ["deploy", "docs", "locales", "src", "static", "templates", "tests"];
const FILES: [&str; 6] =
    [".dockerignore", "Cargo.lock", "Cargo.toml", "Dockerfile", "README.md", "docker-compose.yml"];

/// A row of the page. One row may speak of several requirements.
struct Row<'p> {
    ids: Vec<&'p str>,
    state: &'p str,
    /// How it is met, or why not.
    why: &'p str,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows(page: &str) -> Vec<Row<'_>> {
    let lines = page.lines().filter(|line| line.starts_with("| V"));
    let rows = lines.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [ids, _, state, why] = cells[..] else { panic!("not four cells: {line}") };
        Row { ids: ids.split(", ").collect(), state, why }
    });
    rows.collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn is_test(name: &str) -> bool {
    name.contains("::")
}

fn is_place(name: &str) -> bool {
    let folder = name.split_once('/').map(|(folder, _)| folder);
    FILES.contains(&name) || folder.is_some_and(|folder| FOLDERS.contains(&folder))
}

/// The files in which a test may be, and the name of its function.
/// `unit:kit::keys::tests::one` is in `src/kit/keys.rs` or has a file `src/kit/keys/tests.rs`;
/// `web::front::one` is in `tests/web/front.rs`.
fn places(name: &str) -> (Vec<PathBuf>, &str) {
    let (folder, path) = match name.strip_prefix("unit:") {
        Some(path) => ("src", path),
        None => ("tests", name),
    };
    let Some((module, function)) = path.rsplit_once("::") else {
        return (Vec::new(), path);
    };
    let mut files = Vec::new();
    for module in [Some(module), module.strip_suffix("::tests")].into_iter().flatten() {
        let path = root().join(folder).join(module.replace("::", "/"));
        files.push(path.with_extension("rs"));
        files.push(path.join("mod.rs"));
    }
    (files, function)
}

fn exists(name: &str) -> bool {
    let (files, function) = places(name);
    let mut texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    let head = format!("fn {function}(");
    texts.any(|text| {
        let Some(at) = text.find(&head) else { return false };
        // No blank line stands between a function and its attributes.
        let above = text[..at].rsplit("\n\n").next().unwrap_or_default();
        above.contains("#[test]") || above.contains("::test")
    })
}

/// Everything that is wrong with this page.
fn faults(page: &str, ids: &[&str]) -> Vec<String> {
    let rows = rows(page);
    let mut faults = Vec::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut counts: BTreeMap<usize, [usize; 3]> = BTreeMap::new();
    let mut all = [0; 3];
    for row in &rows {
        let state = STATES.iter().position(|state| *state == row.state);
        for id in row.ids.iter().copied() {
            *times.entry(id).or_default() += 1;
            let chapter = id.trim_start_matches('V').split('.').next().unwrap_or_default();
            if let (Some(state), Ok(chapter)) = (state, chapter.parse::<usize>()) {
                counts.entry(chapter).or_default()[state] += 1;
                all[state] += 1;
            }
        }
        let who = row.ids.join(", ");
        if state.is_none() {
            faults.push(format!("{who}: {:?} is none of {STATES:?}", row.state));
        }
        let named = quoted(row.why);
        if row.state == MET && !named.iter().any(|name| is_test(name) || is_place(name)) {
            faults.push(format!("{who}: met, and neither a test nor a place is named"));
        }
        if row.why.is_empty() {
            faults.push(format!("{who}: nothing is said of it"));
        }
        for name in named {
            if is_test(name) && !exists(name) {
                faults.push(format!("{who}: there is no test {name}"));
            }
            if is_place(name) && !root().join(name).exists() {
                faults.push(format!("{who}: there is no file {name}"));
            }
        }
    }
    for id in ids.iter().copied() {
        match times.remove(id) {
            Some(1) => {}
            Some(more) => faults.push(format!("{id} stands there {more} times")),
            None => faults.push(format!("{id} is missing")),
        }
    }
    faults.extend(times.keys().map(|id| format!("{id} is no requirement of the levels 1 and 2")));
    let chapters = counts.iter().map(|(chapter, counts)| (chapter.to_string(), *counts));
    for (chapter, [met, not_met, other]) in chapters.chain([("all".to_owned(), all)]) {
        let sum = format!("| {chapter} | {met} | {not_met} | {other} |");
        if !page.lines().any(|line| line == sum) {
            faults.push(format!("the table of numbers should say {sum}"));
        }
    }
    faults
}

#[test]
fn every_requirement_has_its_row_and_every_named_test_exists() {
    let ids: Vec<&str> = IDS.lines().collect();
    assert_eq!(ids.len(), 253);
    let page = fs::read_to_string(root().join("docs/ASVS.md")).unwrap();
    let faults = faults(&page, &ids);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_page_with_faults_is_found() {
    let right = "\
| 1 | 2 | 0 | 0 |
| 2 | 0 | 1 | 0 |
| 3 | 0 | 0 | 2 |
| all | 2 | 1 | 2 |
| V1.1.1 | a | met | `asvs::a_page_with_faults_is_found`. |
| V1.1.2 | b | met | `unit:kit::keys::tests::a_short_secret_is_none`, and in `src/kit/keys.rs`. |
| V2.1.1 | c | not met | It is missing. |
| V3.1.1, V3.1.2 | d | does not apply | There is none. |";
    let ids = ["V1.1.1", "V1.1.2", "V2.1.1", "V3.1.1", "V3.1.2"];
    assert_eq!(faults(right, &ids), Vec::<String>::new());
    for (part, instead, fault) in [
        ("asvs::a_page", "asvs::no_page", "V1.1.1: there is no test asvs::no_page"),
        ("asvs::a_page_with_faults_is_found", "asvs::root", "there is no test asvs::root"),
        ("kit::keys", "kit::locks", "V1.1.2: there is no test unit:kit::locks"),
        ("src/kit/keys.rs", "src/kit/locks.rs", "V1.1.2: there is no file src/kit/locks.rs"),
        ("`asvs::a_page_with_faults_is_found`", "so", "V1.1.1: met, and neither"),
        ("not met", "nearly met", "V2.1.1: \"nearly met\" is none of"),
        ("It is missing.", "", "V2.1.1: nothing is said of it"),
        ("V3.1.1, ", "", "V3.1.1 is missing"),
        ("V3.1.1, ", "V3.1.2, ", "V3.1.2 stands there 2 times"),
        ("V2.1.1", "V2.9.9", "V2.9.9 is no requirement"),
        ("| 3 | 0 | 0 | 2 |", "| 3 | 0 | 0 | 3 |", "should say | 3 | 0 | 0 | 2 |"),
        ("| all | 2 |", "| all | 3 |", "should say | all | 2 | 1 | 2 |"),
    ] {
        let found = faults(&right.replacen(part, instead, 1), &ids);
        assert!(found.iter().any(|one| one.contains(fault)), "{fault}: {found:#?}");
    }
}

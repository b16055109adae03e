//! The rules of this codebase, checked by reading its source: which domain may use which, and where
//! SQL may be. The arrows are those of `docs/ARCHITECTURE.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use waybill::kit::secret::{hex, sha256};

/// Domains from left to right: each may use those before it.
const DOMAINS: [&str; 14] = [
    "settings",
    "mail",
    "accounts",
    "ledger",
    "payments",
    "catalogue",
    "providers",
    "orders",
    "affiliates",
    "support",
    "content",
    "privacy",
    "reports",
    "alerts",
];
const DOORS: [&str; 3] = ["work", "web", "api"];

/// The files below a folder whose names have this ending.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.extension().is_some_and(|other| other == end) {
            found.push(path);
        }
    }
    found
}

/// Every file with its room, the top folder (`orders`) or its own name if it is at the top.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files(&src, "rs").into_iter().map(|path| {
        let inside = path.strip_prefix(&src).unwrap();
        let room = inside.components().next().unwrap().as_os_str().to_string_lossy();
        (room.trim_end_matches(".rs").to_owned(), path.clone(), fs::read_to_string(&path).unwrap())
    });
    files.collect()
}

/// The rooms that a file names by `crate::…`, in `use` lines and in the middle of the code.
fn used(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split(';').next().unwrap_or_default();
            found.extend(group.split(',').map(first_word));
        } else {
            found.push(first_word(rest));
        }
    }
    found
}

fn first_word(text: &str) -> String {
    let text = text.trim_start();
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn may_use(room: &str, other: &str) -> bool {
    let place = |name: &str| DOMAINS.iter().position(|domain| *domain == name);
    match (room, other) {
        _ if room == other => true,
        // The files at the top join everything.
        ("lib" | "bin" | "serve", _) => true,
        // Macros are exported at the root.
        (_, "from_sqlx" | "id" | "kit" | "text_columns") => true,
        ("kit", _) => false,
        ("config", _) => false,
        // Alerts tell of books that differ.
        ("work" | "alerts", "books") => true,
        ("books", "alerts") => false,
        // One joins the domains' checks, the other plants rows of all of them.
        ("books" | "demo", other) => place(other).is_some(),
        // The staff's page of money says what the last check found.
        ("web", "books") => true,
        ("app", other) => other == "config" || place(other).is_some(),
        ("web" | "api", "app" | "config") => true,
        (room, other) => match (place(room), place(other)) {
            (Some(room), Some(other)) => other < room,
            (None, Some(_)) => DOORS.contains(&room),
            _ => false,
        },
    }
}

#[test]
fn nobody_uses_whom_they_may_not() {
    let mut broken = Vec::new();
    for (room, path, text) in rooms() {
        for other in used(&text) {
            if !other.is_empty() && !may_use(&room, &other) {
                broken.push(format!("{} uses {other}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_rule_itself_refuses_what_it_should() {
    assert!(may_use("orders", "ledger"));
    assert!(!may_use("ledger", "orders"));
    assert!(!may_use("kit", "accounts"));
    assert!(!may_use("web", "api"));
    assert!(!may_use("orders", "app"));
    assert_eq!(used("use crate::{orders, web::x};"), ["orders", "web"]);
    assert_eq!(used("crate::kit::db::Error"), ["kit"]);
}

#[test]
fn doors_write_no_sql_and_domains_know_no_door() {
    let mut broken = Vec::new();
    for (room, path, text) in rooms() {
        let door = DOORS.contains(&room.as_str());
        let domain = DOMAINS.contains(&room.as_str()) || room == "kit";
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, what) in code.lines().zip(1..) {
            let line_text = line.trim_start();
            if line_text.starts_with("//") {
                continue;
            }
            let sql = line.contains("sqlx::query") || line.contains("query!(");
            let wire = ["axum::", "askama::", "tower_http::", "http::Header"];
            if (door && sql) || (domain && wire.iter().any(|word| line.contains(word))) {
                broken.push(format!("{}:{what}: {line_text}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A door parses, calls one command and answers. The command owns its transaction and writes the
/// audit row in it, so that no door can forget a rule of its domain.
#[test]
fn doors_open_no_transaction_and_write_no_audit_row() {
    let mut broken = Vec::new();
    for (room, path, text) in rooms() {
        let door = DOORS.contains(&room.as_str()) || room == "bin";
        let words = [".transaction(", "audit::record", "PgTransaction"];
        for (line, what) in text.lines().zip(1..) {
            if door && words.iter().any(|word| line.contains(word)) {
                broken.push(format!("{}:{what}: {}", path.display(), line.trim_start()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The statements outside the writer that update orders, by file, with the reason.
const UPDATES_OF_ORDERS: [(&str, usize, &str); 5] = [
    ("orders/model/writer.rs", 2, "the writer"),
    ("orders/dispatch/mod.rs", 1, "every submission pays for what dispatch takes"),
    ("orders/dispatch/turns.rs", 3, "an order waits elsewhere, or is put off"),
    ("orders/families/drip.rs", 2, "runs, portions and their parents' ends, set by set"),
    ("orders/families/subscription.rs", 1, "a look puts off due_at alone, for all that it takes"),
];

/// Every change of an order is a transition. So no caller can forget what else changes with a
/// state, and no order goes to a state that `may_become` forbids.
#[test]
fn orders_have_one_writer() {
    let mut found = Vec::new();
    for (_, path, text) in rooms() {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let count = code.filter(|line| line.contains("update orders")).count();
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        if count > 0 {
            found.push((path.strip_prefix(&src).unwrap().to_string_lossy().into_owned(), count));
        }
    }
    let mut named: Vec<(String, usize)> =
        UPDATES_OF_ORDERS.iter().map(|(file, count, _)| ((*file).to_owned(), *count)).collect();
    found.sort();
    named.sort();
    assert_eq!(found, named);
}

/// Seeded bugs are patches in `tests/seeded`; the program holds none.
#[test]
fn the_program_holds_no_seeded_bug() {
    let holds =
        |(_, path, text): (String, PathBuf, String)| text.contains("seeded").then_some(path);
    let found: Vec<PathBuf> = rooms().into_iter().filter_map(holds).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_float_comes_near_money() {
    let mut broken = Vec::new();
    for (room, path, text) in rooms() {
        let near = matches!(room.as_str(), "ledger" | "payments" | "catalogue" | "orders")
            || path.ends_with("kit/money.rs");
        let words = |line: &str| line.contains("f64") || line.contains("f32");
        // A histogram's count of orders is the only float that is not money.
        let metric = path.ends_with("orders/place/intake.rs");
        if near && !metric && text.lines().any(words) {
            broken.push(path);
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn files_keep_a_size_that_can_be_read() {
    let mut large = Vec::new();
    for (_, path, text) in rooms() {
        let lines = text.lines().count();
        // A larger file says in its header why.
        if lines > 400 && !text.lines().take(15).any(|line| line.contains("long because")) {
            large.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(large.is_empty(), "{large:#?}");
}

/// The names of public functions, and every word of the program that could be a call of one. Tests
/// do not count: a function that only tests call is not part of the program.
#[test]
fn every_public_function_is_called_by_the_program() {
    let mut defined: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for (_, path, text) in rooms() {
        let file = path.to_string_lossy();
        if file.ends_with("tests.rs") || file.contains("/tests/") {
            continue;
        }
        let code = text.split("mod tests {").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            let public = line.trim_start().strip_prefix("pub");
            let named = public.and_then(|rest| rest.split_once("fn ")).filter(|(before, _)| {
                before.split_whitespace().all(|word| {
                    word.starts_with('(') || matches!(word, "super)" | "async" | "const")
                })
            });
            if let Some((_, rest)) = named {
                let name: String = rest.chars().take_while(|c| is_word(*c)).collect();
                defined.entry(name).or_default().push(path.clone());
            }
            for word in line.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
                *words.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for path in files(&templates, "html") {
        let text = fs::read_to_string(path).unwrap();
        for word in text.split(|c: char| !is_word(c)) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    let unused: Vec<_> = defined
        .into_iter()
        .filter(|(name, places)| words[name] <= places.len() && !FOR_TESTS.contains(&name.as_str()))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

/// With these, tests move the clock ahead and act as a killed container.
const FOR_TESTS: [&str; 2] = ["advance", "kill_in_a_test"];

/// The first characters of each migration's SHA-256. Until the first release, a table is edited in
/// its file, and this list with it. An existing database does not follow such an edit, so nobody
/// should make one by accident. After the release, the files in this list do not change.
const MIGRATIONS: [(&str, &str); 53] = [
    ("0001_accounts.sql", "fdc6f0ec7a94fa26"),
    ("0002_ledger.sql", "199daa3288887948"),
    ("0003_catalogue.sql", "88f48ab1129047b9"),
    ("0004_providers.sql", "2fc46da548a9f3fb"),
    ("0005_orders.sql", "92dfacd0981bf649"),
    ("0006_event_readers.sql", "4fafe37c29c7083d"),
    ("0007_affiliates.sql", "7d67af15f1efad36"),
    ("0008_audit_chain.sql", "d30e9547b84bca07"),
    ("0009_settings.sql", "f11136fad21dea17"),
    ("0010_deposits.sql", "650159deebfcad5b"),
    ("0011_sign_in_guesses.sql", "283a568d97c63ebe"),
    ("0012_failover.sql", "56ac1f9ccbe50e43"),
    ("0013_turns.sql", "7dc26cc5483d2016"),
    ("0014_books.sql", "e288876d11d8ffeb"),
    ("0015_order_lists.sql", "7bd3be10bf9d563a"),
    ("0016_customer_lists.sql", "23e7d3115343ab68"),
    ("0017_price_list.sql", "d8ece3c97b030720"),
    ("0019_profiles.sql", "05995332cdbb473c"),
    ("0021_home.sql", "10c4d6a24b5e239b"),
    ("0022_staff_orders.sql", "e30e95394bec06fc"),
    ("0023_customers.sql", "a03fb25bd339e47f"),
    ("0024_rights.sql", "ac3d08f9f287a00b"),
    ("0027_provider_days.sql", "ab369c25bafe9af6"),
    ("0028_payments.sql", "c8877e95f9a7d459"),
    ("0029_languages.sql", "ed545a0650a89804"),
    ("0030_pictures.sql", "8ff6fa4a09e546cd"),
    ("0031_support.sql", "cd08840e0659b06d"),
    ("0032_reports.sql", "6d405136ae124e98"),
    ("0033_alerts.sql", "8a80ca0cdb1310c9"),
    ("0034_content.sql", "923a5f0fc1dc31b8"),
    ("0035_maintenance.sql", "bc9ea13e596331ac"),
    ("0036_blocked.sql", "147e7cd892acf40a"),
    ("0037_imports.sql", "14363cf22cfa74e0"),
    ("0039_provider_words.sql", "1d73e4dffb404ee7"),
    ("0040_gateways.sql", "cf41f7bb2387b118"),
    ("0041_confirmed_hooks.sql", "5ccc1901ad4f8c9d"),
    ("0042_pay_to.sql", "fc4af1af9030251d"),
    ("0043_bonuses.sql", "482fe4019087f656"),
    ("0044_payment_desk.sql", "55e51d4e32782a8b"),
    ("0050_mail.sql", "1d14ad87acafd03e"),
    ("0051_second_factor.sql", "f3c4328ee3b3c79e"),
    ("0052_notices.sql", "c5423ad7dc934a65"),
    ("0053_people.sql", "ea83d770fe003cdf"),
    ("0054_oidc.sql", "25dd75391ae0279f"),
    ("0055_passkeys.sql", "2306b2afac6475f3"),
    ("0056_made_passwords.sql", "87ac05533b233a76"),
    ("0058_report_sixths.sql", "501f8c657a12572a"),
    ("0059_refunds.sql", "6e23879c362b514f"),
    ("0060_mail_leases.sql", "65d825e355fc9b5d"),
    ("0061_proofs.sql", "99e0f0a2c9db34e2"),
    ("0062_debts.sql", "a3cb4bc184738e33"),
    ("0063_dispute_fees.sql", "b5cf322b7bd7420d"),
    ("0064_upstream_ids.sql", "cf9da2080abf6b20"),
];

#[test]
fn migrations_are_edited_on_purpose() {
    let mut found = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations"), "sql");
    found.sort();
    let sums: Vec<(String, String)> = found
        .iter()
        .map(|path| {
            let sum = hex(&sha256(&fs::read(path).unwrap())[..8]);
            (path.file_name().unwrap().to_string_lossy().into_owned(), sum)
        })
        .collect();
    let listed: Vec<(String, String)> =
        MIGRATIONS.iter().map(|(file, sum)| ((*file).to_owned(), (*sum).to_owned())).collect();
    assert_eq!(sums, listed);
}

/// The folders below `src`, two levels deep, as the map shows them.
#[test]
fn the_map_shows_every_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap();
    let tree = map.split("\nsrc/\n").nth(1).unwrap().split("```").next().unwrap();
    let mut drawn = Vec::new();
    let mut above = String::new();
    for line in tree.lines() {
        let name = line.split_whitespace().next().unwrap_or_default();
        let Some(folder) = name.strip_suffix('/') else { continue };
        if line.starts_with("    ") {
            drawn.push(format!("{above}/{folder}"));
        } else {
            above = folder.to_owned();
            drawn.push(above.clone());
        }
    }
    drawn.sort();
    let folders = |path: &Path| {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let src = root.join("src");
    let mut there = Vec::new();
    for one in folders(&src) {
        there.extend(folders(&one));
        there.push(one);
    }
    let mut there: Vec<String> = there
        .iter()
        .map(|path| path.strip_prefix(&src).unwrap().to_string_lossy().into_owned())
        .collect();
    there.sort();
    assert_eq!(drawn, there);
}

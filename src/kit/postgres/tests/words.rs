//! What is read from the outside, and what the person who starts a panel is told.

use super::super::find::{Place as Family, first_of, parse_major, versions};
use super::super::ready::passes_by_itself;
use super::super::user::ids_of;

#[test]
fn the_message_names_every_way_out() {
    let empty = tempfile::tempdir().unwrap();
    let family = Family { name: "PATH".to_owned(), dirs: vec![empty.path().to_owned()] };
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
    let expected: Vec<_> = ["100/bin", "15/bin", "9/bin"].map(|name| dir.path().join(name)).into();
    assert_eq!(found, expected);
}

#[test]
fn versions_and_users_are_read() {
    assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
    assert_eq!(parse_major("postgres (PostgreSQL) 19devel"), Some(19));
    assert_eq!(parse_major("initdb: error"), None);
    let passwd = "root:x:0:0:root:/root:/bin/sh\npostgres2:x:1:1::/:/\npostgres:x:101:104:a,b:/var/lib:/bin/bash\n";
    assert_eq!(ids_of(passwd, "postgres"), Some((101, 104)));
    assert_eq!(ids_of(passwd, "nobody"), None);
}

#[test]
fn only_the_remains_of_a_killed_server_are_waited_for() {
    assert!(passes_by_itself("FATAL:  lock file \"postmaster.pid\" already exists"));
    assert!(passes_by_itself(
        "FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use"
    ));
    assert!(!passes_by_itself("FATAL:  could not open file: No space left on device"));
}

//! The server of a test run goes with its process.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::*;

#[tokio::test]
async fn a_throwaway_server_goes_with_its_process() {
    let dir = data_dir();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o1777)).unwrap();
    for how in ["leaves", "is killed"] {
        let mut tests = Other::plays("tests", dir.path());
        let said = tests.says();
        let (pid, place) = said.split_once(' ').unwrap();
        assert!(Path::new(place).join("postgres").exists());
        match how {
            "leaves" => tests.leaves(),
            _ => tests.dies(),
        }
        let pid = pid.parse().unwrap();
        until("the server is gone", || !lives(pid));
        until("its directory is gone", || !Path::new(place).exists());
    }
}

#[tokio::test]
async fn what_a_dead_process_left_is_swept() {
    let dir = data_dir();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o1777)).unwrap();
    // Given a server whose process and whose watcher are gone.
    let first = throwaway(Some(dir.path())).await.unwrap();
    let (place, pid) = (first.place.data_dir.clone(), first.pid().unwrap());
    let Server { watcher, in_use, .. } = first;
    watcher.unwrap().kill_in_a_test();
    drop(in_use);
    assert!(lives(pid));

    let next = throwaway(Some(dir.path())).await.unwrap();
    assert!(!lives(pid));
    assert!(!place.exists());
    next.stop().await.unwrap();
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

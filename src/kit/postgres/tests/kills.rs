//! After a kill: of the server, of the panel, in the middle of the first start.

use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::time::{Duration, Instant};

use super::*;

#[tokio::test]
async fn it_comes_back_after_kill_9() {
    let dir = data_dir();
    let server = Server::start(dir.path(), Durability::Durable).await.unwrap();
    remember(&server, 3).await;
    let pid = server.pid().unwrap();
    // Somebody is busy in it, and the server's children outlive it for a moment.
    let mut busy = connect(&server).await;
    let busy = tokio::spawn(async move {
        let nap = sqlx::query("select count(*) from generate_series(1, 20000000)");
        nap.execute(&mut busy).await.is_ok()
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    kill_9(pid);

    let again = Server::start(dir.path(), Durability::Durable).await.unwrap();
    assert_ne!(again.pid().unwrap(), pid);
    assert_eq!(remembered(&again).await, 3);
    let log = std::fs::read_to_string(dir.path().join("postgres.log")).unwrap();
    assert!(log.contains("pre-existing shared memory block"), "two never share the files:\n{log}");
    busy.await.unwrap();
    drop(server);
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_was_killed_keeps_nobody_from_leaving() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    kill_9(server.pid().unwrap());
    until("it is dead", || server.pid().is_none());
    let since = Instant::now();
    server.stop().await.unwrap();
    assert!(since.elapsed().as_secs() < 5);
    // The next start also frees the shared memory of the one that was killed.
    start(dir.path()).await.stop().await.unwrap();
}

#[tokio::test]
async fn a_panel_that_was_killed_leaves_a_server_to_attach_to() {
    let dir = data_dir();
    let mut panel = Other::plays("panel", dir.path());
    let said = panel.says();
    panel.dies();

    let command = start(dir.path()).await;
    assert!(said.starts_with(&format!("{} ", command.pid().unwrap())));
    command.stop().await.unwrap();
    assert!(!dir.path().join("postgres/postmaster.pid").exists());
}

#[tokio::test]
async fn a_first_start_that_was_killed_leaves_nothing_half_made() {
    let dir = data_dir();
    let panel = Other::plays("panel", dir.path());
    let staging = || {
        let entries = std::fs::read_dir(dir.path()).unwrap().flatten();
        let mut paths = entries.map(|entry| entry.path());
        paths.find(|path| path.display().to_string().contains("postgres.new-"))
    };
    until("initdb writes", || staging().is_some_and(|path| path.join("PG_VERSION").exists()));
    panel.dies();

    let server = start(dir.path()).await;
    remember(&server, 1).await;
    server.stop().await.unwrap();
    assert!(dir.path().join("postgres/waybill.conf").exists());
}

#[tokio::test]
async fn a_process_id_that_went_to_another_program_fools_nobody() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    remember(&server, 2).await;
    let note = dir.path().join("postgres/postmaster.pid");
    let noted = std::fs::read_to_string(&note).unwrap();
    let owner = note.metadata().unwrap();
    server.stop().await.unwrap();

    // Given a note of a server that is gone, whose id a living process of the same user has now.
    let mut sleeper = Command::new("sleep");
    let user = user::User::owner_of(&dir.path().join("postgres")).unwrap();
    if user.switch {
        std::os::unix::process::CommandExt::uid(&mut sleeper, owner.uid());
    }
    let mut sleeper = sleeper.arg("60").spawn().unwrap();
    let (_, rest) = noted.split_once('\n').unwrap();
    std::fs::write(&note, format!("{}\n{rest}", sleeper.id())).unwrap();
    std::os::unix::fs::chown(&note, Some(owner.uid()), Some(owner.gid())).unwrap();

    let since = Instant::now();
    let server = start(dir.path()).await;
    assert!(since.elapsed().as_secs() < 5);
    assert_eq!(remembered(&server).await, 2);
    server.stop().await.unwrap();
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
}

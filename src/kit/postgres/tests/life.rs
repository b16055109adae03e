//! Made, started, attached to, stopped; and where it goes.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use sqlx::{Connection, PgConnection};

use super::super::place::{digest, fits};
use super::*;

#[tokio::test]
async fn it_is_made_stopped_and_started_again() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    remember(&server, 7).await;
    let pid = server.pid().unwrap();
    server.stop().await.unwrap();
    assert!(!lives(pid));

    let server = start(dir.path()).await;
    assert_eq!(remembered(&server).await, 7);
    let mode = server.socket_dir().metadata().unwrap().mode();
    assert_eq!(mode & 0o777, 0o700, "nobody else reaches the socket");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_production_settings_keep_what_is_committed() {
    let dir = data_dir();
    let server = Server::start(dir.path(), Durability::Durable).await.unwrap();
    let mut connection = connect(&server).await;
    let settings = "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in \
        ('data_checksums', 'fsync', 'full_page_writes', 'listen_addresses', 'max_connections', 'synchronous_commit')";
    let settings: String = sqlx::query_scalar(settings).fetch_one(&mut connection).await.unwrap();
    assert_eq!(
        settings,
        "data_checksums=on fsync=on full_page_writes=on listen_addresses= max_connections=200 synchronous_commit=on"
    );
    let lower: String =
        sqlx::query_scalar("select lower('ÄÉ')").fetch_one(&mut connection).await.unwrap();
    assert_eq!(lower, "äé");
    drop(connection);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn other_programs_connect_by_the_url() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    let mut connection = PgConnection::connect(&server.url("waybill")).await.unwrap();
    let one: i32 = sqlx::query_scalar("select 1").fetch_one(&mut connection).await.unwrap();
    assert_eq!(one, 1);
    let psql = server.bin_dir().join("psql");
    if psql.exists() {
        let psql =
            Command::new(psql).args([&server.url("waybill"), "-Atc", "select 1"]).output().unwrap();
        assert_eq!(psql.stdout, b"1\n", "{}", String::from_utf8_lossy(&psql.stderr));
    }
    drop(connection);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_last_one_out_stops_it() {
    let dir = data_dir();
    let mut panel = Other::plays("panel", dir.path());
    panel.says();
    let command = start(dir.path()).await;
    let pid = command.pid().unwrap();

    panel.leaves();
    remember(&command, 1).await;
    assert!(lives(pid));

    command.stop().await.unwrap();
    assert!(!lives(pid));
}

#[tokio::test]
async fn two_that_start_at_once_on_a_new_directory_share_one() {
    let dir = data_dir();
    let mut one = Other::plays("panel", dir.path());
    let mut two = Other::plays("panel", dir.path());
    assert_eq!(one.says(), two.says(), "the same process id");
    let (one, two) = (std::thread::spawn(|| one.leaves()), std::thread::spawn(|| two.leaves()));
    one.join().unwrap();
    two.join().unwrap();
    assert!(!dir.path().join("postgres/postmaster.pid").exists());
}

#[tokio::test]
async fn who_arrives_while_the_last_one_leaves_has_a_server() {
    let dir = data_dir();
    let mut leaving = start(dir.path()).await;
    for round in 0..5 {
        let path = dir.path().to_owned();
        let arriving = tokio::spawn(async move { start(&path).await });
        tokio::time::sleep(Duration::from_millis(round)).await;
        leaving.stop().await.unwrap();
        leaving = arriving.await.unwrap();
        remember(&leaving, 1).await;
    }
    assert_eq!(remembered(&leaving).await, 5);
    leaving.stop().await.unwrap();
}

#[tokio::test]
async fn a_long_path_still_gets_a_socket() {
    let dir = data_dir();
    let deep = dir.path().join("d".repeat(120));
    let server = start(&deep).await;
    assert!(fits(server.socket_dir()));
    let mode = server.socket_dir().metadata().unwrap().mode();
    assert_eq!(mode & 0o777, 0o700);
    let attached = start(&deep).await;
    assert_eq!(attached.pid(), server.pid());
    let socket_dir = server.socket_dir().to_owned();
    server.stop().await.unwrap();
    attached.stop().await.unwrap();
    std::fs::remove_dir_all(socket_dir).unwrap();
}

#[tokio::test]
async fn roots_own_directory_sends_the_cluster_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    if dir.path().metadata().unwrap().uid() != 0 {
        return;
    }
    // Like /root: 0700 and root's.
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let inside = dir.path().join("data");
    let server = start(&inside).await;
    let base = server.place.base.clone();
    let canonical = inside.canonicalize().unwrap();
    assert_eq!(base, Path::new("/var/lib/waybill").join(digest(&canonical)));
    remember(&server, 4).await;
    server.stop().await.unwrap();
    let server = start(&inside).await;
    assert_eq!(remembered(&server).await, 4);
    server.stop().await.unwrap();
    std::fs::remove_dir_all(base).unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_start_says_why() {
    let dir = data_dir();
    let server = start(dir.path()).await;
    server.stop().await.unwrap();
    let local = dir.path().join("postgres/local.conf");
    std::fs::write(&local, "shared_buffers = 'a lot'\n").unwrap();
    std::fs::set_permissions(&local, std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = Server::start(dir.path(), Durability::Throwaway).await.unwrap_err();
    assert!(error.to_string().contains("a lot"), "{error}");
}

#[tokio::test]
async fn something_else_in_the_clusters_place_is_left_alone() {
    let dir = data_dir();
    std::fs::create_dir(dir.path().join("postgres")).unwrap();
    std::fs::write(dir.path().join("postgres/photo"), "precious").unwrap();
    let error = Server::start(dir.path(), Durability::Throwaway).await.unwrap_err();
    assert!(matches!(error, Error::NotACluster(_) | Error::OtherOwner { .. }), "{error}");
    assert!(dir.path().join("postgres/photo").exists());
}

//! A published client, unmodified: it is made for any API that pages as Laravel does.

use std::path::Path;
use std::process::Command;

use super::scene;
use crate::support::still_panel;

/// The folder into which `scripts/install-clients` puts it: `clients` in the build's folder, of
/// which the program is two levels deep.
fn python() -> Option<std::path::PathBuf> {
    let program = Path::new(env!("CARGO_BIN_EXE_waybill"));
    let mut found = program.ancestors().map(|folder| folder.join("clients/bin/python"));
    found.find(|python| python.exists())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_published_client_reads_every_page_by_link_and_by_number() {
    let Some(python) = python() else {
        return println!("not run: scripts/install-clients could not install the client");
    };
    still_panel(async |panel| {
        let scene = scene(panel).await;
        scene.refer(panel, 23).await;
        let mut client = Command::new(python);
        client
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/marketplace/published.py"))
            .env("PANEL", &panel.base)
            .env("TOKEN", &scene.token);
        let read = tokio::task::spawn_blocking(move || client.output().unwrap()).await.unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let printed = String::from_utf8(read.stdout).unwrap();
        let lists: Vec<Vec<i64>> = printed
            .lines()
            .map(|line| line.split(' ').map(|id| id.parse().unwrap()).collect())
            .collect();
        let [linked, numbered] = &lists[..] else { panic!("two walks: {printed}") };
        assert_eq!(linked.len(), 23, "each row once, and no more");
        assert!(linked.is_sorted_by(|one, next| one > next), "newest first: {linked:?}");
        assert_eq!(linked, numbered);
    })
    .await;
}

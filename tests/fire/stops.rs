//! The panel is stopped properly and started again while orders come in: clients only notice a
//! pause.
//!
//! Seen red by `make seeded`: `stop-does-not-wait`.

use super::{Clients, Field, Tell, rounds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_and_started_a_hundred_times_under_load() {
    let field = Field::new().await;
    let clients = Clients::start(8, &field);
    for round in 0..rounds(100, 300) {
        let panel = field.serve(Tell::Folder, &[]);
        clients.go_to(&panel.url);
        clients.more(5).await;
        let status = panel.stop();
        assert_eq!(status.code(), Some(0), "{status}");
        // Nothing is left half done: a stop finishes what is on the wire.
        let left: i64 = field
            .value("select count(*) from orders where state in ('submitting', 'unknown')")
            .await;
        assert_eq!(left, 0, "stop {round} left orders half way");
    }
    let panel = field.serve(Tell::Folder, &[]);
    clients.go_to(&panel.url);
    let journal = clients.finish().await;
    field.until_only(&["completed"], "").await;
    assert!(panel.stop().success());
    field.check(&journal).await;
    let sent: i64 = field.value("select count(*) from sandbox_orders").await;
    assert_eq!(usize::try_from(sent).unwrap(), journal.len());
    field.clear().await;
}

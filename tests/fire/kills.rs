//! The program is killed while orders come in: nothing acknowledged is lost, nothing is charged
//! or sent twice.
//!
//! Seen red by `make seeded`: `answer-before-commit`, `orders-apart`, `unknown-goes-back`.

use std::time::Duration;

use super::{Clients, Dice, Field, Tell, rounds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_moments() {
    let field = Field::new().await;
    let clients = Clients::start(rounds(8, 32) as usize, &field);
    let mut dice = Dice(17);
    for _ in 0..rounds(20, 50) {
        let panel = field.serve(Tell::Folder, &[]);
        clients.go_to(&panel.url);
        // The longer run shares its hundred thousand orders among all lives of the program.
        clients.more(rounds(5, 2000) as usize).await;
        tokio::time::sleep(Duration::from_millis(dice.below(250))).await;
        panel.kill();
    }
    settle(&field, clients).await;
    field.clear().await;
}

/// Starts one more panel, which finishes what the killed ones left. Then everything is checked.
async fn settle(field: &Field, clients: Clients) {
    let panel = field.serve(Tell::Folder, &[]);
    clients.go_to(&panel.url);
    let journal = clients.finish().await;
    field.rest().await;
    assert!(panel.stop().success());
    field.check(&journal).await;
}

const UNPAID: &str = "select count(*) from orders o where not exists
    (select from transfers t where t.order_id = o.id and t.kind = 'charge')";

/// A crash at each single step, at its first time and at a later one: within the transactions of
/// intake and dispatch, after they write and before they commit, and between them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_each_step() {
    let steps = [
        "intake-between-writes",
        "intake-before-commit",
        "intake-after-commit",
        "dispatch-before-arm",
        "dispatch-after-arm",
        "dispatch-after-send",
        "dispatch-before-record",
        "dispatch-after-record",
    ];
    let field = Field::new().await;
    let clients = Clients::start(8, &field);
    for step in steps {
        for nth in if rounds(1, 2) == 1 { 1..=2 } else { 1..=9 } {
            let point = format!("{step}:{nth}");
            let mut panel = field.serve(Tell::Folder, &[("WAYBILL_FAILPOINT", &point)]);
            clients.go_to(&panel.url);
            let since = std::time::Instant::now();
            while panel.is_alive() {
                assert!(since.elapsed().as_secs() < 30, "no crash at {point}:\n{}", panel.tail());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let unpaid: i64 = field.value(UNPAID).await;
            assert_eq!(unpaid, 0, "{point} left orders without their charge");
        }
    }
    let left: i64 = field.value("select count(*) from orders where state = 'submitting'").await;
    assert!(left > 0, "nothing was left behind half way");
    settle(&field, clients).await;
    let unknown = "select count(*) from orders where state = 'unknown'";
    assert!(field.value::<i64>(unknown).await > 0, "a lost answer is a person's");
    field.clear().await;
}

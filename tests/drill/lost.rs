//! A commit that no standby has is not believed, whatever the primary says of it later.
//!
//! The standby is away, so commits wait. They stop waiting when the primary is restarted or its
//! sessions are ended: PostgreSQL keeps them, without the standby, and tells nobody. If the primary
//! is lost then, the standby that takes over does not have them.

use std::time::Duration;

use sqlx::{ConnectOptions as _, Connection as _};

use super::field::{Field, Panel, url};
use super::line::Line;
use super::postgres::{Postgres, execute};
use super::{drill, program, rounds};

/// What ends the waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    Restarted,
    Terminated,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_primary_is_restarted_while_commits_wait_and_then_lost() {
    let bin_dir = waybill::kit::postgres::find().unwrap().bin_dir().to_owned();
    drill("commits that no standby has, after a restart", lose(&bin_dir, Broken::Restarted)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_ended_while_commits_wait_and_the_primary_is_lost() {
    let bin_dir = waybill::kit::postgres::find().unwrap().bin_dir().to_owned();
    drill("commits that no standby has, of ended sessions", lose(&bin_dir, Broken::Terminated))
        .await;
}

/// A client who repeats the key of such an order is not told of it either, until the standby has it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_repeated_before_the_standby_is_back() {
    drill("a key that is repeated", repeat()).await;
}

async fn repeat() {
    let mut field = Field::new();
    field.limit_ms = Some(3_000);
    let mut primary = Postgres::primary(field.folder()).await;
    let mut standby = primary.standby().await;
    field.fill(&primary.options("waybill")).await;
    let panel = field.ready("serve", &url(primary.port)).await;

    standby.stop();
    // The panel may give up first; the commit waits all the same.
    let asked = place(&field, &panel);
    let waits = program::until("the commit to wait", 60, async || {
        let waits = "select count(*) from pg_stat_activity
                     where wait_event = 'SyncRep' and query ilike 'commit%'";
        (primary.value(waits).await? > 0).then_some(())
    });
    let ((status, answer), ()) = tokio::join!(asked, waits);
    assert_eq!(status, 503, "{answer}");
    primary.stop();
    primary.start().await;
    // Only this primary has the order, and it says that it is committed.
    let orders = "select count(*) from orders where idempotency_key = 'again'";
    assert_eq!(count(&primary, orders).await, 1);
    for _ in 0..2 {
        let (status, answer) = place(&field, &panel).await;
        assert_eq!(status, 503, "no standby has it: {answer}");
    }

    standby.start().await;
    primary.until_followed().await;
    let (_, told) = program::until("the order to be acknowledged", 60, async || {
        let (status, answer) = place(&field, &panel).await;
        (status == 200).then_some((status, answer))
    })
    .await;
    primary.kill();
    standby.promote().await;
    assert_eq!(count(&standby, orders).await, 1, "{told}");
}

/// Asks for the one order of this drill; answers the status and the answer.
async fn place(field: &Field, panel: &Panel) -> (u16, serde_json::Value) {
    let service = field.service.to_string();
    let form = [
        ("key", field.customers[0].key.as_str()),
        ("action", "add"),
        ("service", &service),
        ("link", "https://example.com/p/1"),
        ("quantity", "100"),
        ("idempotency_key", "again"),
    ];
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
    let asked = http.post(format!("{}/api/v2", panel.url)).form(&form).send();
    let answer = asked.await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// A number out of the panel's own database.
async fn count(server: &Postgres, sql: &'static str) -> i64 {
    let mut own = server.options("waybill").connect().await.unwrap();
    let count = sqlx::query_scalar(sql).fetch_one(&mut own).await.unwrap();
    own.close().await.unwrap();
    count
}

/// Plays it with the server programs of this folder.
pub(super) async fn lose(bin_dir: &std::path::Path, broken: Broken) {
    let mut field = Field::new();
    // Each wait of a panel ends within this, so that the test need not be as long as a real one.
    field.limit_ms = Some(3_000);
    let mut primary = Postgres::primary_of(bin_dir, field.folder()).await;
    let mut standby = primary.standby().await;
    field.fill(&primary.options("waybill")).await;
    let line = Line::to(primary.port).await;
    let one = field.ready("serve-1", &url(line.port)).await;
    let two = field.ready("serve-2", &url(line.port)).await;
    let work = field.work("work", &url(line.port));
    let clients = field.clients(16, &[&one, &two]);
    clients.more(rounds(50, 2_000)).await;

    standby.stop();
    program::until("the lanes to wait", 60, async || (primary.waiting().await >= 2).then_some(()))
        .await;
    let told = clients.acknowledged();
    match broken {
        Broken::Restarted => {
            primary.stop();
            primary.start().await;
        }
        Broken::Terminated => {
            let all = "select pg_terminate_backend(pid) from pg_stat_activity
                       where wait_event = 'SyncRep'";
            execute(primary.options("postgres"), all).await;
        }
    }
    // Each client is answered, or gives up, before the primary is lost. Nobody may be told of an
    // order: only this primary has it.
    clients.each_heard().await;
    let believed = clients.acknowledged() - told;
    println!("{believed} orders were acknowledged that no standby has");
    primary.kill();
    standby.start().await;
    standby.promote().await;
    line.lead(standby.port);
    clients.each_again().await;
    field.check(clients, vec![one, two], work, &standby.options("waybill")).await;
    assert_eq!(believed, 0);
}

//! A commit that no standby has is not believed, whatever the primary says of it later.
//!
//! The standby is away, so commits wait. They stop waiting when the primary is restarted or its
//! sessions are ended: PostgreSQL keeps them, without the standby, and tells nobody. If the primary
//! is lost then, the standby that takes over does not have them.

use super::field::{Field, url};
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

//! The database's machine vanishes without a reset while commits wait: nothing comes back on any
//! connection, and nobody is told. Every wait has a limit of the panel's own, so both panels and
//! all loops go on with the server that takes over.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use super::field::{Field, Panel, readiness, url};
use super::line::Line;
use super::postgres::{Postgres, execute};
use super::program::until;
use super::{drill, is_drill, rounds, within};

/// A panel that cannot place orders says so within this, and one that can again as well.
const TRUTH_S_MAX: u64 = 10;
/// From the way back to the next order of every lane.
const BACK_S_MAX: u64 = 60;

/// What a panel's `/readyz` said, from moment to moment.
struct Watch {
    said: Arc<Mutex<Vec<(Instant, u16)>>>,
    task: JoinHandle<()>,
}

impl Watch {
    fn start(panel: &Panel) -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let (list, url) = (Arc::clone(&said), panel.url.clone());
        let task = tokio::spawn(async move {
            loop {
                // It counts from the moment of the question.
                let asked = Instant::now();
                let status = readiness(&url).await.map_or(0, |(status, _)| status);
                list.lock().unwrap().push((asked, status));
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        });
        Self { said, task }
    }

    /// The first moment after this one at which the panel had this status.
    async fn first(&self, status: u16, after: Instant) -> Instant {
        until(&format!("/readyz to say {status}"), 60, async || {
            let said = self.said.lock().unwrap();
            said.iter().find(|(at, is)| *at >= after && *is == status).map(|(at, _)| *at)
        })
        .await
    }

    /// How often the panel said that it is ready between these moments.
    fn ready_between(&self, from: Instant, to: Instant) -> usize {
        let said = self.said.lock().unwrap();
        said.iter().filter(|(at, status)| *at > from && *at < to && *status == 200).count()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_machine_vanishes_and_the_standby_takes_over() {
    drill("the machine vanishes, the standby takes over", vanish(true)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_to_the_database_vanishes_and_comes_back() {
    drill("the way vanishes and comes back", vanish(false)).await;
}

async fn vanish(machine: bool) {
    let mut field = Field::new();
    // A drill has the limits of production.
    field.limit_ms = (!is_drill()).then_some(3_000);
    let mut primary = Postgres::primary(field.folder()).await;
    let mut standby = primary.standby().await;
    field.fill(&primary.options("waybill")).await;
    if !is_drill() {
        // What the server gives a session that went silent with the locks of wallets.
        let shorter = "alter database waybill set idle_in_transaction_session_timeout = '3s'";
        execute(primary.options("postgres"), shorter).await;
    }
    let line = Line::to(primary.port).await;
    let one = field.ready("serve-1", &url(line.port)).await;
    let two = field.ready("serve-2", &url(line.port)).await;
    let work = field.work("work", &url(line.port));
    let clients = field.clients(16, &[&one, &two]);
    clients.more(rounds(50, 2_000)).await;
    let watches = [Watch::start(&one), Watch::start(&two)];

    standby.stop();
    until("the lanes of both panels to wait", 60, async || {
        (primary.waiting().await >= 4).then_some(())
    })
    .await;
    if !machine {
        // No order can be placed while the standby is away.
        let away = Instant::now();
        for watch in &watches {
            let said = watch.first(503, away).await;
            within("not ready without the standby", said - away, TRUTH_S_MAX);
        }
    }
    let gone = Instant::now();
    line.freeze();
    if machine {
        primary.kill();
    }
    for watch in &watches {
        let said = watch.first(503, gone).await;
        within("not ready any more", said - gone, TRUTH_S_MAX);
    }
    if is_drill() {
        // Longer than any limit of the panel, so that what went on waiting is noticed.
        tokio::time::sleep(Duration::from_secs(45)).await;
    }
    standby.start().await;
    let now_at = if machine {
        standby.promote().await;
        &standby
    } else {
        primary.until_followed().await;
        &primary
    };
    let back = Instant::now();
    for watch in &watches {
        let from = gone + Duration::from_secs(TRUTH_S_MAX);
        assert_eq!(watch.ready_between(from, back), 0, "ready without a database");
    }
    line.lead(now_at.port);
    clients.each_again().await;
    within("every lane of both panels serves again", back.elapsed(), BACK_S_MAX);
    let serves = Instant::now();
    for watch in &watches {
        let said = watch.first(200, back).await;
        within("ready again", said.saturating_duration_since(serves), TRUTH_S_MAX);
    }
    // The loops too: what was placed is submitted and ends.
    field.check(clients, vec![one, two], work, &now_at.options("waybill")).await;
    within("all orders are done", back.elapsed(), 2 * BACK_S_MAX);
}

//! Several hosts in the URL: a panel finds the one that accepts writes, without a proxy.

use super::field::Field;
use super::postgres::Postgres;
use super::{drill, rounds, within};

/// From the loss of the primary to the next order; two seconds of it are the promotion.
const GAP_S_MAX: u64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_finds_the_host_that_takes_over() {
    drill("hosts in turn", async {
        let mut field = Field::new();
        let mut primary = Postgres::primary(field.folder()).await;
        let standby = primary.standby().await;
        field.fill(&primary.options("waybill")).await;
        // The standby comes first, so that it is refused at the start already.
        let hosts = format!("127.0.0.1:{},127.0.0.1:{}", standby.port, primary.port);
        let url = format!(
            "postgres://waybill_run@{hosts}/waybill\
             ?sslmode=disable&target_session_attrs=read-write&connect_timeout=3"
        );
        let one = field.ready("serve-1", &url).await;
        let two = field.ready("serve-2", &url).await;
        let work = field.work("work", &url);
        let clients = field.clients(16, &[&one, &two]);
        clients.more(rounds(50, 2_000)).await;
        let lost = std::time::Instant::now();
        primary.kill();
        standby.promote().await;
        clients.each_again().await;
        within("every lane of both panels serves again", lost.elapsed(), GAP_S_MAX);
        field.check(clients, vec![one, two], work, &standby.options("waybill")).await;
    })
    .await;
}

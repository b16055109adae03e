//! A proxy or a firewall cuts connections that rest. The panel's next use of them costs nobody a
//! request.

use std::time::Duration;

use futures_util::future::join_all;

use super::field::{Field, Panel, url};
use super::line::{Idle, Line};
use super::postgres::Postgres;
use super::program::until;
use super::{drill, rounds};

/// A connection that rests for so long is cut: longer than the panel takes one to be there.
const REST: Duration = Duration::from_millis(1_500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_rest_are_closed() {
    drill("idle connections are closed", cut(Idle::Closed(REST))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_rest_are_forgotten() {
    drill("idle connections are forgotten", cut(Idle::Forgotten(REST))).await;
}

async fn cut(idle: Idle) {
    let mut field = Field::new();
    let primary = Postgres::primary(field.folder()).await;
    field.fill(&primary.options("waybill")).await;
    let line = Line::that_rests(primary.port, idle).await;
    let panel = field.ready("serve", &url(line.port)).await;
    let (mut failed, mut asked) = (Vec::new(), 0);
    for round in 0..rounds(5, 20) {
        // So many at once that the pool has many connections.
        let answers = join_all((0..20).map(|n| ask(&field, &panel, round * 20 + n))).await;
        asked += answers.len();
        failed.extend(answers.into_iter().flatten());
        // All but the one that the panel's own look at its work keeps busy.
        until("the connections to be cut", 30, async || (line.open() <= 1).then_some(())).await;
    }
    println!("{asked} requests, {} failed: {failed:?}", failed.len());
    assert!(failed.is_empty(), "{failed:?}");
}

/// One request of some kind; answers what was wrong with its answer.
async fn ask(field: &Field, panel: &Panel, n: usize) -> Option<String> {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let http = http.timeout(Duration::from_secs(60)).build().unwrap();
    let customer = &field.customers[n % field.customers.len()];
    let (service, quantity) = (field.service.to_string(), (100 + n).to_string());
    let mut form = vec![("key", customer.key.as_str())];
    match n % 4 {
        0 => form.extend([
            ("action", "add"),
            ("service", &service),
            ("link", "https://example.com/p/1"),
            ("quantity", &quantity),
        ]),
        1 => form.extend([("action", "balance")]),
        2 => form.extend([("action", "services")]),
        _ => form.extend([("action", "status"), ("orders", "1,2,3")]),
    }
    let what = form[1].1.to_owned();
    let request = if n % 10 == 9 {
        http.get(format!("{}/readyz", panel.url))
    } else {
        http.post(format!("{}/api/v2", panel.url)).form(&form)
    };
    match request.send().await {
        Ok(answer) if answer.status() == 200 => None,
        Ok(answer) => Some(format!("{what}: {}", answer.status())),
        Err(error) => Some(format!("{what}: {error}")),
    }
}

//! A standby is not taken for the database: a panel that finds one is not ready, and says at every
//! door that it cannot serve now. It goes on by itself when it is led to a primary.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::field::{Field, Panel, url};
use super::line::Line;
use super::postgres::Postgres;
use super::program::until;
use super::{drill, rounds};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_is_led_to_a_standby() {
    drill("a panel is led to a standby", led()).await;
}

async fn led() {
    let mut field = Field::new();
    let mut primary = Postgres::primary(field.folder()).await;
    let standby = primary.standby().await;
    field.fill(&primary.options("waybill")).await;
    let line = Line::to(primary.port).await;
    let panel = field.ready("serve", &url(line.port)).await;
    // It has connections, and knows the key.
    assert_eq!(doors(&field, &panel).await[0].0, 200);

    line.lead(standby.port);
    let words = until("/readyz to tell", 60, async || {
        let (status, words) = panel.readiness().await?;
        // At first it may say no more than that its connection was cut.
        (status == 503 && tells_why(&words)).then_some(words)
    })
    .await;
    println!("/readyz says: {words}");
    let shapes = [
        json!({ "error": "Internal error, please try again later" }),
        json!({ "code": -1, "message": "Temporarily unavailable, please try again" }),
        json!({ "message": "Service Unavailable" }),
    ];
    for _ in 0..rounds(1, 3) {
        let answers = doors(&field, &panel).await;
        println!("the doors answer {answers:?}");
        for ((status, retry_after, body), shape) in answers.into_iter().zip(&shapes) {
            assert_eq!((status, &body), (503, shape));
            assert!(retry_after, "{body} comes with Retry-After");
        }
    }
    line.lead(primary.port);
    until("the panel to serve again", 60, async || {
        (doors(&field, &panel).await[0].0 == 200).then_some(())
    })
    .await;
    until("the panel to be ready", 60, async || (panel.readiness().await?.0 == 200).then_some(()))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_starts_with_a_standby() {
    drill("a panel starts with a standby", starts()).await;
}

async fn starts() {
    let mut field = Field::new();
    let mut primary = Postgres::primary(field.folder()).await;
    let standby = primary.standby().await;
    field.fill(&primary.options("waybill")).await;
    let line = Line::to(standby.port).await;
    let mut panel = field.serve("serve", &url(line.port));
    // It says why it waits.
    until("the panel to say that this is a standby", 60, async || {
        assert_ne!(panel.readiness().await.map(|(status, _)| status), Some(200));
        tells_why(&panel.program.log()).then_some(())
    })
    .await;
    assert!(panel.program.is_alive(), "{}", panel.program.tail());
    line.lead(primary.port);
    until("the panel to be ready", 60, async || (panel.readiness().await?.0 == 200).then_some(()))
        .await;
    assert_eq!(doors(&field, &panel).await[0].0, 200);
}

/// Whether the words name the reason.
fn tells_why(words: &str) -> bool {
    ["read-only", "standby", "recovery"].iter().any(|reason| words.contains(reason))
}

/// The answers of each protocol: status, whether it has Retry-After, body.
async fn doors(field: &Field, panel: &Panel) -> [(u16, bool, Value); 3] {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().unwrap();
    let service = field.service.to_string();
    let add = [
        ("key", field.customers[0].key.as_str()),
        ("action", "add"),
        ("service", &service),
        ("link", "https://example.com/p/1"),
        ("quantity", "100"),
    ];
    let create = json!({
        "link": "https://www.example.com/r/example/comments/abc123/",
        "type": 1, "vote": 5, "after": 0, "speed": 1,
    });
    let requests = [
        http.post(format!("{}/api/v2", panel.url)).form(&add),
        http.post(format!("{}/api/order/create", panel.url)).json(&create).bearer_auth(&field.jwt),
        http.get(format!("{}/api/v1/referral", panel.url)).bearer_auth(&field.jwt),
    ];
    // At once: each waits for the database as long as the panel does.
    let answers = join_all(requests.map(async |request| {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let retry_after = answer.headers().contains_key("retry-after");
        (status, retry_after, answer.json().await.unwrap_or(Value::Null))
    }));
    answers.await.try_into().unwrap()
}

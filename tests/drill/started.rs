//! A process that is started before its database waits for it, says so, and goes on when it comes.

use std::time::Duration;

use super::drill;
use super::field::{Field, url};
use super::line::Line;
use super::postgres::Postgres;
use super::program::{Program, free_port, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_are_started_before_their_database() {
    drill("started before the database", start()).await;
}

async fn start() {
    let mut field = Field::new();
    let mut primary = Postgres::primary(field.folder()).await;
    field.fill(&primary.options("waybill")).await;
    primary.stop();
    // Nobody else can take its place meanwhile.
    let line = Line::to(primary.port).await;
    let mut panel = field.serve("serve", &url(line.port));
    let health = free_port();
    let mut command = field.waybill(&["work"], &url(line.port));
    command.args(["--health-listen", &format!("127.0.0.1:{health}")]);
    let mut work = Program::start("work", field.folder(), command);
    // With TLS, the driver has another word for a way that ends before the database.
    let mut careful = field.serve("serve-tls", &url(line.port).replace("=disable", "=require"));
    for program in [&panel.program, &careful.program, &work] {
        until("it to say that it waits", 60, async || {
            program.log().contains("waiting for the database").then_some(())
        })
        .await;
    }
    // The work's operator is told at its address as well.
    let (status, words) = until("/readyz", 60, async || get(health, "readyz").await).await;
    assert_eq!(status, 503, "{words}");
    assert!(words.contains("database"), "{words}");
    assert_eq!(get(health, "healthz").await.unwrap(), (200, "alive\n".to_owned()));
    assert!(panel.program.is_alive() && careful.program.is_alive() && work.is_alive());

    primary.start().await;
    until("the panel to be ready", 60, async || (panel.readiness().await?.0 == 200).then_some(()))
        .await;
    until("the work to be ready", 60, async || {
        (get(health, "readyz").await? == (200, "ready\n".to_owned())).then_some(())
    })
    .await;
    let measured = [
        "waybill_loop_last_round_age_seconds{loop=\"dispatch\"}",
        "waybill_loop_last_round_age_seconds{loop=\"poll\"}",
        "waybill_intake_oldest_batch_seconds",
    ];
    until("the loops to be measured", 60, async || {
        let (status, metrics) = get(health, "metrics").await?;
        assert_eq!(status, 200, "{metrics}");
        measured.iter().all(|name| metrics.contains(name)).then_some(())
    })
    .await;
    work.stop("TERM");
    panel.program.stop("TERM");
}

/// What is answered at this port; `None` if nobody does.
async fn get(port: u16, path: &str) -> Option<(u16, String)> {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
    let answer = http.get(format!("http://127.0.0.1:{port}/{path}")).send().await.ok()?;
    Some((answer.status().as_u16(), answer.text().await.ok()?))
}

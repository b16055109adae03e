//! When nothing is sent to a provider, and when it is sent again.
//!
//! Seen red by `make seeded`: `unknowns-go-on`.

use chrono::TimeDelta;
use waybill::providers::{ProviderId, pause};

use super::{execute, order, paused, state, turn, value};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, Panel, panel_with};

async fn resume(panel: &Panel, provider: i64) -> bool {
    let resumed = panel.app.db.transaction(move |tx| {
        Box::pin(async move { pause::resume(tx, ProviderId::new(provider)).await })
    });
    resumed.await.unwrap()
}

#[tokio::test]
async fn five_unknowns_in_a_row_pause_it_until_it_answers() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        let lost = || Reply::AcceptAndSay(504, String::new());
        // An answer with a known outcome ends the row.
        for reply in [lost(), lost(), lost(), lost(), Reply::Accept, lost(), lost(), lost(), lost()]
        {
            upstream.then(reply);
            order(panel, &customer, service, 1000).await;
            turn(panel).await;
        }
        assert_eq!(paused(panel, provider).await, None);
        upstream.then(lost());
        order(panel, &customer, service, 1000).await;
        turn(panel).await;
        assert!(paused(panel, provider).await.unwrap().starts_with("5 answers"));
        let waiting = order(panel, &customer, service, 1000).await;
        panel.advance(TimeDelta::minutes(2));
        assert_eq!(turn(panel).await, Vec::<i64>::new());
        assert_eq!(state(panel, waiting).await, "queued");
        assert!(resume(panel, provider).await);
        panel.advance(TimeDelta::minutes(2));
        assert_eq!(turn(panel).await, [waiting]);
        assert_eq!(value::<i32>(panel, "select max(unknowns) from providers").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_staff_paused_is_theirs_to_open() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        for by_staff in ["paused_reason = 'rest'", "enabled = false"] {
            execute(panel, &format!("update providers set {by_staff} where id = {provider}")).await;
            assert!(!resume(panel, provider).await);
            panel.advance(TimeDelta::minutes(2));
            assert_eq!(turn(panel).await, Vec::<i64>::new(), "{by_staff}");
            execute(panel, "update providers set paused_reason = null, enabled = true").await;
        }
        panel.advance(TimeDelta::minutes(2));
        assert_eq!(turn(panel).await, [id]);
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_gone_there_is_paused_alone() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let gone = panel.service_by(&[provider]).await;
        let there = panel.service_by(&[provider]).await;
        let sql = format!("update routes set upstream_service = '13' where service_id = {there}");
        execute(panel, &sql).await;
        let customer = panel.customer("100").await;
        let waits = order(panel, &customer, gone, 1000).await;
        upstream.then(Reply::error("Incorrect service ID"));
        turn(panel).await;
        let goes = order(panel, &customer, there, 1000).await;
        panel.advance(TimeDelta::minutes(2));
        assert_eq!(turn(panel).await, [goes]);
        assert_eq!(state(panel, waits).await, "queued");
        assert_eq!(paused(panel, provider).await, None);
    })
    .await;
}

//! The workers themselves, over real connections.

use std::time::Instant;

use serde_json::json;

use super::{execute, order, state, status, value};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, eventually, panel_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_provider_holds_up_no_other() {
    panel_with(&[ALLOW], async |panel| {
        let (slow, fast) = (Upstream::start().await, Upstream::start().await);
        let slow_id = panel.provider("Slow", &slow.url).await;
        let fast_id = panel.provider("Fast", &fast.url).await;
        execute(panel, &format!("update providers set in_flight_max = 2 where id = {slow_id}"))
            .await;
        let behind = panel.service_by(&[slow_id]).await;
        let ahead = panel.service_by(&[fast_id]).await;
        let customer = panel.customer("100").await;
        for _ in 0..2 {
            slow.then(Reply::AcceptAndHang);
        }
        let mut waiting = Vec::new();
        for _ in 0..10 {
            waiting.push(order(panel, &customer, behind, 1000).await);
        }
        eventually("the slow one to be asked", async || {
            (slow.calls("add").len() == 2).then_some(())
        })
        .await;
        for _ in 0..20 {
            let id = order(panel, &customer, ahead, 1000).await;
            panel.wait_for_status(&customer, id, "In progress").await;
        }
        assert_eq!(fast.orders().len(), 20);
        assert_eq!(slow.calls("add").len(), 2, "no more than two at a time");
        assert_eq!(state(panel, waiting[9]).await, "queued");
        // An order that no provider can take waits, without anything being written, and goes as soon
        // as its provider opens, however full another one is.
        let closed_id = panel.provider("Closed", &fast.url).await;
        execute(panel, &format!("update providers set enabled = false where id = {closed_id}"))
            .await;
        let nobody = panel.service_by(&[closed_id]).await;
        let id = order(panel, &customer, nobody, 1000).await;
        let ahead = order(panel, &customer, ahead, 1000).await;
        panel.wait_for_status(&customer, ahead, "In progress").await;
        assert_eq!(state(panel, id).await, "queued");
        let tries: i32 = value(panel, &format!("select tries from orders where id = {id}")).await;
        assert_eq!(tries, 0);
        execute(panel, &format!("update providers set enabled = true where id = {closed_id}"))
            .await;
        panel.wait_for_status(&customer, id, "In progress").await;
        slow.release();
        for id in &waiting[2..] {
            panel.wait_for_status(&customer, *id, "In progress").await;
        }
        for id in &waiting[..2] {
            eventually("the lost ones to be unknown", async || {
                (state(panel, *id).await == "unknown").then_some(())
            })
            .await;
        }
        assert_eq!(slow.calls("add").len(), 10);
    })
    .await;
}

/// However many orders wait and however fast it answers; its status calls count too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_is_called_no_more_often_than_it_may_be() {
    const PER_S: u32 = 20;
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let limit = format!("update providers set requests_per_s = {PER_S} where id = {provider}");
        execute(panel, &limit).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("1000").await;
        let since = Instant::now();
        for _ in 0..60 {
            order(panel, &customer, service, 1000).await;
        }
        eventually("all of them to be sent", async || {
            (upstream.orders().len() == 60).then_some(())
        })
        .await;
        let calls = u32::try_from(
            ["add", "status"].map(|of| upstream.calls(of).len()).iter().sum::<usize>(),
        )
        .unwrap();
        // A quarter of a second's share may go at once, and at most half of it are status calls.
        let most = since.elapsed().as_secs_f64() * f64::from(PER_S) * 1.5 + f64::from(PER_S);
        assert!(f64::from(calls) <= most, "{calls} calls in {:?}", since.elapsed());
        let least = f64::from(60 - PER_S) / f64::from(PER_S);
        assert!(since.elapsed().as_secs_f64() > least, "all of it in {:?}", since.elapsed());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancels_and_refills_are_carried_there() {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        panel.change_service(service, |draft| draft.refill_wait_h = 0).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        panel.wait_for_status(&customer, id, "In progress").await;
        let ids = id.to_string();
        // Its first answer is broken, so it is asked again.
        upstream.answer("cancel", json!("what"));
        panel.v2(&customer.key, &[("action", "cancel"), ("orders", &ids)]).await;
        eventually("the cancel to arrive", async || {
            (!upstream.calls("cancel").is_empty()).then_some(())
        })
        .await;
        assert_eq!(upstream.calls("cancel")[0]["orders"], "501");
        upstream.answer("cancel", json!([{ "order": 501, "cancel": 1 }]));
        panel.advance(chrono::TimeDelta::seconds(10));
        upstream.set(501, "Canceled", 1000);
        panel.wait_for_status(&customer, id, "Canceled").await;
        assert_eq!(panel.balance(&customer).await, "100.00");

        let id = order(panel, &customer, service, 1000).await;
        panel.wait_for_status(&customer, id, "In progress").await;
        upstream.set(502, "Completed", 0);
        panel.wait_for_status(&customer, id, "Completed").await;
        let ids = id.to_string();
        let refill = panel.v2(&customer.key, &[("action", "refill"), ("order", &ids)]).await;
        let refill = refill["refill"].as_str().unwrap().to_owned();
        eventually("the refill to be done", async || {
            panel.advance(chrono::TimeDelta::seconds(2));
            let asked = [("action", "refill_status"), ("refill", refill.as_str())];
            (panel.v2(&customer.key, &asked).await["status"] == "Completed").then_some(())
        })
        .await;
        assert_eq!(upstream.calls("refill")[0]["order"], "502");
        assert_eq!(upstream.calls("refill_status")[0]["refill"], "9001");
        assert_eq!(status(panel, &customer, id).await["status"], "Completed");
    })
    .await;
}

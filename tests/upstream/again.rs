//! Providers that take idempotency keys: what may have arrived is sent again with the same key, and
//! never becomes two orders.
//!
//! Seen red by `make seeded`: `resend-unconfirmed`.

use chrono::TimeDelta;

use super::{attention, order, send, state, sweep, take, turn, value};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, Panel, panel_with};
use waybill::orders::OrderId;
use waybill::providers::ProviderId;

async fn key_of(panel: &Panel, order: i64) -> Vec<Option<String>> {
    let sql = format!(
        "select array_agg(idempotency_key order by id) from attempts where order_id = {order}"
    );
    value(panel, &sql).await
}

#[tokio::test]
async fn an_unknown_is_asked_again_with_the_same_key() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let (upstream, other) = (Upstream::start().await, Upstream::start().await);
        upstream.take_keys();
        let far = panel.provider("Far", &upstream.url).await;
        let near = panel.provider("Near", &other.url).await;
        panel.confirm_keys(far).await;
        let service = panel.service_by(&[far, near]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, String::new()));
        upstream.then(Reply::AcceptAndSay(200, "<html>".to_owned()));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "unknown");
        assert_eq!(attention(panel, id).await, None, "nothing for a person to do yet");
        assert_eq!(turn(panel).await, Vec::<i64>::new(), "not at once");
        panel.advance(TimeDelta::minutes(1));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "unknown");
        panel.advance(TimeDelta::minutes(1));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "running");
        // One order there, one key, and no other provider was asked.
        assert_eq!(upstream.orders().len(), 1);
        let keys = key_of(panel, id).await;
        assert_eq!(keys.len(), 3);
        assert!(keys[0].is_some() && keys.iter().all(|key| *key == keys[0]));
        let sent = upstream.calls("add");
        assert!(sent.iter().all(|call| call.get("idempotency_key") == keys[0].as_ref()));
        assert_eq!(other.calls("add").len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_killed_process_leaves_no_unknown() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        upstream.take_keys();
        let far = panel.provider("Far", &upstream.url).await;
        panel.confirm_keys(far).await;
        let service = panel.service_by(&[far]).await;
        let customer = panel.customer("100").await;
        let (arrived, never_left) = (
            order(panel, &customer, service, 1000).await,
            order(panel, &customer, service, 1000).await,
        );
        let claims = take(panel).await;
        assert_eq!(claims.len(), 2);
        // One had arrived when the process died; the other had not.
        let connected = panel.app.upstreams.all().await.unwrap();
        let claim = claims.iter().find(|claim| claim.order_id == OrderId::new(arrived)).unwrap();
        connected[&ProviderId::new(far)].upstream.add(&claim.submission).await;
        panel.advance(TimeDelta::seconds(91));
        sweep(panel).await;
        for id in [arrived, never_left] {
            assert_eq!(state(panel, id).await, "unknown");
            assert_eq!(attention(panel, id).await, None);
        }
        assert_eq!(turn(panel).await.len(), 2);
        for id in [arrived, never_left] {
            assert_eq!(state(panel, id).await, "running");
        }
        assert_eq!(upstream.orders().len(), 2);
        // The answer that the dead process had read has no effect.
        send(panel, claims).await;
        assert_eq!(upstream.orders().len(), 2);
        assert_eq!(state(panel, arrived).await, "running");
    })
    .await;
}

/// A cancel meanwhile must not refund what the provider may have.
#[tokio::test]
async fn while_it_is_asked_for_it_cannot_be_canceled_at_once() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        upstream.take_keys();
        let far = panel.provider("Far", &upstream.url).await;
        panel.confirm_keys(far).await;
        let service = panel.service_by(&[far]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, String::new()));
        turn(panel).await;
        let ids = id.to_string();
        let asked = panel.v2(&customer.key, &[("action", "cancel"), ("orders", &ids)]).await;
        assert_eq!(asked[0]["cancel"], 1);
        assert_eq!(state(panel, id).await, "unknown");
        assert_eq!(panel.balance(&customer).await, "99.00");
        panel.advance(TimeDelta::minutes(1));
        upstream.then(Reply::error("Bad link"));
        turn(panel).await;
        // A refusal says nothing about the first time.
        assert_eq!(state(panel, id).await, "unknown");
        assert!(attention(panel, id).await.unwrap().contains("Bad link"));
        assert_eq!(panel.balance(&customer).await, "99.00");
    })
    .await;
}

#[tokio::test]
async fn without_a_confirmed_key_nothing_is_sent_twice() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        // It says that it takes keys, but nobody has confirmed it.
        upstream.take_keys();
        let far = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[far]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, String::new()));
        for _ in 0..5 {
            turn(panel).await;
            panel.advance(TimeDelta::minutes(10));
            sweep(panel).await;
        }
        assert_eq!(upstream.calls("add").len(), 1);
        assert_eq!(state(panel, id).await, "unknown");
        let offered: String =
            value(panel, &format!("select idempotency from providers where id = {far}")).await;
        assert_eq!(offered, "offered");
    })
    .await;
}

#[tokio::test]
async fn after_a_day_it_goes_to_a_person() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        upstream.take_keys();
        let far = panel.provider("Far", &upstream.url).await;
        panel.confirm_keys(far).await;
        let service = panel.service_by(&[far]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, String::new()));
        turn(panel).await;
        panel.advance(TimeDelta::hours(25));
        assert_eq!(turn(panel).await, Vec::<i64>::new());
        assert_eq!(state(panel, id).await, "unknown");
        assert!(attention(panel, id).await.is_some());
        assert_eq!(upstream.calls("add").len(), 1);
    })
    .await;
}

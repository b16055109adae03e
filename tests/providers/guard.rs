//! Prices, limits and services that change at a provider.

use serde_json::json;
use waybill::providers::changes::Answer;
use waybill::providers::price_guard::{Fate, What};
use waybill::providers::provider::Policy;
use waybill::providers::{ProviderId, list_sync};

use super::{line, shop};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, eventually, panel_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_follows_with_its_margin() {
    shop(async |panel, upstream, provider| {
        panel.policy(provider, Policy::Follow).await;
        let service = panel.sell(provider, "20").await;
        assert_eq!(panel.price(service).await, "1.20");
        upstream.set_services(json!([line(7, "1.40")]));
        assert_eq!(panel.look(provider).await.changes, 1);
        assert_eq!(panel.price(service).await, "1.68");
        assert_eq!(panel.changes(Fate::Applied).await.len(), 1);
        assert_eq!(panel.look(provider).await.changes, 0, "the same list says nothing new");
        assert!(panel.takes_orders(service).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn above_the_threshold_staff_are_asked_first() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "30").await;
        upstream.set_services(json!([line(7, "1.05")]));
        panel.look(provider).await;
        assert_eq!(panel.price(service).await, "1.365", "a small move is followed");
        upstream.set_services(json!([line(7, "1.20")]));
        panel.look(provider).await;
        assert_eq!(panel.price(service).await, "1.365");
        assert!(panel.takes_orders(service).await, "it costs less than is paid");
        // The price moves on while nobody has answered: there is one question, with the newest
        // figures.
        upstream.set_services(json!([line(7, "1.21")]));
        panel.look(provider).await;
        let open = panel.changes(Fate::Open).await;
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].after["cost"], "1.21");
        assert_eq!(open[0].before["cost"], "1.05");
        assert_eq!(panel.answer_all(Answer::Apply).await, 1);
        assert_eq!(panel.price(service).await, "1.573");
        assert_eq!(panel.answer_all(Answer::Apply).await, 0, "answered once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_changes_nothing_until_it_would_be_below_cost() {
    shop(async |panel, upstream, provider| {
        panel.policy(provider, Policy::Report).await;
        let service = panel.sell(provider, "20").await;
        upstream.set_services(json!([line(7, "1.10")]));
        panel.look(provider).await;
        assert_eq!(
            (panel.price(service).await, panel.off(service).await),
            ("1.20".into(), "".into())
        );
        upstream.set_services(json!([line(7, "1.21")]));
        assert_eq!(panel.look(provider).await.paused, 1);
        assert!(panel.off(service).await.starts_with("Below cost"), "{}", panel.off(service).await);
        assert!(!panel.takes_orders(service).await);
        assert_eq!(panel.changes(Fate::Reported).await[0].note.as_deref(), Some("service paused"));
        upstream.set_services(json!([line(7, "1.20")]));
        assert_eq!(panel.look(provider).await.resumed, 1);
        assert!(panel.takes_orders(service).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_jump_takes_the_service_off_sale_under_every_policy() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "200").await;
        for policy in Policy::ALL {
            panel.policy(provider, policy).await;
            // The price is still above its cost, but the service is off sale.
            upstream.set_services(json!([line(7, "1.60")]));
            assert_eq!(panel.look(provider).await.paused, 1, "{policy:?}");
            assert_eq!(panel.price(service).await, "3.00");
            assert!(panel.off(service).await.starts_with("Price jump"));
            assert!(!panel.takes_orders(service).await);
            // The cost is down again: the guard sells again what it paused.
            upstream.set_services(json!([line(7, "1.00")]));
            assert_eq!(panel.look(provider).await.resumed, 1, "{policy:?}");
            assert_eq!(panel.off(service).await, "");
            assert_eq!(panel.changes(Fate::Open).await.len(), 0);
        }
        upstream.set_services(json!([line(7, "1.60")]));
        panel.look(provider).await;
        panel.answer_all(Answer::Dismiss).await;
        assert_eq!(panel.price(service).await, "3.00");
        assert!(panel.takes_orders(service).await, "staff have seen it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_jump_that_is_applied_moves_the_price_and_sells_again() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        upstream.set_services(json!([line(7, "5.00")]));
        panel.look(provider).await;
        panel.answer_all(Answer::Dismiss).await;
        assert!(
            panel.off(service).await.starts_with("Below cost"),
            "dismissed is not sold at a loss"
        );
        upstream.set_services(json!([line(7, "10.00")]));
        panel.look(provider).await;
        panel.answer_all(Answer::Apply).await;
        assert_eq!(
            (panel.price(service).await, panel.off(service).await),
            ("12.00".into(), "".into())
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_gone_is_off_sale_and_what_is_back_is_sold_again() {
    shop(async |panel, upstream, provider| {
        upstream.set_services(json!([line(7, "1.00"), line(8, "1.00"), line(9, "1.00")]));
        let service = panel.sell(provider, "20").await;
        let second = service + 1;
        // Staff themselves have switched off the second one.
        panel.change_service(second, |draft| draft.enabled = false).await;
        upstream.set_services(json!([line(9, "1.00"), line(10, "2.00")]));
        let seen = panel.look(provider).await;
        assert_eq!((seen.paused, seen.listed), (2, 2));
        assert!(panel.off(service).await.starts_with("Gone: Supplier"));
        assert!(!panel.takes_orders(service).await);
        let whats: Vec<What> = panel.changes(Fate::Open).await.iter().map(|c| c.what).collect();
        assert_eq!(whats, [What::Gone, What::Gone]);
        let new = panel.changes(Fate::Reported).await;
        assert_eq!(
            (new.len(), new[0].what, new[0].upstream_service.as_str()),
            (1, What::New, "10")
        );

        upstream.set_services(json!([line(7, "1.00"), line(8, "1.00"), line(9, "1.00")]));
        panel.look(provider).await;
        assert!(panel.takes_orders(service).await);
        assert!(!panel.takes_orders(second).await, "staff's switch is staff's");
        assert_eq!(panel.changes(Fate::Open).await.len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_list_takes_nothing_off_sale() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        upstream.set_services(json!([]));
        let app = &panel.app;
        let looked =
            list_sync::look(&app.upstreams, &app.db, &app.clock, ProviderId::new(provider)).await;
        assert!(matches!(looked, Err(list_sync::WatchError::Empty)));
        upstream.set_services(json!({ "error": "Incorrect API key" }));
        let looked =
            list_sync::look(&app.upstreams, &app.db, &app.clock, ProviderId::new(provider)).await;
        assert!(matches!(looked, Err(list_sync::WatchError::NoAnswer(_))), "{looked:?}");
        assert!(panel.takes_orders(service).await);
        assert!(panel.provider_row(provider).await.list_trouble.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_and_flags_follow() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        let mut less = line(7, "1.00");
        less["max"] = json!("500");
        less["refill"] = json!(false);
        upstream.set_services(json!([less]));
        assert_eq!(panel.look(provider).await.changes, 2);
        let sold = panel.sold(service).await;
        assert_eq!((sold.min, sold.max, sold.refill, sold.cancel), (10, 500, false, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customers_own_rate_below_cost_is_caught_as_well() {
    shop(async |panel, _, provider| {
        let service = panel.sell(provider, "20").await;
        let customer = panel.customer("10").await;
        panel.own_rate(&customer, service, Some("0.99")).await;
        assert_eq!(panel.off(service).await, "Below cost: 0.99 is paid, and it costs 1.00");
        panel.own_rate(&customer, service, Some("1.00")).await;
        assert_eq!(panel.off(service).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dearest_way_counts_and_one_of_two_may_go() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        let other = Upstream::start().await;
        let mut dear = line(12, "1.30");
        dear["name"] = json!("Dear");
        other.set_services(json!([dear]));
        let second = panel.provider("Second", &other.url).await;
        // As staff would add it: the second route, at 0.40 until its list is read.
        panel.route(service, second).await;
        panel.look(second).await;
        assert!(panel.off(service).await.starts_with("Below cost"), "{}", panel.off(service).await);
        other.set_services(json!([line(12, "1.10")]));
        panel.look(second).await;
        assert_eq!(panel.off(service).await, "");
        // The first is gone: the second still delivers.
        upstream.set_services(json!([line(99, "1.00")]));
        panel.look(provider).await;
        assert_eq!(panel.off(service).await, "");
        other.set_services(json!([line(98, "1.00")]));
        panel.look(second).await;
        assert!(panel.off(service).await.starts_with("Gone"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_timer_looks_and_no_two_processes_take_the_same() {
    let upstream = Upstream::start().await;
    upstream.set_services(json!([line(7, "1.00")]));
    panel_with(&[ALLOW], async |panel| {
        let provider = panel.provider("Supplier", &upstream.url).await;
        eventually("the list to be read", async || panel.provider_row(provider).await.list_at)
            .await;
        let service = panel.import(provider, &super::all("30")).await.rows[0].service_id;
        upstream.set_services(json!([line(7, "1.10")]));
        panel.advance(list_sync::LIST_EVERY + chrono::TimeDelta::minutes(1));
        eventually("the price to follow", async || {
            (panel.price(service.get()).await == "1.43").then_some(())
        })
        .await;
    })
    .await;
    shop(async |panel, _, _| {
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let (one, two) =
            tokio::join!(list_sync::take_due(db, clock), list_sync::take_due(db, clock));
        assert_eq!(one.unwrap().len() + two.unwrap().len(), 1);
    })
    .await;
}

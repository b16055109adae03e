//! What a provider's words do, by their class, and with what is known besides them.
//!
//! Seen red by `make seeded`: `duplicate-is-refused`, `balance-not-weighed`.

use chrono::TimeDelta;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::orders::OrderId;
use waybill::orders::decide::{self, Decision};
use waybill::orders::desk::By;
use waybill::providers::{Balance, ProviderId, balance};

use super::{attention, execute, order, paused, state, turn, value};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, Panel, panel_with};

/// Staff have looked, and say that the provider does not have it.
async fn send_again(panel: &Panel, order: i64) {
    let actor = Actor { account_id: Some(AccountId::new(1)), address: None, ..Actor::COMMAND };
    let by = By { actor, reason: "it is not there".to_owned(), seen: None };
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    decide::resolve(db, clock, OrderId::new(order), Decision::Again, by).await.unwrap();
}

async fn holds(panel: &Panel, provider: i64, amount: i64) {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let found = Balance { amount, currency: None, takes_idempotency_keys: false };
    balance::record(db, clock, (ProviderId::new(provider), found)).await.unwrap();
}

#[tokio::test]
async fn words_count_by_their_class() {
    const OPEN: &str = "";
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        for (words, becomes, closes) in [
            ("neworder.error.not_enough_funds", "queued", "provider"),
            ("Yetersiz bakiye", "queued", "provider"),
            ("neworder.error.account_banned", "queued", "provider"),
            ("The api key is invalid", "queued", "provider"),
            ("Неверный API ключ", "queued", "provider"),
            ("Your IP address is blocked", "queued", "provider"),
            ("error.incorrect_service_id", "queued", "route"),
            ("neworder.error.service_not_found", "queued", "route"),
            ("The selected service is invalid.", "queued", "route"),
            ("Serviço indisponível", "queued", "route"),
            ("Rate limit exceeded. Slow down.", "queued", "time"),
            ("Too many requests", "queued", "time"),
            ("unknown error", "unknown", OPEN),
            ("Please try again later", "unknown", OPEN),
            ("neworder.error.link_duplicate", "canceled", OPEN),
            ("neworder.error.invalid_quantity", "canceled", OPEN),
            ("Quantity less than minimal 5000, try again", "canceled", OPEN),
            ("Incorrect link https://example.com/p/api_key_invalid", "canceled", OPEN),
        ] {
            let id = order(panel, &customer, service, 1000).await;
            upstream.then(Reply::error(words));
            assert_eq!(turn(panel).await, [id], "{words}");
            assert_eq!(state(panel, id).await, becomes, "{words}");
            let count = async |sql: &str| value::<i64>(panel, sql).await;
            let closed = [
                ("provider", "select count(*) from providers where paused_reason is not null"),
                ("route", "select count(*) from routes where paused_reason is not null"),
                ("time", "select count(*) from providers where retry_at is not null"),
            ];
            for (what, sql) in closed {
                assert_eq!(count(sql).await, i64::from(what == closes), "{words}: {what}");
            }
            let charged = format!("select count(*) from orders where id = {id} and refunded = 0");
            assert_eq!(count(&charged).await == 1, becomes != "canceled", "{words}");
            // The next class starts from a clean state.
            for sql in [
                "update providers set paused_reason = null, paused_by_panel = false,
                        retry_at = null, unknowns = 0",
                "update routes set paused_reason = null",
                "update orders set due_at = null where state = 'queued'",
            ] {
                execute(panel, sql).await;
            }
        }
    })
    .await;
}

/// If a customer's link stands in the provider's answer, that must not pause the provider.
#[tokio::test]
async fn a_customers_own_words_pause_nothing() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        let service = service.to_string();
        for name in ["not-enough-funds", "invalid_api_key", "too-many-requests"] {
            let fields = [
                ("action", "add"),
                ("service", service.as_str()),
                ("link", name),
                ("quantity", "1000"),
            ];
            let id = crate::support::order_id(&panel.v2(&customer.key, &fields).await);
            upstream.then(Reply::error(&format!("Nothing goes by the name {name}")));
            assert_eq!(turn(panel).await, [id]);
            assert_eq!(state(panel, id).await, "canceled", "{name}");
            assert_eq!(paused(panel, provider).await, None, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_duplicate_goes_on_and_is_refunded_at_last() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let (upstream, other) = (Upstream::start().await, Upstream::start().await);
        let far = panel.provider("Far", &upstream.url).await;
        let near = panel.provider("Near", &other.url).await;
        let service = panel.service_by(&[far, near]).await;
        let customer = panel.customer("100").await;
        for (at_the_second, becomes) in
            [(Reply::Accept, "running"), (Reply::error("Duplicate order"), "canceled")]
        {
            let id = order(panel, &customer, service, 1000).await;
            upstream.then(Reply::error("You have active order with this link"));
            other.then(at_the_second);
            assert_eq!(turn(panel).await, [id]);
            assert_eq!(state(panel, id).await, "queued");
            assert_eq!(turn(panel).await, [id]);
            assert_eq!(state(panel, id).await, becomes);
        }
        assert_eq!(panel.balance(&customer).await, "99.00");
    })
    .await;
}

/// The provider may have this very order: it is neither refunded nor sent to another provider.
#[tokio::test]
async fn after_an_attempt_without_an_end_a_duplicate_is_unknown() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let (upstream, other) = (Upstream::start().await, Upstream::start().await);
        let far = panel.provider("Far", &upstream.url).await;
        let near = panel.provider("Near", &other.url).await;
        let service = panel.service_by(&[far, near]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, "<html>".to_owned()));
        turn(panel).await;
        assert_eq!(state(panel, id).await, "unknown");
        panel.advance(TimeDelta::minutes(5));
        send_again(panel, id).await;
        upstream.then(Reply::error("neworder.error.link_duplicate"));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "unknown");
        assert!(attention(panel, id).await.unwrap().contains("link_duplicate"));
        panel.advance(TimeDelta::hours(1));
        assert_eq!(turn(panel).await, Vec::<i64>::new());
        assert_eq!((other.calls("add").len(), upstream.orders().len()), (0, 1));
        assert_eq!(panel.balance(&customer).await, "99.00");
        // A plain refusal of an order that was sent again is a refusal.
        panel.advance(TimeDelta::minutes(5));
        send_again(panel, id).await;
        for far_or_near in [&upstream, &other] {
            far_or_near.then(Reply::error("Bad link"));
            assert_eq!(turn(panel).await, [id]);
        }
        assert_eq!(state(panel, id).await, "canceled");
    })
    .await;
}

/// 1000 cost 0.40 in our currency; one unit of the provider's currency is worth two of ours.
#[tokio::test]
async fn a_refusal_while_our_balance_there_is_too_small_is_about_money() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        execute(
            panel,
            &format!("update providers set exchange_rate = 2000000 where id = {provider}"),
        )
        .await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        holds(panel, provider, 199_999).await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::error("Zorg 17 blurb"));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "queued");
        assert!(paused(panel, provider).await.unwrap().contains("Zorg 17 blurb"));
        assert_eq!(panel.balance(&customer).await, "99.00");
        // There is enough money now, and the order goes on. From now on the words count again.
        holds(panel, provider, 200_000).await;
        assert_eq!(paused(panel, provider).await, None);
        panel.advance(TimeDelta::minutes(2));
        upstream.then(Reply::error("Zorg 17 blurb"));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "canceled");
        assert_eq!(paused(panel, provider).await, None);
    })
    .await;
}

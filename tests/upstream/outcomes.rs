//! What each answer does to an order, and where the order goes next.
//!
//! Seen red by `make seeded`: `unknown-moves-on`, `any-text-is-an-id`.

use chrono::TimeDelta;
use waybill::providers::{Balance, ProviderId, balance};

use super::{attention, execute, order, paused, state, sweep, turn, value};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, panel_with};

#[tokio::test]
async fn the_table_of_outcomes() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        for (reply, becomes, pauses) in [
            (Reply::Accept, "running", false),
            (Reply::error("Bad link"), "canceled", false),
            (
                Reply::Say(400, r#"{"error":"Quantity less than minimal 50"}"#.into()),
                "canceled",
                false,
            ),
            (Reply::error("Not enough funds on balance"), "queued", true),
            (Reply::error("Invalid API key"), "queued", true),
            (Reply::Say(401, r#"{"error":"no"}"#.into()), "queued", true),
            (Reply::error("Internal error, please try again later"), "unknown", false),
            (Reply::AcceptAndSay(500, r#"{"error":"Bad link"}"#.into()), "unknown", false),
            (Reply::AcceptAndSay(408, String::new()), "unknown", false),
            (Reply::Accept, "running", false),
            (Reply::AcceptAndSay(302, String::new()), "unknown", false),
            (Reply::AcceptAndSay(200, "<html>".into()), "unknown", false),
            (Reply::AcceptAndSay(200, r#"{"order": 501}"#.into()), "unknown", false),
            (Reply::AcceptAndSay(200, "x".repeat(2_000_000)), "unknown", false),
            (Reply::Accept, "running", false),
        ] {
            let told = format!("{reply:?}").chars().take(80).collect::<String>();
            let id = order(panel, &customer, service, 1000).await;
            upstream.then(reply);
            assert_eq!(turn(panel).await, [id], "{told}");
            assert_eq!(state(panel, id).await, becomes, "{told}");
            assert_eq!(paused(panel, provider).await.is_some(), pauses, "{told}");
            assert_eq!(attention(panel, id).await.is_some(), becomes == "unknown", "{told}");
            // The next outcome starts from a clean state.
            execute(panel, "update providers set paused_reason = null, paused_by_panel = false")
                .await;
            let end =
                format!("update orders set due_at = null where id = {id} and state = 'queued'");
            execute(panel, &end).await;
        }
    })
    .await;
}

/// `1,1004` in a later `orders=` would cancel somebody else's order.
#[tokio::test]
async fn an_id_that_names_more_than_one_order_is_none() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        for odd in ["1,1004", "1;1004", "1&orders=1004", "1/1004", "1%2C1004", "\u{661}", "a.b"] {
            let id = order(panel, &customer, service, 1000).await;
            let said = serde_json::json!({ "order": odd }).to_string();
            upstream.then(Reply::AcceptAndSay(200, said));
            assert_eq!(turn(panel).await, [id], "{odd}");
            assert_eq!(state(panel, id).await, "unknown", "{odd}");
            let kept = format!("select count(upstream_id) from orders where id = {id}");
            assert_eq!(value::<i64>(panel, &kept).await, 0, "{odd}");
            execute(panel, "update providers set paused_reason = null, paused_by_panel = false")
                .await;
        }
        // An id from before this rule is not sent anywhere either.
        let far = panel.app.upstreams.get(ProviderId::new(provider)).await.unwrap().unwrap();
        let calls =
            || ["status", "cancel", "refill", "refill_status"].map(|it| upstream.calls(it).len());
        let before = calls();
        assert!(far.cancel("1,1004").await.is_err() && far.refill("1,1004").await.is_err());
        assert!(far.refill_status("1,1004").await.is_err());
        assert!(far.status(&["1,1004".to_owned()]).await.is_err());
        assert_eq!(calls(), before);
    })
    .await;
}

#[tokio::test]
async fn what_was_sent_and_said_is_kept_without_our_key() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        let said = format!("oops: key=their-key-for-us {}", "é".repeat(4000));
        upstream.then(Reply::AcceptAndSay(503, said));
        turn(panel).await;
        let attempt = |column: &str| format!("select {column} from attempts where order_id = {id}");
        let request: String = value(panel, &attempt("request")).await;
        assert!(request.contains("link=https://example.com/p/1"), "{request}");
        assert!(request.contains("quantity=1000") && request.contains("service=12"), "{request}");
        let answer: String = value(panel, &attempt("answer")).await;
        assert!(answer.starts_with("oops: key=*** ") && answer.len() <= 4096, "{answer}");
        assert!(!request.contains("their-key"));
        assert_eq!(value::<i32>(panel, &attempt("http_status")).await, 503);
        assert_eq!(value::<i64>(panel, &attempt("cost")).await, 400_000);
    })
    .await;
}

/// A fall of the balance is evidence, and the person who decides needs it soon.
#[tokio::test]
async fn after_an_unknown_the_balance_is_looked_at_within_a_minute() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let found = Balance { amount: 5, currency: None, takes_idempotency_keys: false };
        balance::record(db, clock, (ProviderId::new(provider), found)).await.unwrap();
        let due = async || {
            panel.advance(TimeDelta::minutes(1));
            balance::take_due(db, clock).await.unwrap()
        };
        order(panel, &customer, service, 1000).await;
        turn(panel).await;
        assert!(due().await.is_empty());
        order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, "<html>bad gateway</html>".to_owned()));
        turn(panel).await;
        assert_eq!(due().await, [ProviderId::new(provider)]);
    })
    .await;
}

/// Panels quote what they were sent. Their words reach places where our key must not be.
#[tokio::test]
async fn our_key_stands_in_no_reason() {
    const KEY: &str = "their-key-for-us";
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        for words in ["Bad link in KEY", "Internal error: KEY", "Invalid API key KEY"] {
            let id = order(panel, &customer, service, 1000).await;
            upstream.then(Reply::error(&words.replace("KEY", KEY)));
            assert_eq!(turn(panel).await, [id]);
        }
        upstream.answer("balance", serde_json::json!({ "error": format!("no key {KEY}") }));
        let far = panel.app.upstreams.get(ProviderId::new(provider)).await.unwrap().unwrap();
        assert_eq!(far.balance().await.unwrap_err().0, "no key ***");
        assert_eq!(paused(panel, provider).await.as_deref(), Some("Invalid API key ***"));
        for (table, column) in [
            ("attempts", "detail"),
            ("attempts", "answer"),
            ("order_events", "data::text"),
            ("orders", "attention"),
        ] {
            let of = |words: &str| {
                format!("select count(*) from {table} where {column} like '%{words}%'")
            };
            assert_eq!(value::<i64>(panel, &of(KEY)).await, 0, "{table}.{column}");
            assert!(value::<i64>(panel, &of("***")).await > 0, "{table}.{column}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_does_not_leave_is_tried_again() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v2", nobody.local_addr().unwrap());
        drop(nobody);
        let provider = panel.provider("Far", &url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        for _ in 0..3 {
            assert_eq!(turn(panel).await, [id]);
            assert_eq!(state(panel, id).await, "queued");
            assert_eq!(turn(panel).await, Vec::<i64>::new(), "it waits");
            panel.advance(TimeDelta::minutes(1));
        }
        let upstream = Upstream::start().await;
        execute(panel, &format!("update providers set url = '{}'", upstream.url)).await;
        turn(panel).await;
        assert_eq!(state(panel, id).await, "running");
    })
    .await;
}

#[tokio::test]
async fn too_many_requests_are_waited_for() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let (upstream, other) = (Upstream::start().await, Upstream::start().await);
        let far = panel.provider("Far", &upstream.url).await;
        let near = panel.provider("Near", &other.url).await;
        let service = panel.service_by(&[far, near]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::Later(120));
        turn(panel).await;
        assert_eq!(state(panel, id).await, "queued");
        let second = order(panel, &customer, service, 1000).await;
        panel.advance(TimeDelta::seconds(110));
        assert_eq!(turn(panel).await, Vec::<i64>::new());
        panel.advance(TimeDelta::seconds(15));
        let mut sent = turn(panel).await;
        sent.sort_unstable();
        assert_eq!(sent, [id, second]);
        assert_eq!(other.calls("add").len(), 0);
        assert_eq!(upstream.orders().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_never_moves_to_the_next_way() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let (upstream, other) = (Upstream::start().await, Upstream::start().await);
        let far = panel.provider("Far", &upstream.url).await;
        let near = panel.provider("Near", &other.url).await;
        let service = panel.service_by(&[far, near]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::AcceptAndSay(502, "<html>bad gateway</html>".to_owned()));
        for _ in 0..4 {
            turn(panel).await;
            sweep(panel).await;
            panel.advance(TimeDelta::hours(30));
        }
        assert_eq!(state(panel, id).await, "unknown");
        assert_eq!((upstream.calls("add").len(), other.calls("add").len()), (1, 0));
        assert_eq!(panel.balance(&customer).await, "99.00");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_moves_on_and_a_paused_first_way_is_waited_for() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let (upstream, other) = (Upstream::start().await, Upstream::start().await);
        let far = panel.provider("Far", &upstream.url).await;
        let near = panel.provider("Near", &other.url).await;
        let service = panel.service_by(&[far, near]).await;
        let customer = panel.customer("100").await;
        let id = order(panel, &customer, service, 1000).await;
        upstream.then(Reply::error("Bad link"));
        turn(panel).await;
        turn(panel).await;
        assert_eq!(state(panel, id).await, "running");
        assert_eq!(other.orders().len(), 1);
        // The first one is paused, the second refuses: the order is not canceled yet.
        execute(panel, &format!("update providers set paused_reason = 'rest' where id = {far}"))
            .await;
        let id = order(panel, &customer, service, 1000).await;
        other.then(Reply::error("Bad link"));
        assert_eq!(turn(panel).await, [id]);
        assert_eq!(state(panel, id).await, "queued");
        for _ in 0..5 {
            panel.advance(TimeDelta::minutes(2));
            assert_eq!(turn(panel).await, Vec::<i64>::new());
        }
        execute(panel, "update providers set paused_reason = null").await;
        panel.advance(TimeDelta::minutes(2));
        upstream.then(Reply::error("Bad link"));
        assert_eq!(turn(panel).await, [id]);
        // Now both have refused it.
        assert_eq!(state(panel, id).await, "canceled");
        assert_eq!(panel.balance(&customer).await, "99.00");
    })
    .await;
}

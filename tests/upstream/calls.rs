//! Each call of API v2 as a client, over a real connection.

use serde_json::json;
use waybill::providers::unread::Unreadable;
use waybill::providers::{
    CancelAnswer, ProviderId, RefillAnswer, RefillState, Upstream as Connected,
};

use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, Panel, panel_with};

async fn connected(panel: &Panel, upstream: &Upstream) -> Connected {
    let id = panel.provider("Far", &upstream.url).await;
    panel.app.upstreams.get(ProviderId::new(id)).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_can_be_asked() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let far = connected(panel, &upstream).await;
        let balance = far.balance().await.unwrap();
        assert_eq!((balance.amount, balance.currency.as_deref()), (100_000_000, Some("USD")));
        assert!(!balance.takes_idempotency_keys);
        upstream.take_keys();
        assert!(far.balance().await.unwrap().takes_idempotency_keys);
        upstream.set_services(json!([
            { "service": 12, "name": "A <b>", "type": "Default", "category": "C", "rate": "0.90",
              "min": "50", "max": "10000", "refill": true, "cancel": false },
            "nonsense",
        ]));
        let services = far.services().await.unwrap();
        assert_eq!(services.len(), 2);
        let first = services[0].as_ref().unwrap();
        assert_eq!((first.rate, first.min), (900_000, 50));
        assert_eq!(services[1].as_ref().unwrap_err().why, Unreadable::Shape);
        assert_eq!(far.cancel("5").await, Ok(CancelAnswer::Accepted));
        let refill = RefillAnswer::Accepted { upstream_id: "9001".to_owned() };
        assert_eq!(far.refill("5").await, Ok(refill));
        assert_eq!(far.refill_status("9001").await, Ok(RefillState::Completed));
        let ids = ["501".to_owned(), "502".to_owned()];
        let found = far.status(&ids).await.unwrap().found;
        assert!(found["501"].is_err() && found["502"].is_err());
        // Every call carried the key.
        for action in ["balance", "services", "cancel", "refill", "refill_status", "status"] {
            assert_eq!(upstream.calls(action)[0]["key"], "their-key-for-us", "{action}");
        }
    })
    .await;
}

/// The panel's own workers take an order through all its steps.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_goes_there_and_back() {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("10").await;
        let fields = [
            ("action", "add"),
            ("service", &service.to_string()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let id = crate::support::order_id(&panel.v2(&customer.key, &fields).await);
        panel.wait_for_status(&customer, id, "In progress").await;
        let sent = &upstream.calls("add")[0];
        assert_eq!(sent["service"], "12");
        assert_eq!(sent["link"], "https://example.com/p/1");
        assert_eq!(sent["quantity"], "1000");
        assert!(!sent.contains_key("idempotency_key"));
        upstream.set(501, "Partial", 400);
        let status = panel.wait_for_status(&customer, id, "Partial").await;
        assert_eq!(
            (status["remains"].as_str(), status["start_count"].as_str()),
            (Some("400"), Some("7"))
        );
        assert_eq!(panel.balance(&customer).await, "9.40");
        assert_eq!(upstream.calls("add").len(), 1);
    })
    .await;
}

/// The panel calls no address that the operator did not allow.
#[tokio::test]
async fn an_upstream_on_this_machine_must_be_allowed() {
    panel_with(&["--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        upstream.then(Reply::Accept);
        let far = connected(panel, &upstream).await;
        assert!(far.balance().await.is_err());
        assert!(far.status(&["1".to_owned()]).await.is_err());
        assert_eq!(upstream.calls("balance").len(), 0);
        let words = far.status(&["1".to_owned()]).await.unwrap_err().to_string();
        assert!(words.contains("--provider-allow"), "{words}");
    })
    .await;
}

//! Answers about orders that were not asked about, or answers that say nothing: they move no order.

use chrono::TimeDelta;
use serde_json::json;

use super::proxy::{Proxy, http};
use super::{place, value};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, eventually, panel_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_order_moves_by_an_answer_that_says_nothing_of_it() {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let proxy = Proxy::start(&upstream.url).await;
        let provider = panel.provider("Far", &proxy.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("10").await;
        // Before the panel has any order to ask about.
        let json = |body: serde_json::Value| http("200 OK", "", body.to_string().as_bytes());
        let canceled = json!({ "status": "Canceled", "remains": "100" });
        let answers = vec![
            json(json!({ "77": canceled, "78": canceled })),
            json(json!({ "data": { "orders": { "501": canceled } } })),
            json(json!({ "status": "Canceled", "data": [] })),
            json(json!([{ "order": 77, "status": "Canceled" }])),
            json(json!({ "501": "Canceled", "502": "Incorrect order ID" })),
            json(json!({ "501": { "error": "Incorrect order ID" }, "502": null })),
            json(json!({ "501": { "status": "Fail" }, "502": { "status": 5 } })),
            json(json!({ "501": { "remains": "0" } })),
            json(json!({ "error": "Invalid API key" })),
            json(json!([])),
            json(json!("Canceled")),
            http("200 OK", "", b"{\"501\":{\"status\":\"Canceled\""),
            http("200 OK", "", b"<b>Canceled</b>"),
            http("500 Internal Server Error", "", b"{\"501\":{\"status\":\"Canceled\"}}"),
            http("302 Found", "location: /api/v2\r\n", b""),
            b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"501\":{\"status\":\"Canceled\"}}"
                .to_vec(),
            Vec::new(),
        ];
        proxy.say_of_status(answers);
        let orders = [
            place(panel, &customer, service, 100).await,
            place(panel, &customer, service, 200).await,
        ];
        eventually("all of that to have been said", async || {
            panel.advance(TimeDelta::minutes(10));
            (proxy.left_to_say() == 0).then_some(())
        })
        .await;
        let moved = "select count(*) from orders where state <> 'running' or refunded <> 0";
        assert_eq!(value::<i64>(panel, moved).await, 0);
        upstream.set(501, "Partial", 50);
        upstream.set(502, "Completed", 0);
        for (order, quantity) in orders.into_iter().zip([100, 200]) {
            let by = format!("select upstream_id from orders where id = {order}");
            let word =
                if value::<String>(panel, &by).await == "501" { "Partial" } else { "Completed" };
            eventually(&format!("the order of {quantity} to be {word}"), async || {
                panel.advance(TimeDelta::minutes(10));
                let status = super::status(panel, &customer, order).await;
                (status["status"] == word).then_some(())
            })
            .await;
        }
    })
    .await;
}

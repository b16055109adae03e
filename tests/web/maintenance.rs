//! Maintenance: no door takes an order, each says so in its own words, and all the rest goes on.

use futures_util::future::join_all;
use serde_json::{Value, json};
use waybill::accounts::role::Role;
use waybill::catalogue::{Code, ServiceId, set_code};

use super::Visitor;
use crate::support::rows::value;
use crate::support::{Panel, order_id, panel_with, still_panel};

const ORDERS: &str = "select count(*) from orders";
const SENTENCE: &str = "Orders are not accepted at the moment because of maintenance";

async fn add(panel: &Panel, key: &str, service: i64, link: &str) -> reqwest::Response {
    let service = service.to_string();
    let fields = [("action", "add"), ("service", &*service), ("link", link), ("quantity", "100")];
    panel.v2_response(key, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_door_takes_an_order_and_each_says_why() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let token = panel.jwt(customer.id, |new| new).await;
        let set = panel.app.db.transaction(move |tx| {
            Box::pin(async move { set_code(tx, ServiceId::new(service), Some(Code::ALL[0])).await })
        });
        set.await.unwrap();
        let placed = add(panel, &customer.key, service, "https://example.com/before").await;
        let order = order_id(&placed.json().await.unwrap());
        let new = format!("/new?service={service}");
        let once = visitor.get(&new).await.hidden("once");
        panel.set("maintenance", "on").await;

        let refused = add(panel, &customer.key, service, "https://example.com/after").await;
        assert_eq!(refused.status(), 503);
        assert_eq!(refused.headers()["retry-after"], "60");
        assert_eq!(refused.json::<Value>().await.unwrap(), json!({ "error": SENTENCE }));

        let url = format!("{}/api/order/create", panel.base);
        let link = "https://www.example.com/r/example/comments/abc123/example_post/";
        let body = json!({ "link": link, "type": 1, "vote": 5, "after": 0, "speed": 1 });
        let sent = panel.http.post(url).bearer_auth(&token).json(&body).send().await.unwrap();
        assert_eq!(sent.status(), 503);
        assert_eq!(sent.headers()["retry-after"], "60");
        assert_eq!(sent.json::<Value>().await.unwrap(), json!({ "code": -1, "message": SENTENCE }));

        let page = visitor.get("/new").await;
        page.assert_status(200).assert_shows("Orders cannot be placed at the moment");
        let service_text = service.to_string();
        let fields = [
            ("once", once.as_str()),
            ("shown", "0.09"),
            ("service", &service_text),
            ("link", "https://example.com/after"),
            ("quantity", "100"),
        ];
        let answer = visitor.post("/new", &fields).await;
        answer.assert_status(422).assert_shows("Nothing was charged; try again later");
        answer.assert_shows("https://example.com/after");
        assert_eq!(value::<i64>(panel, ORDERS).await, 1);

        // What was placed goes on, and is seen everywhere.
        let id = order.to_string();
        let status = panel.v2(&customer.key, &[("action", "status"), ("order", &id)]).await;
        assert!(status["status"].is_string(), "{status}");
        let balance = panel.v2(&customer.key, &[("action", "balance")]).await;
        assert!(balance["balance"].is_string(), "{balance}");
        visitor.get(&format!("/orders/{order}")).await.assert_status(200);
        visitor.get("/statement").await.assert_status(200);

        panel.set("maintenance", "off").await;
        let placed = add(panel, &customer.key, service, "https://example.com/after").await;
        order_id(&placed.json().await.unwrap());
        let page = visitor.get("/new").await;
        assert!(!page.text().contains("cannot be placed at the moment"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_was_placed_is_answered_again_during_maintenance() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let fields = [
            ("action", "add"),
            ("service", &*service),
            ("link", "https://example.com/once"),
            ("quantity", "100"),
            ("idempotency_key", "invoice-1"),
        ];
        let first = order_id(&panel.v2(&customer.key, &fields).await);
        panel.set("maintenance", "on").await;
        // Whoever lost the answer still learns that the order is there.
        assert_eq!(order_id(&panel.v2(&customer.key, &fields).await), first);
        assert_eq!(value::<i64>(panel, ORDERS).await, 1);
    })
    .await;
}

/// In two processes, with orders under way: what is sent once the owner's page has answered is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_order_gets_in_once_it_is_on() {
    still_panel(async |panel| {
        let second = panel.second(&["--no-work"]).await;
        let customers = [panel.customer("1000").await, panel.customer("1000").await];
        let service = panel.service(|_| {}).await;
        for round in 0..4 {
            let sent = (0..60).map(async |n: usize| {
                let at = if n.is_multiple_of(2) { panel } else { &second };
                let link = format!("https://example.com/{round}/{n}");
                add(at, &customers[n % 2].key, service, &link).await.status()
            });
            let afterwards = async {
                panel.set("maintenance", "on").await;
                let sent = (0..20).map(async |n: usize| {
                    let at = if n.is_multiple_of(2) { panel } else { &second };
                    let link = format!("https://example.com/{round}/late/{n}");
                    add(at, &customers[n % 2].key, service, &link).await.status()
                });
                join_all(sent).await
            };
            let (before, after) = tokio::join!(join_all(sent), afterwards);
            assert!(before.iter().all(|status| matches!(status.as_u16(), 200 | 503)));
            assert!(after.iter().all(|status| *status == 503), "{after:?}");
            panel.set("maintenance", "off").await;
        }
        second.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_are_told_and_customers_read_the_owners_words() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let owner = Visitor::of(panel, owner.id).await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        panel.set("maintenance", "on").await;
        owner.get("/admin").await.assert_shows("Maintenance is on: no orders are taken.");
        panel.set("maintenance_text", "Back at 9.\n<b>Sorry</b>").await;
        visitor.get("/orders").await.assert_shows("Back at 9.").assert_shows("&#60;b&#62;Sorry");
        // In the customer's language, unless the owner wrote something.
        panel.set("maintenance_text", "").await;
        let guest = Visitor::new(panel);
        let page = guest.request(reqwest::Method::GET, "/sign-in").header("accept-language", "ru");
        guest.send(page).await.assert_shows("заказы не принимаются");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_were_placed_are_delivered() {
    panel_with(&[], async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let placed = add(panel, &customer.key, service, "https://example.com/deliver").await;
        let order = order_id(&placed.json().await.unwrap());
        panel.set("maintenance", "on").await;
        panel.wait_for_status(&customer, order, "Completed").await;
    })
    .await;
}

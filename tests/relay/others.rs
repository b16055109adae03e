//! Panels that speak API v2 in their own ways. The scripts copy what such panels really answer.
//! Orders go through them from the start to every end. It is long because each panel is a script of
//! its own, and all of them are read against one another.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{execute, place, status, value};
use crate::support::upstream::{Fields, Kept, Upstream};
use crate::support::{ALLOW, Customer, Panel, eventually, panel_with};
use waybill::providers::ProviderId;

/// A panel that behaves like BoostPanel: an order that has not begun has 0 remaining, one that is
/// canceled for free keeps its remainder, errors are keys of a translation, ids are nested.
fn boost(orders: &HashMap<i64, Kept>, fields: &Fields) -> Option<(u16, Value)> {
    let one = |id: &str| match id.parse().ok().and_then(|id: i64| orders.get(&id)) {
        None => json!({ "error": "status.error.order_not_found" }),
        Some(kept) => {
            let remains = if kept.status == "Pending" { 0 } else { kept.remains };
            json!({ "charge": kept.charge, "start_count": "0", "status": kept.status,
                    "remains": remains.to_string(), "currency": "USD" })
        }
    };
    let body = match fields["action"].as_str() {
        "add" => json!({ "order": { "id": fields["order"].parse::<i64>().unwrap() } }),
        "status" => match fields.get("orders") {
            Some(ids) => ids.split(',').map(|id| (id.to_owned(), one(id))).collect(),
            None => one(&fields["order"]),
        },
        "cancel" => json!({ "success": true }),
        "refill" => json!({ "refill": { "id": 5 } }),
        "refill_status" => json!({ "refill": { "id": 5, "status": "Completed" } }),
        _ => return None,
    };
    Some((200, body))
}

/// A shop's plugin: its URL has a query, it takes one order at a time, its ids are decimals and the
/// keys of its list are ids.
fn plugin(orders: &HashMap<i64, Kept>, fields: &Fields) -> Option<(u16, Value)> {
    if fields["?"] != "smmpw-api=1" {
        return Some((404, json!("a page of the shop")));
    }
    let id = fields.get("order").and_then(|id| id.parse::<i64>().ok());
    let decimal = |id: i64| -> Value { serde_json::from_str(&format!("{id}.0")).unwrap() };
    let body = match (fields["action"].as_str(), id) {
        ("add", Some(id)) => json!({ "order": decimal(id) }),
        ("status" | "cancel" | "refill", None) => {
            return Some((400, json!({ "error": "Order parameter is required." })));
        }
        ("status", Some(id)) => match orders.get(&id) {
            None => json!({ "error": "Order not found." }),
            // The call succeeded, but nothing is known about the order yet.
            Some(kept) if kept.status == "Pending" => json!({ "status": "success", "data": [] }),
            Some(kept) => json!({ "status": "success", "data": {
                "order": decimal(id), "status": kept.status, "remains": kept.remains, "charge": kept.charge,
                "start_count": kept.start_count } }),
        },
        ("cancel", Some(_)) => json!({ "success": true, "message": "Order cancelled" }),
        ("refill", Some(_)) => json!({ "refill_id": 79.0 }),
        ("refill_status", _) if fields["refill"] == "79" => json!({ "status": "Completed" }),
        ("services", _) => json!({ "services": {
            "12": { "name": "Views", "type": "Default", "category": "C", "rate": "0.40",
                    "min": "10", "max": "1,000,000", "refill": true, "cancel": true },
            "13": { "service": 13.0, "name": "Likes", "type": "Default", "category": "C",
                    "rate": 0.5, "min": 10, "max": "10 000" } } }),
        _ => return None,
    };
    Some((200, body))
}

struct Shop<'p> {
    panel: &'p Panel,
    upstream: &'p Upstream,
    customer: Customer,
    service: i64,
    provider: i64,
}

impl Shop<'_> {
    /// Places one and waits until the upstream has it; answers ours and theirs.
    async fn sent(&self) -> (i64, i64) {
        let order = place(self.panel, &self.customer, self.service, 1000).await;
        let theirs = format!("select upstream_id from orders where id = {order}");
        let theirs = eventually("it to be there", async || {
            value::<Option<String>>(self.panel, &theirs).await
        });
        (order, theirs.await.parse().unwrap())
    }

    async fn until(&self, order: i64, word: &str) -> Value {
        eventually(&format!("order {order} to be {word}"), async || {
            self.panel.advance(TimeDelta::seconds(20));
            let status = status(self.panel, &self.customer, order).await;
            (status["status"] == word).then_some(status)
        })
        .await
    }

    async fn cancel(&self, order: i64) {
        let ids = order.to_string();
        let asked = [("action", "cancel"), ("orders", ids.as_str())];
        let answer = self.panel.v2(&self.customer.key, &asked).await;
        assert_eq!(answer[0]["cancel"], 1, "{answer}");
        let state = format!("select state from cancels where order_id = {order}");
        eventually("the cancel to be accepted", async || {
            self.panel.advance(TimeDelta::seconds(5));
            (value::<String>(self.panel, &state).await == "asked").then_some(())
        })
        .await;
    }

    async fn refill(&self, order: i64, theirs: &str) {
        let ids = order.to_string();
        let asked = [("action", "refill"), ("order", ids.as_str())];
        let answer = self.panel.v2(&self.customer.key, &asked).await;
        let refill = answer["refill"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        eventually("the refill to be completed", async || {
            self.panel.advance(TimeDelta::seconds(30));
            let asked = [("action", "refill_status"), ("refill", refill.as_str())];
            let answer = self.panel.v2(&self.customer.key, &asked).await;
            (answer["status"] == "Completed").then_some(())
        })
        .await;
        let id = format!("select upstream_id from refills where order_id = {order}");
        assert_eq!(value::<String>(self.panel, &id).await, theirs);
        assert_eq!(self.upstream.calls("refill").len(), 1, "it is asked for once");
    }

    /// The flag on an order: why a person should look at it.
    async fn attention(&self, order: i64) -> Option<String> {
        value(self.panel, &format!("select attention from orders where id = {order}")).await
    }
}

async fn shop(query: &str, test: impl AsyncFnOnce(&Shop<'_>)) {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let url = match query {
            "" => upstream.url.clone(),
            query => format!("{}{query}", upstream.url.trim_end_matches("api/v2")),
        };
        let provider = panel.provider("Other", &url).await;
        let service = panel.service_by(&[provider]).await;
        panel.change_service(service, |draft| draft.refill_wait_h = 0).await;
        let customer = panel.customer("100").await;
        test(&Shop { panel, upstream: &upstream, customer, service, provider }).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_like_boostpanel_from_order_to_every_end() {
    shop("", async |shop| {
        let upstream = shop.upstream;
        upstream.speak(boost);
        let (order, theirs) = shop.sent().await;
        eventually("it to be asked for", async || {
            shop.panel.advance(TimeDelta::seconds(20));
            (upstream.calls("status").len() > 2).then_some(())
        })
        .await;
        // It has not begun: nothing is delivered.
        let told = status(shop.panel, &shop.customer, order).await;
        assert_eq!((&told["status"], &told["remains"]), (&"In progress".into(), &"1000".into()));
        let begun = format!("select started_at is null from orders where id = {order}");
        assert!(value::<bool>(shop.panel, &begun).await);
        upstream.set(theirs, "Partial", 400);
        let told = shop.until(order, "Partial").await;
        assert_eq!((&told["remains"], &told["charge"]), (&"400".into(), &"0.60".into()));

        // An order that was stopped for free cost us nothing, whatever the provider says of the
        // remainder.
        let (free, theirs) = shop.sent().await;
        shop.cancel(free).await;
        assert_eq!(upstream.calls("cancel").len(), 1);
        upstream.charge(theirs, "0.00000");
        upstream.set(theirs, "Canceled", 400);
        let told = shop.until(free, "Canceled").await;
        assert_eq!((&told["remains"], &told["charge"]), (&"1000".into(), &"0.00".into()));
        let cost = format!("select cost from orders where id = {free}");
        assert_eq!(value::<i64>(shop.panel, &cost).await, 0);

        // An order that was stopped and paid for in part is partial.
        let (part, theirs) = shop.sent().await;
        upstream.set(theirs, "Canceled", 400);
        let told = shop.until(part, "Partial").await;
        assert_eq!(told["remains"], "400");
        for (word, becomes) in [("Refund", "Canceled"), ("Partially Refunded", "Partial")] {
            let (order, theirs) = shop.sent().await;
            let remains = if becomes == "Partial" { 250 } else { 1000 };
            upstream.set(theirs, word, remains);
            shop.until(order, becomes).await;
        }

        let (done, theirs) = shop.sent().await;
        upstream.set(theirs, "Completed", 0);
        shop.until(done, "Completed").await;
        shop.refill(done, "5").await;
        assert_eq!(shop.panel.balance(&shop.customer).await, "97.05");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shops_plugin_from_order_to_every_end() {
    shop("?smmpw-api=1", async |shop| {
        let (panel, upstream) = (shop.panel, shop.upstream);
        upstream.speak(plugin);
        let far = panel.app.upstreams.get(ProviderId::new(shop.provider)).await.unwrap().unwrap();
        let list = far.services().await.unwrap();
        let taken = list.iter().map(|line| line.as_ref().unwrap());
        let limits: Vec<(&str, i64)> =
            taken.map(|one| (one.upstream_service.as_str(), one.max)).collect();
        assert_eq!(limits, [("12", 1_000_000), ("13", 10_000)]);

        let mut orders = Vec::new();
        for _ in 0..3 {
            orders.push(shop.sent().await);
        }
        assert_eq!(orders.iter().map(|order| order.1).collect::<Vec<_>>(), [501, 502, 503]);
        upstream.set(501, "Partial", 400);
        upstream.set(502, "Completed", 0);
        shop.until(orders[0].0, "Partial").await;
        shop.until(orders[1].0, "Completed").await;
        // It takes one order at a time, and every process knows that for a day.
        let until = format!("select asks_singly_until from providers where id = {}", shop.provider);
        let until: Option<chrono::DateTime<chrono::Utc>> = value(panel, &until).await;
        let left = until.unwrap() - panel.app.clock.now();
        assert!(left > TimeDelta::hours(22) && left <= TimeDelta::days(1), "{left}");
        let far = panel.app.upstreams.get(ProviderId::new(shop.provider)).await.unwrap().unwrap();
        assert_eq!(far.ask_max(), 1);
        let together =
            || upstream.calls("status").iter().filter(|c| c.contains_key("orders")).count();
        let before = together();
        for _ in 0..2 {
            orders.push(shop.sent().await);
        }
        for order in &orders[2..] {
            upstream.set(order.1, "In progress", 700);
        }
        for order in &orders[2..] {
            eventually("it to be under way", async || {
                panel.advance(TimeDelta::seconds(20));
                let told = status(panel, &shop.customer, order.0).await;
                (told["remains"] == "700").then_some(())
            })
            .await;
        }
        assert_eq!(together(), before, "nobody asks for several any more");

        shop.cancel(orders[2].0).await;
        let names: Vec<bool> =
            upstream.calls("cancel").iter().map(|call| call.contains_key("order")).collect();
        assert_eq!(names, [false, true], "first the usual way, then its own");
        shop.cancel(orders[3].0).await;
        assert!(upstream.calls("cancel")[2].contains_key("order"), "and its own from then on");
        upstream.charge(orders[2].1, "0");
        upstream.set(orders[2].1, "cancelled", 700);
        shop.until(orders[2].0, "Canceled").await;
        upstream.set(orders[3].1, "cancelled", 700);
        shop.until(orders[3].0, "Partial").await;
        shop.refill(orders[1].0, "79").await;
        assert_eq!(shop.attention(orders[4].0).await, None);
        // After a day the usual way is tried again.
        execute(panel, "update providers set asks_singly_until = now() - interval '1 day'").await;
        let far = panel.app.upstreams.get(ProviderId::new(shop.provider)).await.unwrap().unwrap();
        assert_eq!(far.ask_max(), 100);
    })
    .await;
}

/// A refill is asked for in the other way only if nothing can have been done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refill_is_asked_for_in_the_other_way() {
    fn listed(_: &HashMap<i64, Kept>, fields: &Fields) -> Option<(u16, Value)> {
        let body = match (fields["action"].as_str(), fields.contains_key("orders")) {
            ("refill", false) => json!({ "error": "Incorrect request" }),
            ("refill", true) => json!([{ "order": fields["orders"], "refill": 81 }]),
            _ => return None,
        };
        Some((200, body))
    }
    shop("", async |shop| {
        shop.upstream.speak(listed);
        let far = async || {
            shop.panel.app.upstreams.get(ProviderId::new(shop.provider)).await.unwrap().unwrap()
        };
        for _ in 0..2 {
            let answer = far().await.refill("501").await.unwrap();
            assert_eq!(format!("{answer:?}"), r#"Accepted { upstream_id: "81" }"#);
        }
        let calls = shop.upstream.calls("refill");
        let listed: Vec<bool> = calls.iter().map(|call| call.contains_key("orders")).collect();
        assert_eq!(listed, [false, true, true]);
        shop.upstream.answer("refill", json!({ "error": "Refill is disabled" }));
        execute(shop.panel, "update providers set refills_listed_until = null").await;
        far().await.refill("501").await.unwrap();
        assert_eq!(shop.upstream.calls("refill").len(), 4, "a refusal is an answer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_asked_for_less_often_and_raised_and_settles_itself() {
    shop("", async |shop| {
        let (panel, upstream) = (shop.panel, shop.upstream);
        upstream.answer("status", json!({ "error": "Order parameter is required." }));
        let (order, _) = shop.sent().await;
        let (other, theirs) = shop.sent().await;
        // Time passes in steps, so that the workers see it.
        let pass = async |seconds: i64, steps: i64| {
            for _ in 0..steps {
                panel.advance(TimeDelta::seconds(seconds));
                tokio::time::sleep(std::time::Duration::from_millis(40)).await;
            }
        };
        let since = format!("select unread_since from orders where id = {order}");
        eventually("it to be found unreadable", async || {
            panel.advance(TimeDelta::seconds(5));
            value::<Option<chrono::DateTime<chrono::Utc>>>(panel, &since).await
        })
        .await;
        pass(60, 50).await;
        assert_eq!(shop.attention(order).await, None, "not before an hour");
        let told = eventually("a person to be told", async || {
            panel.advance(TimeDelta::seconds(60));
            shop.attention(order).await
        })
        .await;
        assert!(told.contains("for an hour") && told.ends_with("Order parameter is required."));
        // At the usual pace, there would be one round of calls every ten or thirty seconds.
        let calls = upstream.calls("status").len();
        assert!(calls < 80, "{calls} calls");
        pass(600, 60).await;
        let more = upstream.calls("status").len() - calls;
        assert!(more <= 40, "{more} calls in ten hours");
        assert_eq!(status(panel, &shop.customer, order).await["status"], "In progress");
        // An unknown word is the same as none.
        upstream.answer_again("status");
        upstream.set(501, "2", 0);
        upstream.set(502, "2", 0);
        let unread = format!("select unread from orders where id = {other}");
        eventually("its word to be told", async || {
            panel.advance(TimeDelta::minutes(20));
            let unread: Option<String> = value(panel, &unread).await;
            unread.filter(|said| said.contains("its status is \"2\""))
        })
        .await;
        upstream.set(501, "In progress", 600);
        upstream.set(theirs, "Completed", 0);
        shop.until(other, "Completed").await;
        eventually("the flag to go", async || {
            panel.advance(TimeDelta::minutes(10));
            shop.attention(order).await.is_none().then_some(())
        })
        .await;
        assert_eq!(shop.attention(other).await, None);
        // And the pace is as before: the next news is there at the next look.
        upstream.set(501, "In progress", 500);
        let before = panel.app.clock.now();
        shop.until(order, "In progress").await;
        eventually("the next news", async || {
            panel.advance(TimeDelta::seconds(30));
            let told = status(panel, &shop.customer, order).await;
            (told["remains"] == "500").then_some(())
        })
        .await;
        assert!(panel.app.clock.now() - before < TimeDelta::minutes(30));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_without_an_answer_is_asked_less_often_and_raised() {
    shop("", async |shop| {
        let (panel, upstream) = (shop.panel, shop.upstream);
        upstream.answer("cancel", json!({ "message": "Order cancelled" }));
        let (order, theirs) = shop.sent().await;
        let ids = order.to_string();
        panel.v2(&shop.customer.key, &[("action", "cancel"), ("orders", &ids)]).await;
        let told = eventually("a person to be told", async || {
            panel.advance(TimeDelta::seconds(30));
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
            shop.attention(order).await
        })
        .await;
        assert!(told.contains("its cancel") && told.contains("another shape"), "{told}");
        // Each question is asked in both ways.
        let calls = upstream.calls("cancel").len();
        assert!((4..=40).contains(&calls), "{calls} calls");
        upstream.answer("cancel", json!({ "success": true }));
        eventually("the flag to go", async || {
            panel.advance(TimeDelta::minutes(20));
            shop.attention(order).await.is_none().then_some(())
        })
        .await;
        upstream.set(theirs, "Canceled", 1000);
        shop.until(order, "Canceled").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refill_of_which_nothing_is_read_is_raised() {
    shop("", async |shop| {
        let (panel, upstream) = (shop.panel, shop.upstream);
        upstream.answer("refill_status", json!({ "status": 3 }));
        let (order, theirs) = shop.sent().await;
        upstream.set(theirs, "Completed", 0);
        shop.until(order, "Completed").await;
        let ids = order.to_string();
        panel.v2(&shop.customer.key, &[("action", "refill"), ("order", &ids)]).await;
        let told = eventually("a person to be told", async || {
            panel.advance(TimeDelta::seconds(60));
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            shop.attention(order).await
        })
        .await;
        assert!(told.contains("its refill") && told.contains('3'), "{told}");
        let calls = upstream.calls("refill_status").len();
        assert!(calls < 25, "{calls} calls");
        upstream.answer_again("refill_status");
        eventually("the flag to go", async || {
            panel.advance(TimeDelta::minutes(20));
            shop.attention(order).await.is_none().then_some(())
        })
        .await;
    })
    .await;
}

/// A text that is not a currency code may have any value: nothing is sent until the operator
/// decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_currency_that_is_no_code_stops_the_provider() {
    shop("", async |shop| {
        let (panel, upstream) = (shop.panel, shop.upstream);
        let paused = format!("select paused_reason from providers where id = {}", shop.provider);
        for (said, kept) in [("usdt", "USDT"), ("₽", "₽")] {
            upstream.answer("balance", json!({ "balance": "12.5", "currency": said }));
            let why = eventually("it to be stopped", async || {
                panel.advance(TimeDelta::minutes(11));
                value::<Option<String>>(panel, &paused).await
            })
            .await;
            assert!(why.contains(&format!("it counts in {kept}")), "{why}");
            let order = place(panel, &shop.customer, shop.service, 1000).await;
            let sent = upstream.calls("add").len();
            for _ in 0..5 {
                panel.advance(TimeDelta::minutes(11));
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            assert_eq!(upstream.calls("add").len(), sent, "nothing is sent there");
            assert!(
                value::<Option<String>>(panel, &paused).await.is_some(),
                "however often it says so"
            );
            let said = format!("update providers set currency = '{kept}', exchange_rate = 900000");
            execute(panel, &said).await;
            shop.until(order, "In progress").await;
        }
        // A known code is only shown on its page; the work goes on.
        upstream.answer("balance", json!({ "balance": "12.5", "currency": "EUR" }));
        let trouble = format!("select balance_trouble from providers where id = {}", shop.provider);
        eventually("it to be said", async || {
            panel.advance(TimeDelta::minutes(11));
            value::<Option<String>>(panel, &trouble).await
        })
        .await;
        assert_eq!(value::<Option<String>>(panel, &paused).await, None);
    })
    .await;
}

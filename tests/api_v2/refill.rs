//! `refill` and `refill_status`: when one is made, what the answer is when it is not, and how it
//! ends.

use chrono::TimeDelta;
use serde_json::{Value, json};
use waybill::catalogue::Kind;
use waybill::providers::{RefillAnswer, RefillState, Word};

use super::{LINK, NOTHING, ORDER, ask, ask_text, place};
use crate::support::{Customer, Panel, assert_error, still_panel};

const EARLY: &str = "The order was completed or refill was requested less than 24 hours ago";
const OPEN: &str = "The refill task is not completed for this order";

async fn refill(panel: &Panel, who: &Customer, order: i64) -> Value {
    ask(panel, who, "refill", &[("order", &order.to_string())]).await
}

async fn progress(panel: &Panel, who: &Customer, refill: &str) -> Value {
    ask(panel, who, "refill_status", &[("refill", refill)]).await
}

fn accepted(id: i64) -> RefillAnswer {
    RefillAnswer::Accepted { upstream_id: format!("refill-{id}") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_completed_order_is_refilled_after_a_day_and_then_once_a_day() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let order = place(panel, &customer, service, &ORDER).await;
        assert_error(&refill(panel, &customer, order).await, "The order is not completed");
        panel.submit().await;
        assert_error(&refill(panel, &customer, order).await, "The order is not completed");
        panel.report(order, Word::Completed, Some(0)).await;
        assert_error(&refill(panel, &customer, order).await, EARLY);
        panel.advance(TimeDelta::hours(24) - TimeDelta::minutes(1));
        assert_error(&refill(panel, &customer, order).await, EARLY);
        panel.advance(TimeDelta::minutes(1));
        let id = order.to_string();
        // The panel's first refill, as the protocol's example has it.
        let text = ask_text(panel, &customer, "refill", &[("order", &id)]).await;
        assert_eq!(text, r#"{"refill":"1"}"#);
        assert_error(&refill(panel, &customer, order).await, OPEN);
        assert_eq!(progress(panel, &customer, "1").await, json!({ "status": "Pending" }));
        panel.answer_refills(accepted).await;
        assert_eq!(progress(panel, &customer, "1").await, json!({ "status": "In progress" }));
        assert_error(&refill(panel, &customer, order).await, OPEN);
        panel.advance(TimeDelta::minutes(1));
        panel.report_refills(RefillState::Completed).await;
        assert_eq!(progress(panel, &customer, "1").await, json!({ "status": "Completed" }));
        // The day begins when the refill was asked for.
        assert_error(&refill(panel, &customer, order).await, EARLY);
        panel.advance(TimeDelta::hours(24) - TimeDelta::minutes(1));
        assert_eq!(refill(panel, &customer, order).await, json!({ "refill": "2" }));
        // And a refill that is not done after a day is still open.
        panel.advance(TimeDelta::hours(48));
        assert_error(&refill(panel, &customer, order).await, OPEN);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_says_whether_when_and_how_long_it_is_refilled() {
    still_panel(async |panel| {
        let off = panel.service(|s| s.draft.refill = false).await;
        let at_once = panel.service(|s| s.draft.refill_wait_h = 0).await;
        let later = panel.service(|s| s.draft.refill_wait_h = 48).await;
        let month = panel.service(|s| s.draft.refill_days = Some(30)).await;
        let customer = panel.customer("10").await;
        let mut orders = Vec::new();
        for service in [off, at_once, later, month] {
            let order = place(panel, &customer, service, &ORDER).await;
            panel.complete(order).await;
            orders.push(order);
        }
        let [off, at_once, later, month] = orders[..] else { unreachable!() };
        let disabled = "Refill is disabled for this service";
        assert_error(&refill(panel, &customer, off).await, disabled);
        assert_eq!(refill(panel, &customer, at_once).await, json!({ "refill": "1" }));
        panel.advance(TimeDelta::hours(25));
        assert_error(&refill(panel, &customer, later).await, EARLY);
        panel.advance(TimeDelta::hours(24));
        assert_eq!(refill(panel, &customer, later).await, json!({ "refill": "2" }));
        panel.advance(TimeDelta::days(31));
        assert_error(&refill(panel, &customer, month).await, disabled);
        assert_error(&refill(panel, &customer, off).await, disabled);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_completed_is_not_refilled() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        for (word, remains) in [(Word::Partial, Some(400)), (Word::Canceled, None)] {
            let order = place(panel, &customer, service, &ORDER).await;
            panel.submit().await;
            panel.report(order, word, remains).await;
            panel.advance(TimeDelta::hours(25));
            assert_error(&refill(panel, &customer, order).await, "The order is not completed");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parents_are_refused_and_their_children_are_refilled() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let feed = panel.service(|s| s.draft.kind = Kind::Subscriptions).await;
        let customer = panel.customer("10").await;
        let fields = [LINK, ("quantity", "10"), ("runs", "1"), ("interval", "1")];
        let drip = place(panel, &customer, service, &fields).await;
        panel.drip().await;
        let run = drip + 1;
        panel.complete(run).await;
        let terms = [("username", "ann"), ("min", "10"), ("max", "10"), ("delay", "0")];
        let subscription = place(panel, &customer, feed, &terms).await;
        panel.advance(TimeDelta::hours(25));
        panel.drip().await;
        for parent in [drip, subscription] {
            let answer = refill(panel, &customer, parent).await;
            assert_error(&answer, "Refill is disabled for this service");
        }
        assert_eq!(refill(panel, &customer, run).await, json!({ "refill": "1" }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_are_refilled_each_for_itself() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let off = panel.service(|s| s.draft.refill = false).await;
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let a = place(panel, &customer, service, &ORDER).await;
        let b = place(panel, &customer, service, &ORDER).await;
        let c = place(panel, &customer, off, &ORDER).await;
        let theirs = place(panel, &other, service, &ORDER).await;
        for order in [a, b, c, theirs] {
            panel.complete(order).await;
        }
        panel.advance(TimeDelta::hours(24));
        let open = place(panel, &customer, service, &ORDER).await;
        let list = format!("{b}, {a},,{c},{theirs},abc,-1,{open},{b},00{a},424242");
        let none = json!({ "error": "Incorrect order ID" });
        let expected = json!([
            { "order": b, "refill": 1 },
            { "order": a, "refill": 2 },
            { "order": c, "refill": { "error": "Refill is disabled for this service" } },
            { "order": theirs, "refill": none },
            { "order": "abc", "refill": none },
            { "order": "-1", "refill": none },
            { "order": open, "refill": { "error": "The order is not completed" } },
            { "order": b, "refill": { "error": OPEN } },
            { "order": a, "refill": { "error": OPEN } },
            { "order": 424242, "refill": none },
        ]);
        let answer = ask_text(panel, &customer, "refill", &[("orders", &list)]).await;
        assert_eq!(answer, expected.to_string(), "in the order in which they were asked for");
        let none = json!({ "error": "Refill not found" });
        let list = "2,1,,3, 424242,abc,1,99999999999999999999";
        let expected = json!([
            { "refill": 2, "status": "Pending" },
            { "refill": 1, "status": "Pending" },
            { "refill": 3, "status": none },
            { "refill": 424242, "status": none },
            { "refill": "abc", "status": none },
            { "refill": 1, "status": "Pending" },
            { "refill": "99999999999999999999", "status": none },
        ]);
        let answer = ask_text(panel, &customer, "refill_status", &[("refills", list)]).await;
        assert_eq!(answer, expected.to_string());
        assert_eq!(ask_text(panel, &customer, "refill", &[("orders", ",")]).await, "[]");
        assert_eq!(ask_text(panel, &customer, "refill_status", &[("refills", ",")]).await, "[]");
        // A hundred ids, and no more.
        let list = (1..=150).map(|id| (1_000_000 + id).to_string()).collect::<Vec<_>>().join(",");
        for (action, name) in [("refill", "orders"), ("refill_status", "refills")] {
            let answer = ask(panel, &customer, action, &[(name, &list)]).await;
            let answer = answer.as_array().unwrap();
            assert_eq!(answer.len(), 100);
            assert_eq!(answer[99][if action == "refill" { "order" } else { "refill" }], 1_000_100);
        }
        let one = ask(panel, &customer, "refill_status", &[("refills", "1")]).await;
        assert_eq!(one, json!([{ "refill": 1, "status": "Pending" }]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_id_is_ours_or_an_error() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.refill_wait_h = 0).await;
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let theirs = place(panel, &other, service, &ORDER).await;
        panel.complete(theirs).await;
        assert_eq!(refill(panel, &other, theirs).await, json!({ "refill": "1" }));
        let theirs = theirs.to_string();
        for id in ["424242", &theirs, "abc", "-1", "1.0", "1,2", "99999999999999999999"] {
            let answer = ask_text(panel, &customer, "refill", &[("order", id)]).await;
            assert_eq!(answer, r#"{"error":"Incorrect order ID"}"#, "{id}");
            let id = if *id == theirs { "1" } else { id };
            let answer = ask_text(panel, &customer, "refill_status", &[("refill", id)]).await;
            assert_eq!(answer, r#"{"error":"Refill not found"}"#, "{id}");
        }
        assert_error(&ask(panel, &customer, "refill", &NOTHING).await, "Incorrect request");
        let answer = ask(panel, &customer, "refill_status", &NOTHING).await;
        assert_error(&answer, "Incorrect request");
        let answer = ask(panel, &customer, "refill_status", &[("order", "1")]).await;
        assert_error(&answer, "Incorrect request");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refill_shows_each_of_its_ends() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let mut orders = Vec::new();
        for _ in 0..4 {
            let order = place(panel, &customer, service, &ORDER).await;
            panel.complete(order).await;
            orders.push(order.to_string());
        }
        ask(panel, &customer, "refill", &[("orders", &orders.join(","))]).await;
        panel
            .answer_refills(|id| match id {
                1 => RefillAnswer::Refused { reason: "no".into() },
                id => accepted(id),
            })
            .await;
        // A provider's word does not lead to this state yet; an answer of staff will.
        sqlx::query(
            "update refills set state = 'error', due_at = null, ended_at = now() where id = 2",
        )
        .execute(panel.app.db.pool())
        .await
        .unwrap();
        panel.advance(TimeDelta::minutes(1));
        sqlx::query("update refills set due_at = null where id = 4")
            .execute(panel.app.db.pool())
            .await
            .unwrap();
        panel.report_refills(RefillState::Rejected).await;
        let answer = ask(panel, &customer, "refill_status", &[("refills", "1,2,3,4")]).await;
        assert_eq!(
            answer,
            json!([
                { "refill": 1, "status": "Rejected" },
                { "refill": 2, "status": "Error" },
                { "refill": 3, "status": "Rejected" },
                { "refill": 4, "status": "In progress" },
            ])
        );
    })
    .await;
}

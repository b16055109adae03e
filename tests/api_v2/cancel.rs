//! `cancel`: what it does in each state, and always a list.

use chrono::TimeDelta;
use serde_json::{Value, json};
use waybill::catalogue::Kind;
use waybill::providers::{CancelAnswer, Outcome, Word};

use super::{LINK, NOTHING, ORDER, ask, ask_text, place, status_of};
use crate::support::{Customer, Panel, assert_error, still_panel};

const LATE: &str = "The order cannot be canceled anymore";
const ASKED: &str = "The cancel task is not completed for this order";

async fn cancel(panel: &Panel, who: &Customer, order: i64) -> Value {
    ask(panel, who, "cancel", &[("orders", &order.to_string())]).await
}

fn done(order: i64) -> Value {
    json!([{ "order": order, "cancel": 1 }])
}

fn refused(order: i64, sentence: &str) -> Value {
    json!([{ "order": order, "cancel": { "error": sentence } }])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_not_left_is_canceled_and_refunded_at_once() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let queued = place(panel, &customer, service, &ORDER).await;
        assert_eq!(panel.balance(&customer).await, "9.00");
        assert_eq!(cancel(panel, &customer, queued).await, done(queued));
        let status = status_of(panel, &customer, queued).await;
        let shown = (&status["status"], &status["charge"], &status["remains"]);
        assert_eq!(shown, (&json!("Canceled"), &json!("0.00"), &json!("1000")));
        assert_eq!(panel.balance(&customer).await, "10.00");
        assert_eq!(cancel(panel, &customer, queued).await, refused(queued, LATE));
        // On hold.
        sqlx::query("delete from routes").execute(panel.app.db.pool()).await.unwrap();
        let hold = place(panel, &customer, service, &ORDER).await;
        panel.take().await;
        assert_eq!(cancel(panel, &customer, hold).await, done(hold));
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_be_with_a_provider_is_asked_for() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        // While its bytes leave, and while nobody knows whether they arrived.
        let order = place(panel, &customer, service, &ORDER).await;
        let armed = panel.take().await;
        assert_eq!(cancel(panel, &customer, order).await, done(order));
        assert_eq!(status_of(panel, &customer, order).await["status"], "Processing");
        assert_eq!(cancel(panel, &customer, order).await, refused(order, ASKED));
        panel.record(&armed[0], Outcome::Unknown { detail: "no answer".into() }).await;
        assert_eq!(cancel(panel, &customer, order).await, refused(order, ASKED));
        let unknown = place(panel, &customer, service, &ORDER).await;
        let armed = panel.take().await;
        panel.record(&armed[0], Outcome::Unknown { detail: "no answer".into() }).await;
        assert_eq!(cancel(panel, &customer, unknown).await, done(unknown));
        // A provider has it: only the provider's word refunds.
        let running = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        assert_eq!(cancel(panel, &customer, running).await, done(running));
        assert_eq!(cancel(panel, &customer, running).await, refused(running, ASKED));
        assert_eq!(panel.balance(&customer).await, "7.00");
        panel.answer_cancels(CancelAnswer::Accepted).await;
        assert_eq!(cancel(panel, &customer, running).await, refused(running, ASKED));
        panel.report(running, Word::Canceled, None).await;
        assert_eq!(panel.balance(&customer).await, "8.00");
        assert_eq!(cancel(panel, &customer, running).await, refused(running, LATE));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_said_no_can_be_asked_again() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let order = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        assert_eq!(cancel(panel, &customer, order).await, done(order));
        panel.answer_cancels(CancelAnswer::Refused { reason: "no".into() }).await;
        assert_eq!(status_of(panel, &customer, order).await["status"], "In progress");
        assert_eq!(cancel(panel, &customer, order).await, done(order));
        // The provider delivered it after all.
        panel.report(order, Word::Completed, Some(0)).await;
        assert_eq!(cancel(panel, &customer, order).await, refused(order, LATE));
        assert_eq!(panel.balance(&customer).await, "9.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_ended_is_too_late_and_some_services_offer_none() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let off = panel.service(|s| s.draft.cancel = false).await;
        let customer = panel.customer("10").await;
        for (word, remains) in [(Word::Completed, None), (Word::Partial, Some(1))] {
            let order = place(panel, &customer, service, &ORDER).await;
            panel.submit().await;
            panel.report(order, word, remains).await;
            assert_eq!(cancel(panel, &customer, order).await, refused(order, LATE));
        }
        let order = place(panel, &customer, off, &ORDER).await;
        let disabled = "Cancel is disabled for this service";
        assert_eq!(cancel(panel, &customer, order).await, refused(order, disabled));
        assert_eq!(status_of(panel, &customer, order).await["status"], "Pending");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_is_always_a_list() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let a = place(panel, &customer, service, &ORDER).await;
        let b = place(panel, &customer, service, &ORDER).await;
        let theirs = place(panel, &other, service, &ORDER).await;
        let list = format!("424242,{b} ,,abc, {theirs},{b},-1,99999999999999999999");
        let none = json!({ "error": "Incorrect order ID" });
        let expected = json!([
            { "order": 424242, "cancel": none },
            { "order": b, "cancel": 1 },
            { "order": "abc", "cancel": none },
            { "order": theirs, "cancel": none },
            { "order": b, "cancel": { "error": LATE } },
            { "order": "-1", "cancel": none },
            { "order": "99999999999999999999", "cancel": none },
        ]);
        let answer = ask_text(panel, &customer, "cancel", &[("orders", &list)]).await;
        assert_eq!(answer, expected.to_string());
        assert_eq!(status_of(panel, &other, theirs).await["status"], "Pending");
        // A single `order` is a list of one.
        let answer = ask(panel, &customer, "cancel", &[("order", &a.to_string())]).await;
        assert_eq!(answer, done(a));
        let answer = ask(panel, &customer, "cancel", &[("order", "x")]).await;
        assert_eq!(answer, json!([{ "order": "x", "cancel": none }]));
        assert_eq!(ask_text(panel, &customer, "cancel", &[("orders", ",")]).await, "[]");
        assert_error(&ask(panel, &customer, "cancel", &NOTHING).await, "Incorrect request");
        let list = (1..=150).map(|id| (1_000_000 + id).to_string()).collect::<Vec<_>>().join(",");
        let answer = ask(panel, &customer, "cancel", &[("orders", &list)]).await;
        assert_eq!(answer.as_array().unwrap().len(), 100);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drip_feed_gives_back_the_runs_that_were_not_made() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let fields = [LINK, ("quantity", "1000"), ("runs", "3"), ("interval", "10")];
        let unmade = place(panel, &customer, service, &fields).await;
        assert_eq!(panel.balance(&customer).await, "7.00");
        assert_eq!(cancel(panel, &customer, unmade).await, done(unmade));
        assert_eq!(panel.balance(&customer).await, "10.00");
        let status = status_of(panel, &customer, unmade).await;
        let shown = (&status["status"], &status["charge"], &status["remains"]);
        assert_eq!(shown, (&json!("Canceled"), &json!("0.00"), &json!("3000")));

        let begun = place(panel, &customer, service, &fields).await;
        panel.drip().await;
        assert_eq!(cancel(panel, &customer, begun).await, done(begun));
        assert_eq!(panel.balance(&customer).await, "9.00");
        let status = status_of(panel, &customer, begun).await;
        let shown = (&status["status"], &status["charge"], &status["remains"]);
        assert_eq!(shown, (&json!("In progress"), &json!("1.00"), &json!("3000")));
        assert_eq!(cancel(panel, &customer, begun).await, refused(begun, LATE));
        panel.complete(begun + 1).await;
        panel.advance(TimeDelta::minutes(10));
        panel.drip().await;
        let status = status_of(panel, &customer, begun).await;
        let shown = (&status["status"], &status["charge"], &status["remains"], &status["runs"]);
        assert_eq!(shown, (&json!("Partial"), &json!("1.00"), &json!("2000"), &json!("1")));
        // A run is canceled as any order.
        let third = place(panel, &customer, service, &fields).await;
        panel.drip().await;
        assert_eq!(cancel(panel, &customer, third + 1).await, done(third + 1));
        let status = status_of(panel, &customer, third).await;
        assert_eq!((&status["charge"], &status["remains"]), (&json!("2.00"), &json!("3000")));
        assert_eq!(panel.balance(&customer).await, "7.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_ends_at_once_active_or_paused() {
    still_panel(async |panel| {
        let service = panel.service(|s| s.draft.kind = Kind::Subscriptions).await;
        let customer = panel.customer("0").await;
        let terms = [("username", "ann"), ("min", "10"), ("max", "10"), ("delay", "0")];
        for pause in [false, true] {
            let order = place(panel, &customer, service, &terms).await;
            if pause {
                assert!(!panel.post(order, "https://example.com/p/1").await);
                assert_eq!(status_of(panel, &customer, order).await["status"], "Paused");
            }
            assert_eq!(cancel(panel, &customer, order).await, done(order));
            assert_eq!(status_of(panel, &customer, order).await["status"], "Canceled");
            assert_eq!(cancel(panel, &customer, order).await, refused(order, LATE));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_turns_out_not_to_have_left_is_canceled_then() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let down = |reason: &str| Outcome::ProviderDown { reason: reason.into() };
        for outcome in [Outcome::NotSent { reason: "no way there".into() }, down("no funds there")]
        {
            let order = place(panel, &customer, service, &ORDER).await;
            let armed = panel.take().await;
            assert_eq!(cancel(panel, &customer, order).await, done(order));
            panel.record(&armed[0], outcome).await;
            assert_eq!(status_of(panel, &customer, order).await["status"], "Canceled");
            assert_eq!(panel.balance(&customer).await, "10.00");
            assert_eq!(cancel(panel, &customer, order).await, refused(order, LATE));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_nobody_can_be_asked_about_hold_up_no_other() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1000").await;
        let mut lost = Vec::new();
        for _ in 0..100 {
            lost.push(place(panel, &customer, service, &ORDER).await);
        }
        for claim in panel.take().await {
            panel.record(&claim, Outcome::Unknown { detail: "no answer".into() }).await;
        }
        for order in &lost {
            assert_eq!(cancel(panel, &customer, *order).await, done(*order));
        }
        let order = place(panel, &customer, service, &ORDER).await;
        panel.submit().await;
        assert_eq!(cancel(panel, &customer, order).await, done(order));
        panel.answer_cancels(CancelAnswer::Refused { reason: "no".into() }).await;
        // The cancel was answered, so it can be asked for again.
        assert_eq!(cancel(panel, &customer, order).await, done(order));
    })
    .await;
}

//! Refills: for completed orders, within the allowed time, one at a time.
//!
//! Seen red by `make seeded`: `refill-of-partial`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::Value;
use waybill::orders::refill::{self, RefillRefused};
use waybill::orders::state::End;
use waybill::orders::{OrderId, provider_requests};
use waybill::providers::{NoAnswer, RefillAnswer, Word};

use super::{
    LINK, add, apply, ask, attention, children, desk_end, execute, order, report, running, value,
    work,
};
use crate::support::{Customer, Panel, order_id, still_panel};

const NOT_COMPLETED: &str = "The order is not completed";
const TOO_EARLY: &str = "The order was completed or refill was requested less than 24 hours ago";
const OPEN: &str = "The refill task is not completed for this order";
const DISABLED: &str = "Refill is disabled for this service";

/// The refill's id as text, or the sentence that refuses.
async fn refill(panel: &Panel, customer: &Customer, order: i64) -> Result<String, String> {
    let id = order.to_string();
    let answer = panel.v2(&customer.key, &[("action", "refill"), ("order", &id)]).await;
    match (&answer["refill"], &answer["error"]) {
        (Value::String(id), _) => Ok(id.clone()),
        (_, sentence) => Err(sentence.as_str().expect("a sentence").to_owned()),
    }
}

async fn progress(panel: &Panel, customer: &Customer, refill: &str) -> String {
    let fields = [("action", "refill_status"), ("refill", refill)];
    panel.v2(&customer.key, &fields).await["status"].as_str().unwrap().to_owned()
}

async fn completed(panel: &Panel, customer: &Customer, service: i64) -> i64 {
    let id = order(panel, customer, service, 1000).await;
    work(panel).await;
    assert_eq!(super::state(panel, id).await, "completed");
    id
}

#[tokio::test]
async fn from_the_asking_to_the_end() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = completed(panel, &customer, service).await;
        assert_eq!(refill(panel, &customer, id).await, Err(TOO_EARLY.to_owned()));
        panel.advance(TimeDelta::hours(24));
        let first = refill(panel, &customer, id).await.unwrap();
        assert_eq!(progress(panel, &customer, &first).await, "Pending");
        assert_eq!(refill(panel, &customer, id).await, Err(OPEN.to_owned()));
        ask(panel).await;
        assert_eq!(progress(panel, &customer, &first).await, "In progress");
        assert_eq!(refill(panel, &customer, id).await, Err(OPEN.to_owned()));
        panel.advance(TimeDelta::seconds(6));
        ask(panel).await;
        assert_eq!(progress(panel, &customer, &first).await, "Completed");
        assert_eq!(ask(panel).await, 0);
        // The wait counts from the last request.
        assert_eq!(refill(panel, &customer, id).await, Err(TOO_EARLY.to_owned()));
        panel.advance(TimeDelta::hours(24));
        refill(panel, &customer, id).await.unwrap();
        assert_eq!(panel.balance(&customer).await, "9.00");
        let asked: i64 = value(panel, "select count(*) from sandbox_refills").await;
        assert_eq!(asked, 1);
    })
    .await;
}

#[tokio::test]
async fn only_what_was_completed() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("20").await;
        let not_completed = Err(NOT_COMPLETED.to_owned());
        let id = order(panel, &customer, service, 1000).await;
        for open in ["queued", "hold", "submitting", "unknown", "running", "review"] {
            execute(panel, &format!("update orders set state = '{open}' where id = {id}")).await;
            assert_eq!(refill(panel, &customer, id).await, not_completed, "{open}");
        }
        execute(panel, &format!("update orders set state = 'hold' where id = {id}")).await;
        for word in [report(Word::Partial, 5), report(Word::Canceled, None)] {
            let id = running(panel, &customer, service, 1000).await;
            apply(panel, id, word).await;
            assert_eq!(refill(panel, &customer, id).await, not_completed);
        }
        let id = running(panel, &customer, service, 1000).await;
        apply(panel, id, report(Word::Completed, 0)).await;
        let stranger = panel.customer("0").await;
        assert_eq!(refill(panel, &stranger, id).await, Err("Incorrect order ID".to_owned()));
        refill(panel, &customer, id).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn where_the_service_offers_it_and_as_long() {
    still_panel(async |panel| {
        let none = panel.service(|service| service.draft.refill = false).await;
        let limited = panel
            .service(|service| {
                service.draft.refill_wait_h = 0;
                service.draft.refill_days = Some(3);
            })
            .await;
        let customer = panel.customer("10").await;
        let id = completed(panel, &customer, none).await;
        assert_eq!(refill(panel, &customer, id).await, Err(DISABLED.to_owned()));
        let late = completed(panel, &customer, limited).await;
        let timely = completed(panel, &customer, limited).await;
        panel.advance(TimeDelta::days(2));
        refill(panel, &customer, timely).await.unwrap();
        panel.advance(TimeDelta::days(1));
        assert_eq!(refill(panel, &customer, late).await, Err(DISABLED.to_owned()));
    })
    .await;
}

#[tokio::test]
async fn of_a_drip_feed_the_runs_are_asked() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let fields = [("link", LINK), ("quantity", "100"), ("runs", "1"), ("interval", "1")];
        let parent = order_id(&add(panel, &customer, service, &fields).await);
        work(panel).await;
        work(panel).await;
        assert_eq!(super::state(panel, parent).await, "completed");
        assert_eq!(refill(panel, &customer, parent).await, Err(DISABLED.to_owned()));
        let run = children(panel, parent).await[0];
        refill(panel, &customer, run).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_askings_at_once_are_one() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let id = completed(panel, &customer, service).await;
        other.advance(TimeDelta::seconds(10));
        let asked = (0..20).map(|n| refill(if n % 2 == 0 { panel } else { &other }, &customer, id));
        let answers = join_all(asked).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let second = completed(panel, &customer, service).await;
        let twice =
            refill::request(db, clock, customer.id, vec![OrderId::new(second); 2], None).await;
        let twice = twice.unwrap();
        assert!(twice[0].is_ok());
        assert_eq!(twice[1], Err(RefillRefused::AlreadyOpen));
        // The workers of two panels take each refill once.
        let taken = join_all((0..8).map(|n| {
            let panel = if n % 2 == 0 { panel } else { &other };
            provider_requests::take_due(&panel.app.db, &panel.app.clock, Vec::new())
        }));
        let taken: usize = taken.await.into_iter().map(|tasks| tasks.unwrap().len()).sum();
        assert_eq!(taken, 2);
        other.stop().await;
    })
    .await;
}

#[tokio::test]
async fn refused_it_may_be_asked_again_and_lost_it_goes_to_the_desk() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let id = completed(panel, &customer, service).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let first = refill(panel, &customer, id).await.unwrap();
        let task = provider_requests::take_due(db, clock, Vec::new()).await.unwrap().remove(0);
        let refused = RefillAnswer::Refused { reason: "nothing lost".to_owned() };
        provider_requests::record_refill(db, clock, task, Ok(refused)).await.unwrap();
        assert_eq!(progress(panel, &customer, &first).await, "Rejected");

        let second = refill(panel, &customer, id).await.unwrap();
        let task = provider_requests::take_due(db, clock, Vec::new()).await.unwrap().remove(0);
        provider_requests::record_refill(db, clock, task, Err(NoAnswer("reset".to_owned())))
            .await
            .unwrap();
        for _ in 0..3 {
            panel.advance(TimeDelta::hours(1));
            assert!(
                provider_requests::take_due(db, clock, Vec::new()).await.unwrap().is_empty(),
                "never asked twice"
            );
        }
        assert_eq!(progress(panel, &customer, &second).await, "In progress");
        assert!(attention(panel, id).await.is_some());
    })
    .await;
}

/// Staff completed the order by hand: no provider can be asked, and a person must be told.
#[tokio::test]
async fn of_an_order_without_a_provider_it_goes_to_the_desk() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        execute(panel, &format!("update orders set state = 'hold' where id = {id}")).await;
        desk_end(panel, id, End::Completed).await.unwrap();
        refill(panel, &customer, id).await.unwrap();
        assert_eq!(ask(panel).await, 0);
        assert!(attention(panel, id).await.is_some());
    })
    .await;
}

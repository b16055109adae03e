//! Drip-feeds: charged at once, made run by run; the customer pays neither more nor less than was
//! ordered.
//!
//! Seen red by `make seeded`: `drip-cancel-refunds-all`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use waybill::kit::money::Rate;
use waybill::orders::drip;
use waybill::orders::state::End;
use waybill::providers::Word;

use super::{
    accepted, add, answer_all, apply, cancel_order, children, desk_end, moves, report, shown,
    state, status, story, value, work,
};
use crate::support::{Customer, Panel, assert_error, order_id, panel, still_panel};

/// 333 units at 0.333333 for 1000 cost ⌈110,999.889⌉ = 111,000 millionths a run.
const RUN: &str = "333";

async fn drip_service(panel: &Panel) -> i64 {
    panel.service(|service| service.draft.rate = Rate::parse("0.333333").unwrap()).await
}

async fn drip(panel: &Panel, customer: &Customer, service: i64, runs: i32, minutes: i32) -> i64 {
    let (runs, minutes) = (runs.to_string(), minutes.to_string());
    let fields =
        [("link", super::LINK), ("quantity", RUN), ("runs", &runs), ("interval", &minutes)];
    order_id(&add(panel, customer, service, &fields).await)
}

async fn make(panel: &Panel) -> usize {
    drip::make_runs(&panel.app.db, &panel.app.clock).await.unwrap()
}

async fn end(panel: &Panel) -> usize {
    panel.advance(TimeDelta::minutes(2));
    drip::end_parents(&panel.app.db, &panel.app.clock).await.unwrap()
}

#[tokio::test]
async fn it_is_charged_at_once_and_made_on_time() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 3, 60).await;
        assert_eq!(panel.balance(&customer).await, "0.667");
        assert_eq!(shown(panel, &customer, parent).await, "Pending 0.333 999");
        work(panel).await;
        let first = children(panel, parent).await;
        assert_eq!(first.len(), 1);
        assert_eq!(shown(panel, &customer, first[0]).await, "Completed 0.111 0");
        assert_eq!(
            status(panel, &customer, parent).await,
            json!({
                "charge": "0.333", "start_count": "0", "status": "In progress",
                "remains": "666", "currency": "USD", "runs": "1",
                "orders": [first[0].to_string()],
            })
        );
        // Not a minute early.
        panel.advance(TimeDelta::minutes(59));
        work(panel).await;
        assert_eq!(children(panel, parent).await.len(), 1);
        for made in [2, 3] {
            panel.advance(TimeDelta::minutes(60));
            work(panel).await;
            assert_eq!(children(panel, parent).await.len(), made);
            panel.assert_books().await;
        }
        work(panel).await;
        assert_eq!(shown(panel, &customer, parent).await, "Completed 0.333 0");
        panel.advance(TimeDelta::days(1));
        work(panel).await;
        assert_eq!(children(panel, parent).await.len(), 3);
        assert_eq!(panel.balance(&customer).await, "0.667");
        assert_eq!(moves(panel, parent, "charge").await, 1);
        for run in children(panel, parent).await {
            assert_eq!(moves(panel, run, "charge").await, 0);
            assert_eq!(moves(panel, run, "settle").await, 1);
        }
        assert_eq!(story(panel, parent).await, ["placed", "run", "run", "run", "completed"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workers_carry_it_to_its_end() {
    panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 2, 10).await;
        crate::support::eventually("the first run to end", async || {
            let remains = &status(panel, &customer, parent).await["remains"];
            (remains == "333").then_some(())
        })
        .await;
        panel.advance(TimeDelta::minutes(10));
        panel.wait_for_status(&customer, parent, "Completed").await;
    })
    .await;
}

#[tokio::test]
async fn without_the_money_for_all_runs_none_is_made() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("0.332999").await;
        let fields = [("link", super::LINK), ("quantity", RUN), ("runs", "3"), ("interval", "1")];
        let answer = add(panel, &customer, service, &fields).await;
        assert_error(&answer, "Not enough funds on balance");
        assert_eq!(panel.balance(&customer).await, "0.332999");
    })
    .await;
}

#[tokio::test]
async fn canceling_the_parent_refunds_the_runs_not_made() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 5, 10).await;
        for _ in 0..2 {
            make(panel).await;
            panel.advance(TimeDelta::minutes(10));
        }
        answer_all(panel, accepted).await;
        assert_eq!(cancel_order(panel, &customer, parent).await, "1");
        // 1 - 5 × 0.111 + 3 × 0.111
        assert_eq!(panel.balance(&customer).await, "0.778");
        assert_eq!(shown(panel, &customer, parent).await, "In progress 0.222 1665");
        panel.assert_books().await;
        let refused = cancel_order(panel, &customer, parent).await;
        assert_eq!(refused, "The order cannot be canceled anymore");
        assert_eq!(panel.balance(&customer).await, "0.778");
        // No more runs are made, and the existing ones go on.
        panel.advance(TimeDelta::days(1));
        assert_eq!(make(panel).await, 0);
        let runs = children(panel, parent).await;
        assert_eq!(runs.len(), 2);
        assert_eq!(end(panel).await, 0);
        for run in &runs {
            apply(panel, *run, report(Word::Completed, 0)).await;
        }
        assert_eq!(end(panel).await, 1);
        assert_eq!(shown(panel, &customer, parent).await, "Partial 0.222 999");
        assert_eq!(panel.balance(&customer).await, "0.778");
        assert_eq!(
            cancel_order(panel, &customer, parent).await,
            "The order cannot be canceled anymore"
        );
    })
    .await;
}

#[tokio::test]
async fn canceling_before_the_first_run_refunds_all() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 5, 10).await;
        assert_eq!(cancel_order(panel, &customer, parent).await, "1");
        assert_eq!(shown(panel, &customer, parent).await, "Canceled 0.00 1665");
        assert_eq!(panel.balance(&customer).await, "1.00");
        panel.advance(TimeDelta::days(1));
        work(panel).await;
        assert_eq!(children(panel, parent).await, Vec::<i64>::new());
    })
    .await;
}

#[tokio::test]
async fn when_all_are_canceled_the_parent_is() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 3, 10).await;
        make(panel).await;
        panel.advance(TimeDelta::minutes(10));
        make(panel).await;
        let runs = children(panel, parent).await;
        // One by its customer, one by its provider; the last one was not made.
        assert_eq!(cancel_order(panel, &customer, runs[0]).await, "1");
        assert_eq!(shown(panel, &customer, runs[0]).await, "Canceled 0.00 333");
        answer_all(panel, accepted).await;
        apply(panel, runs[1], report(Word::Canceled, None)).await;
        assert_eq!(cancel_order(panel, &customer, parent).await, "1");
        assert_eq!(end(panel).await, 1);
        assert_eq!(shown(panel, &customer, parent).await, "Canceled 0.00 999");
        assert_eq!(panel.balance(&customer).await, "1.00");
    })
    .await;
}

#[tokio::test]
async fn a_partial_run_makes_the_parent_partial_with_the_sums() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 3, 10).await;
        for _ in 0..3 {
            make(panel).await;
            panel.advance(TimeDelta::minutes(10));
        }
        answer_all(panel, accepted).await;
        let runs = children(panel, parent).await;
        apply(panel, runs[0], report(Word::Completed, None)).await;
        apply(panel, runs[1], report(Word::Partial, 100)).await;
        // ⌊111,000 × 100 ÷ 333⌋ = 33,333
        assert_eq!(shown(panel, &customer, runs[1]).await, "Partial 0.077667 100");
        assert_eq!(shown(panel, &customer, parent).await, "In progress 0.299667 433");
        assert_eq!(end(panel).await, 0, "a run is open");
        apply(panel, runs[2], report(Word::Canceled, None)).await;
        assert_eq!(end(panel).await, 1);
        assert_eq!(shown(panel, &customer, parent).await, "Partial 0.188667 433");
        assert_eq!(panel.balance(&customer).await, "0.811333");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_panels_never_make_a_run_twice() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = drip_service(panel).await;
        let customer = panel.customer("100").await;
        let mut parents = Vec::new();
        for _ in 0..20 {
            parents.push(drip(panel, &customer, service, 4, 10).await);
        }
        for round in 1..=6 {
            let made = join_all((0..10).map(|n| {
                let panel = if n % 2 == 0 { panel } else { &other };
                drip::make_runs(&panel.app.db, &panel.app.clock)
            }));
            let made: usize = made.await.into_iter().map(Result::unwrap).sum();
            assert_eq!(made, if round <= 4 { 20 } else { 0 }, "round {round}");
            panel.assert_books().await;
            panel.advance(TimeDelta::minutes(11));
            other.advance(TimeDelta::minutes(11));
        }
        for parent in parents {
            assert_eq!(children(panel, parent).await.len(), 4);
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_and_the_making_of_runs_race() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = drip_service(panel).await;
        let customer = panel.customer("100").await;
        for _ in 0..20 {
            let parent = drip(panel, &customer, service, 3, 1).await;
            make(panel).await;
            panel.advance(TimeDelta::minutes(2));
            other.advance(TimeDelta::minutes(2));
            let before: i64 = value(panel, "select sum(balance)::bigint from wallets").await;
            let (_, answer) = futures_util::future::join(
                drip::make_runs(&other.app.db, &other.app.clock),
                cancel_order(panel, &customer, parent),
            )
            .await;
            assert_eq!(answer, "1");
            let after: i64 = value(panel, "select sum(balance)::bigint from wallets").await;
            let made = i64::try_from(children(panel, parent).await.len()).unwrap();
            assert_eq!(after - before, 111_000 * (3 - made), "{made} were made");
            panel.assert_books().await;
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test]
async fn after_a_long_stop_runs_are_not_made_all_at_once() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("10").await;
        let parent = drip(panel, &customer, service, 10, 30).await;
        assert_eq!(make(panel).await, 1);
        panel.advance(TimeDelta::days(3));
        assert_eq!(make(panel).await, 1);
        assert_eq!(make(panel).await, 0);
        panel.advance(TimeDelta::minutes(29));
        assert_eq!(make(panel).await, 0);
        panel.advance(TimeDelta::minutes(1));
        assert_eq!(make(panel).await, 1);
        assert_eq!(children(panel, parent).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn staff_end_runs_and_not_their_parent() {
    still_panel(async |panel| {
        let service = drip_service(panel).await;
        let customer = panel.customer("1").await;
        let parent = drip(panel, &customer, service, 1, 1).await;
        make(panel).await;
        assert!(desk_end(panel, parent, End::Canceled).await.is_err());
        let run = children(panel, parent).await[0];
        desk_end(panel, run, End::Canceled).await.unwrap();
        assert_eq!(end(panel).await, 1);
        assert_eq!(state(panel, parent).await, "canceled");
        assert_eq!(panel.balance(&customer).await, "1.00");
    })
    .await;
}

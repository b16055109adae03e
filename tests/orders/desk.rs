//! What staff do by hand: every command, in every state, twice.
//!
//! Seen red by `make seeded`: `desk-refunds-beyond`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::orders::desk::DeskError;
use waybill::orders::state::End;
use waybill::orders::{OrderId, State, read, sweep};
use waybill::providers::Word;

use super::{
    accepted, answer_all, apply, clerk, desk_again, desk_end, desk_refund, execute, moves, order,
    report, running, shown, state,
};
use crate::support::{Customer, Panel, still_panel};

/// An order that was put into this state.
async fn in_state(panel: &Panel, customer: &Customer, service: i64, state: State) -> i64 {
    let id = order(panel, customer, service, 1000).await;
    let sql =
        format!("update orders set state = '{}', due_at = null where id = {id}", state.as_str());
    execute(panel, &sql).await;
    if let State::Submitting | State::Running = state {
        let what = if state == State::Running { "running" } else { "sending" };
        execute(panel, &format!("insert into looks (order_id, what) values ({id}, '{what}')"))
            .await;
    }
    id
}

const OPEN: [State; 7] = [
    State::Scheduled,
    State::Queued,
    State::Hold,
    State::Submitting,
    State::Unknown,
    State::Running,
    State::Review,
];

#[tokio::test]
async fn ending_by_hand_pays_by_the_formula() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        for from in OPEN {
            for (end, shows, balance) in [
                (End::Completed, "Completed 1.00 0", "0.00"),
                (End::Partial { remains: 400 }, "Partial 0.60 400", "0.40"),
                (End::Canceled, "Canceled 0.00 1000", "1.00"),
            ] {
                let customer = panel.customer("1").await;
                let id = in_state(panel, &customer, service, from).await;
                let done = desk_end(panel, id, end).await;
                // While bytes may be on the wire, nobody knows how it ended.
                if !from.may_become(end.state()) || from == State::Submitting {
                    assert!(matches!(done, Err(DeskError::State(_))), "{from:?} {end:?}");
                    assert_eq!(panel.balance(&customer).await, "0.00");
                    execute(panel, &format!("update orders set state = 'hold' where id = {id}"))
                        .await;
                    continue;
                }
                done.unwrap();
                assert_eq!(shown(panel, &customer, id).await, shows, "{from:?}");
                assert_eq!(panel.balance(&customer).await, balance, "{from:?} {end:?}");
                let again = desk_end(panel, id, end).await;
                assert!(matches!(again, Err(DeskError::State(_))));
                let again = desk_again(panel, id).await;
                assert!(matches!(again, Err(DeskError::State(_))));
                assert_eq!(panel.balance(&customer).await, balance);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn remains_must_make_sense() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1").await;
        let id = in_state(panel, &customer, service, State::Review).await;
        for remains in [i64::MIN, -1, 0, 1000, 1001, i64::MAX] {
            let refused = desk_end(panel, id, End::Partial { remains }).await;
            assert!(matches!(refused, Err(DeskError::Remains)), "{remains}");
        }
        assert_eq!(state(panel, id).await, "review");
        assert!(matches!(desk_end(panel, 999_999, End::Canceled).await, Err(DeskError::NotFound)));
        assert!(matches!(desk_again(panel, 999_999).await, Err(DeskError::NotFound)));
        assert!(matches!(desk_refund(panel, 999_999, "1").await, Err(DeskError::NotFound)));
        assert!(matches!(super::desk_dismiss(panel, 999_999).await, Err(DeskError::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ended_by_many_hands_and_the_provider_at_once() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = panel.service(|_| {}).await;
        for _ in 0..10 {
            let customer = panel.customer("1").await;
            let id = running(panel, &customer, service, 1000).await;
            let staff = (0..8)
                .map(|n| desk_end(if n % 2 == 0 { panel } else { &other }, id, End::Canceled));
            let poller = apply(&other, id, report(Word::Completed, 0));
            let (staff, polled) = futures_util::future::join(join_all(staff), poller).await;
            let ended = staff.iter().filter(|done| done.is_ok()).count();
            let canceled = state(panel, id).await == "canceled";
            assert_eq!(ended, usize::from(canceled));
            assert!(canceled || polled == 1);
            let balance = if canceled { "1.00" } else { "0.00" };
            assert_eq!(panel.balance(&customer).await, balance);
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test]
async fn an_order_is_sent_again_only_when_it_is_with_nobody() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("20").await;
        for from in OPEN {
            let id = in_state(panel, &customer, service, from).await;
            let again = desk_again(panel, id).await;
            if matches!(from, State::Unknown | State::Hold) {
                again.unwrap();
                assert_eq!(state(panel, id).await, "queued");
                assert!(matches!(desk_again(panel, id).await, Err(DeskError::State("queued"))));
            } else {
                assert!(matches!(again, Err(DeskError::State(_))), "{from:?}");
                assert_eq!(state(panel, id).await, from.as_str());
            }
        }
    })
    .await;
}

/// A look that was left behind would refuse the order each time, and with it all orders that are
/// taken together.
#[tokio::test]
async fn an_order_that_comes_back_leaves_no_look_behind() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1").await;
        let id = in_state(panel, &customer, service, State::Hold).await;
        execute(panel, &format!("insert into looks (order_id, what) values ({id}, 'running')"))
            .await;
        desk_again(panel, id).await.unwrap();
        assert_eq!(panel.take().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn ended_before_its_answer_came_the_end_stands() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1").await;
        let id = order(panel, &customer, service, 1000).await;
        let claims = panel.take().await;
        let refused = desk_end(panel, id, End::Canceled).await;
        assert!(matches!(refused, Err(DeskError::State("submitting"))), "{refused:?}");
        // Its sender counts as dead, and staff decide.
        panel.advance(TimeDelta::minutes(10));
        sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
        desk_end(panel, id, End::Canceled).await.unwrap();
        // The answer is stored and flagged.
        panel.record(&claims[0], accepted("up")).await;
        assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
        assert!(super::attention(panel, id).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn later_refunds_go_up_to_the_charge_and_not_beyond() {
    still_panel(async |panel| {
        clerk(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1").await;
        let id = running(panel, &customer, service, 1000).await;
        assert!(matches!(desk_refund(panel, id, "0.1").await, Err(DeskError::State(_))));
        apply(panel, id, report(Word::Partial, 400)).await;
        assert_eq!(panel.balance(&customer).await, "0.40");
        for (total, why) in
            [("0.40", "done"), ("0.399999", "less"), ("-1", "less"), ("1.000001", "more")]
        {
            let refused = desk_refund(panel, id, total).await;
            match why {
                "done" => assert!(matches!(refused, Err(DeskError::AlreadyDone)), "{refused:?}"),
                _ => assert!(matches!(refused, Err(DeskError::TooMuch)), "{total} {refused:?}"),
            }
        }
        desk_refund(panel, id, "0.50").await.unwrap();
        assert!(matches!(desk_refund(panel, id, "0.50").await, Err(DeskError::AlreadyDone)));
        assert_eq!(panel.balance(&customer).await, "0.50");
        assert_eq!(shown(panel, &customer, id).await, "Partial 0.50 400");
        desk_refund(panel, id, "1").await.unwrap();
        assert!(matches!(desk_refund(panel, id, "1").await, Err(DeskError::AlreadyDone)));
        assert!(matches!(desk_refund(panel, id, "1.1").await, Err(DeskError::TooMuch)));
        assert_eq!(panel.balance(&customer).await, "1.00");
        assert_eq!(moves(panel, id, "refund").await, 3);
        panel.assert_books().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_clicks_on_refund_are_one() {
    still_panel(async |panel| {
        clerk(panel).await;
        let other = panel.second(&["--no-work"]).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1").await;
        let id = running(panel, &customer, service, 1000).await;
        apply(panel, id, report(Word::Completed, 0)).await;
        let clicks =
            (0..20).map(|n| desk_refund(if n % 2 == 0 { panel } else { &other }, id, "0.25"));
        let done = join_all(clicks).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
        assert_eq!(panel.balance(&customer).await, "0.25");
        // Different totals at the same time: the result is the highest one that was accepted.
        let clicks = ["0.3", "0.4", "0.5", "0.6"].map(|total| desk_refund(panel, id, total));
        join_all(clicks).await;
        assert_eq!(panel.balance(&customer).await, "0.60");
        other.stop().await;
    })
    .await;
}

#[tokio::test]
async fn of_what_was_canceled_there_is_nothing_left() {
    still_panel(async |panel| {
        clerk(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1").await;
        let id = running(panel, &customer, service, 1000).await;
        apply(panel, id, report(Word::Canceled, None)).await;
        assert!(desk_refund(panel, id, "1").await.is_err());
        assert!(desk_refund(panel, id, "0.5").await.is_err());
        assert_eq!(panel.balance(&customer).await, "1.00");
    })
    .await;
}

#[tokio::test]
async fn every_deed_says_who_and_why() {
    still_panel(async |panel| {
        clerk(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5").await;
        let id = in_state(panel, &customer, service, State::Unknown).await;
        desk_again(panel, id).await.unwrap();
        answer_all(panel, |_| accepted("up")).await;
        desk_end(panel, id, End::Partial { remains: 1 }).await.unwrap();
        desk_refund(panel, id, "0.5").await.unwrap();
        assert!(matches!(super::desk_dismiss(panel, id).await, Err(DeskError::State(_))));
        let flag = format!("update orders set attention = 'a look' where id = {id}");
        execute(panel, &flag).await;
        super::desk_dismiss(panel, id).await.unwrap();
        let events = read::events(panel.app.db.pool(), OrderId::new(id)).await.unwrap();
        let by_hand: Vec<_> = events
            .iter()
            .filter(|event| event.data.as_ref().is_some_and(|data| data["why"] == "seen by hand"))
            .map(|event| event.kind.as_str())
            .collect();
        assert_eq!(by_hand, ["queued", "partial", "refunded", "looked_at"]);
        let actors: i64 = super::value(
            panel,
            &format!("select count(*) from order_events where order_id = {id} and actor_id = 1"),
        )
        .await;
        assert_eq!(actors, 4);
    })
    .await;
}

//! Cancels: at once if nothing has left, else only by the provider's word, and never twice.
//!
//! Seen red by `make seeded`: `cancel-refunds-at-once`, `cancel-forgotten`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::orders::{OrderId, cancel, provider_requests, sweep};
use waybill::providers::{CancelAnswer, NoAnswer, Outcome, Word};

use super::{
    accepted, answer_all, apply, ask, attention, cancel_order, desk_again, execute, look, moves,
    order, report, running, shown, state, story, submit, value, work,
};
use crate::support::{Panel, still_panel};

const TOO_LATE: &str = "The order cannot be canceled anymore";
const ASKED: &str = "The cancel task is not completed for this order";

async fn cancel_state(panel: &Panel, order: i64) -> Option<String> {
    let sql = format!("select max(state) from cancels where order_id = {order}");
    value(panel, &sql).await
}

async fn sweep(panel: &Panel) -> usize {
    sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap()
}

#[tokio::test]
async fn what_has_not_left_is_canceled_at_once() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        for state_before in ["scheduled", "queued", "hold"] {
            let id = order(panel, &customer, service, 1000).await;
            execute(panel, &format!("update orders set state = '{state_before}' where id = {id}"))
                .await;
            assert_eq!(cancel_order(panel, &customer, id).await, "1", "{state_before}");
            assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
            assert_eq!(panel.balance(&customer).await, "10.00");
            assert_eq!(cancel_order(panel, &customer, id).await, TOO_LATE);
            assert_eq!(cancel_state(panel, id).await, None);
        }
        work(panel).await;
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_is_not_canceled() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        for word in
            [report(Word::Completed, 0), report(Word::Partial, 5), report(Word::Canceled, None)]
        {
            let id = running(panel, &customer, service, 1000).await;
            apply(panel, id, word).await;
            let balance = panel.balance(&customer).await;
            assert_eq!(cancel_order(panel, &customer, id).await, TOO_LATE);
            assert_eq!(panel.balance(&customer).await, balance);
        }
        let stranger = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        assert_eq!(cancel_order(panel, &stranger, id).await, "Incorrect order ID");
        assert_eq!(state(panel, id).await, "queued");
        let firm = panel.service(|service| service.draft.cancel = false).await;
        let id = order(panel, &customer, firm, 1000).await;
        let refused = cancel_order(panel, &customer, id).await;
        assert_eq!(refused, "Cancel is disabled for this service");
    })
    .await;
}

#[tokio::test]
async fn with_a_provider_only_its_word_refunds() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.sandbox.per_minute = 600).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        submit(panel).await;
        panel.advance(TimeDelta::seconds(50));
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        assert_eq!(panel.balance(&customer).await, "9.00");
        assert_eq!(cancel_order(panel, &customer, id).await, ASKED);
        assert_eq!(ask(panel).await, 1);
        assert_eq!(cancel_state(panel, id).await.as_deref(), Some("asked"));
        assert_eq!(ask(panel).await, 0, "it is asked once");
        assert_eq!(cancel_order(panel, &customer, id).await, ASKED);
        assert_eq!(panel.balance(&customer).await, "9.00");
        panel.advance(TimeDelta::seconds(2));
        look(panel).await;
        // About half was delivered: a reseller's panel must not take this for a full refund.
        let shown = shown(panel, &customer, id).await;
        assert!(shown.starts_with("Partial 0.5"), "{shown}");
        assert_eq!(cancel_state(panel, id).await.as_deref(), Some("done"));
        assert_eq!(cancel_order(panel, &customer, id).await, TOO_LATE);
        assert_eq!(moves(panel, id, "refund").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_provider_may_refuse_and_be_asked_again() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = running(panel, &customer, service, 1000).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        let task = provider_requests::take_due(db, clock, Vec::new()).await.unwrap().remove(0);
        let answer = CancelAnswer::Refused { reason: "too late".to_owned() };
        provider_requests::record_cancel(db, clock, task, Ok(answer)).await.unwrap();
        assert_eq!(state(panel, id).await, "running");
        assert_eq!(panel.balance(&customer).await, "9.00");
        // The answer to the second is lost at first: it is asked again.
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        let task = provider_requests::take_due(db, clock, Vec::new()).await.unwrap().remove(0);
        provider_requests::record_cancel(db, clock, task, Err(NoAnswer("reset".to_owned())))
            .await
            .unwrap();
        assert_eq!(provider_requests::take_due(db, clock, Vec::new()).await.unwrap().len(), 0);
        panel.advance(TimeDelta::seconds(6));
        let task = provider_requests::take_due(db, clock, Vec::new()).await.unwrap().remove(0);
        provider_requests::record_cancel(db, clock, task, Ok(CancelAnswer::Accepted))
            .await
            .unwrap();
        apply(panel, id, report(Word::Canceled, 1000)).await;
        assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
        assert_eq!(panel.balance(&customer).await, "10.00");
        let story = story(panel, id).await;
        let asked = [
            "cancel_asked",
            "cancel_refused",
            "cancel_asked",
            "cancel_unanswered",
            "cancel_accepted",
            "canceled",
        ];
        assert_eq!(story[3..], asked);
    })
    .await;
}

/// A provider that never answers a cancel is asked for days, less and less often, at the end once
/// an hour. A person is told after the first hour, and the missing answer is written down once.
#[tokio::test]
async fn a_cancel_without_an_answer_is_asked_ever_more_seldom() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = running(panel, &customer, service, 1000).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        let mut asked = Vec::new();
        for minute in 0..250 {
            if minute > 0 {
                panel.advance(TimeDelta::minutes(1));
            }
            let words = if minute < 100 { "reset" } else { "it answered 502" };
            for task in provider_requests::take_due(db, clock, Vec::new()).await.unwrap() {
                asked.push(minute);
                let lost = Err(NoAnswer(words.to_owned()));
                provider_requests::record_cancel(db, clock, task, lost).await.unwrap();
            }
        }
        assert_eq!(asked[..2], [0, 1]);
        let (early, late): (Vec<i32>, Vec<i32>) = asked.iter().partition(|minute| **minute < 60);
        assert!((4..=8).contains(&early.len()), "{asked:?}");
        assert!((60..=62).contains(&late[0]), "when the hour is over: {asked:?}");
        assert!((3..=4).contains(&late.len()), "once an hour by then: {asked:?}");
        let flag = sqlx::query_scalar::<_, String>("select attention from orders");
        let flag = flag.fetch_one(panel.app.db.pool()).await.unwrap();
        assert!(flag.contains("its cancel") && flag.ends_with("reset"), "{flag}");
        let story = story(panel, id).await;
        let told = ["cancel_asked", "cancel_unanswered", "unread", "cancel_unanswered"];
        assert_eq!(story[3..], told);
        // The end of the order settles that.
        apply(panel, id, report(Word::Completed, 0)).await;
        let flag = sqlx::query_scalar::<_, Option<String>>("select attention from orders");
        assert_eq!(flag.fetch_one(panel.app.db.pool()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_order_that_completes_all_the_same_closes_the_task() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = running(panel, &customer, service, 1000).await;
        cancel_order(panel, &customer, id).await;
        apply(panel, id, report(Word::Completed, 0)).await;
        assert_eq!(cancel_state(panel, id).await.as_deref(), Some("refused"));
        assert_eq!(ask(panel).await, 0);
        assert_eq!(panel.balance(&customer).await, "9.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_cancels_at_once_are_one() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let here = order(panel, &customer, service, 1000).await;
        for (id, after) in [(here, TOO_LATE), (0, ASKED)] {
            let id = if id == 0 { running(panel, &customer, service, 1000).await } else { id };
            let asked = (0..20)
                .map(|n| cancel_order(if n % 2 == 0 { panel } else { &other }, &customer, id));
            let answers = join_all(asked).await;
            assert_eq!(answers.iter().filter(|answer| *answer == "1").count(), 1);
            assert_eq!(answers.iter().filter(|answer| *answer == after).count(), 19);
        }
        assert_eq!(panel.balance(&customer).await, "9.00");
        // The same order twice in one call.
        let id = order(panel, &customer, service, 1000).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let answers =
            cancel::request(db, clock, customer.id, vec![OrderId::new(id); 2], None).await.unwrap();
        assert_eq!(answers, [Ok(()), Err(cancel::CancelRefused::TooLate)]);
        assert_eq!(panel.balance(&customer).await, "9.00");
        other.stop().await;
    })
    .await;
}

/// Whichever of them is first, an order is never both sent and refunded at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancels_race_with_the_dispatcher() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        for _ in 0..30 {
            let id = order(panel, &customer, service, 1000).await;
            let send = async {
                let claims = other.take().await;
                for claim in &claims {
                    other.record(claim, accepted(format!("far-{}", claim.order_id))).await;
                }
                claims.len()
            };
            let (sent, answer) =
                futures_util::future::join(send, cancel_order(panel, &customer, id)).await;
            assert_eq!(answer, "1");
            match state(panel, id).await.as_str() {
                "canceled" => assert_eq!(sent, 0),
                "running" => {
                    assert_eq!(sent, 1);
                    assert_eq!(moves(panel, id, "refund").await, 0);
                }
                other => panic!("it is {other}"),
            }
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test]
async fn asked_while_it_is_being_sent_it_is_carried_out_afterwards() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let refused = || Outcome::Refused { reason: "no".to_owned() };
        let not_sent = || Outcome::NotSent { reason: "no route".to_owned() };
        let down = || Outcome::ProviderDown { reason: "no funds".to_owned() };
        for (outcome, then) in [
            (accepted("up-1"), "running"),
            (refused(), "canceled"),
            // It is back in the panel: nobody has it, so nobody needs to be asked.
            (not_sent(), "canceled"),
            (down(), "canceled"),
        ] {
            let id = order(panel, &customer, service, 1000).await;
            let claims = panel.take_up_to(1).await;
            assert_eq!(cancel_order(panel, &customer, id).await, "1");
            assert_eq!(shown(panel, &customer, id).await, "Processing 1.00 1000");
            assert_eq!(cancel_order(panel, &customer, id).await, ASKED);
            assert_eq!(ask(panel).await, 0, "there is nobody to ask yet");
            panel.record(&claims[0], outcome.clone()).await;
            // Before the sweep reaches it, a dispatcher must not take it.
            panel.advance(TimeDelta::minutes(30));
            assert!(panel.take_up_to(1).await.is_empty(), "{outcome:?}");
            sweep(panel).await;
            assert_eq!(state(panel, id).await, then, "{outcome:?}");
            if then == "running" {
                let task =
                    provider_requests::take_due(db, clock, Vec::new()).await.unwrap().remove(0);
                assert_eq!(task.upstream_id, "up-1");
                let answer = Ok(CancelAnswer::Accepted);
                provider_requests::record_cancel(db, clock, task, answer).await.unwrap();
                apply(panel, id, report(Word::Canceled, None)).await;
            }
            assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
            assert_eq!(cancel_state(panel, id).await.as_deref(), Some("done"), "{outcome:?}");
            assert_eq!(panel.balance(&customer).await, "10.00");
            execute(panel, "update providers set paused_reason = null").await;
        }
    })
    .await;
}

#[tokio::test]
async fn asked_while_it_is_unknown_it_waits_for_a_person() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        answer_all(panel, |_| Outcome::Unknown { detail: "reset".to_owned() }).await;
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        panel.advance(TimeDelta::days(2));
        work(panel).await;
        assert_eq!(state(panel, id).await, "unknown");
        assert_eq!(panel.balance(&customer).await, "9.00");
        assert!(attention(panel, id).await.is_some());
        // Staff find that nobody has it. It is not sent again, because its customer asked for a
        // cancel.
        desk_again(panel, id).await.unwrap();
        assert_eq!(submit(panel).await, 0);
        sweep(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

/// Cancels that cannot be asked yet must not block the others.
#[tokio::test]
async fn cancels_that_wait_hold_up_no_others() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("200").await;
        for _ in 0..101 {
            order(panel, &customer, service, 1000).await;
        }
        let lost = answer_all(panel, |_| Outcome::Unknown { detail: "reset".to_owned() }).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let answers = cancel::request(
            db,
            clock,
            customer.id,
            lost.into_iter().map(OrderId::new).collect(),
            None,
        )
        .await
        .unwrap();
        assert!(answers.iter().all(Result::is_ok));
        let id = running(panel, &customer, service, 1000).await;
        cancel_order(panel, &customer, id).await;
        let tasks = provider_requests::take_due(db, clock, Vec::new()).await.unwrap();
        assert_eq!(tasks.iter().map(|task| task.order_id.get()).collect::<Vec<_>>(), [id]);
    })
    .await;
}

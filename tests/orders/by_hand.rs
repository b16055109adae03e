//! Orders that staff deliver themselves, and refills that wait for a person.
//!
//! Seen red by `make seeded`: `refill-answered-twice`.

use chrono::TimeDelta;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::catalogue::ServiceId;
use waybill::orders::by_hand::{self, Said, Told};
use waybill::orders::desk::{By, DeskError};
use waybill::orders::health;
use waybill::orders::refill_desk::{self, Answer};
use waybill::orders::state::End;
use waybill::orders::{OrderId, poll, provider_requests};
use waybill::providers::{Outcome, ProviderId, Word};

use super::{
    answer_all, apply, attention, cancel_order, desk_end, execute, order, report, shown, state,
    status, story, submit, value,
};
use crate::support::{Customer, Panel, still_panel};

/// A service that staff deliver.
async fn service_by_hand(panel: &Panel) -> i64 {
    let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
    let sql = format!(
        "update routes set provider_id = (select id from providers where protocol = 'manual')
         where service_id = {service}"
    );
    execute(panel, &sql).await;
    service
}

fn by() -> By {
    let actor = Actor { account_id: Some(AccountId::new(1)), address: None, ..Actor::COMMAND };
    By { actor, reason: "done by hand".to_owned(), seen: None }
}

async fn queue(panel: &Panel) -> Vec<i64> {
    let waiting = by_hand::queue(panel.app.db.pool(), 0).await.unwrap();
    waiting.into_iter().map(|one| one.id.get()).collect()
}

async fn progress(
    panel: &Panel,
    order: i64,
    start: Option<i64>,
    remains: i64,
) -> Result<(), DeskError> {
    let told = Told { said: Said::Progress, start_count: start, remains };
    by_hand::tell(&panel.app.db, &panel.app.clock, OrderId::new(order), told, by()).await
}

async fn goes_on(panel: &Panel, order: i64) -> Result<(), DeskError> {
    let told = Told { said: Said::Goes, start_count: None, remains: 1 };
    by_hand::tell(&panel.app.db, &panel.app.clock, OrderId::new(order), told, by()).await
}

async fn answer(panel: &Panel, refill: i64, answer: Answer) -> Result<(), DeskError> {
    refill_desk::answer(&panel.app.db, &panel.app.clock, refill, answer, by()).await
}

async fn refill(panel: &Panel, customer: &Customer, order: i64) -> i64 {
    let id = order.to_string();
    let answer = panel.v2(&customer.key, &[("action", "refill"), ("order", &id)]).await;
    answer["refill"].as_str().unwrap_or_else(|| panic!("{answer}")).parse().unwrap()
}

async fn refill_state(panel: &Panel, customer: &Customer, refill: i64) -> String {
    let id = refill.to_string();
    let answer = panel.v2(&customer.key, &[("action", "refill_status"), ("refill", &id)]).await;
    answer["status"].as_str().unwrap().to_owned()
}

async fn waiting(panel: &Panel) -> Vec<i64> {
    let waiting = refill_desk::waiting(panel.app.db.pool(), None).await.unwrap();
    waiting.into_iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn an_order_waits_in_the_queue_until_staff_say_how_it_ended() {
    still_panel(async |panel| {
        let service = service_by_hand(panel).await;
        let customer = panel.customer("10").await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(order(panel, &customer, service, 1000).await);
        }
        assert_eq!(submit(panel).await, 3);
        assert_eq!(queue(panel).await, ids);
        assert_eq!(by_hand::count(panel.app.db.pool()).await.unwrap(), 3);
        // No provider is asked about it, however long it takes.
        panel.advance(TimeDelta::days(2));
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        assert!(poll::take_due(db, clock, Vec::new(), 100).await.unwrap().is_empty());
        let id = ids[0];
        progress(panel, id, Some(3572), 400).await.unwrap();
        let told = status(panel, &customer, id).await;
        assert_eq!((&told["status"], &told["remains"]), (&"In progress".into(), &"400".into()));
        assert_eq!(told["start_count"], "3572");
        // The same values again are not news.
        progress(panel, id, None, 400).await.unwrap();
        assert_eq!(story(panel, id).await.iter().filter(|kind| *kind == "progress").count(), 1);
        for (start, remains) in [(None, 0), (None, 1001), (None, -1), (Some(-1), 400)] {
            let refused = progress(panel, id, start, remains).await;
            assert!(matches!(refused, Err(DeskError::Remains)), "{start:?} {remains}");
        }
        desk_end(panel, ids[0], End::Completed).await.unwrap();
        assert_eq!(shown(panel, &customer, ids[0]).await, "Completed 1.00 0");
        assert_eq!(
            by_hand::next(db, OrderId::new(ids[0])).await.unwrap(),
            Some(OrderId::new(ids[1]))
        );
        assert_eq!(
            by_hand::next(db, OrderId::new(ids[2])).await.unwrap(),
            Some(OrderId::new(ids[1]))
        );
        desk_end(panel, ids[1], End::Partial { remains: 400 }).await.unwrap();
        assert_eq!(shown(panel, &customer, ids[1]).await, "Partial 0.60 400");
        assert_eq!(by_hand::next(db, OrderId::new(ids[2])).await.unwrap(), None);
        desk_end(panel, ids[2], End::Canceled).await.unwrap();
        assert_eq!(shown(panel, &customer, ids[2]).await, "Canceled 0.00 1000");
        assert_eq!(panel.balance(&customer).await, "8.40");
        assert!(queue(panel).await.is_empty());
        // An order that has left the queue takes no more progress.
        let refused = progress(panel, ids[0], None, 5).await;
        assert!(matches!(refused, Err(DeskError::State("completed"))));
        // And an order that another provider delivers was never in it.
        let other = panel.service(|_| {}).await;
        let other = super::running(panel, &customer, other, 1000).await;
        assert!(progress(panel, other, None, 5).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_cancel_is_answered_by_whoever_delivers() {
    still_panel(async |panel| {
        let service = service_by_hand(panel).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        submit(panel).await;
        assert!(matches!(goes_on(panel, id).await, Err(DeskError::AlreadyDone)));
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        assert!(provider_requests::take_due(db, clock, Vec::new()).await.unwrap().is_empty());
        let shown_there = by_hand::find(db.pool(), OrderId::new(id)).await.unwrap().unwrap();
        assert!(shown_there.cancel_asked_at.is_some());
        goes_on(panel, id).await.unwrap();
        assert!(matches!(goes_on(panel, id).await, Err(DeskError::AlreadyDone)));
        assert_eq!(story(panel, id).await.last().unwrap(), "cancel_refused");
        assert_eq!(state(panel, id).await, "running");
        // If the customer asks again, staff can grant it.
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        desk_end(panel, id, End::Canceled).await.unwrap();
        assert_eq!(panel.balance(&customer).await, "10.00");
        let open: i64 = value(panel, "select count(*) from cancels where ended_at is null").await;
        assert_eq!(open, 0);
    })
    .await;
}

#[tokio::test]
async fn a_refill_is_made_by_hand() {
    still_panel(async |panel| {
        let service = service_by_hand(panel).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        submit(panel).await;
        desk_end(panel, id, End::Completed).await.unwrap();
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        for (said, shows) in [(Answer::Done, "Completed"), (Answer::Rejected, "Rejected")] {
            panel.advance(TimeDelta::hours(1));
            let refill = refill(panel, &customer, id).await;
            assert_eq!(refill_state(panel, &customer, refill).await, "Pending");
            assert!(provider_requests::take_due(db, clock, Vec::new()).await.unwrap().is_empty());
            assert_eq!(waiting(panel).await, [refill]);
            // There is no provider to ask again.
            let refused = answer(panel, refill, Answer::AskAgain).await;
            assert!(matches!(refused, Err(DeskError::AlreadyDone)));
            answer(panel, refill, said).await.unwrap();
            assert!(answer(panel, refill, said).await.is_err());
            assert_eq!(refill_state(panel, &customer, refill).await, shows);
            assert!(waiting(panel).await.is_empty());
        }
        assert!(matches!(answer(panel, 424_242, Answer::Done).await, Err(DeskError::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_refill_whose_answer_was_lost_is_closed_by_one_person() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        for said in Answer::ALL {
            let id = super::running(panel, &customer, service, 1000).await;
            apply(panel, id, report(Word::Completed, 0)).await;
            panel.advance(TimeDelta::hours(1));
            let refill = refill(panel, &customer, id).await;
            assert_eq!(provider_requests::take_due(db, clock, Vec::new()).await.unwrap().len(), 1);
            // While the provider may still answer, the refill does not wait for a person.
            assert!(waiting(panel).await.is_empty());
            assert!(answer(panel, refill, Answer::Done).await.is_err());
            panel.advance(TimeDelta::seconds(301));
            assert!(provider_requests::take_due(db, clock, Vec::new()).await.unwrap().is_empty());
            assert_eq!(waiting(panel).await, [refill]);
            assert!(attention(panel, id).await.is_some());
            answer(panel, refill, said).await.unwrap();
            // A second answer, whichever it is, comes too late: it is decided.
            for other in Answer::ALL {
                let second = answer(panel, refill, other).await;
                assert!(matches!(second, Err(DeskError::AlreadyDone)), "{said:?} {other:?}");
            }
            assert_eq!(attention(panel, id).await, None);
            let shows = match said {
                Answer::Done => "Completed",
                Answer::AskAgain => "Pending",
                Answer::Rejected => "Rejected",
            };
            assert_eq!(refill_state(panel, &customer, refill).await, shows);
            let asked = provider_requests::take_due(db, clock, Vec::new()).await.unwrap();
            assert_eq!(asked.len(), usize::from(said == Answer::AskAgain));
            if said == Answer::AskAgain {
                // Its answer is lost as well, so that it is out of the way of the next one.
                panel.advance(TimeDelta::seconds(301));
                provider_requests::take_due(db, clock, Vec::new()).await.unwrap();
                answer(panel, refill, Answer::Done).await.unwrap();
            }
        }
    })
    .await;
}

#[tokio::test]
async fn providers_are_known_by_what_became_of_their_orders() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = panel.service(|_| {}).await;
        let customer = panel.customer("50").await;
        let mut taken = Vec::new();
        for _ in 0..20 {
            taken.push(super::running(panel, &customer, service, 1000).await);
        }
        super::running(panel, &customer, other, 1000).await;
        // Each hour one order begins, and an hour later it ends.
        for (n, id) in taken.iter().enumerate() {
            panel.advance(TimeDelta::hours(1));
            apply(panel, *id, report(Word::Open, 500)).await;
            if n > 0 {
                apply(panel, taken[n - 1], report(Word::Completed, 0)).await;
            }
        }
        for outcome in [
            Outcome::Refused { reason: "no".to_owned() },
            Outcome::Unknown { detail: "?".to_owned() },
            Outcome::NotSent { reason: "down".to_owned() },
        ] {
            let id = order(panel, &customer, service, 1000).await;
            answer_all(panel, |_| outcome.clone()).await;
            execute(panel, &format!("update orders set due_at = null where id = {id}")).await;
        }
        let provider: i64 =
            value(panel, "select id from providers where protocol = 'sandbox'").await;
        let of = async |service: Option<i64>| {
            let now = panel.app.clock.now();
            let pool = panel.app.db.pool();
            health::of_providers(
                pool,
                &[ProviderId::new(provider)],
                service.map(ServiceId::new),
                now,
            )
            .await
            .unwrap()
            .remove(&ProviderId::new(provider))
        };
        let health = of(Some(service)).await.unwrap();
        assert_eq!((health.accepted, health.refused), (20, 1));
        assert_eq!((health.unknown, health.not_sent), (1, 1));
        let (start, finish) = (health.start.unwrap(), health.finish.unwrap());
        // The time that the test itself takes is added, so there is room for a slow machine.
        let near = |seconds: i64, hours: i64| (seconds - hours * 3600).abs() < 1800;
        assert!(near(start.median_s, 10) && near(start.p95_s, 19), "{start:?}");
        assert!(near(finish.median_s, 11) && near(finish.p95_s, 20), "{finish:?}");
        assert_eq!(of(None).await.unwrap().accepted, 21);
        // Another service sells much more, but hides nothing about this one.
        let many = format!(
            "insert into attempts (order_id, provider_id, fence, state, armed_at, ended_at)
             select a.order_id, a.provider_id, 0, 'accepted', a.armed_at, a.ended_at
             from attempts a join orders o on o.id = a.order_id, generate_series(1, 6000)
             where o.service_id = {other} and a.state = 'accepted'"
        );
        execute(panel, &many).await;
        assert_eq!(of(Some(service)).await.unwrap(), health);
        assert_eq!(of(None).await.unwrap().accepted, 5000);
        panel.advance(TimeDelta::days(31));
        assert!(of(Some(service)).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_nobody_answered_and_staff_took_over_is_found_there() {
    still_panel(async |panel| {
        let service = service_by_hand(panel).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        // The process died after it handed the order over and before it wrote that down.
        panel.take().await;
        panel.advance(TimeDelta::minutes(3));
        waybill::orders::sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
        assert_eq!(state(panel, id).await, "unknown");
        super::desk_again(panel, id).await.unwrap();
        submit(panel).await;
        assert_eq!(queue(panel).await, [id]);
    })
    .await;
}

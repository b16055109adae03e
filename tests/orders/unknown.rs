//! Unknown orders: what staff may believe, and that two of them never both decide.
//!
//! Seen red by `make seeded`: `desk-believes-anothers-id`, `desk-decides-unseen`,
//! `desk-sends-in-flight`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::orders::decide::{self, Decision};
use waybill::orders::desk::{By, DeskError};
use waybill::orders::evidence::{Points, drifts};
use waybill::orders::state::End;
use waybill::orders::unknown::{self, AcceptError, Found};
use waybill::orders::{OrderId, read, sweep};
use waybill::providers::Outcome;

use super::{
    accepted, answer_all, attention, desk_again, desk_end, execute, look, moves, order, shown,
    state, story, value,
};
use crate::support::upstream::{Reply, Upstream};
use crate::support::{ALLOW, Customer, Panel, panel_with, still_panel};

fn silence() -> Outcome {
    Outcome::Unknown { detail: "the line was cut".to_owned() }
}

/// An order whose answer was lost.
async fn lost(panel: &Panel, customer: &Customer, service: i64) -> i64 {
    let id = order(panel, customer, service, 1000).await;
    answer_all(panel, |_| silence()).await;
    assert_eq!(state(panel, id).await, "unknown");
    id
}

/// An order of this many units that the sandbox has; answers its id there.
async fn at_the_sandbox(panel: &Panel, quantity: i64) -> i64 {
    let sql = format!(
        "insert into sandbox_orders (quantity, start_count, per_minute, ending, ends_after,
                                     created_at)
         values ({quantity}, 100, 60, 'completed', {quantity}, clock_timestamp()) returning id"
    );
    value(panel, &sql).await
}

async fn ask(panel: &Panel, order: i64, id: impl ToString) -> Result<Found, AcceptError> {
    let asked = unknown::ask_about(&panel.app.db, OrderId::new(order), &id.to_string()).await?;
    let upstream = panel.app.upstreams.get(asked.provider_id).await?;
    unknown::verify(&upstream.expect("it is there"), asked).await
}

/// The newest event of an order, as a page holds it.
async fn newest(panel: &Panel, order: i64) -> i64 {
    value(panel, &format!("select max(id) from order_events where order_id = {order}")).await
}

fn by(seen: i64) -> By {
    let actor = Actor { account_id: Some(AccountId::new(1)), address: None, ..Actor::COMMAND };
    By { actor, reason: "seen by hand".to_owned(), seen: Some(seen) }
}

async fn accept(panel: &Panel, found: Found, seen: i64) -> Result<(), AcceptError> {
    unknown::accept_as(&panel.app.db, &panel.app.clock, found, by(seen)).await
}

async fn end(panel: &Panel, order: i64, end: End, seen: i64) -> Result<(), DeskError> {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    decide::resolve(db, clock, OrderId::new(order), Decision::End(end), by(seen)).await
}

async fn again(panel: &Panel, order: i64, seen: i64) -> Result<(), DeskError> {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    decide::resolve(db, clock, OrderId::new(order), Decision::Again, by(seen)).await
}

#[tokio::test]
async fn an_id_is_believed_once_the_provider_has_reported_on_it() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("3").await;
        let id = lost(panel, &customer, service).await;
        for odd in ["", "  ", "a\tb", "1,1004", "1/2", "\u{e9}", &"7".repeat(65)] {
            assert!(matches!(ask(panel, id, odd).await, Err(AcceptError::Id)), "{odd:?}");
        }
        assert!(matches!(ask(panel, id, 424_242).await, Err(AcceptError::NotThere(_))));
        let other = at_the_sandbox(panel, 1001).await;
        assert!(matches!(ask(panel, id, other).await, Err(AcceptError::Contradicts)));
        assert_eq!(state(panel, id).await, "unknown");

        let there = at_the_sandbox(panel, 1000).await;
        let found = ask(panel, id, format!(" {there} ")).await.unwrap();
        assert_eq!(found.upstream_id(), there.to_string());
        assert_eq!(found.report().start_count, Some(100));
        accept(panel, found, newest(panel, id).await).await.unwrap();
        assert_eq!(state(panel, id).await, "running");
        assert_eq!(attention(panel, id).await, None);
        let events = read::events(panel.app.db.pool(), OrderId::new(id)).await.unwrap();
        let last = events.last().unwrap();
        assert_eq!(last.kind.as_str(), "running");
        let data = last.data.as_ref().unwrap();
        assert_eq!(
            (&data["why"], &data["as"]),
            (&"seen by hand".into(), &there.to_string().into())
        );
        // From now on it is followed as any other order.
        panel.advance(TimeDelta::minutes(20));
        look(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 1.00 0");
        // And there is nothing left to decide about it.
        let late = ask(panel, id, there).await;
        assert!(matches!(late, Err(AcceptError::Desk(DeskError::State(_)))));
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_another_orders_is_not_believed() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5").await;
        // An order has this id.
        let there = at_the_sandbox(panel, 1000).await;
        let first = order(panel, &customer, service, 1000).await;
        answer_all(panel, |_| accepted(there)).await;
        let id = lost(panel, &customer, service).await;
        let refused = ask(panel, id, there).await;
        assert!(
            matches!(refused, Err(AcceptError::Taken(owner)) if owner == OrderId::new(first)),
            "{refused:?}"
        );
        // An attempt got this id as its answer, after staff had given the order up.
        let late = at_the_sandbox(panel, 1000).await;
        let given_up = order(panel, &customer, service, 1000).await;
        let armed = panel.take().await;
        panel.advance(TimeDelta::minutes(10));
        sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap();
        desk_end(panel, given_up, End::Canceled).await.unwrap();
        panel.record(&armed[0], accepted(late)).await;
        let refused = ask(panel, id, late).await;
        assert!(matches!(refused, Err(AcceptError::Taken(_))), "{refused:?}");
        // An order got this id while the provider was asked.
        let third = at_the_sandbox(panel, 1000).await;
        let (found, seen) = (ask(panel, id, third).await.unwrap(), newest(panel, id).await);
        order(panel, &customer, service, 1000).await;
        answer_all(panel, |_| accepted(third)).await;
        let refused = accept(panel, found, seen).await;
        assert!(matches!(refused, Err(AcceptError::Taken(_))), "{refused:?}");
        assert_eq!(state(panel, id).await, "unknown");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_staff_one_decides() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("20").await;
        // One person sends it again. It goes out, and its answer is lost once more. What the other
        // person knew is no longer true, although the order is unknown as before.
        let id = lost(panel, &customer, service).await;
        let there = at_the_sandbox(panel, 1000).await;
        let (seen, found) = (newest(panel, id).await, ask(panel, id, there).await.unwrap());
        again(panel, id, seen).await.unwrap();
        answer_all(panel, |_| silence()).await;
        assert_eq!(state(panel, id).await, "unknown");
        assert!(matches!(end(panel, id, End::Canceled, seen).await, Err(DeskError::Moved)));
        assert!(matches!(again(panel, id, seen).await, Err(DeskError::Moved)));
        let refused = accept(panel, found, seen).await;
        assert!(matches!(refused, Err(AcceptError::Desk(DeskError::Moved))), "{refused:?}");
        assert_eq!(moves(panel, id, "refund").await, 0);

        // All of them at the same time.
        let other = panel.second(&["--no-work"]).await;
        for round in 0..8 {
            let id = lost(panel, &customer, service).await;
            let seen = newest(panel, id).await;
            let there = at_the_sandbox(panel, 1000).await;
            let found = ask(panel, id, there).await.unwrap();
            let on = |n: i64| if (n + round) % 2 == 0 { panel } else { &other };
            let (a, b, c) = futures_util::future::join3(
                accept(on(0), found, seen),
                join_all((0..3).map(|n| end(on(n), id, End::Canceled, seen))),
                join_all((0..3).map(|n| again(on(n + 1), id, seen))),
            )
            .await;
            let won = usize::from(a.is_ok())
                + b.iter().filter(|done| done.is_ok()).count()
                + c.iter().filter(|done| done.is_ok()).count();
            assert_eq!(won, 1, "{a:?} {b:?} {c:?}");
            // Out of the way of the next round.
            answer_all(panel, accepted).await;
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test]
async fn not_while_a_call_may_be_under_way() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("3").await;
        let id = lost(panel, &customer, service).await;
        for under_way in [
            "state = 'live'",
            "state = 'unknown', is_unanswered = true,
             armed_at = clock_timestamp() - interval '5 seconds'",
        ] {
            execute(panel, &format!("update attempts set {under_way} where order_id = {id}")).await;
            let seen = newest(panel, id).await;
            assert!(matches!(again(panel, id, seen).await, Err(DeskError::InFlight)));
            let refused = end(panel, id, End::Canceled, seen).await;
            assert!(matches!(refused, Err(DeskError::InFlight)));
            assert_eq!(state(panel, id).await, "unknown");
        }
        panel.advance(TimeDelta::minutes(2));
        again(panel, id, newest(panel, id).await).await.unwrap();
        assert_eq!(state(panel, id).await, "queued");
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_comes_after_the_decision_loses() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("5").await;
        let armed = async |id: i64| {
            let armed = panel.take().await;
            assert_eq!(armed[0].order_id, OrderId::new(id));
            panel.record(&armed[0], silence()).await;
            armed
        };
        let id = order(panel, &customer, service, 1000).await;
        let claims = armed(id).await;
        end(panel, id, End::Canceled, newest(panel, id).await).await.unwrap();
        panel.record(&claims[0], accepted("late")).await;
        assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
        assert!(attention(panel, id).await.is_some());

        let id = order(panel, &customer, service, 1000).await;
        let claims = armed(id).await;
        let there = at_the_sandbox(panel, 1000).await;
        let found = ask(panel, id, there).await.unwrap();
        accept(panel, found, newest(panel, id).await).await.unwrap();
        panel.record(&claims[0], accepted("later")).await;
        let upstream: String =
            value(panel, &format!("select upstream_id from orders where id = {id}")).await;
        assert_eq!((upstream, state(panel, id).await), (there.to_string(), "running".to_owned()));
        assert!(story(panel, id).await.contains(&"late_answer".to_owned()));
        assert!(attention(panel, id).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_balance_around_an_attempt_is_evidence() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        // Half a unit of their currency for 1000, where one unit of theirs is two of ours.
        let route = format!("update routes set cost_rate = 1000000 where service_id = {service}");
        execute(panel, &route).await;
        execute(panel, "update providers set currency = 'EUR', exchange_rate = 2000000").await;
        let customer = panel.customer("20").await;
        let balance = async |micros: i64| {
            panel.advance(TimeDelta::minutes(1));
            let sql = format!(
                "insert into provider_balances (provider_id, balance, at)
                 select id, {micros}, '{}' from providers where protocol = 'sandbox'",
                panel.app.clock.now().to_rfc3339()
            );
            execute(panel, &sql).await;
            panel.advance(TimeDelta::minutes(1));
        };
        let read = async |id: i64| {
            drifts(panel.app.db.pool(), &[OrderId::new(id)])
                .await
                .unwrap()
                .remove(&OrderId::new(id))
        };
        balance(100_000_000).await;
        for quantity in [1000, 2000] {
            order(panel, &customer, service, quantity).await;
        }
        answer_all(panel, accepted).await;
        let id = lost(panel, &customer, service).await;
        assert_eq!(read(id).await.unwrap().points(), Points::TooLittle);
        balance(98_000_000).await;
        let drift = read(id).await.unwrap();
        assert_eq!((drift.accepted, drift.accepted_cost, drift.own_cost), (2, 1_500_000, 500_000));
        assert_eq!(drift.unexplained(), Some(500_000));
        assert_eq!((drift.points(), drift.currency.as_str()), (Points::ToAccepted, "EUR"));

        // The next order left no trace in the balance.
        let id = lost(panel, &customer, service).await;
        balance(98_000_000).await;
        assert_eq!(read(id).await.unwrap().points(), Points::ToNotAccepted);
        // Two at the same time: one of them was taken, and nobody can say which.
        let first = lost(panel, &customer, service).await;
        let second = lost(panel, &customer, service).await;
        balance(97_500_000).await;
        for id in [first, second] {
            let drift = read(id).await.unwrap();
            assert_eq!((drift.points(), drift.unknown), (Points::Nowhere, 1));
        }
        assert!(read(424_242).await.is_none());
    })
    .await;
}

/// With a real panel over the wire: it took the order, and its answer was lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn found_at_a_provider_of_api_v2() {
    panel_with(&["--no-work", ALLOW], async |panel| {
        let far = Upstream::start().await;
        let provider = panel.provider("Far", &far.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("5").await;
        far.then(Reply::AcceptAndSay(502, "<h1>Bad gateway</h1>".to_owned()));
        let id = order(panel, &customer, service, 1000).await;
        super::submit(panel).await;
        assert_eq!(state(panel, id).await, "unknown");
        assert!(matches!(ask(panel, id, 999).await, Err(AcceptError::NotThere(_))));
        let found = ask(panel, id, 501).await.unwrap();
        assert_eq!(found.report().remains, Some(1000));
        accept(panel, found, newest(panel, id).await).await.unwrap();
        far.set(501, "Partial", 400);
        look(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Partial 0.60 400");
        assert_eq!(far.calls("add").len(), 1);
        assert!(desk_again(panel, id).await.is_err());
    })
    .await;
}

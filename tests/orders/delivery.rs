//! Orders that start later, keep a pace by portions, or should reach a position.
//!
//! Seen red by `make seeded`: `portions-at-once`, `share-loses-the-rest`,
//! `reached-keeps-the-rest`, `hours-without-end`.
//!
//! It is long because pace, hours and position meet in the same orders, so their stories do too.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use waybill::catalogue::{Code, ServiceId, set_code};
use waybill::kit::money::Rate;
use waybill::orders::{OrderId, PlaceError, drip, sweep, target};
use waybill::providers::{Report, Word};

use super::{
    LINK, accepted, answer_all, apply, ask, attention, cancel_order, children, execute, moves,
    place, report, shown, state, story, submit, value, work,
};
use crate::support::{Customer, Panel, eventually, panel, still_panel};

/// A service at an odd rate that may be paced, with this code.
async fn service(panel: &Panel, code: Code) -> i64 {
    let id = panel
        .service(|service| {
            service.draft.rate = Rate::parse("0.333333").unwrap();
            service.sandbox.per_minute = 60_000;
        })
        .await;
    let set = panel.app.db.transaction(move |tx| {
        Box::pin(async move { set_code(tx, ServiceId::new(id), Some(code)).await })
    });
    set.await.unwrap();
    id
}

/// An order of this many units, with these further parameters.
async fn order(
    panel: &Panel,
    customer: &Customer,
    service: i64,
    quantity: &str,
    more: &[(&str, &str)],
) -> i64 {
    let mut fields = vec![("link", LINK), ("quantity", quantity)];
    fields.extend_from_slice(more);
    place(panel, customer, service, &fields).await.unwrap()
}

async fn refused(
    panel: &Panel,
    customer: &Customer,
    service: i64,
    quantity: &str,
    more: &[(&str, &str)],
) -> String {
    let mut fields = vec![("link", LINK), ("quantity", quantity)];
    fields.extend_from_slice(more);
    match place(panel, customer, service, &fields).await {
        Err(PlaceError::Parameter(name)) => name.to_owned(),
        Err(error) => error.to_string(),
        Ok(id) => panic!("order {id} was placed with {more:?}"),
    }
}

async fn make(panel: &Panel) -> usize {
    drip::make_runs(&panel.app.db, &panel.app.clock).await.unwrap()
}

async fn column(panel: &Panel, orders: &[i64], name: &str) -> Vec<i64> {
    let mut found = Vec::new();
    for id in orders {
        found.push(
            value(panel, &format!("select {name}::bigint from orders where id = {id}")).await,
        );
    }
    found
}

async fn moment(panel: &Panel, sql: &str) -> DateTime<Utc> {
    value(panel, sql).await
}

#[tokio::test]
async fn it_starts_when_its_time_has_come() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let id = order(panel, &customer, service, "1000", &[("after", "90")]).await;
        assert_eq!(state(panel, id).await, "scheduled");
        assert_eq!(panel.balance(&customer).await, "0.666667");
        panel.advance(TimeDelta::seconds(90 * 60 - 10));
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Pending 0.333333 1000");
        panel.advance(TimeDelta::seconds(10));
        assert_eq!(sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap(), 1);
        assert_eq!(state(panel, id).await, "queued");
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 0.333333 0");
    })
    .await;
}

#[tokio::test]
async fn canceled_while_it_waits_all_comes_back_at_once() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        for more in [&[("after", "43200")][..], &[("after", "1"), ("speed", "1")]] {
            let id = order(panel, &customer, service, "1000", more).await;
            assert_eq!(state(panel, id).await, "scheduled");
            assert_eq!(cancel_order(panel, &customer, id).await, "1");
            assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
            assert_eq!(panel.balance(&customer).await, "1.00");
            panel.assert_books().await;
        }
        panel.advance(TimeDelta::days(40));
        work(panel).await;
        let orders: i64 =
            value(panel, "select count(*) from orders where state <> 'canceled'").await;
        assert_eq!(orders, 0);
    })
    .await;
}

/// 105 units cost ⌈34,999.965⌉ = 35,000 millionths: nine portions of 10, and 15.
#[tokio::test]
async fn shares_sum_to_what_was_charged_and_portions_to_the_quantity() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let parent = order(panel, &customer, service, "105", &[("speed", "1")]).await;
        assert_eq!(shown(panel, &customer, parent).await, "Pending 0.035 105");
        for made in 1..=10 {
            assert_eq!(make(panel).await, 1, "portion {made}");
            panel.assert_books().await;
            assert_eq!(shown(panel, &customer, parent).await, "In progress 0.035 105");
            panel.advance(TimeDelta::minutes(10));
        }
        assert_eq!(make(panel).await, 0);
        let portions = children(panel, parent).await;
        assert_eq!(
            column(panel, &portions, "quantity").await,
            [10, 10, 10, 10, 10, 10, 10, 10, 10, 15]
        );
        let shares = column(panel, &portions, "charge").await;
        assert_eq!(shares.iter().sum::<i64>(), 35_000);
        assert!(shares[..9].iter().all(|share| (3333..=3334).contains(share)), "{shares:?}");
        assert_eq!(panel.balance(&customer).await, "0.965");
        // Of one nothing is delivered, of another a part; of the others everything.
        answer_all(panel, accepted).await;
        for (at, portion) in portions.iter().enumerate() {
            let told = match at {
                3 => report(Word::Canceled, None),
                9 => report(Word::Partial, 7),
                _ => report(Word::Completed, 0),
            };
            apply(panel, *portion, told).await;
            panel.assert_books().await;
        }
        drip::end_parents(&panel.app.db, &panel.app.clock).await.unwrap();
        let back = shares[3] + shares[9] * 7 / 15;
        let net = Rate::from_micros(35_000 - back).to_string();
        assert_eq!(shown(panel, &customer, parent).await, format!("Partial {net} 17"));
        assert_eq!(moves(panel, parent, "charge").await, 1);
        for portion in portions {
            assert_eq!(moves(panel, portion, "charge").await, 0);
        }
    })
    .await;
}

/// The units for ten minutes at 2.5 a minute are 25.
#[tokio::test]
async fn portions_are_made_at_the_pace_and_not_a_moment_early() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let parent = order(panel, &customer, service, "80", &[("speed", "2.5")]).await;
        let placed =
            moment(panel, &format!("select created_at from orders where id = {parent}")).await;
        for expected in 1..=3 {
            work(panel).await;
            work(panel).await;
            assert_eq!(children(panel, parent).await.len(), expected);
            let next = placed + TimeDelta::minutes(10 * i64::try_from(expected).unwrap());
            panel.advance(next - panel.app.clock.now() - TimeDelta::seconds(5));
            work(panel).await;
            assert_eq!(children(panel, parent).await.len(), expected, "too early");
            panel.advance(TimeDelta::seconds(5));
        }
        let portions = children(panel, parent).await;
        assert_eq!(column(panel, &portions, "quantity").await, [25, 25, 30]);
        for (at, portion) in (0..).zip(&portions) {
            let made =
                moment(panel, &format!("select created_at from orders where id = {portion}")).await;
            let late = made - (placed + TimeDelta::minutes(10 * at));
            assert!(late >= TimeDelta::zero(), "portion {at} is early by {late}");
        }
        panel.advance(TimeDelta::minutes(30));
        work(panel).await;
        panel.advance(TimeDelta::minutes(2));
        work(panel).await;
        assert_eq!(shown(panel, &customer, parent).await, "Completed 0.026667 0");
        assert_eq!(
            story(panel, parent).await,
            ["placed", "portion", "portion", "portion", "completed"]
        );
    })
    .await;
}

#[tokio::test]
async fn no_portion_is_less_than_the_provider_takes() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        panel.change_service(service, |draft| draft.min = 30).await;
        let parent = order(panel, &customer, service, "100", &[("speed", "0.2")]).await;
        assert_eq!(column(panel, &[parent], "portion").await, [30]);
        assert_eq!(column(panel, &[parent], "runs").await, [3]);
        // The provider's own list has priority.
        execute(
            panel,
            &format!("update routes set upstream_service = '7' where service_id = {service}"),
        )
        .await;
        execute(
            panel,
            "insert into provider_services (provider_id, upstream_service, name, kind, rate, min,
                                            max, seen_at)
             select id, '7', 'Seven', 'Default', 0, 45, 1000, clock_timestamp()
             from providers where protocol = 'sandbox'",
        )
        .await;
        let parent = order(panel, &customer, service, "100", &[("speed", "0.2")]).await;
        assert_eq!(column(panel, &[parent], "portion").await, [45]);
        assert_eq!(column(panel, &[parent], "runs").await, [2]);
    })
    .await;
}

#[tokio::test]
async fn what_fits_into_one_portion_is_one_order_with_a_pace() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let id = order(panel, &customer, service, "19", &[("speed", "1")]).await;
        let claims = panel.take().await;
        assert_eq!(claims.len(), 1);
        assert_eq!((claims[0].order_id, claims[0].submission.pace), (OrderId::new(id), Some(1000)));
        assert_eq!(claims[0].submission.target, None);
        // The sandbox keeps the pace: 19 units take 19 minutes.
        panel.advance(TimeDelta::minutes(1));
        let upstreams = panel.app.upstreams.all().await.unwrap();
        let sandbox = &upstreams[&claims[0].route.provider_id].upstream;
        let sent = sandbox.add(&claims[0].submission).await;
        panel.record(&claims[0], sent.outcome).await;
        work(panel).await;
        panel.advance(TimeDelta::minutes(18));
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "In progress 0.006334 1");
        panel.advance(TimeDelta::minutes(1));
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 0.006334 0");
    })
    .await;
}

#[tokio::test]
async fn later_and_paced_go_together() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let more = [("after", "30"), ("speed", "5")];
        let parent = order(panel, &customer, service, "100", &more).await;
        panel.advance(TimeDelta::minutes(29));
        work(panel).await;
        assert_eq!(children(panel, parent).await, Vec::<i64>::new());
        panel.advance(TimeDelta::minutes(1));
        work(panel).await;
        assert_eq!(children(panel, parent).await.len(), 1);
        panel.advance(TimeDelta::minutes(10));
        work(panel).await;
        let portions = children(panel, parent).await;
        assert_eq!(column(panel, &portions, "quantity").await, [50, 50]);
    })
    .await;
}

/// One portion has ended, a provider has one, one waits in the panel; two were not made.
#[tokio::test]
async fn canceling_refunds_what_was_not_made_and_asks_for_the_rest() {
    still_panel(async |panel| {
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let parent = order(panel, &customer, service, "53", &[("speed", "1")]).await;
        for answers in [true, true, false] {
            make(panel).await;
            if answers {
                answer_all(panel, |id| accepted(format!("far-{id}"))).await;
            }
            panel.advance(TimeDelta::minutes(10));
        }
        let portions = children(panel, parent).await;
        let shares = column(panel, &portions, "charge").await;
        apply(panel, portions[0], report(Word::Completed, 0)).await;
        assert_eq!(cancel_order(panel, &customer, parent).await, "1");
        panel.assert_books().await;
        assert_eq!(state(panel, portions[1]).await, "running");
        assert_eq!(state(panel, portions[2]).await, "canceled");
        let kept = Rate::from_micros(shares[0] + shares[1]).to_string();
        assert_eq!(shown(panel, &customer, parent).await, format!("In progress {kept} 43"));
        assert_eq!(
            cancel_order(panel, &customer, parent).await,
            "The cancel task is not completed for this order"
        );
        let asked: i64 = value(panel, "select order_id from cancels where ended_at is null").await;
        assert_eq!(asked, portions[1]);
        panel.advance(TimeDelta::days(1));
        assert_eq!(make(panel).await, 0);
        apply(panel, portions[1], report(Word::Canceled, 4)).await;
        panel.advance(TimeDelta::minutes(2));
        drip::end_parents(&panel.app.db, &panel.app.clock).await.unwrap();
        let kept = Rate::from_micros(shares[0] + shares[1] - shares[1] * 4 / 10).to_string();
        assert_eq!(shown(panel, &customer, parent).await, format!("Partial {kept} 37"));
        assert_eq!(
            cancel_order(panel, &customer, parent).await,
            "The order cannot be canceled anymore"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_panels_make_no_portion_twice() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("10").await;
        let mut parents = Vec::new();
        for _ in 0..20 {
            parents.push(order(panel, &customer, service, "45", &[("speed", "1")]).await);
        }
        for round in 1..=6 {
            let made = join_all((0..10).map(|n| {
                let panel = if n % 2 == 0 { panel } else { &other };
                drip::make_runs(&panel.app.db, &panel.app.clock)
            }));
            let made: usize = made.await.into_iter().map(Result::unwrap).sum();
            assert_eq!(made, if round <= 4 { 20 } else { 0 }, "round {round}");
            panel.assert_books().await;
            panel.advance(TimeDelta::minutes(10));
            other.advance(TimeDelta::minutes(10));
        }
        for parent in parents {
            let portions = children(panel, parent).await;
            assert_eq!(column(panel, &portions, "quantity").await, [10, 10, 10, 15]);
        }
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_and_the_making_of_portions_race() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("10").await;
        for _ in 0..20 {
            let parent = order(panel, &customer, service, "35", &[("speed", "1")]).await;
            make(panel).await;
            panel.advance(TimeDelta::minutes(10));
            other.advance(TimeDelta::minutes(10));
            let (_, answer) = futures_util::future::join(
                drip::make_runs(&other.app.db, &other.app.clock),
                cancel_order(panel, &customer, parent),
            )
            .await;
            assert_eq!(answer, "1");
            // Every portion that was made is still in the panel, and ends with its parent.
            assert_eq!(panel.balance(&customer).await, "10.00");
            drip::end_parents(&panel.app.db, &panel.app.clock).await.unwrap();
            assert_eq!(state(panel, parent).await, "canceled");
            panel.assert_books().await;
        }
        other.stop().await;
    })
    .await;
}

/// The panel is off for days. What is due then is made one after the other, not all at once.
#[tokio::test]
async fn a_restart_and_a_long_stop_change_nothing_of_the_pace() {
    let first = Panel::start(crate::support::Database::fresh().await, &["--no-work"]).await;
    let service = service(&first, Code::PostUpvote).await;
    let customer = first.customer("1").await;
    let parent = order(&first, &customer, service, "60", &[("speed", "1")]).await;
    let later = order(&first, &customer, service, "5", &[("after", "60")]).await;
    assert_eq!(make(&first).await, 1);
    let second = Panel::start(first.stop().await, &["--no-work"]).await;
    assert_eq!(make(&second).await, 0, "the second portion has its time still");
    second.advance(TimeDelta::days(2));
    assert_eq!(make(&second).await, 1);
    assert_eq!(make(&second).await, 0);
    second.advance(TimeDelta::minutes(9));
    assert_eq!(make(&second).await, 0);
    second.advance(TimeDelta::minutes(1));
    assert_eq!(make(&second).await, 1);
    assert_eq!(children(&second, parent).await.len(), 3);
    sweep::sweep(&second.app.db, &second.app.clock).await.unwrap();
    assert_eq!(state(&second, later).await, "queued");
    second.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workers_of_two_panels_carry_it_to_its_end() {
    panel(async |panel| {
        let other = panel.second(&[]).await;
        let service = service(panel, Code::PostUpvote).await;
        let customer = panel.customer("1").await;
        let more = [("after", "10"), ("speed", "5")];
        let parent = order(panel, &customer, service, "100", &more).await;
        let due = moment(panel, &format!("select due_at from orders where id = {parent}")).await;
        let on = |minutes| {
            panel.advance(TimeDelta::minutes(minutes));
            other.advance(TimeDelta::minutes(minutes));
        };
        for (minutes, count) in [(10, 1), (10, 2)] {
            on(minutes);
            eventually("a portion", async || {
                (children(panel, parent).await.len() == count).then_some(())
            })
            .await;
        }
        let first = format!("select min(created_at) from orders where parent_id = {parent}");
        assert!(moment(panel, &first).await >= due, "it started early");
        // What was sent is delivered at its pace.
        eventually("both to be with the sandbox", async || {
            let sql = format!(
                "select count(*) from orders where parent_id = {parent} and upstream_id is not null"
            );
            (value::<i64>(panel, &sql).await == 2).then_some(())
        })
        .await;
        // A look that runs while the clock moves may be due again only an hour later.
        eventually("it to be completed", async || {
            on(60);
            shown(panel, &customer, parent).await.starts_with("Completed").then_some(())
        })
        .await;
        assert_eq!(children(panel, parent).await.len(), 2);
        other.stop().await;
    })
    .await;
}

const TARGET: [(&str, &str); 2] = [("position", "5"), ("speed", "1")];

fn ranked(word: Word, remains: i64, rank: i32) -> Report {
    Report { rank: Some(rank), author: Some("someone".to_owned()), ..report(word, remains) }
}

/// 240 units from position 25: one place for every ten units.
#[tokio::test]
async fn it_ends_at_its_position_and_the_rest_comes_back() {
    still_panel(async |panel| {
        let service = service(panel, Code::TopRanking).await;
        let customer = panel.customer("1").await;
        let id = order(panel, &customer, service, "240", &TARGET).await;
        assert_eq!(shown(panel, &customer, id).await, "Pending 0.08 240");
        work(panel).await;
        panel.advance(TimeDelta::minutes(100));
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "In progress 0.08 140");
        assert_eq!(column(panel, &[id], "rank").await, [15]);
        panel.advance(TimeDelta::minutes(110));
        work(panel).await;
        // 20 places are 200 units.
        assert_eq!(shown(panel, &customer, id).await, "Completed 0.066667 40");
        assert_eq!(panel.balance(&customer).await, "0.933333");
        let positions = target::positions(panel.app.db.pool(), OrderId::new(id)).await.unwrap();
        let seen: Vec<(i32, i64)> = positions.iter().map(|one| (one.rank, one.made)).collect();
        assert_eq!(seen, [(25, 0), (15, 100), (5, 200)]);
        assert_eq!(attention(panel, id).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_goes_on_is_told_to_stop() {
    still_panel(async |panel| {
        let service = service(panel, Code::TopRanking).await;
        let customer = panel.customer("1").await;
        let id = order(panel, &customer, service, "240", &TARGET).await;
        answer_all(panel, accepted).await;
        apply(panel, id, ranked(Word::Open, 200, 6)).await;
        assert_eq!(shown(panel, &customer, id).await, "In progress 0.08 200");
        apply(panel, id, ranked(Word::Open, 150, 5)).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 0.03 150");
        let asked: i64 = value(panel, "select order_id from cancels where state = 'open'").await;
        assert_eq!(asked, id);
        assert_eq!(ask(panel).await, 1);
        // The provider's word about the stop is not news.
        apply(panel, id, ranked(Word::Canceled, 148, 5)).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 0.03 150");
        assert_eq!(attention(panel, id).await, None);
    })
    .await;
}

#[tokio::test]
async fn used_up_it_is_completed_wherever_it_stands() {
    still_panel(async |panel| {
        let service = service(panel, Code::TopRanking).await;
        let customer = panel.customer("1").await;
        let id = order(panel, &customer, service, "240", &TARGET).await;
        answer_all(panel, accepted).await;
        apply(panel, id, ranked(Word::Completed, 0, 9)).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 0.08 0");
        assert_eq!(panel.balance(&customer).await, "0.92");
    })
    .await;
}

/// A provider has one, one waits for a provider, one has not started.
#[tokio::test]
async fn given_up_when_its_hours_are_over() {
    still_panel(async |panel| {
        let service = service(panel, Code::TopRanking).await;
        let customer = panel.customer("1").await;
        let more = [("position", "1"), ("max_hours", "2")];
        let sent = order(panel, &customer, service, "240", &more).await;
        submit(panel).await;
        let held = order(panel, &customer, service, "240", &more).await;
        let later = [("position", "1"), ("after", "60"), ("max_hours", "2")];
        let later = order(panel, &customer, service, "240", &later).await;
        let day = order(panel, &customer, service, "240", &[("position", "1")]).await;
        execute(panel, &format!("update orders set state = 'hold' where id in ({held}, {day})"))
            .await;
        let give_up = async || target::give_up(&panel.app.db, &panel.app.clock).await.unwrap();
        panel.advance(TimeDelta::minutes(119));
        assert_eq!(give_up().await, 0);
        panel.advance(TimeDelta::minutes(1));
        assert_eq!(give_up().await, 2);
        assert_eq!(give_up().await, 0);
        assert_eq!(shown(panel, &customer, held).await, "Canceled 0.00 240");
        assert_eq!(state(panel, sent).await, "running");
        assert_eq!(ask(panel).await, 1);
        work(panel).await;
        // Two hours at one unit a minute.
        assert_eq!(shown(panel, &customer, sent).await, "Partial 0.04 120");
        assert_eq!(state(panel, later).await, "running", "it started an hour later");
        panel.advance(TimeDelta::minutes(60));
        assert_eq!(give_up().await, 1);
        panel.advance(TimeDelta::hours(21));
        assert_eq!(give_up().await, 1, "24 hours when nothing was said");
        assert_eq!(shown(panel, &customer, day).await, "Canceled 0.00 240");
        assert!(story(panel, day).await.contains(&"gave_up".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn only_who_reports_positions_can_back_one() {
    still_panel(async |panel| {
        let service = service(panel, Code::TopRanking).await;
        let customer = panel.customer("1").await;
        execute(
            panel,
            "insert into providers (name, protocol, url) values ('Far', 'smm_v2', 'https://x.example')",
        )
        .await;
        execute(
            panel,
            "update routes set provider_id = (select id from providers where protocol = 'smm_v2')",
        )
        .await;
        let no = refused(panel, &customer, service, "240", &TARGET).await;
        assert_eq!(no, "there is no such service");
        assert_eq!(panel.balance(&customer).await, "1.00");
    })
    .await;
}

#[tokio::test]
async fn what_is_refused() {
    still_panel(async |panel| {
        let paced = service(panel, Code::PostUpvote).await;
        let plain = panel.service(|service| service.draft.dripfeed = false).await;
        let top = service(panel, Code::TopRanking).await;
        let customer = panel.customer("1").await;
        for (service, quantity, more, why) in [
            (paced, "5", &[("after", "43201")][..], "after"),
            (paced, "5", &[("after", "-1")], "after"),
            (paced, "5", &[("after", "1.5")], "after"),
            (paced, "5", &[("speed", "0")], "speed"),
            (paced, "5", &[("speed", "1e3")], "speed"),
            (plain, "5", &[("speed", "1")], "speed"),
            (paced, "5", &[("speed", "1"), ("runs", "2"), ("interval", "1")], "speed"),
            (paced, "500", &[("position", "1")], "position"),
            (top, "500", &[("position", "0")], "position"),
            (top, "500", &[("position", "21")], "position"),
            (top, "500", &[("max_hours", "5")], "position"),
            (top, "500", &[("position", "1"), ("max_hours", "73")], "max_hours"),
            (top, "500", &[("position", "1"), ("speed", "2")], "speed"),
            (top, "99", &[("position", "1")], "the quantity is below 100"),
        ] {
            let no = refused(panel, &customer, service, quantity, more).await;
            assert_eq!(no, why, "{more:?}");
        }
        assert_eq!(panel.balance(&customer).await, "1.00");
    })
    .await;
}

//! How orders end, and the exact money of each end.
//!
//! Seen red by `make seeded`: `partial-refunds-all`, `refund-rounds-up`, `charge-rounds-down`,
//! `final-is-not-final`, `unknown-goes-back`.

use chrono::TimeDelta;
use waybill::catalogue::Kind;
use waybill::kit::money::Rate;
use waybill::orders::sweep;
use waybill::providers::Word;
use waybill::providers::sandbox::Ending;

use super::{
    add, apply, attention, execute, moves, order, report, running, shown, state, status, story,
    value, work,
};
use crate::support::{Panel, order_id, panel, still_panel};

/// A service at 0.333333 for 1000 whose orders end like this after this many percent.
async fn odd_service(panel: &Panel, ending: Ending, percent: i64) -> i64 {
    panel
        .service(|service| {
            service.draft.rate = Rate::parse("0.333333").unwrap();
            service.sandbox.ending = ending;
            service.sandbox.partial_percent = percent;
        })
        .await
}

/// 1001 units at 0.333333 cost ⌈333,666.333⌉ millionths; 501 of them undelivered are worth
/// ⌊167,000.16⌋.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_ending_of_the_sandbox_with_its_money() {
    panel(async |panel| {
        for (ending, percent, ends, balance) in [
            (Ending::Completed, 0, "Completed 0.333667 0", "0.666333"),
            (Ending::Partial, 0, "Canceled 0.00 1001", "1.00"),
            (Ending::Partial, 50, "Partial 0.166667 501", "0.833333"),
            (Ending::Partial, 100, "Completed 0.333667 0", "0.666333"),
            (Ending::Canceled, 0, "Canceled 0.00 1001", "1.00"),
            (Ending::Refused, 0, "Canceled 0.00 1001", "1.00"),
            (Ending::Silent, 0, "Processing 0.333667 1001", "0.666333"),
        ] {
            let service = odd_service(panel, ending, percent).await;
            let customer = panel.customer("1").await;
            let id = order(panel, &customer, service, 1001).await;
            let word = ends.split(' ').next().unwrap();
            panel.wait_for_status(&customer, id, word).await;
            if ending == Ending::Silent {
                crate::support::eventually("it to be unknown", async || {
                    (state(panel, id).await == "unknown").then_some(())
                })
                .await;
            }
            assert_eq!(shown(panel, &customer, id).await, ends, "{ending:?} {percent}");
            assert_eq!(panel.balance(&customer).await, balance, "{ending:?} {percent}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_unknown_stays_so_whatever_the_time() {
    still_panel(async |panel| {
        let service = panel.service_ending(Ending::Silent).await;
        let customer = panel.customer("5").await;
        let id = order(panel, &customer, service, 1000).await;
        work(panel).await;
        for _ in 0..4 {
            panel.advance(TimeDelta::days(30));
            work(panel).await;
            assert_eq!(state(panel, id).await, "unknown");
        }
        assert_eq!(shown(panel, &customer, id).await, "Processing 1.00 1000");
        assert_eq!(panel.balance(&customer).await, "4.00");
        assert!(attention(panel, id).await.is_some());
        let attempts: i64 =
            value(panel, &format!("select count(*) from attempts where order_id = {id}")).await;
        assert_eq!(attempts, 1);
    })
    .await;
}

#[tokio::test]
async fn progress_is_shown() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.sandbox.per_minute = 600).await;
        let customer = panel.customer("5").await;
        let id = order(panel, &customer, service, 1000).await;
        assert_eq!(shown(panel, &customer, id).await, "Pending 1.00 1000");
        super::submit(panel).await;
        panel.advance(TimeDelta::seconds(30));
        super::look(panel).await;
        let now = status(panel, &customer, id).await;
        assert_eq!(now["status"], "In progress");
        assert_eq!(now["start_count"], "100");
        assert_eq!(now["currency"], "USD");
        let remains: i64 = now["remains"].as_str().unwrap().parse().unwrap();
        assert!((600..=700).contains(&remains), "{remains} after half a minute at ten a second");
        panel.advance(TimeDelta::seconds(90));
        super::look(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 1.00 0");
        let seen = story(panel, id).await;
        assert_eq!(seen, ["placed", "submitting", "running", "completed"]);
    })
    .await;
}

/// What a provider says about an order of 1001 units for 0.333667, and what that does.
#[tokio::test]
async fn what_each_word_does() {
    still_panel(async |panel| {
        let service = odd_service(panel, Ending::Completed, 0).await;
        let customer = panel.customer("100").await;
        for (word, remains, ends) in [
            (Word::Open, Some(400), "In progress 0.333667 400"),
            (Word::Open, Some(0), "In progress 0.333667 0"),
            (Word::Open, Some(-1), "In progress 0.333667 1001"),
            (Word::Open, Some(1002), "In progress 0.333667 1001"),
            (Word::Other, None, "In progress 0.333667 1001"),
            (Word::Completed, None, "Completed 0.333667 0"),
            (Word::Completed, Some(700), "Completed 0.333667 0"),
            (Word::Partial, Some(1), "Partial 0.333334 1"),
            (Word::Partial, Some(1000), "Partial 0.000334 1000"),
            (Word::Partial, Some(0), "Completed 0.333667 0"),
            (Word::Partial, Some(1001), "Canceled 0.00 1001"),
            (Word::Partial, None, "In progress 0.333667 1001"),
            (Word::Partial, Some(-5), "In progress 0.333667 1001"),
            (Word::Partial, Some(i64::MAX), "In progress 0.333667 1001"),
            (Word::Canceled, None, "Canceled 0.00 1001"),
            (Word::Canceled, Some(0), "Canceled 0.00 1001"),
            (Word::Canceled, Some(1001), "Canceled 0.00 1001"),
            (Word::Canceled, Some(501), "Partial 0.166667 501"),
            (Word::Canceled, Some(-1), "In progress 0.333667 1001"),
        ] {
            let id = running(panel, &customer, service, 1001).await;
            let before = panel.balance(&customer).await;
            apply(panel, id, report(word, remains)).await;
            assert_eq!(shown(panel, &customer, id).await, ends, "{word:?} {remains:?}");
            let odd = matches!(word, Word::Partial | Word::Canceled);
            if ends.starts_with("In progress") {
                assert_eq!(state(panel, id).await, if odd { "review" } else { "running" });
                assert_eq!(attention(panel, id).await.is_some(), odd);
                assert_eq!(panel.balance(&customer).await, before);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn packages_are_one_whole_thing() {
    still_panel(async |panel| {
        let package = async |ending, percent| {
            panel
                .service(|service| {
                    service.draft.kind = Kind::Package;
                    service.draft.rate = Rate::parse("2.5").unwrap();
                    service.sandbox.ending = ending;
                    service.sandbox.partial_percent = percent;
                    service.sandbox.per_minute = 1;
                })
                .await
        };
        let customer = panel.customer("100").await;
        // A sent quantity is ignored.
        let done = package(Ending::Completed, 0).await;
        let id = order(panel, &customer, done, 7).await;
        assert_eq!(shown(panel, &customer, id).await, "Pending 2.50 1");
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "In progress 2.50 1");
        panel.advance(TimeDelta::minutes(2));
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 2.50 0");

        let canceled = package(Ending::Canceled, 0).await;
        let id = order_id(&add(panel, &customer, canceled, &[("link", super::LINK)]).await);
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1");

        for percent in [0, 50, 100] {
            let partial = package(Ending::Partial, percent).await;
            let id = order(panel, &customer, partial, 1).await;
            work(panel).await;
            panel.advance(TimeDelta::minutes(2));
            work(panel).await;
            assert_eq!(state(panel, id).await, "review", "{percent}");
            assert_eq!(shown(panel, &customer, id).await, "In progress 2.50 1", "{percent}");
        }
        assert_eq!(panel.balance(&customer).await, "90.00");
    })
    .await;
}

#[tokio::test]
async fn final_is_final_and_later_news_is_flagged() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let ends = [
            (report(Word::Completed, None), "Completed 1.00 0"),
            (report(Word::Partial, 400), "Partial 0.60 400"),
            (report(Word::Canceled, None), "Canceled 0.00 1000"),
        ];
        for (first, shows) in &ends {
            let id = running(panel, &customer, service, 1000).await;
            assert_eq!(apply(panel, id, first.clone()).await, 1);
            let balance = panel.balance(&customer).await;
            // The same word again, or an older one that arrives late: nothing happens.
            apply(panel, id, first.clone()).await;
            apply(panel, id, report(Word::Open, 900)).await;
            assert_eq!(attention(panel, id).await, None, "{shows}");
            for (later, _) in &ends {
                apply(panel, id, later.clone()).await;
            }
            apply(panel, id, report(Word::Partial, 1)).await;
            apply(panel, id, report(Word::Partial, None)).await;
            assert_eq!(shown(panel, &customer, id).await, *shows);
            assert_eq!(panel.balance(&customer).await, balance);
            assert!(attention(panel, id).await.is_some(), "{shows}: contradicted, and no flag");
            assert!(story(panel, id).await.contains(&"late_report".to_owned()), "{shows}");
            panel.assert_books().await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_ordered_at_one_price_is_refunded_at_it() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = running(panel, &customer, service, 1000).await;
        execute(panel, &format!("update services set rate = 90000000 where id = {service}")).await;
        apply(panel, id, report(Word::Partial, 500)).await;
        assert_eq!(shown(panel, &customer, id).await, "Partial 0.50 500");
        assert_eq!(panel.balance(&customer).await, "9.50");
    })
    .await;
}

#[tokio::test]
async fn a_free_order_moves_nothing_and_ends_like_any_other() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.rate = Rate::from_micros(0)).await;
        let customer = panel.customer("0").await;
        for word in [Word::Completed, Word::Canceled] {
            let id = running(panel, &customer, service, 1000).await;
            apply(panel, id, report(word, None)).await;
            for kind in ["charge", "settle", "refund"] {
                assert_eq!(moves(panel, id, kind).await, 0);
            }
        }
        let id = running(panel, &customer, service, 1000).await;
        apply(panel, id, report(Word::Partial, 500)).await;
        assert_eq!(shown(panel, &customer, id).await, "Partial 0.00 500");
    })
    .await;
}

#[tokio::test]
async fn one_unit_at_the_least_price_costs_a_millionth() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.rate = Rate::from_micros(1)).await;
        let customer = panel.customer("0.000002").await;
        let id = running(panel, &customer, service, 999).await;
        assert_eq!(shown(panel, &customer, id).await, "In progress 0.000001 999");
        // The undelivered part is worth less than a millionth: nothing is refunded.
        apply(panel, id, report(Word::Partial, 998)).await;
        assert_eq!(shown(panel, &customer, id).await, "Partial 0.000001 998");
        assert_eq!(panel.balance(&customer).await, "0.000001");
        assert_eq!(moves(panel, id, "refund").await, 0);
    })
    .await;
}

/// Only a person removes a flag: no progress and no end does.
#[tokio::test]
async fn progress_takes_no_flag_away() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = running(panel, &customer, service, 1000).await;
        execute(panel, &format!("update orders set attention = 'look here' where id = {id}")).await;
        apply(panel, id, report(Word::Open, 500)).await;
        assert_eq!(attention(panel, id).await.as_deref(), Some("look here"));
        apply(panel, id, report(Word::Completed, 0)).await;
        assert_eq!(attention(panel, id).await.as_deref(), Some("look here"));
        super::desk_dismiss(panel, id).await.unwrap();
        assert_eq!(attention(panel, id).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_scheduled_order_waits_for_its_time() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        // No door makes scheduled orders yet, so the test makes one by hand.
        let id = order(panel, &customer, service, 1000).await;
        let held = format!(
            "update orders set state = 'scheduled', lane = null, due_at = due_at + interval '1 hour'
             where id = {id}"
        );
        execute(panel, &held).await;
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Pending 1.00 1000");
        panel.advance(TimeDelta::hours(1));
        assert_eq!(sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap(), 1);
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 1.00 0");
    })
    .await;
}

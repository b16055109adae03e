//! Lines of a provider's list that cannot be read: they are named, they are not sold, and services
//! that use them do not count as gone.
//!
//! Seen red by `make seeded`: `unread-is-gone`.

use serde_json::{Value, json};
use waybill::providers::changes::Answer;
use waybill::providers::list_sync::{self, WatchError};
use waybill::providers::price_guard::{Fate, What};
use waybill::providers::unread::{self, Unreadable};
use waybill::providers::{ProviderId, import};

use super::{all, line, shop};
use crate::support::Panel;

/// A line with this value in one of its fields; null: without the field.
fn odd(id: i64, field: &str, value: Value) -> Value {
    let mut line = line(id, "1.00");
    line[field] = value;
    line
}

/// What an import leaves out, and why.
async fn left_out(panel: &Panel, provider: i64) -> Vec<String> {
    let plan = import::preview(&panel.app.db, ProviderId::new(provider), &all("20")).await.unwrap();
    let told = |row: &import::Planned| {
        row.why().map(|why| format!("{}, {}: {why}", row.upstream_service, row.name))
    };
    plan.rows.iter().filter_map(told).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_line_is_imported_or_named() {
    shop(async |panel, upstream, provider| {
        let mut nameless = line(0, "1.00");
        nameless.as_object_mut().unwrap().remove("service");
        upstream.set_services(json!([
            line(7, "1.00"),
            odd(8, "rate", json!("free")),
            odd(9, "min", json!("few")),
            odd(10, "max", json!(null)),
            odd(11, "max", json!("5")),
            nameless,
            "no service",
            line(7, "2.00"),
            odd(12, "type", json!("Live stream")),
            odd(13, "min", json!("")),
            odd(14, "rate", json!(null)),
        ]));
        let seen = panel.look(provider).await;
        assert_eq!((seen.listed, seen.unread), (2, 9));
        assert_eq!(
            left_out(panel, provider).await,
            [
                "7, Views 7: another line has the same id",
                "8, Views 8: its rate cannot be read: “free”",
                "9, Views 9: its smallest quantity cannot be read: “few”",
                "10, Views 10: its largest quantity cannot be read",
                "11, Views 11: its largest quantity is below its smallest: “10 to 5”",
                "12, Views 12: its type is not known here",
                "13, Views 13: its smallest quantity cannot be read",
                "14, Views 14: its rate cannot be read",
                "line 6, Views 0: its id cannot be read",
                "line 7, : it is no service: “no service”",
            ]
        );
        let done = panel.import(provider, &all("20")).await;
        assert_eq!((done.new, done.skipped), (1, 10));
        assert_eq!(panel.price(done.rows[0].service_id.get()).await, "1.20");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_whose_line_cannot_be_read_is_sold_on_and_asked_about() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        for (broken, why) in [
            (odd(7, "max", json!("lots")), "its largest quantity cannot be read: “lots”"),
            (odd(7, "rate", json!("ask us")), "its rate cannot be read: “ask us”"),
        ] {
            upstream.set_services(json!([line(8, "1.00"), broken]));
            let seen = panel.look(provider).await;
            assert_eq!((seen.unread, seen.paused), (1, 0));
            let open = panel.changes(Fate::Open).await;
            assert_eq!(open.len(), 1, "{open:?}");
            assert_eq!((open[0].what, open[0].after["why"].as_str()), (What::Unread, Some(why)));
            assert!(panel.takes_orders(service).await);
            let sold = panel.sold(service).await;
            assert_eq!((sold.min, sold.max), (10, 1000));
            // The question is asked once, and an import leaves the line alone.
            assert_eq!(panel.look(provider).await.changes, 0);
            assert_eq!(panel.answer_all(Answer::Dismiss).await, 1);
            assert_eq!(panel.look(provider).await.changes, 0);
            assert_eq!(panel.import(provider, &all("50")).await.updated, 0);
            assert_eq!(panel.price(service).await, "1.20");
            upstream.set_services(json!([line(7, "1.00"), line(8, "1.00")]));
            panel.look(provider).await;
        }

        // The line can be read again: it is compared with what was known, and the question is
        // settled.
        upstream.set_services(json!([odd(7, "min", json!(null)), line(8, "1.00")]));
        panel.look(provider).await;
        assert_eq!(panel.changes(Fate::Open).await.len(), 1);
        upstream.set_services(json!([line(7, "1.05"), line(8, "1.00")]));
        panel.look(provider).await;
        assert!(panel.changes(Fate::Open).await.is_empty());
        assert_eq!(panel.price(service).await, "1.26");

        // Staff's answer switches it off. If it is gone later, that is reported as usual.
        upstream.set_services(json!([odd(7, "min", json!([1])), line(8, "1.00")]));
        panel.look(provider).await;
        assert_eq!(panel.answer_all(Answer::Apply).await, 1);
        assert!(!panel.takes_orders(service).await);
        upstream.set_services(json!([line(8, "1.00")]));
        panel.look(provider).await;
        let open = panel.changes(Fate::Open).await;
        assert!(open.iter().any(|change| change.what == What::Gone), "{open:?}");
        assert!(panel.off(service).await.starts_with("Gone"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_gone_stays_gone_until_it_can_be_read() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        upstream.set_services(json!([line(8, "1.00")]));
        assert_eq!(panel.look(provider).await.paused, 1);
        upstream.set_services(json!([odd(7, "rate", json!("free")), line(8, "1.00")]));
        let seen = panel.look(provider).await;
        assert_eq!((seen.changes, seen.resumed), (0, 0));
        upstream.set_services(json!([line(7, "1.00"), line(8, "1.00")]));
        assert_eq!(panel.look(provider).await.resumed, 1);
        assert!(panel.takes_orders(service).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_without_an_id_changes_nothing() {
    shop(async |panel, upstream, provider| {
        let service = panel.sell(provider, "20").await;
        upstream.set_services(json!([{ "no": 7, "name": "Views 7" }, { "no": 8 }]));
        let app = &panel.app;
        let seen =
            list_sync::look(&app.upstreams, &app.db, &app.clock, ProviderId::new(provider)).await;
        assert!(matches!(seen, Err(WatchError::Nameless(2))), "{seen:?}");
        let trouble = panel.provider_row(provider).await.list_trouble.unwrap();
        assert!(trouble.contains("none of its 2 lines has an id"), "{trouble}");
        assert!(panel.takes_orders(service).await);
    })
    .await;
}

/// For example, their prices have another form since the night.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_that_cannot_be_read_are_kept_and_named() {
    shop(async |panel, upstream, provider| {
        let list = |broken: i64| -> Value {
            let line = |id| match id <= broken {
                true => odd(id, "rate", json!("from 1.00")),
                false => line(id, "1.00"),
            };
            (1..=5000).map(line).collect()
        };
        upstream.set_services(list(1000));
        let seen = panel.look(provider).await;
        assert_eq!((seen.listed, seen.unread), (4000, 1000));
        let done = panel.import(provider, &all("20")).await;
        assert_eq!((done.new, done.skipped), (4000, 1000));
        upstream.set_services(list(5000));
        let seen = panel.look(provider).await;
        assert_eq!((seen.changes, seen.paused), (4000, 0));
        assert_eq!(panel.look(provider).await.changes, 0);
        let unread = unread::kept(panel.app.db.pool(), ProviderId::new(provider)).await.unwrap();
        assert_eq!(unread.len(), 5000);
        assert!(unread.iter().all(|one| one.why == Unreadable::Rate && one.said == "from 1.00"));
        upstream.set_services(list(0));
        panel.look(provider).await;
        assert!(panel.changes(Fate::Open).await.is_empty());
    })
    .await;
}

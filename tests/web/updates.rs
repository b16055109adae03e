//! Updates of the price list: every change of what is on sale is told once, whoever makes it.

use chrono::TimeDelta;
use waybill::catalogue::events::{self, Filter, Told};
use waybill::kit::page::Cursor;

use super::Visitor;
use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, order_id, still_panel};

/// What is told of these services, oldest first.
async fn told(panel: &Panel) -> Vec<String> {
    let found = events::page(&panel.app.db, &Filter::default(), Cursor::First).await.unwrap();
    let mut told: Vec<_> = found
        .rows
        .into_iter()
        .map(|event| {
            let old = event.old_rate.map(|rate| format!("{rate}>")).unwrap_or_default();
            format!("{} {old}{}", event.told.as_str(), event.rate)
        })
        .collect();
    told.reverse();
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_of_what_is_on_sale_is_told_once() {
    still_panel(async |panel| {
        let on = panel.service(|_| {}).await;
        let off = panel.service(|service| service.draft.enabled = false).await;
        assert_eq!(told(panel).await, ["added 1.00"]);
        for sql in [
            // Nothing that customers see.
            format!("update services set rate = 5, name = 'x', position = 3 where id = {off}"),
            format!("update services set name = 'Another name', description = 'x' where id = {on}"),
            format!("update services set rate = rate where id = {on}"),
            // Turned and turned back in one transaction: nobody has seen it.
            format!(
                "begin; update services set paused_reason = 'x' where id = {on};
                 update services set paused_reason = null where id = {on}; commit"
            ),
            format!(
                "begin; update services set enabled = true where id = {off};
                 update services set paused_reason = 'below cost' where id = {off}; commit"
            ),
        ] {
            execute(panel, &sql).await;
            assert_eq!(told(panel).await, ["added 1.00"], "{sql}");
        }
        let mut expected = vec!["added 1.00".to_owned()];
        for (sql, events) in [
            (
                format!("update services set rate = 1250000 where id = {on}"),
                &["price_up 1.00>1.25"][..],
            ),
            (
                format!("update services set rate = 900000, max = 7 where id = {on}"),
                &["price_down 1.25>0.90", "limits 1.25>0.90"],
            ),
            (
                format!("update services set paused_reason = 'gone' where id = {on}"),
                &["removed 0.90>0.90"],
            ),
            (format!("update services set rate = 2000000 where id = {on}"), &[]),
            (format!("update services set enabled = false where id = {on}"), &[]),
            (
                format!("update services set enabled = true, paused_reason = null where id = {on}"),
                &["restored 2.00>2.00"],
            ),
            // The first time is new, whenever it is.
            (
                format!("update services set paused_reason = null where id = {off}"),
                &["added 0.000005>0.000005"],
            ),
        ] {
            execute(panel, &sql).await;
            expected.extend(events.iter().map(ToString::to_string));
            assert_eq!(told(panel).await, expected, "{sql}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_that_is_not_the_readers_is_not_told() {
    still_panel(async |panel| {
        let (own, list) = (panel.customer("10").await, panel.customer("10").await);
        let one = panel.service(|service| service.draft.name = "Steady views".to_owned()).await;
        panel.own_rate(&own, one, Some("0.5")).await;
        execute(panel, &format!("update services set rate = 1500000 where id = {one}")).await;
        execute(panel, &format!("update services set min = 5 where id = {one}")).await;
        let (own, list) = (Visitor::of(panel, own.id).await, Visitor::of(panel, list.id).await);
        let page = list.get("/services/updates").await;
        page.assert_shows("Price up").assert_shows("1.50").assert_shows("5–1,000,000");
        let page = own.get("/services/updates").await;
        page.assert_shows("Steady views").assert_shows("5–1,000,000");
        assert!(!page.text().contains("1.50"), "the list price is not theirs");
        let page = own.get("/services/updates?kind=price-up").await;
        page.assert_shows("Nothing of this kind has changed");
        let page = own.get(&format!("/services/{one}")).await;
        assert!(!page.text().contains("1.50"));
    })
    .await;
}

async fn ordered(panel: &Panel, who: &Customer, service: i64) {
    let service = service.to_string();
    let fields = [
        ("action", "add"),
        ("service", service.as_str()),
        ("link", "https://example.com/p/1"),
        ("quantity", "100"),
    ];
    order_id(&panel.v2(&who.key, &fields).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_filters_find_kinds_and_what_was_ordered() {
    still_panel(async |panel| {
        let who = panel.customer("10").await;
        let visitor = Visitor::of(panel, who.id).await;
        visitor.get("/services/updates").await.assert_shows("No updates yet");
        let mine = panel.service(|service| service.draft.name = "Mine".to_owned()).await;
        panel.service(|service| service.draft.name = "Theirs".to_owned()).await;
        ordered(panel, &who, mine).await;
        execute(panel, "update services set rate = rate * 2 where name = 'Theirs'").await;
        execute(panel, "update services set enabled = false where name = 'Mine'").await;
        for (query, shown) in [
            ("", [true, true]),
            ("?mine=1", [true, false]),
            ("?kind=price-up", [false, true]),
            ("?kind=price-up&mine=1", [false, false]),
            ("?kind=off", [true, false]),
            ("?kind=new", [true, true]),
            ("?kind=limits", [false, false]),
            ("?kind=none&mine=maybe&before=x&after=y", [true, true]),
            ("?before=424242", [true, true]),
        ] {
            let page = visitor.get(&format!("/services/updates{query}")).await;
            page.assert_status(200);
            let found = [">Mine<", ">Theirs<"].map(|name| page.text().contains(name));
            assert_eq!(found, shown, "{query}");
        }
        let page = visitor.get("/services/updates?kind=off").await;
        assert!(!page.text().contains(&format!("href=\"/services/{mine}\"")), "it is off sale");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_go_by_time_and_miss_nothing() {
    still_panel(async |panel| {
        let id = panel.service(|_| {}).await;
        // Later ids with earlier times, as the demo plants them; many at the same moment.
        let sql = format!(
            "insert into catalogue_events (service_id, kind, rate, min, max, at)
             select {id}, 'limits', 1, 1, n, now() - make_interval(mins => n / 3)
             from generate_series(1, 129) n"
        );
        execute(panel, &sql).await;
        let (mut cursor, mut seen, mut pages) = (Cursor::First, Vec::new(), Vec::new());
        loop {
            let page = events::page(&panel.app.db, &Filter::default(), cursor).await.unwrap();
            seen.extend(page.rows.iter().map(|event| (event.at, event.id)));
            pages.push(page.newer);
            match page.older {
                Some(id) => cursor = Cursor::Before(id),
                None => break,
            }
        }
        assert_eq!((seen.len(), pages.len()), (130, 3));
        assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once");
        let back = Cursor::After(pages[1].unwrap());
        let first = events::page(&panel.app.db, &Filter::default(), back).await.unwrap();
        assert_eq!(first.rows.len(), 50);
        assert_eq!((first.rows[0].at, first.rows[0].id), seen[0]);
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let page = visitor.get("/services/updates").await;
        page.assert_shows("Older").assert_shows("scope=\"rowgroup\"");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_are_kept_for_half_a_year() {
    still_panel(async |panel| {
        panel.service(|_| {}).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        panel.advance(TimeDelta::days(179));
        assert!(!events::sweep(db, clock, 1000).await.unwrap());
        assert_eq!(value::<i64>(panel, "select count(*) from catalogue_events").await, 1);
        panel.advance(TimeDelta::days(2));
        assert!(events::sweep(db, clock, 1).await.unwrap(), "there may be more");
        assert!(!events::sweep(db, clock, 1).await.unwrap());
        assert_eq!(value::<i64>(panel, "select count(*) from catalogue_events").await, 0);
        let named = [Told::Added, Told::Limits].map(|told| Told::parse(told.as_str()));
        assert_eq!(named, [Some(Told::Added), Some(Told::Limits)]);
    })
    .await;
}

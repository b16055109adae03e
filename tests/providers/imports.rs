//! What is imported from a provider's list.

use serde_json::{Value, json};
use waybill::accounts::audit::Actor;
use waybill::catalogue;
use waybill::providers::import::{self, ImportError, ImportOptions, ImportedRow};
use waybill::providers::provider::{self, Draft};
use waybill::providers::{Protocol, ProviderId, ProviderUrl};

use super::{all, line, shop};
use crate::support::Panel;

async fn count(panel: &Panel) -> usize {
    catalogue::list_all(panel.app.db.pool()).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_makes_services_and_a_second_one_changes_them() {
    shop(async |panel, upstream, provider| {
        upstream.set_services(json!([line(7, "1.00"), line(8, "0.333333")]));
        panel.look(provider).await;
        let before = count(panel).await;
        let done = panel.import(provider, &all("20")).await;
        assert_eq!((done.new, done.updated, done.skipped), (2, 0, 0));
        let ImportedRow { upstream_service: name, service_id: service, price: rate } =
            done.rows[0].clone();
        assert_eq!((name.as_str(), rate.to_string().as_str()), ("7", "1.20"));
        let sold = panel.sold(service.get()).await;
        assert_eq!((sold.name.as_str(), sold.category.as_str()), ("Views 7", "Video"));
        assert_eq!((sold.min, sold.max, sold.refill, sold.dripfeed), (10, 1000, true, false));
        assert!(panel.takes_orders(service.get()).await);

        let again = panel.import(provider, &all("50")).await;
        assert_eq!((again.new, again.updated), (0, 2));
        assert_eq!(again.rows[0].service_id, service);
        assert_eq!(panel.price(service.get()).await, "1.50");
        let same = panel.import(provider, &all("50")).await;
        assert_eq!((same.new, same.updated), (0, 0));
        assert_eq!(count(panel).await, before + 2);
        // If the import has no margin, each service keeps its own.
        let kept = panel.import(provider, &ImportOptions { margin: None, ..all("") }).await;
        assert_eq!(kept.updated, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_imports_at_once_make_each_service_once() {
    shop(async |panel, _, provider| {
        panel.look(provider).await;
        let before = count(panel).await;
        let options = all("20");
        let imports = [0; 4].map(|_| panel.import(provider, &options));
        let done = futures_util::future::join_all(imports).await;
        assert_eq!(done.iter().map(|one| one.new).sum::<usize>(), 1);
        assert_eq!(count(panel).await, before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_would_do_harm_are_harmless() {
    shop(async |panel, upstream, provider| {
        let evil = |id: i64, name: &str, kind: &str| {
            let mut line = line(id, "1");
            line["name"] = json!(name);
            line["category"] = json!(name);
            line["desc"] = json!(format!("<p>{name}</p><script>alert(1)</script>"));
            line["type"] = json!(kind);
            line
        };
        upstream.set_services(json!([
            evil(1, "<script>alert(1)</script>Views", "Default"),
            evil(2, "&lt;img src=x onerror=alert(1)&gt;Likes", "default"),
            evil(3, "nul\u{0}led \u{202e}turned", "Default"),
            evil(4, &"long ".repeat(100_000), "Default"),
            evil(5, "Subscriber", "Subscriptions"),
            evil(6, "Odd", "Live stream"),
            evil(9, "<b></b>", "Default"),
        ]));
        panel.look(provider).await;
        let done = panel.import(provider, &all("20")).await;
        assert_eq!((done.new, done.skipped), (4, 3));
        for row in &done.rows {
            let sold = panel.sold(row.service_id.get()).await;
            for text in [&sold.name, &sold.category, &sold.description] {
                assert!(!text.contains('<') && !text.contains('\0'), "{text}");
            }
            assert!(sold.name.chars().count() <= 300);
        }
        let names = panel.sold(done.rows[2].service_id.get()).await.name;
        assert_eq!(names, "nulled turned");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_are_imported_and_compared() {
    shop(async |panel, upstream, provider| {
        let list = |rate: &str| -> Value { (1..=5000).map(|id| line(id, rate)).collect() };
        upstream.set_services(list("1.00"));
        panel.look(provider).await;
        let done = panel.import(provider, &all("20")).await;
        assert_eq!(done.new, 5000);
        assert_eq!(panel.look(provider).await.changes, 0);
        upstream.set_services(list("1.05"));
        assert_eq!(panel.look(provider).await.changes, 5000);
        for at in [0, 2500, 4999] {
            assert_eq!(panel.price(done.rows[at].service_id.get()).await, "1.26");
        }
        assert_eq!(panel.import(provider, &all("50")).await.updated, 5000);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_done_that_was_not_shown() {
    shop(async |panel, upstream, provider| {
        panel.look(provider).await;
        let (db, clock, options) = (&panel.app.db, &panel.app.clock, all("20"));
        let seen = import::preview(db, ProviderId::new(provider), &options).await.unwrap().digest();
        upstream.set_services(json!([line(7, "1.01")]));
        panel.look(provider).await;
        let asked = (ProviderId::new(provider), options.clone(), Some(seen));
        let refused = import::run::import(db, clock, Actor::COMMAND, asked).await;
        assert!(matches!(refused, Err(ImportError::Changed)));
        let seen = import::preview(db, ProviderId::new(provider), &options).await.unwrap().digest();
        let asked = (ProviderId::new(provider), options, Some(seen));
        import::run::import(db, clock, Actor::COMMAND, asked).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn costs_are_in_the_panels_currency_and_rounded_up() {
    shop(async |panel, upstream, _| {
        upstream.set_services(json!([line(7, "1.000001")]));
        let app = &panel.app;
        let url = ProviderUrl::parse(&upstream.url, app.upstreams.outbound()).unwrap();
        let draft = Draft {
            currency: "EUR".to_owned(),
            exchange: waybill::providers::margin::Exchange::parse("1.1").unwrap(),
            ..Draft::new("Abroad", url, Some("key-of-ours".to_owned()))
        };
        let made = (Protocol::SmmV2, draft);
        let (db, clock, upstreams) = (&app.db, &app.clock, &app.upstreams);
        let id = provider::create(db, clock, upstreams, Actor::COMMAND, made).await.unwrap();
        let service = panel.sell(id.get(), "0").await;
        assert_eq!(panel.price(service).await, "1.100002");
        assert_eq!(upstream.calls("services")[0]["key"], "key-of-ours");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_costs_nothing_is_not_sold_unless_it_is_asked_for() {
    shop(async |panel, upstream, provider| {
        upstream.set_services(json!([line(7, "1.00"), line(8, "0"), line(9, "0.00")]));
        panel.look(provider).await;
        let before = count(panel).await;
        let done = panel.import(provider, &all("20")).await;
        assert_eq!((done.new, done.skipped), (1, 2));
        assert_eq!(count(panel).await, before + 1);
        let asked = ImportOptions { free: true, ..all("20") };
        let done = panel.import(provider, &asked).await;
        assert_eq!((done.new, done.skipped), (2, 0));
        // A price that falls to nothing later is not followed either, by a look or an import.
        let sold = done.rows.iter().find(|row| row.upstream_service == "7").unwrap().service_id;
        upstream.set_services(json!([line(7, "0"), line(8, "0"), line(9, "0")]));
        panel.look(provider).await;
        panel.import(provider, &all("20")).await;
        assert_eq!(panel.price(sold.get()).await, "1.20");
    })
    .await;
}

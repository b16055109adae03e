//! Choosing a service: by words, by category, the favourites, those that were ordered lately.

use waybill::catalogue::{ServiceId, favourites};

use super::Visitor;
use crate::support::{order_id, still_panel};

/// The numbers of the services in a list, in its order.
fn shown(list: &str) -> Vec<i64> {
    let options = list.split("data-value=\"").skip(1);
    options.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_is_found_by_its_words_number_and_category() {
    still_panel(async |panel| {
        let named = async |name: &str, category: &'static str| {
            let service = panel.service(|service| {
                service.draft.name = name.to_owned();
                service.category = category;
            });
            service.await
        };
        let likes = named("🔥 Video Likes | Refill 30 Days [Max 10K]", "Videos").await;
        let views = named("Video Views <b>Fast</b>", "Videos").await;
        let plays = named("Podcast plays", "Audio").await;
        let customer = panel.customer("10").await;
        let visitor = Visitor::of(panel, customer.id).await;
        for (query, found) in [
            ("find=video", vec![likes, views]),
            ("find=LIKES+video", vec![likes]),
            ("find=audio", vec![plays]),
            (&format!("find={views}"), vec![views]),
            ("find=nothing+such", vec![]),
            ("category=Audio", vec![plays]),
            ("category=Videos&find=fast", vec![views]),
            ("category=Audio&find=video", vec![]),
            ("category=None+such", vec![]),
            ("find=%00%FF%3Cscript%3E", vec![]),
        ] {
            let list = visitor.get(&format!("/new/services?{query}")).await;
            assert_eq!(shown(list.assert_status(200).text()), found, "{query}");
        }
        visitor.get("/new/services?find=nope").await.assert_shows("No service matches");
        // Without a script, the page itself carries what was found.
        let page = visitor.get("/new?find=fast").await;
        page.assert_shows(&format!("<option value=\"{views}\""));
        assert!(!page.text().contains(&format!("<option value=\"{plays}\"")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn favourites_and_what_was_ordered_last_come_first() {
    still_panel(async |panel| {
        let mut services = Vec::new();
        for _ in 0..4 {
            services.push(panel.service(|_| {}).await);
        }
        let (customer, other) = (panel.customer("10").await, panel.customer("10").await);
        let visitor = Visitor::of(panel, customer.id).await;
        let blank = visitor.get("/new").await;
        blank.assert_shows("Choose a service; its fields");
        assert!(!blank.text().contains("Ordered lately"));
        favourites::set(
            &panel.app.db,
            &panel.app.clock,
            customer.id,
            (ServiceId::new(services[3]), true),
        )
        .await
        .unwrap();
        favourites::set(
            &panel.app.db,
            &panel.app.clock,
            other.id,
            (ServiceId::new(services[0]), true),
        )
        .await
        .unwrap();
        for service in [services[1], services[2]] {
            let fields = [
                ("action", "add"),
                ("service", &service.to_string()),
                ("link", "https://example.com/p/1"),
                ("quantity", "100"),
            ];
            order_id(&panel.v2(&customer.key, &fields).await);
        }
        let [first, second, third, fourth] = [0, 1, 2, 3].map(|n: usize| services[n]);
        let list = visitor.get("/new/services").await;
        let all = [fourth, third, second, first, second, third, fourth];
        assert_eq!(shown(list.text()), all, "favourites, lately, then all");
        let starred = visitor.get("/new/services?category=*favourites").await;
        assert_eq!(shown(starred.text()), [fourth]);
        let lately = visitor.get("/new/services?category=*lately").await;
        assert_eq!(shown(lately.text()), [second, third]);
        // The last service is chosen already, and the last orders stand beside it.
        let page = visitor.get("/new").await;
        assert_eq!(page.hidden("service"), third.to_string());
        page.assert_shows("Last orders");
        let theirs = Visitor::of(panel, other.id).await.get("/new").await;
        assert!(!theirs.text().contains("Last orders"));
    })
    .await;
}

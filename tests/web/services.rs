//! The price list: who sees it, what is found, favourites, and the same as a file.

use waybill::catalogue::{Kind, ServiceId, favourites};
use waybill::kit::money::Rate;

use super::Visitor;
use crate::support::rows::{execute, value};
use crate::support::{Panel, still_panel};

async fn customer(panel: &Panel) -> Visitor<'_> {
    Visitor::of(panel, panel.customer("10").await.id).await
}

/// Services named by a number, in one category or in two.
async fn stock(panel: &Panel, count: i64) {
    let sql = format!(
        "insert into categories (name) values ('Views'), ('Likes');
         insert into services (category_id, position, name, kind, description, rate, min, max,
                               refill, cancel, dripfeed, enabled, created_at)
         select 1 + n / ({count} / 2 + 1), n, 'Stocked number ' || n, 'Default',
                repeat('long words ', 100), 900000 + n, 10, 10000, true, true, true, true, now()
         from generate_series(1, {count}) n"
    );
    execute(panel, &sql).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_customer_finds_a_service_at_their_own_price() {
    still_panel(async |panel| {
        let who = panel.customer("10").await;
        let visitor = Visitor::of(panel, who.id).await;
        let one = panel
            .service(|service| {
                service.category = "Views";
                service.draft.name = "Steady views".to_owned();
                service.draft.description = "First line\nSecond line".to_owned();
                service.draft.rate = Rate::parse("1.234567").unwrap();
                service.draft.refill_days = Some(30);
            })
            .await;
        let package = panel
            .service(|service| {
                service.category = "Boosts";
                service.draft.name = "Boost Ärger".to_owned();
                service.draft.kind = Kind::Package;
                (service.draft.min, service.draft.max) = (1, 1);
            })
            .await;
        let off = panel.service(|service| service.draft.enabled = false).await;
        let page = visitor.get("/services").await;
        page.assert_status(200).assert_shows("2 services").assert_shows("title=\"1.234567\"");
        page.assert_shows("1.2346").assert_shows("1–1,000,000").assert_shows("one package");
        page.assert_shows(&format!("href=\"/new?service={one}\""));
        assert!(!page.text().contains(&format!("/services/{off}\"")), "what is off is not listed");

        panel.own_rate(&who, one, Some("0.5")).await;
        visitor.get("/services").await.assert_shows(">0.50");
        for (query, found) in [
            ("q=steady", [true, false]),
            ("q=VIEWS+steady", [true, false]),
            ("q=ärger", [false, true]),
            (&*format!("q=%23{package}"), [false, true]),
            ("q=steady+boost", [false, false]),
            ("q=%25", [false, false]),
            ("category=0", [false, false]),
            ("category=x", [true, true]),
            ("favourites=1", [false, false]),
            ("after=424242", [true, true]),
            ("before=%00&q=%00", [false, false]),
        ] {
            let page = visitor.get(&format!("/services?{query}")).await;
            page.assert_status(200);
            let shown = [one, package].map(|id| page.text().contains(&format!("id=\"star-{id}\"")));
            assert_eq!(shown, found, "{query}");
        }
        let page = visitor.get(&format!("/services/{one}")).await;
        page.assert_shows("First line\nSecond line").assert_shows("0.50 USD");
        page.assert_shows("For 30 days").assert_shows("per 1000");
        visitor.get(&format!("/services/{off}")).await.assert_status(404);

        let file = visitor.get("/services.csv").await;
        assert!(file.header("content-disposition").contains("services.csv"));
        let line = format!("{one},Views,Steady views,Default,0.50,USD,1000,1,1000000,yes,yes,yes,");
        file.assert_shows(&line).assert_shows("one package");
        let file = visitor.get("/services.csv?q=boost").await;
        assert_eq!(file.text().lines().count(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_has_pages_that_miss_no_service() {
    still_panel(async |panel| {
        stock(panel, 250).await;
        let visitor = customer(panel).await;
        let mut seen = Vec::new();
        let mut path = "/services?q=stocked".to_owned();
        let mut back = Vec::new();
        loop {
            let page = visitor.get(&path).await;
            page.assert_status(200).assert_shows("250 services");
            let ids = page.text().split(" id=\"star-").skip(1);
            seen.extend(ids.map(|rest| rest.split('"').next().unwrap().parse::<i64>().unwrap()));
            let link = |rel: &str| {
                let start = format!("rel=\"{rel}\" href=\"");
                let found = page.text().split_once(&start)?;
                Some(found.1.split('"').next().unwrap().replace("&#38;", "&"))
            };
            back.push(link("prev"));
            match link("next") {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(seen, (1..=250).collect::<Vec<_>>());
        assert_eq!(back[0], None);
        assert_eq!(back[1].as_deref(), Some("/services?q=stocked&before=101"));
        visitor.get(back[2].as_ref().unwrap()).await.assert_shows("101–200 of 250");
        let category = visitor.get("/services?category=2&after=1").await;
        category.assert_shows("Likes (").assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_services_make_small_pages_in_no_time() {
    still_panel(async |panel| {
        stock(panel, 5000).await;
        let visitor = customer(panel).await;
        visitor.get("/services").await;
        let started = std::time::Instant::now();
        for _ in 0..5 {
            let page = visitor.get("/services?q=stocked").await;
            assert!(page.body.len() < 150 * 1024, "{} bytes", page.body.len());
        }
        // A debug build on a busy machine; the limit of a release build is 100 ms.
        assert!(started.elapsed().as_millis() < 5 * 500, "{:?}", started.elapsed());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_star_is_set_once_by_its_owner() {
    still_panel(async |panel| {
        let who = panel.customer("10").await;
        let visitor = Visitor::of(panel, who.id).await;
        let id = panel.service(|_| {}).await;
        let marked = async || favourites::list(panel.app.db.pool(), who.id).await.unwrap();
        let (number, back) = (id.to_string(), "/services?q=sample");
        for _ in 0..2 {
            let fields = [("add", number.as_str()), ("back", back)];
            let done = visitor.post("/services/favourites", &fields).await;
            done.assert_goes(&format!("{back}#star-{id}"));
            assert_eq!(marked().await, [ServiceId::new(id)]);
        }
        let page = visitor.get("/services?favourites=1").await;
        page.assert_shows("name=\"remove\"").assert_shows("1 service<");
        // Another one's list is their own.
        let other = customer(panel).await.get("/services").await;
        assert!(!other.text().contains("name=\"remove\""));
        // A script gets the star alone.
        let script = Visitor::of(panel, who.id).await.with_header("hx-request", "true");
        let star = script.post("/services/favourites", &[("remove", &*number)]).await;
        star.assert_status(200).assert_shows("name=\"add\"");
        assert!(!star.text().contains("<html"));
        assert_eq!(marked().await, []);
        for (fields, status) in [
            (&[("add", "424242")][..], 404),
            (&[("add", "x")], 400),
            (&[("add", "1"), ("remove", "1")], 400),
            (&[], 400),
        ] {
            visitor.post("/services/favourites", fields).await.assert_status(status);
        }
        for back in ["https://evil.example/", "//evil.example", "/orders", "/services#x"] {
            let fields = [("add", number.as_str()), ("back", back)];
            let done = visitor.post("/services/favourites", &fields).await;
            done.assert_goes(&format!("/services#star-{id}"));
        }
        let two = async || {
            let fields = [("add", number.as_str())];
            visitor.post("/services/favourites", &fields).await.assert_status(303);
        };
        tokio::join!(two(), two(), two());
        assert_eq!(value::<i64>(panel, "select count(*) from favourites").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guests_see_the_list_if_the_owner_says_so() {
    still_panel(async |panel| {
        let id = panel.service(|service| service.draft.name = "Open views".to_owned()).await;
        let guest = Visitor::new(panel);
        let pages = ["/services", "/services/updates", "/services.csv", "/api-docs"];
        for path in pages.into_iter().chain([&*format!("/services/{id}")]) {
            let answer = guest.get(path).await;
            let next = path.replace('/', "%2F");
            answer.assert_goes(&format!("/sign-in?next={next}"));
        }
        panel.set("public_prices", "everyone").await;
        for path in pages {
            guest.get(path).await.assert_status(200);
        }
        let page = guest.get("/services?favourites=1&q=x").await;
        assert!(!page.text().contains("class=\"star\""), "a guest has no favourites");
        guest.get("/services").await.assert_shows("Open views").assert_shows("Sign up");
        guest.get("/services/updates?mine=1").await.assert_shows("Open views");
        let fields = [("add", &*id.to_string())];
        let sent = guest.post("/services/favourites", &fields).await;
        assert!(sent.location().starts_with("/sign-in"), "{}", sent.location());
        // Off again, at once in the process that was told.
        panel.set("public_prices", "customers").await;
        guest.get("/services").await.assert_status(303);
    })
    .await;
}

//! The staff's services: what the list finds, and what is done in a row and in the form.

use waybill::accounts::role::Role;
use waybill::kit::money::Rate;

use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Panel, still_panel};

pub(super) async fn admin(panel: &Panel) -> Visitor<'_> {
    Visitor::of(panel, panel.account(Role::Admin).await.id).await
}

/// Services at 1.00 and more, delivered for 0.50 by a provider; answers its id.
pub(super) async fn stock(panel: &Panel, count: i64) -> i64 {
    let far = panel.provider("Far", "https://far.example/api/v2").await;
    let sql = format!(
        "insert into categories (name, position) values ('Views', 1), ('Likes', 2);
         insert into services (category_id, position, name, kind, description, rate, min, max,
                               refill, cancel, dripfeed, enabled, created_at)
         select 1 + n / ({count} / 2 + 1), n,
                'Stocked number ' || n || repeat(' · long words', 8), 'Default',
                repeat('long words ', 100), 1000000 + n, 10, 10000, true, true, true, true, now()
         from generate_series(1, {count}) n;
         insert into routes (service_id, provider_id, upstream_service, cost_rate)
         select id, {far}, id, 500000 from services"
    );
    execute(panel, &sql).await;
    far
}

pub(super) async fn rate(panel: &Panel, id: i64) -> String {
    let micros = value::<i64>(panel, &format!("select rate from services where id = {id}")).await;
    Rate::from_micros(micros).to_string()
}

async fn reason(panel: &Panel, id: i64) -> Option<String> {
    value(panel, &format!("select paused_reason from services where id = {id}")).await
}

/// The services on a page, in their order.
fn ids(page: &str) -> Vec<i64> {
    let rows = page.split(" id=\"s-").skip(1);
    rows.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_of_the_staff_has_pages_that_miss_no_service() {
    still_panel(async |panel| {
        stock(panel, 120).await;
        let staff = admin(panel).await;
        let mut path = "/admin/services?q=stocked".to_owned();
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            let page = staff.get(&path).await;
            page.assert_status(200).assert_shows("of 120");
            seen.extend(ids(page.text()));
            pages += 1;
            let start = "rel=\"next\" href=\"";
            let Some((_, rest)) = page.text().split_once(start) else { break };
            path = rest.split('"').next().unwrap().replace("&#38;", "&");
        }
        assert_eq!((seen, pages), ((1..=120).collect::<Vec<_>>(), 3));
        let page = staff.get("/admin/services?around=70").await;
        assert_eq!(ids(page.text()), (51..=100).collect::<Vec<_>>());
        let page = staff.get("/admin/services?sort=-price&before=60").await;
        assert_eq!(ids(page.text()), (61..=110).rev().collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_services_of_the_staff_make_small_pages() {
    still_panel(async |panel| {
        stock(panel, 5000).await;
        let staff = admin(panel).await;
        for query in ["", "?q=stocked+long", "?sort=margin", "?around=2500&category=1"] {
            let page = staff.get(&format!("/admin/services{query}")).await;
            assert!(page.body.len() < 150 * 1024, "{query}: {} bytes", page.body.len());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_find_services_by_what_is_wrong_with_them() {
    still_panel(async |panel| {
        let far = stock(panel, 6).await;
        execute(
            panel,
            "update services set enabled = false where id = 1;
             delete from routes where service_id = 2;
             update routes set cost_rate = 2000000 where service_id = 3;
             update services set paused_reason = 'Below cost: so it is' where id = 3;
             update services set kind = 'Package', min = 1, max = 1 where id = 4",
        )
        .await;
        let staff = admin(panel).await;
        for (query, found) in [
            ("", &[1, 2, 3, 4, 5, 6][..]),
            ("?state=on", &[2, 4, 5, 6]),
            ("?state=off", &[1]),
            ("?state=paused", &[3]),
            ("?state=no-provider", &[2]),
            ("?state=below", &[3]),
            ("?q=package", &[4]),
            ("?q=%235", &[5]),
            ("?q=views+stocked&state=off", &[1]),
            ("?q=nothing", &[]),
            ("?category=2", &[4, 5, 6]),
            (&format!("?provider={far}"), &[1, 3, 4, 5, 6]),
            ("?sort=margin", &[3, 1, 4, 5, 6, 2]),
            ("?sort=price&category=1", &[1, 2, 3]),
            // What the list does not know is left out.
            ("?state=x&sort=x&category=x&provider=%00&after=x&q=%00", &[1, 2, 3, 4, 5, 6]),
            ("?after=424242", &[1, 2, 3, 4, 5, 6]),
        ] {
            let page = staff.get(&format!("/admin/services{query}")).await;
            page.assert_status(200);
            assert_eq!(ids(page.text()), found, "{query}");
        }
        let page = staff.get("/admin/services").await;
        page.assert_shows("Below cost: so it is").assert_shows("No provider").assert_shows("100 %");
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let page = support.get("/admin/services").await;
        page.assert_shows("Stocked number 1");
        for control in ["name=\"rate\"", "name=\"ids\"", "role=\"switch\"", "name=\"to\""] {
            assert!(!page.text().contains(control), "support has no {control}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_price_is_changed_in_its_row() {
    still_panel(async |panel| {
        stock(panel, 60).await;
        let staff = admin(panel).await;
        let back = "/admin/services?q=stocked&after=50";
        let save = async |seen: &str, rate: &str| {
            let fields = [("seen", seen), ("rate", rate), ("back", back)];
            staff.post("/admin/services/55/price", &fields).await
        };
        save("1.000055", "1.5").await.assert_goes(&format!("{back}#s-55"));
        assert_eq!(rate(panel, 55).await, "1.50");
        staff.get(back).await.assert_shows("now costs 1.50");
        // Sent twice, it is done once.
        save("1.000055", "1.5").await.assert_status(303);
        let audited = "select count(*) from audit where subject = 'service:55'
                       and before ->> 'rate' = '1.000055' and after ->> 'rate' = '1.50'";
        assert_eq!(value::<i64>(panel, audited).await, 1);
        // Somebody who saw an older price changes nothing.
        save("1.000055", "1.7").await.assert_status(303);
        staff.get(back).await.assert_shows("was changed to 1.50 since you opened");
        for wrong in ["", "x", "-1", "1.0000001", "9999999999", "1e3", "<b>"] {
            save("1.50", wrong).await.assert_status(303);
        }
        save("", "1.6").await.assert_status(303);
        assert_eq!(rate(panel, 55).await, "1.50");
        // Below its cost it goes off sale, and the message says so with the cost.
        save("1.50", "0.4").await.assert_status(303);
        staff
            .get(back)
            .await
            .assert_shows("is off sale. Below cost: 0.40 is paid, and it costs 0.50");
        assert!(reason(panel, 55).await.is_some());
        // A row that no list sent comes back in the page where it stands.
        let fields = [("seen", "0.40"), ("rate", "2")];
        let saved = staff.post("/admin/services/55/price", &fields).await;
        saved.assert_goes("/admin/services?around=55#s-55");
        assert_eq!(reason(panel, 55).await, None);
        for evil in ["https://evil.example/", "//evil.example", "/orders", "/admin/servicesx"] {
            let fields = [("seen", "2.00"), ("rate", "2"), ("back", evil)];
            let saved = staff.post("/admin/services/55/price", &fields).await;
            saved.assert_goes("/admin/services#s-55");
        }
        // A script gets the row.
        let script = admin(panel).await.with_header("hx-request", "true");
        let fields = [("seen", "2.00"), ("rate", "3"), ("back", back)];
        let row = script.post("/admin/services/55/price", &fields).await;
        row.assert_status(200).assert_shows("value=\"3.00\"").assert_shows("500 %");
        assert!(!row.text().contains("<html"));
        let fields = [("seen", "2.00"), ("rate", "4"), ("back", back)];
        let row = script.post("/admin/services/55/price", &fields).await;
        row.assert_status(422).assert_shows("changed to 3.00").assert_shows("value=\"4\"");
        row.assert_shows("name=\"seen\" value=\"3.00\"");
        let row = script.post("/admin/services/55/disable", &[("back", back)]).await;
        row.assert_status(200).assert_shows("aria-checked=\"false\"");
        staff
            .post("/admin/services/55/enable", &[("back", back)])
            .await
            .assert_goes(&format!("{back}#s-55"));
        // Two at once: one of them is told.
        let both = async |rate: &str| {
            let fields = [("seen", "3.00"), ("rate", rate), ("back", back)];
            script.post("/admin/services/55/price", &fields).await.status.as_u16()
        };
        let mut answers = <[u16; 2]>::from(tokio::join!(both("5"), both("6")));
        answers.sort_unstable();
        assert_eq!(answers, [200, 422]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_service_is_off_until_somebody_chooses_its_provider() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let page = staff.get("/admin/services/new").await;
        assert!(!page.text().contains("Sandbox"), "nobody takes the sandbox by accident");
        let fields = [
            ("category", "Views"),
            ("name", "Brand new"),
            ("kind", "Default"),
            ("rate", "1"),
            ("min", "1"),
            ("max", "1000"),
            ("enabled", "1"),
        ];
        let made = staff.post("/admin/services", &fields).await;
        let id: i64 = value(panel, "select max(id) from services").await;
        let routes = format!("/admin/services/{id}/routes");
        made.assert_goes(&routes);
        staff
            .get(&routes)
            .await
            .assert_shows("Off sale. No provider")
            .assert_shows("for tests: delivers nothing");
        let told = "select count(*) from catalogue_events";
        assert_eq!(value::<i64>(panel, told).await, 0);
        let customer = panel.customer("10").await;
        let order = [
            ("action", "add"),
            ("service", &*id.to_string()),
            ("link", "https://example.com/p/1"),
            ("quantity", "10"),
        ];
        let refused = panel.v2(&customer.key, &order).await;
        assert!(refused.get("order").is_none(), "{refused}");
        // Turning it on does not help.
        staff.post(&format!("/admin/services/{id}/enable"), &NOTHING).await.assert_status(303);
        staff.get("/admin/services").await.assert_shows("and is off sale. No provider");
        let hand: i64 = value(panel, "select id from providers where protocol = 'manual'").await;
        let fields = [("action", "add"), ("provider", &*hand.to_string())];
        staff.post(&routes, &fields).await.assert_goes(&routes);
        assert_eq!(reason(panel, id).await, None);
        assert_eq!(value::<i64>(panel, told).await, 1);
        let taken = panel.v2(&customer.key, &order).await;
        assert!(taken.get("order").is_some(), "{taken}");
        // Without its last route it is off again.
        let fields = [("action", "remove"), ("position", "0"), ("provider", &*hand.to_string())];
        staff.post(&routes, &fields).await.assert_goes(&routes);
        assert!(reason(panel, id).await.is_some());
        // A copy has everything but the routes.
        let copy = staff.get(&format!("/admin/services/new?from={id}")).await;
        copy.assert_shows("Brand new (copy)").assert_shows("value=\"Views\"");
        staff.get("/admin/services/new?from=424242").await.assert_status(404);
        staff.get("/admin/services/new?from=x").await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_form_saves_nothing_and_shows_both() {
    still_panel(async |panel| {
        let id = panel.service(|service| service.draft.name = "Shared".to_owned()).await;
        let (one, other) = (admin(panel).await, admin(panel).await);
        let path = format!("/admin/services/{id}");
        let form = |seen: &str, rate: &str, max: &str| {
            [
                ("category", "Samples"),
                ("name", "Shared"),
                ("kind", "Default"),
                ("rate", rate),
                ("min", "1"),
                ("max", max),
                ("refill", "1"),
                ("enabled", "1"),
                ("seen", seen),
            ]
            .map(|(name, value)| (name, value.to_owned()))
        };
        let send = async |who: &Visitor<'_>, form: [(&'static str, String); 9]| {
            let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
            who.post(&path, &form).await
        };
        let seen = one.get(&path).await.hidden("seen");
        send(&other, form(&seen, "1.2", "500"))
            .await
            .assert_goes(&format!("/admin/services?around={id}#s-{id}"));
        let page = send(&one, form(&seen, "1.5", "500")).await;
        page.assert_status(422).assert_shows("Somebody else saved this service");
        page.assert_shows(">1.20<").assert_shows(">1.5<").assert_shows("value=\"1.5\"");
        assert!(!page.text().contains("<th scope=\"row\">Largest quantity"), "it is the same");
        assert_eq!(rate(panel, id).await, "1.20");
        // Who has seen both may save theirs.
        let seen = page.hidden("seen");
        send(&one, form(&seen, "1.5", "500")).await.assert_status(303);
        assert_eq!(rate(panel, id).await, "1.50");
        // The page tells what the price was.
        one.get(&path).await.assert_shows("What changed").assert_shows("Price up");
        // Below its cost it is saved, and the message says what it costs.
        execute(panel, &format!("update routes set cost_rate = 900000 where service_id = {id}"))
            .await;
        let page = one.get(&format!("{path}?back=%2Fadmin%2Fservices%3Fq%3Dshared")).await;
        let seen = page.hidden("seen");
        page.assert_shows("Delivered by Sandbox for 0.90");
        let mut below: Vec<_> = form(&seen, "0.5", "500").into();
        below.push(("back", page.hidden("back").replace("&#38;", "&")));
        let below: Vec<_> = below.iter().map(|(name, value)| (*name, value.as_str())).collect();
        one.post(&path, &below).await.assert_goes(&format!("/admin/services?q=shared#s-{id}"));
        one.get("/admin/services")
            .await
            .assert_shows("Below cost: 0.50 is paid, and it costs 0.90");
        one.get(&format!("{path}?back=javascript:alert(1)"))
            .await
            .assert_shows("class=\"crumb\" href=\"/admin/services\"");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn services_and_categories_are_put_in_order() {
    still_panel(async |panel| {
        stock(panel, 6).await;
        execute(panel, "update services set position = 0").await;
        let staff = admin(panel).await;
        let order = async || ids(staff.get("/admin/services").await.text());
        let go = async |path: &str, to: &str| staff.post(path, &[("to", to)]).await;
        go("/admin/services/3/move", "up").await.assert_goes("/admin/services?around=3#s-3");
        assert_eq!(order().await, [1, 3, 2, 4, 5, 6]);
        go("/admin/services/3/move", "up").await.assert_status(303);
        // At the edge nothing changes; a service stays in its category.
        go("/admin/services/3/move", "up").await.assert_status(303);
        go("/admin/services/2/move", "down").await.assert_status(303);
        assert_eq!(order().await, [3, 1, 2, 4, 5, 6]);
        go("/admin/categories/2/move", "up").await.assert_goes("/admin/services#c-2");
        assert_eq!(order().await, [4, 5, 6, 3, 1, 2]);
        go("/admin/categories/2/move", "up").await.assert_status(303);
        go("/admin/categories/2/move", "down").await.assert_status(303);
        assert_eq!(order().await, [3, 1, 2, 4, 5, 6]);
        let moved = "select count(*) from audit where action = 'list.move'";
        assert_eq!(value::<i64>(panel, moved).await, 4);
        for path in ["/admin/services/424242/move", "/admin/categories/424242/move"] {
            go(path, "up").await.assert_status(404);
        }
        let step = async || go("/admin/services/4/move", "down").await.assert_status(303).status;
        tokio::join!(step(), step());
        assert_eq!(order().await, [3, 1, 2, 5, 6, 4]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_providers_service_is_found_by_its_words() {
    still_panel(async |panel| {
        let far = stock(panel, 1).await;
        let sql = format!(
            "insert into provider_services (provider_id, upstream_service, name, category, kind,
                                            rate, min, max, seen_at, gone_at)
             select {far}, n, 'Line ' || n || ' · Ärger 100%', 'Their views', 'Default', 400000, 1,
                    1000, now(), case when n = 7 then now() end from generate_series(1, 120) n"
        );
        execute(panel, &sql).await;
        let staff = admin(panel).await;
        let path = format!("/admin/services/1/offers?provider={far}");
        staff.get(&path).await.assert_shows("The first 30.");
        // The number itself comes first.
        let page = staff.get(&format!("{path}&q=12")).await;
        let (_, first) = page.text().split_once("data-value=\"").unwrap();
        assert!(first.starts_with("12\""), "{first}");
        staff.get(&format!("{path}&q=line+ärger+119")).await.assert_shows("1 service");
        for nothing in ["_", "line+7+their+zz", "%27%3B--", "%00x"] {
            staff.get(&format!("{path}&q={nothing}")).await.assert_shows("No service of its list");
        }
        let gone = staff.get(&format!("{path}&q=7")).await;
        assert!(!gone.text().contains("data-value=\"7\""), "it is not listed any more");
        staff.get("/admin/services/1/offers?provider=x").await.assert_shows("Choose a provider");
        // Without a script, the page finds it.
        let routes = "/admin/services/1/routes";
        let page = staff.get(&format!("{routes}?provider={far}&q=119")).await;
        page.assert_shows("offer=119").assert_shows("Line 119");
        let page = staff.get(&format!("{routes}?provider={far}&offer=119")).await;
        page.assert_shows("value=\"119\"");
    })
    .await;
}

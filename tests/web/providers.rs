//! /admin/providers: connecting, testing, pausing, importing and answering changes, with forms.

use serde_json::json;
use waybill::accounts::role::Role;
use waybill::providers::import::run;

use super::{Answer, NOTHING, Visitor};
use crate::providers::line;
use crate::support::rows::{execute, value};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Panel, panel_with};

const KEY: &str = "a-key-that-is-never-shown";

async fn shop(options: &[&str], test: impl AsyncFnOnce(&Panel, &Upstream, &Visitor<'_>)) {
    let upstream = Upstream::start().await;
    upstream.set_services(json!([line(7, "1.00"), line(8, "2.00")]));
    panel_with(&[&["--no-work"], options].concat(), async |panel| {
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, admin.id).await;
        test(panel, &upstream, &staff).await;
    })
    .await;
}

fn fields<'f>(name: &'f str, url: &'f str, key: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("protocol", "smm_v2"),
        ("name", name),
        ("url", url),
        ("key", key),
        ("currency", "usd"),
        ("exchange", "1"),
        ("requests_per_s", "20"),
        ("in_flight_max", "16"),
        ("balance_low", "500"),
        ("policy", "ask"),
        ("ask_above_percent", "10"),
        ("pause_after_unknowns", "5"),
        ("pause_after_refusals", "10"),
    ]
}

/// Connects a provider; answers its page.
async fn connect(staff: &Visitor<'_>, name: &str, url: &str) -> String {
    let anyway = [&fields(name, url, KEY)[..], &[("untested", "1")]].concat();
    let answer = staff.post("/admin/providers", &anyway).await;
    answer.assert_status(303);
    let path = answer.location().to_owned();
    assert!(path.starts_with("/admin/providers/"), "{path}");
    path
}

/// Starts the import that a form describes, and does it; answers its page.
async fn imported(
    panel: &Panel,
    staff: &Visitor<'_>,
    import: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let begun = staff.post(import, fields).await;
    begun.assert_status(303);
    assert!(begun.location().starts_with("/admin/imports/"), "{}", begun.location());
    while run::work(&panel.app.db, &panel.app.clock).await.unwrap() {}
    staff.get(begun.location()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leads_inside_is_refused_without_being_allowed() {
    shop(&[], async |_, upstream, staff| {
        for (url, words) in [
            (upstream.url.as_str(), "--provider-allow"),
            ("https://192.168.0.1/api/v2", "A private address"),
            ("http://panel.example/api/v2", "Only https://"),
            ("https://me:word@panel.example/", "the key has its own field"),
            ("panel.example", "An address such as"),
        ] {
            let answer = staff.post("/admin/providers", &fields("Supplier", url, KEY)).await;
            answer.assert_status(422).assert_shows(words);
            assert!(!answer.text().contains(KEY), "a key is not shown again");
        }
        let huge = "x".repeat(101);
        for (name, words) in [("", "needs a name"), ("17", "a letter"), (&huge, "1 to 100")] {
            let url = "https://panel.example/";
            let answer = staff.post("/admin/providers", &fields(name, url, KEY)).await;
            answer.assert_status(422).assert_shows(words);
        }
        let url = "https://panel.example/api/v2";
        for (name, value, words) in [
            ("currency", "EUR", "say what one of it is worth"),
            ("exchange", "-1", "A number above 0"),
            ("requests_per_s", "0", "1 to 10,000"),
            ("in_flight_max", "9999999999999999999999", "A whole number"),
            ("balance_low", "a lot", "empty for no warning"),
            ("pause_after_unknowns", "0", "1 to 1,000"),
            ("pause_after_refusals", "2", "3 to 1,000"),
            ("policy", "never", "Choose one of the list"),
            ("protocol", "smoke", "Choose one of the list"),
        ] {
            let mut wrong = fields("Supplier", url, KEY);
            wrong.iter_mut().filter(|(field, _)| *field == "exchange").for_each(|f| f.1 = "");
            wrong.iter_mut().filter(|(field, _)| *field == name).for_each(|f| f.1 = value);
            staff.post("/admin/providers", &wrong).await.assert_status(422).assert_shows(words);
        }
        let answer = staff.post("/admin/providers", &fields("Supplier", url, "")).await;
        answer.assert_status(422).assert_shows("needs its key");
        let evil = "<script>alert(1)</script>";
        connect(staff, evil, url).await;
        let list = staff.get("/admin/providers").await;
        list.assert_shows("&#60;script&#62;alert(1)");
        let again = [&fields(evil, url, KEY)[..], &[("untested", "1")]].concat();
        let again = staff.post("/admin/providers", &again).await;
        again.assert_status(422).assert_shows("Another provider has this name");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_tried_before_it_is_saved() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let url = upstream.url.as_str();
        upstream.answer("balance", json!({ "error": "Invalid API key" }));
        let refused = staff.post("/admin/providers", &fields("Supplier", url, KEY)).await;
        refused.assert_status(422).assert_shows("No balance came from there: ");
        refused.assert_shows("Invalid API key").assert_shows("name=\"untested\"");
        assert!(!refused.text().contains(KEY));
        let count = "select count(*) from providers where name = 'Supplier'";
        assert_eq!(value::<i64>(panel, count).await, 0);

        upstream.answer("balance", json!({ "balance": "100", "currency": "USD" }));
        let made = staff.post("/admin/providers", &fields("Supplier", url, KEY)).await;
        made.assert_status(303);
        let path = made.location().to_owned();
        // A new key is tried too, and the old one stays.
        upstream.answer("balance", json!({ "error": "Invalid API key" }));
        let other = fields("Supplier", url, "a-key-with-a-mistake");
        let refused = staff.post(&path, &other).await;
        refused.assert_status(422).assert_shows("No balance came from there: ");
        upstream.answer("balance", json!({ "balance": "100", "currency": "USD" }));
        staff.post(&format!("{path}/test"), &NOTHING).await.assert_shows("It answers");
        assert_eq!(upstream.calls("balance").last().unwrap()["key"], KEY);
        // Whoever insists may save it.
        upstream.answer("balance", json!({ "error": "Invalid API key" }));
        let anyway = [&other[..], &[("untested", "1")]].concat();
        staff.post(&path, &anyway).await.assert_goes(&path);
        staff.post(&format!("{path}/test"), &NOTHING).await.assert_shows("No usable answer");
        assert_eq!(upstream.calls("balance").last().unwrap()["key"], "a-key-with-a-mistake");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn switching_off_says_what_it_touches() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let path = connect(staff, "Supplier", &upstream.url).await;
        let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
        // One service is delivered by this provider alone, one by another one, too.
        let [alone, both] = [panel.service(|_| {}).await, panel.service(|_| {}).await];
        for service in [alone, both] {
            let route = format!(
                "insert into routes (service_id, provider_id, position, upstream_service, cost_rate)
                 values ({service}, {id}, 7, '7', 1)"
            );
            execute(panel, &route).await;
        }
        let others =
            format!("delete from routes where service_id = {alone} and provider_id <> {id}");
        execute(panel, &others).await;
        let page = staff.get(&path).await;
        page.assert_shows(
            "It delivers 2 services. Only it delivers 1 of them, which goes off sale",
        );
        staff.post(&format!("{path}/disable"), &NOTHING).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("1 service is off sale now");
        let why = format!("select coalesce(paused_reason, '') from services where id = {alone}");
        assert_eq!(
            value::<String>(panel, &why).await,
            "No provider: Supplier is switched off",
            "nobody delivers it"
        );
        let why = format!("select coalesce(paused_reason, '') from services where id = {both}");
        assert_eq!(value::<String>(panel, &why).await, "", "the other provider delivers it");
        staff.post(&format!("{path}/enable"), &NOTHING).await.assert_goes(&path);
        let why = format!("select coalesce(paused_reason, '') from services where id = {alone}");
        assert_eq!(value::<String>(panel, &why).await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_shows_what_came_back() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let path = connect(staff, "Supplier", &upstream.url).await;
        let page = staff.post(&format!("{path}/test"), &NOTHING).await;
        page.assert_status(200).assert_shows("It answers").assert_shows("100.00 USD");
        page.assert_shows("Below 500.00 USD");
        assert_eq!(upstream.calls("balance")[0]["key"], KEY);
        upstream.take_keys();
        let page = staff.post(&format!("{path}/test"), &NOTHING).await;
        page.assert_shows("It offers idempotency keys");
        staff.post(&format!("{path}/confirm"), &NOTHING).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("Confirmed");
        upstream.answer("balance", json!({ "error": "Invalid API key" }));
        let page = staff.post(&format!("{path}/test"), &NOTHING).await;
        page.assert_status(200).assert_shows("No usable answer").assert_shows("Invalid API key");

        // For another host the key must be typed again.
        let elsewhere = fields("Supplier", "https://panel.example/api/v2", "");
        let answer = staff.post(&path, &elsewhere).await;
        answer.assert_status(422).assert_shows("Type the key again");
        staff.post(&path, &fields("Renamed", &upstream.url, "")).await.assert_goes(&path);
        staff.post(&format!("{path}/test"), &NOTHING).await;
        assert_eq!(upstream.calls("balance").last().unwrap()["key"], KEY, "blank keeps it");

        upstream.answer("balance", json!({ "balance": "90", "currency": "EUR" }));
        staff.post(&format!("{path}/test"), &NOTHING).await.assert_shows("EUR");
        staff.get("/admin/providers").await.assert_shows("it counts in EUR, and USD was said");

        staff.post(&format!("{path}/pause"), &[("why", "")]).await.assert_status(422);
        staff.post(&format!("{path}/pause"), &[("why", "their holiday")]).await.assert_goes(&path);
        staff.get("/admin/providers").await.assert_shows("their holiday");
        staff.get("/admin").await.assert_shows("Renamed is paused");
        staff.post(&format!("{path}/resume"), &NOTHING).await.assert_goes(&path);
        staff.post(&format!("{path}/disable"), &NOTHING).await.assert_goes(&path);
        staff.get("/admin/providers").await.assert_shows("Off");
        for path in [&path, "/admin/providers", "/admin"] {
            assert!(!staff.get(path).await.text().contains(KEY));
        }
        let support = panel.account(Role::Support).await;
        let support = Visitor::of(panel, support.id).await;
        support.get(&path).await.assert_status(200);
        support.post(&format!("{path}/test"), &NOTHING).await.assert_status(403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_shown_before_it_is_done() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let path = connect(staff, "Supplier", &upstream.url).await;
        let import = format!("{path}/import");
        staff.get(&import).await.assert_shows("Its list has not been read yet");
        staff.post(&format!("{path}/refresh"), &NOTHING).await.assert_goes(&import);
        let list = staff.get(&import).await;
        list.assert_shows("Views 7").assert_shows("Views 8").assert_shows("Not sold yet");
        let found = staff.get(&format!("{import}?q=8")).await;
        assert!(!found.text().contains("Views 7"));
        let none = [("which", "chosen"), ("margin", "20"), ("step", "")];
        staff.post(&import, &none).await.assert_status(422).assert_shows("Tick the services");
        let wrong = [("which", "matching"), ("margin", "x")];
        staff.post(&import, &wrong).await.assert_status(422).assert_shows("A percentage");

        let chosen = [("which", "chosen"), ("ids", "7"), ("margin", "20"), ("step", "0.05")];
        let preview = staff.post(&import, &chosen).await;
        preview.assert_status(200).assert_shows("What will change").assert_shows("1.20");
        assert_eq!(waybill::catalogue::list_all(panel.app.db.pool()).await.unwrap().len(), 0);
        let seen = preview.hidden("seen");
        let go = [&chosen[..], &[("seen", &seen)]].concat();
        imported(panel, staff, &import, &go).await.assert_shows("Views 7").assert_shows("1 of 1");
        let services = staff.get("/admin/services").await;
        services.assert_shows("Views 7").assert_shows("Supplier");
        assert!(!services.text().contains("Views 8"));
        // A form that is sent twice makes nothing twice: it is shown again with the present state.
        staff.post(&import, &go).await.assert_status(200).assert_shows("Something has changed");
        staff.get(&import).await.assert_shows("№ ");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_named_however_much_it_is() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let mut list: Vec<_> = (1..=5000)
            .map(|id| {
                let mut line = line(id, "1.00");
                match id % 10 {
                    0 => line["rate"] = json!("<b>free</b>"),
                    5 => line["min"] = json!(null),
                    _ => {}
                }
                line
            })
            .collect();
        upstream.set_services(json!(list));
        let path = connect(staff, "Supplier", &upstream.url).await;
        let import = format!("{path}/import");
        staff.post(&format!("{path}/refresh"), &NOTHING).await.assert_goes(&import);
        let page = staff.get(&import).await;
        page.assert_shows("Not taken: 1,000 lines, named below");
        page.assert_shows("Not taken from its list: 1,000");
        page.assert_shows("Its rate cannot be read. <span class=\"num\">500</span>");
        page.assert_shows("Views 4990 <span class=\"soft\">“free”");
        page.assert_shows("Its smallest quantity cannot be read.").assert_shows("Views 4995");
        let support = panel.account(Role::Support).await;
        let support = Visitor::of(panel, support.id).await;
        support.get(&path).await.assert_shows("1,000 lines not taken");

        let all = [("which", "matching"), ("margin", "20")];
        let preview = staff.post(&import, &all).await;
        preview.assert_shows("<dt>New</dt><dd>4,000</dd>").assert_shows("<dd>1,000</dd>");
        preview.assert_shows("Views 4990").assert_shows("And 3,500 more");
        assert!(preview.text().len() < 1_000_000, "{} bytes", preview.text().len());
        // Services that were asked for by name are named too.
        let some = [("which", "matching"), ("q", "4990"), ("margin", "20")];
        staff.post(&import, &some).await.assert_shows("Views 4990").assert_shows("Left out");

        let seen = preview.hidden("seen");
        imported(panel, staff, &import, &[&all[..], &[("seen", &seen)]].concat()).await;
        list[6]["max"] = json!("lots");
        upstream.set_services(json!(list));
        staff.post(&format!("{path}/refresh"), &NOTHING).await;
        let changes = staff.get("/admin/providers/changes").await;
        changes.assert_shows("Cannot be read").assert_shows("its largest quantity cannot be read");
        assert!(!changes.text().contains("Off sale."));
        let page = staff.get(&format!("{import}?q=7&show=cannot")).await;
        page.assert_shows("Views 7").assert_shows("“lots”");
        assert!(!page.text().contains("name=\"ids\" value=\"7\""), "it cannot be chosen");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn their_categories_go_where_staff_say() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let in_category = |id: i64, category: &str| {
            let mut line = line(id, "1.00");
            line["category"] = json!(category);
            line
        };
        let evil = "<b>Hearts</b> & more";
        upstream.set_services(json!([in_category(7, "Video"), in_category(8, evil)]));
        let path = connect(staff, "Supplier", &upstream.url).await;
        let import = format!("{path}/import");
        staff.post(&format!("{path}/refresh"), &NOTHING).await;
        let all = [("which", "matching"), ("margin", "20")];
        let preview = staff.post(&import, &all).await;
        preview.assert_shows("Their categories, and yours").assert_shows("Hearts &#38; more");
        let seen = preview.hidden("seen");
        let mapped =
            [("theirs", "Hearts & more"), ("ours", " Likes "), ("theirs", "Video"), ("ours", "")];
        // The page showed something else: it shows this now, and nothing is done.
        let go = [&all[..], &mapped, &[("seen", &seen)]].concat();
        let again = staff.post(&import, &go).await;
        again.assert_status(200).assert_shows("Something has changed").assert_shows("· Likes");
        let look = [&go[..], &[("look", "1")]].concat();
        let again = staff.post(&import, &look).await;
        again.assert_status(200).assert_shows("· Likes").assert_shows("· Video");
        assert!(!again.text().contains("Something has changed"));
        let seen = again.hidden("seen");
        let go = [&all[..], &mapped, &[("seen", &seen)]].concat();
        imported(panel, staff, &import, &go).await;
        let services = waybill::catalogue::list_all(panel.app.db.pool()).await.unwrap();
        let mut found: Vec<&str> = services.iter().map(|one| one.category.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ["Likes", "Video"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_are_answered_and_a_price_below_cost_is_off_sale() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let path = connect(staff, "Supplier", &upstream.url).await;
        staff.post(&format!("{path}/refresh"), &NOTHING).await;
        let import = format!("{path}/import");
        let all = [("which", "matching"), ("margin", "20")];
        let seen = staff.post(&import, &all).await.hidden("seen");
        imported(panel, staff, &import, &[&all[..], &[("seen", &seen)]].concat()).await;
        let services = waybill::catalogue::list_all(panel.app.db.pool()).await.unwrap();
        let service = services[0].id;

        upstream.set_services(json!([line(7, "3.00"), line(8, "2.00")]));
        staff.post(&format!("{path}/refresh"), &NOTHING).await;
        let changes = staff.get("/admin/providers/changes").await;
        changes.assert_shows("Price jump").assert_shows("Off sale.");
        staff
            .get("/admin")
            .await
            .assert_shows("1 change at a provider waits")
            .assert_shows("is off sale");
        staff.get("/admin/services?state=paused").await.assert_shows("Price jump");
        let start = "name=\"ids\" value=\"";
        let (_, id) = changes.text().split_once(start).unwrap();
        let id = format!("apply:{}", id.split('"').next().unwrap());
        let changes_path = "/admin/providers/changes";
        staff.post(changes_path, &[("one", &id)]).await.assert_goes(changes_path);
        staff
            .get(changes_path)
            .await
            .assert_shows("1 change is applied")
            .assert_shows("Nothing here");
        staff.get("/admin/services").await.assert_shows("3.60");

        let customer = panel.customer("1").await;
        let rates = format!("/admin/customers/{}/rates", customer.id);
        let service = service.to_string();
        staff.post(&rates, &[("service", &service), ("rate", "2.99")]).await.assert_status(303);
        staff.get("/admin/services").await.assert_shows("Below cost: 2.99 is paid");
        staff.post(&format!("{rates}/{service}/remove"), &NOTHING).await.assert_status(303);
        assert!(!staff.get("/admin/services").await.text().contains("Below cost"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_that_one_refuses_order_after_order() {
    shop(&[ALLOW], async |panel, upstream, staff| {
        let path = connect(staff, "Supplier", &upstream.url).await;
        let set = async |sql: &str| {
            sqlx::query(sqlx::AssertSqlSafe(format!("update providers set {sql} where url is not null")))
                .execute(panel.app.db.pool())
                .await
                .unwrap();
        };
        let why = "it refused 10 orders in a row";
        set(&format!("refusals = 10, alert = '{why}'")).await;
        staff.get("/admin").await.assert_shows("Supplier refuses one order").assert_shows(why);
        for path in [path.as_str(), "/admin/providers"] {
            staff.get(path).await.assert_shows(why);
        }
        set(&format!(
            "alert = null, paused_reason = '{why}', paused_by_panel = true, pause_needs_staff = true"
        ))
        .await;
        staff.get("/admin").await.assert_shows("Supplier is paused").assert_shows(why);
        staff.get(&path).await.assert_shows("does not resume by itself");
        staff.post(&format!("{path}/resume"), &NOTHING).await.assert_goes(&path);
        let page = staff.get(&path).await;
        page.assert_shows("Open");
        assert!(!page.text().contains(why));
    })
    .await;
}

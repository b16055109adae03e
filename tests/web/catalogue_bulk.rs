//! Many services at once: a preview, and then what it showed.

use super::catalogue::{admin, rate, stock};
use super::{Answer, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Panel, still_panel};

const PATH: &str = "/admin/services/bulk";

/// Sends what a preview showed, with the button that does it.
async fn confirm(staff: &Visitor<'_>, fields: &[(&str, &str)], page: &Answer) -> Answer {
    let seen = page.hidden("seen");
    let all = [fields, &[("seen", seen.as_str()), ("go", "1")]].concat();
    staff.post(PATH, &all).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn prices_change_as_the_preview_says() {
    still_panel(async |panel| {
        stock(panel, 60).await;
        let staff = admin(panel).await;
        let back = ("back", "/admin/services?q=stocked&category=1");
        // The form first, without a preview.
        let page = staff.post(PATH, &[back, ("ids", "1"), ("ids", "2"), ("do", "percent")]).await;
        page.assert_status(200).assert_shows("Change 2 services");
        assert!(!page.text().contains("name=\"seen\""));
        let fields = [
            back,
            ("ids", "1"),
            ("ids", "2"),
            ("do", "percent"),
            ("percent", "10"),
            ("fixed", "0.05"),
            ("step", "0.01"),
        ];
        let look = [&fields[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        page.assert_status(200).assert_shows("1.16").assert_shows("Change 2 prices");
        page.assert_shows("132 %");
        // Somebody is quicker: it is shown again, and nothing is done.
        execute(panel, "update services set rate = 2000000 where id = 2").await;
        let again = confirm(&staff, &fields, &page).await;
        again.assert_status(200).assert_shows("Something has changed").assert_shows("2.25");
        assert_eq!(rate(panel, 1).await, "1.000001");
        let done = confirm(&staff, &fields, &again).await;
        done.assert_goes(back.1);
        assert_eq!([rate(panel, 1).await, rate(panel, 2).await], ["1.16", "2.25"]);
        staff.get(back.1).await.assert_shows("New prices: 2 services");
        // The same answer again is not what was shown.
        confirm(&staff, &fields, &again).await.assert_status(200);
        assert_eq!(rate(panel, 1).await, "1.16");
        let audited = "select count(*) from audit where action = 'service.update'
                       and after ->> 'rate' is not null";
        assert_eq!(value::<i64>(panel, audited).await, 2);

        // All that match, not only those of the page: to a margin over the cost.
        let fields = [back, ("all", "1"), ("do", "margin"), ("percent", "25"), ("step", "0.05")];
        let look = [&fields[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        page.assert_shows("Change 30 prices").assert_shows("0.65");
        confirm(&staff, &fields, &page).await.assert_goes(back.1);
        let same = "select count(*) from services where rate = 650000";
        assert_eq!(value::<i64>(panel, same).await, 30);

        // Below its cost it goes off sale, and the preview says so.
        let fields = [("ids", "1"), ("ids", "40"), ("do", "percent"), ("percent", "-40")];
        let look = [&fields[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        page.assert_shows("Below its cost: it goes off sale").assert_shows("Nothing is sold below");
        confirm(&staff, &fields, &page).await.assert_goes("/admin/services");
        staff.get("/admin/services").await.assert_shows("Kept off sale: 1");
        let paused = "select array_agg(id) from services where paused_reason is not null";
        assert_eq!(value::<Vec<i64>>(panel, paused).await, [1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_change_of_many_cannot_be() {
    still_panel(async |panel| {
        stock(panel, 3).await;
        let staff = admin(panel).await;
        for nothing in
            [&[][..], &[("ids", "x")], &[("all", "1"), ("back", "/admin/services?q=zzz")]]
        {
            staff.post(PATH, nothing).await.assert_status(303);
        }
        for (name, wrong) in [
            ("percent", "x"),
            ("percent", "-101"),
            ("percent", "1.005"),
            ("fixed", "1.0000001"),
            ("step", "0"),
            ("step", "-1"),
        ] {
            let fields = [("ids", "1"), ("do", "percent"), (name, wrong), ("look", "1")];
            let page = staff.post(PATH, &fields).await;
            page.assert_status(422).assert_shows(&format!("value=\"{wrong}\""));
        }
        let fields = [("ids", "1"), ("do", "category"), ("look", "1")];
        staff.post(PATH, &fields).await.assert_status(422).assert_shows("Name a category");
        let long = "x".repeat(201);
        let fields = [("ids", "1"), ("do", "category"), ("category", &long), ("go", "1")];
        staff.post(PATH, &fields).await.assert_status(422);
        // Nothing is done without the digest of what was shown.
        let fields = [("ids", "1"), ("do", "off"), ("go", "1"), ("seen", "x")];
        staff.post(PATH, &fields).await.assert_status(200);
        let fields = [("ids", "1"), ("do", "percent"), ("percent", "5"), ("go", "1")];
        staff.post(PATH, &fields).await.assert_status(200);
        // A price that cannot be, and a margin over no cost: those stay as they are.
        execute(panel, "update routes set cost_rate = 0 where service_id = 2").await;
        let fields = [("ids", "2"), ("do", "margin"), ("percent", "5"), ("look", "1")];
        staff.post(PATH, &fields).await.assert_shows("No cost is known");
        let fields = [("ids", "3"), ("do", "percent"), ("fixed", "-5"), ("look", "1")];
        staff.post(PATH, &fields).await.assert_shows("would be below 0");
        // A service that is not there is no service.
        let fields = [("ids", "424242"), ("ids", "1"), ("do", "off")];
        staff.post(PATH, &fields).await.assert_shows("Turn off 1 service");
        assert_eq!(
            value::<i64>(panel, "select count(*) from audit where action = 'service.update'").await,
            0
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_are_turned_off_and_on_and_moved() {
    still_panel(async |panel| {
        stock(panel, 6).await;
        execute(panel, "delete from routes where service_id = 2").await;
        let staff = admin(panel).await;
        let ids = [("ids", "1"), ("ids", "2"), ("ids", "5")];
        let off = [&ids[..], &[("do", "off")]].concat();
        let page = staff.post(PATH, &off).await;
        page.assert_shows("Turn off 3 services").assert_shows("Goes off sale");
        // Two people at once: it is done once.
        let both = async || confirm(&staff, &off, &page).await.status.as_u16();
        let mut answers = <[u16; 2]>::from(tokio::join!(both(), both()));
        answers.sort_unstable();
        assert_eq!(answers, [200, 303]);
        let enabled = "select array_agg(id order by id) from services where enabled";
        assert_eq!(value::<Vec<i64>>(panel, enabled).await, [3, 4, 6]);
        let on = [&ids[..], &[("do", "on")]].concat();
        let page = staff.post(PATH, &on).await;
        page.assert_shows("Stays off sale. No provider").assert_shows("Turn on 3 services");
        confirm(&staff, &on, &page).await.assert_goes("/admin/services");
        let sold = "select array_agg(id order by id) from services
                    where enabled and paused_reason is null";
        assert_eq!(value::<Vec<i64>>(panel, sold).await, [1, 3, 4, 5, 6]);
        let into = [&ids[..], &[("do", "category"), ("category", " likes ")]].concat();
        let look = [&into[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        page.assert_shows("Move 2 services").assert_shows("Leaves Views");
        confirm(&staff, &into, &page).await.assert_status(303);
        let likes = "select array_agg(id order by id) from services where category_id = 2";
        assert_eq!(value::<Vec<i64>>(panel, likes).await, [1, 2, 4, 5, 6]);
        let into = [("ids", "3"), ("do", "category"), ("category", "Brand new")];
        let look = [&into[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        confirm(&staff, &into, &page).await.assert_status(303);
        staff.get("/admin/services").await.assert_shows("Brand new");
    })
    .await;
}

async fn routes(panel: &Panel, service: i64) -> String {
    let routes = format!(
        "select coalesce(string_agg(p.name || ' ' || r.upstream_service, ', ' order by position), '')
         from routes r join providers p on p.id = r.provider_id where r.service_id = {service}"
    );
    value(panel, &routes).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_are_copied_and_wait_to_be_turned_on() {
    still_panel(async |panel| {
        stock(panel, 3).await;
        let long = "x".repeat(300);
        execute(panel, &format!("update services set name = '{long}' where id = 2")).await;
        let staff = admin(panel).await;
        let copy = [("ids", "1"), ("ids", "2"), ("do", "copy")];
        let page = staff.post(PATH, &copy).await;
        page.assert_shows("Copy 2 services").assert_shows("A copy is made, off sale");
        confirm(&staff, &copy, &page).await.assert_goes("/admin/services");
        staff.get("/admin/services").await.assert_shows("Copied: 2 services");
        let made = "select string_agg(right(name, 8) || length(name) || enabled, ' ' order by id)
                    from services where id > 3";
        let first = "select length(name) from services where id = 1";
        let first = value::<i32>(panel, first).await + 7;
        assert_eq!(
            value::<String>(panel, made).await,
            format!("s (copy){first}false x (copy)300false")
        );
        let newest = value::<i64>(panel, "select max(id) from services").await;
        assert_eq!(routes(panel, newest).await, routes(panel, 2).await);
        let told = "select count(*) from audit where action = 'service.create'
                    and after ? 'copy_of'";
        assert_eq!(value::<i64>(panel, told).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_is_put_first_for_many_or_taken_away() {
    still_panel(async |panel| {
        stock(panel, 3).await;
        let other = panel.provider("Other", "http://127.0.0.1:1/api/v2").await;
        for (service, position) in [(1, 3), (2, 9)] {
            let route = format!(
                "insert into routes (service_id, provider_id, position, upstream_service, cost_rate)
                 values ({service}, {other}, {position}, '7', 1)"
            );
            execute(panel, &route).await;
        }
        let staff = admin(panel).await;
        let before = routes(panel, 1).await;
        let id = other.to_string();
        let all = [("ids", "1"), ("ids", "2"), ("ids", "3"), ("provider", &*id)];
        let first = [&all[..], &[("do", "first")]].concat();
        let look = [&first[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        page.assert_shows("Put it first for 2 services").assert_shows("does not deliver it");
        confirm(&staff, &first, &page).await.assert_goes("/admin/services");
        let alone = before.trim_end_matches(", Other 7");
        assert_eq!(routes(panel, 1).await, format!("Other 7, {alone}"));
        assert_eq!(routes(panel, 3).await, "Far 3");
        // Done already: nothing is left to do.
        staff.post(PATH, &look).await.assert_shows("Stays as it is");

        execute(panel, &format!("delete from routes where service_id = 2 and provider_id <> {id}"))
            .await;
        let without = [&all[..], &[("do", "without")]].concat();
        let look = [&without[..], &[("look", "1")]].concat();
        let page = staff.post(PATH, &look).await;
        page.assert_shows("Nobody else delivers it: it goes off sale");
        page.assert_shows("Take it away from 2 services");
        confirm(&staff, &without, &page).await.assert_goes("/admin/services");
        assert_eq!(routes(panel, 1).await, alone);
        assert_eq!(routes(panel, 2).await, "");
        let why = "select paused_reason from services where id = 2";
        assert_eq!(value::<String>(panel, why).await, "No provider: choose who delivers it");
        let wrong = [("ids", "1"), ("do", "first"), ("provider", "x"), ("look", "1")];
        staff.post(PATH, &wrong).await.assert_status(422);
    })
    .await;
}

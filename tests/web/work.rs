//! Imports and other long work: every page of staff shows how far it is, it can be stopped half way,
//! and two at once do nothing twice.

use serde_json::Value;
use waybill::accounts::role::Role;
use waybill::providers::import::run;

use super::{Answer, NOTHING, Visitor};
use crate::providers::line;
use crate::support::rows::{execute, value};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Customer, Panel, order_id, panel_with};

const ALL: [(&str, &str); 2] = [("which", "matching"), ("margin", "20")];

/// A panel without workers, and a provider with so many services, whose list was read.
async fn shop(count: i64, test: impl AsyncFnOnce(&Panel, &Upstream, &str)) {
    panel_with(&["--no-work", ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let list: Value = (1..=count).map(|id| line(id, "1.00")).collect();
        upstream.set_services(list);
        let id = panel.provider("Supplier", &upstream.url).await;
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        staff.post(&format!("/admin/providers/{id}/refresh"), &NOTHING).await.assert_status(303);
        test(panel, &upstream, &format!("/admin/providers/{id}/import")).await;
    })
    .await;
}

/// Looks at all of the list and confirms it.
async fn start(staff: &Visitor<'_>, import: &str) -> Answer {
    let seen = staff.post(import, &ALL).await.hidden("seen");
    staff.post(import, &[&ALL[..], &[("seen", &seen)]].concat()).await
}

async fn services(panel: &Panel) -> i64 {
    value(panel, "select count(*) from services where name like 'Views %'").await
}

/// Does the next lines of each import.
async fn work(panel: &Panel) -> bool {
    run::work(&panel.app.db, &panel.app.clock).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_seen_everywhere_and_stopped_half_way() {
    shop(120, async |panel, upstream, import| {
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, admin.id).await;
        assert!(!staff.get("/admin/orders").await.text().contains("id=\"running\""));
        staff.get("/admin/work").await.assert_shows("Nothing was started yet");
        let begun = start(&staff, import).await;
        begun.assert_status(303);
        let path = begun.location().to_owned();
        assert!(path.starts_with("/admin/imports/"), "{path}");
        assert_eq!(services(panel).await, 0);
        assert!(work(panel).await);
        // Every page says how far it is, to everyone of the staff.
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        for page in ["/admin/orders", "/admin", "/admin/blocked", "/admin/tickets"] {
            let page = support.get(page).await;
            page.assert_shows("Import from Supplier").assert_shows("50 of 120");
            page.assert_shows("hx-get=\"/admin/work/live\"");
            assert!(!page.text().contains(&format!("{path}/stop")), "support may not stop it");
        }
        let live = staff.get("/admin/work/live").await;
        live.assert_shows("50 of 120").assert_shows(&format!("{path}/stop"));
        live.assert_shows(&admin.email);
        let page = staff.get(&path).await;
        page.assert_shows("50 of 120").assert_shows("Updates by itself").assert_shows("Waiting");
        let part = staff.get(&format!("{path}/live")).await;
        part.assert_shows("50 of 120");
        assert_eq!(part.header("hx-refresh"), "");

        support.post(&format!("{path}/stop"), &NOTHING).await.assert_status(403);
        staff.post(&format!("{path}/stop"), &NOTHING).await.assert_goes(&path);
        assert!(!work(panel).await);
        assert_eq!(services(panel).await, 50, "what was imported stays");
        let page = staff.get(&path).await;
        page.assert_shows("It is stopped.").assert_shows("Stopped").assert_shows("50 of 120");
        let made = staff.get(&format!("{path}?show=made")).await;
        made.assert_shows("Views 50").assert_shows("/admin/services/");
        assert!(!made.text().contains("Views 51"));
        staff.get(&format!("{path}?show=waiting")).await.assert_shows("Views 51");
        staff.post(&format!("{path}/stop"), &NOTHING).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("It was over already");
        staff.get("/admin/orders").await.assert_shows("Stopped, ");
        staff.get("/admin/work").await.assert_shows("Import from Supplier").assert_shows("Stopped");
        let stopped = "select count(*) from audit where action = 'provider.import_stop'";
        assert_eq!(value::<i64>(panel, stopped).await, 1);

        // Another one does the rest; what changes after it was shown is left out.
        let begun = start(&staff, import).await;
        let path = begun.location().to_owned();
        let list: Value =
            (1..=120).map(|id| line(id, if id == 119 { "9.00" } else { "1.00" })).collect();
        upstream.set_services(list);
        staff.post(&import.replace("/import", "/refresh"), &NOTHING).await;
        while work(panel).await {}
        let page = staff.get(&path).await;
        page.assert_shows("120 of 120").assert_shows("<dt>New</dt><dd>69</dd>");
        page.assert_shows("<dt>The same</dt><dd>50</dd>");
        staff
            .get(&format!("{path}?show=left_out"))
            .await
            .assert_shows("Views 119")
            .assert_shows("It has changed since this was shown.");
        assert_eq!(services(panel).await, 119);
        assert_eq!(staff.get(&format!("{path}/live")).await.header("hx-refresh"), "true");
        // In a while it is gone from the other pages.
        panel.advance(chrono::TimeDelta::minutes(6));
        assert!(!staff.get("/admin/orders").await.text().contains("id=\"running\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_import_the_same_list_and_each_service_is_made_once() {
    shop(120, async |panel, _, import| {
        let one = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let other = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        // Each of them has seen the same, with other prices.
        let seen = one.post(import, &ALL).await.hidden("seen");
        let dearer = [("which", "matching"), ("margin", "50")];
        let seen_dearer = other.post(import, &dearer).await.hidden("seen");
        let path = one.post(import, &[&ALL[..], &[("seen", &seen)]].concat()).await;
        let again = other.post(import, &[&ALL[..], &[("seen", &seen)]].concat()).await;
        again.assert_goes(path.location());
        let second = other.post(import, &[&dearer[..], &[("seen", &seen_dearer)]].concat()).await;
        second.assert_status(303);
        let second = second.location().to_owned();
        assert_ne!(second, path.location());
        // Two processes work at the same time.
        let both = async || while work(panel).await {};
        tokio::join!(both(), both());
        while work(panel).await {}
        assert_eq!(services(panel).await, 120);
        let twice =
            "select count(*) from (select from routes group by provider_id, upstream_service
                     having count(*) > 1) as twice";
        assert_eq!(value::<i64>(panel, twice).await, 0);
        let made = "select sum(made)::bigint from imports";
        assert_eq!(value::<i64>(panel, made).await, 120);
        other.get(&second).await.assert_shows("It has changed since this was shown.");
        let open = "select count(*) from imports where state <> 'done' or lines <> made + updated
                    + same + left_out + failed";
        assert_eq!(value::<i64>(panel, open).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_suspended_imports_nothing_more_and_a_line_that_fails_stops_nothing() {
    shop(60, async |panel, _, import| {
        let who = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, who.id).await;
        let path = start(&staff, import).await.location().to_owned();
        let refuse = "create function refuse_7() returns trigger language plpgsql as
                'begin if new.name = ''Views 7'' then raise check_violation; end if; return new; end';
             create trigger refuse_7 before insert on services
                 for each row execute function refuse_7()";
        sqlx::raw_sql(refuse).execute(&panel.owner).await.unwrap();
        assert!(work(panel).await);
        assert_eq!(services(panel).await, 49);
        staff.get(&format!("{path}?show=failed")).await.assert_shows("the log says why");
        execute(panel, &format!("update accounts set status = 'suspended' where id = {}", who.id))
            .await;
        work(panel).await;
        assert_eq!(services(panel).await, 49);
        let stage: String = value(panel, "select state from imports").await;
        assert_eq!(stage, "stopped");
    })
    .await;
}

async fn placed(panel: &Panel, who: &Customer, service: i64, nth: usize) -> i64 {
    let (service, link) = (service.to_string(), format!("https://example.com/p/{nth}"));
    let fields = [("action", "add"), ("service", &*service), ("link", &*link), ("quantity", "10")];
    order_id(&panel.v2(&who.key, &fields).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bulk_actions_and_imports_stand_in_one_list() {
    shop(2, async |panel, _, import| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let mut fields = vec![("do", "cancel".to_owned())];
        for nth in 0..3 {
            fields.push(("ids", placed(panel, &customer, service, nth).await.to_string()));
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let plan = staff.post("/admin/orders/bulk", &fields).await.location().to_owned();
        // A plan is no work yet.
        staff.get("/admin/work").await.assert_shows("Nothing was started yet");
        staff.post(&format!("{plan}/start"), &[("reason", "r")]).await.assert_goes(&plan);
        let import = start(&staff, import).await.location().to_owned();
        let page = staff.get("/admin").await;
        page.assert_shows("Cancel orders").assert_shows("0 of 3").assert_shows("0 of 2");
        panel.do_bulk().await;
        while work(panel).await {}
        let page = staff.get("/admin/work").await;
        page.assert_shows(&format!("href=\"{plan}\"")).assert_shows(&format!("href=\"{import}\""));
        page.assert_shows("3 of 3").assert_shows("2 of 2");
        let part = staff.get("/admin/work/live").await;
        part.assert_shows("Cancel orders").assert_shows("Done");
        assert!(!part.text().contains("hx-get"), "nothing runs, so nothing is asked again");
    })
    .await;
}

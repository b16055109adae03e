//! Staff's bulk actions by the door: tick, preview, confirm, follow.

use waybill::accounts::role::Role;

use super::{Answer, Visitor};
use crate::support::rows::{execute, state, value};
use crate::support::{Customer, Panel, order_id, still_panel};

const PATH: &str = "/admin/orders/bulk";

async fn staff(panel: &Panel, role: Role) -> Visitor<'_> {
    Visitor::of(panel, panel.account(role).await.id).await
}

async fn add(panel: &Panel, who: &Customer, service: i64, nth: usize) -> i64 {
    let (service, link) = (service.to_string(), format!("https://example.com/p/{nth}"));
    let fields = [("action", "add"), ("service", &*service), ("link", &link), ("quantity", "1000")];
    order_id(&panel.v2(&who.key, &fields).await)
}

/// Sends the form, and follows it to the plan's page.
async fn planned(staff: &Visitor<'_>, fields: &[(&str, &str)]) -> (String, Answer) {
    let sent = staff.post(PATH, fields).await;
    sent.assert_status(303);
    let path = sent.location().to_owned();
    assert!(path.starts_with("/admin/orders/bulk/"), "{path}");
    let page = staff.get(&path).await;
    (path, page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticked_orders_are_canceled_after_a_preview() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let done = add(panel, &customer, service, 0).await;
        panel.complete(done).await;
        let sent = add(panel, &customer, service, 1).await;
        panel.submit().await;
        let queued = add(panel, &customer, service, 2).await;
        let admin = staff(panel, Role::Admin).await;
        let ids = [done, sent, queued].map(|id| id.to_string());
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("ids", id.as_str())).collect();
        fields.extend([("do", "cancel"), ("back", "state=pending")]);
        let (path, page) = planned(&admin, &fields).await;
        page.assert_status(200)
            .assert_shows("Cancel 2 orders?")
            .assert_shows("1.00 USD")
            .assert_shows("It is too late.")
            .assert_shows("The provider is asked to stop.");
        // A plan is its maker's alone, and nothing happens before it is confirmed with a reason.
        let other = staff(panel, Role::Owner).await;
        other.get(&path).await.assert_status(404);
        let start = format!("{path}/start");
        other.post(&start, &[("reason", "r")]).await.assert_status(404);
        admin.post(&start, &[("reason", " ")]).await.assert_status(422).assert_shows("Say why");
        panel.do_bulk().await;
        assert_eq!(state(panel, queued).await, "queued");

        admin.post(&start, &[("reason", "asked for")]).await.assert_goes(&path);
        let live = admin.get(&format!("{path}/live")).await;
        live.assert_status(200).assert_shows("1 of 3").assert_shows("Stop");
        assert_eq!(live.header("hx-refresh"), "");
        other.get("/admin/orders").await.assert_shows("Cancel orders").assert_shows("1 of 3");
        panel.do_bulk().await;
        assert_eq!(admin.get(&format!("{path}/live")).await.header("hx-refresh"), "true");
        assert_eq!(state(panel, queued).await, "canceled");
        assert_eq!(panel.balance(&customer).await, "98.00");
        let page = other.get(&path).await;
        page.assert_shows("Cancel 3 orders").assert_shows("asked for").assert_shows("1.00 USD");
        let left = other.get(&format!("{path}?show=skipped")).await;
        left.assert_shows("It is too late.");
        assert!(!left.text().contains(&format!("data-row=\"{queued}\"")));
        let file = other.get(&format!("{path}/results.csv")).await;
        file.assert_shows(&format!("{queued},")).assert_shows("Canceled.").assert_shows("1.00");
        other.get(PATH).await.assert_shows("Cancel 3 orders").assert_shows("2 of 3, 1 left");
        // Once more, in whatever way, it is not done again.
        admin.post(&start, &[("reason", "again")]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("This was started before");
        admin.post(&format!("{path}/stop"), &[]).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("It was over already");
        let started = "select count(*) from audit where action = 'bulk.start'";
        assert_eq!(value::<i64>(panel, started).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_that_the_list_finds_is_meant_and_not_more() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let other = panel.service(|_| {}).await;
        let customer = panel.customer("1000").await;
        let mut wanted = Vec::new();
        for nth in 0..60 {
            wanted.push(add(panel, &customer, service, nth).await);
        }
        let spared = add(panel, &customer, other, 0).await;
        let admin = staff(panel, Role::Admin).await;
        let back = format!("service={service}");
        let fields = [("all", "1"), ("back", back.as_str()), ("do", "cancel")];
        let (path, page) = planned(&admin, &fields).await;
        page.assert_shows("Cancel 60 orders?").assert_shows("60.00 USD").assert_shows("after=");
        admin.post(&format!("{path}/start"), &[("reason", "r")]).await.assert_goes(&path);
        panel.do_bulk().await;
        assert_eq!(panel.balance(&customer).await, "999.00");
        assert_eq!(state(panel, spared).await, "queued");
        // The pages of the results have each order once.
        let first = admin.get(&path).await;
        let older = first.text().split("rel=\"next\" href=\"").nth(1).unwrap();
        let older = older.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let second = admin.get(&older).await;
        let rows = |page: &Answer| page.text().matches("<tr data-row=").count();
        assert_eq!((rows(&first), rows(&second)), (50, 10));
        // An empty list is no action; neither is one that is too long.
        let fields = [("all", "1"), ("back", "q=nothing.example"), ("do", "cancel")];
        admin.post(PATH, &fields).await.assert_goes("/admin/orders?q=nothing.example");
        execute(
            panel,
            "insert into orders (account_id, service_id, state, link, quantity, remains, rate,
                                 charge, source, created_at, ended_at, refunded)
             select 1, 1, 'canceled', 'x', 1, 1, 0, 0, 'page', now(), now(), 0
             from generate_series(1, 10001)",
        )
        .await;
        let fields = [
            ("all", "1"),
            ("back", "state=canceled"),
            ("do", "note"),
            ("note", "n"),
            ("look", "1"),
        ];
        admin.post(PATH, &fields).await.assert_goes("/admin/orders?state=canceled");
        admin.get("/admin/orders").await.assert_shows("At most 10000 orders at a time");
        execute(panel, "delete from orders where link = 'x'").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_action_asks_for_what_it_needs() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let order = add(panel, &customer, service, 0).await;
        panel.complete(order).await;
        let admin = staff(panel, Role::Admin).await;
        let id = order.to_string();
        let with = |more: &[(&'static str, &'static str)]| {
            let mut fields = vec![("ids", id.as_str())];
            fields.extend_from_slice(more);
            fields
        };
        // The form first, if something is missing.
        let page = admin.post(PATH, &with(&[("do", "note")])).await;
        page.assert_status(200).assert_shows("Change 1 order").assert_shows("Customers never see");
        let page = admin.post(PATH, &with(&[("do", "move")])).await;
        page.assert_status(200).assert_shows("The routes of its service");
        for (fields, says) in [
            (&[("do", "note"), ("look", "1")][..], "Write a few words."),
            (&[("do", "move"), ("look", "1")][..], "Choose a provider."),
            (
                &[("do", "refund"), ("look", "1"), ("percent", "101")][..],
                "A whole number, 1 to 100.",
            ),
            (&[("do", "refund"), ("look", "1"), ("percent", "x")][..], "A whole number, 1 to 100."),
            (&[("do", "partial"), ("look", "1"), ("remains", "0")][..], "A whole number above 0"),
            (&[("do", "partial"), ("look", "1"), ("remains", "-5")][..], "A whole number above 0"),
        ] {
            admin.post(PATH, &with(fields)).await.assert_status(422).assert_shows(says);
        }
        for nothing in [&[("do", "cancel")][..], &[("do", "cancel"), ("ids", "x")][..]] {
            admin.post(PATH, nothing).await.assert_goes("/admin/orders");
        }
        // A refund tells how much, and may be changed before it is confirmed.
        let (path, page) = planned(&admin, &with(&[("do", "refund")])).await;
        page.assert_shows("Refund 1 order?").assert_shows("1.00 USD").assert_shows("statements");
        let of = path.rsplit('/').next().unwrap();
        let less = [("of", of), ("do", "refund"), ("percent", "30"), ("look", "1")];
        let (path, page) = planned(&admin, &less).await;
        page.assert_shows("0.30 USD");
        let start = format!("{path}/start");
        admin.post(&start, &[("reason", "late")]).await.assert_goes(&path);
        panel.do_bulk().await;
        assert_eq!(panel.balance(&customer).await, "99.30");
        let theirs = Visitor::of(panel, customer.id).await;
        theirs.get("/statement").await.assert_shows("late");
        // Money is moved by whoever has typed the password lately.
        execute(panel, "update sessions set proved_at = now() - interval '1 hour'").await;
        let (path, _) = planned(&admin, &with(&[("do", "refund")])).await;
        let asked = admin.post(&format!("{path}/start"), &[("reason", "r")]).await;
        asked.assert_status(422).assert_shows("type=\"password\"");
        panel.do_bulk().await;
        assert_eq!(panel.balance(&customer).await, "99.30");
        // A plan that is too old is not started.
        execute(panel, "update bulk_actions set planned_at = now() - interval '2 hours'").await;
        execute(panel, "update sessions set proved_at = now()").await;
        let old = admin.post(&format!("{path}/start"), &[("reason", "r")]).await;
        old.assert_status(422).assert_shows("more than an hour old");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn support_notes_and_changes_nothing() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let order = add(panel, &customer, service, 0).await;
        let support = staff(panel, Role::Support).await;
        let id = order.to_string();
        let page = support.get("/admin/orders").await;
        page.assert_shows("Note…");
        assert!(!page.text().contains("Refund…"), "support is offered no refund");
        for action in ["cancel", "resend", "complete", "partial", "refund", "move"] {
            support.post(PATH, &[("ids", &id), ("do", action)]).await.assert_status(403);
        }
        let fields =
            [("ids", id.as_str()), ("do", "note"), ("note", "Called twice"), ("look", "1")];
        let (path, page) = planned(&support, &fields).await;
        page.assert_shows("Add the note to 1 order?");
        assert!(!page.text().contains("value=\"refund\""), "nor by the form");
        support.post(&format!("{path}/start"), &[("reason", "r")]).await.assert_goes(&path);
        panel.do_bulk().await;
        support.get(&format!("/admin/orders/{order}")).await.assert_shows("Called twice");
        // Customers see no note, and no file has one.
        let theirs = Visitor::of(panel, customer.id).await;
        for page in [format!("/orders/{order}"), "/orders.csv".to_owned()] {
            assert!(!theirs.get(&page).await.text().contains("Called twice"), "{page}");
        }
        assert!(!support.get("/admin/orders.csv").await.text().contains("Called twice"));
        // Somebody else's plan is not there, not even for the one who may do more.
        let admin = staff(panel, Role::Admin).await;
        let (path, _) = planned(&admin, &[("ids", &id), ("do", "cancel")]).await;
        support.get(&path).await.assert_status(404);
        support.post(&format!("{path}/start"), &[("reason", "r")]).await.assert_status(404);
        admin.post(&format!("{path}/start"), &[("reason", "r")]).await.assert_goes(&path);
        support.post(&format!("{path}/stop"), &[]).await.assert_status(403);
        support.get(&path).await.assert_status(200);
    })
    .await;
}

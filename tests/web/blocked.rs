//! Blocked targets by the door: what one would have caught is shown before it is added, what it
//! refuses is counted, and removing it says what it caught.

use waybill::accounts::role::Role;

use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, assert_error, eventually, order_id, still_panel};

const PATH: &str = "/admin/blocked";

async fn member(panel: &Panel, role: Role) -> Visitor<'_> {
    Visitor::of(panel, panel.account(role).await.id).await
}

async fn add(panel: &Panel, who: &Customer, service: i64, link: &str) -> serde_json::Value {
    let service = service.to_string();
    let fields = [("action", "add"), ("service", &*service), ("link", link), ("quantity", "1000")];
    panel.v2(&who.key, &fields).await
}

/// What the page shows before it is blocked.
async fn preview(staff: &Visitor<'_>, pattern: &str) -> Answer {
    let fields = [("pattern", pattern), ("reason", "she asked for it"), ("note", "by e-mail")];
    let page = staff.post(PATH, &fields).await;
    page.assert_status(200).assert_shows("What it would have caught in 30 days");
    page
}

async fn refused(panel: &Panel) -> i64 {
    value(panel, "select coalesce(sum(refused), 0)::bigint from blocked_counts").await
}

/// Waits until so many refusals are written.
async fn comes_to(panel: &Panel, count: i64) {
    eventually(&format!("{count} refusals"), async || {
        (refused(panel).await == count).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_would_have_caught_is_shown_before_it_is_added() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.name = "Views".to_owned()).await;
        let (one, other) = (panel.customer("100").await, panel.customer("100").await);
        let mut caught = Vec::new();
        for (who, link) in [
            (&one, "https://www.example.com/people/Ann"),
            (&one, "https://m.example.com/people/ann/posts/1?x=1"),
            (&other, "http://example.com.//people/%61nn?utm_source=x"),
        ] {
            caught.push(order_id(&add(panel, who, service, link).await));
        }
        for link in ["https://example.com/people/anna", "https://notexample.com/people/ann", "@ann"]
        {
            add(panel, &one, service, link).await;
        }
        panel.complete(caught[0]).await;
        let admin = member(panel, Role::Admin).await;
        let page = preview(&admin, "https://example.com/People/Ann/").await;
        page.assert_shows("Block example.com/people/ann")
            .assert_shows("<dt>Orders</dt><dd>3</dd>")
            .assert_shows("<dt>Customers</dt><dd>2</dd>")
            .assert_shows("<dt>Charged for them</dt><dd>3.00 USD</dd>")
            .assert_shows("<dt>Open now</dt><dd>2</dd>")
            .assert_shows("Open orders go on")
            .assert_shows(&one.email);
        for id in &caught {
            page.assert_shows(&format!("/admin/orders/{id}\""));
        }
        assert_eq!(page.text().matches("data-row=").count(), 3);
        // A word in any place, and a whole site.
        let page = preview(&admin, "*/ann*").await;
        page.assert_shows("<dt>Orders</dt><dd>5</dd>");
        preview(&admin, "example.com").await.assert_shows("<dt>Orders</dt><dd>4</dd>");
        preview(&admin, "ann").await.assert_shows("<dt>Orders</dt><dd>1</dd>");
        preview(&admin, "nothing.example").await.assert_shows("No order of the last 30 days");
        // Nothing is blocked by looking.
        order_id(&add(panel, &one, service, "https://example.com/people/ann").await);
        // What is older does not count, but is still open.
        execute(panel, "update orders set created_at = created_at - interval '31 days'").await;
        preview(&admin, "example.com/people/ann")
            .await
            .assert_shows("<dt>Orders</dt><dd>0</dd>")
            .assert_shows("<dt>Open now</dt><dd>3</dd>");

        for (fields, wrong) in [
            (vec![("pattern", "example.com"), ("reason", " ")], "Say why"),
            (vec![("pattern", ""), ("reason", "r")], "Name a host"),
        ] {
            admin.post(PATH, &fields).await.assert_status(422).assert_shows(wrong);
        }
        let long = "r".repeat(201);
        let fields = [("pattern", "example.com"), ("reason", &*long), ("yes", "1")];
        admin.post(PATH, &fields).await.assert_status(422).assert_shows("at most 200");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_refuses_is_counted_at_every_door() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let feed = panel.service(|s| s.draft.kind = waybill::catalogue::Kind::Subscriptions).await;
        let (one, other) = (panel.customer("100").await, panel.customer("100").await);
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, admin.id).await;
        let page = preview(&staff, "example.com/ann").await;
        let fields = [
            ("pattern", &*page.hidden("pattern")),
            ("reason", &*page.hidden("reason")),
            ("note", &*page.hidden("note")),
            ("yes", "1"),
        ];
        let made = staff.post(PATH, &fields).await;
        made.assert_status(303);
        let path = made.location().to_owned();
        let page = staff.get(&path).await;
        page.assert_shows("she asked for it").assert_shows("by e-mail").assert_shows(&admin.email);
        page.assert_shows("Nothing was refused yet").assert_shows("is blocked. Open orders go on.");
        staff.get(PATH).await.assert_shows("Nothing yet").assert_shows(&admin.email);

        for nth in 0..3 {
            let link = format!("https://www.example.com/Ann/{nth}");
            assert_error(&add(panel, &one, service, &link).await, "Bad link");
        }
        let terms = [
            ("action", "add"),
            ("service", &*feed.to_string()),
            ("username", "example.com/ann"),
            ("min", "1"),
            ("max", "1"),
            ("delay", "0"),
        ];
        assert_error(&panel.v2(&other.key, &terms).await, "Bad link");
        comes_to(panel, 4).await;
        // What a form says while somebody types, and when they order all the same, is one refusal.
        let visitor = Visitor::of(panel, other.id).await;
        let once = visitor.get(&format!("/new?service={service}")).await.hidden("once");
        let service_text = service.to_string();
        for link in
            ["https://example.com/ann", "https://example.com/ann/p", "https://example.com/ann/p1"]
        {
            let fields = [("service", &*service_text), ("link", link), ("quantity", "1000")];
            visitor.post("/new/quote", &fields).await.assert_status(200);
        }
        let fields = [
            ("service", &*service_text),
            ("once", &*once),
            ("link", "https://example.com/ann/p1"),
            ("quantity", "1000"),
            ("shown", "1.00"),
        ];
        visitor.post("/new", &fields).await.assert_status(422);
        comes_to(panel, 5).await;
        // The lines of a mass order never become orders; that they are refused counts too.
        let visitor = Visitor::of(panel, panel.customer("10").await.id).await;
        let once = visitor.get("/new/mass").await.hidden("once");
        let lines = format!("{service} | https://example.com/ann | 1000");
        visitor.post("/new/mass/check", &[("once", &*once), ("lines", &*lines)]).await;
        comes_to(panel, 6).await;
        assert_eq!(value::<i64>(panel, "select count(*) from orders").await, 0);

        let page = staff.get(&path).await;
        page.assert_shows("<dt>Refused</dt><dd>6</dd>").assert_shows("3 customers");
        page.assert_shows("API v2").assert_shows("Page").assert_shows("Mass order");
        page.assert_shows("example.com/Ann/2").assert_shows(&one.email).assert_shows(&other.email);
        // Whoever is refused again and again has one row.
        for nth in 0..40 {
            add(panel, &one, service, &format!("https://example.com/ann/{nth}")).await;
        }
        comes_to(panel, 46).await;
        assert_eq!(value::<i64>(panel, "select count(*) from blocked_refusals").await, 3);

        let file = staff.get("/admin/blocked.csv").await;
        file.assert_shows("example.com/ann,she asked for it,by e-mail").assert_shows(",46,3,");
        staff.get(&format!("{PATH}?q=E-MAIL")).await.assert_shows("example.com/ann");
        staff.get(&format!("{PATH}?q=nobody")).await.assert_shows("No target matches");

        // The same again changes the reason alone.
        preview(&staff, "example.com/ann").await.assert_shows("It is blocked already");
        let fields = [("pattern", "example.com/ann"), ("reason", "a judge said so"), ("yes", "1")];
        staff.post(PATH, &fields).await.assert_goes(&path);
        staff.get(&path).await.assert_shows("a judge said so").assert_shows("<dd>46</dd>");
        // Support sees it all and changes nothing.
        let support = member(panel, Role::Support).await;
        let page = support.get(&path).await;
        page.assert_status(200);
        assert!(!page.text().contains("Unblock"));
        support.post(&format!("{path}/remove"), &NOTHING).await.assert_status(403);
        staff.get(&path).await.assert_shows("It has refused 46, to 3 customers.");
        staff.post(&format!("{path}/remove"), &NOTHING).await.assert_goes(PATH);
        staff
            .get(PATH)
            .await
            .assert_shows("may be ordered again")
            .assert_shows("Nothing is blocked");
        order_id(&add(panel, &one, service, "https://example.com/ann").await);
        let before: String =
            value(panel, "select before::text from audit where action = 'target.unblock'").await;
        assert!(
            before.contains("\"refused\": 46") || before.contains("\"refused\":46"),
            "{before}"
        );
        assert_eq!(value::<i64>(panel, "select count(*) from blocked_refusals").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_are_paged() {
    still_panel(async |panel| {
        execute(
            panel,
            "insert into blocked_targets (pattern, reason, created_at)
             select 'site-' || n || '.example', 'r', now() from generate_series(1, 2000) n",
        )
        .await;
        let staff = member(panel, Role::Support).await;
        let page = staff.get(PATH).await;
        page.assert_shows("site-2000.example").assert_shows("site-1951.example");
        assert!(!page.text().contains("site-1950.example"));
        let (_, rest) = page.text().split_once("before=").unwrap();
        let at = rest.split('"').next().unwrap();
        let older = staff.get(&format!("{PATH}?before={at}")).await;
        older.assert_shows("site-1950.example").assert_shows("Newer");
        staff.get(&format!("{PATH}?q=site-7.ex")).await.assert_shows("site-7.example");
        assert_eq!(staff.get("/admin/blocked.csv").await.text().lines().count(), 2001);
    })
    .await;
}

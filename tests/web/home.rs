//! The staff's home: what waits and since when, how providers do, what the day came to; and the
//! counts beside the navigation.

use chrono::TimeDelta;
use sqlx::AssertSqlSafe;
use waybill::accounts::role::Role;
use waybill::orders::days;
use waybill::orders::provider_days::{self, ProviderDay};
use waybill::providers::{Outcome, ProviderId, Word};

use super::Visitor;
use crate::support::rows::value;
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Customer, Panel, eventually, order_id, panel_with, still_panel};

const LINK: &str = "https://example.com/p/1";

async fn add(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let service = service.to_string();
    let fields = [("action", "add"), ("service", &service), ("link", LINK), ("quantity", "1000")];
    order_id(&panel.v2(&who.key, &fields).await)
}

async fn run(panel: &Panel, sql: &str) {
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(panel.app.db.pool()).await.unwrap();
}

async fn count(panel: &Panel) {
    while days::count_due(&panel.app.db, &panel.app.clock).await.unwrap() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_come_home_and_customers_come_to_order() {
    still_panel(async |panel| {
        let admin = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        admin.get("/").await.assert_goes("/admin");
        let page = admin.get("/admin").await;
        page.assert_status(200).assert_shows("Nothing is waiting for you");
        // Support sees what is to do, and not what the shop earns.
        assert!(!page.text().contains("Profit"));
        let customer = panel.customer("1").await;
        Visitor::of(panel, customer.id).await.get("/").await.assert_goes("/new");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_dies_is_red_with_its_last_words() {
    panel_with(&[ALLOW], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Northwind", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("10").await;
        let order = add(panel, &customer, service).await;
        panel.wait_for_status(&customer, order, "In progress").await;
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        eventually("answers to be counted", async || {
            let text = staff.get("/admin").await.text().to_owned();
            (text.contains("answers, 0 errors in 15 min") && text.contains("Open")).then_some(())
        })
        .await;
        // Nobody listens there.
        run(
            panel,
            &format!("update providers set url = 'http://127.0.0.1:9/' where id = {provider}"),
        )
        .await;
        let path = format!("/admin/providers/{provider}");
        eventually("it to be down", async || {
            panel.advance(TimeDelta::seconds(10));
            let text = staff.get("/admin").await.text().to_owned();
            text.contains("Northwind does not answer").then_some(())
        })
        .await;
        let page = staff.get("/admin").await;
        page.assert_shows("1 open order. Its last words: ").assert_shows("refused the connection");
        for path in [path.as_str(), "/admin/providers"] {
            let page = staff.get(path).await;
            page.assert_shows("Does not answer").assert_shows("refused the connection");
        }
        // htmx gets what moves, and no frame.
        let part = staff
            .send(staff.request(reqwest::Method::GET, "/admin").header("hx-request", "true"))
            .await;
        part.assert_shows("Northwind does not answer");
        assert!(!part.text().contains("<html"));
        let back = upstream.url.clone();
        run(panel, &format!("update providers set url = '{back}' where id = {provider}")).await;
        eventually("it to be back", async || {
            panel.advance(TimeDelta::seconds(20));
            let text = staff.get("/admin").await.text().to_owned();
            (!text.contains("does not answer")).then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_count_into_the_same_minute() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Northwind", &upstream.url).await;
        let other = panel.second(&[ALLOW, "--no-work"]).await;
        for one in [panel, &other] {
            let admin = Visitor::of(one, one.account(Role::Admin).await.id).await;
            let test = format!("/admin/providers/{provider}/test");
            admin.post(&test, &super::NOTHING).await.assert_shows("It answers");
            one.app.upstreams.note_answers().await.unwrap();
        }
        other.stop().await;
        let sums: (i64, i64) = sqlx::query_as(
            "select sum(answers), sum((select sum(n) from unnest(took) n))::bigint
             from provider_minutes",
        )
        .fetch_one(panel.app.db.pool())
        .await
        .unwrap();
        assert_eq!(sums, (2, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_is_listed_with_its_age_and_counted_beside_the_navigation() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        for _ in 0..2 {
            add(panel, &customer, service).await;
        }
        for claim in panel.take().await {
            let detail = "the line was cut".to_owned();
            panel.record(&claim, Outcome::Unknown { detail }).await;
        }
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let page = admin.get("/admin").await;
        page.assert_shows("2 orders are unknown").assert_shows("Work through");
        page.assert_shows("just now").assert_shows("2<span class=\"visually-hidden\"> waiting");
        panel.advance(TimeDelta::minutes(31));
        let page = admin.get("/admin").await;
        page.assert_shows("state unknown\"><time").assert_shows("31 min ago");
        // A page for customers has no such count.
        let buyer = Visitor::of(panel, customer.id).await;
        assert!(!buyer.get("/orders").await.text().contains("waiting</span>"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_days_add_up() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        admin.get("/admin").await.assert_shows("Not counted yet");
        let first = add(panel, &customer, service).await;
        add(panel, &customer, service).await;
        panel.complete(first).await;
        count(panel).await;
        let now = panel.app.clock.now();
        let today = *days::last(&panel.app.db, now).await.unwrap().last().unwrap();
        assert_eq!((today.orders, today.customers), (2, 1));
        assert_eq!(today.charge.to_string(), "2.00");
        assert_eq!(today.deposits.to_string(), "10.00");
        assert_eq!(today.profit(), today.charge.checked_sub(today.cost).unwrap());
        admin.get("/admin").await.assert_shows("Profit").assert_shows("days in UTC");
        // What is given back later counts on the day of its order.
        panel.advance(TimeDelta::days(1));
        let second = first + 1;
        panel.report(second, Word::Canceled, None).await;
        add(panel, &customer, service).await;
        count(panel).await;
        let days = days::last(&panel.app.db, panel.app.clock.now()).await.unwrap();
        assert_eq!(days.len(), 30);
        let (yesterday, today) = (days[28], days[29]);
        assert_eq!((yesterday.orders, yesterday.charge.to_string().as_str()), (2, "1.00"));
        assert_eq!((today.orders, today.charge.to_string().as_str()), (1, "1.00"));
        assert_eq!((today.customers, today.deposits.to_string().as_str()), (0, "0.00"));
        assert!(days[..28].iter().all(|day| day.orders == 0 && day.counted_at.is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_panel_says_what_it_still_needs() {
    still_panel(async |panel| {
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let page = owner.get("/admin").await;
        page.assert_shows("Before customers can order").assert_shows("Connect a provider");
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        assert!(!admin.get("/admin").await.text().contains("Before customers can order"));
    })
    .await;
    let options = [
        ALLOW,
        "--no-work",
        "--abuse-contact=a@b.example",
        "--public-url=https://p.example",
        "--trusted-proxies=none",
    ];
    panel_with(&options, async |panel| {
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        owner.get("/admin").await.assert_shows("Not yet");
        panel.service(|_| {}).await;
        panel.provider("Northwind", "https://far.example/api/v2").await;
        owner.get("/admin").await.assert_shows("Say how customers pay");
        run(
            panel,
            "insert into methods (gateway, name, enabled, instructions, created_at)
             values ('manual', 'Bank transfer', true, 'Pay there.', now())",
        )
        .await;
        assert!(!owner.get("/admin").await.text().contains("Before customers can order"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_providers_page_shows_what_its_orders_came_to() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("50").await;
        let mut orders = Vec::new();
        for _ in 0..3 {
            orders.push(add(panel, &customer, service).await);
        }
        panel.submit().await;
        panel.report(orders[0], Word::Completed, Some(0)).await;
        panel.report(orders[1], Word::Partial, Some(400)).await;
        count(panel).await;
        let provider: i64 = value(panel, "select provider_id from orders limit 1").await;
        let (db, now) = (&panel.app.db, panel.app.clock.now());
        let days = provider_days::last(db, now, ProviderId::new(provider)).await.unwrap();
        assert_eq!(i64::try_from(days.len()).unwrap(), 30);
        let sum = ProviderDay::sum(&days);
        assert_eq!((sum.orders, sum.completed, sum.partial, sum.open()), (3, 1, 1, 1));
        // To the last digit what the orders themselves say.
        let own = "select sum(charge - refunded)::bigint from orders";
        assert_eq!(sum.charge.micros(), value::<i64>(panel, own).await);
        let own = "select sum(cost)::bigint from orders";
        assert_eq!(sum.cost.micros(), value::<i64>(panel, own).await);
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let page = staff.get(&format!("/admin/providers/{provider}")).await;
        page.assert_shows("Orders, last 30 days").assert_shows("33.3 %");

        // An order that ends later is counted again with its day.
        panel.report(orders[2], Word::Completed, Some(0)).await;
        panel.advance(TimeDelta::minutes(1));
        count(panel).await;
        let days = provider_days::last(db, now, ProviderId::new(provider)).await.unwrap();
        assert_eq!(ProviderDay::sum(&days).open(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_wait_to_be_sent_are_work_after_a_while() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        add(panel, &customer, service).await;
        add(panel, &customer, service).await;
        let staff = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let home = staff.get("/admin").await;
        assert!(!home.text().contains("wait to be sent"), "a minute is no news");
        panel.advance(TimeDelta::minutes(20));
        let home = staff.get("/admin").await;
        home.assert_shows("2 orders wait to be sent").assert_shows("/admin/orders?state=pending");
    })
    .await;
}

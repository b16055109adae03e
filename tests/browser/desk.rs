//! The desk of staff in a browser, on a wide screen and on a phone: everyone can use each page, and
//! the next order is one key away.

use sqlx::AssertSqlSafe;
use waybill::accounts::role::Role;
use waybill::orders::OrderId;
use waybill::providers::Outcome;

use super::Browser;
use crate::support::{PASSWORD, Panel, order_id, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_at_a_desk() {
    still_panel(async |panel| {
        let staff = Browser::wide(&panel.base).await;
        work(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_on_a_phone() {
    still_panel(async |panel| {
        let staff = Browser::narrow(&panel.base).await;
        work(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

async fn run(panel: &Panel, sql: &str) -> i64 {
    let asked = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql.to_owned()));
    asked.fetch_one(panel.app.db.pool()).await.unwrap()
}

async fn work(panel: &Panel, staff: &Browser) {
    let customer = panel.customer("10").await;
    let (hand, far) = (panel.service(|_| {}).await, panel.service(|_| {}).await);
    let sql = format!(
        "update routes set provider_id = (select id from providers where protocol = 'manual')
         where service_id = {hand} returning service_id"
    );
    run(panel, &sql).await;
    let mut ids = Vec::new();
    for service in [hand, hand, far] {
        let service = service.to_string();
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        ids.push(order_id(&panel.v2(&customer.key, &fields).await));
    }
    for claim in panel.take().await {
        let outcome = match claim.order_id == OrderId::new(ids[2]) {
            true => Outcome::Unknown { detail: "the line was cut".to_owned() },
            false => Outcome::Accepted { upstream_id: claim.order_id.to_string() },
        };
        panel.record(&claim, outcome).await;
    }
    let sandbox = "insert into sandbox_orders (quantity, start_count, per_minute, ending,
                                               ends_after, created_at)
                   values (1000, 7, 60, 'completed', 1000, clock_timestamp()) returning id";
    let there = run(panel, sandbox).await.to_string();

    let admin = panel.account(Role::Admin).await;
    staff.go("/sign-in").await;
    staff.fill("email", &admin.email).await;
    staff.fill("password", PASSWORD).await;
    staff.press("main form button").await;
    staff.arrive("/admin").await;

    staff.go("/admin/desk").await;
    staff.see("the line was cut").await;
    staff.assert_accessible().await;
    staff.go(&format!("/admin/orders/{}", ids[2])).await;
    staff.see("What we know").await;
    staff.assert_accessible().await;
    // The answer is given at the desk, and leads back to it.
    staff.go("/admin/desk").await;
    staff.fill("upstream_id", &there).await;
    staff.fill("accept-reason", "found by its link").await;
    staff.click("Ask the provider").await;
    staff.see("It is this order").await;
    staff.assert_accessible().await;
    staff.click("It is this order").await;
    staff.see("The order is with its provider").await;
    staff.arrive("/admin/desk").await;
    staff.see("No unknown orders").await;

    staff.go("/admin/queue").await;
    staff.see("Start with the oldest").await;
    staff.assert_accessible().await;
    staff.go(&format!("/admin/queue/{}", ids[0])).await;
    staff.see("How far is it?").await;
    staff.assert_accessible().await;
    staff.find("body").await.send_keys("]").await.unwrap();
    staff.arrive(&format!("/admin/queue/{}", ids[1])).await;
    staff.click("Complete").await;
    staff.see("is complete").await;
    staff.arrive(&format!("/admin/queue/{}", ids[0])).await;

    staff.go(&format!("/admin/services/{far}/routes")).await;
    staff.see("Add a route").await;
    staff.assert_accessible().await;
}

//! The operator's job, in a browser: connect a provider, see that it answers, import with a margin.
//! Then a customer orders, and the provider delivers.

use serde_json::json;
use waybill::accounts::role::Role;

use super::Browser;
use crate::providers::line;
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, PASSWORD, Panel, eventually, order_id, panel_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_new_provider_to_a_delivered_order_on_a_desk() {
    let upstream = Upstream::start().await;
    panel_with(&[ALLOW], async |panel| {
        let staff = Browser::wide(&panel.base).await;
        journey(panel, &upstream, &staff).await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_new_provider_to_a_delivered_order_on_a_phone() {
    let upstream = Upstream::start().await;
    panel_with(&[ALLOW], async |panel| {
        let staff = Browser::narrow(&panel.base).await;
        journey(panel, &upstream, &staff).await;
        staff.close().await;
    })
    .await;
}

async fn journey(panel: &Panel, upstream: &Upstream, staff: &Browser) {
    upstream.set_services(json!([line(7, "1.00"), line(8, "2.00")]));
    upstream.take_keys();
    let admin = panel.account(Role::Admin).await;
    staff.go("/sign-in").await;
    staff.fill("email", &admin.email).await;
    staff.fill("password", PASSWORD).await;
    staff.press("main form button").await;
    staff.arrive("/admin").await;

    staff.go("/admin/providers").await;
    staff.assert_accessible().await;
    staff.click("New provider").await;
    staff.assert_accessible().await;
    staff.fill("name", "Supplier").await;
    staff.fill("url", &upstream.url).await;
    staff.fill("key", "their-key-for-us").await;
    staff.click("Connect").await;
    staff.see("is connected").await;
    staff.click("Test connection").await;
    staff.see("It answers").await;
    staff.see("100.00 USD").await;
    staff.assert_accessible().await;
    staff.click("Confirm idempotency keys").await;
    staff.see("Confirmed").await;

    staff.click("Import services").await;
    // The timer may have read the list first.
    if !staff.text().await.contains("Views 7") {
        staff.click("Read its list").await;
    }
    staff.see("Views 7").await;
    staff.assert_accessible().await;
    staff.fill("margin", "25").await;
    staff.tick("ids").await;
    staff.click("Preview the ticked").await;
    staff.see("What will change").await;
    staff.see("1.25").await;
    staff.assert_accessible().await;
    staff.click("Import").await;
    staff.see("Import from Supplier").await;
    staff.see("1 of 1").await;
    staff.assert_accessible().await;
    staff.go("/admin/services").await;
    staff.see("Views 7").await;
    staff.assert_accessible().await;

    let services = waybill::catalogue::list_all(panel.app.db.pool()).await.unwrap();
    let customer = panel.customer("10").await;
    let service = services[0].id.to_string();
    let link = "https://example.com/p/1";
    let fields = [("action", "add"), ("service", &service), ("link", link), ("quantity", "100")];
    let order = order_id(&panel.v2(&customer.key, &fields).await);
    let theirs =
        eventually("the provider to have it", async || upstream.orders().keys().next().copied())
            .await;
    upstream.set(theirs, "Completed", 0);
    panel.advance(chrono::TimeDelta::minutes(5));
    panel.wait_for_status(&customer, order, "Completed").await;
    assert_eq!(panel.balance(&customer).await, "9.875");

    // The price jumps: the service is off sale at once, and the operator's start page says so.
    upstream.set_services(json!([line(7, "9.00"), line(8, "2.00")]));
    panel.advance(waybill::providers::list_sync::LIST_EVERY);
    eventually("the service to be paused", async || {
        let services = waybill::catalogue::list_all(panel.app.db.pool()).await.unwrap();
        services[0].paused_reason.clone()
    })
    .await;
    staff.go("/admin").await;
    staff.see("Price jump").await;
    staff.assert_accessible().await;
    staff.go("/admin/providers/changes").await;
    staff.see("Price jump").await;
    staff.assert_accessible().await;
    staff.click("Apply").await;
    // Time has passed, and this changes a price.
    staff.see("Type your password again").await;
    staff.fill("password", PASSWORD).await;
    staff.click("Go on").await;
    staff.see("1 change is applied").await;
    staff.go("/admin/providers").await;
    staff.assert_accessible().await;
}

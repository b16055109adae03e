//! A target is blocked after a look at what it would catch; and an import is followed from any page.

use serde_json::Value;
use waybill::accounts::role::Role;

use super::Browser;
use crate::providers::line;
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, PASSWORD, Panel, eventually, panel_with};

async fn sign_in(browser: &Browser, panel: &Panel) {
    let admin = panel.account(Role::Admin).await;
    browser.go("/sign-in").await;
    browser.fill("email", &admin.email).await;
    browser.fill("password", PASSWORD).await;
    browser.press("main form button").await;
    browser.arrive("/admin").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_is_blocked_after_a_look_on_a_phone() {
    panel_with(&["--no-work"], async |panel: &Panel| {
        let service = panel.service(|_| {}).await.to_string();
        let customer = panel.customer("100").await;
        for nth in 0..3 {
            let link = format!("https://example.com/ann/{nth}");
            let fields =
                [("action", "add"), ("service", &*service), ("link", &*link), ("quantity", "10")];
            panel.v2(&customer.key, &fields).await;
        }
        let staff = Browser::narrow(&panel.base).await;
        sign_in(&staff, panel).await;
        staff.go("/admin/blocked").await;
        staff.see("Nothing is blocked").await;
        staff.assert_accessible().await;
        staff.fill("pattern", "example.com/ann").await;
        staff.fill("reason", "She asked for it").await;
        staff.click("See what it would catch").await;
        staff.see("What it would have caught in 30 days").await;
        staff.see("Open orders go on").await;
        staff.assert_accessible().await;
        staff.click("Block it").await;
        staff.see("is blocked. Open orders go on.").await;
        staff.assert_accessible().await;
        let fields = [
            ("action", "add"),
            ("service", &*service),
            ("link", "https://example.com/ann"),
            ("quantity", "10"),
        ];
        panel.v2(&customer.key, &fields).await;
        eventually("the refusal", async || {
            staff.go("/admin/blocked").await;
            staff.text().await.contains("1 customer").then_some(())
        })
        .await;
        staff.assert_accessible().await;
        staff.click("example.com/ann").await;
        staff.see("API v2").await;
        staff.assert_accessible().await;
        staff.press("main details.pop summary").await;
        staff.see("Take orders for this target again?").await;
        staff.assert_accessible().await;
        staff.click("Unblock it").await;
        staff.see("may be ordered again").await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_is_followed_from_another_page() {
    panel_with(&["--no-work", ALLOW], async |panel: &Panel| {
        let upstream = Upstream::start().await;
        let list: Value = (1..=120).map(|id| line(id, "1.00")).collect();
        upstream.set_services(list);
        let id = panel.provider("Supplier", &upstream.url).await;
        let staff = Browser::narrow(&panel.base).await;
        sign_in(&staff, panel).await;
        staff.go(&format!("/admin/providers/{id}/import")).await;
        staff.click("Read its list").await;
        staff.see("Views 7").await;
        staff.fill("margin", "25").await;
        staff.click("Preview all 120 that match").await;
        staff.see("What will change").await;
        staff.click("Import").await;
        staff.see("0 of 120").await;
        staff.assert_accessible().await;
        // Other pages say how far it is, and move by themselves.
        staff.go("/admin/orders").await;
        staff.see("0 of 120").await;
        staff.assert_accessible().await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        waybill::providers::import::run::work(db, clock).await.unwrap();
        staff.see("50 of 120").await;
        staff.press("#running form button").await;
        staff.see("It is stopped. What was imported stays.").await;
        staff.assert_accessible().await;
        staff.go("/admin/work").await;
        staff.see("Import from Supplier").await;
        staff.assert_accessible().await;
        staff.close().await;
    })
    .await;
}

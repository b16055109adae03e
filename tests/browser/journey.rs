//! The main job, in a browser: sign up, get credit, order, watch, read the statement.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_sign_up_to_the_statement_on_a_desk() {
    panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        journey(panel, &visitor, "desk@example.com").await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_sign_up_to_the_statement_on_a_phone() {
    panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        journey(panel, &visitor, "phone@example.com").await;
        visitor.close().await;
    })
    .await;
}

async fn journey(panel: &Panel, visitor: &Browser, email: &str) {
    let service = panel.service(|service| service.sandbox.per_minute = 600).await;
    visitor.go("/sign-up").await;
    visitor.assert_accessible().await;
    visitor.fill("email", email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.tick("terms").await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;

    credited_by_staff(panel, visitor, email).await;

    visitor.go(&format!("/new?service={service}")).await;
    visitor.fill("link", "https://example.com/p/1").await;
    visitor.fill("quantity", "50").await;
    visitor.see("0.05").await;
    visitor.assert_accessible().await;
    visitor.click("Place order").await;
    visitor.see("Completed").await;
    assert!(visitor.path().await.starts_with("/orders/"));
    visitor.assert_accessible().await;

    visitor.go("/orders").await;
    visitor.see("Completed").await;
    visitor.assert_accessible().await;
    visitor.go("/statement").await;
    visitor.see("24.95").await;
    visitor.assert_accessible().await;
    visitor.go("/account").await;
    visitor.see(email).await;
    visitor.assert_accessible().await;
}

/// Staff find the customer and give them 25.00, in a browser of their own.
async fn credited_by_staff(panel: &Panel, visitor: &Browser, email: &str) {
    let admin = panel.account(Role::Admin).await;
    let staff = visitor.another().await;
    staff.go("/sign-in").await;
    staff.fill("email", &admin.email).await;
    staff.fill("password", PASSWORD).await;
    staff.press("main form button").await;
    staff.arrive("/admin").await;
    staff.go(&format!("/admin/customers?q={email}")).await;
    staff.assert_accessible().await;
    staff.click(email).await;
    staff.see("0.00").await;
    staff.assert_accessible().await;
    staff.fill("amount", "25").await;
    staff.fill("reference", "bank-17").await;
    staff.fill("note", "Bank transfer 17").await;
    staff.press("main form[action$='/adjust'] button").await;
    staff.see("25.00").await;
    for path in ["/admin/orders", "/admin/services", "/admin/services/new"] {
        staff.go(path).await;
        staff.assert_accessible().await;
    }
    staff.close().await;
}

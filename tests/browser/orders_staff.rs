//! Staff's list of orders in a browser: rows are ticked, looked at before they are changed, and
//! followed until they are done; and an order's page gets a note.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, order_id, panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_ticked_and_refunded_by_an_admin_on_a_desk() {
    panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        story(panel, &visitor, Role::Admin).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_ticked_and_refunded_by_an_owner_on_a_phone() {
    panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        story(panel, &visitor, Role::Owner).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn support_adds_a_note_to_many() {
    panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        let orders = placed(panel).await;
        sign_in(panel, &visitor, Role::Support).await;
        visitor.go("/admin/orders").await;
        visitor.press(&format!("input[name='ids'][value='{}']", orders[0])).await;
        visitor.click("Note…").await;
        visitor.see("Change 1 order").await;
        visitor.assert_accessible().await;
        visitor.fill("note", "Wrote to the customer").await;
        visitor.click("Preview").await;
        visitor.see("Add the note to 1 order?").await;
        visitor.assert_accessible().await;
        visitor.fill("reason", "for the night shift").await;
        visitor.click("Add the note to 1 order").await;
        visitor.see("The note was added.").await;
        visitor.go(&format!("/admin/orders/{}", orders[0])).await;
        visitor.see("Wrote to the customer").await;
        visitor.assert_accessible().await;
        visitor.close().await;
    })
    .await;
}

/// Orders that are delivered.
async fn placed(panel: &Panel) -> Vec<i64> {
    let name = "🎬 Video views [ Refill 30D | Max 100K | Start 0–1 h | Speed 50K/day ] ⚡ no drop";
    let service = panel.service(|service| service.draft.name = name.to_owned()).await.to_string();
    let customer = panel.customer("10").await;
    let mut orders = Vec::new();
    for post in 1..=3 {
        let link = format!("https://www.example.com/watch?v=a-rather-long-name-of-a-page-{post}");
        let fields =
            [("action", "add"), ("service", &*service), ("link", &link), ("quantity", "1000")];
        orders.push(order_id(&panel.v2(&customer.key, &fields).await));
    }
    for order in &orders {
        panel.wait_for_status(&customer, *order, "Completed").await;
    }
    orders
}

async fn sign_in(panel: &Panel, visitor: &Browser, role: Role) {
    let account = panel.account(role).await;
    visitor.go("/sign-in").await;
    visitor.fill("email", &account.email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/admin").await;
}

async fn story(panel: &Panel, visitor: &Browser, role: Role) {
    let orders = placed(panel).await;
    sign_in(panel, visitor, role).await;
    visitor.go("/admin/orders").await;
    visitor.see("Completed").await;
    visitor.assert_accessible().await;
    assert!(!visitor.text().await.contains("Copy ids"), "the bar comes with the first box");
    for order in &orders[..2] {
        visitor.press(&format!("input[name='ids'][value='{order}']")).await;
    }
    visitor.see("Ticked: 2").await;
    visitor.assert_accessible().await;
    visitor.click("Refund…").await;
    visitor.see("Refund 2 orders?").await;
    visitor.see("2.00 USD").await;
    visitor.assert_accessible().await;
    // Half of it will do.
    visitor.fill("percent", "50").await;
    visitor.click("Preview").await;
    visitor.see("1.00 USD").await;
    visitor.fill("reason", "it came late").await;
    visitor.click("Refund 2 orders").await;
    // It moves by itself until it is done.
    visitor.see("Went back to customers").await;
    visitor.see("Done").await;
    visitor.see("Refunded.").await;
    visitor.assert_accessible().await;
    visitor.go("/admin/orders/bulk").await;
    visitor.see("2 of 2").await;
    visitor.assert_accessible().await;

    visitor.go(&format!("/admin/orders/{}", orders[0])).await;
    visitor.see("it came late").await;
    visitor.fill("note", "Told the customer").await;
    visitor.click("Add note").await;
    visitor.see("The note is added.").await;
    visitor.assert_accessible().await;
    visitor.go("/admin/orders").await;
    visitor.click("Columns").await;
    visitor.assert_accessible().await;
    visitor.press("#col-g").await;
    visitor.click("Show these").await;
    visitor.find("td[data-label=Profit]").await;
    visitor.assert_accessible().await;
}

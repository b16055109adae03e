//! Staff read what the shop earned: by days, by services, a service's days; then the money of the house
//! and a single transfer.

use waybill::accounts::role::Role;

use super::Browser;
use crate::reports::add_all;
use crate::support::{PASSWORD, Panel, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_read_reports_on_a_desk() {
    still_panel(async |panel| {
        let staff = Browser::wide(&panel.base).await;
        read(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_read_reports_on_a_phone() {
    still_panel(async |panel| {
        let staff = Browser::narrow(&panel.base).await;
        read(panel, &staff).await;
        staff.resize(360, 800).await;
        staff.go("/admin/reports?period=7&by=service").await;
        staff.assert_accessible().await;
        staff.close().await;
    })
    .await;
}

async fn read(panel: &Panel, staff: &Browser) {
    let owner = panel.account(Role::Owner).await;
    let customer = panel.customer("25").await;
    let service = panel.service(|service| service.category = "Likes").await;
    let order = panel.order(&customer, service, 1000).await;
    panel.complete(order).await;
    add_all(panel).await;
    staff.go("/sign-in").await;
    staff.fill("email", &owner.email).await;
    staff.fill("password", PASSWORD).await;
    staff.press("main form button").await;
    staff.arrive("/admin").await;

    staff.go("/admin/reports").await;
    staff.see("Added up").await;
    staff.assert_accessible().await;
    staff.click("Service").await;
    staff.see("The days as a table").await;
    staff.assert_accessible().await;
    staff.press(".card.flush tbody a.id").await;
    staff.see(&format!("Service: {service}")).await;
    staff.assert_accessible().await;
    staff.go("/admin/reports?from=x&to=2026-01-01").await;
    staff.see("A day, such as 2026-11-30.").await;
    staff.assert_accessible().await;
    staff.go("/admin/reports/money").await;
    staff.see("What the house owes now").await;
    staff.assert_accessible().await;
    staff.click("Transfers").await;
    staff.see(&format!("order:{order}:charge")).await;
    staff.assert_accessible().await;
}

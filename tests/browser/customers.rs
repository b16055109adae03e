//! Staff look after a customer: a group with a discount, a note, the pages as the customer sees them, and a
//! suspension that says why.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_look_after_a_customer_on_a_desk() {
    still_panel(async |panel| {
        let staff = Browser::wide(&panel.base).await;
        look_after(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_look_after_a_customer_on_a_phone() {
    still_panel(async |panel| {
        let staff = Browser::narrow(&panel.base).await;
        look_after(panel, &staff).await;
        staff.close().await;
    })
    .await;
}

async fn look_after(panel: &Panel, staff: &Browser) {
    let admin = panel.account(Role::Admin).await;
    let customer = panel.customer("25").await;
    let service = panel.service(|service| service.category = "Likes").await;
    staff.go("/sign-in").await;
    staff.fill("email", &admin.email).await;
    staff.fill("password", PASSWORD).await;
    staff.press("main form button").await;
    staff.arrive("/admin").await;

    staff.go("/admin/groups").await;
    staff.assert_accessible().await;
    staff.fill("name", "Resellers").await;
    staff.fill("discount", "10").await;
    staff.click("Create the group").await;
    staff.see("Only the ticked categories").await;
    staff.assert_accessible().await;

    let page = format!("/admin/customers/{}", customer.id);
    staff.go(&format!("{page}/prices")).await;
    staff.assert_accessible().await;
    staff.press("#f-group option:last-child").await;
    staff.click("Save").await;
    staff.see("10 % off in all categories").await;
    staff.assert_accessible().await;
    staff.click("Change many…").await;
    staff.see("Set the rates of these lines").await;
    staff.fill("lines", &format!("{service} | 0.75")).await;
    staff.click("Preview").await;
    staff.see("Set 1 rate").await;
    staff.assert_accessible().await;
    staff.click("Set 1 rate").await;
    staff.see("Rates that are set: 1.").await;

    staff.go(&page).await;
    staff.fill("text", "Asks for an invoice").await;
    staff.click("Add the note").await;
    staff.see("The note is added").await;
    staff.assert_accessible().await;
    staff.go(&format!("{page}/access")).await;
    staff.assert_accessible().await;

    staff.go(&page).await;
    staff.click("Sign in as").await;
    staff.fill("reason", "An order hangs").await;
    staff.click("Sign in as this customer").await;
    staff.arrive("/orders").await;
    staff.see("Nothing can be changed").await;
    staff.assert_accessible().await;
    staff.go(&format!("/new?service={service}")).await;
    staff.see("0.75").await;
    staff.assert_accessible().await;
    staff.press("main .note.visit button").await;
    staff.see("You are yourself again").await;

    staff.click("Suspend").await;
    staff.fill("reason", "A payment came back.").await;
    staff.click("Suspend the customer").await;
    staff.see("They read").await;
    staff.assert_accessible().await;
    let theirs = staff.another().await;
    theirs.go("/sign-in").await;
    theirs.fill("email", &customer.email).await;
    theirs.fill("password", PASSWORD).await;
    theirs.press("main form button").await;
    theirs.see("This account is suspended: A payment came back.").await;
    theirs.assert_accessible().await;
    theirs.close().await;
}

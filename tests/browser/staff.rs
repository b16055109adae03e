//! An owner sets up who may sign up, and invites a colleague, who comes by the link.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleague_comes_by_a_link_on_a_desk() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        colleague(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleague_comes_by_a_link_on_a_phone() {
    still_panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        colleague(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

async fn colleague(panel: &Panel, owner: &Browser) {
    let account = panel.account(Role::Owner).await;
    owner.go("/sign-in").await;
    owner.fill("email", &account.email).await;
    owner.fill("password", PASSWORD).await;
    owner.press("main form button").await;
    owner.arrive("/admin").await;
    owner.go("/admin/settings/people").await;
    owner.assert_accessible().await;
    owner.press("#f-sign_up option[value=closed]").await;
    owner.click("Save").await;
    owner.see("The settings are saved").await;
    owner.go("/admin/settings/orders").await;
    owner.fill("floor_price", "x").await;
    owner.click("Save").await;
    owner.see("A number such as 12.50").await;
    owner.assert_accessible().await;
    owner.fill("floor_price", "0.01").await;
    owner.click("Save").await;
    owner.see("The settings are saved").await;

    owner.go("/admin/staff").await;
    owner.assert_accessible().await;
    owner.fill("email", "sam@example.com").await;
    owner.click("Make the link").await;
    owner.see("only time the link is shown").await;
    owner.assert_accessible().await;
    let link = owner.find("#secret").await.text().await.unwrap();
    owner.click("I have copied it").await;
    owner.see("Open invitations").await;
    owner.assert_accessible().await;
    owner.go("/admin/invites").await;
    owner.see("The owner lets nobody sign up now").await;
    owner.assert_accessible().await;

    let sam = owner.another().await;
    sam.go("/sign-up").await;
    sam.see("No new accounts at present").await;
    sam.assert_accessible().await;
    sam.go(link.strip_prefix(&panel.base).unwrap()).await;
    sam.see("You are invited to run this panel").await;
    sam.assert_accessible().await;
    sam.fill("password", PASSWORD).await;
    sam.tick("terms").await;
    sam.press("main form button").await;
    sam.arrive("/admin").await;
    sam.close().await;

    owner.go("/admin/staff").await;
    owner.click("sam@example.com").await;
    owner.see("Sign out everywhere").await;
    owner.assert_accessible().await;
    owner.press("#f-role option[value=admin]").await;
    owner.click("Set the role").await;
    owner.see("The role is admin now").await;
}

//! The way of an affiliate, in a browser: joined, a link copied, a referral seen, paid out.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};
use crate::web::affiliate::{approve_due, comes_by, offer, ordered};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_offer_to_the_payout_on_a_desk() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        way(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_offer_to_the_payout_on_a_phone() {
    still_panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        way(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

async fn way(panel: &Panel, visitor: &Browser) {
    // Without a hold, so that the visitor's session does not end while it waits.
    offer(panel, |draft| draft.hold_days = 0).await;
    offer(panel, |draft| {
        draft.name = "Agencies".to_owned();
        draft.is_default = false;
    })
    .await;
    let customer = panel.account(Role::Customer).await;
    visitor.go("/sign-in").await;
    visitor.fill("email", &customer.email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;
    // On a phone it has no room in the bar, and stands in the menu.
    visitor.press("header .menu summary").await;
    visitor.click("Affiliate").await;
    visitor.arrive("/affiliate").await;
    visitor.see("Choose an offer").await;
    visitor.assert_accessible().await;
    visitor.fill("code", "friend").await;
    visitor.click("Join").await;
    visitor.arrive("/affiliate/links").await;
    visitor.fill("sub_id1", "blog").await;
    visitor.click("Make the link").await;
    visitor.see("ref=friend&sub_id1=blog").await;
    visitor.click("Copy the link").await;
    visitor.see("Copied").await;
    visitor.assert_accessible().await;

    let brought = comes_by(panel, "/?ref=friend&sub_id1=blog", "brought@example.com").await;
    let service = panel.service(|_| {}).await;
    ordered(panel, &brought, service, "50000").await;
    approve_due(panel).await;
    visitor.click("Overview").await;
    visitor.see("5.00 USD").await;
    visitor.click("As a table").await;
    visitor.assert_accessible().await;
    visitor.click("Referrals").await;
    visitor.see("1: blog").await;
    visitor.assert_accessible().await;
    visitor.click("Payouts").await;
    visitor.assert_accessible().await;
    visitor.click("Move 5.00 USD to my balance").await;
    visitor.see("5.00 USD is on your balance.").await;
    visitor.assert_accessible().await;
}

//! The life of a token, in a browser: made, copied, used, seen in its log, rotated, revoked.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};

const BALANCE: [(&str, &str); 1] = [("action", "balance")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tokens_life_on_a_desk() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        life(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tokens_life_on_a_phone() {
    still_panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        life(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

async fn life(panel: &Panel, visitor: &Browser) {
    let customer = panel.account(Role::Customer).await;
    visitor.go("/sign-in").await;
    visitor.fill("email", &customer.email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;
    visitor.go("/account").await;
    visitor.click("Tokens").await;
    visitor.arrive("/account/tokens").await;
    visitor.assert_accessible().await;
    visitor.click("New token").await;
    visitor.arrive("/account/tokens/new").await;
    visitor.assert_accessible().await;
    visitor.fill("name", "shop server").await;
    visitor.press("#f-access-read").await;
    visitor.click("Create token").await;
    visitor.see("This is the only time it is shown").await;
    visitor.assert_accessible().await;
    visitor.click("Copy it").await;
    visitor.see("Copied").await;
    let first = visitor.find("#secret").await.text().await.unwrap();
    visitor.click("I saved it").await;
    visitor.see("Not used yet").await;
    visitor.assert_accessible().await;

    assert_eq!(panel.v2(&first, &BALANCE).await["balance"], "0.00");
    let page = visitor.path().await;
    crate::support::eventually("the call to stand in the log", async || {
        visitor.go(&page).await;
        visitor.text().await.contains("127.0.0.1").then_some(())
    })
    .await;
    visitor.assert_accessible().await;

    visitor.click("Rotate").await;
    visitor.assert_accessible().await;
    visitor.click("Make a new secret").await;
    visitor.see("The old token works until").await;
    let second = visitor.find("#secret").await.text().await.unwrap();
    assert_ne!(first, second);
    visitor.click("I saved it").await;
    visitor.see("Not used yet").await;
    assert_eq!(panel.v2(&second, &BALANCE).await["balance"], "0.00");
    visitor.click("Revoke").await;
    visitor.click("Revoke the token").await;
    visitor.arrive("/account/tokens").await;
    visitor.see("Revoked").await;
    visitor.see("Rotated, ending").await;
    visitor.assert_accessible().await;
    assert_eq!(panel.v2(&second, &BALANCE).await["error"], "Invalid API key");
    assert_eq!(panel.v2(&first, &BALANCE).await["balance"], "0.00");
}

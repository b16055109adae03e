//! Somebody has forgotten their password, on a phone: the way from the sign-in by their mail to a new one.

use super::Browser;
use crate::support::smtp::Smtp;
use crate::support::{Panel, panel_with};

const NEW: &str = "seven grey geese over the lake";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_replaced_on_a_phone() {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let visitor = Browser::narrow(&panel.base).await;
        visitor.go("/sign-in").await;
        visitor.assert_accessible().await;
        visitor.click("Forgot your password?").await;
        visitor.arrive("/forgot").await;
        visitor.assert_accessible().await;
        visitor.fill("email", &customer.email).await;
        visitor.press("main form button").await;
        visitor.see("Look into your mail").await;
        visitor.assert_accessible().await;
        let link = server.nth(1).await.link();
        visitor.go(&link).await;
        visitor.see("Save the new password").await;
        visitor.assert_accessible().await;
        visitor.fill("password", "short").await;
        visitor.press("main form button").await;
        visitor.see("At least 10 characters").await;
        visitor.assert_accessible().await;
        visitor.fill("password", NEW).await;
        visitor.press("main form button").await;
        visitor.arrive("/sign-in").await;
        visitor.see("Your password is changed").await;
        visitor.fill("email", &customer.email).await;
        visitor.fill("password", NEW).await;
        visitor.press("main form button").await;
        visitor.arrive("/new").await;
        // The link was used.
        visitor.go(&link).await;
        visitor.see("This link does not work any more").await;
        visitor.assert_accessible().await;
        visitor.go("/account").await;
        visitor.see("This address is confirmed").await;
        visitor.assert_accessible().await;
        visitor.close().await;
    })
    .await;
}

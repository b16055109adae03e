//! Somebody whose password was made for them chooses one of their own, on a phone.

use super::Browser;
use crate::support::rows::execute;
use crate::support::{PASSWORD, Panel, still_panel};

const NEW: &str = "seven grey geese over the lake";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_made_password_is_replaced_on_a_phone() {
    still_panel(async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let made = "update accounts set password_made_at = now() where id =";
        execute(panel, &format!("{made} {}", customer.id)).await;
        let visitor = Browser::narrow(&panel.base).await;
        visitor.go("/sign-in").await;
        visitor.fill("email", &customer.email).await;
        visitor.fill("password", PASSWORD).await;
        visitor.press("main form button").await;
        visitor.see("Your password was made for you.").await;
        visitor.assert_accessible().await;
        visitor.fill("current", PASSWORD).await;
        visitor.fill("password", PASSWORD).await;
        visitor.press("main form button").await;
        visitor.see("the password that you have now").await;
        visitor.assert_accessible().await;
        visitor.fill("current", PASSWORD).await;
        visitor.fill("password", NEW).await;
        visitor.press("main form button").await;
        visitor.arrive("/new").await;
        visitor.close().await;
    })
    .await;
}

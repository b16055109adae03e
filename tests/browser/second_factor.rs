//! A second factor on a phone: set up, and asked for in another browser, in which a recovery code helps.

use super::Browser;
use crate::support::{PASSWORD, still_panel};
use crate::web::second_factor::code_of;

async fn sign_in(browser: &Browser, email: &str) {
    browser.go("/sign-in").await;
    browser.fill("email", email).await;
    browser.fill("password", PASSWORD).await;
    browser.press("main form button").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_factor_is_set_up_and_asked_for() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let phone = Browser::narrow(&panel.base).await;
        sign_in(&phone, &customer.email).await;
        phone.arrive("/new").await;
        phone.go("/account").await;
        phone.see("Your account has no second factor.").await;
        phone.go("/account/second-factor").await;
        phone.assert_accessible().await;
        phone.press("main form button").await;
        phone.see("Scan this with an app").await;
        phone.assert_accessible().await;
        let secret = phone.find("main .secret code").await.text().await.unwrap();
        phone.fill("code", "000").await;
        phone.press("main form button.primary").await;
        phone.see("The app shows another code.").await;
        phone.assert_accessible().await;
        phone.fill("code", &code_of(panel, &secret.replace(' ', ""), 0)).await;
        phone.press("main form button.primary").await;
        phone.see("These codes are shown this once.").await;
        phone.assert_accessible().await;
        let recovery = phone.find("main ol code").await.text().await.unwrap();
        phone.go("/account/second-factor").await;
        phone.see("10 are left.").await;
        phone.assert_accessible().await;

        let other = phone.another().await;
        sign_in(&other, &customer.email).await;
        other.arrive("/second-factor").await;
        other.assert_accessible().await;
        other.fill("code", "123456").await;
        other.press("main form button").await;
        other.see("This code is wrong").await;
        other.assert_accessible().await;
        other.fill("code", &recovery).await;
        other.tick("remember").await;
        other.press("main form button").await;
        other.arrive("/new").await;
        other.see("9 are left.").await;
        other.close().await;
        phone.close().await;
    })
    .await;
}

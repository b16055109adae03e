//! A second factor on a phone: an app is set up, and asked for in another browser, in which a recovery
//! code helps; and a passkey, in a browser that has them and in one that has not.

use super::Browser;
use chrono::TimeDelta;

use crate::support::rows::execute;
use crate::support::{PASSWORD, Panel, panel_with, still_panel};
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

/// Browsers keep passkeys for names: here, for `localhost`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_made_and_asked_for() {
    let options = ["--no-work", "--public-url", "http://localhost:PORT"];
    panel_with(&options, async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let phone =
            Browser::narrow(panel.app.config.public_url.as_str().trim_end_matches('/')).await;
        phone.go("/sign-in").await;
        phone.keeps_passkeys().await;
        sign_in(&phone, &customer.email).await;
        phone.arrive("/new").await;
        phone.go("/account/second-factor").await;
        phone.click("Add a passkey").await;
        phone.see("Give it a name.").await;
        phone.assert_accessible().await;
        assert!(!phone.text().await.contains("This browser cannot make passkeys."));
        phone.fill("name", "My phone").await;
        phone.press("main [data-passkey] button").await;
        phone.see("These codes are shown this once.").await;
        let recovery = phone.find("main ol code").await.text().await.unwrap();
        phone.go("/account/second-factor").await;
        phone.see("My phone").await;
        phone.assert_accessible().await;
        // The device has one of this account, and makes no other.
        phone.click("Add a passkey").await;
        phone.fill("name", "Again").await;
        phone.press("main [data-passkey] button").await;
        phone.see("The browser made no passkey.").await;
        phone.assert_accessible().await;
        // At a sign-in, and again before something important.
        phone.go("/account").await;
        phone.run("document.querySelector('form[action=\"/sign-out\"]').submit()").await;
        phone.arrive("/sign-in").await;
        sign_in(&phone, &customer.email).await;
        phone.arrive("/second-factor").await;
        phone.assert_accessible().await;
        phone.click("Use a passkey").await;
        phone.arrive("/new").await;
        panel.advance(TimeDelta::minutes(16));
        phone.go("/account/second-factor").await;
        phone.click("Make new codes").await;
        phone.see("Use a passkey").await;
        phone.assert_accessible().await;
        phone.fill("password", PASSWORD).await;
        phone.click("Use a passkey").await;
        phone.see("These codes are shown this once.").await;
        let new = phone.find("main ol code").await.text().await.unwrap();
        assert_ne!(new, recovery);
        phone.go("/account/second-factor").await;
        phone.see("Last used on").await;

        // A browser that has none says so, and takes a code.
        let other = phone.another().await;
        other.go("/sign-in").await;
        other.before_pages("delete window.PublicKeyCredential").await;
        sign_in(&other, &customer.email).await;
        other.arrive("/second-factor").await;
        other.see("This browser cannot use your passkeys.").await;
        other.assert_accessible().await;
        assert!(!other.text().await.contains("Use a passkey"));
        other.fill("code", &new).await;
        other.press("main form button.primary").await;
        other.arrive("/new").await;
        other.close().await;
        execute(panel, "update accounts set language = 'ar'").await;
        phone.go("/account/second-factor").await;
        phone.assert_accessible().await;
        phone.close().await;
    })
    .await;
}

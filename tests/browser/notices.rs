//! A customer on a phone is told at the bell while a page is open, chooses what they are told of, and
//! links a Telegram chat; in all languages and both themes.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::Browser;
use crate::support::telegram::{TOKEN, Telegram};
use crate::support::{ALLOW, PASSWORD, Panel, panel_with};

/// Nothing stands beside the window.
async fn assert_fits(visitor: &Browser) {
    let script = "return document.documentElement.scrollWidth <= window.innerWidth";
    let fits = visitor.run(script).await;
    assert_eq!(fits, serde_json::json!(true), "{} is too wide", visitor.path().await);
    visitor.assert_accessible().await;
}

async fn sign_in(visitor: &Browser, email: &str, page: &str) {
    visitor.go("/sign-in").await;
    visitor.fill("email", email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive(page).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_is_seen_at_the_bell_and_in_telegram() {
    let telegram = Telegram::start().await;
    panel_with(&[ALLOW, &telegram.option()], async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let owner = panel.account(Role::Owner).await;
        let staff = Browser::narrow(&panel.base).await;
        staff.resize(360, 740).await;
        sign_in(&staff, &owner.email, "/admin").await;
        staff.go("/admin/settings/telegram").await;
        assert_fits(&staff).await;
        staff.fill("token", TOKEN).await;
        staff.click("Use this bot").await;
        staff.see("Customers can link").await;
        assert_fits(&staff).await;

        let visitor = staff.another().await;
        visitor.resize(360, 740).await;
        sign_in(&visitor, &customer.email, "/new").await;
        // The page is open while it happens.
        panel.credit(&customer, "5").await;
        visitor.find("#bell[aria-label='Notices: 1 unread']").await;
        visitor.press("#bell").await;
        visitor.arrive("/notices").await;
        visitor.see("was added to your balance").await;
        assert_fits(&visitor).await;
        visitor.click("Mark all as read").await;
        visitor.see("All are marked as read.").await;
        visitor.find("#bell[aria-label='Notices']").await;

        visitor.click("What you are told of").await;
        visitor.arrive("/account/notices").await;
        assert_fits(&visitor).await;
        visitor.fill("threshold", "3").await;
        visitor.tick("orders-mail").await;
        visitor.click("Save").await;
        visitor.see("It is saved.").await;
        visitor.click("Link Telegram").await;
        visitor.see("It works once, for 15 minutes.").await;
        assert_fits(&visitor).await;
        let line = visitor.run("return document.querySelector('#code').textContent").await;
        telegram.writes(7, line.as_str().unwrap());
        panel.advance(TimeDelta::seconds(61));
        assert!(telegram.says(7, 1).await.starts_with("This chat is linked"));
        panel.credit(&customer, "6").await;
        assert!(telegram.says(7, 2).await.contains("was added to your balance"));
        visitor.go("/account/notices").await;
        visitor.see("@person7").await;
        for theme in ["light", "dark"] {
            visitor.set_cookie("theme", theme).await;
            for language in ["en", "es", "pt-BR", "tr", "ru", "ar"] {
                visitor.set_cookie("lang", language).await;
                for page in ["/notices", "/account/notices", "/notices/stop"] {
                    visitor.go(page).await;
                    assert_fits(&visitor).await;
                }
            }
        }
        visitor.set_cookie("lang", "en").await;
        visitor.go("/account/notices").await;
        visitor.click("End the link").await;
        visitor.see("is not linked any more").await;
        visitor.close().await;
        staff.close().await;
    })
    .await;
}

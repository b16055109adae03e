//! An owner writes an announcement, sees how it will look, and publishes it; a customer sees it on a
//! phone and dismisses it. The same with a page.

use serde_json::json;
use waybill::accounts::role::Role;

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};

async fn sign_in(visitor: &Browser, email: &str, page: &str) {
    visitor.go("/sign-in").await;
    visitor.fill("email", email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive(page).await;
}

/// Nothing stands beside the window.
async fn assert_fits(visitor: &Browser) {
    let script = "return document.documentElement.scrollWidth <= window.innerWidth";
    let fits = visitor.run(script).await;
    assert_eq!(fits, json!(true), "{} is too wide", visitor.path().await);
    visitor.assert_accessible().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_banner_is_written_and_dismissed_on_a_phone() {
    still_panel(async |panel: &Panel| {
        let owner = panel.account(Role::Owner).await;
        let customer = panel.customer("10").await;
        let staff = Browser::wide(&panel.base).await;
        sign_in(&staff, &owner.email, "/admin").await;
        staff.go("/admin/announcements").await;
        staff.see("Nothing announced yet").await;
        staff.assert_accessible().await;
        staff.press(".head .button.primary").await;
        staff.arrive("/admin/announcements/new").await;
        staff.fill("title-en", "Views are slow today").await;
        staff.fill("text-en", "They take **a day** longer. [Services](/services)").await;
        // The preview needs no button.
        staff.see("They take a day longer.").await;
        let bold = staff.run("return document.querySelector('#preview strong').textContent").await;
        assert_eq!(bold, json!("a day"));
        staff.assert_accessible().await;
        staff.click("Save and publish").await;
        staff.see("It is saved and published.").await;
        staff.assert_accessible().await;

        let visitor = staff.another().await;
        visitor.resize(360, 740).await;
        sign_in(&visitor, &customer.email, "/new").await;
        visitor.see("Views are slow today").await;
        visitor.see("They take a day longer.").await;
        assert_fits(&visitor).await;
        visitor.go("/orders").await;
        visitor.see("Views are slow today").await;
        assert_fits(&visitor).await;
        visitor.press("#banner-1 form button").await;
        visitor.see("No orders yet").await;
        assert_eq!(visitor.path().await, "/orders");
        let left = "return document.querySelectorAll('[id^=banner-]').length";
        assert_eq!(visitor.run(left).await, json!(0));
        visitor.press(".strip .menu summary").await;
        visitor.press(".strip .menu [href=\"/announcements\"]").await;
        visitor.arrive("/announcements").await;
        visitor.see("Views are slow today").await;
        assert_fits(&visitor).await;

        staff.go("/admin/pages/new").await;
        staff.assert_accessible().await;
        staff.fill("slug", "faq").await;
        staff.fill("title-en", "Questions").await;
        let text = "# When?\n\n1. Soon\n2. > Later\n\n    code that is longer than any phone is wide, \
                    so that it has to be scrolled";
        staff.fill("text-en", text).await;
        staff.see("Soon").await;
        staff.assert_accessible().await;
        staff.click("Save and publish").await;
        staff.see("The page is saved and published.").await;
        staff.assert_accessible().await;
        staff.resize(360, 740).await;
        assert_fits(&staff).await;
        staff.press("tr[data-row] a.id").await;
        staff.arrive("/admin/pages/1").await;
        assert_fits(&staff).await;

        visitor.go("/orders").await;
        visitor.press(".strip .menu summary").await;
        visitor.press(".strip .menu [href=\"/pages\"]").await;
        visitor.arrive("/pages").await;
        assert_fits(&visitor).await;
        visitor.click("Questions").await;
        visitor.arrive("/pages/faq").await;
        visitor.see("When?").await;
        assert_fits(&visitor).await;
        staff.close().await;
        visitor.close().await;
    })
    .await;
}

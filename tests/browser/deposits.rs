//! A customer tells of a payment and staff confirm it, both on a phone.

use image::{Rgb, RgbImage};
use tempfile::TempDir;
use waybill::accounts::role::Role;

use super::Browser;
use crate::support::rows::execute;
use crate::support::{PASSWORD, Panel, still_panel};

async fn sign_in(visitor: &Browser, email: &str, page: &str) {
    visitor.go("/sign-in").await;
    visitor.fill("email", email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive(page).await;
}

/// Whether all of this is within the window's width.
async fn fits(visitor: &Browser, css: &str) -> bool {
    let script = format!(
        "const box = document.querySelector(\"{css}\").getBoundingClientRect();
         return box.left >= 0 && box.right <= window.innerWidth"
    );
    visitor.run(&script).await == serde_json::json!(true)
}

/// How wide the picture on this page is in truth, once it is loaded, and whether it is shown small.
async fn shown(visitor: &Browser) -> serde_json::Value {
    let script = "const picture = document.querySelector('main .picture img');
        picture.scrollIntoView();
        return picture.decode().then(() =>
            [picture.naturalWidth, picture.height > 20 && picture.height < 130])";
    visitor.run(script).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_is_told_of_and_confirmed_on_a_phone() {
    still_panel(async |panel: &Panel| {
        execute(
            panel,
            "insert into methods (gateway, name, enabled, instructions, created_at)
             values ('manual', 'Bank transfer', true, 'Account 7731.', now())",
        )
        .await;
        let customer = panel.customer("0").await;
        let admin = panel.account(Role::Admin).await;
        let visitor = Browser::narrow(&panel.base).await;
        sign_in(&visitor, &customer.email, "/new").await;
        visitor.go("/deposits").await;
        visitor.see("Account 7731.").await;
        visitor.assert_accessible().await;
        visitor.fill("amount", "25").await;
        visitor.fill("reference", "TX 7731").await;
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("payment.png");
        RgbImage::from_pixel(600, 800, Rgb([30, 120, 200])).save(&file).unwrap();
        visitor
            .find("input[type='file']")
            .await
            .send_keys(file.display().to_string())
            .await
            .unwrap();
        visitor.click("I have paid").await;
        visitor.see("We look whether the money is there").await;
        assert_eq!(shown(&visitor).await, serde_json::json!([600, true]));
        visitor.assert_accessible().await;

        let staff = visitor.another().await;
        staff.resize(360, 740).await;
        sign_in(&staff, &admin.email, "/admin").await;
        staff.go("/admin/deposits").await;
        assert_eq!(shown(&staff).await, serde_json::json!([600, true]));
        assert!(fits(&staff, "main .picture img").await, "the picture is cut");
        staff.press("main details.pop summary").await;
        staff.see("is the money there?").await;
        assert!(fits(&staff, "main details.pop[open] form").await, "the question is cut");
        staff.assert_accessible().await;
        staff.press("main details.pop[open] form button").await;
        staff.see("25.00 USD is credited").await;
        assert_eq!(panel.balance(&customer).await, "25.00");

        visitor.go("/deposits").await;
        visitor.press("tr[data-row] a.id").await;
        visitor.see("Receipt 1").await;
        visitor.assert_accessible().await;
        staff.close().await;
        visitor.close().await;
    })
    .await;
}

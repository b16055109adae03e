//! The staff's services, in a browser: a price in its row, the switch, folding, many at once, and a
//! provider's service by its name.

use serde_json::json;
use waybill::accounts::role::Role;

use super::Browser;
use crate::support::rows::{execute, value};
use crate::support::{PASSWORD, eventually, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_staffs_services_on_a_desk() {
    still_panel(async |panel| {
        let id = panel.service(|service| service.draft.name = "Steady views".to_owned()).await;
        panel.service(|service| service.draft.name = "Quick views".to_owned()).await;
        let staff = Browser::wide(&panel.base).await;
        let owner = panel.account(Role::Owner).await;
        staff.go("/sign-in").await;
        staff.fill("email", &owner.email).await;
        staff.fill("password", PASSWORD).await;
        staff.press("main form button").await;
        eventually("to be signed in", async || (staff.path().await != "/sign-in").then_some(()))
            .await;
        staff.go("/admin/services").await;
        staff.see("Steady views").await;
        staff.assert_accessible().await;

        // The price, by the keyboard; the page stays where it is.
        staff.script("window.stays = true;").await;
        let price = staff.find(&format!("#r-{id}")).await;
        price.clear().await.unwrap();
        price.send_keys("2.5\u{e007}").await.unwrap();
        let rate = format!("select rate from services where id = {id}");
        eventually("the price", async || {
            (value::<i64>(panel, &rate).await == 2_500_000).then_some(())
        })
        .await;
        staff.find(&format!("#r-{id}[value='2.50']")).await;
        // A wrong one says so at its field.
        let price = staff.find(&format!("#r-{id}")).await;
        price.clear().await.unwrap();
        price.send_keys("dear\u{e007}").await.unwrap();
        staff.see("A number such as 0.90").await;
        staff.assert_accessible().await;
        staff.press(&format!("#w-{id}")).await;
        staff.find(&format!("#w-{id}[aria-checked='false']")).await;
        staff.press(&format!("#w-{id}")).await;
        staff.find(&format!("#w-{id}[aria-checked='true']")).await;
        assert_eq!(staff.script("return window.stays;").await, json!(true));

        // After a while the password is asked for first, on a page of its own, and the price is kept.
        execute(panel, "update sessions set proved_at = proved_at - interval '1 hour'").await;
        let price = staff.find(&format!("#r-{id}")).await;
        price.clear().await.unwrap();
        price.send_keys("2.75\u{e007}").await.unwrap();
        staff.see("Type your password again").await;
        staff.assert_accessible().await;
        staff.fill("password", PASSWORD).await;
        staff.click("Go on").await;
        staff.see("now costs 2.75").await;

        staff.press(".fold").await;
        eventually("the rows to fold", async || {
            (!staff.text().await.contains("Quick views")).then_some(())
        })
        .await;
        staff.press(".fold").await;
        staff.see("Quick views").await;

        staff.press(&format!("#s-{id} .tick input")).await;
        staff.click("Prices…").await;
        staff.see("Change 1 service").await;
        staff.fill("percent", "-10").await;
        staff.click("Preview").await;
        staff.see("2.475").await;
        staff.assert_accessible().await;
        staff.click("Change 1 price").await;
        staff.arrive("/admin/services").await;
        staff.see("New prices: 1 service").await;

        // A provider's service by its name.
        let far = panel.provider("Far", "https://far.example/api/v2").await;
        let sql = format!(
            "insert into provider_services (provider_id, upstream_service, name, kind, rate, min,
                                            max, seen_at)
             select {far}, n, 'Line ' || n, 'Default', 400000, 1, 1000, now()
             from generate_series(1, 120) n"
        );
        execute(panel, &sql).await;
        staff.go(&format!("/admin/services/{id}/routes")).await;
        staff.see("Add a route").await;
        let choose = format!("document.querySelector('#f-provider').value = '{far}';");
        staff.script(&choose).await;
        let field = staff.find("[data-offers]").await;
        field.send_keys("line 77").await.unwrap();
        staff.see("Line 77").await;
        staff.assert_accessible().await;
        field.send_keys("\u{e007}").await.unwrap();
        assert_eq!(field.prop("value").await.unwrap().as_deref(), Some("77"));
        staff.click("Add it").await;
        staff.see("The route is added").await;
        staff.see("Line 77").await;
        staff.go(&format!("/admin/services/{id}")).await;
        staff.see("What changed").await;
        staff.assert_accessible().await;
        staff.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_staffs_services_on_a_phone() {
    still_panel(async |panel| {
        let id = panel.service(|service| service.draft.name = "Steady views".to_owned()).await;
        let staff = Browser::narrow(&panel.base).await;
        let owner = panel.account(Role::Owner).await;
        staff.go("/sign-in").await;
        staff.fill("email", &owner.email).await;
        staff.fill("password", PASSWORD).await;
        staff.press("main form button").await;
        eventually("to be signed in", async || (staff.path().await != "/sign-in").then_some(()))
            .await;
        for path in ["/admin/services", &*format!("/admin/services/{id}/routes")] {
            staff.go(path).await;
            staff.assert_accessible().await;
        }
        staff.close().await;
    })
    .await;
}

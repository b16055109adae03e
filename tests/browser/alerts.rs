//! An owner adds a webhook on a phone, tries it, and sees what is open.

use waybill::accounts::role::Role;

use super::Browser;
use crate::alerts::receiver::Receiver;
use crate::support::rows::execute;
use crate::support::{ALLOW, PASSWORD, Panel, panel_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_is_added_and_tried_on_a_phone() {
    panel_with(&[ALLOW, "--no-work"], async |panel: &Panel| {
        execute(
            panel,
            "insert into alerts (kind, title, text, began_at, seen_at)
             values ('errors', 'Pages and APIs fail', 'A long sentence about it.', now(),
                     now() + interval '1 hour')",
        )
        .await;
        let receiver = Receiver::start().await;
        let owner = panel.account(Role::Owner).await;
        let visitor = Browser::narrow(&panel.base).await;
        visitor.go("/sign-in").await;
        visitor.fill("email", &owner.email).await;
        visitor.fill("password", PASSWORD).await;
        visitor.press("main form button").await;
        visitor.arrive("/admin").await;
        visitor.see("Pages and APIs fail").await;
        visitor.assert_accessible().await;
        visitor.press("#alerts-all").await;
        visitor.arrive("/admin/alerts").await;
        visitor.assert_accessible().await;
        visitor.click("Who is told").await;
        visitor.arrive("/admin/settings/alerts").await;
        visitor.assert_accessible().await;
        visitor.fill("name", "Night shift").await;
        visitor.fill("url", &format!("{}/hook", receiver.url)).await;
        visitor.click("Add").await;
        visitor.see("only time").await;
        visitor.assert_accessible().await;
        visitor.click("I have copied it").await;
        visitor.see("Nothing was sent yet").await;
        visitor.assert_accessible().await;
        visitor.click("Send a test").await;
        visitor.see("The test has arrived.").await;
        assert_eq!(receiver.got().len(), 1);
        visitor.press("main details.pop summary").await;
        visitor.see("Remove it?").await;
        visitor.assert_accessible().await;
        visitor.close().await;
    })
    .await;
}

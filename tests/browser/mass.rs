//! Many orders at once, in a browser: the lines are checked while they are typed, and then placed.

use super::Browser;
use crate::support::{PASSWORD, Panel, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_are_typed_corrected_and_placed_on_a_desk() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        story(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_are_typed_corrected_and_placed_on_a_phone() {
    still_panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        story(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

async fn story(panel: &Panel, visitor: &Browser) {
    let service = panel
        .service(|service| {
            service.draft.name =
                "🎬 Video views [ Refill 30D | Max 100K | Start 0–1 h | Speed 50K/day ] ⚡"
                    .to_owned();
        })
        .await;
    let customer = panel.customer("10").await;
    visitor.go("/sign-in").await;
    visitor.fill("email", &customer.email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;
    visitor.click("Mass order").await;
    visitor.arrive("/new/mass").await;
    visitor.assert_accessible().await;
    let good =
        format!("{service} | https://example.com/watch?v=a-rather-long-name-of-a-page | 1000");
    visitor.fill("lines", &format!("{good}\nwords | https://example.com/b | 1000")).await;
    // Nobody has pressed anything yet.
    visitor.see("1 can be placed, 1 with a fault").await;
    visitor.see("A line begins with the number of a service.").await;
    visitor.assert_accessible().await;
    visitor.fill("lines", &format!("{good}\n{service} | https://example.com/b | 2000")).await;
    visitor.see("2 can be placed").await;
    visitor.click("Place 2 orders").await;
    visitor.see("2 placed").await;
    visitor.see("7.00 USD").await;
    visitor.assert_accessible().await;
    assert_eq!(panel.balance(&customer).await, "7.00");
}

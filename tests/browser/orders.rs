//! The customer's list in a browser: rows are ticked and canceled, filters kept as a view.

use chrono::TimeDelta;

use super::Browser;
use crate::support::{PASSWORD, Panel, order_id, still_panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_ticked_canceled_and_kept_as_a_view_on_a_desk() {
    still_panel(async |panel| {
        let visitor = Browser::wide(&panel.base).await;
        story(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_ticked_canceled_and_kept_as_a_view_on_a_phone() {
    still_panel(async |panel| {
        let visitor = Browser::narrow(&panel.base).await;
        story(panel, &visitor).await;
        visitor.close().await;
    })
    .await;
}

async fn story(panel: &Panel, visitor: &Browser) {
    let name = "🎬 Video views [ Refill 30D | Max 100K | Start 0–1 h | Speed 50K/day ] ⚡ no drop";
    let service = panel.service(|service| service.draft.name = name.to_owned()).await;
    let customer = panel.customer("10").await;
    let id = service.to_string();
    let mut orders = Vec::new();
    for post in 1..=4 {
        let link = format!("https://www.example.com/watch?v=a-rather-long-name-of-a-page-{post}");
        let fields = [("action", "add"), ("service", &*id), ("link", &link), ("quantity", "1000")];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        if post == 1 {
            panel.complete(order).await;
        }
        orders.push(order);
    }
    let done = orders.remove(0);
    let dripped = [
        ("action", "add"),
        ("service", &*id),
        ("link", "https://example.com/p/1"),
        ("quantity", "1000"),
        ("runs", "2"),
        ("interval", "10"),
    ];
    let dripped = order_id(&panel.v2(&customer.key, &dripped).await);
    panel.drip().await;
    panel.advance(TimeDelta::days(2));
    visitor.go("/sign-in").await;
    visitor.fill("email", &customer.email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;

    visitor.go("/orders").await;
    visitor.see("Pending").await;
    assert!(!visitor.text().await.contains("Copy ids"), "the bar comes with the first box");
    visitor.press(&format!("input[name='ids'][value='{}']", orders[0])).await;
    visitor.see("Copy ids").await;
    visitor.press(&format!("input[name='ids'][value='{}']", done)).await;
    visitor.see("Ticked: 2").await;
    visitor.assert_accessible().await;
    visitor.click("Cancel…").await;
    visitor.arrive("/orders/cancel").await;
    visitor.see("Cancel these orders?").await;
    visitor.see("It ends now, and 1.00 USD comes back.").await;
    visitor.see("Cannot be canceled: it has ended.").await;
    visitor.assert_accessible().await;
    assert_eq!(panel.balance(&customer).await, "4.00");
    visitor.click("Cancel 1 order").await;
    visitor.see("Done for 1 order").await;
    visitor.assert_accessible().await;
    assert_eq!(panel.balance(&customer).await, "5.00");

    visitor.click("Back to the list").await;
    visitor.arrive("/orders").await;
    visitor.click("Search and filter").await;
    visitor.assert_accessible().await;
    visitor.fill("q", &format!("{}, {}", orders[1], done)).await;
    visitor.click("Show").await;
    visitor.see("Showing").await;
    visitor.click("Keep as a view").await;
    visitor.fill("name", "Two of them").await;
    visitor.click("Keep").await;
    visitor.see("The view is kept.").await;
    visitor.see("Remove the view Two of them").await;
    visitor.assert_accessible().await;
    visitor.go("/orders").await;
    visitor.click("Two of them").await;
    visitor.see("Showing").await;
    let shown = visitor.text().await;
    assert!(shown.contains(&orders[1].to_string()) && !shown.contains(&orders[2].to_string()));

    // The bar leads to the lines of a mass order.
    visitor.press(&format!("input[name='ids'][value='{}']", orders[1])).await;
    visitor.click("Order again…").await;
    visitor.see("1 can be placed").await;
    visitor.assert_accessible().await;

    for (path, words) in [
        ("/orders/drip-feeds".to_owned(), "1 of 2 runs"),
        ("/orders/subscriptions".to_owned(), "None yet"),
        ("/orders/refills".to_owned(), "No refills yet"),
        (format!("/orders/{dripped}"), "What you can do"),
        (format!("/orders/{}", done), "Refill"),
    ] {
        visitor.go(&path).await;
        visitor.see(words).await;
        visitor.assert_accessible().await;
    }
    visitor.click("Refill").await;
    visitor.click("Ask for a refill").await;
    visitor.see("The refill is asked for.").await;
    visitor.see("A refill is under way already.").await;
    visitor.assert_accessible().await;
}

/// Some browsers, and some proxies, have no server-sent events.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_without_events_asks_again_and_again() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = service.to_string();
        let link = ("link", "https://example.com/p/1");
        let fields = [("action", "add"), ("service", &*id), link, ("quantity", "1000")];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        let visitor = Browser::wide(&panel.base).await;
        visitor.before_pages("delete window.EventSource").await;
        visitor.go("/sign-in").await;
        visitor.fill("email", &customer.email).await;
        visitor.fill("password", PASSWORD).await;
        visitor.press("main form button").await;
        visitor.arrive("/new").await;
        visitor.go("/orders").await;
        visitor.see("Pending").await;
        assert_eq!(visitor.run("return typeof EventSource").await, "undefined");
        panel.complete(order).await;
        visitor.find("tr[data-row] .state.completed").await;
        assert_eq!(visitor.path().await, "/orders", "the page was not loaded again");
        assert_eq!(visitor.complaints().await, Vec::<String>::new());
        visitor.close().await;
    })
    .await;
}

//! Ordering without a mouse, and pages that move by themselves.

use thirtyfour::Key;
use waybill::providers::Word;

use super::Browser;
use crate::support::{Customer, PASSWORD, Panel, order_id, panel, still_panel};

async fn signed_in(panel: &Panel, customer: &Customer) -> Browser {
    let browser = Browser::wide(&panel.base).await;
    browser.go("/sign-in").await;
    browser.fill("email", &customer.email).await;
    browser.fill("password", PASSWORD).await;
    browser.press("main form button").await;
    browser.arrive("/new").await;
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_by_the_keyboard_alone() {
    panel(async |panel| {
        for name in ["Podcast plays", "Video likes | Refill 30 days", "Video views"] {
            panel
                .service(|service| {
                    service.draft.name = name.to_owned();
                    service.sandbox.per_minute = 60_000;
                })
                .await;
        }
        let customer = panel.customer("10").await;
        let browser = signed_in(panel, &customer).await;
        browser.tab_to("input[role='combobox']").await;
        browser.type_keys("likes").await;
        browser.find(".picker-option.active").await;
        browser.type_keys(Key::Enter).await;
        browser.see("Refill 30 days").await;
        browser.tab_to("input[name='link']").await;
        browser.type_keys("https://example.com/p/1").await;
        browser.tab_to("input[name='quantity']").await;
        browser.type_keys("1000").await;
        browser.see("9.00 USD").await;
        browser.type_keys(Key::Enter).await;
        browser.see("is placed; 1.00 USD was charged.").await;
        browser.see("Completed").await;

        // The palette goes anywhere.
        browser.type_keys(Key::Control + "k").await;
        browser.type_keys("statem").await;
        browser.find("#palette .picker-option.active").await;
        browser.type_keys(Key::Enter).await;
        browser.arrive("/statement").await;
        // And so do the letters.
        browser.type_keys("go").await;
        browser.arrive("/orders").await;
        browser.type_keys("j").await;
        browser.type_keys(Key::Enter).await;
        browser.see("What was ordered").await;
        browser.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_and_the_balance_move_by_themselves() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await.to_string();
        let customer = panel.customer("10").await;
        let fields = [
            ("action", "add"),
            ("service", &service),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        let browser = signed_in(panel, &customer).await;
        browser.go("/orders").await;
        browser.see("9.00 USD").await;
        browser.find("tr .state.pending").await;
        panel.submit().await;
        browser.find("tr .state.running").await;
        panel.report(order, Word::Completed, Some(0)).await;
        browser.find("tr .state.completed").await;
        panel.credit(&customer, "5").await;
        browser.see("14.00 USD").await;
        browser.close().await;
    })
    .await;
}

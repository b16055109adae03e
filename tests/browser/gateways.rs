//! A customer pays through the sandbox gateway, on a phone: the pages lead on, and move by themselves.

use super::Browser;
use crate::support::gateways::sandbox_method;
use crate::support::rows::execute;
use crate::support::{PASSWORD, Panel, panel};

async fn signed_in(panel: &Panel, email: &str) -> Browser {
    let visitor = Browser::narrow(&panel.base).await;
    visitor.go("/sign-in").await;
    visitor.fill("email", email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive("/new").await;
    visitor
}

/// Begins a deposit of 60, and waits until it can be paid.
async fn begin(visitor: &Browser) {
    visitor.go("/deposits").await;
    visitor.see("no real money").await;
    visitor.fill("amount", "60").await;
    visitor.click("Go on").await;
    // The page asks by itself until the gateway knows of it.
    visitor.see("Pay 60.00 USD").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_is_paid_on_a_phone() {
    panel(async |panel: &Panel| {
        sandbox_method(panel).await;
        let customer = panel.customer("0").await;
        let visitor = signed_in(panel, &customer.email).await;
        visitor.go("/deposits").await;
        visitor.assert_accessible().await;
        begin(&visitor).await;
        visitor.assert_accessible().await;
        let deposit = visitor.path().await;
        visitor.click("Pay 60.00 USD").await;
        visitor.see("Sandbox payment").await;
        visitor.assert_accessible().await;
        visitor.click("Pay").await;
        visitor.see("Receipt").await;
        assert_eq!(visitor.path().await, deposit);
        visitor.assert_accessible().await;
        assert_eq!(panel.balance(&customer).await, "60.00");

        // Less, and then the rest by the same link.
        begin(&visitor).await;
        let deposit = visitor.path().await;
        visitor.click("Pay 60.00 USD").await;
        visitor.click("Pay a third").await;
        visitor.see("20.00 USD").await;
        visitor.go(&deposit).await;
        visitor.see("Partly paid").await;
        visitor.assert_accessible().await;
        visitor.click("Pay 60.00 USD").await;
        visitor.click("Pay").await;
        visitor.see("Receipt").await;
        assert_eq!(panel.balance(&customer).await, "120.00");

        // Canceled, it leads to a new one with the same amount.
        begin(&visitor).await;
        visitor.click("Pay 60.00 USD").await;
        visitor.click("Cancel").await;
        visitor.see("Not paid").await;
        visitor.assert_accessible().await;
        visitor.click("Pay again").await;
        visitor.see("Go on").await;
        let amount = "return document.querySelector('#f-amount').value";
        assert_eq!(visitor.run(amount).await, serde_json::json!("60.00"));
        visitor.close().await;
    })
    .await;
}

/// A gateway without a page: the panel's own says what to send, however long the address is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_read_and_copied_on_a_phone() {
    panel(async |panel: &Panel| {
        sandbox_method(panel).await;
        let customer = panel.customer("0").await;
        let visitor = signed_in(panel, &customer.email).await;
        visitor.resize(360, 740).await;
        begin(&visitor).await;
        let deposit = visitor.path().await;
        let address = "addr1q9xyz".repeat(10);
        let sql = format!(
            "update deposits set url = null, pay_to = jsonb_build_object(
                 'address', '{address}', 'amount', '0.09853637216235617', 'currency', 'USDTTRC20',
                 'network', 'TRX', 'memo', '4711')"
        );
        assert_eq!(execute(panel, &sql).await, 1);
        visitor.go(&deposit).await;
        visitor.see(&address).await;
        visitor.see("Without the memo your money is not found.").await;
        visitor.assert_accessible().await;
        visitor.press("#send [data-copy='4711']").await;
        visitor.see("Copied").await;
        for language in ["es", "pt-BR", "tr", "ru", "ar"] {
            visitor.set_cookie("lang", language).await;
            visitor.go(&deposit).await;
            visitor.see(&address).await;
            visitor.assert_accessible().await;
        }
        visitor.close().await;
    })
    .await;
}

//! A customer pays through the sandbox gateway, on a phone: the pages lead on, and move by themselves.

use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::payments::bonus;
use waybill::payments::promo::{self, Code, Gives};

use super::Browser;
use crate::support::gateways::sandbox_method;
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

/// A rule and a code, each for ten percent.
async fn gifts(panel: &Panel) {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let rule = bonus::Draft {
        method_id: None,
        from: Money::parse("50").unwrap(),
        percent: 1_000,
        cap: None,
        first_only: false,
        until: None,
    };
    bonus::create(db, clock, Actor::COMMAND, rule).await.unwrap();
    let code = promo::Draft {
        code: Code::parse("TEN").unwrap(),
        gives: Gives::Percent(1_000, None),
        uses_max: Some(1),
        starts_at: None,
        until: None,
        first_only: false,
    };
    promo::create(db, clock, Actor::COMMAND, code).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_amount_is_chosen_and_a_code_typed_on_a_phone() {
    panel(async |panel: &Panel| {
        sandbox_method(panel).await;
        gifts(panel).await;
        let customer = panel.customer("0").await;
        let visitor = signed_in(panel, &customer.email).await;
        visitor.go("/deposits").await;
        visitor.see("10.00 % bonus").await;
        visitor.assert_accessible().await;
        visitor.fill("code", "ten").await;
        visitor.click("Use it").await;
        visitor.see("10.00 % more with a deposit").await;
        visitor.click("50.00 USD + 5.00 USD bonus").await;
        visitor.find("a[aria-current='true'][href*='code=TEN']").await;
        visitor.assert_accessible().await;
        visitor.click("Go on").await;
        visitor.see("Pay 50.00 USD").await;
        visitor.see("10.00 USD").await;
        visitor.click("Pay 50.00 USD").await;
        visitor.click("Pay").await;
        visitor.see("Receipt").await;
        visitor.assert_accessible().await;
        assert_eq!(panel.balance(&customer).await, "60.00");
        visitor.close().await;
    })
    .await;
}

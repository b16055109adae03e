//! A customer pays through the sandbox gateway, on a phone: the pages lead on, and move by themselves.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::kit::money::Money;
use waybill::payments::bonus;
use waybill::payments::promo::{self, Code, Gives};

use super::Browser;
use crate::support::gateways::sandbox_method;
use crate::support::rows::{execute, value};
use crate::support::{PASSWORD, Panel, eventually, panel};

async fn signed_in(panel: &Panel, email: &str) -> Browser {
    let visitor = Browser::narrow(&panel.base).await;
    sign_in(&visitor, email, "/new").await;
    visitor
}

async fn sign_in(visitor: &Browser, email: &str, page: &str) {
    visitor.go("/sign-in").await;
    visitor.fill("email", email).await;
    visitor.fill("password", PASSWORD).await;
    visitor.press("main form button").await;
    visitor.arrive(page).await;
}

/// Where the newest deposit is paid.
async fn pay_page(panel: &Panel) -> String {
    value(panel, "select url from deposits order by id desc limit 1").await
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn less_and_late_money_is_shown_on_a_phone() {
    panel(async |panel: &Panel| {
        sandbox_method(panel).await;
        let customer = panel.customer("0").await;
        let visitor = signed_in(panel, &customer.email).await;
        // A third, and nothing more in time.
        begin(&visitor).await;
        let deposit = visitor.path().await;
        visitor.click("Pay 60.00 USD").await;
        visitor.click("Pay a third").await;
        visitor.see("20.00 USD").await;
        visitor.go(&deposit).await;
        visitor.see("Partly paid").await;
        panel.advance(TimeDelta::minutes(61));
        visitor.see("Receipt").await;
        visitor.see("20.00 USD").await;
        visitor.assert_accessible().await;
        assert_eq!(panel.balance(&customer).await, "20.00");

        // Nothing in time, and then all of it.
        begin(&visitor).await;
        let deposit = visitor.path().await;
        let pay = pay_page(panel).await;
        panel.advance(TimeDelta::minutes(61));
        visitor.see("Expired").await;
        visitor.see("Pay again").await;
        visitor.assert_accessible().await;
        visitor.go(&pay).await;
        visitor.see("What is paid now is late").await;
        visitor.assert_accessible().await;
        visitor.click("Pay").await;
        visitor.arrive(&deposit).await;
        // Late money is found by the next look.
        eventually("a credit", async || (panel.balance(&customer).await == "80.00").then_some(()))
            .await;
        visitor.go(&deposit).await;
        visitor.see("Receipt").await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_in_another_window_sees_the_payment() {
    panel(async |panel: &Panel| {
        sandbox_method(panel).await;
        let customer = panel.customer("0").await;
        let visitor = signed_in(panel, &customer.email).await;
        begin(&visitor).await;
        let deposit = visitor.path().await;
        let second = visitor.another().await;
        sign_in(&second, &customer.email, "/new").await;
        second.go(&deposit).await;
        second.click("Pay 60.00 USD").await;
        second.click("Pay").await;
        second.see("Receipt").await;
        // The first one was left open, and moves by itself.
        visitor.see("Receipt").await;
        assert_eq!(visitor.path().await, deposit);
        assert_eq!(panel.balance(&customer).await, "60.00");
        second.close().await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_without_money_leads_to_funds_and_back() {
    panel(async |panel: &Panel| {
        sandbox_method(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("0").await;
        let visitor = signed_in(panel, &customer.email).await;
        visitor.go(&format!("/new?service={service}")).await;
        visitor.fill("link", "https://example.com/p/kept").await;
        visitor.fill("quantity", "5000").await;
        visitor.see("The balance does not cover this order").await;
        visitor.assert_accessible().await;
        visitor.click("Add funds for this order").await;
        visitor.see("Your order is kept").await;
        visitor.assert_accessible().await;
        let amount = "return document.querySelector('#f-amount').value";
        assert_eq!(visitor.run(amount).await, serde_json::json!("5.00"));
        visitor.click("Go on").await;
        visitor.see("Pay 5.00 USD").await;
        visitor.see("Your order waits here").await;
        visitor.assert_accessible().await;
        visitor.click("Pay 5.00 USD").await;
        visitor.click("Pay").await;
        visitor.see("Look over your order").await;
        visitor.assert_accessible().await;
        visitor.click("Your order").await;
        let link = "return document.querySelector('main [name=link]').value";
        visitor.see("Place order").await;
        assert_eq!(visitor.run(link).await, serde_json::json!("https://example.com/p/kept"));
        assert_eq!(panel.balance(&customer).await, "5.00");
        visitor.click("Place order").await;
        visitor.see("is placed; 5.00 USD was charged.").await;
        visitor.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_set_up_and_compare_on_a_phone() {
    panel(async |panel: &Panel| {
        let id = sandbox_method(panel).await;
        let admin = panel.account(Role::Admin).await;
        let staff = Browser::narrow(&panel.base).await;
        sign_in(&staff, &admin.email, "/admin").await;
        staff.go("/admin/methods").await;
        staff.assert_accessible().await;
        staff.go("/admin/methods/new?gateway=sandbox").await;
        staff.assert_accessible().await;
        staff.go(&format!("/admin/methods/{id}")).await;
        staff.see("/hooks/").await;
        staff.find("button[data-copy]").await;
        staff.assert_accessible().await;
        staff.click("Test connection").await;
        staff.see("there is nothing to reach").await;
        staff.click("New test payment").await;
        staff.see("Pay 1.00 USD").await;
        staff.assert_accessible().await;
        staff.click("Pay 1.00 USD").await;
        staff.click("Pay").await;
        staff.arrive(&format!("/admin/methods/{id}")).await;
        staff.click("What became of it?").await;
        staff.see("it is paid, 1.00 USD").await;
        staff.see("Its hook has come").await;

        staff.go("/admin/deposits/compare").await;
        staff.assert_accessible().await;
        staff.fill("text", "id,amount,currency\nstrange,5.00,USD\nworse,x,USD").await;
        staff.click("Compare").await;
        staff.see("missing here").await;
        staff.see("Line 3").await;
        staff.assert_accessible().await;
        staff.close().await;
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
        visitor.see("The code holds the address alone").await;
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

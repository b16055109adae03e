//! A customer asks about an order on a phone, a member of staff answers with a saved answer, and the
//! customer sees that there is one.

use waybill::accounts::role::Role;

use super::Browser;
use crate::support::rows::execute;
use crate::support::{PASSWORD, Panel, order_id, still_panel};

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
    assert_eq!(fits, serde_json::json!(true), "{} is too wide", visitor.path().await);
    visitor.assert_accessible().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_about_an_order_is_asked_and_answered() {
    still_panel(async |panel: &Panel| {
        execute(
            panel,
            "insert into ticket_templates (name, body, created_at)
             values ('Started', 'It has started, and is done by tomorrow.', now())",
        )
        .await;
        let customer = panel.customer("10").await;
        let support = panel.account(Role::Support).await;
        let service = panel.service(|_| {}).await.to_string();
        let fields = [
            ("action", "add"),
            ("service", &*service),
            ("link", "https://example.com/p/1"),
            ("quantity", "10"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);

        let visitor = Browser::narrow(&panel.base).await;
        visitor.resize(360, 740).await;
        sign_in(&visitor, &customer.email, "/new").await;
        visitor.go("/tickets").await;
        visitor.see("Nothing asked yet").await;
        assert_fits(&visitor).await;
        visitor.go(&format!("/orders/{order}")).await;
        visitor.click("Ask about this order").await;
        visitor.arrive("/tickets/new").await;
        assert_fits(&visitor).await;
        let filled = visitor.run("return document.querySelector('#f-orders').value").await;
        assert_eq!(filled, serde_json::json!(order.to_string()));
        visitor.fill("text", "When does it start?").await;
        visitor.press("main form .primary").await;
        visitor.arrive("/tickets/1").await;
        visitor.see("We have your question").await;
        assert_fits(&visitor).await;

        let staff = visitor.another().await;
        sign_in(&staff, &support.email, "/admin").await;
        staff.see("1 ticket waits for an answer").await;
        staff.go("/admin/tickets").await;
        staff.assert_accessible().await;
        staff.press("tr[data-row] a.id").await;
        staff.see("When does it start?").await;
        staff.assert_accessible().await;
        staff.run("document.querySelector('#f-template').selectedIndex = 1").await;
        staff.click("Insert").await;
        staff.arrive("/admin/tickets/1/insert").await;
        let filled = staff.run("return document.querySelector('#f-text').value").await;
        assert_eq!(filled, serde_json::json!("It has started, and is done by tomorrow."));
        staff.press("button[name=close]").await;
        staff.see("Your answer is sent, and the ticket is closed.").await;
        staff.resize(360, 740).await;
        assert_fits(&staff).await;
        staff.go("/admin/tickets?state=closed").await;
        assert_fits(&staff).await;
        staff.go("/admin/tickets/templates").await;
        assert_fits(&staff).await;
        staff.go("/admin/tickets/subjects").await;
        assert_fits(&staff).await;

        visitor.go("/orders").await;
        visitor.press(".strip .menu summary").await;
        let unread = "return document.querySelector('.strip .menu .count').firstChild.data";
        assert_eq!(visitor.run(unread).await, serde_json::json!("1"));
        visitor.press(".strip .menu [href=\"/tickets\"]").await;
        visitor.arrive("/tickets").await;
        visitor.see("New answer").await;
        assert_fits(&visitor).await;
        visitor.press("tr[data-row] a.id").await;
        visitor.see("It has started").await;
        visitor.fill("text", "Thank you.").await;
        visitor.press("main form .primary").await;
        visitor.see("Your message is sent.").await;
        let left =
            visitor.run("return document.querySelectorAll('.strip .unread-dot').length").await;
        assert_eq!(left, serde_json::json!(0));
        staff.close().await;
        visitor.close().await;
    })
    .await;
}

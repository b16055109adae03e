//! Customers who owe: a payment went back after it was spent. Whatever comes to their balance goes to
//! the debt first, refunds of orders too, so nobody spends the same money twice.
//!
//! Seen red by `make seeded`: `refund-keeps-debt`, `debt-unwritten`.

use futures_util::future::{join, join_all};
use waybill::ledger;
use waybill::providers::Word;

use super::Visitor;
use super::gateways::{act, admin, method, opened, state};
use crate::support::rows::value;
use crate::support::{Customer, Panel, order_id, still_panel};

const WHY: [(&str, &str); 1] = [("cancel-reason", "asked by mail")];

/// What they have, and what they owe.
async fn stands(panel: &Panel, who: &Customer) -> (String, String) {
    let owed = ledger::owed(panel.app.db.pool(), who.id).await.unwrap().to_string();
    (panel.balance(who).await, owed)
}

fn has(balance: &str, owed: &str) -> (String, String) {
    (balance.to_owned(), owed.to_owned())
}

/// What this kind of movement adds up to for an account, in millionths.
async fn moved(panel: &Panel, who: &Customer, kind: &str) -> i64 {
    let sql = format!(
        "select coalesce(sum(amount), 0)::bigint from transfers
         where account_id = {} and kind = '{kind}'",
        who.id
    );
    value(panel, &sql).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_goes_to_what_is_owed() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let service = panel.service(|_| {}).await;
        let (ann, deposit) = opened(panel, id, "100").await;
        let bob = panel.customer("40").await;
        act(panel, deposit, "pay").await;
        let first = panel.order(&ann, service, 40_000).await;
        let second = panel.order(&ann, service, 30_000).await;
        let third = panel.order(&ann, service, 30_000).await;
        let his = panel.order(&bob, service, 40_000).await;
        // All of it is ordered for; then the payer disputes the payment.
        act(panel, deposit, "dispute").await;
        assert_eq!(state(panel, deposit).await, "disputed");
        assert_eq!(stands(panel, &ann).await, has("0.00", "100.00"));
        let page = format!("/admin/customers/{}", ann.id);
        staff.get(&page).await.assert_shows("This customer owes 100.00 USD");
        let owing = staff.get("/admin/customers?state=owing").await;
        owing.assert_shows(&ann.email).assert_shows("Owes 100.00 USD");
        assert!(!owing.text().contains(&bob.email), "he owes nothing");

        // Staff cancel one order, the provider delivers a part of another, staff refund a third.
        for order in [first, his] {
            let path = format!("/admin/orders/{order}/cancel");
            staff.post(&path, &WHY).await.assert_goes(&format!("/admin/orders/{order}"));
        }
        assert_eq!(stands(panel, &ann).await, has("0.00", "60.00"));
        assert_eq!(stands(panel, &bob).await, has("40.00", "0.00"));
        panel.submit().await;
        panel.report(second, Word::Partial, Some(10_000)).await;
        assert_eq!(stands(panel, &ann).await, has("0.00", "50.00"));
        panel.report(third, Word::Completed, Some(0)).await;
        let refund = [("total", "30"), ("note", "it fell short")];
        for _ in 0..2 {
            let path = format!("/admin/orders/{third}/refund");
            staff.post(&path, &refund).await.assert_status(303);
            assert_eq!(stands(panel, &ann).await, has("0.00", "20.00"));
        }
        panel.assert_books().await;

        // Each refund stands whole on the statement, and what went to the debt after it.
        let statement = |who: &Customer| {
            format!(
                "select string_agg(kind || ' ' || amount / 1000000, ', ' order by version)
                 from transfers where account_id = {} and version is not null",
                who.id
            )
        };
        let lines: String = value(panel, &statement(&ann)).await;
        assert_eq!(
            lines,
            "deposit 100, charge 40, charge 30, charge 30, refund 40, repay 40, refund 10, \
             repay 10, refund 30, repay 30"
        );
        let lines: String = value(panel, &statement(&bob)).await;
        assert_eq!(lines, "deposit 40, charge 40, refund 40");
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.get("/statement").await.assert_shows("Debt repaid").assert_shows("Refund for");
        visitor.get("/notices").await.assert_shows("went to what you owe");
        let told = format!(
            "select sum((facts ->> 'amount')::bigint)::bigint from notices
             where account_id = {} and facts ->> 'what' = 'repaid'",
            ann.id
        );
        assert_eq!(value::<i64>(panel, &told).await, 80_000_000);

        // The dispute is won: what is left of the debt is paid, and the rest is hers again.
        act(panel, deposit, "win").await;
        assert_eq!(stands(panel, &ann).await, has("80.00", "0.00"));
        let owing = staff.get("/admin/customers?state=owing").await;
        assert!(!owing.text().contains(&ann.email), "nobody owes anything");
        assert!(!staff.get(&page).await.text().contains("This customer owes"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_refunds_at_once_repay_a_debt_once() {
    still_panel(async |panel| {
        let staff = &admin(panel).await;
        let id = method(panel, staff, &[]).await;
        let service = panel.service(|_| {}).await;
        let (ann, deposit) = opened(panel, id, "60").await;
        act(panel, deposit, "pay").await;
        panel.credit(&ann, "40").await;
        let mut orders = Vec::new();
        for _ in 0..20 {
            orders.push(panel.order(&ann, service, 5_000).await);
        }
        act(panel, deposit, "dispute").await;
        assert_eq!(stands(panel, &ann).await, has("0.00", "60.00"));
        // Staff cancel each of them, while the customer cancels all.
        let by_staff = join_all(orders.iter().map(|order| async move {
            let path = format!("/admin/orders/{order}/cancel");
            staff.post(&path, &WHY).await.assert_status(303);
        }));
        let ids: Vec<String> = orders.iter().map(ToString::to_string).collect();
        let ids = ids.join(",");
        let fields = [("action", "cancel"), ("orders", &*ids)];
        join(by_staff, panel.v2(&ann.key, &fields)).await;
        assert_eq!(stands(panel, &ann).await, has("40.00", "0.00"));
        assert_eq!(moved(panel, &ann, "refund").await, 100_000_000);
        assert_eq!(moved(panel, &ann, "repay").await, 60_000_000);
        // What is hers is hers: the next refund repays nothing.
        let more = panel.order(&ann, service, 5_000).await;
        let path = format!("/admin/orders/{more}/cancel");
        staff.post(&path, &WHY).await.assert_status(303);
        assert_eq!(stands(panel, &ann).await, has("40.00", "0.00"));
        assert_eq!(moved(panel, &ann, "repay").await, 60_000_000);
    })
    .await;
}

/// What is left of a drip-feed, a run that was canceled, goodwill: by whatever way it comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_comes_goes_to_the_debt_first() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let service = panel.service(|_| {}).await.to_string();
        let (ann, deposit) = opened(panel, id, "30").await;
        act(panel, deposit, "pay").await;
        let drip = [
            ("action", "add"),
            ("service", &*service),
            ("link", "https://example.com/drip"),
            ("quantity", "10000"),
            ("runs", "3"),
            ("interval", "60"),
        ];
        let parent = order_id(&panel.v2(&ann.key, &drip).await);
        panel.drip().await;
        act(panel, deposit, "dispute").await;
        assert_eq!(stands(panel, &ann).await, has("0.00", "30.00"));
        let ids = parent.to_string();
        panel.v2(&ann.key, &[("action", "cancel"), ("orders", &ids)]).await;
        assert_eq!(stands(panel, &ann).await, has("0.00", "10.00"));
        let run = format!("select id from orders where parent_id = {parent}");
        let run: i64 = value(panel, &run).await;
        panel.submit().await;
        panel.report(run, Word::Partial, Some(4_000)).await;
        assert_eq!(stands(panel, &ann).await, has("0.00", "6.00"));
        let adjust = format!("/admin/customers/{}/adjust", ann.id);
        let once = staff.get(&format!("/admin/customers/{}", ann.id)).await.hidden("once");
        let fields = [
            ("what", "goodwill"),
            ("reference", ""),
            ("amount", "5"),
            ("note", "sorry"),
            ("once", &*once),
        ];
        staff.post(&adjust, &fields).await.assert_status(303);
        assert_eq!(stands(panel, &ann).await, has("0.00", "1.00"));
        // More than is owed: the rest is theirs.
        panel.credit(&ann, "3").await;
        assert_eq!(stands(panel, &ann).await, has("2.00", "0.00"));
        panel.credit(&ann, "3").await;
        assert_eq!(stands(panel, &ann).await, has("5.00", "0.00"));
    })
    .await;
}

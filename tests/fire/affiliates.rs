//! The program is killed while commissions follow orders, and while they are paid: none is missed
//! and none comes twice.
//!
//! Seen red by `make seeded`: `cursor-apart`.

use std::time::Duration;

use super::panel::beside;
use super::{Clients, Field, Tell, rounds};
use crate::support::PASSWORD;

/// Orders of the brought customer without exactly one commission, and commissions whose state or
/// amount is not what their order asks for.
const WRONG: &str = "select count(*) from orders o left join commissions c on c.order_id = o.id
    where o.parent_id is null and (c.id is null
          or (c.ended_at is null) <> (o.ended_at is null)
          or c.sales <> o.charge - o.refunded)";

const BEHIND: &str = "select count(*) from order_events e join order_event_readers r
    on r.name = 'affiliates' and (e.xid, e.id) > (r.xid, r.id)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_an_event_and_its_commission() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let offer = panel.offer(|draft| draft.hold_days = 0).await;
    let ann = panel.affiliate(offer).await;
    panel.stop().await;
    field
        .execute(&format!(
            "insert into affiliate_customers (customer_id, member_id, bound_at)
             values ({}, {}, now())",
            field.customer.id, ann.member_id
        ))
        .await
        .unwrap();
    let clients = Clients::start(4, &field);
    for step in ["follow-after-read", "follow-before-commit"] {
        for nth in 1..=rounds(2, 6) {
            let point = format!("{step}:{nth}");
            let mut panel = field.serve(Tell::Folder, &[("WAYBILL_FAILPOINT", &point)]);
            clients.go_to(&panel.url);
            let since = std::time::Instant::now();
            while panel.is_alive() {
                assert!(since.elapsed().as_secs() < 30, "no crash at {point}:\n{}", panel.tail());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }
    let panel = field.serve(Tell::Folder, &[]);
    clients.go_to(&panel.url);
    let journal = clients.finish().await;
    field.rest().await;
    let since = std::time::Instant::now();
    while field.value::<i64>(BEHIND).await > 0 {
        assert!(since.elapsed().as_secs() < 30, "commissions stay behind:\n{}", panel.tail());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(panel.stop().success());
    assert_eq!(field.value::<i64>(WRONG).await, 0);
    assert!(field.value::<i64>("select count(*) from commissions").await > 0);
    field.check(&journal).await;
    field.clear().await;
}

/// The program dies after it wrote the payout and before the rest: there is no payout, and the same
/// form pays once afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_a_payout() {
    let field = Field::new().await;
    let panel = beside(&field.options()).await;
    let offer = panel.offer(|draft| draft.hold_days = 0).await;
    let ann = panel.affiliate(offer).await;
    let customer = panel.brought(&ann, "100").await;
    let order = panel.order(&customer, field.service, 50_000).await;
    panel.complete(order).await;
    panel.follow().await;
    assert_eq!(panel.approve_due().await, 1);
    panel.stop().await;
    let member = ann.member_id.to_string();
    let ask = [("member", member.as_str()), ("way", "balance"), ("form_id", "once")];
    let sign_in = [("email", ann.customer.email.as_str()), ("password", PASSWORD)];
    let browser = async |url: &str| {
        let client = reqwest::Client::builder().cookie_store(true);
        let client = client.redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = client.post(format!("{url}/sign-in")).form(&sign_in).send().await.unwrap();
        assert_eq!(answer.status(), 303);
        client
    };
    let paid = "select count(*) from affiliate_payouts";
    let mut panel = field.serve(Tell::Folder, &[("WAYBILL_FAILPOINT", "payout-between-writes")]);
    let client = browser(&panel.url).await;
    let asked = client.post(format!("{}/affiliate/payouts", panel.url)).form(&ask).send().await;
    assert!(asked.is_err(), "it died");
    while panel.is_alive() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(field.value::<i64>(paid).await, 0);
    let panel = field.serve(Tell::Folder, &[]);
    let client = browser(&panel.url).await;
    for _ in 0..2 {
        let asked = client.post(format!("{}/affiliate/payouts", panel.url)).form(&ask).send().await;
        assert_eq!(asked.unwrap().status(), 303);
    }
    assert_eq!(field.value::<i64>(paid).await, 1);
    let balance = format!("select balance from wallets where account_id = {}", ann.customer.id);
    assert_eq!(field.value::<i64>(&balance).await, 5_000_000);
    assert!(panel.stop().success());
    let panel = beside(&field.options()).await;
    panel.assert_books().await;
    panel.stop().await;
    field.clear().await;
}

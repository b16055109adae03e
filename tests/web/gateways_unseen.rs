//! Deposits of which a gateway says nothing any more: they come to an end by the panel's own clock, and do
//! not keep their customer from another one.

use chrono::TimeDelta;

use super::Visitor;
use super::gateways::{admin, begin, method, pay_page, state, work};
use crate::support::rows::{execute, value};
use crate::support::still_panel;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_look_sees_ends_by_the_panels_clock() {
    still_panel(async |panel| {
        let staff = admin(panel).await;
        let id = method(panel, &staff, &[]).await;
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let mut open = Vec::new();
        for _ in 0..5 {
            open.push(begin(&visitor, id, "20").await);
        }
        work(panel).await;
        let pages = pay_page(panel, open[0]).await;
        // What is sealed in the method cannot be opened any more.
        let kept: String = value(panel, "select encode(secrets, 'hex') from methods").await;
        execute(panel, "update methods set secrets = '\\x00'").await;
        panel.advance(TimeDelta::days(2));
        work(panel).await;
        for deposit in &open {
            assert_eq!(state(panel, *deposit).await, "pending");
        }
        panel.advance(TimeDelta::days(6));
        work(panel).await;
        for deposit in &open {
            assert_eq!(state(panel, *deposit).await, "expired");
        }
        let waits = "select count(*) from deposits where look_at is not null";
        assert_eq!(value::<i64>(panel, waits).await, 0);
        // Another one may be begun. It comes to nothing, and not only after days.
        let visitor = Visitor::of(panel, customer.id).await;
        let next = begin(&visitor, id, "20").await;
        for _ in 0..8 {
            work(panel).await;
            panel.advance(TimeDelta::minutes(11));
        }
        assert_eq!(state(panel, next).await, "failed");
        assert_eq!(value::<i64>(panel, waits).await, 0);
        // Late money is found when somebody asks.
        execute(panel, &format!("update methods set secrets = decode('{kept}', 'hex')")).await;
        let payer = Visitor::new(panel);
        payer.post(&pages, &[("act", "pay")]).await.assert_status(303);
        work(panel).await;
        assert_eq!(state(panel, open[0]).await, "review");
    })
    .await;
}

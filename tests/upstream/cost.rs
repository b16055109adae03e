//! What orders cost us: the cost is copied when they are taken, and booked for delivered units.
//!
//! Seen red by `make seeded`: `cost-of-all`.

use waybill::orders::{OrderId, poll};
use waybill::providers::{Report, Word};

use super::{execute, order, state, turn, value};
use crate::support::upstream::Upstream;
use crate::support::{ALLOW, Panel, panel_with};

async fn booked(panel: &Panel, order: i64) -> i64 {
    let sql = format!(
        "select coalesce(sum(amount), 0)::bigint from transfers
         where key = 'order:{order}:cost' and debit = 'providers' and credit = 'costs'"
    );
    value(panel, &sql).await
}

#[tokio::test]
async fn what_was_delivered_is_what_it_cost() {
    panel_with(&[ALLOW, "--no-work"], async |panel| {
        let upstream = Upstream::start().await;
        let provider = panel.provider("Far", &upstream.url).await;
        let service = panel.service_by(&[provider]).await;
        let customer = panel.customer("100").await;
        for (word, remains, becomes, cost) in [
            (Word::Completed, 0, "completed", 400_000),
            (Word::Partial, 400, "partial", 240_000),
            (Word::Canceled, 1000, "canceled", 0),
        ] {
            let id = order(panel, &customer, service, 1000).await;
            turn(panel).await;
            // Today's price does not matter for an order that was taken at yesterday's.
            execute(panel, "update routes set cost_rate = 9000000").await;
            let kept = format!("select cost from orders where id = {id}");
            assert_eq!(value::<i64>(panel, &kept).await, 400_000);
            assert_eq!(booked(panel, id).await, 0);
            let report = Report { remains: Some(remains), ..Report::new(word) };
            poll::apply(&panel.app.db, &panel.app.clock, vec![(OrderId::new(id), report)])
                .await
                .unwrap();
            assert_eq!(state(panel, id).await, becomes);
            assert_eq!(value::<i64>(panel, &kept).await, cost);
            assert_eq!(booked(panel, id).await, cost);
            execute(panel, "update routes set cost_rate = 400000").await;
        }
        panel.assert_books().await;
    })
    .await;
}

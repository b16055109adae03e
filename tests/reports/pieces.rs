//! What a period comes to is what its days come to, wherever in a month it begins and ends.
//!
//! Seen red by `make seeded`: `less-is-more`.

use chrono::{Days, TimeDelta};
use waybill::reports::Dimension;
use waybill::reports::read::{self, Column, Of, Order, Wanted};
use waybill::reports::span::Period;

use super::add_all;
use crate::support::still_panel;

/// Days of which there are periods; each but a few has an order.
const DAYS: u64 = 84;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_period_is_the_sum_of_its_days() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("1000").await;
        for day in 0..DAYS {
            if day % 7 != 3 {
                panel.order(&customer, service, 1000).await;
            }
            panel.advance(TimeDelta::days(1));
        }
        add_all(panel).await;
        let pool = panel.app.db.pool();
        let last = panel.app.clock.now().date_naive();
        let whole = Period { first: last - Days::new(DAYS), last };
        let of = Of { dimension: Dimension::Customer, keys: None };
        let days = read::by_day(pool, &of, &whole).await.unwrap();
        assert_eq!(days.iter().map(|(_, sums)| sums.orders).sum::<i64>(), 72);
        for begin in (0..days.len()).step_by(3) {
            for end in (begin..days.len()).step_by(4) {
                let mut right = (0, 0);
                for (_, sums) in &days[begin..=end] {
                    right = (right.0 + sums.orders, right.1 + sums.charge.micros());
                }
                let period = Period { first: days[begin].0, last: days[end].0 };
                for of in [&Of::all(), &of] {
                    let sums = read::total(pool, of, &period).await.unwrap();
                    assert_eq!((sums.orders, sums.charge.micros()), right, "{period:?}");
                }
                let wanted = Wanted {
                    of: of.clone(),
                    period,
                    by_category: false,
                    order: Order::Falling(Column::Charge),
                    skip: 0,
                    limit: 10,
                };
                let (rows, count) = read::by_key(pool, &wanted).await.unwrap();
                assert_eq!(count, i64::from(right.0 > 0), "{period:?}");
                for row in rows {
                    assert_eq!(row.key, customer.id.get());
                    assert_eq!((row.sums.orders, row.sums.charge.micros()), right, "{period:?}");
                }
            }
        }
    })
    .await;
}

//! The arithmetic of charges and refunds over millions of cases. And a refund that is asked for
//! many times, from several sides, and given once.
//!
//! Seen red by `make seeded`: `refund-rounds-up`, `charge-rounds-down`, `final-is-not-final`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use waybill::kit::money::{Money, Rate};
use waybill::orders::{OrderId, poll};
use waybill::providers::{Report, Word};

use super::{Dice, rounds};
use crate::support::{order_id, still_panel};

/// A number of any size: small ones are as frequent as large ones.
fn some(dice: &mut Dice, bits_max: u64) -> i64 {
    let bits = dice.below(bits_max + 1);
    i64::try_from(dice.roll() & ((1 << bits) - 1)).unwrap()
}

#[test]
fn no_refund_is_ever_more_than_what_was_not_delivered_and_none_is_a_unit_short() {
    let mut dice = Dice(1);
    for case in 0..rounds(10_000_000, 100_000_000) {
        let charge = some(&mut dice, 62);
        let quantity = some(&mut dice, 40).max(1);
        let remains = i64::try_from(dice.below(quantity.unsigned_abs() + 1)).unwrap();
        let other = i64::try_from(dice.below((quantity - remains).unsigned_abs() + 1)).unwrap();
        let money = Money::from_micros(charge);
        let refund = |units: i64| money.refund(units, quantity).map(Money::micros);
        let (Some(back), Some(more), Some(both)) =
            (refund(remains), refund(other), refund(remains + other))
        else {
            panic!("{case}: {charge} {quantity} {remains} {other}");
        };
        // ⌊charge × remains ÷ quantity⌋, written without a division.
        let exact = i128::from(charge) * i128::from(remains);
        let taken = i128::from(back) * i128::from(quantity);
        let floor = taken <= exact && exact < taken + i128::from(quantity);
        // Two refunds together are never more than a single one, and less than two units below it.
        let parts = back + more <= both && both <= back + more + 1;
        let bounds = refund(0) == Some(0) && refund(quantity) == Some(charge) && back <= charge;
        let refused = refund(-1).is_none() && refund(quantity + 1).is_none();
        assert!(
            floor && parts && bounds && refused,
            "case {case}: charge {charge}, {remains} + {other} of {quantity}"
        );
    }
}

#[test]
fn no_charge_is_ever_less_than_the_price_and_none_is_a_unit_more() {
    let mut dice = Dice(2);
    for case in 0..rounds(1_000_000, 10_000_000) {
        let (rate, quantity) = (some(&mut dice, 40), some(&mut dice, 30));
        let exact = i128::from(rate) * i128::from(quantity);
        match Rate::from_micros(rate).charge(quantity) {
            Some(charge) => {
                let taken = i128::from(charge.micros()) * 1000;
                let right = exact <= taken && taken < exact + 1000;
                assert!(right, "case {case}: {quantity} at {rate} cost {charge}");
            }
            None => assert!(exact > i128::from(i64::MAX), "case {case}: {quantity} at {rate}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_partial_a_thousand_times_from_sixteen_pollers_is_one_refund() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await.to_string();
        let customer = panel.customer("10").await;
        let fields = [
            ("action", "add"),
            ("service", service.as_str()),
            ("link", "https://example.com/p/1"),
            ("quantity", "1000"),
        ];
        let order = order_id(&panel.v2(&customer.key, &fields).await);
        panel.submit().await;
        let left = Arc::new(AtomicU32::new(1000));
        let pollers = (0..16).map(|_| {
            let (left, app) = (Arc::clone(&left), Arc::clone(&panel.app));
            tokio::spawn(async move {
                let mut changed = 0;
                let take = |left: u32| left.checked_sub(1);
                while left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
                    let report = Report { remains: Some(250), ..Report::new(Word::Partial) };
                    let applied =
                        poll::apply(&app.db, &app.clock, vec![(OrderId::new(order), report)]);
                    changed += applied.await.unwrap();
                }
                changed
            })
        });
        let changed: usize = join_all(pollers).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(changed, 1);
        assert_eq!(panel.balance(&customer).await, "9.25");
        let pool = panel.app.db.pool();
        let moves: Vec<(String, i64)> =
            sqlx::query_as("select kind, amount from transfers where order_id = $1 order by id")
                .bind(order)
                .fetch_all(pool)
                .await
                .unwrap();
        let moves: Vec<(&str, i64)> = moves.iter().map(|(k, a)| (k.as_str(), *a)).collect();
        assert_eq!(moves, [("charge", 1_000_000), ("refund", 250_000), ("settle", 750_000)]);
    })
    .await;
}

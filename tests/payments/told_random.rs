//! What staff say went back, in any order with payments, parts, orders and their refunds: what is taken is
//! what staff say, of what is credited, and at most that; no wallet and no debt is below zero; the books
//! agree after each step.
//!
//! BTCPay Server tells nothing of what goes back. `web::deposits_random` has a gateway that does.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::payments::staff;
use waybill::payments::{DepositId, direct, told};
use waybill::providers::Word;

use super::btcpay::BTCPAY;
use super::suite::{Shop, shop};
use super::world::{Fake, Stand};
use crate::support::Customer;
use crate::support::rows::value;
use crate::support::stories::{Cases, refused, tell};

#[derive(Debug, Clone, Copy)]
enum Step {
    /// So many percent of what was asked for come.
    Pays(i64),
    /// So many percent of it went back in all, as staff say.
    Told(i64),
    StaffCredit,
    PaysIn(i64),
    /// An order of so many thousandths.
    Order(i64),
    /// The newest order is canceled.
    OrderBack,
}

/// A step, and whether the panel looks after it.
fn step() -> impl Strategy<Value = (Step, bool)> {
    let step = prop_oneof![
        4 => prop_oneof![3 => Just(100_i64), 1 => 1..100_i64, 1 => 101..140_i64]
            .prop_map(Step::Pays),
        6 => prop_oneof![1 => Just(0_i64), 3 => 1..100_i64, 2 => Just(100), 1 => Just(140)]
            .prop_map(Step::Told),
        2 => Just(Step::StaffCredit),
        1 => (1..30_000_000_i64).prop_map(Step::PaysIn),
        4 => (1..30_000_i64).prop_map(Step::Order),
        2 => Just(Step::OrderBack),
    ];
    (step, proptest::bool::weighted(0.7))
}

struct Story<'s> {
    shop: &'s Shop,
    service: i64,
    who: Customer,
    deposit: i64,
    asked: i64,
    orders: Vec<i64>,
    steps: usize,
}

impl<'s> Story<'s> {
    async fn begin(shop: &'s Shop, service: i64) -> Self {
        // From one network, only so many deposits are begun in a day.
        shop.panel.advance(TimeDelta::hours(1));
        let (who, deposit) = shop.opened("20").await;
        let asked = shop.payment(deposit).await.amount;
        Self { shop, service, who, deposit, asked, orders: Vec::new(), steps: 0 }
    }

    fn id(&self) -> DepositId {
        DepositId::new(self.deposit)
    }

    async fn step(&mut self, step: Step) {
        let (panel, app) = (&self.shop.panel, &self.shop.panel.app);
        let (db, clock) = (&app.db, &app.clock);
        self.steps += 1;
        match step {
            Step::Pays(percent) => {
                let coins = self.asked * percent / 100;
                // What has come there stays there.
                let change = |payment: &mut Fake| {
                    (payment.stand, payment.paid) = (Stand::Paid, payment.paid.max(coins));
                };
                self.shop.change(self.deposit, change).await;
            }
            Step::Told(percent) => {
                let total = (self.id(), self.asked * percent / 100);
                refused(told::tell_back(db, clock, Actor::COMMAND, total).await);
            }
            Step::StaffCredit => {
                refused(staff::credit(db, clock, Actor::COMMAND, self.id()).await);
            }
            Step::PaysIn(micros) => {
                let form = format!("told {} {}", self.deposit, self.steps);
                let what = (Money::from_micros(micros), &*form, "x");
                direct::payment(db, clock, self.who.id, what).await.unwrap();
            }
            Step::Order(quantity) => {
                let link = format!("https://example.com/{}/{}", self.deposit, self.steps);
                let placed = panel.order_if_paid(&self.who, self.service, &link, quantity).await;
                self.orders.extend(placed);
            }
            Step::OrderBack => {
                if let Some(order) = self.orders.pop() {
                    panel.submit().await;
                    panel.report(order, Word::Canceled, None).await;
                }
            }
        }
    }

    /// The panel looks, and has taken what staff say.
    async fn looks(&self) {
        self.shop.look_soon(self.deposit).await;
        self.shop.work().await;
        let sql = format!(
            "select coalesce((
                 select d.taken - d.restored || ' of ' || d.credited || ' is taken, staff say '
                        || d.told_back || ' of ' || p.paid
                 from deposits d
                 join (select deposit_id, sum(amount) as paid from deposit_payments
                       where credited is not null group by deposit_id) p on p.deposit_id = d.id
                 where d.id = {} and d.taken - d.restored <>
                       case when d.told_back >= p.paid then d.credited
                            else div(d.credited::numeric * d.told_back, p.paid)::bigint end), '')",
            self.deposit
        );
        assert_eq!(value::<String>(&self.shop.panel, &sql).await, "");
    }

    async fn check(&self) {
        self.shop.panel.assert_money(&self.who).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_staff_say_went_back_adds_up() {
    shop(&BTCPAY, async |shop| {
        let service = shop.panel.service(|_| {}).await;
        tell(Cases { test: 6, chaos: 80 }, &vec(step(), 4..18), async |steps| {
            let mut story = Story::begin(shop, service).await;
            for (step, looks) in steps {
                story.step(step).await;
                if looks {
                    story.looks().await;
                }
                story.check().await;
            }
            story.looks().await;
            story.check().await;
        });
    })
    .await;
}

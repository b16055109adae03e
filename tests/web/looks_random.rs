//! Whatever a gateway says about a deposit, in any order, late and twice: what is taken is at most what
//! was credited and at most what it says has gone back; no wallet and no debt is below zero; no bonus
//! stays for money that went back; the books agree after each step.
//!
//! The looks are made up and go through `settle`, so they say what no gateway says, too.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::ledger::{self, CreditError, Debit};
use waybill::payments::gateways::{Fee, Look, Mode, Payment, Status};
use waybill::payments::open::{self, Extra, Wanted};
use waybill::payments::promo::Code;
use waybill::payments::settle::{Begun, Settled, settle};
use waybill::payments::staff::{self, StaffError};
use waybill::payments::{DepositId, MethodId, direct, look};

use super::bonuses::rule;
use super::gateways::{admin, method};
use crate::support::rows::value;
use crate::support::stories::{Cases, tell};
use crate::support::{Customer, Panel, still_panel};

const STEPS: usize = 25;

#[derive(Debug, Clone)]
enum Act {
    Says(Said),
    /// The gateway says the same once more.
    Again,
    /// An answer that was on its way while something else happened.
    Late,
    Spends(i64),
    PaysIn(i64),
    Hours(i64),
    StaffCredit,
}

/// A look, in percents of what was asked for.
#[derive(Debug, Clone, Copy)]
struct Said {
    status: Status,
    paid: i64,
    taken: i64,
    disputed: bool,
    lost: bool,
    /// The gateway kept so many coins, and says so in another currency.
    fee: Option<(i64, bool)>,
}

fn said() -> impl Strategy<Value = Said> {
    let status = prop_oneof![
        6 => Just(Status::Paid),
        1 => Just(Status::Waiting),
        1 => Just(Status::Partial),
        1 => Just(Status::Expired),
        1 => Just(Status::Failed),
    ];
    let paid = prop_oneof![1 => Just(0_i64), 6 => Just(100), 1 => 1..100_i64, 1 => 101..130_i64];
    let taken = prop_oneof![3 => Just(0_i64), 2 => 1..100_i64, 1 => Just(100), 1 => 101..150_i64];
    let fee = proptest::option::of((1..50_i64, any::<bool>()));
    (status, paid, taken, any::<bool>(), any::<bool>(), fee).prop_map(
        |(status, paid, taken, disputed, lost, fee)| Said {
            status,
            paid,
            taken,
            disputed: disputed && taken > 0,
            lost: lost && taken > 0,
            fee,
        },
    )
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        10 => said().prop_map(Act::Says),
        2 => Just(Act::Again),
        2 => Just(Act::Late),
        3 => (1..60_000_000_i64).prop_map(Act::Spends),
        1 => (1..30_000_000_i64).prop_map(Act::PaysIn),
        1 => (1..60_i64).prop_map(Act::Hours),
        1 => Just(Act::StaffCredit),
    ]
}

struct Story<'p> {
    panel: &'p Panel,
    who: Customer,
    deposit: DepositId,
    reference: String,
    asked: i64,
    /// What was said last, and of how many coins that were credited then.
    last: Option<Said>,
    steps: i64,
}

impl<'p> Story<'p> {
    async fn begin(panel: &'p Panel, method: i64, cents: i64) -> Self {
        let who = panel.customer("0").await;
        let app = &panel.app;
        let wanted = Wanted {
            method_id: MethodId::new(method),
            amount: Money::from_micros(cents * 10_000),
            form_id: format!("random {}", who.id),
            home: "http://127.0.0.1".into(),
        };
        let extra = Extra { code: Code::parse("TEN"), address: None };
        let begun = open::begin_with(&app.db, &app.clock, who.id, (wanted, extra)).await;
        let deposit = begun.unwrap();
        // The sandbox hears of it, and of nothing more.
        look::look(&app.ways, deposit).await.unwrap();
        let reference =
            value(panel, &format!("select claim from deposits where id = {deposit}")).await;
        let asked =
            value(panel, &format!("select pay_amount from deposits where id = {deposit}")).await;
        Self { panel, who, deposit, reference, asked, last: None, steps: 0 }
    }

    fn look(&self, said: Said) -> Look {
        let coins = |percent: i64| (self.asked * percent + 99) / 100;
        let payment = (said.paid > 0).then(|| Payment {
            id: format!("p-{}", self.deposit),
            amount: coins(said.paid),
            currency: "USD".into(),
            fee: said.fee.map(|(amount, is_foreign)| Fee {
                amount,
                currency: if is_foreign { "EUR" } else { "USD" }.to_owned(),
                exponent: 2,
            }),
        });
        Look {
            status: said.status,
            reference: self.reference.clone(),
            mode: Mode::Test,
            payment,
            taken: coins(said.taken),
            disputed: said.disputed,
            lost: said.lost,
            doubt: None,
            dispute_fee: None,
            evidence: Value::Null,
        }
    }

    async fn settles(&self, said: Said, behind: i64) -> Settled {
        let version: i64 = self.column("version").await;
        let begun = Begun { id: self.deposit, version: version - behind, lease: None };
        let app = &self.panel.app;
        settle(&app.db, &app.clock, begun, self.look(said)).await.unwrap()
    }

    async fn column(&self, name: &str) -> i64 {
        let sql = format!("select coalesce({name}, 0) from deposits where id = {}", self.deposit);
        value(self.panel, &sql).await
    }

    async fn step(&mut self, act: &Act) {
        let app = &self.panel.app;
        self.steps += 1;
        let form = format!("{} {}", self.deposit, self.steps);
        match *act {
            Act::Says(said) => {
                assert!(matches!(self.settles(said, 0).await, Settled::At(_)));
                self.agrees(said).await;
                self.last = Some(said);
            }
            Act::Again => {
                if let Some(said) = self.last {
                    let before: i64 = value(self.panel, "select count(*) from transfers").await;
                    self.settles(said, 0).await;
                    self.settles(said, 0).await;
                    let first: i64 = value(self.panel, "select count(*) from transfers").await;
                    self.settles(said, 0).await;
                    let after: i64 = value(self.panel, "select count(*) from transfers").await;
                    assert!(first >= before);
                    assert_eq!(first, after, "the same news moved money again");
                    self.agrees(said).await;
                }
            }
            Act::Late => {
                if let Some(said) = self.last {
                    let news = Said { taken: 100, paid: 100, status: Status::Paid, ..said };
                    let before: i64 = value(self.panel, "select count(*) from transfers").await;
                    assert_eq!(self.settles(news, 1).await, Settled::Stale);
                    let after: i64 = value(self.panel, "select count(*) from transfers").await;
                    assert_eq!(before, after, "old news moved money");
                }
            }
            Act::Spends(most) => {
                let has = ledger::balance(app.db.pool(), self.who.id).await.unwrap();
                let amount = has.min(Money::from_micros(most));
                let debit = Debit { amount, note: "spent".into(), form_id: form };
                match ledger::debit(&app.db, &app.clock, Actor::COMMAND, self.who.id, debit).await {
                    Ok(_) | Err(CreditError::Amount) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            Act::PaysIn(amount) => {
                let what = (Money::from_micros(amount), &*form, "x");
                direct::payment(&app.db, &app.clock, self.who.id, what).await.unwrap();
            }
            Act::Hours(hours) => self.panel.advance(TimeDelta::hours(hours)),
            Act::StaffCredit => {
                match staff::credit(&app.db, &app.clock, Actor::COMMAND, self.deposit).await {
                    Ok(_) | Err(StaffError::NothingWaits) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    /// What is taken is its share of what was reported, of what is credited.
    async fn agrees(&self, said: Said) {
        let credited = self.column("credited").await;
        let net = self.column("taken").await - self.column("restored").await;
        if credited == 0 {
            assert_eq!(net, 0);
            return;
        }
        let coins: i64 = value(
            self.panel,
            &format!(
                "select coalesce(sum(amount), 0)::bigint from deposit_payments
                 where deposit_id = {} and credited is not null",
                self.deposit
            ),
        )
        .await;
        let reported = self.look(said).taken.min(coins);
        let share = i128::from(credited) * i128::from(reported) / i128::from(coins);
        assert_eq!(i128::from(net), share, "{reported} of {coins} coins went back");
        assert!(net <= credited);
        let bonus = self.column("bonus").await;
        let bonus_net = self.column("bonus_taken").await - self.column("bonus_restored").await;
        let all = i128::from(credited);
        let due = (i128::from(bonus) * i128::from(net) + all - 1) / all;
        assert_eq!(i128::from(bonus_net), due, "a bonus stays, or more than it goes");
    }

    async fn check(&self) {
        self.panel.assert_money(&self.who).await;
    }
}

/// A method with fees and a bonus, and the promo code TEN; answers the method's id.
async fn rules(panel: &Panel) -> i64 {
    let staff = admin(panel).await;
    let rules = [("fee_percent", "3.7"), ("fee_fixed", "0.11"), ("min", "0.01")];
    let id = method(panel, &staff, &rules).await;
    rule(&staff, &[("percent", "60"), ("from", "10"), ("cap", "25")]).await;
    let code = [("code", "TEN"), ("kind", "percent"), ("amount", "10")];
    staff.post("/admin/promos", &code).await.assert_status(303);
    id
}

/// Money that waited for staff, or a part that had come, is gone when they credit it: the random stories
/// found that the database had to refuse it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_credit_nothing_that_is_gone() {
    still_panel(async |panel| {
        let id = rules(panel).await;
        let says = |status, paid, taken| {
            Act::Says(Said { status, paid, taken, disputed: false, lost: false, fee: None })
        };
        for (first, then, state) in [
            (says(Status::Expired, 63, 0), says(Status::Paid, 100, 100), "failed"),
            (says(Status::Partial, 50, 0), says(Status::Waiting, 50, 0), "pending"),
            (says(Status::Partial, 50, 0), says(Status::Expired, 0, 0), "expired"),
        ] {
            let mut story = Story::begin(panel, id, 1_000).await;
            for act in [first, then, Act::StaffCredit] {
                story.step(&act).await;
                story.check().await;
            }
            let sql = format!("select state from deposits where id = {}", story.deposit);
            assert_eq!(value::<String>(panel, &sql).await, state);
            assert_eq!(story.column("credited").await, 0, "{state}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_gateway_says_in_any_order() {
    still_panel(async |panel| {
        let id = rules(panel).await;
        let cents = prop_oneof![1 => 1..100_i64, 4 => 100..20_000_i64];
        tell(Cases { test: 10, chaos: 120 }, &(cents, vec(act(), STEPS)), async |(cents, acts)| {
            let mut story = Story::begin(panel, id, cents).await;
            for act in &acts {
                story.step(act).await;
                story.check().await;
            }
        });
    })
    .await;
}

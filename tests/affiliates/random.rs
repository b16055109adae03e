//! Whatever happens, in any order: what is owed falls below zero only by refunds after a payout and
//! never by more than they are; nothing is paid while it is not above zero; a wallet only gets; the
//! books agree after each step.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use waybill::accounts::audit::Actor;
use waybill::affiliates::approval::{self, Decision};
use waybill::affiliates::payout::{self, Way};
use waybill::affiliates::payout_desk::PayoutStep;
use waybill::affiliates::{CommissionId, PayoutId, member, payouts};
use waybill::kit::money::Money;
use waybill::kit::page::Cursor;
use waybill::ledger;
use waybill::providers::Word;

use crate::support::affiliates::Affiliate;
use crate::support::stories::{Cases, tell};
use crate::support::{Customer, Panel, still_panel};

const STEPS: usize = 40;

#[derive(Debug, Clone)]
enum Act {
    /// Somebody clicks, and maybe signs up.
    Click {
        signs_up: bool,
    },
    Order {
        who: usize,
        quantity: i64,
    },
    End {
        which: usize,
        word: Word,
        remains: i64,
    },
    /// To so many percent of the charge.
    Refund {
        which: usize,
        percent: i64,
    },
    Follow,
    Days(i64),
    ApproveDue,
    Decide {
        which: usize,
        approve: bool,
    },
    Pay(Way),
    /// The open payout goes on: begun, completed, failed, or canceled.
    Begin,
    Complete,
    Fail,
    Cancel,
}

fn act() -> impl Strategy<Value = Act> {
    let word = prop_oneof![3 => Just(Word::Completed), 1 => Just(Word::Partial), 1 => Just(Word::Canceled)];
    prop_oneof![
        1 => any::<bool>().prop_map(|signs_up| Act::Click { signs_up }),
        5 => (any::<usize>(), 1..400_000_i64).prop_map(|(who, quantity)| Act::Order { who, quantity }),
        5 => (any::<usize>(), word, 1..400_000_i64)
            .prop_map(|(which, word, remains)| Act::End { which, word, remains }),
        3 => (any::<usize>(), 1..=100_i64).prop_map(|(which, percent)| Act::Refund { which, percent }),
        6 => Just(Act::Follow),
        2 => (1..9_i64).prop_map(Act::Days),
        4 => Just(Act::ApproveDue),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(which, approve)| Act::Decide { which, approve }),
        4 => prop_oneof![Just(Act::Pay(Way::Balance)), Just(Act::Pay(Way::Outside))],
        2 => Just(Act::Begin),
        1 => Just(Act::Complete),
        1 => Just(Act::Fail),
        1 => Just(Act::Cancel),
    ]
}

struct Story<'p> {
    panel: &'p Panel,
    ann: Affiliate,
    service: i64,
    customers: Vec<Customer>,
    orders: Vec<i64>,
    open: Option<PayoutId>,
    wallet: Money,
}

impl Story<'_> {
    async fn step(&mut self, act: &Act) {
        let (panel, app) = (self.panel, &self.panel.app);
        match *act {
            Act::Click { signs_up } => {
                let visitor = panel.click(&self.ann.code, [None, None, None]).await;
                if signs_up && self.customers.len() < 4 {
                    self.customers.push(panel.signs_up(visitor, None, "100000").await);
                }
            }
            Act::Order { who, quantity } => {
                let who = &self.customers[who % self.customers.len()];
                self.orders.push(panel.order(who, self.service, quantity).await);
            }
            Act::End { which, word, remains } => {
                panel.submit().await;
                let Some(order) = self.pick(which) else { return };
                let quantity: i64 = self.column("quantity", order).await;
                let remains = match word {
                    Word::Partial if quantity > 1 => Some(remains % (quantity - 1) + 1),
                    Word::Partial => return,
                    Word::Canceled => None,
                    _ => Some(0),
                };
                panel.report(order, word, remains).await;
            }
            Act::Refund { which, percent } => {
                let Some(order) = self.pick(which) else { return };
                let state = "select state in ('completed', 'partial') from orders where id = $1";
                let ended: bool =
                    sqlx::query_scalar(state).bind(order).fetch_one(app.db.pool()).await.unwrap();
                let (charge, refunded): (i64, i64) =
                    (self.column("charge", order).await, self.column("refunded", order).await);
                let total = charge * percent / 100;
                if ended && total > refunded {
                    panel.refund(order, &Money::from_micros(total).to_string()).await;
                }
            }
            Act::Follow => panel.follow().await,
            Act::Days(days) => panel.advance(TimeDelta::days(days)),
            Act::ApproveDue => {
                panel.approve_due().await;
            }
            Act::Decide { which, approve } => {
                let ids: Vec<i64> = sqlx::query_scalar("select id from commissions order by id")
                    .fetch_all(app.db.pool())
                    .await
                    .unwrap();
                let Some(id) = ids.get(which % ids.len().max(1)) else { return };
                let decision =
                    if approve { Decision::Approve } else { Decision::Deny("no".to_owned()) };
                let ids = vec![CommissionId::new(*id)];
                approval::decide(&app.db, &app.clock, Actor::COMMAND, ids, decision).await.unwrap();
            }
            Act::Pay(way) => {
                let owed = self.approved().await;
                let asked = panel.ask_payout(&self.ann, way).await;
                if let Ok((id, amount)) = asked {
                    assert!(owed > Money::ZERO && amount == owed, "{owed} was owed, {amount} paid");
                    match way {
                        Way::Balance => self.wallet = self.wallet.checked_add(amount).unwrap(),
                        Way::Outside => self.open = Some(id),
                    }
                }
            }
            Act::Begin => self.go_on(PayoutStep::Begin).await,
            Act::Complete => self.go_on(PayoutStep::Complete("bank".to_owned())).await,
            Act::Fail => self.go_on(PayoutStep::Fail("no".to_owned())).await,
            Act::Cancel => {
                if let Some(id) = self.open {
                    let own = self.ann.customer.id;
                    let _ = payout::cancel(&app.db, &app.clock, Actor::COMMAND, own, id).await;
                }
            }
        }
    }

    fn pick(&self, which: usize) -> Option<i64> {
        self.orders.get(which % self.orders.len().max(1)).copied()
    }

    async fn column(&self, name: &'static str, order: i64) -> i64 {
        let sql = match name {
            "quantity" => "select quantity from orders where id = $1",
            "charge" => "select charge from orders where id = $1",
            _ => "select refunded from orders where id = $1",
        };
        sqlx::query_scalar(sql).bind(order).fetch_one(self.panel.app.db.pool()).await.unwrap()
    }

    async fn go_on(&self, step: PayoutStep) {
        if let Some(id) = self.open {
            let _ = self.panel.payout_step(id, step).await;
        }
    }

    async fn approved(&self) -> Money {
        let pool = self.panel.app.db.pool();
        member::find(pool, self.ann.member_id).await.unwrap().unwrap().approved
    }

    async fn check(&self) {
        self.panel.assert_books().await;
        let pool = self.panel.app.db.pool();
        // A wallet only gets, and only what payouts say.
        let balance = ledger::balance(pool, self.ann.customer.id).await.unwrap();
        assert_eq!(balance, self.wallet);
        let back = "select coalesce(sum(amount), 0)::bigint from commissions
                    where is_correction and state = 'approved'";
        let back: i64 = sqlx::query_scalar(back).fetch_one(pool).await.unwrap();
        let owed = self.approved().await.micros();
        assert!(owed >= back.min(0), "{owed} is owed, {back} is to be taken back");
        let page = payouts::page(pool, &payouts::Filter::default(), Cursor::First).await.unwrap();
        assert!(page.rows.iter().all(|payout| payout.amount > Money::ZERO));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_in_any_order() {
    still_panel(async |panel| {
        tell(Cases { test: 6, chaos: 60 }, &vec(act(), STEPS), async |acts| {
            let offer = panel.offer(|draft| draft.hold_days = 7).await;
            let ann = panel.affiliate(offer).await;
            let customers = vec![panel.brought(&ann, "100000").await];
            let service = panel.service(|_| {}).await;
            let mut story = Story {
                panel,
                ann,
                service,
                customers,
                orders: Vec::new(),
                open: None,
                wallet: Money::ZERO,
            };
            for act in &acts {
                story.step(act).await;
                story.check().await;
            }
        });
    })
    .await;
}

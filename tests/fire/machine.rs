//! Whatever happens to orders, in any order, the customer has exactly the money that a model of one
//! page says, and the books balance after each step.
//!
//! Seen red by `make seeded`: `partial-refunds-all`, `drip-cancel-refunds-all`,
//! `cancel-refunds-at-once`, `unfenced-record`.
//!
//! It is long because the machine, its model and its steps must be read together.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::kit::money::{Money, Rate};
use waybill::orders::decide::{self, Decision};
use waybill::orders::desk::By;
use waybill::orders::dispatch::Claim;
use waybill::orders::provider_requests::{self, Ask};
use waybill::orders::{OrderId, poll, sweep};
use waybill::providers::{CancelAnswer, Outcome, RefillAnswer, RefillState, Report, Word};

use super::rounds;
use crate::support::{Customer, Panel, still_panel};

const STEPS: usize = 30;
/// In millionths, for 1000 units.
const RATE: i64 = 333_333;

/// The answer to what was sent; `Nothing`: the process died while it waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Accepted,
    Refused,
    NotSent,
    Unknown,
    Nothing,
}

#[derive(Debug, Clone)]
enum Act {
    Credit(i64),
    Place {
        quantity: i64,
    },
    Drip {
        quantity: i64,
        runs: i64,
    },
    Send(Reply),
    /// An attempt that was not answered in time is answered now.
    Late(Reply),
    /// The order with this number, modulo the count, gets a report; most often a running one.
    Report {
        which: usize,
        word: Word,
        remains: Option<i64>,
    },
    Cancel(usize),
    AnswerTasks {
        accept: bool,
    },
    Refill(usize),
    /// Staff put an unknown order back into the queue, or refund it.
    Again(usize),
    Refund(usize),
    MakeRuns,
    /// Time passes, and the sweep takes up what dead processes left.
    Sweep,
}

fn act() -> impl Strategy<Value = Act> {
    let reply = prop_oneof![
        6 => Just(Reply::Accepted),
        1 => Just(Reply::Refused),
        1 => Just(Reply::NotSent),
        1 => Just(Reply::Unknown),
        1 => Just(Reply::Nothing),
    ];
    let word = prop_oneof![
        3 => Just(Word::Completed),
        4 => Just(Word::Partial),
        2 => Just(Word::Canceled),
        1 => Just(Word::Open),
        1 => Just(Word::Other),
    ];
    let remains = prop_oneof![1 => Just(None), 8 => (-1_i64..1100).prop_map(Some)];
    let which = 0..20_usize;
    prop_oneof![
        1 => (1_i64..500_000).prop_map(Act::Credit),
        4 => (1_i64..1000).prop_map(|quantity| Act::Place { quantity }),
        2 => (1_i64..500, 1_i64..5).prop_map(|(quantity, runs)| Act::Drip { quantity, runs }),
        5 => reply.clone().prop_map(Act::Send),
        1 => reply.prop_map(Act::Late),
        8 => (which.clone(), word, remains)
            .prop_map(|(which, word, remains)| Act::Report { which, word, remains }),
        4 => which.clone().prop_map(Act::Cancel),
        1 => any::<bool>().prop_map(|accept| Act::AnswerTasks { accept }),
        1 => which.clone().prop_map(Act::Refill),
        1 => which.clone().prop_map(Act::Again),
        1 => which.prop_map(Act::Refund),
        3 => Just(Act::MakeRuns),
        2 => Just(Act::Sweep),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Here,
    Submitting,
    Unknown,
    Running,
    Review,
    Ended,
    /// A drip-feed with this many runs still to be made.
    Drip {
        runs: i64,
        left: i64,
    },
}

#[derive(Debug, Clone)]
struct Order {
    at: Where,
    quantity: i64,
    charge: i64,
    gave_up: bool,
    /// The fence of its newest claim.
    fence: i64,
}

/// What the state should be.
#[derive(Debug, Default)]
struct Model {
    balance: i64,
    orders: BTreeMap<i64, Order>,
}

/// ⌈rate × quantity ÷ 1000⌉
fn price(quantity: i64) -> i64 {
    (RATE * quantity + 999) / 1000
}

impl Model {
    fn pick(&self, which: usize) -> Option<i64> {
        (!self.orders.is_empty())
            .then(|| *self.orders.keys().nth(which % self.orders.len()).unwrap())
    }

    fn place(&mut self, id: i64, quantity: i64, runs: Option<i64>) {
        let charge = price(quantity) * runs.unwrap_or(1);
        let at = runs.map_or(Where::Here, |runs| Where::Drip { runs, left: runs });
        self.balance -= charge;
        self.orders.insert(id, Order { at, quantity, charge, gave_up: false, fence: 0 });
    }

    fn end(&mut self, id: i64, refund: i64) {
        let order = self.orders.get_mut(&id).unwrap();
        assert!((0..=order.charge).contains(&refund));
        self.balance += refund;
        order.at = Where::Ended;
    }

    fn cancel(&mut self, id: i64) {
        let order = self.orders.get_mut(&id).unwrap();
        match order.at {
            Where::Ended => {}
            Where::Here => {
                let all = order.charge;
                self.end(id, all);
            }
            Where::Drip { runs, left } => {
                order.at = Where::Drip { runs, left: 0 };
                self.balance += order.charge / runs * left;
            }
            Where::Submitting | Where::Unknown | Where::Running | Where::Review => {
                order.gave_up = true;
            }
        }
    }

    fn report(&mut self, id: i64, word: Word, remains: Option<i64>) {
        let order = self.orders.get_mut(&id).unwrap();
        if order.at != Where::Running {
            return;
        }
        let (quantity, charge) = (order.quantity, order.charge);
        let refund = match (word, remains) {
            (Word::Open | Word::Other, _) => return,
            (Word::Completed, _) => 0,
            (Word::Canceled, None | Some(0)) => charge,
            (_, Some(left)) if (0..=quantity).contains(&left) => charge * left / quantity,
            _ => {
                order.at = Where::Review;
                return;
            }
        };
        self.end(id, refund);
    }
}

struct Story<'p> {
    panel: &'p Panel,
    customer: Customer,
    service: String,
    model: Model,
    /// Attempts that were sent and have no answer.
    unanswered: Vec<Claim>,
}

impl Story<'_> {
    async fn add(&mut self, quantity: i64, runs: Option<i64>) {
        let units = quantity.to_string();
        let many = runs.unwrap_or(1).to_string();
        let mut fields = vec![
            ("action", "add"),
            ("service", self.service.as_str()),
            ("link", "https://example.com/p/1"),
            ("quantity", units.as_str()),
        ];
        if runs.is_some() {
            fields.extend([("runs", many.as_str()), ("interval", "10")]);
        }
        let answer = self.panel.v2(&self.customer.key, &fields).await;
        let can_pay = self.model.balance >= price(quantity) * runs.unwrap_or(1);
        assert_eq!(answer["order"].is_i64(), can_pay, "{answer}");
        if can_pay {
            self.model.place(answer["order"].as_i64().unwrap(), quantity, runs);
        }
    }

    async fn send(&mut self, reply: Reply) {
        for claim in self.panel.take().await {
            let id = claim.order_id.get();
            let order = self.model.orders.get_mut(&id).unwrap();
            assert_eq!((order.at, order.gave_up), (Where::Here, false), "{id} was sent");
            (order.at, order.fence) = (Where::Submitting, claim.fence);
            if reply == Reply::Nothing {
                self.unanswered.push(claim);
            } else {
                self.answer(&claim, reply).await;
            }
        }
    }

    /// An answer counts only for the order's newest claim, while that claim waits for it.
    async fn answer(&mut self, claim: &Claim, reply: Reply) {
        let id = claim.order_id;
        let outcome = match reply {
            Reply::Nothing => return,
            Reply::Accepted => {
                Outcome::Accepted { upstream_id: format!("far-{id}-{}", claim.fence) }
            }
            Reply::Refused => Outcome::Refused { reason: "no".to_owned() },
            Reply::NotSent => Outcome::NotSent { reason: "no line".to_owned() },
            Reply::Unknown => Outcome::Unknown { detail: "no answer".to_owned() },
        };
        // Recorded twice, because the answer to the first recording may be lost.
        self.panel.record(claim, outcome.clone()).await;
        self.panel.record(claim, outcome).await;
        let order = self.model.orders.get_mut(&id.get()).unwrap();
        if order.at != Where::Submitting || order.fence != claim.fence {
            return;
        }
        let all = order.charge;
        match reply {
            Reply::Accepted => order.at = Where::Running,
            Reply::NotSent if !order.gave_up => order.at = Where::Here,
            Reply::Refused | Reply::NotSent => self.model.end(id.get(), all),
            Reply::Unknown | Reply::Nothing => order.at = Where::Unknown,
        }
    }

    /// Answers the oldest of them.
    async fn late(&mut self, reply: Reply) {
        if reply != Reply::Nothing && !self.unanswered.is_empty() {
            let claim = self.unanswered.remove(0);
            self.answer(&claim, reply).await;
        }
    }

    async fn make_runs(&mut self) {
        self.panel.advance(TimeDelta::minutes(10));
        self.panel.drip().await;
        let runs: Vec<(i64, i64)> =
            sqlx::query_as("select id, parent_id from orders where parent_id is not null")
                .fetch_all(self.panel.app.db.pool())
                .await
                .unwrap();
        for (id, parent) in runs {
            if self.model.orders.contains_key(&id) {
                continue;
            }
            let parent = self.model.orders.get_mut(&parent).unwrap();
            let Where::Drip { runs, left } = parent.at else { panic!("{parent:?} made {id}") };
            assert!(left > 0, "a run more than was ordered: {id}");
            parent.at = Where::Drip { runs, left: left - 1 };
            let charge = parent.charge / runs;
            let run = Order { at: Where::Here, charge, gave_up: false, ..parent.clone() };
            self.model.orders.insert(id, run);
        }
    }

    async fn sweep(&mut self) {
        self.panel.advance(TimeDelta::seconds(100));
        sweep::sweep(&self.panel.app.db, &self.panel.app.clock).await.unwrap();
        let ids: Vec<i64> = self.model.orders.keys().copied().collect();
        for id in ids {
            let order = self.model.orders.get_mut(&id).unwrap();
            if order.at == Where::Submitting {
                order.at = Where::Unknown;
            }
            if order.at == Where::Here && order.gave_up {
                let all = order.charge;
                self.model.end(id, all);
            }
        }
    }

    async fn answer_tasks(&self, accept: bool) {
        let (db, clock) = (&self.panel.app.db, &self.panel.app.clock);
        for task in provider_requests::take_due(db, clock, Vec::new()).await.unwrap() {
            let reason = "no".to_owned();
            match task.ask {
                Ask::Cancel => {
                    let answer = if accept {
                        CancelAnswer::Accepted
                    } else {
                        CancelAnswer::Refused { reason }
                    };
                    provider_requests::record_cancel(db, clock, task, Ok(answer)).await.unwrap();
                }
                Ask::Refill => {
                    let answer = if accept {
                        RefillAnswer::Accepted { upstream_id: format!("refill-{}", task.id) }
                    } else {
                        RefillAnswer::Refused { reason }
                    };
                    provider_requests::record_refill(db, clock, task, Ok(answer)).await.unwrap();
                }
                Ask::RefillStatus => {
                    let state =
                        if accept { RefillState::Completed } else { RefillState::InProgress };
                    provider_requests::record_refill_state(db, clock, task, Ok(state))
                        .await
                        .unwrap();
                }
            }
        }
    }

    /// What staff do with an order; they may only do it with an unknown one.
    async fn decide(&mut self, id: i64, again: bool) {
        let actor = Actor { account_id: Some(AccountId::new(1)), address: None, ..Actor::COMMAND };
        let by = By { actor, reason: "looked".to_owned(), seen: None };
        let end = waybill::orders::state::End::Canceled;
        let decision = if again { Decision::Again } else { Decision::End(end) };
        let app = &self.panel.app;
        decide::resolve(&app.db, &app.clock, OrderId::new(id), decision, by).await.unwrap();
        if again {
            self.model.orders.get_mut(&id).unwrap().at = Where::Here;
        } else {
            let all = self.model.orders[&id].charge;
            self.model.end(id, all);
        }
    }

    async fn act(&mut self, act: &Act) {
        let which = match act {
            Act::Report { which, .. }
            | Act::Cancel(which)
            | Act::Refill(which)
            | Act::Again(which)
            | Act::Refund(which) => self.model.pick(*which),
            _ => Some(0),
        };
        let Some(id) = which else { return };
        let at = self.model.orders.get(&id).map(|order| order.at);
        let (panel, customer) = (self.panel, self.customer.clone());
        match act {
            Act::Credit(micros) => {
                panel.credit(&customer, &Money::from_micros(*micros).to_string()).await;
                self.model.balance += micros;
            }
            Act::Place { quantity } => self.add(*quantity, None).await,
            Act::Drip { quantity, runs } => self.add(*quantity, Some(*runs + 1)).await,
            Act::Send(reply) => self.send(*reply).await,
            Act::Late(reply) => self.late(*reply).await,
            // A provider is never asked about a parent.
            Act::Report { .. } if matches!(at, Some(Where::Drip { .. })) => {}
            Act::Report { word, remains, .. } => {
                let report = Report { remains: *remains, ..Report::new(*word) };
                let (db, clock) = (&panel.app.db, &panel.app.clock);
                poll::apply(db, clock, vec![(OrderId::new(id), report)]).await.unwrap();
                self.model.report(id, *word, *remains);
            }
            Act::Cancel(_) => {
                let ids = id.to_string();
                panel.v2(&customer.key, &[("action", "cancel"), ("orders", &ids)]).await;
                self.model.cancel(id);
            }
            Act::AnswerTasks { accept } => self.answer_tasks(*accept).await,
            Act::Refill(_) => {
                panel.advance(TimeDelta::hours(25));
                let ids = id.to_string();
                panel.v2(&customer.key, &[("action", "refill"), ("order", &ids)]).await;
            }
            Act::Again(_) if at == Some(Where::Unknown) => self.decide(id, true).await,
            Act::Refund(_) if at == Some(Where::Unknown) => self.decide(id, false).await,
            Act::Again(_) | Act::Refund(_) => {}
            Act::MakeRuns => self.make_runs().await,
            Act::Sweep => self.sweep().await,
        }
    }

    async fn look(&self, act: &Act) {
        let has = self.panel.balance(&self.customer).await;
        let should = Money::from_micros(self.model.balance).to_string();
        assert_eq!(has, should, "after {act:?}: {:#?}", self.model);
        self.panel.assert_books().await;
    }
}

/// Plays a story on a panel of its own.
async fn play(acts: &[Act]) {
    still_panel(async |panel| {
        let rate = Rate::from_micros(RATE);
        let service = panel.service(|service| service.draft.rate = rate).await.to_string();
        let customer = panel.customer("2").await;
        let model = Model { balance: 2_000_000, ..Model::default() };
        let mut story = Story { panel, customer, service, model, unanswered: Vec::new() };
        for act in acts {
            story.act(act).await;
            story.look(act).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_money_is_where_a_model_says() {
    let cases = rounds(30, 300);
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let told = AssertUnwindSafe(Handle::current());
    let tried = block_in_place(|| {
        TestRunner::new(config).run(&vec(act(), STEPS), |acts| {
            told.block_on(play(&acts));
            Ok(())
        })
    });
    tried.unwrap();
}

/// The story that the explorer of `model.rs` finds if the newest number is not checked: an old
/// refusal is taken for the answer to a newer call, and the money is refunded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_answer_is_not_taken_for_that_of_a_newer_call() {
    for old in [Reply::Refused, Reply::NotSent, Reply::Accepted, Reply::Unknown] {
        play(&[
            Act::Place { quantity: 900 },
            Act::Send(Reply::Nothing),
            Act::Sweep,
            Act::Again(0),
            Act::Send(Reply::Nothing),
            Act::Late(old),
            Act::Late(Reply::Accepted),
            Act::Report { which: 0, word: Word::Partial, remains: Some(300) },
        ])
        .await;
    }
}

//! Whatever happens to a deposit at its gateway and at the panel, in any order, late, twice and unseen: what
//! is taken is what the gateway took, and at most what was credited, with its share of the bonus; no wallet
//! and no debt is below zero; the books agree after each step.
//!
//! The gateway is the sandbox, with its hooks; `looks_random` makes up what no gateway says.

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use waybill::accounts::audit::Actor;
use waybill::kit::money::Money;
use waybill::payments::gateways::sandbox::{self, Act, ActError, SIGNATURE, signature};
use waybill::payments::staff;
use waybill::payments::{DepositId, direct, look};
use waybill::providers::Word;

use super::gateways::{SECRET, admin, method, opened, pay_page, work};
use crate::support::rows::value;
use crate::support::stories::{Cases, refused, tell};
use crate::support::{Customer, Panel, still_panel};

#[derive(Debug, Clone, Copy)]
enum Step {
    /// The payer, their bank or the gateway does it; whether a hook tells of it.
    There(Act, bool),
    /// The newest hook comes once more.
    HookAgain,
    /// Looks without any news.
    LookAgain,
    /// Money comes late, and what is held is let go.
    Hours(i64),
    StaffCredit,
    StaffRefund(i64),
    GiveUp,
    PaysIn(i64),
    /// An order of so many thousandths is placed with the money.
    Order(i64),
    /// The newest order is canceled, and its charge comes back.
    OrderBack,
}

/// A step, and whether the panel looks after it.
fn step() -> impl Strategy<Value = (Step, bool)> {
    let there = prop_oneof![
        6 => Just(Act::Pay),
        2 => Just(Act::PayLess),
        1 => Just(Act::PayMore),
        1 => Just(Act::Fail),
        1 => Just(Act::Cancel),
        2 => Just(Act::RefundHalf),
        1 => Just(Act::Refund),
        3 => Just(Act::Dispute),
        2 => Just(Act::Win),
        2 => Just(Act::Lose),
    ];
    let step = prop_oneof![
        12 => (there, any::<bool>()).prop_map(|(act, is_told)| Step::There(act, is_told)),
        1 => Just(Step::HookAgain),
        1 => Just(Step::LookAgain),
        2 => (1..60_i64).prop_map(Step::Hours),
        1 => Just(Step::StaffCredit),
        1 => (1..40_000_000_i64).prop_map(Step::StaffRefund),
        1 => Just(Step::GiveUp),
        1 => (1..30_000_000_i64).prop_map(Step::PaysIn),
        4 => (1..60_000_i64).prop_map(Step::Order),
        2 => Just(Step::OrderBack),
    ];
    (step, proptest::bool::weighted(0.7))
}

/// What all cases share.
struct Shop<'p> {
    panel: &'p Panel,
    /// `/hooks/…` of a method, and of one that holds what comes; and their ids.
    doors: [String; 2],
    methods: [i64; 2],
    service: i64,
}

struct Story<'s> {
    shop: &'s Shop<'s>,
    who: Customer,
    deposit: i64,
    door: &'s str,
    token: String,
    orders: Vec<i64>,
    steps: usize,
}

impl<'s> Story<'s> {
    async fn begin(shop: &'s Shop<'s>, is_holding: bool, cents: i64) -> Self {
        let which = usize::from(is_holding);
        let amount = Money::from_micros(cents * 10_000).to_string();
        // From one network, only so many deposits are begun in a day.
        shop.panel.advance(TimeDelta::hours(1));
        let (who, deposit) = opened(shop.panel, shop.methods[which], &amount).await;
        let page = pay_page(shop.panel, deposit).await;
        let token = page.rsplit('/').next().unwrap().to_owned();
        let door = &shop.doors[which];
        Self { shop, who, deposit, door, token, orders: Vec::new(), steps: 0 }
    }

    fn id(&self) -> DepositId {
        DepositId::new(self.deposit)
    }

    async fn moved(&self) -> i64 {
        value(self.shop.panel, "select count(*) from transfers").await
    }

    async fn step(&mut self, step: Step) {
        let (panel, app) = (self.shop.panel, &self.shop.panel.app);
        let (db, clock) = (&app.db, &app.clock);
        self.steps += 1;
        match step {
            Step::There(act, is_told) => {
                match sandbox::act(&app.ways, &self.token, (act, !is_told)).await {
                    Ok(_) | Err(ActError::NotNow) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            Step::HookAgain => self.hook_again().await,
            Step::LookAgain => {
                work(panel).await;
                for _ in 0..2 {
                    look::look(&app.ways, self.id()).await.unwrap();
                }
                let before = self.moved().await;
                look::look(&app.ways, self.id()).await.unwrap();
                assert_eq!(self.moved().await, before, "the same news moved money again");
            }
            Step::Hours(hours) => panel.advance(TimeDelta::hours(hours)),
            Step::StaffCredit => {
                refused(staff::credit(db, clock, Actor::COMMAND, self.id()).await);
            }
            Step::StaffRefund(micros) => {
                let what = (self.id(), Money::from_micros(micros));
                refused(staff::refund(&app.ways, Actor::COMMAND, what).await);
            }
            Step::GiveUp => {
                let what = (self.id(), "nobody knows it".to_owned());
                refused(staff::give_up(db, clock, Actor::COMMAND, what).await);
            }
            Step::PaysIn(micros) => {
                let form = format!("random {} {}", self.deposit, self.steps);
                let what = (Money::from_micros(micros), &*form, "x");
                direct::payment(db, clock, self.who.id, what).await.unwrap();
            }
            Step::Order(quantity) => {
                let link = format!("https://example.com/{}/{}", self.deposit, self.steps);
                let service = self.shop.service;
                let placed = panel.order_if_paid(&self.who, service, &link, quantity).await;
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

    async fn hook_again(&self) {
        let panel = self.shop.panel;
        let newest = format!(
            "select coalesce((select h.body from hooks h join deposits d on d.claim = h.about
                              where d.id = {} order by h.id desc limit 1), '')",
            self.deposit
        );
        let body: String = value(panel, &newest).await;
        if body.is_empty() {
            return;
        }
        let line = signature(SECRET, panel.app.clock.now(), &body);
        let hook = panel.http.post(format!("{}{}", panel.base, self.door));
        let answer = hook.header(SIGNATURE, line).body(body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
    }

    /// The panel reads what has come, looks once more, and has taken what the gateway took.
    async fn looks(&self) {
        let panel = self.shop.panel;
        work(panel).await;
        look::look(&panel.app.ways, self.id()).await.unwrap();
        let sql = format!(
            "select coalesce((
                 select 'deposit ' || d.id || ': ' || (d.taken - d.restored) || ' of ' || d.credited
                        || ' is taken, the sandbox took ' || s.taken || ' of ' || p.paid
                 from deposits d join sandbox_payments s on s.reference = d.claim
                 join (select deposit_id, sum(amount) as paid from deposit_payments
                       where credited is not null group by deposit_id) p on p.deposit_id = d.id
                 where d.id = {} and d.taken - d.restored <>
                       case when s.taken >= p.paid then d.credited
                            else div(d.credited::numeric * s.taken, p.paid)::bigint end), '')",
            self.deposit
        );
        assert_eq!(value::<String>(panel, &sql).await, "");
        let sql = format!(
            "select bonus_taken - bonus_restored
                    = coalesce(ceil(bonus::numeric * (taken - restored) / credited)::bigint, 0)
             from deposits where id = {}",
            self.deposit
        );
        assert!(value::<bool>(panel, &sql).await, "deposit {} keeps a bonus", self.deposit);
    }

    async fn check(&self) {
        self.shop.panel.assert_money(&self.who).await;
    }
}

/// Two methods with fees, one of which holds what comes for two days, and a bonus; and a service.
async fn begin(panel: &Panel) -> Shop<'_> {
    let staff = admin(panel).await;
    let fees = [("fee_percent", "3.7"), ("fee_fixed", "0.11"), ("min", "0.01")];
    let plain = method(panel, &staff, &fees).await;
    let holding = method(panel, &staff, &[&fees[..], &[("name", "Held")]].concat()).await;
    let path = format!("/admin/methods/{holding}");
    let guard = [("hold_hours", "48"), ("young_days", ""), ("young_max", "")];
    staff.post(&format!("{path}/guard"), &guard).await.assert_goes(&path);
    super::bonuses::rule(&staff, &[("percent", "73.5"), ("from", "20")]).await;
    let door = async |id: i64| {
        value::<String>(panel, &format!("select '/hooks/' || door from methods where id = {id}"))
            .await
    };
    Shop {
        panel,
        doors: [door(plain).await, door(holding).await],
        methods: [plain, holding],
        service: panel.service(|_| {}).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_order_of_events_adds_up() {
    still_panel(async |panel| {
        let shop = begin(panel).await;
        let cents = prop_oneof![1 => 1..100_i64, 5 => 100..9_000_i64];
        let values = (any::<bool>(), cents, vec(step(), 4..22));
        tell(Cases { test: 10, chaos: 150 }, &values, async |(is_holding, cents, steps)| {
            let mut story = Story::begin(&shop, is_holding, cents).await;
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

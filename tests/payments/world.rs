//! What a fake gateway knows: payments, and what people did with them. Stories change it; a script
//! tells it in the words of its gateway.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use waybill::kit::clock::Clock;
use waybill::payments::gateways::Mode;

use super::fake::{Fault, Request};

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Open,
    /// The payer is done, and the money is on its way for days.
    Underway,
    Paid,
    Expired,
    Failed,
}

/// What the payer says against a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispute {
    No,
    /// A question of their bank; no money has moved.
    Inquiry,
    Open,
    Won,
    Lost,
}

/// Money that went back, or was to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub amount: i64,
    pub failed: bool,
    /// The key under which the panel asked for it; "" if it did not.
    pub key: String,
}

/// A payment. Amounts are in the smallest coin, as the panel counts it.
#[derive(Debug, Clone)]
pub struct Fake {
    /// From 1; scripts make their ids of it.
    pub number: u32,
    /// By the panel's clock.
    pub opened_at: DateTime<Utc>,
    /// The reference with which it was opened.
    pub opened_as: String,
    /// The reference that looks and hooks tell.
    pub reference: String,
    pub amount: i64,
    pub currency: String,
    pub mode: Mode,
    pub stand: Stand,
    /// What came.
    pub paid: i64,
    pub refunds: Vec<Refund>,
    pub dispute: Dispute,
    /// How much of it is disputed.
    pub disputed: i64,
    /// What the gateway keeps, and in which currency.
    pub fee: (i64, String),
    pub payer_email: String,
    /// How many hooks told of it.
    pub told: u32,
    /// What the script keeps of it beside.
    pub notes: BTreeMap<String, String>,
}

impl Fake {
    /// What went back by refunds that did not fail.
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().filter(|refund| !refund.failed).map(|refund| refund.amount).sum()
    }

    /// Pays all that was asked for.
    pub fn pay(&mut self) {
        (self.stand, self.paid) = (Stand::Paid, self.amount);
    }

    pub fn refund(&mut self, amount: i64) {
        self.refunds.push(Refund { amount, failed: false, key: String::new() });
    }

    /// A dispute about all that was paid.
    pub fn dispute(&mut self, dispute: Dispute) {
        (self.dispute, self.disputed) = (dispute, self.paid);
    }
}

/// All of it.
pub struct World {
    pub payments: Vec<Fake>,
    /// Of the keys that are used.
    pub mode: Mode,
    /// The fake server's address, without a slash at the end.
    pub url: String,
    /// The panel's, once it is there.
    pub clock: Option<Clock>,
    /// What was asked, in order.
    pub calls: Vec<Request>,
    /// What goes wrong with the next requests.
    pub faults: VecDeque<Fault>,
    /// What the script keeps beside, such as idempotency keys.
    pub notes: BTreeMap<String, String>,
}

impl World {
    pub fn new(mode: Mode, url: String) -> Self {
        Self {
            payments: Vec::new(),
            mode,
            url,
            clock: None,
            calls: Vec::new(),
            faults: VecDeque::new(),
            notes: BTreeMap::new(),
        }
    }

    /// What time it is for the panel.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.as_ref().map_or(DateTime::UNIX_EPOCH, Clock::now)
    }

    /// A new payment.
    pub fn add(&mut self, reference: &str, amount: i64, currency: &str) -> &mut Fake {
        let number = u32::try_from(self.payments.len()).unwrap() + 1;
        let opened_at = self.now();
        self.payments.push(Fake {
            number,
            opened_at,
            opened_as: reference.to_owned(),
            reference: reference.to_owned(),
            amount,
            currency: currency.to_owned(),
            mode: self.mode,
            stand: Stand::Open,
            paid: 0,
            refunds: Vec::new(),
            dispute: Dispute::No,
            disputed: 0,
            fee: (0, currency.to_owned()),
            payer_email: "payer@example.com".to_owned(),
            told: 0,
            notes: BTreeMap::new(),
        });
        self.payments.last_mut().unwrap()
    }

    /// The newest payment that was opened with this reference.
    pub fn find(&mut self, reference: &str) -> Option<&mut Fake> {
        self.payments.iter_mut().rev().find(|payment| payment.opened_as == reference)
    }

    /// The payment of this number.
    pub fn number(&mut self, number: u32) -> Option<&mut Fake> {
        self.payments.iter_mut().find(|payment| payment.number == number)
    }
}

/// The number at the end of an id: 17 of `cs_test_17`.
pub fn number_of(id: &str) -> u32 {
    let digits = id.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

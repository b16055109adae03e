//! How the price guard judges; it is pure. It says what a line of a provider's list means for a
//! route that uses it and for the service of that route. What must stay true: a cost is always what
//! the provider says now, whatever happens to the price; a price with an open question does not
//! move until staff have answered; the panel never follows a jump by itself.

use serde_json::{Value, json};

use crate::catalogue::{Kind, ServiceId};
use crate::kit::money::Rate;
use crate::providers::list::{KeptOffer, Limits, Offer};
use crate::providers::margin::{Exchange, Margin};
use crate::providers::provider::Policy;

/// How one provider's changes are judged.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub policy: Policy,
    pub ask_above_percent: i32,
    pub exchange: Exchange,
}

/// A route and its service, as we have them.
#[derive(Debug, Clone)]
pub struct Sold {
    pub service_id: ServiceId,
    pub position: i32,
    pub upstream_service: String,
    pub cost: Rate,
    /// The margin of the route that the service's price and limits follow; `None`: they do not
    /// follow this route.
    pub margin: Option<Margin>,
    pub kind: Kind,
    pub price: Rate,
    pub limits: Limits,
    /// The cost at the moment when the open question about its rate was asked.
    pub asked_from: Option<Rate>,
}

/// The kind of a change: its name in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    Rate,
    Limits,
    Flags,
    Gone,
    Back,
    New,
    /// It is listed, but cannot be read.
    Unread,
}

/// The state of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Waits for staff.
    Open,
    /// Done, by the panel or by staff.
    Applied,
    /// For reading only.
    Reported,
    /// Staff left everything as it was, or the change was undone by itself.
    Dismissed,
}

/// One change, in the form that is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub what: What,
    pub fate: Fate,
    pub before: Value,
    pub after: Value,
}

/// What one line means for one route.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What the route costs from now on.
    pub cost: Option<Rate>,
    /// The service's new price.
    pub price: Option<Rate>,
    pub limits: Option<Limits>,
    /// Open questions that settled by themselves.
    pub settled: Vec<What>,
    pub findings: Vec<Finding>,
}

impl What {
    pub const ALL: [Self; 7] =
        [Self::Rate, Self::Limits, Self::Flags, Self::Gone, Self::Back, Self::New, Self::Unread];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Limits => "limits",
            Self::Flags => "flags",
            Self::Gone => "gone",
            Self::Back => "back",
            Self::New => "new",
            Self::Unread => "unread",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == text)
    }
}

impl Fate {
    pub const ALL: [Self; 4] = [Self::Open, Self::Applied, Self::Reported, Self::Dismissed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Applied => "applied",
            Self::Reported => "reported",
            Self::Dismissed => "dismissed",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.as_str() == text)
    }
}

crate::text_columns!(What, Fate);

/// Compares a line. `before`: as it was last seen; `now`: as it is, `None` if it is not listed.
#[must_use]
pub fn compare(
    rule: Rule,
    before: Option<&KeptOffer>,
    now: Option<&Offer>,
    sold: &Sold,
) -> Verdict {
    let mut verdict = Verdict::default();
    let Some(now) = now else {
        // A line that was never listed cannot be gone.
        if before.is_some_and(|kept| kept.gone_at.is_none()) {
            verdict.found(
                What::Gone,
                Fate::Open,
                json!({ "cost": sold.cost.to_string() }),
                json!({}),
            );
        }
        return verdict;
    };
    if before.is_some_and(|kept| kept.gone_at.is_some()) {
        verdict.settled.push(What::Gone);
        verdict.found(What::Back, Fate::Applied, json!({}), json!({ "name": now.name }));
    }
    if let Some(cost) = rule.exchange.convert(now.rate) {
        verdict.rate(rule, before.is_none(), cost, sold);
    }
    if let Some(before) = before {
        verdict.limits(rule, &before.offer, now, sold);
    }
    verdict
}

/// The line is in the list, but since this look it cannot be read. Everything stays as it is, its
/// cost too, and staff are asked. A service that was gone before stays gone until its line can be
/// read.
#[must_use]
pub fn unread(before: Option<&KeptOffer>, why: &str, sold: &Sold) -> Verdict {
    let mut verdict = Verdict::default();
    if before.is_none_or(|kept| kept.gone_at.is_none()) {
        let before = json!({ "cost": sold.cost.to_string() });
        verdict.found(What::Unread, Fate::Open, before, json!({ "why": why }));
    }
    verdict
}

/// What a new cost does to the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Follow,
    Ask,
    Jump,
    Report,
}

/// A rise by more than half is a jump under every policy: no margin covers it, and often it is a
/// mistake of the provider. Staff are also asked about a fall by more than half, and to nothing.
fn move_under(rule: Rule, from: Rate, to: Rate) -> Move {
    let (from, to) = (i128::from(from.micros()), i128::from(to.micros()));
    if to * 2 > from * 3 {
        return Move::Jump;
    }
    let is_far = (to - from).abs() * 100 > from * i128::from(rule.ask_above_percent);
    match rule.policy {
        Policy::Report => Move::Report,
        Policy::Follow if to * 2 < from => Move::Ask,
        Policy::Ask if is_far || to == 0 => Move::Ask,
        Policy::Follow | Policy::Ask => Move::Follow,
    }
}

impl Verdict {
    fn found(&mut self, what: What, fate: Fate, before: Value, after: Value) {
        self.findings.push(Finding { what, fate, before, after });
    }

    fn rate(&mut self, rule: Rule, is_first: bool, cost: Rate, sold: &Sold) {
        if cost == sold.cost {
            return;
        }
        self.cost = Some(cost);
        let from = sold.asked_from.unwrap_or(sold.cost);
        // The route was typed in by hand: now we learn its cost, but nothing has moved.
        if is_first {
            return self.priced(Fate::Reported, from, cost, sold);
        }
        if sold.asked_from == Some(cost) {
            self.settled.push(What::Rate);
            return;
        }
        let price = sold.margin.and_then(|margin| margin.price(cost));
        match (move_under(rule, from, cost), price) {
            (Move::Jump, _) => self.priced(Fate::Open, from, cost, sold),
            // Without a margin there is no price to ask about: the cost is simply what it is.
            (Move::Ask, Some(_)) => self.priced(Fate::Open, from, cost, sold),
            (Move::Follow, Some(price)) => {
                self.settled.push(What::Rate);
                self.price = Some(price);
                self.priced(Fate::Applied, from, cost, sold);
            }
            (Move::Report, _) | (Move::Ask | Move::Follow, None) => {
                self.settled.push(What::Rate);
                self.priced(Fate::Reported, from, cost, sold);
            }
        }
    }

    fn priced(&mut self, fate: Fate, from: Rate, cost: Rate, sold: &Sold) {
        let mut after = json!({ "cost": cost.to_string() });
        if let Some(price) = sold.margin.and_then(|margin| margin.price(cost)) {
            after["price"] = json!(price.to_string());
        }
        // Only jumps are open under every policy; this mark keeps the service off sale.
        let is_jump =
            fate == Fate::Open && i128::from(cost.micros()) * 2 > i128::from(from.micros()) * 3;
        if is_jump {
            after["jump"] = json!(true);
        }
        let before = json!({ "cost": from.to_string(), "price": sold.price.to_string() });
        self.found(What::Rate, fate, before, after);
    }

    /// The provider would refuse orders outside its limits, and we cannot promise what it no longer
    /// offers. So our limits follow both, except if staff only want to read the changes.
    fn limits(&mut self, rule: Rule, before: &Offer, now: &Offer, sold: &Sold) {
        let (was, is) = (before.limits, now.limits);
        let follows = sold.margin.is_some() && rule.policy != Policy::Report;
        let fate = if follows { Fate::Applied } else { Fate::Reported };
        if (was.min, was.max) != (is.min, is.max) {
            let told = |l: Limits| json!({ "min": l.min, "max": l.max });
            self.found(What::Limits, fate, told(was), told(is));
        }
        let flags = |l: Limits| (l.refill, l.cancel, l.dripfeed);
        if flags(was) != flags(is) {
            let told = |l: Limits| json!({ "refill": l.refill, "cancel": l.cancel, "dripfeed": l.dripfeed });
            self.found(What::Flags, fate, told(was), told(is));
        }
        if follows && was != is {
            let limits = followed(sold.limits, was, is);
            let limits = Limits { dripfeed: limits.dripfeed && sold.kind.can_drip(), ..limits };
            self.limits = (limits != sold.limits).then_some(limits);
        }
        if before.kind != now.kind {
            let told = |offer: &Offer| json!({ "type": offer.kind });
            self.found(What::Flags, Fate::Open, told(before), told(now));
        }
    }
}

/// Our limits after theirs have changed. If ours were the same, they stay the same; if staff made
/// ours narrower, they never get wider.
fn followed(ours: Limits, was: Limits, is: Limits) -> Limits {
    let flag = |ours: bool, was: bool, is: bool| if ours == was { is } else { ours && is };
    let min = if ours.min == was.min { is.min } else { ours.min.max(is.min) };
    let max = if ours.max == was.max { is.max } else { ours.max.min(is.max) };
    // The bounds of staff may lie outside what is left.
    let (min, max) = if min <= max { (min, max) } else { (is.min, is.max) };
    Limits {
        min,
        max,
        refill: flag(ours.refill, was.refill, is.refill),
        cancel: flag(ours.cancel, was.cancel, is.cancel),
        dripfeed: flag(ours.dripfeed, was.dripfeed, is.dripfeed),
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;

//! What a look means for a deposit on which nothing is credited yet: pure functions, without the
//! database.

use chrono::{DateTime, TimeDelta, Utc};

use super::quote::share;
use crate::kit::money::Money;
use crate::payments::State;
use crate::payments::gateways::{Look, Mode, Payment, Status};
use crate::payments::way::{OnLate, OnLess};

/// Money that comes later than this is for staff.
pub(super) const LOOKS_FOR: TimeDelta = TimeDelta::days(7);
/// For so long it is seen what goes back of a credit, without any hook: payers may dispute a card
/// payment for about 120 days.
const WATCHES_FOR: TimeDelta = TimeDelta::days(180);

/// What was agreed about a deposit, and what its method says.
#[derive(Debug, Clone)]
pub(super) struct Agreed {
    pub state: State,
    /// The reference that the gateway got.
    pub reference: String,
    pub credit: Money,
    pub pay_amount: i64,
    pub pay_currency: String,
    pub opened_at: DateTime<Utc>,
    pub mode: Mode,
    pub enabled: bool,
    /// Staff have given it up.
    pub given_up: bool,
    pub min: Money,
    pub max: Option<Money>,
    pub on_less: OnLess,
    pub on_late: OnLate,
    /// For so long the method holds what comes.
    pub hold: TimeDelta,
    /// Until when what came is held; `None`: it was not.
    pub held_until: Option<DateTime<Utc>>,
}

/// When things happen to a deposit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub opened_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub held_until: Option<DateTime<Utc>>,
}

/// What follows from a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No money came that counts.
    Stands(State),
    /// This much is credited.
    Credit(Money),
    /// The money is noted, and on no balance until then.
    Hold(DateTime<Utc>),
    /// Money came, and staff must look; why.
    Review(&'static str),
    /// The gateway speaks about something else: its money is not even noted.
    Foreign(&'static str),
}

/// Decides. What is in review stays there until staff decide, until all of it has gone back, or until the
/// gateway calls it failed and shows none of it.
pub(super) fn verdict(agreed: &Agreed, look: &Look, now: DateTime<Utc>) -> Verdict {
    if look.reference != agreed.reference {
        return Verdict::Foreign("the gateway names another reference");
    }
    if look.mode != agreed.mode {
        return Verdict::Foreign("the payment is of another mode, test or live, than the method");
    }
    if agreed.given_up {
        return Verdict::Stands(State::Failed);
    }
    let Some(payment) = &look.payment else {
        return match look.doubt {
            // The gateway says so, and no money can be seen: somebody has marked it there.
            Some(doubt) if look.status == Status::Paid && agreed.state != State::Review => {
                Verdict::Review(doubt)
            }
            _ => Verdict::Stands(without_money(agreed, look)),
        };
    };
    if look.status == Status::Partial {
        return Verdict::Stands(match agreed.state {
            State::Review | State::Held => agreed.state,
            _ => State::Partial,
        });
    }
    if look.taken >= payment.amount {
        // It came, and went back before anything was credited.
        return Verdict::Stands(State::Failed);
    }
    if agreed.state == State::Review {
        return Verdict::Stands(State::Review);
    }
    if let Some(doubt) = look.doubt {
        return Verdict::Review(doubt);
    }
    if agreed.state == State::Held && (look.disputed || look.lost) {
        return Verdict::Review("the payer disputed it while it was held");
    }
    match look.status {
        Status::Paid => held(agreed, paid(agreed, payment, (look.taken, now)), now),
        Status::Waiting | Status::Partial if agreed.state == State::Held => {
            Verdict::Stands(State::Held)
        }
        Status::Waiting | Status::Partial => Verdict::Stands(State::Pending),
        Status::Expired | Status::Failed => Verdict::Review("money came, and it has ended"),
    }
}

/// What would be credited is held first, if the method says so.
fn held(agreed: &Agreed, said: Verdict, now: DateTime<Utc>) -> Verdict {
    match (said, agreed.state, agreed.held_until) {
        (Verdict::Credit(_), State::Held, Some(until)) if now < until => {
            Verdict::Stands(State::Held)
        }
        (said @ Verdict::Credit(_), State::Held, _) => said,
        (Verdict::Credit(_), _, _) if agreed.hold > TimeDelta::zero() => {
            Verdict::Hold(now + agreed.hold)
        }
        (said, ..) => said,
    }
}

fn without_money(agreed: &Agreed, look: &Look) -> State {
    match (agreed.state, look.status) {
        (State::Review, Status::Failed) if look.doubt.is_none() => State::Failed,
        // A look that shows no money of it may be one between two payments: only staff give it up.
        (State::Review, _) => State::Review,
        (_, Status::Expired) => State::Expired,
        (_, Status::Failed) => State::Failed,
        // Nothing of it can be seen any more.
        (State::Expired | State::Failed | State::Held, _) => agreed.state,
        _ => State::Pending,
    }
}

fn paid(agreed: &Agreed, payment: &Payment, (taken, now): (i64, DateTime<Utc>)) -> Verdict {
    let is_late = matches!(agreed.state, State::Expired | State::Failed);
    let is_less = payment.amount < agreed.pay_amount;
    let worth = share(agreed.credit, payment.amount, agreed.pay_amount);
    if agreed.mode == Mode::Test && !agreed.enabled {
        return Verdict::Review("the test method is switched off");
    }
    if payment.currency != agreed.pay_currency {
        return Verdict::Review("it was paid in another currency");
    }
    if taken > 0 {
        return Verdict::Review("a part of it has gone back already");
    }
    if is_late && now - agreed.opened_at > LOOKS_FOR {
        return Verdict::Review("it was paid days after its end");
    }
    if is_late && (is_less || agreed.on_late == OnLate::Staff) {
        return Verdict::Review("it was paid after its end");
    }
    if is_less && agreed.on_less == OnLess::Staff {
        return Verdict::Review("less was paid than was asked for");
    }
    if is_less && (worth < agreed.min || worth <= Money::ZERO) {
        return Verdict::Review("less was paid than the minimum");
    }
    if agreed.max.is_some_and(|max| worth > max && worth > agreed.credit) {
        return Verdict::Review("more was paid than the maximum");
    }
    Verdict::Credit(worth)
}

/// When a deposit is looked at next; `None`: when somebody asks.
pub(super) fn next_look(state: State, times: Times, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let Times { opened_at, expires_at, held_until } = times;
    match state {
        // What goes back meanwhile is seen each day, and all of it once more before it is credited.
        State::Held => {
            let day = now + TimeDelta::days(1);
            let until = held_until.filter(|until| *until > now);
            return Some(until.map_or(now + TimeDelta::hours(1), |until| until.min(day)));
        }
        State::Disputed => return Some(now + TimeDelta::days(1)),
        State::Credited | State::Refunded | State::ChargedBack => {
            return match now - opened_at {
                age if age < LOOKS_FOR => Some(now + TimeDelta::days(1)),
                age if age < WATCHES_FOR => Some(now + TimeDelta::days(7)),
                _ => None,
            };
        }
        State::Pending | State::Partial | State::Expired | State::Failed => {}
        State::Created | State::Review => return None,
    }
    let age = now - opened_at;
    let steps = [1, 2, 5, 15, 30].map(TimeDelta::minutes);
    let next = match steps.into_iter().find(|step| *step > age) {
        Some(step) => opened_at + step,
        None if age < TimeDelta::days(1) => now + TimeDelta::hours(1),
        None if age < LOOKS_FOR => now + TimeDelta::hours(6),
        None => return None,
    };
    // Its end is seen when it comes.
    let end = expires_at.map(|at| at + TimeDelta::seconds(5)).filter(|at| *at > now);
    Some(end.map_or(next, |end| next.min(end)))
}

/// When a deposit is looked at again of which its gateway says nothing; `None`: when somebody asks, and
/// what waits for its payer has come to its [end](State::unseen). `is_again`: it said nothing before,
/// either.
pub(super) fn next_look_unseen(
    state: State,
    times: Times,
    (is_again, now): (bool, DateTime<Utc>),
) -> Option<DateTime<Utc>> {
    let soon = match state {
        // Nobody waits for what is credited, and there is much of it.
        state if state.is_credited() && is_again => TimeDelta::days(1),
        state if state.is_credited() => TimeDelta::hours(1),
        _ if now - times.opened_at < TimeDelta::days(1) => TimeDelta::minutes(5),
        _ => TimeDelta::hours(1),
    };
    match next_look(state, times, now) {
        Some(next) => Some(next.min(now + soon)),
        // The payer may still have time.
        None => times.expires_at.filter(|end| state.is_open() && *end > now),
    }
}

#[cfg(test)]
mod tests;

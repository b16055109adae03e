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

/// Decides. What is in review stays there until staff decide, or until all of it has gone back.
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
    let Some(payment) = &look.payment else { return Verdict::Stands(without_money(agreed, look)) };
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + minutes * 60, 0).unwrap()
    }

    fn agreed(state: State) -> Agreed {
        Agreed {
            state,
            reference: "wb-1".into(),
            credit: Money::parse("60").unwrap(),
            pay_amount: 6_000,
            pay_currency: "USD".into(),
            opened_at: at(0),
            mode: Mode::Test,
            enabled: true,
            given_up: false,
            min: Money::parse("5").unwrap(),
            max: Some(Money::parse("70").unwrap()),
            on_less: OnLess::Share,
            on_late: OnLate::Credit,
            hold: TimeDelta::zero(),
            held_until: None,
        }
    }

    fn look(status: Status, paid: i64) -> Look {
        let payment = (paid > 0).then(|| Payment {
            id: "p".into(),
            amount: paid,
            currency: "USD".into(),
            fee: None,
        });
        Look {
            status,
            reference: "wb-1".into(),
            mode: Mode::Test,
            payment,
            taken: 0,
            disputed: false,
            lost: false,
            doubt: None,
            evidence: Value::Null,
        }
    }

    fn times(held_until: Option<DateTime<Utc>>) -> Times {
        Times { opened_at: at(0), expires_at: Some(at(60)), held_until }
    }

    fn money(text: &str) -> Verdict {
        Verdict::Credit(Money::parse(text).unwrap())
    }

    #[test]
    fn only_what_was_asked_for_is_credited_whole() {
        let pending = agreed(State::Pending);
        let says = |look: &Look| verdict(&pending, look, at(10));
        assert_eq!(says(&look(Status::Waiting, 0)), Verdict::Stands(State::Pending));
        assert_eq!(says(&look(Status::Waiting, 6_000)), Verdict::Stands(State::Pending));
        assert_eq!(says(&look(Status::Partial, 1_000)), Verdict::Stands(State::Partial));
        assert_eq!(says(&look(Status::Paid, 6_000)), money("60"));
        assert_eq!(says(&look(Status::Paid, 5_999)), money("59.99"));
        assert_eq!(says(&look(Status::Paid, 6_600)), money("66"));
        assert_eq!(says(&look(Status::Expired, 0)), Verdict::Stands(State::Expired));
        for (paid, why) in [(1, "minimum"), (499, "minimum"), (7_001, "maximum")] {
            let said = says(&look(Status::Paid, paid));
            assert!(matches!(said, Verdict::Review(said) if said.contains(why)), "{said:?}");
        }
        let staff = Agreed { on_less: OnLess::Staff, ..agreed(State::Pending) };
        let said = verdict(&staff, &look(Status::Paid, 5_999), at(10));
        assert!(matches!(said, Verdict::Review(_)), "{said:?}");
    }

    #[test]
    fn another_currency_reference_or_mode_is_credited_nowhere() {
        let pending = agreed(State::Pending);
        let mut other = look(Status::Paid, 6_000);
        other.payment.as_mut().unwrap().currency = "BRL".into();
        assert!(matches!(verdict(&pending, &other, at(1)), Verdict::Review(_)));
        let other = Look { reference: "wb-2".into(), ..look(Status::Paid, 6_000) };
        assert!(matches!(verdict(&pending, &other, at(1)), Verdict::Foreign(_)));
        let other = Look { mode: Mode::Live, ..look(Status::Paid, 6_000) };
        assert!(matches!(verdict(&pending, &other, at(1)), Verdict::Foreign(_)));
        let off = Agreed { enabled: false, ..agreed(State::Pending) };
        assert!(matches!(verdict(&off, &look(Status::Paid, 6_000), at(1)), Verdict::Review(_)));
    }

    #[test]
    fn late_money_is_credited_if_it_is_all_of_it_and_staff_said_so() {
        for state in [State::Expired, State::Failed] {
            let late = agreed(state);
            assert_eq!(verdict(&late, &look(Status::Paid, 6_000), at(120)), money("60"));
            let days = verdict(&late, &look(Status::Paid, 6_000), at(8 * 24 * 60));
            assert!(matches!(days, Verdict::Review(_)));
            let less = verdict(&late, &look(Status::Paid, 5_000), at(120));
            assert!(matches!(less, Verdict::Review(_)));
            let staff = Agreed { on_late: OnLate::Staff, ..late };
            let said = verdict(&staff, &look(Status::Paid, 6_000), at(120));
            assert!(matches!(said, Verdict::Review(_)));
        }
        let review = agreed(State::Review);
        let stays = Verdict::Stands(State::Review);
        assert_eq!(verdict(&review, &look(Status::Paid, 6_000), at(1)), stays);
        let given_up = Agreed { given_up: true, ..agreed(State::Failed) };
        let stays = Verdict::Stands(State::Failed);
        assert_eq!(verdict(&given_up, &look(Status::Paid, 6_000), at(1)), stays);
        let back = Look { taken: 6_000, ..look(Status::Paid, 6_000) };
        assert_eq!(verdict(&review, &back, at(1)), Verdict::Stands(State::Failed));
    }

    #[test]
    fn what_is_held_is_credited_when_its_time_is_over() {
        let until = at(10) + TimeDelta::hours(48);
        let hold = TimeDelta::hours(48);
        let new = Agreed { hold, ..agreed(State::Pending) };
        let paid = look(Status::Paid, 6_000);
        assert_eq!(verdict(&new, &paid, at(10)), Verdict::Hold(until));
        // What staff have to judge is for them at once.
        let over = verdict(&new, &look(Status::Paid, 7_001), at(10));
        assert!(matches!(over, Verdict::Review(_)), "{over:?}");

        let held = Agreed { hold, held_until: Some(until), ..agreed(State::Held) };
        let early = until - TimeDelta::seconds(1);
        let stays = Verdict::Stands(State::Held);
        assert_eq!(verdict(&held, &paid, early), stays);
        assert_eq!(verdict(&held, &look(Status::Waiting, 0), early), stays);
        assert_eq!(verdict(&held, &paid, until), money("60"));
        // The method's rule of today changes nothing about it.
        let other = Agreed { hold: TimeDelta::zero(), ..held.clone() };
        assert_eq!(verdict(&other, &paid, early), stays);
        // What went back meanwhile is never credited.
        let back = Look { taken: 6_000, ..paid.clone() };
        assert_eq!(verdict(&held, &back, until), Verdict::Stands(State::Failed));
        let part = Look { taken: 1, ..paid.clone() };
        let disputed = Look { disputed: true, ..paid.clone() };
        for look in [part, disputed] {
            for now in [early, until] {
                let said = verdict(&held, &look, now);
                let stays = said == Verdict::Stands(State::Held);
                assert!(matches!(said, Verdict::Review(_)) || stays && now < until, "{said:?}");
            }
            assert!(matches!(verdict(&held, &look, until), Verdict::Review(_)));
        }
        assert_eq!(next_look(State::Held, times(Some(until)), at(10)), Some(at(10 + 24 * 60)));
        assert_eq!(next_look(State::Held, times(Some(until)), early), Some(until));
        assert!(next_look(State::Held, times(Some(until)), until).is_some());
    }

    #[test]
    fn it_is_looked_at_less_and_less_often_for_a_week() {
        let times = times(None);
        let mut now = at(0);
        let mut looks = Vec::new();
        while let Some(next) = next_look(State::Pending, times, now) {
            assert!(next > now);
            now = next;
            looks.push((now - at(0)).num_minutes());
        }
        assert_eq!(looks[..6], [1, 2, 5, 15, 30, 60]);
        assert!((50..70).contains(&looks.len()), "{looks:?}");
        assert_eq!(next_look(State::Review, times, at(1)), None);
    }

    #[test]
    fn what_is_credited_is_watched_for_half_a_year() {
        let times = times(None);
        for state in [State::Credited, State::Refunded, State::ChargedBack] {
            let mut now = at(1);
            let mut days = Vec::new();
            while let Some(next) = next_look(state, times, now) {
                assert!(next > now);
                now = next;
                days.push((now - at(0)).num_days());
            }
            assert_eq!(days[..9], [1, 2, 3, 4, 5, 6, 7, 14, 21], "{state:?}");
            assert!((180..190).contains(days.last().unwrap()), "{state:?}: {days:?}");
        }
    }
}

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
}

/// What follows from a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No money came that counts.
    Stands(State),
    /// This much is credited.
    Credit(Money),
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
            State::Review => State::Review,
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
    match look.status {
        Status::Paid => paid(agreed, payment, (look.taken, now)),
        Status::Waiting | Status::Partial => Verdict::Stands(State::Pending),
        Status::Expired | Status::Failed => Verdict::Review("money came, and it has ended"),
    }
}

fn without_money(agreed: &Agreed, look: &Look) -> State {
    match (agreed.state, look.status) {
        (State::Review, _) => State::Review,
        (_, Status::Expired) => State::Expired,
        (_, Status::Failed) => State::Failed,
        // Nothing of it can be seen any more.
        (State::Expired | State::Failed, _) => agreed.state,
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
pub(super) fn next_look(
    state: State,
    (opened_at, expires_at): (DateTime<Utc>, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    match state {
        State::Disputed => return Some(now + TimeDelta::days(1)),
        State::Credited | State::Refunded | State::ChargedBack => {
            return match now - opened_at {
                age if age < LOOKS_FOR => Some(now + TimeDelta::days(1)),
                age if age < WATCHES_FOR => Some(now + TimeDelta::days(7)),
                _ => None,
            };
        }
        State::Pending | State::Partial | State::Expired | State::Failed => {}
        State::Created | State::Held | State::Review => return None,
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
    fn what_only_people_can_judge_is_for_staff() {
        let pending = agreed(State::Pending);
        let doubt = Some("somebody has marked it");
        let paid = Look { doubt, ..look(Status::Paid, 6_000) };
        assert!(matches!(verdict(&pending, &paid, at(1)), Verdict::Review(_)));
        // It is called paid, and no money can be seen.
        let marked = Look { doubt, ..look(Status::Paid, 0) };
        assert!(matches!(verdict(&pending, &marked, at(1)), Verdict::Review(_)));
        let review = agreed(State::Review);
        assert_eq!(verdict(&review, &marked, at(1)), Verdict::Stands(State::Review));
        let ended = Look { doubt, ..look(Status::Failed, 0) };
        assert_eq!(verdict(&pending, &ended, at(1)), Verdict::Stands(State::Failed));
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
    fn it_is_looked_at_less_and_less_often_for_a_week() {
        let times = (at(0), Some(at(60)));
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
        let times = (at(0), Some(at(60)));
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

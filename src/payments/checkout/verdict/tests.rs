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
        dispute_fee: None,
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
fn what_failed_without_money_is_nobodys_work() {
    let failed = look(Status::Failed, 0);
    for state in [State::Review, State::Held, State::Pending] {
        let said = verdict(&agreed(state), &failed, at(1));
        assert_eq!(said, Verdict::Stands(State::Failed), "{state:?}");
    }
    // Only people can judge it, or nothing says that it came to nothing.
    let review = agreed(State::Review);
    let stays = Verdict::Stands(State::Review);
    let doubted = Look { doubt: Some("the gateway holds it"), ..failed };
    for look in [doubted, look(Status::Waiting, 0), look(Status::Expired, 0)] {
        assert_eq!(verdict(&review, &look, at(1)), stays, "{look:?}");
    }
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
    let disputed = Look { disputed: true, ..paid };
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

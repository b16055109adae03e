//! Tests of how the price guard judges, case by case.

use chrono::DateTime;

use super::*;

const LIMITS: Limits = Limits { min: 10, max: 1000, refill: true, cancel: false, dripfeed: false };

fn offer(rate: &str) -> Offer {
    Offer {
        upstream_service: "7".to_owned(),
        name: "Views".to_owned(),
        category: "Video".to_owned(),
        kind: "Default".to_owned(),
        description: String::new(),
        rate: Rate::parse(rate).unwrap().micros(),
        limits: LIMITS,
    }
}

fn kept(rate: &str) -> KeptOffer {
    KeptOffer { offer: offer(rate), gone_at: None }
}

fn rule(policy: Policy) -> Rule {
    Rule { policy, ask_above_percent: 10, exchange: Exchange::NONE }
}

/// Bought at 1.00 and sold with 20% on top.
fn sold() -> Sold {
    Sold {
        service_id: ServiceId::new(1),
        position: 0,
        upstream_service: "7".to_owned(),
        cost: Rate::parse("1").unwrap(),
        margin: Some(Margin::parse("20", "", "").unwrap()),
        kind: Kind::Default,
        price: Rate::parse("1.2").unwrap(),
        limits: LIMITS,
        asked_from: None,
    }
}

fn seen(policy: Policy, rate: &str, sold: &Sold) -> (Option<String>, Option<String>, Vec<Fate>) {
    let verdict = compare(rule(policy), Some(&kept("1")), Some(&offer(rate)), sold);
    let fates = verdict.findings.iter().map(|finding| finding.fate).collect();
    (verdict.cost.map(|c| c.to_string()), verdict.price.map(|p| p.to_string()), fates)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn nothing_changed_says_nothing() {
    for policy in Policy::ALL {
        assert_eq!(seen(policy, "1", &sold()), (None, None, vec![]));
    }
}

#[test]
fn a_price_follows_is_asked_about_or_only_reported() {
    use Fate::{Applied, Open, Reported};
    use Policy::{Ask, Follow, Report};
    for (policy, rate, price, fate) in [
        (Follow, "1.05", some("1.26"), Applied),
        (Follow, "1.5", some("1.80"), Applied),
        (Follow, "0.5", some("0.60"), Applied),
        (Follow, "0.49", None, Open),
        (Ask, "1.1", some("1.32"), Applied),
        (Ask, "1.100001", None, Open),
        (Ask, "0.9", some("1.08"), Applied),
        (Ask, "0.89", None, Open),
        (Report, "1.05", None, Reported),
        (Report, "0.1", None, Reported),
    ] {
        let found = seen(policy, rate, &sold());
        let cost = Rate::parse(rate).unwrap().to_string();
        assert_eq!(found, (Some(cost), price, vec![fate]), "{policy:?} {rate}");
    }
}

#[test]
fn a_jump_is_followed_under_no_policy() {
    for policy in Policy::ALL {
        for rate in ["1.500001", "2", "100"] {
            let verdict = compare(rule(policy), Some(&kept("1")), Some(&offer(rate)), &sold());
            assert_eq!(verdict.price, None, "{policy:?} {rate}");
            assert_eq!(verdict.findings[0].fate, Fate::Open);
            assert_eq!(verdict.findings[0].after["jump"], json!(true));
        }
        let free = Sold { cost: Rate::default(), ..sold() };
        let verdict = compare(rule(policy), Some(&kept("0")), Some(&offer("0.1")), &free);
        assert_eq!(verdict.findings[0].after["jump"], json!(true), "from nothing");
    }
}

#[test]
fn small_steps_from_an_open_question_do_not_slip_through() {
    // The question was asked at 1.20. Now it is 1.21, which is near 1.20 but far from the first
    // cost.
    let asked = Sold {
        cost: Rate::parse("1.2").unwrap(),
        asked_from: Some(Rate::parse("1").unwrap()),
        ..sold()
    };
    assert_eq!(seen(Policy::Ask, "1.21", &asked), (some("1.21"), None, vec![Fate::Open]));
    let verdict = compare(rule(Policy::Ask), Some(&kept("1.2")), Some(&offer("1.05")), &asked);
    assert_eq!(verdict.settled, [What::Rate]);
    assert_eq!(verdict.price, Some(Rate::parse("1.26").unwrap()));
    let back = compare(rule(Policy::Ask), Some(&kept("1.2")), Some(&offer("1")), &asked);
    assert_eq!((back.settled, back.price, back.findings), (vec![What::Rate], None, vec![]));
    assert_eq!(back.cost, Some(Rate::parse("1").unwrap()));
}

#[test]
fn a_price_that_follows_nothing_stays() {
    let fixed = Sold { margin: None, ..sold() };
    for policy in Policy::ALL {
        assert_eq!(seen(policy, "1.3", &fixed).1, None);
        assert_eq!(seen(policy, "1.3", &fixed).0, some("1.30"), "the cost is known");
    }
    assert_eq!(seen(Policy::Follow, "3", &fixed).2, [Fate::Open]);
}

#[test]
fn limits_follow_and_stay_as_close_as_staff_drew_them() {
    let mut now = offer("1");
    now.limits = Limits { min: 20, max: 500, refill: false, cancel: true, dripfeed: true };
    let verdict = compare(rule(Policy::Follow), Some(&kept("1")), Some(&now), &sold());
    assert_eq!(verdict.limits, Some(now.limits));
    let whats: Vec<What> = verdict.findings.iter().map(|finding| finding.what).collect();
    assert_eq!(whats, [What::Limits, What::Flags]);
    let close = Limits { min: 100, max: 200, refill: false, ..LIMITS };
    let close = Sold { limits: close, kind: Kind::Poll, ..sold() };
    let verdict = compare(rule(Policy::Ask), Some(&kept("1")), Some(&now), &close);
    let kept_close = Limits { min: 100, max: 200, refill: false, cancel: true, dripfeed: false };
    assert_eq!(verdict.limits, Some(kept_close));
    let verdict = compare(rule(Policy::Report), Some(&kept("1")), Some(&now), &sold());
    assert_eq!(verdict.limits, None);
    let outside = Sold { limits: Limits { min: 600, max: 900, ..LIMITS }, ..sold() };
    let verdict = compare(rule(Policy::Follow), Some(&kept("1")), Some(&now), &outside);
    assert_eq!(verdict.limits.map(|l| (l.min, l.max)), Some((20, 500)));
}

#[test]
fn gone_and_back() {
    let verdict = compare(rule(Policy::Follow), Some(&kept("1")), None, &sold());
    assert_eq!(verdict.findings[0].what, What::Gone);
    let gone = KeptOffer { gone_at: DateTime::from_timestamp(0, 0), ..kept("1") };
    assert_eq!(compare(rule(Policy::Follow), Some(&gone), None, &sold()), Verdict::default());
    let verdict = compare(rule(Policy::Follow), Some(&gone), Some(&offer("1")), &sold());
    assert_eq!((verdict.settled, verdict.findings[0].what), (vec![What::Gone], What::Back));
    assert_eq!(compare(rule(Policy::Follow), None, None, &sold()), Verdict::default());
}

#[test]
fn what_was_typed_in_by_hand_learns_its_cost() {
    let hand = Sold { cost: Rate::default(), margin: None, ..sold() };
    let verdict = compare(rule(Policy::Ask), None, Some(&offer("1")), &hand);
    assert_eq!(verdict.cost, Some(Rate::parse("1").unwrap()));
    assert_eq!(verdict.findings[0].fate, Fate::Reported);
}

#[test]
fn another_type_is_asked_about() {
    let now = Offer { kind: "Poll".to_owned(), ..offer("1") };
    let verdict = compare(rule(Policy::Follow), Some(&kept("1")), Some(&now), &sold());
    assert_eq!(verdict.findings[0].fate, Fate::Open);
    assert_eq!(verdict.findings[0].after, json!({ "type": "Poll" }));
}

#[test]
fn staff_are_asked_before_anything_is_sold_for_nothing() {
    let rule = Rule { ask_above_percent: 100, ..rule(Policy::Ask) };
    let verdict = compare(rule, Some(&kept("1")), Some(&offer("0")), &sold());
    assert_eq!((verdict.price, verdict.findings[0].fate), (None, Fate::Open));
}

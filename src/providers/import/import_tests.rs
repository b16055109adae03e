//! Tests of what an import would change, without a database.

use super::super::list::{KeptOffer, Limits};
use super::*;

const LIMITS: Limits = Limits { min: 10, max: 1000, refill: true, cancel: false, dripfeed: true };

const RULE: Rule = Rule { exchange: Exchange::NONE, floor: Rate::from_micros(0) };

fn kept(lines: &[(&str, &str, &str)]) -> Kept {
    let line = |(id, kind, rate): &(&str, &str, &str)| {
        let offer = Offer {
            upstream_service: (*id).to_owned(),
            name: format!("Views {id}"),
            category: "Video".to_owned(),
            kind: (*kind).to_owned(),
            description: String::new(),
            rate: Rate::parse(rate).unwrap().micros(),
            limits: LIMITS,
        };
        ((*id).to_owned(), KeptOffer { offer, gone_at: None })
    };
    lines.iter().map(line).collect()
}

fn all(margin: &str) -> ImportOptions {
    ImportOptions {
        services: None,
        only_new: false,
        category: None,
        categories: std::collections::BTreeMap::new(),
        margin: Some(Margin::parse(margin, "", "").unwrap()),
        keep_margins: false,
        texts: false,
        on_sale: true,
        free: false,
    }
}

fn ours(id: i64, rate: &str, margin: &str) -> Ours {
    let service = Service {
        id: ServiceId::new(id),
        category_id: 1,
        category: "Mine".to_owned(),
        position: 0,
        name: "My views".to_owned(),
        kind: Kind::Default,
        description: String::new(),
        rate: Rate::parse(rate).unwrap(),
        lowest: None,
        min: 10,
        max: 1000,
        refill: true,
        cancel: false,
        dripfeed: true,
        unique_link: false,
        refill_wait_h: 24,
        refill_days: None,
        enabled: true,
        code: None,
        paused_reason: None,
    };
    let margin = Some(Margin::parse(margin, "", "").unwrap());
    Ours { service, position: 0, cost: Rate::parse("1").unwrap(), margin }
}

fn steps(plan: &Plan) -> Vec<(&str, String, Step)> {
    let row = |row: &'_ Planned| (row.price.to_string(), row.step.clone());
    let names = plan.rows.iter().map(|row| row.upstream_service.as_str());
    names.zip(plan.rows.iter().map(row)).map(|(name, (price, step))| (name, price, step)).collect()
}

#[test]
fn new_updated_the_same_and_left_out() {
    let list = kept(&[
        ("2", "Default", "1"),
        ("10", "Default", "1"),
        ("9", "Subscriptions", "1"),
        ("11", "Something", "1"),
        ("3", "Poll", "0.333333"),
    ]);
    let sold = HashMap::from([
        ("2".to_owned(), ours(7, "1.2", "20")),
        ("10".to_owned(), ours(8, "1.1", "10")),
    ]);
    let plan = plan((&list, &[]), &sold, RULE, &all("20"));
    assert_eq!(
        steps(&plan),
        [
            ("2", "1.20".to_owned(), Step::Same { service_id: ServiceId::new(7) }),
            ("3", "0.40".to_owned(), Step::New),
            ("9", "0.00".to_owned(), Step::Skip(Skipped::Unsellable(Unsellable::Subscription))),
            ("10", "1.20".to_owned(), Step::Update { service_id: ServiceId::new(8) }),
            ("11", "0.00".to_owned(), Step::Skip(Skipped::Unsellable(Unsellable::Type))),
        ]
    );
    assert_eq!(plan.counts(), [1, 1, 1, 2]);
    assert_eq!(plan.rows[3].name, "My views", "the name that staff gave it stays");
    assert_eq!(plan.rows[3].also, ["margin"]);
}

#[test]
fn without_a_margin_each_keeps_its_own() {
    let list = kept(&[("1", "Default", "2"), ("2", "Default", "2")]);
    let sold = HashMap::from([("1".to_owned(), ours(7, "1.2", "20"))]);
    let options = ImportOptions { margin: None, ..all("") };
    let half = Rule { exchange: Exchange::parse("0.5").unwrap(), ..RULE };
    let plan = plan((&list, &[]), &sold, half, &options);
    let prices: Vec<String> = plan.rows.iter().map(|row| row.price.to_string()).collect();
    assert_eq!(prices, ["1.20", "1.00"]);
}

#[test]
fn a_margin_may_be_for_the_new_ones_alone() {
    let list = kept(&[("1", "Default", "1"), ("2", "Default", "1")]);
    let sold = HashMap::from([("1".to_owned(), ours(7, "1.25", "25"))]);
    let options = ImportOptions { keep_margins: true, ..all("20") };
    let plan = plan((&list, &[]), &sold, RULE, &options);
    let prices: Vec<String> = plan.rows.iter().map(|row| row.price.to_string()).collect();
    assert_eq!(prices, ["1.25", "1.20"]);
}

#[test]
fn the_chosen_the_new_and_the_unknown() {
    let list = kept(&[("1", "Default", "1"), ("2", "Default", "1")]);
    let sold = HashMap::from([("1".to_owned(), ours(7, "1.2", "20"))]);
    let names = ["1", "2", "404"].map(str::to_owned).into();
    let options = ImportOptions { services: Some(names), only_new: true, ..all("20") };
    let plan = plan((&list, &[]), &sold, RULE, &options);
    let found: Vec<Step> = plan.rows.iter().map(|row| row.step.clone()).collect();
    let expected = [Step::Skip(Skipped::Sold), Step::New, Step::Skip(Skipped::Unlisted)];
    assert_eq!(found, expected);
}

#[test]
fn a_plan_that_was_shown_is_known_again() {
    let list = kept(&[("1", "Default", "1")]);
    let seen = plan((&list, &[]), &HashMap::new(), RULE, &all("20")).digest();
    assert_eq!(plan((&list, &[]), &HashMap::new(), RULE, &all("20")).digest(), seen);
    let dearer = kept(&[("1", "Default", "1.000001")]);
    assert_ne!(plan((&dearer, &[]), &HashMap::new(), RULE, &all("20")).digest(), seen);
}

#[test]
fn what_is_too_dear_for_any_price_is_left_out() {
    let list = kept(&[("1", "Default", "9000000000000")]);
    let dear = Rule { exchange: Exchange::parse("1000000").unwrap(), ..RULE };
    let plan = plan((&list, &[]), &HashMap::new(), dear, &all("20"));
    assert_eq!(plan.rows[0].step, Step::Skip(Skipped::Unsellable(Unsellable::Rate)));
}

#[test]
fn their_categories_become_ours() {
    let mut list = kept(&[("1", "Default", "1"), ("2", "Default", "1"), ("3", "Default", "1")]);
    list.get_mut("2").unwrap().offer.category = "Likes".to_owned();
    list.get_mut("3").unwrap().offer.category = String::new();
    let sold = HashMap::from([("1".to_owned(), ours(7, "1.2", "20"))]);
    let into = |options: &ImportOptions| -> Vec<String> {
        let plan = plan((&list, &[]), &sold, RULE, options);
        plan.rows.into_iter().map(|row| row.category).collect()
    };
    assert_eq!(into(&all("20")), ["Mine", "Likes", "Other"]);
    let mut options = ImportOptions { category: Some("All".to_owned()), ..all("20") };
    assert_eq!(into(&options), ["All", "All", "All"]);
    options.category = None;
    let seen = plan((&list, &[]), &sold, RULE, &options).digest();
    options.categories.insert("Likes".to_owned(), "Hearts".to_owned());
    assert_eq!(into(&options), ["Mine", "Hearts", "Other"], "only what was named moves");
    options.categories.insert("Video".to_owned(), "Films".to_owned());
    let plan = plan((&list, &[]), &sold, RULE, &options);
    assert_eq!(plan.rows[0].category, "Films");
    assert_eq!(plan.rows[0].also, ["category"]);
    assert_ne!(plan.digest(), seen, "it is shown before it is done");
    let mapped = |theirs: &str, ours: &str| Mapped {
        theirs: theirs.to_owned(),
        lines: 1,
        ours: ours.to_owned(),
    };
    let all = [mapped("", "Other"), mapped("Likes", "Hearts"), mapped("Video", "Films")];
    assert_eq!(plan.categories(&options), all);
}

#[test]
fn what_costs_nothing_there_is_left_out_unless_it_is_asked_for() {
    let list = kept(&[("1", "Default", "0"), ("2", "Default", "0.000001")]);
    let sold = HashMap::from([("1".to_owned(), ours(7, "1.2", "20"))]);
    for sold in [&HashMap::new(), &sold] {
        let plan = plan((&list, &[]), sold, RULE, &all("20"));
        assert_eq!(plan.rows[0].step, Step::Skip(Skipped::Free));
        assert_eq!(plan.rows[1].step, Step::New);
    }
    let asked = ImportOptions { free: true, ..all("20") };
    assert_eq!(plan((&list, &[]), &HashMap::new(), RULE, &asked).counts(), [2, 0, 0, 0]);
}

#[test]
fn nothing_is_imported_below_the_floor_price() {
    let list = kept(&[("1", "Default", "0"), ("2", "Default", "0.1"), ("3", "Default", "0.5")]);
    let floor = Rate::parse("0.6").unwrap();
    let asked = ImportOptions { free: true, ..all("20") };
    let plan = plan((&list, &[]), &HashMap::new(), Rule { floor, ..RULE }, &asked);
    let found: Vec<Step> = plan.rows.iter().map(|row| row.step.clone()).collect();
    let below = Step::Skip(Skipped::Floor(floor));
    assert_eq!(found, [below.clone(), below, Step::New]);
}

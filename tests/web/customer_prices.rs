//! What a customer pays: rates of their own, discounts, groups. Every door shows the price that is
//! charged, and nothing is sold below its cost.
//!
//! Seen red by `make seeded`: `page-ignores-discount`, `discount-below-cost`, `hidden-is-sold`,
//! `own-discount`.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Value;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::catalogue::terms::{Discount, grant};
use waybill::kit::money::Rate;

use super::Visitor;
use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, assert_error, eventually, order_id, still_panel};

const CATEGORIES: [&str; 3] = ["Likes", "Views", "Followers"];
const QUANTITY: i64 = 777;

/// What one account or group has, in hundredths of a percent.
#[derive(Debug, Clone, Default)]
struct Given {
    all: Option<i64>,
    by_category: BTreeMap<usize, i64>,
}

/// The rules of `docs/OPERATIONS.md`, written down a second time.
#[derive(Debug, Default)]
struct Model {
    /// List price and cost of each service, and its category.
    services: Vec<(i64, usize, i64, i64)>,
    floor: i64,
    own: BTreeMap<i64, i64>,
    theirs: Given,
    group: Option<(Given, Option<Vec<usize>>)>,
}

impl Model {
    fn sees(&self, category: usize) -> bool {
        match &self.group {
            Some((_, Some(sees))) => sees.contains(&category),
            _ => true,
        }
    }

    fn price(&self, (id, category, list, cost): (i64, usize, i64, i64)) -> i64 {
        if let Some(own) = self.own.get(&id) {
            return *own;
        }
        let group = self.group.as_ref().map(|(given, _)| given);
        let discount = (self.theirs.by_category.get(&category).copied())
            .or(self.theirs.all)
            .or_else(|| group?.by_category.get(&category).copied())
            .or_else(|| group?.all);
        let Some(discount) = discount else { return list };
        let exact = list * (10_000 - discount);
        let left = exact / 10_000 + i64::from(exact % 10_000 > 0);
        left.max(cost.max(self.floor).min(list))
    }
}

fn percent(hundredths: i64) -> String {
    Discount::from_hundredths(i32::try_from(hundredths).unwrap()).unwrap().to_string()
}

fn given(random: &mut StdRng) -> Given {
    let one = |random: &mut StdRng| match random.random_range(0..4) {
        0 => 0,
        1 => random.random_range(0..=10_000),
        _ => random.random_range(0..=3_000),
    };
    let all = random.random_bool(0.5).then(|| one(random));
    let mut by_category = BTreeMap::new();
    for category in 0..CATEGORIES.len() {
        if random.random_bool(0.4) {
            by_category.insert(category, one(random));
        }
    }
    Given { all, by_category }
}

/// Three services of each category, with prices and costs of their own.
async fn shelves(panel: &Panel, random: &mut StdRng) -> Vec<(i64, usize, i64, i64)> {
    let mut services = Vec::new();
    for (category, name) in CATEGORIES.iter().enumerate() {
        for _ in 0..2 {
            let list = random.random_range(1_000..=3_000_000);
            let cost = random.random_range(0..=list);
            let id = panel
                .service(|service| {
                    service.category = name;
                    service.draft.rate = Rate::from_micros(list);
                })
                .await;
            let cost_of = format!("update routes set cost_rate = {cost} where service_id = {id}");
            execute(panel, &cost_of).await;
            services.push((id, category, list, cost));
        }
    }
    services
}

async fn category_id(panel: &Panel, category: usize) -> i64 {
    let name = CATEGORIES[category];
    value(panel, &format!("select id from categories where name = '{name}'")).await
}

/// Fills in the forms of staff as the model says.
async fn set_up(panel: &Panel, staff: &Visitor<'_>, who: &Customer, model: &Model, round: u64) {
    let page = format!("/admin/customers/{}", who.id);
    for (id, rate) in &model.own {
        let rate = Rate::from_micros(*rate).to_string();
        let fields = [("service", &*id.to_string()), ("rate", &*rate)];
        staff.post(&format!("{page}/rates"), &fields).await.assert_status(303);
    }
    let mut group = String::new();
    if let Some((given, sees)) = &model.group {
        let name = format!("Group {round} of {}", who.id);
        let all = given.all.map(percent).unwrap_or_default();
        let made = staff.post("/admin/groups", &[("name", &*name), ("discount", &*all)]).await;
        made.assert_status(303);
        group = made.location().rsplit('/').next().unwrap().to_owned();
        let mut fields = vec![
            ("name".to_owned(), name),
            ("discount".to_owned(), all),
            ("sees".to_owned(), if sees.is_some() { "some" } else { "all" }.to_owned()),
        ];
        for (category, discount) in &given.by_category {
            let field = format!("discount-{}", category_id(panel, *category).await);
            fields.push((field, percent(*discount)));
        }
        for category in sees.iter().flatten() {
            fields.push(("see".to_owned(), category_id(panel, *category).await.to_string()));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        staff.post(&format!("/admin/groups/{group}"), &fields).await.assert_status(303);
    }
    let all = model.theirs.all.map(percent).unwrap_or_default();
    let fields = [("group", &*group), ("discount", &*all)];
    staff.post(&format!("{page}/prices"), &fields).await.assert_goes(&format!("{page}/prices"));
    for (category, discount) in &model.theirs.by_category {
        let (id, discount) = (category_id(panel, *category).await, percent(*discount));
        let fields = [("category", &*id.to_string()), ("category_discount", &*discount)];
        staff.post(&format!("{page}/discounts"), &fields).await.assert_status(303);
    }
}

/// The rates by service, as the list of API v2 has them.
fn rates(list: &Value) -> BTreeMap<i64, String> {
    let rows = list.as_array().unwrap().iter();
    let rate =
        |row: &Value| (row["service"].as_i64().unwrap(), row["rate"].as_str().unwrap().to_owned());
    rows.map(rate).collect()
}

/// The same of the price list's file.
fn csv_rates(text: &str) -> BTreeMap<i64, String> {
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        (fields[0].parse().unwrap(), fields[4].to_owned())
    };
    text.lines().skip(1).map(row).collect()
}

/// The charge that the form shows; "": the service is not there.
async fn quoted(visitor: &Visitor<'_>, service: &str, link: &str) -> String {
    let quantity = QUANTITY.to_string();
    let fields = [
        ("service", service),
        ("once", "abcdefghijklmnopqrstuv"),
        ("link", link),
        ("quantity", &*quantity),
    ];
    let answer = visitor.post("/new/quote", &fields).await;
    let text = answer.text();
    let shown = text.split_once("name=\"shown\" value=\"").map(|(_, rest)| rest);
    shown.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_shows_the_price_that_is_charged() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        for seed in 0..8_u64 {
            let mut random = StdRng::seed_from_u64(seed);
            let services = shelves(panel, &mut random).await;
            let floor = if random.random_bool(0.3) { random.random_range(1..=900) } else { 0 };
            // The price guard looks at everything when the floor changes.
            panel.set("floor_price", &Rate::from_micros(901).to_string()).await;
            panel.set("floor_price", &Rate::from_micros(floor).to_string()).await;
            let mut model = Model { floor, theirs: given(&mut random), ..Model::default() };
            if random.random_bool(0.7) {
                let sees = random
                    .random_bool(0.5)
                    .then(|| (0..CATEGORIES.len()).filter(|_| random.random_bool(0.6)).collect());
                model.group = Some((given(&mut random), sees));
            }
            for (id, _, list, cost) in &services {
                if random.random_bool(0.3) {
                    let most = (*list).max(cost.max(&floor) + 1);
                    model.own.insert(*id, random.random_range(*cost.max(&floor)..=most));
                }
            }
            model.services = services;
            let who = panel.customer("100000").await;
            set_up(panel, &staff, &who, &model, seed).await;
            check(panel, &who, &model, seed).await;
        }
    })
    .await;
}

async fn check(panel: &Panel, who: &Customer, model: &Model, seed: u64) {
    let visitor = Visitor::of(panel, who.id).await;
    let ours = |id: &i64| model.services.iter().any(|(other, ..)| other == id);
    let expected: BTreeMap<i64, String> = model
        .services
        .iter()
        .filter(|(_, category, ..)| model.sees(*category))
        .map(|one| (one.0, Rate::from_micros(model.price(*one)).to_string()))
        .collect();
    // The list of API v2 follows within half a second.
    let listed = async || {
        let list = rates(&panel.v2(&who.key, &[("action", "services")]).await);
        let list: BTreeMap<_, _> = list.into_iter().filter(|(id, _)| ours(id)).collect();
        (list == expected).then_some(())
    };
    eventually(&format!("the list of round {seed}: {expected:?} of {model:?}"), listed).await;
    let file = visitor.get("/services.csv").await;
    let file: BTreeMap<_, _> =
        csv_rates(file.text()).into_iter().filter(|(id, _)| ours(id)).collect();
    assert_eq!(file, expected, "round {seed}: {model:?}");
    for one in &model.services {
        let (id, category, ..) = *one;
        let service = id.to_string();
        let link = format!("https://example.com/{seed}/{id}");
        let quantity = QUANTITY.to_string();
        let page = visitor.get(&format!("/services/{id}")).await;
        let shown = quoted(&visitor, &service, &link).await;
        let add =
            [("action", "add"), ("service", &*service), ("link", &*link), ("quantity", &*quantity)];
        let answer = panel.v2(&who.key, &add).await;
        if !model.sees(category) {
            page.assert_status(404);
            assert_eq!(shown, "", "round {seed}, service {id}");
            assert_error(&answer, "Incorrect service ID");
            let found = visitor.get(&format!("/palette?q={id}")).await;
            assert!(!found.text().contains(&format!("/new?service={id}\"")), "{}", found.text());
            continue;
        }
        page.assert_status(200);
        let charge = Rate::from_micros(model.price(*one)).charge(QUANTITY).unwrap().to_string();
        assert_eq!(shown, charge, "round {seed}, service {id}: {model:?}");
        let order = order_id(&answer);
        let charged = format!("select charge from orders where id = {order}");
        let charged = Rate::from_micros(value(panel, &charged).await).to_string();
        assert_eq!(charged, charge, "round {seed}, service {id}: {model:?}");
    }
}

async fn grant_all(panel: &Panel, who: &Customer, percent: &str) {
    let discount = Some(Discount::parse(percent).unwrap());
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    grant::set(db, clock, Actor::COMMAND, who.id, (None, discount)).await.unwrap();
}

async fn charged(panel: &Panel, who: &Customer, service: i64) -> String {
    let service = service.to_string();
    let add = [
        ("action", "add"),
        ("service", &*service),
        ("link", "https://example.com/p/1"),
        ("quantity", "1000"),
    ];
    let order = order_id(&panel.v2(&who.key, &add).await);
    let charge = value(panel, &format!("select charge from orders where id = {order}")).await;
    Rate::from_micros(charge).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_discount_counts_from_the_next_order_on_in_every_process() {
    still_panel(async |panel| {
        let who = panel.customer("100").await;
        let service = panel.service(|_| {}).await;
        let second = panel.second(&["--no-work"]).await;
        assert_eq!(charged(&second, &who, service).await, "1.00");
        grant_all(panel, &who, "12.5").await;
        assert_eq!(charged(&second, &who, service).await, "0.875");
        grant_all(panel, &who, "0").await;
        assert_eq!(charged(&second, &who, service).await, "1.00");
        second.stop().await;
    })
    .await;
}

/// A cost that rises takes the discount back with it, in the same moment; nothing goes off sale.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_discount_ends_at_the_cost_and_takes_nothing_off_sale() {
    still_panel(async |panel| {
        let who = panel.customer("100").await;
        let service = panel.service(|_| {}).await;
        grant_all(panel, &who, "90").await;
        assert_eq!(charged(panel, &who, service).await, "0.10");
        execute(panel, "update routes set cost_rate = 700000").await;
        panel.set("floor_price", "0.01").await;
        assert_eq!(charged(panel, &who, service).await, "0.70");
        let paused = "select paused_reason from services";
        assert_eq!(value::<Option<String>>(panel, paused).await, None);
        // What staff agree to for one customer and one service is another matter.
        panel.own_rate(&who, service, Some("0.5")).await;
        assert!(value::<Option<String>>(panel, paused).await.unwrap().starts_with("Below cost"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_in_a_removed_group_is_in_none() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let who = panel.customer("100").await;
        let service = panel.service(|_| {}).await;
        let made = staff.post("/admin/groups", &[("name", "Resellers"), ("discount", "10")]).await;
        let group = made.location().to_owned();
        let id = group.rsplit('/').next().unwrap().to_owned();
        let twice = staff.post("/admin/groups", &[("name", "resellers"), ("discount", "")]).await;
        twice.assert_status(422).assert_shows("A group has this name already.");
        let prices = format!("/admin/customers/{}/prices", who.id);
        staff.post(&prices, &[("group", &*id), ("discount", "")]).await.assert_goes(&prices);
        staff.get(&prices).await.assert_shows("10 % off in all categories");
        staff.get("/admin/groups").await.assert_shows("Resellers").assert_shows("10 %");
        staff.get(&format!("/admin/customers?group={id}")).await.assert_shows(&who.email);
        let others = staff.get("/admin/customers?group=none").await;
        assert!(!others.text().contains(&who.email));
        assert_eq!(charged(panel, &who, service).await, "0.90");
        staff.post(&format!("{group}/remove"), &super::NOTHING).await.assert_goes("/admin/groups");
        assert_eq!(charged(panel, &who, service).await, "1.00");
        staff.get(&group).await.assert_status(404);
        staff.get("/admin/customers?group=none").await.assert_shows(&who.email);
        let told = "select string_agg(action, ' ' order by id) from audit
                    where action like 'group.%' or action like 'account.group'";
        assert_eq!(value::<String>(panel, told).await, "group.create account.group group.remove");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_change_nothing_that_they_pay_themselves() {
    still_panel(async |panel| {
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, admin.id).await;
        let colleague = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let own = format!("/admin/customers/{}", admin.id);
        let category = value::<i64>(
            panel,
            "insert into categories (name, position) values ('Likes', 1) returning id",
        );
        let category = category.await.to_string();
        let made = staff.post("/admin/groups", &[("name", "Staff"), ("discount", "")]).await;
        let group = made.location().to_owned();
        let id = group.rsplit('/').next().unwrap().to_owned();
        let fields = [("group", &*id), ("discount", "50")];
        let refused = staff.post(&format!("{own}/prices"), &fields).await;
        refused.assert_status(422).assert_shows("ask another member of staff");
        let fields = [("category", &*category), ("category_discount", "50")];
        staff.post(&format!("{own}/discounts"), &fields).await.assert_status(422);
        // In a group that a colleague put them into, they do not change the group either.
        let fields = [("group", &*id), ("discount", "")];
        colleague.post(&format!("{own}/prices"), &fields).await.assert_status(303);
        let fields = [("name", "Staff"), ("discount", "100"), ("sees", "all")];
        staff.post(&group, &fields).await.assert_status(422);
        staff.post(&format!("{group}/remove"), &super::NOTHING).await.assert_goes("/admin/groups");
        assert_eq!(value::<i64>(panel, "select count(*) from discounts").await, 0);
        assert_eq!(value::<i64>(panel, "select count(*) from customer_groups").await, 1);
        colleague.post(&group, &fields).await.assert_goes(&group);
        let bulk = [("do", "lines"), ("lines", "1 | 0.1"), ("look", "1")];
        let page = staff.post(&format!("{own}/rates/bulk"), &bulk).await;
        let seen = page.hidden("seen");
        let go = [&bulk[..2], &[("seen", &*seen), ("go", "1")]].concat();
        staff.post(&format!("{own}/rates/bulk"), &go).await.assert_status(422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_rates_are_set_as_the_preview_says() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let who = panel.customer("100").await;
        let likes = panel.service(|service| service.category = "Likes").await;
        let views = panel.service(|service| service.category = "Views").await;
        execute(panel, "update routes set cost_rate = 500000").await;
        panel.set("floor_price", "0.01").await;
        let path = format!("/admin/customers/{}/rates/bulk", who.id);
        let own = async || {
            let rates = "select coalesce(string_agg(service_id || ' ' || rate, ', '
                                                    order by service_id), '') from custom_rates";
            value::<String>(panel, rates).await
        };

        // Wrong lines are named, and what was typed stays.
        let wrong = format!("{likes} | 0.8\nx | 1\n\n{views} | 0.8\n{views} | 0.9");
        let look = [("do", "lines"), ("lines", &*wrong), ("look", "1")];
        let refused = staff.post(&path, &look).await;
        refused.assert_status(422).assert_shows("Line 2: the service is no number.");
        refused.assert_shows(&format!("Line 5: service {views} has another rate above."));
        refused.assert_shows("x | 1");

        // Below its cost and unknown ones stay as they are; the preview says so.
        let lines = format!("{likes} | 0.8\n{views} | 0.4\n424242 | 1");
        let fields = [("do", "lines"), ("lines", &*lines)];
        let page = staff.post(&path, &[&fields[..], &[("look", "1")]].concat()).await;
        page.assert_status(200).assert_shows("Below its cost: 0.50 is the least.");
        page.assert_shows("There is no such service.").assert_shows("Set 1 rate");
        assert_eq!(own().await, "");
        // Somebody is quicker.
        panel.own_rate(&who, likes, Some("0.9")).await;
        let seen = page.hidden("seen");
        let go = [&fields[..], &[("seen", &*seen), ("go", "1")]].concat();
        let again = staff.post(&path, &go).await;
        again.assert_status(200).assert_shows("Something has changed");
        let seen = again.hidden("seen");
        let go = [&fields[..], &[("seen", &*seen), ("go", "1")]].concat();
        let prices = format!("/admin/customers/{}/prices", who.id);
        staff.post(&path, &go).await.assert_goes(&prices);
        staff.get(&prices).await.assert_shows("Rates that are set: 1.").assert_shows("0.80");
        assert_eq!(own().await, format!("{likes} 800000"));
        assert_eq!(
            value::<Option<String>>(panel, "select max(paused_reason) from services").await,
            None
        );

        // A margin over the cost, in one category.
        let category = value::<i64>(panel, "select id from categories where name = 'Views'");
        let category = category.await.to_string();
        let fields = [("do", "margin"), ("category", &*category), ("percent", "20")];
        let page = staff.post(&path, &[&fields[..], &[("look", "1")]].concat()).await;
        let seen = page.assert_shows("Set 1 rate").hidden("seen");
        let go = [&fields[..], &[("seen", &*seen), ("go", "1")]].concat();
        staff.post(&path, &go).await.assert_goes(&prices);
        assert_eq!(own().await, format!("{likes} 800000, {views} 600000"));
        let file = staff.get(&format!("/admin/customers/{}/rates.csv", who.id)).await;
        file.assert_shows(&format!("{likes},0.80,1.00,USD,Likes,"));

        // All of them again, which needs no fields.
        let page = staff.post(&path, &[("do", "remove")]).await;
        let seen = page.assert_shows("Remove 2 rates").hidden("seen");
        staff
            .post(&path, &[("do", "remove"), ("seen", &*seen), ("go", "1")])
            .await
            .assert_goes(&prices);
        assert_eq!(own().await, "");
        let told = "select count(*) from audit where action = 'rate.set_many'";
        assert_eq!(value::<i64>(panel, told).await, 3);
    })
    .await;
}

/// What changed on the list is told at the prices of whoever reads it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn updates_are_told_at_the_readers_price() {
    still_panel(async |panel| {
        let who = panel.customer("100").await;
        let service = panel.service(|service| service.category = "Likes").await;
        let hidden = panel.service(|service| service.category = "Views").await;
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        grant_all(panel, &who, "10").await;
        let change =
            format!("update services set rate = 2000000 where id in ({service}, {hidden})");
        execute(panel, &change).await;
        let visitor = Visitor::of(panel, who.id).await;
        let told = visitor.get("/services/updates").await;
        told.assert_shows("Price up").assert_shows("0.90").assert_shows("1.80");
        assert!(told.text().contains(&format!("/services/{hidden}\"")));
        let made = staff.post("/admin/groups", &[("name", "Likers"), ("discount", "")]).await;
        let group = made.location().to_owned();
        let likes = value::<i64>(panel, "select id from categories where name = 'Likes'").await;
        let fields =
            [("name", "Likers"), ("discount", ""), ("sees", "some"), ("see", &*likes.to_string())];
        staff.post(&group, &fields).await.assert_goes(&group);
        let id = group.rsplit('/').next().unwrap();
        let prices = format!("/admin/customers/{}/prices", who.id);
        staff.post(&prices, &[("group", id), ("discount", "10")]).await.assert_goes(&prices);
        let told = visitor.get("/services/updates").await;
        assert!(!told.text().contains(&format!("/services/{hidden}\"")), "{}", told.text());
        let star = [("add", &*hidden.to_string())];
        visitor.post("/services/favourites", &star).await.assert_status(404);
    })
    .await;
}

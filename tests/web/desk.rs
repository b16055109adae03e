//! The desk without a script: staff decide unknown orders one by one and many at once, work through
//! the queue, answer refills and cancels, and order a service's routes.

use chrono::TimeDelta;
use sqlx::AssertSqlSafe;
use waybill::accounts::role::Role;
use waybill::catalogue::ServiceId;
use waybill::orders::{OrderId, provider_requests};
use waybill::providers::{Outcome, Word, route_edit};

use super::Visitor;
use crate::support::{Customer, Panel, order_id, still_panel};

const LINK: &str = "https://example.com/p/1";

async fn add(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let service = service.to_string();
    let fields = [("action", "add"), ("service", &service), ("link", LINK), ("quantity", "1000")];
    order_id(&panel.v2(&who.key, &fields).await)
}

async fn run(panel: &Panel, sql: &str) -> i64 {
    let asked = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql.to_owned()));
    asked.fetch_one(panel.app.db.pool()).await.unwrap()
}

async fn lost(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let id = add(panel, who, service).await;
    for claim in panel.take().await {
        let detail = "the line was cut".to_owned();
        panel.record(&claim, Outcome::Unknown { detail }).await;
    }
    id
}

async fn at_the_sandbox(panel: &Panel) -> String {
    let sql = "insert into sandbox_orders (quantity, start_count, per_minute, ending, ends_after,
                                           created_at)
               values (1000, 4711, 60, 'completed', 1000, clock_timestamp()) returning id";
    run(panel, sql).await.to_string()
}

async fn by_hand(panel: &Panel, service: i64) {
    let sql = format!(
        "update routes set provider_id = (select id from providers where protocol = 'manual')
         where service_id = {service} returning service_id"
    );
    run(panel, &sql).await;
}

async fn submit_by_hand(panel: &Panel) {
    for claim in panel.take().await {
        let upstream_id = claim.order_id.to_string();
        panel.record(&claim, Outcome::Accepted { upstream_id }).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_found_at_its_provider() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = lost(panel, &customer, service).await;
        let sql = format!(
            "update attempts set request = 'POST https://far.example/api/v2', http_status = 502,
                    answer = '<script>alert(1)</script>' where order_id = {id} returning id"
        );
        run(panel, &sql).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        admin.get("/admin/providers").await.assert_shows("1 unknown");
        let page = admin.get("/admin/desk").await;
        page.assert_status(200).assert_shows("the line was cut").assert_shows("HTTP 502");
        page.assert_shows("far.example").assert_shows("Its balance is not known");
        let path = format!("/admin/orders/{id}");
        let page = admin.get(&path).await;
        page.assert_shows("What we know").assert_shows("HTTP 502");
        let seen = page.hidden("seen");
        let accept = format!("{path}/accept");
        let there = at_the_sandbox(panel).await;
        let why = ("accept-reason", "found by its link");
        // Wrong ids, and no reason.
        for (fields, words) in [
            ([("upstream_id", ""), why], "1 to 64 letters, digits, - and _"),
            ([("upstream_id", "1,1004"), why], "1 to 64 letters, digits, - and _"),
            ([("upstream_id", "424242"), why], "does not know this id"),
        ] {
            let fields = [&fields[..], &[("seen", seen.as_str())]].concat();
            admin.post(&accept, &fields).await.assert_status(422).assert_shows(words);
        }
        let fields = [("upstream_id", there.as_str()), ("seen", &seen), ("sure", "1")];
        admin.post(&accept, &fields).await.assert_status(422).assert_shows("Say why");
        // First it is only shown, then staff believe it.
        let fields = [("upstream_id", there.as_str()), why, ("seen", &seen)];
        let asked = admin.post(&accept, &fields).await;
        asked.assert_status(200).assert_shows("start count 4,711").assert_shows("It is this order");
        asked.assert_shows("found by its link");
        let sure = [&fields[..], &[("sure", "1")]].concat();
        admin.post(&accept, &sure).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows(&format!("Found at the provider as {there}"));
        page.assert_shows("found by its link");
        // A colleague who still has the old page open.
        admin.post(&accept, &sure).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("The order is not unknown any more");
        let sql = format!(
            "select count(*) from audit where subject = 'order:{id}' and action = 'order.resolve'
             and after->>'as' = '{there}' and after->>'why' = 'found by its link'"
        );
        assert_eq!(run(panel, &sql).await, 1);
        admin.get("/admin/desk").await.assert_shows("No unknown orders");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_decides_late_is_told_so() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = lost(panel, &customer, service).await;
        let (first, second) = (panel.account(Role::Admin).await, panel.account(Role::Owner).await);
        let (first, second) =
            (Visitor::of(panel, first.id).await, Visitor::of(panel, second.id).await);
        let path = format!("/admin/orders/{id}");
        let seen = second.get(&path).await.hidden("seen");
        let fields = |decision| {
            [("decision", decision), ("reason", "looked there"), ("seen", seen.as_str())]
        };
        let resolve = format!("{path}/resolve");
        first.post(&resolve, &fields("again")).await.assert_goes(&path);
        for claim in panel.take().await {
            panel.record(&claim, Outcome::Unknown { detail: "again".to_owned() }).await;
        }
        let told = second.post(&resolve, &fields("canceled")).await;
        told.assert_status(422).assert_shows("since you opened this page");
        assert_eq!(panel.balance(&customer).await, "9.00");
        let seen = told.hidden("seen");
        let fields = [("decision", "canceled"), ("reason", "not there"), ("seen", seen.as_str())];
        second.post(&resolve, &fields).await.assert_goes(&path);
        assert_eq!(panel.balance(&customer).await, "10.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_is_worked_off() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        by_hand(panel, service).await;
        let customer = panel.customer("10").await;
        let ids = [(); 3].map(|()| 0);
        let mut placed = Vec::new();
        for _ in ids {
            placed.push(add(panel, &customer, service).await);
        }
        submit_by_hand(panel).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        admin.get("/admin/queue").await.assert_shows("Start with the oldest").assert_shows(LINK);
        let [first, second, third] =
            [0, 1, 2].map(|n: usize| format!("/admin/queue/{}", placed[n]));
        let page = admin.get(&first).await;
        page.assert_shows(LINK).assert_shows(&format!("rel=\"next\" href=\"{second}\""));
        let seen = page.hidden("seen");
        assert!(!support.get(&first).await.text().contains("Complete</button>"));
        let noted = [
            ("action", "progress"),
            ("start_count", "12"),
            ("remains", "250"),
            ("seen", seen.as_str()),
        ];
        admin.post(&first, &noted).await.assert_goes(&first);
        let page = admin.get(&first).await;
        page.assert_shows("value=\"12\"").assert_shows("value=\"250\"");
        // A form that was opened before that is no longer accepted.
        let stale = [("action", "complete"), ("seen", seen.as_str())];
        let refused = admin.post(&first, &stale).await;
        refused.assert_status(422).assert_shows("since you opened this page");
        let seen = page.hidden("seen");
        for (action, more, words) in [
            ("partial", ("remains", "250"), "Say why"),
            ("partial", ("remains", "x"), "A whole number"),
            ("progress", ("remains", "1001"), "if nothing is left, it is complete"),
            ("", ("remains", ""), "Choose what happened"),
        ] {
            let fields = [("action", action), more, ("seen", seen.as_str())];
            admin.post(&first, &fields).await.assert_status(422).assert_shows(words);
        }
        let done = [("action", "complete"), ("start_count", "13"), ("seen", seen.as_str())];
        admin.post(&first, &done).await.assert_goes(&second);
        let seen = admin.get(&second).await.assert_status(200).hidden("seen");
        let part = [
            ("action", "partial"),
            ("remains", "400"),
            ("note", "no more to be had"),
            ("seen", seen.as_str()),
        ];
        admin.post(&second, &part).await.assert_goes(&third);
        // The customer of the last one changes their mind.
        let id = placed[2].to_string();
        panel.v2(&customer.key, &[("action", "cancel"), ("orders", &id)]).await;
        admin.get("/admin/queue").await.assert_shows("wants it canceled");
        let page = admin.get(&third).await;
        page.assert_shows("The customer asked to cancel this order");
        let seen = page.hidden("seen");
        let on = [("action", "refuse"), ("note", "half of it is there"), ("seen", seen.as_str())];
        admin.post(&third, &on).await.assert_goes(&third);
        let seen = admin.get(&third).await.hidden("seen");
        let back = [("action", "cancel"), ("note", "after all"), ("seen", seen.as_str())];
        admin.post(&third, &back).await.assert_goes("/admin/queue");
        admin.get("/admin/queue").await.assert_shows("Nothing to deliver by hand");
        assert_eq!(panel.balance(&customer).await, "8.40");
        admin.get(&third).await.assert_goes(&format!("/admin/orders/{id}"));
        let start =
            run(panel, &format!("select start_count from orders where id = {}", placed[0])).await;
        assert_eq!(start, 13);
        // A refill of the first.
        panel.advance(TimeDelta::hours(1));
        let id = placed[0].to_string();
        panel.v2(&customer.key, &[("action", "refill"), ("order", &id)]).await;
        admin.get("/admin/queue").await.assert_shows("To be made by hand");
        let refill = run(panel, "select id from refills").await;
        let path = format!("/admin/refills/{refill}/answer");
        let fields = [("answer", "done"), ("refill-reason", "made up for it"), ("from", "queue")];
        let no_reason = [("answer", "done"), ("from", "queue")];
        admin.post(&path, &no_reason).await.assert_goes("/admin/queue");
        admin.get("/admin/queue").await.assert_shows("Say why");
        admin.post(&path, &fields).await.assert_goes("/admin/queue");
        admin.get("/admin/queue").await.assert_shows("The refill is done");
        admin.post(&path, &fields).await.assert_goes("/admin/queue");
        admin.get("/admin/queue").await.assert_shows("does not wait for that any more");
        let sql = "select count(*) from audit where action in ('order.by_hand', 'refill.answer')";
        assert_eq!(run(panel, sql).await, 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_refill_is_closed_on_the_orders_page() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let id = add(panel, &customer, service).await;
        panel.submit().await;
        panel.report(id, Word::Completed, Some(0)).await;
        panel.advance(TimeDelta::hours(1));
        panel.v2(&customer.key, &[("action", "refill"), ("order", &id.to_string())]).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        provider_requests::take_due(db, clock, Vec::new()).await.unwrap();
        panel.advance(TimeDelta::seconds(301));
        provider_requests::take_due(db, clock, Vec::new()).await.unwrap();
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let words = "was asked, and the answer was lost";
        let path = format!("/admin/orders/{id}");
        admin.get("/admin/desk/refills").await.assert_shows(words);
        admin.get(&path).await.assert_shows(words).assert_shows("Ask again");
        let refill = run(panel, "select id from refills").await;
        let fields = [("answer", "rejected"), ("refill-reason", "they never had it")];
        admin.post(&format!("/admin/refills/{refill}/answer"), &fields).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows("they never had it");
        assert!(!page.text().contains(words));
    })
    .await;
}

/// The providers of a service's routes, in order.
async fn routes(panel: &Panel, service: i64) -> Vec<String> {
    let routes = route_edit::list(panel.app.db.pool(), ServiceId::new(service)).await.unwrap();
    routes
        .into_iter()
        .map(|route| format!("{}/{}", route.provider, route.upstream_service))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_services_routes_are_put_in_order() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let far = panel.provider("Far", "https://far.example/api/v2").await.to_string();
        let hand = run(panel, "select id from providers where protocol = 'manual'").await.to_string();
        let sandbox = run(panel, "select id from providers where protocol = 'sandbox'").await;
        let sandbox = sandbox.to_string();
        let sql = format!(
            "insert into provider_services (provider_id, upstream_service, name, kind, rate, min,
                                            max, seen_at)
             select {far}, n, 'Far ' || n, k, 400000, 1, 1000, clock_timestamp()
             from (values ('12', 'Default'), ('13', 'Custom Comments')) as l (n, k)
             returning provider_id"
        );
        run(panel, &sql).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let path = format!("/admin/services/{service}/routes");
        admin.get(&format!("/admin/services/{service}")).await.assert_shows(&path);
        admin.get(&path).await.assert_status(200).assert_shows("Sandbox");
        for (fields, words) in [
            (vec![("provider", "")], "Choose who delivers."),
            (vec![("provider", "424242")], "Choose one of the list"),
            (vec![("provider", far.as_str())], "number there"),
            (vec![("provider", &far), ("upstream_service", "99")], "say what 1000 cost"),
            (vec![("provider", &far), ("upstream_service", "13")], "of another type"),
            (vec![("provider", &far), ("upstream_service", "12"), ("cost", "x")], "A number"),
            (vec![("provider", &far), ("upstream_service", "12"), ("margin", "-1")], "percentage"),
        ] {
            let fields = [&fields[..], &[("action", "add")]].concat();
            admin.post(&path, &fields).await.assert_status(422).assert_shows(words);
        }
        assert_eq!(routes(panel, service).await, ["Sandbox/"]);
        let listed = [("action", "add"), ("provider", &far), ("upstream_service", "12"), ("margin", "20")];
        admin.post(&path, &listed).await.assert_goes(&path);
        admin.post(&path, &listed).await.assert_status(422).assert_shows("there already");
        admin.post(&path, &[("action", "add"), ("provider", &hand)]).await.assert_goes(&path);
        assert_eq!(routes(panel, service).await, ["Sandbox/", "Far/12", "By hand/"]);
        admin.get(&path).await.assert_shows("Far 12").assert_shows("150 % above it");
        let at = |position, provider, name, action| {
            [("position", position), ("provider", provider), ("upstream_service", name), ("action", action)]
        };
        admin.post(&path, &at("1", &far, "12", "up")).await.assert_goes(&path);
        assert_eq!(routes(panel, service).await, ["Far/12", "Sandbox/", "By hand/"]);
        // A page that was opened before that.
        let stale = admin.post(&path, &at("1", &far, "12", "remove")).await;
        stale.assert_status(422).assert_shows("since you opened this page");
        admin.post(&path, &at("2", &hand, "", "up")).await.assert_goes(&path);
        admin.post(&path, &at("0", &far, "12", "down")).await.assert_goes(&path);
        assert_eq!(routes(panel, service).await, ["By hand/", "Far/12", "Sandbox/"]);
        let save = [&at("1", &far, "12", "save")[..], &[("cost", "0.7"), ("step", "0.05")]].concat();
        admin.post(&path, &save).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("42 % above it").assert_shows("value=\"0.05\"");
        // New orders go to the first.
        let customer = panel.customer("1").await;
        let id = add(panel, &customer, service).await;
        let claims = panel.take().await;
        assert_eq!((claims[0].order_id, claims[0].route.provider_id.to_string()), (OrderId::new(id), hand.clone()));
        // If the service is saved, its routes stay as they are.
        admin.post(&path, &at("2", &sandbox, "", "remove")).await.assert_goes(&path);
        let fields = [
            ("category", "Samples"),
            ("name", "Sample"),
            ("kind", "Default"),
            ("rate", "1"),
            ("min", "1"),
            ("max", "1000"),
            ("ending", "completed"),
            ("units_per_minute", "60"),
            ("enabled", "1"),
        ];
        let saved = admin.post(&format!("/admin/services/{service}"), &fields).await;
        saved.assert_status(303);
        assert_eq!(routes(panel, service).await, ["By hand/", "Far/12"]);
        let sql = format!("select count(*) from audit where subject = 'service:{service}' and action like 'route.%'");
        assert_eq!(run(panel, &sql).await, 7);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_position_is_sold_only_by_who_reports_one() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let sql = format!("update services set code = 10 where id = {service} returning id");
        run(panel, &sql).await;
        let far = panel.provider("Far", "https://far.example/api/v2").await.to_string();
        let near = panel.provider("Near", "https://near.example").await.to_string();
        let sql =
            format!("update providers set protocol = 'order_api' where id = {near} returning id");
        run(panel, &sql).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let path = format!("/admin/services/{service}/routes");
        let route = |provider| {
            [("action", "add"), ("provider", provider), ("upstream_service", "10"), ("cost", "0.5")]
        };
        let refused = admin.post(&path, &route(far.as_str())).await;
        refused.assert_status(422).assert_shows("reports no position");
        admin.post(&path, &route(near.as_str())).await.assert_goes(&path);
        // The order API takes a link and a quantity, and nothing else.
        let comments =
            panel.service(|service| service.draft.kind = waybill::catalogue::Kind::CustomComments);
        let path = format!("/admin/services/{}/routes", comments.await);
        let refused = admin.post(&path, &route(near.as_str())).await;
        refused.assert_status(422).assert_shows("this type needs more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_oldest_unknown_order_is_open_and_the_next_one_follows() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let first = lost(panel, &customer, service).await;
        let second = lost(panel, &customer, service).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let page = admin.get("/admin/desk").await;
        page.assert_shows(&format!("Order {first}</a>: does Sandbox have it?"));
        page.assert_shows(&format!("rel=\"next\" href=\"/admin/desk?open={second}\""));
        let page = admin.get(&format!("/admin/desk?open={second}")).await;
        page.assert_shows(&format!("Order {second}</a>: does Sandbox have it?"));
        // Words in the address that mean nothing open the oldest.
        for words in ["open=x", "open=99999999", "after=x", "open="] {
            let page = admin.get(&format!("/admin/desk?{words}")).await;
            page.assert_status(200).assert_shows(&format!("Order {first}</a>: does"));
        }
        let seen = admin.get("/admin/desk").await.hidden("seen");
        let fields = [
            ("decision", "canceled"),
            ("reason", "not there"),
            ("seen", seen.as_str()),
            ("from", "desk"),
        ];
        let resolve = format!("/admin/orders/{first}/resolve");
        admin.post(&resolve, &fields).await.assert_goes("/admin/desk");
        let page = admin.get("/admin/desk").await;
        page.assert_shows(&format!("Order {first} is ended"));
        page.assert_shows(&format!("Order {second}</a>: does Sandbox have it?"));
        // Found at the provider: the answer comes back to the desk, too.
        let there = at_the_sandbox(panel).await;
        let seen = page.hidden("seen");
        let fields = [
            ("upstream_id", there.as_str()),
            ("accept-reason", "found"),
            ("seen", &seen),
            ("from", "desk"),
        ];
        let accept = format!("/admin/orders/{second}/accept");
        let asked = admin.post(&accept, &fields).await;
        assert_eq!(asked.hidden("from"), "desk");
        let sure = [&fields[..], &[("sure", "1")]].concat();
        admin.post(&accept, &sure).await.assert_goes("/admin/desk");
        admin.get("/admin/desk").await.assert_shows("No unknown orders");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_unknown_orders_are_decided_at_once() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(lost(panel, &customer, service).await.to_string());
        }
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        let page = admin.get("/admin/desk").await;
        let names: Vec<String> = ids.iter().map(|id| format!("seen-{id}")).collect();
        let seen: Vec<String> = names.iter().map(|name| page.hidden(name)).collect();
        let fields = |decision, why| {
            let mut fields = vec![("decision", decision), ("why", why)];
            for at in 0..3 {
                fields.push(("ids", ids[at].as_str()));
                fields.push((names[at].as_str(), seen[at].as_str()));
            }
            fields
        };
        let refused = admin.post("/admin/desk", &fields("canceled", "")).await;
        refused.assert_status(422).assert_shows("Say why").assert_shows("checked");
        admin.post("/admin/desk", &fields("", "x")).await.assert_status(422);
        let none = [("decision", "canceled"), ("why", "x"), ("ids", "nothing")];
        let refused = admin.post("/admin/desk", &none).await;
        refused.assert_status(422).assert_shows("Tick 1 to 50 orders");
        support.post("/admin/desk", &fields("canceled", "x")).await.assert_status(403);
        // A colleague was quicker with one of them.
        let one = [("decision", "again"), ("reason", "not there"), ("seen", seen[1].as_str())];
        let resolve = format!("/admin/orders/{}/resolve", ids[1]);
        admin.post(&resolve, &one).await.assert_status(303);
        let done = admin.post("/admin/desk", &fields("canceled", "none is there")).await;
        done.assert_goes("/admin/desk");
        let page = admin.get("/admin/desk").await;
        page.assert_shows("2 were canceled and refunded; 1 was left alone");
        assert_eq!(panel.balance(&customer).await, "9.00");
        // Sent twice, it moves nothing.
        admin.post("/admin/desk", &fields("canceled", "none is there")).await;
        admin.get("/admin/desk").await.assert_shows("0 were canceled and refunded; 3 were left");
        assert_eq!(panel.balance(&customer).await, "9.00");
        let sql = "select count(*) from audit where action = 'order.resolve'
                   and after->>'why' = 'none is there'";
        assert_eq!(run(panel, sql).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancels_that_no_provider_answers_are_answered_by_staff() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(add(panel, &customer, service).await.to_string());
        }
        panel.submit().await;
        let all = ids.join(",");
        panel.v2(&customer.key, &[("action", "cancel"), ("orders", &all)]).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        admin.get("/admin").await.assert_shows("3 cancels are open");
        let page = admin.get("/admin/desk/cancels").await;
        page.assert_shows("Not answered yet").assert_shows("0 of 1,000");
        let path = "/admin/desk/cancels";
        let fields = |id: &'static str, answer| [("ids", id), ("answer", answer), ("why", "asked")];
        admin.post(path, &fields("x", "canceled")).await.assert_status(422);
        admin.post(path, &fields("424242", "canceled")).await.assert_goes(path);
        admin.get(path).await.assert_shows("0 were canceled and refunded; 1 was left alone");
        let one = [("ids", ids[0].as_str()), ("answer", "canceled"), ("why", "they wrote to us")];
        let two = [("ids", ids[1].as_str()), ("answer", "goes-on"), ("why", "too late there")];
        admin
            .post(path, &[("ids", ids[0].as_str()), ("answer", "x"), ("why", "y")])
            .await
            .assert_status(422);
        admin.post(path, &one).await.assert_goes(path);
        assert_eq!(panel.balance(&customer).await, "8.00");
        admin.post(path, &two).await.assert_goes(path);
        let page = admin.get(path).await;
        assert!(!page.text().contains(&format!("Cancel of order {}\"", ids[1])));
        page.assert_shows(&format!("Cancel of order {}\"", ids[2]));
        // A second answer finds nothing to do.
        admin.post(path, &one).await.assert_goes(path);
        admin.post(path, &two).await.assert_goes(path);
        assert_eq!(panel.balance(&customer).await, "8.00");
        let page = admin.get(&format!("/admin/orders/{}", ids[1])).await;
        page.assert_shows("too late there");
        let sql = "select count(*) from audit where action = 'cancel.answer'";
        assert_eq!(run(panel, sql).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_refills_are_answered_at_once() {
    still_panel(async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        by_hand(panel, service).await;
        let customer = panel.customer("10").await;
        let ids = [add(panel, &customer, service).await, add(panel, &customer, service).await];
        submit_by_hand(panel).await;
        for id in ids {
            panel.report(id, Word::Completed, Some(0)).await;
        }
        panel.advance(TimeDelta::hours(1));
        for id in ids.map(|id| id.to_string()) {
            panel.v2(&customer.key, &[("action", "refill"), ("order", &id)]).await;
        }
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let path = "/admin/desk/refills";
        admin.get("/admin").await.assert_shows("2 refills wait for you");
        admin.get(path).await.assert_shows("To be made by hand");
        let refills = [
            run(panel, "select min(id) from refills").await.to_string(),
            run(panel, "select max(id) from refills").await.to_string(),
        ];
        // The first is open, beside what is known; the next one is a click away.
        let page = admin.get(path).await;
        page.assert_shows("was it refilled?").assert_shows("What we know");
        page.assert_shows(&format!("rel=\"next\" href=\"{path}?open={}\"", refills[1]));
        let page = admin.get(&format!("{path}?open={}", refills[1])).await;
        page.assert_shows(&format!("name=\"ids\" value=\"{}\"", refills[1]));
        let fields = [("ids", refills[0].as_str()), ("ids", &refills[1]), ("answer", "done")];
        admin.post(path, &fields).await.assert_status(422).assert_shows("Say why");
        let fields = [&fields[..], &[("why", "made up for it")]].concat();
        admin.post(path, &fields).await.assert_goes(path);
        let page = admin.get(path).await;
        page.assert_shows("2 were answered").assert_shows("No refill waits for you");
        admin.post(path, &fields).await.assert_goes(path);
        admin.get(path).await.assert_shows("2 were left alone");
    })
    .await;
}

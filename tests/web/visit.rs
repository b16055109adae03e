//! Staff who sign in as a customer see what the customer sees, for half an hour, and change nothing.
//!
//! Seen red by `make seeded`: `visit-changes`, `visit-goes-on`.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::roles::{ROUTES, World};
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, order_id, still_panel};

/// What a form may ask all the same: it changes nothing.
const HARMLESS: [&str; 6] =
    ["/new/fields", "/new/quote", "/new/check", "/new/mass/check", "/new/mass/csv", "/orders/csv"];
/// Signing in and out is the visitor's own.
const OWN: [&str; 6] =
    ["/sign-in", "/second-factor", "/sign-out", "/sign-up", "/theme", "/language"];

/// A member of staff who is signed in as this customer.
async fn visiting<'p>(panel: &'p Panel, who: &Customer) -> (Visitor<'p>, Customer) {
    let admin = panel.account(Role::Admin).await;
    let staff = Visitor::of(panel, admin.id).await;
    begin(&staff, who).await.assert_goes("/orders");
    (staff, admin)
}

async fn begin(staff: &Visitor<'_>, who: &Customer) -> Answer {
    let path = format!("/admin/customers/{}/visit", who.id);
    staff.post(&path, &[("reason", "An order hangs")]).await
}

async fn placed(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let service = service.to_string();
    let add = [
        ("action", "add"),
        ("service", &*service),
        ("link", "https://example.com/p/1"),
        ("quantity", "10"),
    ];
    order_id(&panel.v2(&who.key, &add).await)
}

/// Everything of this customer that a form could change.
async fn state(panel: &Panel, who: &Customer) -> String {
    let id = who.id;
    let sql = format!(
        "select concat_ws(' | ',
             (select concat(email, password_hash, name, time_zone, terms_accepted_at, status)
              from accounts where id = {id}),
             (select concat(balance, version) from wallets where account_id = {id}),
             (select string_agg(concat(id, state), ' ' order by id)
              from orders where account_id = {id}),
             (select count(*) from cancels c join orders o on o.id = c.order_id
              where o.account_id = {id}),
             (select count(*) from refills where account_id = {id}),
             (select string_agg(concat(id, revoked_at, rotated_at), ' ' order by id)
              from tokens where account_id = {id}),
             (select count(*) from sessions where account_id = {id}),
             (select count(*) from deposits where account_id = {id}),
             (select count(*) from favourites where account_id = {id}),
             (select count(*) from order_views where account_id = {id}),
             (select count(*) from affiliate_members where account_id = {id}),
             (select string_agg(concat(id, state), ' ' order by id)
              from affiliate_payouts where account_id = {id}))"
    );
    value(panel, &sql).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_of_the_customers_side_changes_anything() {
    still_panel(async |panel| {
        let who = panel.account(Role::Customer).await;
        let world = World::new(panel, &who).await;
        let (staff, _) = visiting(panel, &who).await;
        let before = state(panel, &who).await;
        let all = async || value::<i64>(panel, "select count(*) from orders").await;
        let orders = all().await;
        for (method, route, _) in ROUTES {
            let is_theirs = !route.starts_with("/admin") && !route.starts_with("/api/");
            if *method != "POST" || !is_theirs || OWN.contains(route) {
                continue;
            }
            let path = world.path(route);
            let answer = staff.post(&path, &NOTHING).await;
            match HARMLESS.contains(route) {
                true => assert_ne!(answer.status.as_u16(), 403, "{}", answer.asked),
                false => {
                    answer.assert_status(403).assert_shows("Nothing can be changed here");
                    answer.assert_shows(&who.email);
                }
            }
        }
        // Forms that are filled in, too.
        let service = world.path("/services/{id}").rsplit('/').next().unwrap().to_owned();
        let order = [
            ("service", &*service),
            ("once", "abcdefghijklmnopqrstuv"),
            ("link", "https://example.com/p/2"),
            ("quantity", "10"),
            ("shown", "0.01"),
        ];
        staff.post("/new", &order).await.assert_status(403);
        let lines = format!("{service} | https://example.com/p/3 | 10");
        let mass = [("lines", &*lines), ("once", "abcdefghijklmnopqrstuv"), ("go", "1")];
        staff.post("/new/mass", &mass).await.assert_status(403);
        let quoted = staff.post("/new/quote", &order).await;
        quoted.assert_status(200).assert_shows("0.01");
        assert_eq!(all().await, orders);
        assert_eq!(state(panel, &who).await, before);
        // The customer themselves goes on as before.
        let own = Visitor::of(panel, who.id).await;
        own.post("/new", &order).await.assert_status(303);
        assert_eq!(all().await, orders + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_the_customers_pages_and_stay_themselves_on_their_side() {
    still_panel(async |panel| {
        let who = panel.customer("12.34").await;
        let order = placed(panel, &who, panel.service(|_| {}).await).await;
        let (staff, admin) = visiting(panel, &who).await;
        for (method, route, classes) in ROUTES {
            let is_page = *method == "GET" && classes[1] == super::roles::Class::Page;
            let is_theirs = !route.starts_with("/admin") && !route.contains(['{', '.']);
            let is_web = !route.starts_with("/api/") && !route.ends_with('z');
            if is_page && is_theirs && is_web {
                let page = staff.get(route).await;
                page.assert_status(200);
                if page.text().contains("<html") && !OWN.contains(route) {
                    page.assert_shows(&format!("You are signed in as <b>{}</b>", who.email));
                }
            }
        }
        staff.get("/statement").await.assert_shows("12.33");
        staff.get(&format!("/orders/{order}")).await.assert_status(200);
        let home = staff.get("/admin").await;
        home.assert_status(200).assert_shows(&admin.email);
        assert!(!home.text().contains("You are signed in as"));
        staff.get("/admin/visit").await.assert_shows(&who.email);

        // The customer reads of it, and is signed in nowhere by it.
        let own = Visitor::of(panel, who.id).await;
        let account = own.get("/account").await;
        account.assert_shows("Support looked at your account").assert_shows("An order hangs");
        assert!(!account.text().contains(&admin.email));
        let path = format!("/admin/customers/{}", who.id);
        staff.get(&format!("{path}/access")).await.assert_shows(&admin.email);

        staff.post("/admin/visit/end", &NOTHING).await.assert_goes(&path);
        let own_side = staff.get("/account").await;
        own_side.assert_status(200).assert_shows(&admin.email);
        assert!(!own_side.text().contains(&who.email));
        let told = format!(
            "select string_agg(action || coalesce(' ' || (after ->> 'why'), ''), ', ' order by id)
             from audit where subject = 'account:{}' and actor_id = {}",
            who.id, admin.id
        );
        assert_eq!(value::<String>(panel, &told).await, "visit.begin An order hangs, visit.end");
    })
    .await;
}

/// Nobody takes their own account for the customer's: until the visit is ended, nothing is shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_that_is_over_says_so_until_it_is_ended() {
    still_panel(async |panel| {
        let who = panel.customer("10").await;
        let service = panel.service(|_| {}).await.to_string();
        let (staff, admin) = visiting(panel, &who).await;
        panel.credit(&admin, "10").await;
        panel.advance(TimeDelta::minutes(29));
        staff.get("/orders").await.assert_status(200);
        panel.advance(TimeDelta::minutes(1));
        for path in ["/orders", "/statement", "/account", "/new", "/services", "/"] {
            let over = staff.get(path).await;
            over.assert_status(403).assert_shows("You are not signed in as the customer any more");
            assert!(!over.text().contains(&who.email), "{path}");
        }
        let order = [
            ("service", &*service),
            ("once", "abcdefghijklmnopqrstuv"),
            ("link", "https://example.com/p/2"),
            ("quantity", "10"),
        ];
        staff.post("/new", &order).await.assert_status(403);
        staff.post("/new/quote", &order).await.assert_status(403);
        assert_eq!(value::<i64>(panel, "select count(*) from orders").await, 0);
        staff.get("/admin/visit").await.assert_shows("The 30 minutes are over");
        staff.post("/admin/visit/end", &NOTHING).await;
        staff.get("/account").await.assert_status(200).assert_shows(&admin.email);
        let took = "select extract(epoch from ended_at - began_at)::bigint from account_visits";
        assert_eq!(value::<i64>(panel, took).await, 1_800);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_customers_are_visited_and_only_by_those_who_may() {
    still_panel(async |panel| {
        let who = panel.customer("10").await;
        let owner = panel.account(Role::Owner).await;
        let admin = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let support = Visitor::of(panel, panel.account(Role::Support).await.id).await;
        begin(&support, &who).await.assert_status(403);
        begin(&Visitor::of(panel, who.id).await, &who).await.assert_status(404);
        begin(&admin, &owner).await.assert_goes(&format!("/admin/customers/{}", owner.id));
        admin.get("/orders").await.assert_status(200);
        assert!(!admin.get("/orders").await.text().contains("You are signed in as"));
        let path = format!("/admin/customers/{}", who.id);
        admin.post(&format!("{path}/visit"), &[("reason", " ")]).await.assert_goes(&path);
        assert_eq!(value::<i64>(panel, "select count(*) from account_visits").await, 0);

        // Another session of the same person is not touched, and a second visit ends the first.
        let other = panel.customer("10").await;
        begin(&admin, &who).await.assert_goes("/orders");
        begin(&admin, &other).await.assert_goes("/orders");
        admin.get("/orders").await.assert_shows(&other.email);
        let open = "select count(*) from account_visits where ended_at is null";
        assert_eq!(value::<i64>(panel, open).await, 1);

        // Whoever loses the right sees nothing from the next click on.
        let areas =
            |areas: &str| format!("update accounts set areas = '{areas}' where role = 'admin'");
        execute(panel, &areas("{orders}")).await;
        admin.get("/orders").await.assert_status(403);
        execute(panel, &areas("{customers}")).await;
        admin.get("/orders").await.assert_status(200);

        // Who becomes staff, or is suspended, is not seen any longer.
        execute(panel, &format!("update accounts set role = 'support' where id = {}", other.id))
            .await;
        admin.get("/orders").await.assert_status(403);
        begin(&admin, &who).await.assert_goes("/orders");
        execute(panel, &format!("update accounts set status = 'suspended' where id = {}", who.id))
            .await;
        admin.get("/orders").await.assert_status(403);
        admin.post("/admin/visit/end", &NOTHING).await;
        begin(&admin, &who).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("The account is suspended");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_during_a_visit_signs_the_member_of_staff_out() {
    still_panel(async |panel| {
        let who = panel.customer("10").await;
        let own = Visitor::of(panel, who.id).await;
        let (staff, admin) = visiting(panel, &who).await;
        let secret = staff.session();
        staff.post("/sign-out", &NOTHING).await.assert_goes("/sign-in");
        let left = format!("select count(*) from sessions where account_id = {}", admin.id);
        assert_eq!(value::<i64>(panel, &left).await, 0);
        let again = Visitor::new(panel).with_cookie(&super::session_name(panel), &secret);
        assert!(!again.is_signed_in().await);
        assert!(own.is_signed_in().await);
    })
    .await;
}

/// A customer who has not accepted the terms is seen all the same, and accepts nothing by it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_accepts_the_terms_for_somebody_else() {
    still_panel(async |panel| {
        let new = super::roles::without_terms(panel, "new@example.com", Role::Customer).await;
        let who = Customer { id: new, email: "new@example.com".to_owned(), key: String::new() };
        let (staff, _) = visiting(panel, &who).await;
        staff.get("/orders").await.assert_status(200);
        staff.get("/services").await.assert_status(200);
        staff.post("/accept-terms", &[("terms", "1")]).await.assert_status(403);
        let accepted =
            format!("select terms_accepted_at is not null from accounts where id = {new}");
        assert!(!value::<bool>(panel, &accepted).await);
    })
    .await;
}

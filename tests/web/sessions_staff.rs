//! Sessions of staff: shorter than customers', and only from the networks that an owner allows.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::second_factor::second_of;
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{PASSWORD, Panel, panel_with, still_panel};

const PEOPLE: &str = "/admin/settings/people";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_staff_is_over_after_twelve_hours_however_much_it_is_used() {
    still_panel(async |panel| {
        let roles = [Role::Support, Role::Admin, Role::Owner];
        for role in roles {
            let visitor = Visitor::of(panel, panel.account(role).await.id).await;
            for _ in 0..4 {
                panel.advance(TimeDelta::hours(3) - TimeDelta::minutes(1));
                visitor.get("/admin").await.assert_status(200);
            }
            panel.advance(TimeDelta::minutes(5));
            visitor.get("/admin").await.assert_goes("/sign-in?next=%2Fadmin");
            assert!(!visitor.is_signed_in().await, "{role:?}: on the customers' side neither");
        }
        // A customer stays signed in meanwhile.
        let customer = Visitor::of(panel, panel.customer("0").await.id).await;
        panel.advance(TimeDelta::hours(13));
        assert!(customer.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_sessions_end_by_role_as_the_owner_sets_it() {
    still_panel(async |panel| {
        let (admin, owner) = (panel.account(Role::Admin).await, panel.account(Role::Owner).await);
        let (customer, idle) = (panel.customer("0").await, TimeDelta::hours(4));
        let visitor = Visitor::of(panel, admin.id).await;
        panel.advance(idle - TimeDelta::minutes(1));
        assert!(visitor.is_signed_in().await);
        panel.advance(idle);
        assert!(!visitor.is_signed_in().await);

        panel.set("staff_idle_min", "10").await;
        panel.set("staff_session_h", "1").await;
        panel.set("customer_idle_days", "1").await;
        let visitor = Visitor::of(panel, admin.id).await;
        let buyer = Visitor::of(panel, customer.id).await;
        for _ in 0..6 {
            panel.advance(TimeDelta::minutes(9));
            assert!(visitor.is_signed_in().await);
        }
        panel.advance(TimeDelta::minutes(7));
        assert!(!visitor.is_signed_in().await, "an hour has passed");
        let visitor = Visitor::of(panel, admin.id).await;
        panel.advance(TimeDelta::minutes(11));
        assert!(!visitor.is_signed_in().await, "ten minutes without use");
        // What is over is in no list.
        let owner = Visitor::of(panel, owner.id).await;
        let page = owner.get(&format!("/admin/staff/{}", admin.id)).await;
        let seen = page.assert_status(200).text().contains("An unknown browser");
        assert!(!seen, "{}", page.text());
        assert!(buyer.is_signed_in().await);
        panel.advance(TimeDelta::hours(25));
        assert!(!buyer.is_signed_in().await);
    })
    .await;
}

/// Saves the list as a browser does that has seen `was`.
async fn save(visitor: &Visitor<'_>, was: &str, networks: &str) -> Answer {
    let page = visitor.get(PEOPLE).await;
    let keys = [
        "sign_up",
        "sign_ups_per_network_per_day",
        "verified_only",
        "staff_second_factor",
        "staff_credit_per_day",
        "staff_session_h",
        "staff_idle_min",
        "customer_idle_days",
    ];
    let mut fields = vec![
        ("staff_networks".to_owned(), networks.to_owned()),
        ("was-staff_networks".to_owned(), was.to_owned()),
    ];
    for key in keys {
        let kept = page.hidden(&format!("was-{key}"));
        fields.extend([(format!("was-{key}"), kept.clone()), (key.to_owned(), kept)]);
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    visitor.post(PEOPLE, &fields).await
}

async fn behind_a_proxy(test: impl AsyncFnOnce(&Panel)) {
    panel_with(&["--no-work", "--trusted-proxies", "127.0.0.0/8"], test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_come_from_the_networks_that_an_owner_allows() {
    behind_a_proxy(async |panel| {
        let (owner, admin) = (panel.account(Role::Owner).await, panel.account(Role::Admin).await);
        let customer = panel.customer("0").await;
        let owners = Visitor::of(panel, owner.id).await.with_header("x-forwarded-for", "192.0.2.9");
        let theirs =
            Visitor::of(panel, admin.id).await.with_header("x-forwarded-for", "203.0.113.5");
        theirs.get("/admin").await.assert_status(200);
        save(&owners, "", "192.0.2.0/24").await.assert_goes(PEOPLE);
        // At once, in a session that goes on, and on the customers' side too.
        theirs.get("/admin").await.assert_goes("/sign-in?next=%2Fadmin");
        theirs.get("/account").await.assert_goes("/sign-in?next=%2Faccount");
        theirs.post("/account/sessions/revoke-others", &NOTHING).await.assert_status(303);
        owners.get("/admin").await.assert_status(200);
        // Nobody of the staff signs in from elsewhere, with the right password either.
        let stranger = Visitor::new(panel).with_header("x-forwarded-for", "203.0.113.5");
        let said = "Staff cannot sign in from this network";
        stranger.sign_in(&admin).await.assert_status(403).assert_shows(said);
        let wrong = stranger.sign_in_with(&admin.email, "a wrong password").await;
        assert!(!wrong.assert_status(422).text().contains(said));
        stranger.sign_in(&customer).await.assert_goes("/");
        let office = Visitor::new(panel).with_header("x-forwarded-for", "192.0.2.7");
        office.sign_in(&admin).await.assert_goes("/");
        let refused = "select count(*) from audit where action = 'session.refuse'";
        assert_eq!(value::<i64>(panel, refused).await, 2);
        // Blank opens it again, and the session of before goes on.
        save(&owners, "192.0.2.0/24", "").await.assert_goes(PEOPLE);
        theirs.get("/admin").await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_step_asks_from_where_staff_come_again() {
    behind_a_proxy(async |panel| {
        let (owner, admin) = (panel.account(Role::Owner).await, panel.account(Role::Admin).await);
        let second = second_of(panel, &admin).await;
        let owners = Visitor::of(panel, owner.id).await.with_header("x-forwarded-for", "192.0.2.9");
        let theirs = Visitor::new(panel).with_header("x-forwarded-for", "203.0.113.5");
        theirs.sign_in(&admin).await.assert_goes("/second-factor");
        // The list changes between the two steps.
        save(&owners, "", "192.0.2.0/24").await.assert_goes(PEOPLE);
        let said = "Staff cannot sign in from this network";
        let code = second.code(panel);
        let refused = theirs.post("/second-factor", &[("code", &*code)]).await;
        refused.assert_status(403).assert_shows(said);
        assert!(!theirs.is_signed_in().await);
        let code = second.code(panel);
        let over = theirs.post("/second-factor", &[("code", &*code)]).await;
        over.assert_status(422).assert_shows("This sign-in is over");
        theirs.sign_in(&admin).await.assert_status(403).assert_shows(said);
        let refused = "select count(*) from audit where action = 'session.refuse'";
        assert_eq!(value::<i64>(panel, refused).await, 2);
        let office = Visitor::new(panel).with_header("x-forwarded-for", "192.0.2.7");
        office.sign_in(&admin).await.assert_goes("/second-factor");
        let code = second.code(panel);
        office.post("/second-factor", &[("code", &*code)]).await.assert_goes("/");
        office.get("/admin").await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_locks_themselves_or_the_owners_out() {
    behind_a_proxy(async |panel| {
        let (owner, admin) = (panel.account(Role::Owner).await, panel.account(Role::Admin).await);
        let owner = Visitor::of(panel, owner.id).await.with_header("x-forwarded-for", "192.0.2.9");
        let out = save(&owner, "", "198.51.100.0/24\n2001:db8::/32").await;
        out.assert_status(422).assert_shows("192.0.2.9, which is not in the list");
        save(&owner, "", "192.0.2.0/33")
            .await
            .assert_status(422)
            .assert_shows("neither an address");
        save(&owner, "", "nobody").await.assert_status(422);
        // An admin who may change the settings does not change this one.
        let areas = "update accounts set areas = array['settings'] where role = 'admin'";
        crate::support::rows::execute(panel, areas).await;
        let theirs = Visitor::of(panel, admin.id).await.with_header("x-forwarded-for", "192.0.2.9");
        let refused = save(&theirs, "", "192.0.2.0/24").await;
        refused.assert_status(422).assert_shows("Only an owner changes this.");
        assert_eq!(value::<i64>(panel, "select count(*) from settings").await, 0);
        save(&owner, "", "192.0.2.9").await.assert_goes(PEOPLE);
        assert!(Visitor::new(panel).sign_in_with(&admin.email, PASSWORD).await.status == 403);
    })
    .await;
}

//! Passwords that staff or a command made: they open nothing but the page on which another one is chosen,
//! they end after a week, and they cannot stay.
//!
//! Seen red by `make seeded`: `made-password-stays`, `made-password-opens`, `made-password-lasts`.

use chrono::TimeDelta;
use waybill::accounts::password::{For, Password};
use waybill::accounts::recovery;
use waybill::accounts::role::Role;

use super::links::mailed;
use super::roles::{Class, ROUTES, World, asked};
use super::second_factor::second_of;
use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::smtp::Smtp;
use crate::support::{Customer, PASSWORD, Panel, panel_with, still_panel};

const PAGE: &str = "/new-password";
const MADE: &str = "4fBq7Zt0aLwX9cRk2MvE5y";
const NEW: &str = "seven grey geese over the lake";
const OVER: &str = "This password was made for you, and its time is over";

/// Gives the account a password as `waybill account password` does when it makes one.
async fn make(panel: &Panel, who: &Customer) {
    let (app, password) = (&panel.app, Password::parse(MADE).unwrap());
    let whom = For::Known(std::net::Ipv4Addr::LOCALHOST.into());
    let hash = app.hasher.hash(&password, whom).await.unwrap();
    let stored = (hash, true);
    recovery::set_password(&app.db, &app.clock, &app.outbox, who.id, stored).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_made_password_opens_the_page_that_replaces_it_and_nothing_else() {
    still_panel(async |panel| {
        for role in Role::ALL {
            let who = panel.account(role).await;
            let world = World::new(panel, &who).await;
            make(panel, &who).await;
            let visitor = Visitor::new(panel);
            visitor.sign_in_with(&who.email, MADE).await.assert_goes("/");
            for (method, route, classes) in ROUTES {
                if classes[0] != Class::SignIn || ["/", "/sign-out", PAGE].contains(route) {
                    continue;
                }
                let answer = asked(&visitor, method, &world.path(route)).await;
                let goes = answer.location().split('?').next();
                assert_eq!(goes, Some(PAGE), "{role:?} {}", answer.asked);
            }
            // A key is another secret.
            let balance = panel.v2(&who.key, &[("action", "balance")]).await;
            assert!(balance["balance"].is_string(), "{balance}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_in_with_it_chooses_another_one_and_goes_on() {
    still_panel(async |panel| {
        let who = panel.customer("0").await;
        make(panel, &who).await;
        let visitor = Visitor::new(panel);
        visitor.sign_in_with(&who.email, MADE).await.assert_goes("/");
        visitor.get("/orders").await.assert_goes("/new-password?next=%2Forders");
        let page = visitor.get("/new-password?next=%2Forders").await;
        page.assert_status(200).assert_shows("Your password was made for you.");
        let sends = async |current, password| {
            let fields = [("current", current), ("password", password), ("next", "/orders")];
            visitor.post(PAGE, &fields).await
        };
        sends("not this one", NEW)
            .await
            .assert_status(422)
            .assert_shows("This is not your password");
        sends(MADE, "short").await.assert_status(422).assert_shows("at least 10");
        let same = sends(MADE, MADE).await;
        same.assert_status(422).assert_shows("the password that you have now");
        visitor.get("/orders").await.assert_goes("/new-password?next=%2Forders");
        sends(MADE, NEW).await.assert_goes("/orders");
        visitor.get("/orders").await.assert_status(200);
        visitor.get("/new-password?next=%2Forders").await.assert_goes("/orders");
        // It is an ordinary password now, and stays; the one that was made is gone.
        panel.advance(TimeDelta::days(30));
        Visitor::new(panel).sign_in_with(&who.email, MADE).await.assert_status(422);
        let later = Visitor::new(panel);
        later.sign_in_with(&who.email, NEW).await.assert_goes("/");
        assert!(later.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_factor_comes_before_the_new_password() {
    still_panel(async |panel| {
        let who = panel.customer("0").await;
        let second = second_of(panel, &who).await;
        make(panel, &who).await;
        let visitor = Visitor::new(panel);
        visitor.sign_in_with(&who.email, MADE).await.assert_goes("/second-factor");
        assert!(visitor.get(PAGE).await.location().starts_with("/sign-in"));
        let code = second.code(panel);
        visitor.post("/second-factor", &[("code", &*code)]).await.assert_goes("/");
        visitor.get("/orders").await.assert_goes("/new-password?next=%2Forders");
        let fields = [("current", MADE), ("password", NEW)];
        visitor.post(PAGE, &fields).await.assert_goes("/");
        assert!(visitor.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_week_it_opens_nothing_and_only_who_knows_it_is_told() {
    still_panel(async |panel| {
        let who = panel.customer("0").await;
        make(panel, &who).await;
        panel.advance(TimeDelta::days(7) - TimeDelta::minutes(1));
        // Whoever signed in in time changes it in time.
        let visitor = Visitor::new(panel);
        visitor.sign_in_with(&who.email, MADE).await.assert_goes("/");
        panel.advance(TimeDelta::minutes(2));
        let late = visitor.post(PAGE, &[("current", MADE), ("password", NEW)]).await;
        late.assert_status(422).assert_shows(OVER);
        let other = Visitor::new(panel);
        other.sign_in_with(&who.email, MADE).await.assert_status(403).assert_shows(OVER);
        assert!(!other.is_signed_in().await);
        let wrong = other.sign_in_with(&who.email, PASSWORD).await;
        wrong.assert_status(422).assert_shows("The email address or the password is wrong.");
        assert!(!wrong.text().contains(OVER));
        // Another one is made.
        make(panel, &who).await;
        other.sign_in_with(&who.email, MADE).await.assert_goes("/");
        other.get("/orders").await.assert_goes("/new-password?next=%2Forders");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_by_mail_replaces_it_too_and_does_not_keep_it() {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| {
        let who = panel.customer("0").await;
        make(panel, &who).await;
        execute(
            panel,
            "update accounts set password_made_at = now() - interval '1 year'
                        where password_made_at is not null",
        )
        .await;
        let visitor = Visitor::new(panel);
        visitor.post("/forgot", &[("email", &*who.email)]).await.assert_status(200);
        let key = mailed(&server, &who.email, "A new password for").await.key();
        let chooses = async |password| {
            visitor.post("/reset", &[("key", &*key), ("password", password)]).await
        };
        let same = chooses(MADE).await;
        same.assert_status(422).assert_shows("the password that you have now");
        chooses(NEW).await.assert_goes("/sign-in");
        visitor.sign_in_with(&who.email, NEW).await.assert_goes("/");
        visitor.get("/orders").await.assert_status(200);
        let made = "select count(*) from accounts where password_made_at is not null";
        assert_eq!(value::<i64>(panel, made).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_staff_make_has_one() {
    still_panel(async |panel| {
        let staff = Visitor::of(panel, panel.account(Role::Admin).await.id).await;
        let fields = [("email", "ann@example.com"), ("group", ""), ("discount", "")];
        let made = staff.post("/admin/customers", &fields).await;
        made.assert_status(200).assert_shows("within seven days");
        let (_, rest) = made.text().split_once("<code id=\"secret\">").unwrap();
        let password = rest.split('<').next().unwrap();
        let ann = Visitor::new(panel);
        ann.sign_in_with("ann@example.com", password).await.assert_goes("/");
        ann.get("/accept-terms").await.assert_goes("/new-password?next=%2Faccept-terms");
        let fields = [("current", password), ("password", NEW)];
        ann.post(PAGE, &fields).await.assert_goes("/");
        assert!(ann.get("/orders").await.location().starts_with("/accept-terms"));
        ann.post("/sign-out", &NOTHING).await.assert_goes("/sign-in");
        panel.advance(TimeDelta::days(8));
        ann.sign_in_with("ann@example.com", NEW).await.assert_goes("/");
    })
    .await;
}

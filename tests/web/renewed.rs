//! Typing the password again, or a code of the second factor, gives the session another secret: who has
//! copied the old one has nothing.
//!
//! Seen red by `make seeded`: `visit-is-left`, `code-renews-nothing`.

use chrono::TimeDelta;
use waybill::accounts::role::Role;

use super::second_factor::{code_of, offered_on, second_of};
use super::{NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{PASSWORD, still_panel};

const ALL: &str = "/account/sessions/revoke-others";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_gets_another_secret_when_the_password_is_typed_again() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let (visitor, other) =
            (Visitor::of(panel, customer.id).await, Visitor::of(panel, customer.id).await);
        let old = visitor.session();
        let thief = Visitor::new(panel).with_cookie("session", &old);
        panel.advance(TimeDelta::minutes(16));
        let asked = visitor.post(ALL, &NOTHING).await.hidden("kept");
        // A page in another window, from before.
        let window = visitor.post("/account/privacy/export", &NOTHING).await.hidden("kept");
        assert!(thief.is_signed_in().await);
        let wrong = [("kept", &*asked), ("password", "another password")];
        let wrong = visitor.post(ALL, &wrong).await;
        assert_eq!((wrong.status.as_u16(), visitor.session()), (422, old.clone()));
        let right = [("kept", &*asked), ("password", PASSWORD)];
        visitor.post(ALL, &right).await.assert_goes("/account");
        assert_ne!(visitor.session(), old);
        assert!(visitor.is_signed_in().await, "this session is the one that is kept");
        assert!(!thief.is_signed_in().await && !other.is_signed_in().await);
        assert_eq!(value::<i64>(panel, "select count(*) from sessions").await, 1);
        let right = [("kept", &*window), ("password", PASSWORD)];
        visitor.post("/account/privacy/export", &right).await.assert_goes("/account/privacy");
        // Whoever comes with the old secret is sent to sign in.
        thief.post(ALL, &NOTHING).await.assert_status(303);
        assert!(visitor.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_renews_the_session_too() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let second = second_of(panel, &customer).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let old = visitor.session();
        let thief = Visitor::new(panel).with_cookie("session", &old);
        // The password was typed just now.
        let kept = visitor.post(ALL, &NOTHING).await.hidden("kept");
        let wrong = [("kept", &*kept), ("proof_code", "1")];
        let wrong = visitor.post(ALL, &wrong).await;
        assert_eq!((wrong.status.as_u16(), visitor.session()), (422, old.clone()));
        let code = second.code(panel);
        let right = [("kept", &*kept), ("proof_code", &*code)];
        visitor.post(ALL, &right).await.assert_goes("/account");
        assert_ne!(visitor.session(), old);
        assert!(visitor.is_signed_in().await && !thief.is_signed_in().await);
        // Both at once, in a form with a key that was offered before: the session that proves them is the
        // one that is kept.
        let page = visitor.post("/account/second-factor/new", &NOTHING).await;
        let (key, secret) = offered_on(&page);
        let other = Visitor::of(panel, customer.id).await;
        panel.advance(TimeDelta::minutes(16));
        let new = code_of(panel, &secret, 2);
        let fields = [("key", &*key), ("code", &*new)];
        let kept = visitor.post("/account/second-factor", &fields).await.hidden("kept");
        let (old, code) = (visitor.session(), second.code(panel));
        let both = [("kept", &*kept), ("password", PASSWORD), ("proof_code", &*code)];
        let done = visitor.post("/account/second-factor", &both).await;
        done.assert_status(200).assert_shows("The second factor is on.");
        assert_ne!(visitor.session(), old);
        assert!(visitor.is_signed_in().await && !other.is_signed_in().await);
        assert_eq!(value::<i64>(panel, "select count(*) from sessions").await, 1);
        // What was proved stays proved.
        visitor.post(ALL, &NOTHING).await.assert_goes("/account");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_stays_with_its_session() {
    still_panel(async |panel| {
        let customer = panel.customer("3").await;
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::of(panel, admin.id).await;
        panel.advance(TimeDelta::minutes(16));
        let path = format!("/admin/customers/{}/visit", customer.id);
        let kept = staff.post(&path, &[("reason", "asked for")]).await.hidden("kept");
        let right = [("kept", &*kept), ("password", PASSWORD)];
        staff.post(&path, &right).await.assert_goes("/orders");
        staff.get("/account").await.assert_shows(&customer.email);
        // The password again, during the visit.
        panel.advance(TimeDelta::minutes(16));
        let adjust = format!("/admin/customers/{}/adjust", customer.id);
        let fields = [("what", "debit"), ("amount", "1"), ("note", "n"), ("once", "abcdefghijkl")];
        let kept = staff.post(&adjust, &fields).await.hidden("kept");
        let right = [("kept", &*kept), ("password", PASSWORD)];
        staff.post(&adjust, &right).await.assert_status(303);
        staff.get("/account").await.assert_shows(&customer.email);
    })
    .await;
}

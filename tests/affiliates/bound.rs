//! Who is bound to whom: by the last click before the sign-up, once and for good.
//!
//! Seen red by `make seeded`: `first-click-binds`, `old-clicks-bind`.

use std::net::IpAddr;

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::affiliates::flag::{self, Verdict};
use waybill::affiliates::member::{self, MemberError};
use waybill::affiliates::offer::{self, OfferStatus};
use waybill::affiliates::{MemberState, click, home};

use super::row;
use crate::support::affiliates::offer_draft;
use crate::support::rows::value;
use crate::support::{Panel, still_panel};

/// A visit to the panel's pages by a link, with the cookies of before; answers the new cookie, and
/// where it leads.
async fn visit(panel: &Panel, path: &str, cookie: Option<&str>) -> (Option<String>, String) {
    let mut request = panel.http.get(format!("{}{path}", panel.base));
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie);
    }
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let set = answer.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
    (set, answer.headers()["location"].to_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_link_counts_sets_a_cookie_and_leads_on() {
    still_panel(async |panel| {
        let offer = panel.offer(|_| {}).await;
        let ann = panel.affiliate(offer).await;
        let code = ann.code.as_str().to_uppercase();
        let path = format!("/terms?a=1&ref={code}&sub_id1=blog&b=%C3%A9");
        let (set, location) = visit(panel, &path, None).await;
        assert_eq!(location, "/terms?a=1&b=%C3%A9");
        let set = set.expect("a cookie");
        let (pair, rules) = set.split_once(';').unwrap();
        assert!(click::is_visitor(pair.strip_prefix("visitor=").unwrap()), "{set}");
        for rule in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
            assert!(rules.contains(rule), "{rule} in {set}");
        }
        // The same browser stays the same visitor.
        let (again, location) = visit(panel, &format!("/?ref={code}"), Some(pair)).await;
        assert!(again.unwrap().starts_with(pair));
        assert_eq!(location, "/");
        // Nobody has this code, and these are none: the visitor goes on, and nothing is set.
        for wrong in ["nobody-has-it", "%00", "a", "", "ref=ref", "%F0%9F%98%80%F0%9F%98%80"] {
            let (set, location) = visit(panel, &format!("/sign-in?ref={wrong}"), None).await;
            assert_eq!((set, location.as_str()), (None, "/sign-in"), "{wrong:?}");
        }
        for path in ["//evil.example/", "//evil.example//x", "/%5Cevil.example/"] {
            let (_, location) = visit(panel, &format!("{path}?ref=abc"), None).await;
            assert!(location.starts_with('/') && !location.starts_with("//"), "{location}");
        }
        let days = home::days(panel.app.db.pool(), ann.customer.id, (panel.app.clock.now(), 7));
        assert_eq!(days.await.unwrap().last().unwrap().clicks, 2);
        let kept = "select count(*) from affiliate_clicks where sub_id1 = 'blog'";
        let kept: i64 = sqlx::query_scalar(kept).fetch_one(panel.app.db.pool()).await.unwrap();
        assert_eq!(kept, 1);
    })
    .await;
}

#[tokio::test]
async fn the_last_click_before_the_sign_up_binds_once_and_for_good() {
    still_panel(async |panel| {
        let offer = panel.offer(|_| {}).await;
        let (ann, ben) = (panel.affiliate(offer).await, panel.affiliate(offer).await);
        let service = panel.service(|_| {}).await;
        let visitor = panel.click(&ann.code, [Some("first"), None, None]).await.unwrap();
        assert!(panel.click_as(&visitor, &ben.code, [Some("blog"), None, Some("x")]).await);
        let customer = panel.signs_up(Some(visitor.clone()), None, "10").await;
        // A second click after the sign-up moves nothing.
        assert!(panel.click_as(&visitor, &ann.code, [None, None, None]).await);
        panel.order(&customer, service, 1000).await;
        panel.follow().await;
        let (anns, bens) = (panel.affiliate_token(&ann).await, panel.affiliate_token(&ben).await);
        assert_eq!(panel.referrals(&anns).await, []);
        assert_eq!(panel.referrals(&bens).await, [row("PENDING", "1.00", "0.10")]);
        let shown = &panel.v1_rows(&bens, "referral").await[0];
        assert_eq!((&shown["sub_id1"], &shown["sub_id3"]), (&"blog".into(), &"x".into()));
        assert!(shown["sub_id2"].is_null());
    })
    .await;
}

#[tokio::test]
async fn a_click_counts_for_the_days_of_its_offer_to_the_second() {
    still_panel(async |panel| {
        let offer = panel.offer(|draft| draft.cookie_days = 7).await;
        let ann = panel.affiliate(offer).await;
        let service = panel.service(|_| {}).await;
        let early = panel.click(&ann.code, [None, None, None]).await;
        panel.advance(TimeDelta::days(7) - TimeDelta::seconds(20));
        let in_time = panel.signs_up(early.clone(), None, "10").await;
        panel.advance(TimeDelta::seconds(21));
        let too_late = panel.signs_up(early, None, "10").await;
        let nobodys = panel.signs_up(None, None, "10").await;
        for customer in [&in_time, &too_late, &nobodys] {
            panel.order(customer, service, 1000).await;
        }
        panel.follow().await;
        let token = panel.affiliate_token(&ann).await;
        assert_eq!(panel.referrals(&token).await, [row("PENDING", "1.00", "0.10")]);
    })
    .await;
}

#[tokio::test]
async fn paused_offers_and_suspended_members_count_no_clicks() {
    still_panel(async |panel| {
        let offer = panel.offer(|_| {}).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let ann = panel.affiliate(offer).await;
        let service = panel.service(|_| {}).await;
        let before = panel.brought(&ann, "10").await;
        let edited = (offer_draft(), OfferStatus::Paused);
        offer::edit(db, clock, Actor::COMMAND, offer, edited).await.unwrap();
        assert_eq!(panel.click(&ann.code, [None, None, None]).await, None);
        // Who was brought before goes on earning.
        panel.order(&before, service, 1000).await;
        panel.follow().await;
        let token = panel.affiliate_token(&ann).await;
        assert_eq!(panel.referrals(&token).await.len(), 1);
        let edited = (offer_draft(), OfferStatus::Active);
        offer::edit(db, clock, Actor::COMMAND, offer, edited).await.unwrap();
        assert!(panel.click(&ann.code, [None, None, None]).await.is_some());
        let suspend = |state, why: Option<&str>| {
            let change = (state, why.map(str::to_owned));
            member::set_state(db, clock, Actor::COMMAND, ann.member_id, change)
        };
        let unsaid = suspend(MemberState::Suspended, Some(" ")).await;
        assert!(matches!(unsaid, Err(MemberError::Reason)));
        suspend(MemberState::Suspended, Some("spam")).await.unwrap();
        assert_eq!(panel.click(&ann.code, [None, None, None]).await, None);
        panel.order(&before, service, 1000).await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 1);
        let odd = suspend(MemberState::Denied, Some("spam")).await;
        assert!(matches!(odd, Err(MemberError::Step(..))));
        suspend(MemberState::Approved, None).await.unwrap();
        panel.order(&before, service, 1000).await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_same_sign_up_address_waits_for_staff() {
    still_panel(async |panel| {
        let offer = panel.offer(|draft| draft.hold_days = 0).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let at: IpAddr = "2001:db8:1:2::5".parse().unwrap();
        let near: IpAddr = "2001:db8:1:2::77".parse().unwrap();
        let affiliate = panel.signs_up(None, Some(at), "0").await;
        let ann = panel.join(affiliate, offer).await;
        let service = panel.service(|_| {}).await;
        let mut customers = Vec::new();
        for address in [near, near, "192.0.2.9".parse().unwrap()] {
            let visitor = panel.click(&ann.code, [None, None, None]).await;
            let customer = panel.signs_up(visitor, Some(address), "10").await;
            let order = panel.order(&customer, service, 1000).await;
            panel.complete(order).await;
            customers.push(customer);
        }
        panel.follow().await;
        assert_eq!(panel.approve_due().await, 1);
        let flags = flag::open(db.pool()).await.unwrap();
        assert_eq!(flags.len(), 2);
        let first = &flags[0];
        assert_eq!((first.customer_id, first.same_address), (customers[0].id, 3));
        assert_eq!((first.orders, first.held.to_string().as_str()), (1, "0.10"));
        let answer = |customer, verdict| flag::answer(db, clock, Actor::COMMAND, customer, verdict);
        assert!(answer(customers[0].id, Verdict::Fine).await.unwrap());
        assert!(answer(customers[1].id, Verdict::Fraud).await.unwrap());
        // Answered once.
        assert!(!answer(customers[1].id, Verdict::Fine).await.unwrap());
        assert!(!answer(customers[2].id, Verdict::Fraud).await.unwrap());
        assert_eq!(panel.approve_due().await, 1);
        for customer in &customers {
            panel.order(customer, service, 2000).await;
        }
        panel.follow().await;
        let token = panel.affiliate_token(&ann).await;
        let rows = [
            row("APPROVED", "1.00", "0.10"),
            row("DENIED", "1.00", "0.10"),
            row("APPROVED", "1.00", "0.10"),
            row("PENDING", "2.00", "0.20"),
            row("PENDING", "2.00", "0.20"),
        ];
        assert_eq!(panel.referrals(&token).await, rows);
    })
    .await;
}

#[tokio::test]
async fn old_clicks_are_reduced_to_counts() {
    still_panel(async |panel| {
        let long = panel.offer(|draft| draft.cookie_days = 60).await;
        let short = panel.offer(|draft| draft.cookie_days = 1).await;
        for offer in [long, short] {
            let ann = panel.affiliate(offer).await;
            panel.click(&ann.code, [None, None, None]).await.unwrap();
        }
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let left = async || {
            click::sweep(db, clock, 100).await.unwrap();
            value::<i64>(panel, "select count(*) from affiliate_clicks").await
        };
        panel.advance(TimeDelta::days(31) - TimeDelta::minutes(1));
        assert_eq!(left().await, 2);
        panel.advance(TimeDelta::minutes(2));
        assert_eq!(left().await, 1);
        panel.advance(TimeDelta::days(59));
        assert_eq!(left().await, 0);
        let counts = "select sum(clicks)::bigint from affiliate_days";
        let counts: i64 = sqlx::query_scalar(counts).fetch_one(db.pool()).await.unwrap();
        assert_eq!(counts, 2);
    })
    .await;
}

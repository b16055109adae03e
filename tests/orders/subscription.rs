//! Subscriptions: a reported post becomes an order, once, and there are never more than were
//! ordered.
//!
//! Seen red by `make seeded`: `uncounted-posts`, `posts-after-the-end`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use waybill::catalogue::{Kind, Link};
use waybill::kit::money::Rate;
use waybill::orders::subscription::{self, ReportError};
use waybill::orders::{OrderId, Placed};

use super::{
    add, cancel_order, children, execute, moves, shown, state, status, story, submit, value, work,
};
use crate::support::{Customer, Panel, order_id, panel, still_panel};

/// Posts appear every `post_every_s` seconds. If only staff report posts: once a day.
async fn service(panel: &Panel, post_every_s: i64) -> i64 {
    panel
        .service(|service| {
            service.draft.kind = Kind::Subscriptions;
            service.draft.rate = Rate::parse("1").unwrap();
            service.sandbox.post_every_s = post_every_s;
        })
        .await
}

const STAFF_ONLY: i64 = 86_400;

async fn subscribe(panel: &Panel, customer: &Customer, service: i64, more: &[(&str, &str)]) -> i64 {
    let mut fields = vec![("username", "ann"), ("min", "100"), ("max", "100"), ("delay", "0")];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(more);
    order_id(&add(panel, customer, service, &fields).await)
}

async fn reported(panel: &Panel, id: i64, post: u32) -> Result<Placed, ReportError> {
    let link = format!("https://example.com/ann/{post}");
    panel.try_post(id, &link).await
}

async fn look(panel: &Panel) -> usize {
    let app = &panel.app;
    subscription::look(&app.db, &app.clock, &app.intake).await.unwrap()
}

#[tokio::test]
async fn posts_are_orders_charged_when_they_come() {
    still_panel(async |panel| {
        let service = service(panel, STAFF_ONLY).await;
        let customer = panel.customer("1").await;
        let more = [("min", "100"), ("max", "200"), ("posts", "2")];
        let id = subscribe(panel, &customer, service, &more).await;
        assert_eq!(panel.balance(&customer).await, "1.00");
        assert_eq!(
            status(panel, &customer, id).await,
            json!({ "status": "Active", "expiry": "", "posts": "0", "orders": [] })
        );
        let first = reported(panel, id, 1).await.unwrap();
        assert!(!first.again);
        let quantity: i64 =
            value(panel, &format!("select quantity from orders where id = {}", first.order_id))
                .await;
        assert!((100..=200).contains(&quantity));
        assert_eq!(moves(panel, first.order_id.get(), "charge").await, 1);
        work(panel).await;
        assert_eq!(state(panel, first.order_id.get()).await, "completed");
        // The same post again, with a space at its end, is the same post.
        let again = reported(panel, id, 1).await.unwrap();
        assert_eq!(again, Placed { order_id: first.order_id, again: true });
        assert!(panel.try_post(id, " https://example.com/ann/1 ").await.unwrap().again);
        let second = reported(panel, id, 2).await.unwrap();
        work(panel).await;
        work(panel).await;
        let orders = [first.order_id.to_string(), second.order_id.to_string()];
        assert_eq!(
            status(panel, &customer, id).await,
            json!({ "status": "Completed", "expiry": "", "posts": "2", "orders": orders })
        );
        assert!(matches!(reported(panel, id, 3).await, Err(ReportError::NotActive)));
        assert_eq!(story(panel, id).await, ["placed", "post", "post", "completed"]);
    })
    .await;
}

#[tokio::test]
async fn quantities_are_random_within_their_bounds() {
    still_panel(async |panel| {
        let service = service(panel, STAFF_ONLY).await;
        let customer = panel.customer("100").await;
        let id = subscribe(panel, &customer, service, &[("min", "10"), ("max", "12")]).await;
        for post in 0..60 {
            reported(panel, id, post).await.unwrap();
        }
        let seen: Vec<i64> = value(
            panel,
            &format!(
                "select array_agg(distinct quantity order by quantity) from orders where parent_id = {id}"
            ),
        )
        .await;
        assert_eq!(seen, [10, 11, 12]);
    })
    .await;
}

#[tokio::test]
async fn old_posts_come_at_once_and_new_ones_in_time() {
    still_panel(async |panel| {
        let service = service(panel, 60).await;
        let customer = panel.customer("10").await;
        let more = [("posts", "2"), ("old_posts", "3")];
        let id = subscribe(panel, &customer, service, &more).await;
        assert_eq!(look(panel).await, 3);
        panel.advance(TimeDelta::seconds(61));
        assert_eq!(look(panel).await, 1);
        panel.advance(TimeDelta::hours(5));
        assert_eq!(look(panel).await, 1, "five were ordered");
        panel.advance(TimeDelta::seconds(3));
        assert_eq!(look(panel).await, 0);
        assert_eq!(state(panel, id).await, "completed");
        assert_eq!(panel.balance(&customer).await, "9.50");
    })
    .await;
}

#[tokio::test]
async fn a_delay_holds_each_post_back() {
    still_panel(async |panel| {
        let service = service(panel, STAFF_ONLY).await;
        let customer = panel.customer("10").await;
        let id = subscribe(panel, &customer, service, &[("delay", "15")]).await;
        let post = reported(panel, id, 1).await.unwrap().order_id;
        assert_eq!(shown(panel, &customer, post.get()).await, "Pending 0.10 100");
        work(panel).await;
        assert_eq!(submit(panel).await, 0);
        panel.advance(TimeDelta::minutes(15));
        work(panel).await;
        assert_eq!(shown(panel, &customer, post.get()).await, "Completed 0.10 0");
    })
    .await;
}

#[tokio::test]
async fn after_its_last_day_it_expires() {
    still_panel(async |panel| {
        let service = service(panel, STAFF_ONLY).await;
        let customer = panel.customer("10").await;
        let today = panel.app.clock.now().date_naive();
        let last = today.format("%d/%m/%Y").to_string();
        let id = subscribe(panel, &customer, service, &[("expiry", &last)]).await;
        reported(panel, id, 1).await.unwrap();
        assert_eq!(look(panel).await, 0);
        let shown = status(panel, &customer, id).await;
        assert_eq!(shown["status"], "Active");
        assert_eq!(shown["expiry"], today.to_string());
        panel.advance(TimeDelta::days(1));
        // Nobody has looked at it yet, but it takes no more posts.
        assert!(matches!(reported(panel, id, 2).await, Err(ReportError::NotActive)));
        look(panel).await;
        assert_eq!(status(panel, &customer, id).await["status"], "Expired");
        assert_eq!(
            cancel_order(panel, &customer, id).await,
            "The order cannot be canceled anymore"
        );
        assert_eq!(panel.balance(&customer).await, "9.90");
    })
    .await;
}

#[tokio::test]
async fn without_money_it_pauses_and_goes_on_when_told() {
    still_panel(async |panel| {
        let service = service(panel, 10).await;
        let customer = panel.customer("0.25").await;
        let id = subscribe(panel, &customer, service, &[("posts", "4"), ("old_posts", "4")]).await;
        assert_eq!(look(panel).await, 2);
        assert_eq!(status(panel, &customer, id).await["status"], "Paused");
        assert_eq!(panel.balance(&customer).await, "0.05");
        panel.advance(TimeDelta::hours(1));
        assert_eq!(look(panel).await, 0);
        assert!(matches!(reported(panel, id, 1).await, Err(ReportError::NotActive)));
        panel.credit(&customer, "1").await;
        assert_eq!(look(panel).await, 0, "it waits to be told");
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let stranger = panel.customer("1").await;
        assert!(!subscription::resume(db, clock, stranger.id, OrderId::new(id)).await.unwrap());
        assert!(subscription::resume(db, clock, customer.id, OrderId::new(id)).await.unwrap());
        assert!(!subscription::resume(db, clock, customer.id, OrderId::new(id)).await.unwrap());
        assert_eq!(look(panel).await, 6);
        panel.advance(TimeDelta::seconds(3));
        look(panel).await;
        assert_eq!(status(panel, &customer, id).await["status"], "Completed");
        assert_eq!(panel.balance(&customer).await, "0.45");
        assert!(!subscription::resume(db, clock, customer.id, OrderId::new(id)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn canceled_it_takes_no_more_and_its_posts_go_on() {
    still_panel(async |panel| {
        let service = service(panel, STAFF_ONLY).await;
        let customer = panel.customer("10").await;
        let id = subscribe(panel, &customer, service, &[]).await;
        let post = reported(panel, id, 1).await.unwrap().order_id;
        assert_eq!(cancel_order(panel, &customer, id).await, "1");
        assert_eq!(status(panel, &customer, id).await["status"], "Canceled");
        assert!(matches!(reported(panel, id, 2).await, Err(ReportError::NotActive)));
        work(panel).await;
        assert_eq!(shown(panel, &customer, post.get()).await, "Completed 0.10 0");
        assert_eq!(panel.balance(&customer).await, "9.90");
        assert_eq!(children(panel, id).await, [post.get()]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_and_a_report_race() {
    still_panel(async |panel| {
        let service = service(panel, STAFF_ONLY).await;
        let customer = panel.customer("10").await;
        for round in 0..25 {
            let id = subscribe(panel, &customer, service, &[]).await;
            let reports = (0..6).map(|n| reported(panel, id, round * 10 + n));
            let both =
                futures_util::future::join(join_all(reports), cancel_order(panel, &customer, id));
            let (reports, answer) = both.await;
            assert_eq!(answer, "1");
            let ended: Value = value(
                panel,
                &format!(
                    "select jsonb_build_object('late', (select count(*) from order_events e
                        join order_events c on c.order_id = e.order_id and c.kind = 'canceled'
                        where e.order_id = {id} and e.kind = 'post' and e.id > c.id))"
                ),
            )
            .await;
            assert_eq!(ended["late"], 0, "a post after the cancel");
            let placed = reports.iter().filter(|report| report.is_ok()).count();
            assert_eq!(children(panel, id).await.len(), placed);
        }
    })
    .await;
}

/// Staff and the sandbox report from two panels at the same time: two posts were ordered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn never_more_posts_than_were_ordered() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = service(panel, 1).await;
        let customer = panel.customer("100").await;
        for round in 0..10 {
            let id = subscribe(panel, &customer, service, &[("posts", "2")]).await;
            panel.advance(TimeDelta::seconds(30));
            other.advance(TimeDelta::seconds(30));
            let staff = (0..12)
                .map(|n| reported(if n % 2 == 0 { panel } else { &other }, id, round * 100 + n));
            let looks = (0..4).map(|n| look(if n % 2 == 0 { panel } else { &other }));
            let (staff, _) = futures_util::future::join(join_all(staff), join_all(looks)).await;
            for refused in staff.iter().filter_map(|one| one.as_ref().err()) {
                assert!(matches!(refused, ReportError::Full | ReportError::NotActive), "{refused}");
            }
            assert_eq!(children(panel, id).await.len(), 2);
        }
        assert_eq!(panel.balance(&customer).await, "98.00");
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_panels_never_place_a_post_twice() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = service(panel, 1).await;
        let customer = panel.customer("100").await;
        let id = subscribe(panel, &customer, service, &[("min", "1"), ("max", "1000")]).await;
        for _ in 0..6 {
            panel.advance(TimeDelta::seconds(4));
            other.advance(TimeDelta::seconds(4));
            join_all((0..6).map(|n| look(if n % 2 == 0 { panel } else { &other }))).await;
        }
        let links: i64 = value(
            panel,
            &format!("select count(*) - count(distinct link) from orders where parent_id = {id}"),
        )
        .await;
        assert_eq!(links, 0);
        let post = 7;
        let same =
            join_all((0..20).map(|n| reported(if n % 2 == 0 { panel } else { &other }, id, post)))
                .await;
        let new = same.iter().filter(|one| matches!(one, Ok(Placed { again: false, .. }))).count();
        assert_eq!(new, 1);
        assert!(same.iter().all(Result::is_ok));
        other.stop().await;
    })
    .await;
}

/// The panel watches no account: only the sandbox invents posts, and only for its own services.
#[tokio::test]
async fn a_service_without_the_sandbox_sees_only_what_staff_report() {
    still_panel(async |panel| {
        let service = service(panel, 1).await;
        let customer = panel.customer("10").await;
        execute(panel, &format!("delete from routes where service_id = {service}")).await;
        let id = subscribe(panel, &customer, service, &[("old_posts", "5")]).await;
        panel.advance(TimeDelta::hours(1));
        assert_eq!(look(panel).await, 0);
        assert_eq!(panel.balance(&customer).await, "10.00");
        reported(panel, id, 1).await.unwrap();
        assert_eq!(children(panel, id).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_blocked_or_broken_link_is_no_post() {
    still_panel(async |panel| {
        let service = service(panel, 1).await;
        let customer = panel.customer("10").await;
        let id = subscribe(panel, &customer, service, &[]).await;
        for link in ["", "not a link", "http://localhost/x"] {
            assert!(Link::parse(link).is_err(), "{link}");
        }
        execute(
            panel,
            "insert into blocked_targets (pattern, created_at)
             values ('example.com', clock_timestamp()), ('sandbox.example', clock_timestamp())",
        )
        .await;
        let refused = reported(panel, id, 1).await;
        assert!(matches!(refused, Err(ReportError::Blocked)), "{refused:?}");
        // A bad post of one subscription harms no other: this one is looked at after it.
        execute(panel, "delete from blocked_targets where pattern = 'sandbox.example'").await;
        execute(
            panel,
            "insert into blocked_targets (pattern, created_at)
             values ('sandbox.example/ann', clock_timestamp())",
        )
        .await;
        let fine = subscribe(panel, &customer, service, &[("username", "bob")]).await;
        panel.advance(TimeDelta::seconds(3));
        look(panel).await;
        assert_eq!(children(panel, id).await, Vec::<i64>::new());
        assert!(!children(panel, fine).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_workers_carry_it_to_its_end() {
    panel(async |panel| {
        let service = service(panel, 1).await;
        let customer = panel.customer("10").await;
        let more = [("posts", "2"), ("old_posts", "2")];
        let id = subscribe(panel, &customer, service, &more).await;
        panel.wait_for_status(&customer, id, "Completed").await;
        for post in children(panel, id).await {
            panel.wait_for_status(&customer, post, "Completed").await;
        }
        assert_eq!(panel.balance(&customer).await, "9.60");
    })
    .await;
}

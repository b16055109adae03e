//! What is read from elsewhere and told: orders, low balances, prices, tokens that end, tickets. Each is
//! told once, to whom it concerns, however many look.
//!
//! Seen red by `make seeded`: `own-changes-told`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::accounts::role::Role;
use waybill::accounts::{expiry, notices};
use waybill::kit::money::Rate;
use waybill::ledger::low;
use waybill::orders::{told, told_prices};
use waybill::providers::{CancelAnswer, Word};

use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, Panel, eventually, still_panel};

async fn count(panel: &Panel, rest: &str) -> i64 {
    value(panel, &format!("select count(*) from {rest}")).await
}

/// What an account was told of this kind, the oldest first: how many things, and which.
async fn told_of(panel: &Panel, who: &Customer, kind: &str) -> String {
    let sql = format!(
        "select coalesce(string_agg(concat(count, ': ', (
             select string_agg(concat(item ->> 'what', ' ', item ->> 'id'), ', ' order by number)
             from jsonb_array_elements(facts -> 'items')
                  with ordinality as items (item, number))), '; ' order by id), '')
         from notices where account_id = {} and kind = '{kind}'",
        who.id
    );
    value(panel, &sql).await
}

/// All events are read. Transactions of other tests on the same server may hold the reader back.
async fn follow(panel: &Panel) {
    let rest = "select exists (select from order_events e join order_event_readers r
        on r.name = 'notices' and (e.xid, e.id) > (r.xid, r.id))";
    eventually("the events to be read", async || {
        told::tell(&panel.app.db, &panel.app.clock).await.unwrap();
        (!value::<bool>(panel, rest).await).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_end_otherwise_are_one_notice_for_some_minutes() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (ann, bob) = (panel.customer("10").await, panel.customer("10").await);
        let mut orders = Vec::new();
        for _ in 0..4 {
            orders.push(panel.order(&ann, service, 1000).await);
        }
        let his = panel.order(&bob, service, 1000).await;
        panel.submit().await;
        panel.report(orders[0], Word::Canceled, None).await;
        follow(panel).await;
        let first = format!("1: canceled {}", orders[0]);
        assert_eq!(told_of(panel, &ann, "order_attention").await, first);
        // She has read it, and more comes.
        let visitor = Visitor::of(panel, ann.id).await;
        let id: i64 = value(panel, "select id from notices where kind = 'order_attention'").await;
        let order = format!("/orders/{}", orders[0]);
        visitor.post(&format!("/notices/{id}/open"), &NOTHING).await.assert_goes(&order);
        panel.report(orders[1], Word::Partial, Some(400)).await;
        panel.report(orders[2], Word::Completed, Some(0)).await;
        panel.report(his, Word::Partial, Some(10)).await;
        follow(panel).await;
        let both = format!("2: canceled {}, partial {}", orders[0], orders[1]);
        let told = told_of(panel, &ann, "order_attention").await;
        // A span of some minutes may have ended in between.
        let apart = format!("1: canceled {}; 1: partial {}", orders[0], orders[1]);
        assert!(told == both || told == apart, "{told}");
        assert_eq!(
            count(panel, "notices where read_at is null and count = 2").await == 1,
            told == both
        );
        assert_eq!(told_of(panel, &bob, "order_attention").await, format!("1: partial {his}"));
        let page = visitor.get("/notices").await;
        page.assert_shows(&format!("Order {} was delivered in part", orders[1]));
        // Reading on tells nothing again.
        follow(panel).await;
        assert_eq!(told_of(panel, &ann, "order_attention").await, told);
        // It is told by mail when no more can come.
        let wish = "insert into notice_wishes select id, 'orders', 'mail', true from accounts";
        execute(panel, wish).await;
        let app = &panel.app;
        let mails = async || {
            notices::deliver(&app.db, &app.clock, &app.outbox, ("USD", true)).await.unwrap();
            let these = format!("mails where address = '{}' and kind = 'notice'", bob.email);
            count(panel, &these).await
        };
        execute(panel, "update notices set due_at = null where kind = 'deposit'").await;
        assert_eq!(mails().await, 0);
        panel.advance(TimeDelta::minutes(7));
        assert_eq!((mails().await, mails().await), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_they_asked_for_is_answered_and_what_they_did_is_no_news() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let ann = panel.customer("10").await;
        let asks = async |order: i64| {
            let order = order.to_string();
            panel.v2(&ann.key, &[("action", "cancel"), ("orders", &order)]).await;
        };
        // Canceled at once, by herself.
        let own = panel.order(&ann, service, 1000).await;
        asks(own).await;
        assert_eq!(crate::support::rows::state(panel, own).await, "canceled");
        follow(panel).await;
        assert_eq!(count(panel, "notices where kind <> 'deposit'").await, 0);
        // A provider is asked, and refuses one.
        let refused = panel.order(&ann, service, 1000).await;
        panel.submit().await;
        asks(refused).await;
        panel.advance(TimeDelta::seconds(10));
        panel.answer_cancels(CancelAnswer::Refused { reason: "too late".to_owned() }).await;
        follow(panel).await;
        let first = format!("1: cancel_refused {refused}");
        assert_eq!(told_of(panel, &ann, "request_answered").await, first);
        panel.advance(TimeDelta::minutes(6));
        let done = panel.order(&ann, service, 1000).await;
        panel.submit().await;
        asks(done).await;
        panel.advance(TimeDelta::seconds(10));
        panel.answer_cancels(CancelAnswer::Accepted).await;
        panel.report(done, Word::Canceled, None).await;
        follow(panel).await;
        let both = format!("{first}; 1: cancel_done {done}");
        assert_eq!(told_of(panel, &ann, "request_answered").await, both);
        assert_eq!(told_of(panel, &ann, "order_attention").await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_low_balance_is_told_once_for_each_fall() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let (ann, bob) = (panel.customer("10").await, panel.customer("1").await);
        let (hers, his) = (Visitor::of(panel, ann.id).await, Visitor::of(panel, bob.id).await);
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let falls = async || {
            // Several processes look at once.
            for told in join_all((0..4).map(|_| low::tell(db, clock))).await {
                told.unwrap();
            }
            count(panel, "notices where kind = 'balance_low'").await
        };
        for wrong in ["-1", "0", "x", "1e3", "99999999999999999999"] {
            let refused = hers.post("/account/notices", &[("threshold", wrong)]).await;
            refused.assert_status(422).assert_shows("id=\"error-threshold\"");
        }
        let five = [("threshold", "5"), ("balance-panel", "1")];
        hers.post("/account/notices", &five).await.assert_goes("/account/notices");
        // His is below it already, which he knows.
        his.post("/account/notices", &five).await.assert_goes("/account/notices");
        assert_eq!(falls().await, 0);
        panel.order(&ann, service, 6000).await;
        assert_eq!(falls().await, 1);
        hers.get("/notices").await.assert_shows("Your balance is low");
        for _ in 0..2 {
            panel.order(&ann, service, 1000).await;
            assert_eq!(falls().await, 1);
        }
        // Saving the same again is no fall.
        hers.post("/account/notices", &five).await.assert_goes("/account/notices");
        assert_eq!(falls().await, 1);
        panel.credit(&ann, "4").await;
        assert_eq!(falls().await, 1);
        panel.order(&ann, service, 3000).await;
        assert_eq!(falls().await, 2);
        hers.get("/account/notices").await.assert_shows("value=\"5.00\"");
        hers.post("/account/notices", &[("threshold", " ")]).await;
        assert_eq!(count(panel, "balance_marks").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_prices_are_told_once_a_day_to_those_who_order_there() {
    still_panel(async |panel| {
        let (likes, views) = (panel.service(|_| {}).await, panel.service(|_| {}).await);
        let (ann, bob) = (panel.customer("10").await, panel.customer("10").await);
        let (old, own) = (panel.customer("10").await, panel.customer("10").await);
        for (who, service) in [(&ann, likes), (&bob, views), (&old, likes), (&own, likes)] {
            panel.order(who, service, 1000).await;
        }
        let long_ago = format!(
            "update orders set created_at = created_at - interval '91 days' where account_id = {}",
            old.id
        );
        execute(panel, &long_ago).await;
        panel.own_rate(&own, likes, Some("0.9")).await;
        // One service costs more in the end; the other is as it was.
        for (service, rate) in [(likes, "3"), (likes, "2"), (views, "2"), (views, "1")] {
            panel.change_service(service, |draft| draft.rate = Rate::parse(rate).unwrap()).await;
        }
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let all = async || {
            for told in join_all((0..3).map(|_| told_prices::tell(db, clock))).await {
                told.unwrap();
            }
            while told_prices::tell(db, clock).await.unwrap() {}
            count(panel, "notices where kind = 'price_changed'").await
        };
        panel.advance(TimeDelta::hours(25));
        assert_eq!(all().await, 1);
        assert_eq!(told_of(panel, &ann, "price_changed").await, format!("1: up {likes}"));
        panel.advance(TimeDelta::hours(24));
        assert_eq!(all().await, 1);
        let page = Visitor::of(panel, ann.id).await.get("/notices").await;
        page.assert_shows("A service that you order has a new price");
        // Months of standing still are passed over.
        panel.advance(TimeDelta::days(400));
        assert_eq!(all().await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_ends_soon_is_told_once() {
    still_panel(async |panel| {
        let ann = panel.customer("0").await;
        let now = panel.app.clock.now();
        let ends = |days| Some(now + TimeDelta::days(days));
        for (name, days) in [("long", 30), ("short", 5), ("brief", 1)] {
            panel
                .key(ann.id, |key| waybill::accounts::token::NewToken {
                    name: waybill::accounts::token::Name::parse(name).unwrap(),
                    expires_at: ends(days),
                    ..key
                })
                .await;
        }
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let told = async || {
            for told in join_all((0..3).map(|_| expiry::tell(db, clock))).await {
                told.unwrap();
            }
            let sql = "select coalesce(string_agg(facts ->> 'name', ' ' order by id), '')
                       from notices where kind = 'token_expiring'";
            value::<String>(panel, sql).await
        };
        assert_eq!(told().await, "");
        panel.advance(TimeDelta::hours(4 * 24 + 1));
        assert_eq!(told().await, "short");
        panel.advance(TimeDelta::days(20));
        assert_eq!(
            (told().await, told().await),
            ("short long".to_owned(), "short long".to_owned())
        );
        // One that was revoked ends no more.
        execute(panel, "delete from notices").await;
        let id = "select id from tokens where name = 'long'";
        let id: i64 = value(panel, id).await;
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.post(&format!("/account/tokens/{id}/revoke"), &NOTHING).await.assert_status(303);
        assert_eq!(told().await, "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_support_is_told_and_not_what_it_says() {
    still_panel(async |panel| {
        let ann = panel.customer("0").await;
        let hers = Visitor::of(panel, ann.id).await;
        let once = hers.get("/tickets/new").await.hidden("once");
        let fields = [("subject", "1"), ("text", "Where is it?"), ("once", &*once)];
        let ticket = hers.post("/tickets", &fields).await.location().to_owned();
        let id = ticket.rsplit('/').next().unwrap();
        let staff = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let path = format!("/admin/tickets/{id}");
        let page = staff.get(&path).await;
        let (once, seen) = (page.hidden("once"), page.hidden("seen"));
        let fields = [("text", "The violet answer"), ("once", &*once), ("seen", &*seen)];
        // The same form twice is one answer.
        for _ in 0..2 {
            staff.post(&format!("{path}/reply"), &fields).await.assert_status(303);
        }
        assert_eq!(count(panel, "notices where kind = 'ticket_answered'").await, 1);
        let page = hers.get("/notices").await;
        page.assert_shows(&format!("There is a new answer in your ticket {id}."));
        assert!(!page.text().contains("violet"));
        // A note for staff is none.
        let note = [("note", "for us"), ("once", "note0123456789")];
        staff.post(&format!("{path}/notes"), &note).await.assert_status(303);
        assert_eq!(count(panel, "notices where kind = 'ticket_answered'").await, 1);
    })
    .await;
}

//! Commissions follow orders, are held, approved, and taken back by rule.
//!
//! Seen red by `make seeded`: `hold-from-placing`, `early-approval`, `late-commits-skipped`,
//! `paid-is-recomputed`, `corrected-again`.
//!
//! It is long because each rule has a story of its own, and they share one scene.

use chrono::TimeDelta;
use waybill::accounts::audit::Actor;
use waybill::affiliates::approval::{self, Decided, Decision};
use waybill::affiliates::offer::{self, OfferStatus};
use waybill::affiliates::payout::Way;
use waybill::affiliates::payout_desk::PayoutStep;
use waybill::affiliates::{CommissionId, CommissionType, follow};
use waybill::catalogue::Kind;
use waybill::kit::money::{Money, Rate};
use waybill::orders::drip;
use waybill::providers::Word;

use super::row;
use crate::support::affiliates::{Affiliate, offer_draft};
use crate::support::{Customer, Panel, eventually, order_id, still_panel};

/// An affiliate, a customer whom they brought, and a service at 1.00 for 1000.
async fn scene(panel: &Panel, hold_days: i32) -> (Affiliate, Customer, i64, String) {
    let offer = panel.offer(|draft| draft.hold_days = hold_days).await;
    let ann = panel.affiliate(offer).await;
    let customer = panel.brought(&ann, "1000").await;
    let service = panel.service(|_| {}).await;
    let token = panel.affiliate_token(&ann).await;
    (ann, customer, service, token)
}

#[tokio::test]
async fn the_hold_counts_from_the_end_to_the_second() {
    still_panel(async |panel| {
        let (ann, customer, service, token) = scene(panel, 14).await;
        let order = panel.order(&customer, service, 5000).await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await, [row("PENDING", "5.00", "0.50")]);
        // However long it takes, the hold has not begun.
        panel.advance(TimeDelta::days(30));
        assert_eq!(panel.approve_due().await, 0);
        panel.complete(order).await;
        panel.follow().await;
        panel.advance(TimeDelta::days(14) - TimeDelta::seconds(20));
        assert_eq!(panel.approve_due().await, 0);
        assert_eq!(panel.sums(&ann).await, ["0.50", "0.00", "0.00", "0.00"]);
        panel.advance(TimeDelta::seconds(20));
        assert_eq!(panel.approve_due().await, 1);
        assert_eq!(panel.approve_due().await, 0);
        assert_eq!(panel.referrals(&token).await, [row("APPROVED", "5.00", "0.50")]);
        assert_eq!(panel.sums(&ann).await, ["0.00", "0.50", "0.00", "0.00"]);
    })
    .await;
}

#[tokio::test]
async fn a_part_lowers_it_and_a_whole_refund_denies_it() {
    still_panel(async |panel| {
        let (_, customer, service, token) = scene(panel, 0).await;
        let (half, none, later) = (
            panel.order(&customer, service, 1000).await,
            panel.order(&customer, service, 1000).await,
            panel.order(&customer, service, 1000).await,
        );
        panel.follow().await;
        panel.submit().await;
        panel.report(half, Word::Partial, Some(500)).await;
        panel.report(none, Word::Canceled, None).await;
        panel.report(later, Word::Completed, Some(0)).await;
        panel.follow().await;
        let rows = [
            row("PENDING", "0.50", "0.05"),
            row("DENIED", "0.00", "0.00"),
            row("PENDING", "1.00", "0.10"),
        ];
        assert_eq!(panel.referrals(&token).await, rows);
        assert_eq!(panel.approve_due().await, 2);
        // Approved and not paid: still computed again.
        panel.refund(later, "0.25").await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await[2], row("APPROVED", "0.75", "0.075"));
        panel.refund(later, "1").await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await[2], row("DENIED", "0.00", "0.00"));
        assert_eq!(panel.referrals(&token).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_refund_after_the_payout_adds_one_negative_row() {
    still_panel(async |panel| {
        let (ann, customer, service, token) = scene(panel, 0).await;
        let order = panel.order(&customer, service, 100_000).await;
        panel.complete(order).await;
        panel.follow().await;
        assert_eq!(panel.approve_due().await, 1);
        panel.ask_payout(&ann, Way::Balance).await.unwrap();
        assert_eq!(panel.balance(&ann.customer).await, "10.00");
        panel.refund(order, "40").await;
        panel.follow().await;
        // Read again, the same refund changes nothing.
        rewind(panel).await;
        panel.follow().await;
        let rows = [row("PAID", "100.00", "10.00"), row("APPROVED", "-40.00", "-4.00")];
        assert_eq!(panel.referrals(&token).await, rows);
        // It is owed, and never taken from the wallet.
        assert_eq!(panel.balance(&ann.customer).await, "10.00");
        assert_eq!(panel.sums(&ann).await, ["0.00", "-4.00", "0.00", "10.00"]);
        assert!(panel.ask_payout(&ann, Way::Balance).await.is_err());
        panel.refund(order, "100").await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await[2], row("APPROVED", "-60.00", "-6.00"));
        // The next payout nets it.
        let next = panel.order(&customer, service, 120_000).await;
        panel.complete(next).await;
        panel.follow().await;
        assert_eq!(panel.approve_due().await, 1);
        panel.ask_payout(&ann, Way::Balance).await.unwrap();
        assert_eq!(panel.balance(&ann.customer).await, "12.00");
        let payment = &panel.v1_rows(&token, "payment").await[0];
        assert_eq!(payment["commission_amount"], "2.00");
        assert_eq!(
            (&payment["total_referral"], &payment["total_sales"]),
            (&3.into(), &"20.00".into())
        );
        let order_numbers: Vec<_> = panel
            .v1_rows(&token, "referral")
            .await
            .iter()
            .map(|row| row["order_number"].clone())
            .collect();
        let ours =
            |number: &&serde_json::Value| number.as_str() == Some(order.to_string().as_str());
        assert_eq!(order_numbers.iter().filter(ours).count(), 3);
    })
    .await;
}

/// Lets the reader begin again from the first event.
async fn rewind(panel: &Panel) {
    sqlx::query("update order_event_readers set xid = '0', id = 0")
        .execute(panel.app.db.pool())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_row_in_an_open_payout_counts_as_paid_until_the_payout_fails() {
    still_panel(async |panel| {
        let (ann, customer, service, token) = scene(panel, 0).await;
        let order = panel.order(&customer, service, 900_000).await;
        panel.complete(order).await;
        panel.follow().await;
        panel.approve_due().await;
        let (id, _) = panel.ask_payout(&ann, Way::Outside).await.unwrap();
        panel.refund(order, "100").await;
        panel.follow().await;
        let rows = [row("APPROVED", "900.00", "90.00"), row("APPROVED", "-100.00", "-10.00")];
        assert_eq!(panel.referrals(&token).await, rows);
        assert_eq!(panel.sums(&ann).await, ["0.00", "-10.00", "90.00", "0.00"]);
        panel.payout_step(id, PayoutStep::Begin).await.unwrap();
        panel.payout_step(id, PayoutStep::Fail("no such account".to_owned())).await.unwrap();
        assert_eq!(panel.sums(&ann).await, ["0.00", "80.00", "0.00", "0.00"]);
        // Corrected once, it is corrected and never computed again.
        panel.refund(order, "900").await;
        panel.follow().await;
        assert_eq!(panel.sums(&ann).await, ["0.00", "0.00", "0.00", "0.00"]);
        assert_eq!(panel.referrals(&token).await[2], row("APPROVED", "-800.00", "-80.00"));
        // What was corrected, staff leave as it is.
        let rows = panel.v1_rows(&token, "referral").await;
        let ids =
            [&rows[0], &rows[1]].map(|row| CommissionId::new(row["referral_id"].as_i64().unwrap()));
        let deny = Decision::Deny("no".to_owned());
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let decided =
            approval::decide(db, clock, Actor::COMMAND, ids.to_vec(), deny).await.unwrap();
        assert_eq!(decided, Decided { done: 0, left: 2 });
    })
    .await;
}

#[tokio::test]
async fn a_flat_commission_stays_whole_until_all_is_refunded() {
    still_panel(async |panel| {
        let flat = |draft: &mut offer::Draft| {
            draft.commission_type = CommissionType::FlatPerOrder;
            draft.commission = Money::parse("2").unwrap();
            draft.hold_days = 0;
        };
        let offer = panel.offer(flat).await;
        let ann = panel.affiliate(offer).await;
        let customer = panel.brought(&ann, "100").await;
        let service = panel.service(|_| {}).await;
        let token = panel.affiliate_token(&ann).await;
        let (dear, cheap) = (
            panel.order(&customer, service, 10_000).await,
            panel.order(&customer, service, 500).await,
        );
        panel.complete(dear).await;
        panel.report(cheap, Word::Completed, Some(0)).await;
        panel.follow().await;
        let rows = [row("PENDING", "10.00", "2.00"), row("PENDING", "0.50", "0.50")];
        assert_eq!(panel.referrals(&token).await, rows);
        panel.refund(dear, "5").await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await[0], row("PENDING", "5.00", "2.00"));
        panel.approve_due().await;
        panel.ask_payout(&ann, Way::Balance).await.unwrap();
        // After the payout a part changes nothing, and the whole takes all back.
        panel.refund(dear, "7").await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 2);
        panel.refund(dear, "10").await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await[2], row("APPROVED", "-5.00", "-2.00"));
    })
    .await;
}

#[tokio::test]
async fn a_parent_earns_for_its_family() {
    still_panel(async |panel| {
        let (_, customer, service, token) = scene(panel, 0).await;
        let fields = [
            ("action", "add"),
            ("service", &service.to_string()),
            ("link", "https://example.com/drip"),
            ("quantity", "1000"),
            ("runs", "3"),
            ("interval", "10"),
        ];
        let parent = order_id(&panel.v2(&customer.key, &fields).await);
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await, [row("PENDING", "3.00", "0.30")]);
        // The first run is delivered in part, the second one whole; the third is never made.
        let mut ended = Vec::new();
        for (word, remains) in [(Word::Partial, 400), (Word::Completed, 0)] {
            drip::make_runs(&panel.app.db, &panel.app.clock).await.unwrap();
            panel.submit().await;
            let run = "select max(id) from orders where parent_id = $1";
            let run: i64 =
                sqlx::query_scalar(run).bind(parent).fetch_one(panel.app.db.pool()).await.unwrap();
            panel.report(run, word, Some(remains)).await;
            ended.push(run);
            panel.advance(TimeDelta::minutes(11));
            panel.follow().await;
        }
        assert_eq!(panel.referrals(&token).await, [row("PENDING", "2.60", "0.26")]);
        let ids = parent.to_string();
        panel.v2(&customer.key, &[("action", "cancel"), ("orders", &ids)]).await;
        panel.drip().await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await, [row("PENDING", "1.60", "0.16")]);
        assert_eq!(panel.approve_due().await, 1);
        // A subscription's posts are charged one by one.
        let service = panel
            .service(|service| {
                service.draft.kind = Kind::Subscriptions;
                service.draft.rate = Rate::parse("1").unwrap();
                service.sandbox.post_every_s = 86_400;
            })
            .await;
        let fields = [
            ("action", "add"),
            ("service", &service.to_string()),
            ("username", "ann"),
            ("min", "100"),
            ("max", "100"),
            ("posts", "2"),
            ("delay", "0"),
        ];
        let parent = order_id(&panel.v2(&customer.key, &fields).await);
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 1);
        for (post, commission) in [(1, "0.01"), (2, "0.02")] {
            assert!(panel.post(parent, &format!("https://example.com/ann/{post}")).await);
            panel.follow().await;
            assert_eq!(panel.referrals(&token).await[1].2, commission);
        }
        assert_eq!(panel.referrals(&token).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_plan_at_the_time_of_the_order_counts() {
    still_panel(async |panel| {
        let offer = panel.offer(|draft| draft.months = Some(1)).await;
        let ann = panel.affiliate(offer).await;
        let customer = panel.brought(&ann, "100").await;
        let service = panel.service(|_| {}).await;
        let token = panel.affiliate_token(&ann).await;
        panel.order(&customer, service, 1000).await;
        panel.advance(TimeDelta::seconds(5));
        // The offer pays less from now on; the order before was not read yet.
        let less = offer::Draft {
            commission: Money::parse("5").unwrap(),
            months: Some(1),
            ..offer_draft()
        };
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        offer::edit(db, clock, Actor::COMMAND, offer, (less, OfferStatus::Active)).await.unwrap();
        panel.order(&customer, service, 1000).await;
        panel.advance(TimeDelta::days(32));
        panel.order(&customer, service, 1000).await;
        panel.follow().await;
        let rows = [row("PENDING", "1.00", "0.10"), row("PENDING", "1.00", "0.05")];
        assert_eq!(panel.referrals(&token).await, rows);
    })
    .await;
}

#[tokio::test]
async fn ones_own_orders_and_link_give_nothing() {
    still_panel(async |panel| {
        let (ann, _, service, token) = scene(panel, 0).await;
        panel.credit(&ann.customer, "10").await;
        assert!(panel.click(&ann.code, [None, None, None]).await.is_some());
        panel.order(&ann.customer, service, 1000).await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await, []);
        // Not even if somebody writes it into the table.
        let forged = "insert into commissions (member_id, offer_id, account_id, customer_id,
            order_id, is_correction, state, commission_type, commission, hold_days, sales, amount,
            refunded, created_at) values ($1, $2, $3, $3, 1, false, 'pending', 'flat_per_order', 1,
            0, 1, 1, 0, now())";
        let forged = sqlx::query(forged)
            .bind(ann.member_id)
            .bind(ann.offer_id)
            .bind(ann.customer.id)
            .execute(panel.app.db.pool())
            .await;
        assert!(forged.unwrap_err().to_string().contains("commissions_not_on_own_orders"));
    })
    .await;
}

#[tokio::test]
async fn staff_approve_what_is_due_and_deny_with_a_reason() {
    still_panel(async |panel| {
        let change = |draft: &mut offer::Draft| {
            draft.approves_commissions = false;
            draft.hold_days = 7;
        };
        let offer = panel.offer(change).await;
        let ann = panel.affiliate(offer).await;
        let customer = panel.brought(&ann, "100").await;
        let service = panel.service(|_| {}).await;
        let token = panel.affiliate_token(&ann).await;
        let mut orders = Vec::new();
        for _ in 0..3 {
            orders.push(panel.order(&customer, service, 1000).await);
        }
        panel.submit().await;
        for order in &orders[..2] {
            panel.report(*order, Word::Completed, Some(0)).await;
        }
        panel.follow().await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let mut rows = panel.v1_rows(&token, "referral").await;
        rows.sort_by_key(|row| row["referral_id"].as_i64());
        let ids: Vec<CommissionId> = rows
            .iter()
            .map(|row| CommissionId::new(row["referral_id"].as_i64().unwrap()))
            .collect();
        let decide = |decision| approval::decide(db, clock, Actor::COMMAND, ids.clone(), decision);
        let early = decide(Decision::Approve).await.unwrap();
        assert_eq!(early, Decided { done: 0, left: 3 });
        panel.advance(TimeDelta::days(7));
        assert_eq!(panel.approve_due().await, 0, "staff approve in this offer");
        let due = decide(Decision::Approve).await.unwrap();
        assert_eq!(due, Decided { done: 2, left: 1 });
        assert!(decide(Decision::Deny("  ".to_owned())).await.is_err());
        let denied = decide(Decision::Deny("not a customer".to_owned())).await.unwrap();
        assert_eq!(denied, Decided { done: 3, left: 0 });
        let again = decide(Decision::Deny("not a customer".to_owned())).await.unwrap();
        assert_eq!(again, Decided { done: 0, left: 3 });
        assert!(panel.referrals(&token).await.iter().all(|row| row.0 == "DENIED"));
        assert_eq!(panel.sums(&ann).await, ["0.00", "0.00", "0.00", "0.00"]);
        // Denied is final, whatever the order does.
        panel.report(orders[2], Word::Completed, Some(0)).await;
        panel.follow().await;
        assert!(panel.referrals(&token).await.iter().all(|row| row.0 == "DENIED"));
    })
    .await;
}

/// A transaction that began earlier commits later: its event is read after the others, not never.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_that_commit_late_are_read() {
    still_panel(async |panel| {
        let (_, customer, service, token) = scene(panel, 0).await;
        let first = panel.order(&customer, service, 1000).await;
        // An event of the same order, in a transaction that stays open.
        let mut slow = panel.owner.acquire().await.unwrap();
        let mut slow = {
            use sqlx::Connection as _;
            #[expect(clippy::disallowed_methods, reason = "the test holds it open by hand")]
            let begun = slow.begin().await.unwrap();
            begun
        };
        sqlx::query(
            "insert into order_events (account_id, order_id, kind, charge, refunded, remains, at)
             select account_id, id, 'progress', charge, refunded, remains, now()
             from orders where id = $1",
        )
        .bind(first)
        .execute(&mut *slow)
        .await
        .unwrap();
        let second = panel.order(&customer, service, 2000).await;
        let follow = || follow::follow(&panel.app.db, &panel.app.clock);
        eventually("the first referral", async || {
            follow().await.unwrap();
            (panel.referrals(&token).await.len() == 1).then_some(())
        })
        .await;
        // What committed after the open one began waits for it.
        assert_eq!(follow().await.unwrap(), 0);
        assert_eq!(panel.referrals(&token).await.len(), 1);
        slow.commit().await.unwrap();
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 2);
        assert!(second > first);
    })
    .await;
}

#[tokio::test]
async fn after_a_restore_into_another_server_events_are_read_on() {
    still_panel(async |panel| {
        let (_, customer, service, token) = scene(panel, 0).await;
        panel.order(&customer, service, 1000).await;
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 1);
        // The place that another server's higher numbers left behind.
        let far = "update order_event_readers set xid = '9000000000000', id = 1";
        sqlx::query(far).execute(panel.app.db.pool()).await.unwrap();
        panel.order(&customer, service, 2000).await;
        eventually("the second referral", async || {
            follow::follow(&panel.app.db, &panel.app.clock).await.unwrap();
            (panel.referrals(&token).await.len() == 2).then_some(())
        })
        .await;
        let place = "select xid::text from order_event_readers where name = 'affiliates'";
        let place: String = sqlx::query_scalar(place).fetch_one(panel.app.db.pool()).await.unwrap();
        assert_ne!(place, "9000000000000");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_readers_at_once_read_each_event_once() {
    still_panel(async |panel| {
        let (ann, customer, service, token) = scene(panel, 0).await;
        for _ in 0..20 {
            panel.order(&customer, service, 1000).await;
        }
        let readers = (0..8).map(|_| follow::follow(&panel.app.db, &panel.app.clock));
        for read in futures_util::future::join_all(readers).await {
            read.unwrap();
        }
        panel.follow().await;
        assert_eq!(panel.referrals(&token).await.len(), 20);
        assert_eq!(panel.sums(&ann).await[0], "2.00");
    })
    .await;
}

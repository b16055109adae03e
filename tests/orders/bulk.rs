//! What staff do to many orders at once: each order once, whoever else is at it and whatever ends
//! the process.
//!
//! Seen red by `make seeded`: `bulk-unseen`, `bulk-suspended`, `moved-anywhere`.

use futures_util::future::join_all;
use waybill::accounts::AccountId;
use waybill::accounts::audit::Actor;
use waybill::accounts::role::Role;
use waybill::orders::bulk::{self, Action, Stage, Standing, StartError};
use waybill::orders::desk::By;
use waybill::orders::state::End;
use waybill::orders::{OrderId, desk};
use waybill::providers::{Outcome, Word};

use super::{answer_all, apply, desk_end, execute, moves, order, report, running, state, value};
use crate::support::{Panel, still_panel};

async fn admin(panel: &Panel) -> AccountId {
    panel.account(Role::Admin).await.id
}

/// A plan for these orders.
async fn plan(panel: &Panel, who: AccountId, orders: &[i64], action: Action) -> i64 {
    let ids = orders.iter().copied().map(OrderId::new).collect();
    bulk::plan(&panel.app.db, &panel.app.clock, who, ids, action).await.unwrap()
}

async fn start(panel: &Panel, who: AccountId, id: i64) -> Result<(), StartError> {
    let actor = Actor { account_id: Some(who), ..Actor::COMMAND };
    bulk::start(&panel.app.db, &panel.app.clock, actor, id, "asked for".to_owned()).await
}

/// Plans it, starts it and does it.
async fn act(panel: &Panel, who: AccountId, orders: &[i64], action: Action) -> i64 {
    let id = plan(panel, who, orders, action).await;
    start(panel, who, id).await.unwrap();
    panel.do_bulk().await;
    id
}

/// `done skipped failed waiting moved`
async fn came(panel: &Panel, id: i64) -> String {
    let shown = bulk::find(panel.app.db.pool(), id).await.unwrap().unwrap();
    let counts = shown.counts;
    let (done, skipped) = (counts.done, counts.skipped);
    format!("{done} {skipped} {} {} {}", counts.failed, counts.waiting, counts.moved)
}

/// What is said about one order.
async fn said(panel: &Panel, id: i64, order: i64) -> String {
    let items = bulk::items(panel.app.db.pool(), id, None, (0, 1000)).await.unwrap();
    items.into_iter().find(|item| item.order_id.get() == order).unwrap().result
}

#[tokio::test]
async fn each_action_does_what_its_plan_says() {
    still_panel(async |panel| {
        let who = admin(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let ended = order(panel, &customer, service, 1000).await;
        panel.complete(ended).await;
        let queued = order(panel, &customer, service, 1000).await;
        let held = order(panel, &customer, service, 1000).await;
        execute(panel, &format!("delete from routes where service_id = {service}")).await;
        panel.take().await;
        assert_eq!(state(panel, held).await, "hold");
        assert_eq!(state(panel, queued).await, "hold");
        let all = [queued, ended, held, 424_242];

        // Nothing happens before it is started.
        let id = plan(panel, who, &all, Action::Resend).await;
        panel.do_bulk().await;
        assert_eq!(state(panel, held).await, "hold");
        assert_eq!(came(panel, id).await, "0 1 0 2 0.00");
        assert_eq!(said(panel, id, ended).await, "It is completed, not on hold.");
        start(panel, who, id).await.unwrap();
        panel.do_bulk().await;
        assert_eq!(came(panel, id).await, "2 1 0 0 0.00");
        assert_eq!(state(panel, held).await, "queued");

        let id = act(panel, who, &all, Action::Refund(25)).await;
        assert_eq!(came(panel, id).await, "1 2 0 0 0.25");
        assert_eq!(said(panel, id, held).await, "It has not ended yet.");
        assert_eq!(panel.balance(&customer).await, "97.25");
        // Refunds name their total: as much again is no refund.
        let id = plan(panel, who, &all, Action::Refund(25)).await;
        assert_eq!(said(panel, id, ended).await, "As much or more was refunded before.");
        assert!(matches!(start(panel, who, id).await, Err(StartError::Nothing)));

        let id = act(panel, who, &all, Action::Cancel).await;
        assert_eq!(came(panel, id).await, "2 1 0 0 2.00");
        assert_eq!(said(panel, id, ended).await, "It is too late.");
        assert_eq!(panel.balance(&customer).await, "99.25");

        let id = act(panel, who, &all, Action::Note("Called the customer".to_owned())).await;
        assert_eq!(came(panel, id).await, "3 0 0 0 0.00");
        let notes = "select count(*) from order_notes where text = 'Called the customer'";
        assert_eq!(value::<i64>(panel, notes).await, 3);
        // Every change names the person.
        let named = format!(
            "select count(*) from audit where action = 'order.cancel'
                             and actor_id = {who} and after ->> 'why' = 'asked for'"
        );
        assert_eq!(value::<i64>(panel, &named).await, 2);
        assert_eq!(moves(panel, ended, "refund").await, 1);
    })
    .await;
}

#[tokio::test]
async fn running_orders_are_ended_and_asked_about() {
    still_panel(async |panel| {
        let who = admin(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let mut orders = Vec::new();
        for _ in 0..4 {
            orders.push(running(panel, &customer, service, 1000).await);
        }
        apply(panel, orders[0], report(Word::Open, 300)).await;
        apply(panel, orders[1], report(Word::Open, 0)).await;
        // As each shows; what cannot remain is left.
        let two = &orders[..2];
        let id = act(panel, who, two, Action::Partial(None)).await;
        assert_eq!(came(panel, id).await, "1 1 0 0 0.30");
        assert_eq!(said(panel, id, orders[1]).await, "0 cannot remain of 1000.");
        assert_eq!(state(panel, orders[0]).await, "partial");
        let id = act(panel, who, two, Action::Complete).await;
        assert_eq!(came(panel, id).await, "1 1 0 0 0.00");
        assert_eq!(said(panel, id, orders[0]).await, "It has ended: partial.");
        // Their provider decides about a cancel.
        let id = act(panel, who, &orders[2..], Action::Cancel).await;
        assert_eq!(came(panel, id).await, "2 0 0 0 0.00");
        assert_eq!(said(panel, id, orders[2]).await, "The provider is asked to stop.");
        let again = act_or_nothing(panel, who, &orders[2..], Action::Cancel).await;
        assert!(matches!(again, Err(StartError::Nothing)));
    })
    .await;
}

async fn act_or_nothing(
    panel: &Panel,
    who: AccountId,
    orders: &[i64],
    action: Action,
) -> Result<(), StartError> {
    let id = plan(panel, who, orders, action).await;
    start(panel, who, id).await
}

#[tokio::test]
async fn what_changed_after_the_plan_is_left() {
    still_panel(async |panel| {
        let who = admin(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let mut orders = Vec::new();
        for _ in 0..3 {
            orders.push(running(panel, &customer, service, 1000).await);
        }
        let id = plan(panel, who, &orders, Action::Partial(Some(400))).await;
        // Somebody asks for a cancel, somebody ends one; nobody touches the third.
        let by = By { actor: Actor::COMMAND, reason: "r".to_owned(), seen: None };
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        desk::cancel(db, clock, OrderId::new(orders[0]), by).await.unwrap();
        desk_end(panel, orders[1], End::Canceled).await.unwrap();
        start(panel, who, id).await.unwrap();
        panel.do_bulk().await;
        assert_eq!(came(panel, id).await, "1 2 0 0 0.40");
        assert_eq!(said(panel, id, orders[0]).await, "It has changed since the preview.");
        assert_eq!(state(panel, orders[0]).await, "running");
        assert_eq!(state(panel, orders[1]).await, "canceled");
        assert_eq!(panel.balance(&customer).await, "98.40");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_and_three_processes_at_once() {
    still_panel(async |panel| {
        let (one, two) = (admin(panel).await, admin(panel).await);
        let others = [panel.second(&["--no-work"]).await, panel.second(&["--no-work"]).await];
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("100").await;
        let mut orders = Vec::new();
        for _ in 0..40 {
            orders.push(order(panel, &customer, service, 1000).await);
        }
        panel.submit().await;
        for order in &orders[..20] {
            apply(panel, *order, report(Word::Completed, 0)).await;
        }
        // Both refund the same twenty orders, one of them in two tabs, and all of it is worked on
        // by three processes.
        let ended = &orders[..20];
        let mut plans = Vec::new();
        for (who, part) in [(one, 50), (one, 50), (two, 50), (two, 80)] {
            plans.push((who, plan(panel, who, ended, Action::Refund(part)).await));
        }
        let mut started = Vec::new();
        for (who, id) in &plans {
            started.push(start(panel, *who, *id).await);
        }
        assert!(matches!(started[1], Err(StartError::Runs(id)) if id == plans[0].1));
        assert!(matches!(started[2], Err(StartError::Runs(id)) if id == plans[0].1));
        assert!(started[0].is_ok() && started[3].is_ok());
        // A second click is no second action.
        start(panel, one, plans[0].1).await.unwrap();
        join_all([panel, &others[0], &others[1]].map(Panel::do_bulk)).await;
        for id in [plans[0].1, plans[3].1] {
            let shown = bulk::find(panel.app.db.pool(), id).await.unwrap().unwrap();
            assert_eq!(shown.stage, Stage::Done);
            assert_eq!((shown.counts.waiting, shown.counts.failed), (0, 0));
        }
        let refunded = "select sum(refunded)::bigint from orders";
        assert_eq!(value::<i64>(panel, refunded).await, 16_000_000);
        assert_eq!(panel.balance(&customer).await, "76.00");
        // The others are running: one asks for cancels, the other ends them.
        let running = &orders[20..];
        let cancels = plan(panel, one, running, Action::Cancel).await;
        let ends = plan(panel, two, running, Action::Partial(Some(250))).await;
        start(panel, one, cancels).await.unwrap();
        start(panel, two, ends).await.unwrap();
        join_all([panel, &others[0], &others[1]].map(Panel::do_bulk)).await;
        let parts: i64 = value(panel, "select count(*) from orders where state = 'partial'").await;
        let asked: i64 = value(
            panel,
            "select count(*) from orders o where state = 'running' and exists
             (select from cancels where order_id = o.id and ended_at is null)",
        )
        .await;
        assert_eq!(parts + asked, 20, "each got one decision or both");
        for other in others {
            other.stop().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_stopped_action_leaves_the_rest() {
    still_panel(async |panel| {
        let who = admin(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("300").await;
        let mut orders = Vec::new();
        for _ in 0..150 {
            orders.push(order(panel, &customer, service, 1000).await);
        }
        let id = plan(panel, who, &orders, Action::Cancel).await;
        start(panel, who, id).await.unwrap();
        assert!(bulk::work(&panel.app.db, &panel.app.clock).await.unwrap());
        let actor = Actor { account_id: Some(who), ..Actor::COMMAND };
        assert!(bulk::stop(&panel.app.db, &panel.app.clock, actor, id).await.unwrap());
        assert!(!bulk::stop(&panel.app.db, &panel.app.clock, actor, id).await.unwrap());
        panel.do_bulk().await;
        assert_eq!(came(panel, id).await, "100 0 0 50 100.00");
        // The rest can be done by another one.
        let id = act(panel, who, &orders, Action::Cancel).await;
        assert_eq!(came(panel, id).await, "50 100 0 0 50.00");
        assert_eq!(panel.balance(&customer).await, "300.00");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_suspended_does_nothing_more() {
    still_panel(async |panel| {
        let who = admin(panel).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let one = order(panel, &customer, service, 1000).await;
        let id = plan(panel, who, &[one], Action::Cancel).await;
        start(panel, who, id).await.unwrap();
        execute(panel, &format!("update accounts set status = 'suspended' where id = {who}")).await;
        panel.do_bulk().await;
        assert_eq!(came(panel, id).await, "0 0 0 1 0.00");
        let shown = bulk::find(panel.app.db.pool(), id).await.unwrap().unwrap();
        assert_eq!(shown.stage, Stage::Stopped);
        assert_eq!(state(panel, one).await, "queued");
    })
    .await;
}

#[tokio::test]
async fn only_what_no_provider_has_is_moved() {
    still_panel(async |panel| {
        let who = admin(panel).await;
        let near = panel.provider("Near", "http://127.0.0.1:1/api/v2").await;
        let far = panel.provider("Far", "http://127.0.0.1:2/api/v2").await;
        let service = panel.service_by(&[near, far]).await;
        let elsewhere = panel.service_by(&[near]).await;
        let customer = panel.customer("100").await;
        let held = order(panel, &customer, service, 1000).await;
        let other = order(panel, &customer, elsewhere, 1000).await;
        let to_far = Action::Move(Some(waybill::providers::ProviderId::new(far)));
        let id = act(panel, who, &[held, other], to_far.clone()).await;
        assert_eq!(came(panel, id).await, "1 1 0 0 0.00");
        assert_eq!(said(panel, id, other).await, "This provider does not deliver its service.");
        // It goes there, although the other route comes first.
        let claims = panel.take().await;
        let claim = claims.iter().find(|claim| claim.order_id.get() == held).unwrap();
        assert_eq!(claim.route.provider_id.get(), far);
        // While it is on its way, or there, it is not moved.
        let back = Action::Move(None);
        let id = plan(panel, who, &[held], back.clone()).await;
        assert_eq!(said(panel, id, held).await, "A provider may have it: decide that first.");
        // Refused there, it goes nowhere else by itself: a person decides again.
        let reason = "no such link".to_owned();
        panel.record(claim, Outcome::Refused { reason }).await;
        assert_eq!(state(panel, held).await, "queued");
        panel.take().await;
        assert_eq!(state(panel, held).await, "hold");
        let id = plan(panel, who, &[held], to_far.clone()).await;
        assert_eq!(said(panel, id, held).await, "This provider has refused it before.");
        act(panel, who, &[held], back).await;
        answer_all(panel, |id| Outcome::Accepted { upstream_id: format!("n{id}") }).await;
        assert_eq!(state(panel, held).await, "running");
        let at: i64 =
            value(panel, &format!("select provider_id from orders where id = {held}")).await;
        assert_eq!(at, near);
        let id = plan(panel, who, &[held], to_far.clone()).await;
        assert_eq!(said(panel, id, held).await, "A provider has it: cancel it there first.");
        // A closed provider gets none.
        let waits = order(panel, &customer, service, 1000).await;
        execute(panel, &format!("update providers set enabled = false where id = {far}")).await;
        let id = plan(panel, who, &[waits], to_far).await;
        let why = said(panel, id, waits).await;
        assert_eq!(why, "This provider takes no orders of its service now.");
        let items = bulk::items(panel.app.db.pool(), id, Some(Standing::Skipped), (0, 9)).await;
        assert_eq!(items.unwrap().len(), 1);
    })
    .await;
}

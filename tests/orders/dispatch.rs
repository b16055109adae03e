//! Dispatch by hand: it sends an order at most once, and says so when the result is unknown.
//!
//! Seen red by `make seeded`: `unknown-goes-back`, `late-answer-dropped`, `reused-upstream-id`,
//! `paused-provider-sends`, `frozen-sends`, `sent-while-away`.
//!
//! It is long because all its stories use the same few steps, which are written here once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use waybill::orders::dispatch;
use waybill::orders::sweep;
use waybill::providers::sandbox::Ending;
use waybill::providers::{Outcome, Word};

use super::{
    accepted, answer_all, apply, attention, desk_again, execute, order, report, shown, state,
    story, submit, value, work,
};
use crate::support::{Panel, panel_with, still_panel};

async fn sweep(panel: &Panel) -> usize {
    sweep::sweep(&panel.app.db, &panel.app.clock).await.unwrap()
}

/// The order's attempts as `state upstream`, oldest first.
async fn attempts(panel: &Panel, order: i64) -> Vec<String> {
    let sql = format!(
        "select coalesce(array_agg(state || ' ' || coalesce(upstream_id, '-') order by id), '{{}}')
         from attempts where order_id = {order}"
    );
    value(panel, &sql).await
}

/// A second route of the service, with a provider of its own.
async fn second_route(panel: &Panel, service: i64, ending: Ending) {
    execute(
        panel,
        "insert into providers (name, protocol) values ('Second', 'sandbox') on conflict do nothing",
    )
    .await;
    let sql = format!(
        r#"insert into routes (service_id, position, provider_id, settings)
           select {service}, 1, id, '{{"per_minute": 60000000, "ending": "{}"}}'
           from providers where name = 'Second'"#,
        ending.as_str()
    );
    execute(panel, &sql).await;
}

/// Makes a queued order a scheduled one that is due.
async fn schedule(panel: &Panel, order: i64) {
    let sql = format!("update orders set state = 'scheduled', lane = null where id = {order}");
    execute(panel, &sql).await;
}

async fn provider(panel: &Panel, order: i64) -> String {
    let sql = format!(
        "select p.name from orders o join providers p on p.id = o.provider_id where o.id = {order}"
    );
    value(panel, &sql).await
}

#[tokio::test]
async fn a_submission_without_an_answer_is_unknown_for_good() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        let armed = panel.take().await;
        assert_eq!(shown(panel, &customer, id).await, "Processing 1.00 1000");
        panel.advance(TimeDelta::seconds(dispatch::SUBMIT_LEASE_S - 1));
        assert_eq!(sweep(panel).await, 0);
        panel.advance(TimeDelta::seconds(2));
        assert_eq!(sweep(panel).await, 1);
        assert_eq!(state(panel, id).await, "unknown");
        assert_eq!(attempts(panel, id).await, ["unknown -"]);
        for _ in 0..3 {
            panel.advance(TimeDelta::days(10));
            work(panel).await;
            assert_eq!(state(panel, id).await, "unknown");
        }
        panel.record(&armed[0], accepted("late")).await;
        assert_eq!(state(panel, id).await, "unknown");
        assert_eq!(panel.balance(&customer).await, "9.00");
    })
    .await;
}

#[tokio::test]
async fn a_late_answer_is_kept_flagged_and_changes_nothing() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("20").await;
        let refused = Outcome::Refused { reason: "no".to_owned() };
        for (late, kept) in [(accepted("late-1"), "accepted late-1"), (refused, "refused -")] {
            let id = order(panel, &customer, service, 1000).await;
            let armed = panel.take().await;
            panel.advance(TimeDelta::seconds(dispatch::SUBMIT_LEASE_S + 1));
            sweep(panel).await;
            execute(panel, &format!("update orders set attention = null where id = {id}")).await;
            panel.record(&armed[0], late).await;
            assert_eq!(state(panel, id).await, "unknown");
            assert_eq!(attempts(panel, id).await, [kept]);
            assert!(attention(panel, id).await.unwrap().contains("after its time"));
            assert!(story(panel, id).await.contains(&"late_answer".to_owned()));
        }
        assert_eq!(panel.balance(&customer).await, "18.00");
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_the_first_attempt_leaves_the_second_alone() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("20").await;
        let id = order(panel, &customer, service, 1000).await;
        let first = panel.take().await;
        panel.advance(TimeDelta::seconds(dispatch::SUBMIT_LEASE_S + 1));
        sweep(panel).await;
        desk_again(panel, id).await.unwrap();
        let second = panel.take().await;
        panel.record(&first[0], accepted("first")).await;
        assert_eq!(state(panel, id).await, "submitting");
        panel.record(&second[0], accepted("second")).await;
        let upstream: String =
            value(panel, &format!("select upstream_id from orders where id = {id}")).await;
        assert_eq!(upstream, "second");
        assert_eq!(attempts(panel, id).await, ["accepted first", "accepted second"]);
        // Two such orders may be under way: the flag stays, whatever else is reported.
        apply(panel, id, report(Word::Completed, 0)).await;
        assert!(attention(panel, id).await.unwrap().contains("first"));
    })
    .await;
}

/// A recorded answer is never overwritten, whether it is repeated or contradicted.
#[tokio::test]
async fn an_answer_is_recorded_once() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("20").await;
        let id = order(panel, &customer, service, 1000).await;
        let armed = panel.take().await;
        panel.record(&armed[0], accepted("up")).await;
        for later in [
            Outcome::Refused { reason: "no".to_owned() },
            Outcome::NotSent { reason: "no".to_owned() },
            Outcome::Unknown { detail: "no".to_owned() },
            accepted("other"),
        ] {
            panel.record(&armed[0], later).await;
            assert_eq!(attempts(panel, id).await, ["accepted up"]);
            assert_eq!(shown(panel, &customer, id).await, "In progress 1.00 1000");
        }
        assert!(attention(panel, id).await.is_some());
        assert_eq!(panel.balance(&customer).await, "19.00");
    })
    .await;
}

#[tokio::test]
async fn an_id_that_was_given_before_is_no_acceptance() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("20").await;
        let first = order(panel, &customer, service, 1000).await;
        answer_all(panel, |_| accepted("twice")).await;
        let second = order(panel, &customer, service, 1000).await;
        answer_all(panel, |_| accepted("twice")).await;
        assert_eq!(state(panel, first).await, "running");
        assert_eq!(state(panel, second).await, "unknown");
        assert!(attention(panel, second).await.unwrap().contains("twice"));
        // The same for an id that only an attempt has, because it came late.
        let third = order(panel, &customer, service, 1000).await;
        let armed = panel.take().await;
        panel.advance(TimeDelta::seconds(dispatch::SUBMIT_LEASE_S + 1));
        sweep(panel).await;
        panel.record(&armed[0], accepted("came-late")).await;
        let fourth = order(panel, &customer, service, 1000).await;
        answer_all(panel, |_| accepted("came-late")).await;
        assert_eq!(state(panel, third).await, "unknown");
        assert_eq!(state(panel, fourth).await, "unknown");
        assert_eq!(panel.balance(&customer).await, "16.00");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_panels_claim_disjointly() {
    still_panel(async |panel| {
        let other = panel.second(&["--no-work"]).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("200").await;
        let orders = join_all((0..120).map(|_| order(panel, &customer, service, 1000))).await;
        let claims = join_all((0..20).map(|n| {
            let panel = if n % 2 == 0 { panel } else { &other };
            panel.take_up_to(10)
        }))
        .await;
        let mut claimed: Vec<i64> = Vec::new();
        for claims in claims {
            assert!(claims.len() <= 10);
            claimed.extend(claims.iter().map(|claim| claim.order_id.get()));
        }
        claimed.extend(panel.take().await.iter().map(|claim| claim.order_id.get()));
        claimed.sort_unstable();
        let mut all = orders;
        all.sort_unstable();
        assert_eq!(claimed, all);
        other.stop().await;
    })
    .await;
}

/// Many workers of two panels: each order reaches the sandbox once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_panels_send_each_order_once() {
    crate::support::panel(async |panel| {
        let other = panel.second(&[]).await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("200").await;
        let orders = join_all(
            (0..100)
                .map(|n| order(if n % 2 == 0 { panel } else { &other }, &customer, service, 1000)),
        )
        .await;
        for id in orders {
            panel.wait_for_status(&customer, id, "Completed").await;
        }
        let sent: i64 = value(panel, "select count(*) from sandbox_orders").await;
        assert_eq!(sent, 100);
        let armed: i64 = value(panel, "select count(*) from attempts").await;
        assert_eq!(armed, 100);
        other.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frozen_nothing_is_sent() {
    panel_with(&["--freeze-dispatch"], async |panel| {
        let service = panel.service(|service| service.draft.refill_wait_h = 0).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        // A scheduled order that the loops did move proves that they worked.
        let moved = order(panel, &customer, service, 1000).await;
        schedule(panel, moved).await;
        crate::support::eventually("the sweep to have passed", async || {
            (state(panel, moved).await == "queued").then_some(())
        })
        .await;
        panel.advance(TimeDelta::hours(1));
        let later = order(panel, &customer, service, 1000).await;
        schedule(panel, later).await;
        crate::support::eventually("the sweep to have passed again", async || {
            (state(panel, later).await == "queued").then_some(())
        })
        .await;
        for id in [id, moved, later] {
            assert_eq!(state(panel, id).await, "queued");
            assert_eq!(attempts(panel, id).await, Vec::<String>::new());
        }
        // Another process that is not frozen sends them.
        let open = panel.second(&[]).await;
        open.advance(TimeDelta::hours(1));
        for id in [id, moved, later] {
            panel.wait_for_status(&customer, id, "Completed").await;
        }
        open.stop().await;
    })
    .await;
}

#[tokio::test]
async fn orders_of_a_paused_provider_wait_until_it_is_open_again() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        let armed = panel.take().await;
        let down = Outcome::ProviderDown { reason: "no funds there".to_owned() };
        panel.record(&armed[0], down).await;
        assert_eq!(attempts(panel, id).await, ["not_sent -"]);
        let next = order(panel, &customer, service, 1000).await;
        for _ in 0..20 {
            panel.advance(TimeDelta::minutes(11));
            assert_eq!(submit(panel).await, 0);
            sweep(panel).await;
        }
        for id in [id, next] {
            assert_eq!(shown(panel, &customer, id).await, "Pending 1.00 1000");
        }
        execute(panel, "update providers set paused_reason = null").await;
        panel.advance(TimeDelta::minutes(11));
        assert_eq!(submit(panel).await, 2);
        assert_eq!(panel.balance(&customer).await, "8.00");
    })
    .await;
}

#[tokio::test]
async fn what_was_not_sent_is_sent_later() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        for _ in 0..4 {
            let sent = answer_all(panel, |_| Outcome::NotSent { reason: "no route".into() }).await;
            assert_eq!(sent, [id]);
            assert_eq!(panel.take().await.len(), 0, "it waits");
            panel.advance(TimeDelta::minutes(10));
        }
        answer_all(panel, |_| accepted("up")).await;
        assert_eq!(state(panel, id).await, "running");
        assert_eq!(attempts(panel, id).await.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn refused_it_goes_the_next_way_and_the_last_refusal_refunds() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service_ending(Ending::Refused).await;
        second_route(panel, service, Ending::Completed).await;
        let id = order(panel, &customer, service, 1000).await;
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Pending 1.00 1000");
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 1.00 0");
        assert_eq!(provider(panel, id).await, "Second");

        let service = panel.service_ending(Ending::Refused).await;
        second_route(panel, service, Ending::Refused).await;
        let id = order(panel, &customer, service, 1000).await;
        work(panel).await;
        assert_eq!(panel.balance(&customer).await, "8.00");
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Canceled 0.00 1000");
        assert_eq!(attempts(panel, id).await, ["refused -", "refused -"]);
        assert_eq!(panel.balance(&customer).await, "9.00");
    })
    .await;
}

#[tokio::test]
async fn a_paused_first_way_is_passed_by() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        second_route(panel, service, Ending::Completed).await;
        execute(panel, "update providers set paused_reason = 'rest' where name = 'Sandbox'").await;
        let id = order(panel, &customer, service, 1000).await;
        work(panel).await;
        assert_eq!(provider(panel, id).await, "Second");
    })
    .await;
}

#[tokio::test]
async fn without_any_way_it_is_on_hold_until_staff_send_it() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        execute(panel, &format!("update routes set position = 9 where service_id = {service}"))
            .await;
        let sql = format!("create table kept as select * from routes where service_id = {service}");
        execute(panel, &sql).await;
        execute(panel, &format!("delete from routes where service_id = {service}")).await;
        let id = order(panel, &customer, service, 1000).await;
        work(panel).await;
        assert_eq!(state(panel, id).await, "hold");
        assert_eq!(shown(panel, &customer, id).await, "Pending 1.00 1000");
        assert!(attention(panel, id).await.is_some());
        execute(panel, "insert into routes select * from kept").await;
        desk_again(panel, id).await.unwrap();
        work(panel).await;
        assert_eq!(shown(panel, &customer, id).await, "Completed 1.00 0");
    })
    .await;
}

/// The database itself refuses to send an order that is on its way, or with a provider.
#[tokio::test]
async fn an_order_is_sent_once_at_a_time() {
    still_panel(async |panel| {
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        let id = order(panel, &customer, service, 1000).await;
        let sent = panel.take().await;
        for accept in [false, true] {
            if accept {
                panel.record(&sent[0], accepted("up")).await;
            }
            let was = state(panel, id).await;
            let queue = format!(
                "update orders set state = 'queued', lane = 0, due_at = created_at where id = {id}"
            );
            execute(panel, &queue).await;
            let refused = panel.try_take(1000).await.unwrap_err().to_string();
            assert!(refused.contains("sent again"), "{was}: {refused}");
            assert_eq!(attempts(panel, id).await.len(), 1, "{was}");
            execute(panel, &format!("update orders set state = '{was}' where id = {id}")).await;
        }
    })
    .await;
}

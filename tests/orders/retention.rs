//! What is kept for a time only, and what is kept for ever.

use chrono::TimeDelta;

use crate::support::rows::{execute, value};
use crate::support::{eventually, panel};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_texts_calls_sessions_and_clicks_go_and_history_stays() {
    panel(async |panel| {
        let offer = panel.offer(|draft| draft.cookie_days = 30).await;
        let ann = panel.affiliate(offer).await;
        panel.click(&ann.code, [None, None, None]).await.unwrap();
        let bob = panel.customer("100").await;
        let service = panel.service(|_| {}).await;
        let old = panel.order(&bob, service, 1000).await;
        panel.wait_for_status(&bob, old, "Completed").await;
        let held = panel.order(&bob, service, 1000).await;
        panel.wait_for_status(&bob, held, "Completed").await;
        eventually("the calls to be written", async || {
            value::<bool>(panel, "select exists (select from token_calls)").await.then_some(())
        })
        .await;
        // More of each than goes in a batch.
        execute(
            panel,
            &format!(
                "insert into attempts (order_id, provider_id, fence, state, upstream_id, armed_at,
                                       ended_at, request, answer, idempotency_key)
                 select {old}, 1, -n, 'accepted', 'old-' || n, now(), now(), 'sent', 'came', 'key'
                 from generate_series(1, 2500) n;
                 insert into token_calls (token_id, count, calls, written_at)
                 select 1, 1, '[]', now() from generate_series(1, 2500) n;
                 insert into sessions (hash, account_id, created_at, seen_at, expires_at, proved_at,
                                       address, user_agent)
                 select sha256(n::text::bytea), {}, now(), now(), now() + interval '1 day', now(),
                        '', '' from generate_series(1, 2500) n;
                 insert into affiliate_clicks (visitor, member_id, address_hash, at)
                 select visitor, member_id, address_hash, at
                 from affiliate_clicks, generate_series(1, 2500)",
                bob.id
            ),
        )
        .await;
        let kept = "select (select count(*) from attempts) + (select count(*) from order_events)
                         + (select count(*) from transfers) + (select count(*) from audit)";
        let before: i64 = value(panel, kept).await;
        panel.advance(TimeDelta::days(60));
        eventually("sessions to go", async || {
            value::<bool>(panel, "select not exists (select from sessions)").await.then_some(())
        })
        .await;
        // Neither is 90 days old.
        assert!(value::<i64>(panel, "select count(*) from token_calls").await > 2500);
        let texts = "select count(*) from attempts where request is not null or answer is not null";
        assert!(value::<i64>(panel, texts).await >= 2500);
        // One order is open again, so its texts stay.
        execute(
            panel,
            &format!(
                "update attempts set request = 'sent', answer = 'came' where order_id = {held};
                 update orders set state = 'unknown', ended_at = null where id = {held}"
            ),
        )
        .await;
        panel.advance(TimeDelta::days(121));
        eventually("the rest to go", async || {
            let rest = "select (select count(*) from token_calls)
                             + (select count(*) from affiliate_clicks)
                             + (select count(*) from attempts where answer is not null
                                and order_id <> (select max(id) from orders))";
            (value::<i64>(panel, rest).await == 0).then_some(())
        })
        .await;
        let held_texts = format!(
            "select count(*) > 0 from attempts where order_id = {held} and answer = 'came'"
        );
        assert!(value::<bool>(panel, &held_texts).await);
        let ids = "select count(*) from attempts where upstream_id like 'old-%'
                       and idempotency_key = 'key' and state = 'accepted'";
        assert_eq!(value::<i64>(panel, ids).await, 2500);
        assert!(value::<i64>(panel, kept).await >= before);
        assert!(value::<i64>(panel, "select sum(clicks)::bigint from affiliate_days").await >= 1);
        execute(
            panel,
            &format!("update orders set state = 'completed', ended_at = now() where id = {held}"),
        )
        .await;
    })
    .await;
}

//! On time: an order that is due leaves within two seconds, by the workers of two panels.

use chrono::TimeDelta;
use waybill::catalogue::{Code, ServiceId, set_code};

use super::{LINK, place, value};
use crate::support::{Panel, eventually, panel};

const LATE_MS_MAX: i64 = 2_000;

/// For everything that was sent: how many there are, the longest delay, and the shortest. The first
/// portion is due with its order, and the second ten minutes later.
const SENT: &str = "
    select count(*), coalesce(max(late), 0)::bigint, coalesce(min(late), 0)::bigint from (
        select 1000 * extract(epoch from a.armed_at - (coalesce(p.created_at, o.created_at)
                   + interval '1 minute' + interval '10 minutes' * (select count(*) from orders b
                       where b.parent_id = o.parent_id and b.id < o.id))) as late
        from attempts a join orders o on o.id = a.order_id left join orders p on p.id = o.parent_id
    ) as sent";

async fn sent(panel: &Panel, count: i64) {
    let (latest, earliest): (i64, i64) = eventually("all that is due to leave", async || {
        let found: (i64, i64, i64) =
            sqlx::query_as(SENT).fetch_one(panel.app.db.pool()).await.unwrap();
        (found.0 >= count).then_some((found.1, found.2))
    })
    .await;
    assert!(earliest >= 0, "one left {earliest} ms before its time");
    assert!(latest <= LATE_MS_MAX, "one left {latest} ms after its time");
    assert_eq!(value::<i64>(panel, "select count(*) from attempts").await, count);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_due_leaves_within_two_seconds() {
    panel(async |panel| {
        let other = panel.second(&[]).await;
        let on = |by: TimeDelta| {
            panel.advance(by);
            other.advance(by);
        };
        let service = panel.service(|_| {}).await;
        let set = panel.app.db.transaction(move |tx| {
            Box::pin(
                async move { set_code(tx, ServiceId::new(service), Some(Code::PostUpvote)).await },
            )
        });
        set.await.unwrap();
        let customer = panel.customer("10").await;
        for number in 0..10 {
            let mut fields = vec![("link", LINK), ("quantity", "25"), ("after", "1")];
            if number % 2 == 0 {
                fields.push(("speed", "1"));
            }
            place(panel, &customer, service, &fields).await.unwrap();
        }
        // From here to the time when they are due, the clock runs by itself.
        on(TimeDelta::seconds(57));
        sent(panel, 10).await;
        on(TimeDelta::seconds(10 * 60 - 5));
        sent(panel, 15).await;
        other.stop().await;
    })
    .await;
}

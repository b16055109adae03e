//! What an order's whole life costs the database: placed by API v2, sent, asked for three times,
//! each time with something new, completed. The counts are PostgreSQL's own, of all orders
//! together.

use std::time::{Duration, Instant};

use sqlx::Row as _;

use super::{LOOK_EVERY, Stand, Word};
use crate::Plan;
use crate::load::{self, Call};
use crate::panel::Panel;

const UPDATES: &str = "churn: updates of an order's row in its life";
const HOT: &str = "churn: part of these that touch no index";
const ATTEMPTS_HOT: &str = "churn: part of the updates of attempts that touch no index";
const ALL: &str = "churn: rows updated or deleted for an order, in all tables";
const WAL: &str = "churn: WAL for an order, bytes";
const DISK: &str = "churn: on disk for an order with its indexes, bytes";

/// PostgreSQL counts what a connection did a little later.
const COUNTED_IN: Duration = Duration::from_secs(12);
/// So long no order need end.
const STILL_MAX: Duration = Duration::from_secs(240);

pub const NAMES: [&str; 6] = [UPDATES, HOT, ATTEMPTS_HOT, ALL, WAL, DISK];

/// The counters of one moment.
#[derive(Debug, Default)]
struct Counted {
    orders: [f64; 2],
    attempts: [f64; 2],
    all: f64,
    wal: f64,
    disk: f64,
}

/// Each figure's name, goal and value.
pub async fn measure(stand: &Stand<'_>, plan: &Plan) -> Vec<(&'static str, &'static str, f64)> {
    stand.provider.reset(Word::Life);
    stand.quiet().await;
    stand.seed.rest().await;
    let panel = Panel::start(stand.seed, &["--provider-allow", "127.0.0.0/8"]).await;
    stand.seed.rest().await;
    let last: i64 = sqlx::query_scalar("select max(id) from orders")
        .fetch_one(stand.pool)
        .await
        .expect("an id");
    let before = count(stand).await;
    let call = Call::add(stand.seed, 64, 1000);
    let (placed, _) = load::run(panel.address, &call, plan.seconds).await;
    let left = "select count(*) from orders where id > $1 and ended_at is null";
    let (mut since, mut before_left) = (Instant::now(), i64::MAX);
    loop {
        let left = sqlx::query_scalar(left).bind(last).fetch_one(stand.pool);
        let left: i64 = left.await.expect("a count");
        if left == 0 {
            break;
        }
        if left < before_left {
            (since, before_left) = (Instant::now(), left);
        }
        assert!(since.elapsed() < STILL_MAX, "{left} orders do not end");
        tokio::time::sleep(LOOK_EVERY * 20).await;
    }
    // An idle process reports its counts when its turn comes.
    tokio::time::sleep(COUNTED_IN).await;
    let after = count(stand).await;
    panel.stop();
    eprintln!("churn: {placed} orders, {before:?}, {after:?}");
    let part = |one: [f64; 2], two: [f64; 2]| (two[1] - one[1]) / (two[0] - one[0]).max(1.0);
    let values = [
        ("≤ 5", (after.orders[0] - before.orders[0]) / placed),
        ("≥ 0.7", part(before.orders, after.orders)),
        ("≥ 0.7", part(before.attempts, after.attempts)),
        ("–", (after.all - before.all) / placed),
        ("–", (after.wal - before.wal) / placed),
        ("–", (after.disk - before.disk) / placed),
    ];
    NAMES.iter().zip(values).map(|(name, (goal, value))| (*name, goal, value)).collect()
}

async fn count(stand: &Stand<'_>) -> Counted {
    let rows = sqlx::query(
        "select relname::text, n_tup_upd::float8, n_tup_hot_upd::float8, n_tup_del::float8,
                n_tup_ins::float8, pg_total_relation_size(relid)::float8,
                (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8
         from pg_stat_user_tables order by 1",
    )
    .fetch_all(stand.pool)
    .await
    .expect("counts");
    let mut counted = Counted::default();
    for row in rows {
        let name: String = row.get(0);
        let [updated, hot, deleted, inserted, size, wal] =
            std::array::from_fn(|n| row.get::<f64, _>(n + 1));
        if updated + deleted > 1000.0 {
            eprintln!(
                "churn: {name}: {inserted} inserted, {updated} updated, {hot} hot, {deleted} deleted"
            );
        }
        match name.as_str() {
            "orders" => counted.orders = [updated, hot],
            "attempts" => counted.attempts = [updated, hot],
            _ => {}
        }
        counted.all += updated + deleted;
        counted.disk += size;
        counted.wal = wal;
    }
    counted
}

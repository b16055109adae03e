//! What it costs to send an order and to ask for it does not grow with the orders that are there, also
//! when PostgreSQL counted the tables before any order had a provider: a burst on a new panel.
//!
//! Seen red by `make seeded`: `due-again-for-each`, `provider-read-whole`.

use futures_util::future::join_all;
use sqlx::{ConnectOptions as _, Connection as _};

use super::steps::order;
use crate::support::rows::{execute, value};
use crate::support::{Database, Panel, eventually};

const ORDERS: usize = 600;
/// Rows that are read for one order until it is completed, by all loops of a panel. If all orders are
/// read for each, it is half of them or more.
const ROWS_EACH_MAX: i64 = 150;

/// The rows that statements have read until now, as the server counts them when a connection ends.
async fn rows_read(database: &Database) -> i64 {
    let mut connection = database.options().connect().await.unwrap();
    let sql = "select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint
               from pg_stat_user_tables where relname in ('orders', 'looks', 'attempts')";
    let rows = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_on_a_new_panel_reads_no_order_for_another() {
    let panel = Panel::start(Database::fresh().await, &["--no-work"]).await;
    let (ann, service) = (panel.customer("1000").await, panel.service(|_| {}).await);
    for _ in 0..ORDERS / 20 {
        join_all((0..20).map(|_| order(&panel, &ann, service, 1000))).await;
    }
    let quiet = ["orders", "looks", "attempts"]
        .map(|table| format!("alter table {table} set (autovacuum_enabled = off)"));
    execute(&panel, &quiet.join(";")).await;
    execute(&panel, "analyze").await;
    let database = panel.stop().await;
    let before = rows_read(&database).await;

    let panel = Panel::start(database, &[]).await;
    eventually("all orders to be completed", async || {
        let open = "select count(*) from orders where state <> 'completed'";
        (value::<i64>(&panel, open).await == 0).then_some(())
    })
    .await;
    let database = panel.stop().await;
    let each = (rows_read(&database).await - before) / i64::try_from(ORDERS).unwrap();
    println!("{each} rows were read for an order");
    assert!(each <= ROWS_EACH_MAX, "{each} rows were read for an order");
    database.drop().await;
}

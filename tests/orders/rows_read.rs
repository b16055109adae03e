//! What it costs to send an order and to ask for it does not grow with the orders that are there, also
//! when PostgreSQL counted the tables before any order had a provider: a burst on a new panel.
//!
//! Seen red by `make seeded`: `due-again-for-each`, `provider-read-whole`.

use futures_util::future::join_all;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use super::steps::order;
use crate::support::rows::{execute, value};
use crate::support::{Database, Panel, eventually};

const ORDERS: usize = 600;
/// By these indexes the orders of a provider are listed, and those that are due are found. If that was
/// done again for each order, it would be some hundred rows for each.
const INDEXES: &str = "'orders_provider', 'looks_running'";
const ROWS_EACH_MAX: usize = 20;

/// The rows that were read by these indexes. The server counts them when a connection ends.
async fn rows_read(database: &Database) -> usize {
    eventually("the panel's connections to end", async || {
        let mut connection = database.options().connect().await.unwrap();
        let alone = "select count(*) = 1 from pg_stat_activity
                     where datname = current_database() and backend_type = 'client backend'";
        let is_alone: bool = sqlx::query_scalar(alone).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        is_alone.then_some(())
    })
    .await;
    let mut connection = database.options().connect().await.unwrap();
    let sql = format!(
        "select sum(idx_tup_read)::bigint from pg_stat_user_indexes where indexrelname in ({INDEXES})"
    );
    let rows: i64 =
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    usize::try_from(rows).unwrap()
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
    let each = (rows_read(&database).await - before) / ORDERS;
    assert!(each <= ROWS_EACH_MAX, "{each} rows were read for an order");
    database.drop().await;
}

//! What makes the planting of millions of rows quick: connections without limits, tables without the
//! indexes that nobody reads meanwhile, and work that the connections share.

use std::sync::Mutex;
use std::time::Instant;

use sqlx::{AssertSqlSafe, PgConnection};

use crate::kit::db::{self, Servers};

/// The tables with millions of rows.
const TABLES: [&str; 4] = ["transfers", "order_events", "orders", "attempts"];

/// Their partial indexes that most rows are in. The others stay: to keep an index of a few rows current
/// costs less than to read the whole table for it.
const FULL: [&str; 6] = [
    "transfers_wallet",
    "transfers_order",
    "orders_upstream",
    "orders_provider",
    "orders_target",
    "orders_of_service",
];

/// Drops the indexes that nobody reads while rows are planted, unique ones too: to make one over all
/// rows is quicker than to keep it current for each, and refuses the same rows. Answers the statements
/// that make them again. A demo that is stopped half way lacks them; it is refused anyway, because
/// its past is half there.
pub(super) async fn drop_indexes(db: &mut PgConnection) -> Result<Vec<String>, db::Error> {
    for table in TABLES {
        // All is tidied up at the end anyway, and to do it meanwhile takes from those who plant.
        run(db, format!("alter table {table} set (autovacuum_enabled = off)")).await?;
    }
    let indexes = sqlx::query!(
        r#"select indexrelid::regclass::text as "name!", pg_get_indexdef(indexrelid) as "made!"
           from pg_index
           where indrelid = any($1::text[]::regclass[])
             and not exists (select from pg_constraint where conindid = indexrelid)
             and (indpred is null or indexrelid::regclass::text = any($2))
           order by array_position($1, indrelid::regclass::text), indexrelid"#,
        &TABLES.map(str::to_owned),
        &FULL.map(str::to_owned)
    )
    .fetch_all(&mut *db)
    .await?;
    for index in &indexes {
        run(db, format!("drop index {}", index.name)).await?;
    }
    let again = TABLES.map(|table| format!("alter table {table} reset (autovacuum_enabled)"));
    Ok(indexes.into_iter().map(|index| index.made).chain(again).collect())
}

/// The statements that tidy up every table and count what is in it, the largest tables first.
pub(super) async fn vacuums(db: &mut PgConnection) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select 'vacuum (analyze) ' || oid::regclass as "said!" from pg_class
           where relkind = 'r' and relnamespace = 'public'::regnamespace
           order by pg_relation_size(oid) desc, oid"#
    )
    .fetch_all(db)
    .await?)
}

/// Runs statements over these connections: whichever is free takes the next one.
pub(super) async fn share(
    [one, other, third]: [&mut PgConnection; 3],
    statements: Vec<String>,
) -> Result<(), db::Error> {
    let left = Mutex::new(statements.into_iter());
    let next = || left.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    let work = async |db: &mut PgConnection| {
        while let Some(statement) = next() {
            run(db, statement).await?;
        }
        Ok::<_, db::Error>(())
    };
    let (one, other, third) = tokio::join!(work(one), work(other), work(third));
    one.and(other).and(third)
}

/// Runs a statement that the database itself has written.
async fn run(db: &mut PgConnection, statement: String) -> Result<(), db::Error> {
    let since = Instant::now();
    sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(db).await?;
    tracing::debug!(ms = since.elapsed().as_millis(), statement);
    Ok(())
}

/// A connection for statements that take long.
pub(super) async fn connect(owner: &Servers) -> Result<PgConnection, db::Error> {
    let quiet = owner.map(sqlx::ConnectOptions::disable_statement_logging);
    let mut connection = quiet.connect().await?;
    for setting in [
        "set statement_timeout = 0",
        "set synchronous_commit = off",
        "set work_mem = '128MB'",
        "set maintenance_work_mem = '512MB'",
        "set jit = off",
        // A plan that knows the customers looks them up by a hash; one for any customers reads the
        // list of twenty thousand for each row.
        "set plan_cache_mode = force_custom_plan",
    ] {
        sqlx::query(setting).execute(&mut connection).await?;
    }
    // Whole pages are written to the log when indexes are made, and squeezing them takes longer than
    // writing them. Only a superuser may say so; the panel's own server has one.
    if let Err(error) = sqlx::query("set wal_compression = off").execute(&mut connection).await {
        tracing::debug!(%error, "the log stays compressed");
    }
    Ok(connection)
}

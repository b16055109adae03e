//! What makes the planting of millions of rows quick: connections without limits, and tables without
//! the indexes that nobody reads meanwhile.

use sqlx::{AssertSqlSafe, PgConnection};

use crate::kit::db::{self, Servers};

/// Drops the indexes that nobody reads while rows are planted: to make one over all rows is quicker
/// than to keep it current for each. Answers the statements that make them again. A demo that is
/// stopped half way lacks them; it is refused anyway, because its past is half there.
pub(super) async fn drop_indexes(db: &mut PgConnection) -> Result<Vec<String>, db::Error> {
    let indexes = sqlx::query!(
        r#"select indexrelid::regclass::text as "name!", pg_get_indexdef(indexrelid) as "made!"
           from pg_index
           where indrelid in ('orders'::regclass, 'order_events'::regclass, 'transfers'::regclass,
                              'attempts'::regclass)
             and not indisunique
           order by pg_relation_size(indrelid) desc, indexrelid"#
    )
    .fetch_all(&mut *db)
    .await?;
    let drops: Vec<String> =
        indexes.iter().map(|index| format!("drop index {}", index.name)).collect();
    run(db, &drops).await?;
    Ok(indexes.into_iter().map(|index| index.made).collect())
}

/// Runs statements that the database itself has written.
pub(super) async fn run(db: &mut PgConnection, statements: &[String]) -> Result<(), db::Error> {
    for statement in statements {
        sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut *db).await?;
    }
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
    ] {
        sqlx::query(setting).execute(&mut connection).await?;
    }
    Ok(connection)
}

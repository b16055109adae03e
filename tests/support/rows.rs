//! The contents of a panel's tables, and changes of them that no door makes.

use sqlx::{AssertSqlSafe, Postgres};

use super::Panel;

/// The one value that this query returns.
pub async fn value<T>(panel: &Panel, sql: &str) -> T
where
    T: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres> + Send + Unpin,
{
    let asked = sqlx::query_scalar::<_, T>(AssertSqlSafe(sql.to_owned()));
    asked.fetch_one(panel.app.db.pool()).await.unwrap()
}

/// One statement or several, as the owner of the tables; answers how many rows the last of them changed.
pub async fn execute(panel: &Panel, sql: &str) -> u64 {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&panel.owner);
    done.await.unwrap().rows_affected()
}

pub async fn state(panel: &Panel, order: i64) -> String {
    value(panel, &format!("select state from orders where id = {order}")).await
}

pub async fn attention(panel: &Panel, order: i64) -> Option<String> {
    value(panel, &format!("select attention from orders where id = {order}")).await
}

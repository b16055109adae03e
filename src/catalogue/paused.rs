//! Services that staff sell and the panel keeps off sale, for the staff's home.

use sqlx::PgExecutor;

use crate::catalogue::ServiceId;
use crate::kit::db;

/// One that staff sell and the panel keeps off sale.
#[derive(Debug, Clone)]
pub struct Paused {
    pub id: ServiceId,
    pub name: String,
    pub reason: String,
}

/// The first of those that staff sell and the panel keeps off sale, and how many more there are.
pub async fn paused(db: impl PgExecutor<'_>, most: usize) -> Result<(Vec<Paused>, i64), db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ServiceId", name, paused_reason as "reason!", count(*) over () as "all!"
           from services where paused_reason is not null and enabled order by id limit $1"#,
        i64::try_from(most).unwrap_or(i64::MAX)
    )
    .fetch_all(db)
    .await?;
    let all = rows.first().map_or(0, |row| row.all);
    let first: Vec<Paused> = rows
        .into_iter()
        .map(|row| Paused { id: row.id, name: row.name, reason: row.reason })
        .collect();
    let more = all - i64::try_from(first.len()).unwrap_or_default();
    Ok((first, more))
}

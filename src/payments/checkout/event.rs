//! What became of a deposit through a gateway, and by what evidence. Rows are only added.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::db;
use crate::payments::{DepositId, State};

/// No deposit shows more.
const SHOWN_MAX: i64 = 200;
const WHAT_CHARS_MAX: usize = 500;

/// What happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// The state after it.
    pub state: State,
    /// For staff.
    pub what: String,
    /// What the gateway said.
    pub evidence: Option<Value>,
    /// Who of the staff did it; `None`: the panel.
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

/// Writes one.
pub(super) async fn record(
    tx: &mut PgTransaction<'_>,
    (id, state): (DepositId, State),
    (what, evidence): (&str, Option<&Value>),
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<(), db::Error> {
    let what: String = what.chars().take(WHAT_CHARS_MAX).collect();
    sqlx::query!(
        "insert into deposit_events (deposit_id, state, what, evidence, by_id, at)
         values ($1, $2, $3, $4, $5, $6)",
        id as DepositId,
        state as State,
        what,
        evidence as Option<&Value>,
        by as Option<AccountId>,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What happened to a deposit, the newest first.
pub async fn of(db: impl PgExecutor<'_>, id: DepositId) -> Result<Vec<Event>, db::Error> {
    Ok(sqlx::query_as!(
        Event,
        r#"select e.state as "state: State", e.what, e.evidence, a.email as "by?", e.at
           from deposit_events e left join accounts a on a.id = e.by_id
           where e.deposit_id = $1 order by e.id desc limit $2"#,
        id as DepositId,
        SHOWN_MAX
    )
    .fetch_all(db)
    .await?)
}

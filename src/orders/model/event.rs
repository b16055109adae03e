//! Events: what happened to an order, written in the transaction that made it happen.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgTransaction;

use crate::kit::db;
use crate::orders::State;

/// One thing that happened.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Event {
    pub account_id: i64,
    pub order_id: i64,
    /// The state it went to, or a word of its own.
    pub kind: &'static str,
    pub data: Option<Value>,
    pub actor_id: Option<i64>,
}

impl Event {
    /// An order went to this state, by the panel itself.
    pub(in crate::orders) fn became(account_id: i64, order_id: i64, state: State) -> Self {
        Self { account_id, order_id, kind: state.as_str(), data: None, actor_id: None }
    }

    pub(in crate::orders) fn with(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    pub(in crate::orders) fn by(mut self, actor_id: Option<i64>) -> Self {
        self.actor_id = actor_id;
        self
    }
}

/// Writes them all in one statement.
pub(in crate::orders) async fn write(
    tx: &mut PgTransaction<'_>,
    events: &[Event],
    at: DateTime<Utc>,
) -> Result<(), db::Error> {
    if events.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into order_events (account_id, order_id, kind, data, actor_id, at)
         select *, $1::timestamptz
         from unnest($2::bigint[], $3::bigint[], $4::text[], $5::jsonb[], $6::bigint[])",
        at,
        &events.iter().map(|event| event.account_id).collect::<Vec<_>>(),
        &events.iter().map(|event| event.order_id).collect::<Vec<_>>(),
        &events.iter().map(|event| event.kind.to_owned()).collect::<Vec<_>>(),
        &events.iter().map(|event| event.data.clone()).collect::<Vec<_>>() as &[Option<Value>],
        &events.iter().map(|event| event.actor_id).collect::<Vec<_>>() as &[Option<i64>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

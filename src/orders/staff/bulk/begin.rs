//! Starting and stopping an action, and forgetting plans that nobody started.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use super::{Kind, Stage};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// After so long, a plan is too old to be started.
const PLAN_AGE_MAX: TimeDelta = TimeDelta::hours(1);
/// After so long, it is deleted.
const PLAN_KEPT: TimeDelta = TimeDelta::days(1);
/// The most plans that are deleted at a time.
const DISCARDED_MAX: i64 = 5;

/// Why an action was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No such plan of this person.
    #[error("there is no such plan")]
    NotFound,
    #[error("this preview is more than an hour old; look again")]
    Old,
    #[error("none of these orders can be changed")]
    Nothing,
    /// The same plan runs already, as this one.
    #[error("this runs already")]
    Runs(i64),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(StartError);

/// Starts a plan of this person, with the reason why. One that was started before stays as it is,
/// and its number is the answer all the same: a second click starts nothing.
pub async fn start(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: i64,
    reason: String,
) -> Result<(), StartError> {
    let inner = clock.clone();
    let started = db.transaction(move |tx| {
        Box::pin(async move { start_in(tx, &inner, actor, id, &reason).await })
    });
    match started.await {
        Err(StartError::Db(error)) if error.constraint() == Some("bulk_actions_once") => {
            let other = sqlx::query_scalar!(
                "select o.id from bulk_actions o join bulk_actions a on a.digest = o.digest
                 where a.id = $1 and o.state = 'running'",
                id
            );
            let other = other.fetch_optional(db.pool()).await?;
            Err(other.map_or(StartError::Old, StartError::Runs))
        }
        other => other,
    }
}

async fn start_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    id: i64,
    reason: &str,
) -> Result<(), StartError> {
    let now = clock.now();
    let row = sqlx::query!(
        r#"select state as "state: Stage", action as "kind: Kind", planned_at from bulk_actions
           where id = $1 and actor_id = $2 for no key update"#,
        id,
        actor.account_id as Option<AccountId>
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(StartError::NotFound)?;
    if row.state != Stage::Planned {
        return Ok(());
    }
    if row.planned_at < now - PLAN_AGE_MAX {
        return Err(StartError::Old);
    }
    let planned = sqlx::query!(
        r#"select count(*) as "orders!", coalesce(sum(money), 0)::bigint as "money!: Money"
           from bulk_items where action_id = $1 and state = 'waiting'"#,
        id
    )
    .fetch_one(&mut **tx)
    .await?;
    if planned.orders == 0 {
        return Err(StartError::Nothing);
    }
    sqlx::query!(
        "update bulk_actions set state = 'running', reason = $2, started_at = $3 where id = $1",
        id,
        reason,
        now
    )
    .execute(&mut **tx)
    .await?;
    let entry = audit::Entry {
        actor,
        action: "bulk.start",
        subject: format!("bulk:{id}"),
        after: Some(json!({ "action": row.kind.as_str(), "orders": planned.orders,
                            "money": planned.money.to_string(), "why": reason })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await?;
    Ok(())
}

/// Stops an action: what is not done stays undone. Answers whether it was running.
pub async fn stop(db: &Db, clock: &Clock, actor: Actor, id: i64) -> Result<bool, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { stop_in(tx, &clock, actor, id).await })).await
}

pub(super) async fn stop_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    id: i64,
) -> Result<bool, db::Error> {
    let now = clock.now();
    let stopped = sqlx::query!(
        "update bulk_actions set state = 'stopped', ended_at = $2
         where id = $1 and state = 'running'",
        id,
        now
    )
    .execute(&mut **tx)
    .await?;
    if stopped.rows_affected() == 0 {
        return Ok(false);
    }
    let entry = audit::Entry {
        actor,
        action: "bulk.stop",
        subject: format!("bulk:{id}"),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await?;
    Ok(true)
}

/// Deletes plans that nobody started, some at a time; answers whether there may be more.
pub async fn discard_old(db: &Db, now: DateTime<Utc>) -> Result<bool, db::Error> {
    let gone = sqlx::query!(
        "delete from bulk_actions where id in (
             select id from bulk_actions where state = 'planned' and planned_at < $1
             order by planned_at limit $2)",
        now - PLAN_KEPT,
        DISCARDED_MAX
    )
    .execute(db.pool())
    .await?;
    Ok(i64::try_from(gone.rows_affected()).is_ok_and(|gone| gone == DISCARDED_MAX))
}

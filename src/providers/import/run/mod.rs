//! Imports under way. Owns `imports` and `import_items`.
//!
//! 1. [`start`]: a person has seen a plan and wants it. Its lines are written down.
//! 2. [`work`]: some lines at a time become services, in one transaction with what is noted of them.
//!
//! What must stay true: a line and its service change together. So whatever ends the process, and
//! however many processes work, each line of an import is done once. What is done is what was shown:
//! the lines are worked out again under the provider's lock, and one that would become something
//! else by now is left out. So two imports of the same list make each service once.

mod act;
mod options;
mod show;

use serde_json::json;
use sqlx::PgTransaction;

use super::{ImportError, ImportOptions, Plan, Planned, Step, read};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::providers::{ProviderId, edit};

pub use act::{import, work};
pub use show::{Item, Run, find, items, sweep};

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Running,
    /// Somebody stopped it: what was not imported is not.
    Stopped,
    Done,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Running, Self::Stopped, Self::Done];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Done => "done",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

/// Where one line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Made,
    Updated,
    /// It was sold already, with the same data.
    Same,
    LeftOut,
    /// The panel could not do it.
    Failed,
}

impl Standing {
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Made, Self::Updated, Self::Same, Self::LeftOut, Self::Failed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Made => "made",
            Self::Updated => "updated",
            Self::Same => "same",
            Self::LeftOut => "left_out",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == text)
    }
}

crate::text_columns!(Stage, Standing);

/// What is asked for: of which provider, how, and the digest of the plan that was shown; `None`: a
/// command, which shows none.
pub type Asked = (ProviderId, ImportOptions, Option<String>);

/// Starts an import; answers its number. Nothing is imported yet.
pub async fn start(db: &Db, clock: &Clock, actor: Actor, asked: Asked) -> Result<i64, ImportError> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { start_in(tx, &clock, actor, asked).await }))
        .await
}

async fn start_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (provider_id, options, seen): Asked,
) -> Result<i64, ImportError> {
    // It locks the provider, so two imports of its list start one after the other.
    let (plan, _) = read(tx, provider_id, &options).await?;
    if let Some(seen) = &seen {
        // The plan is another one by now if the same form has begun its work.
        if let Some(id) = running(tx, provider_id, seen).await? {
            return Err(ImportError::Runs(id));
        }
        if *seen != plan.digest() {
            return Err(ImportError::Changed);
        }
    }
    let [new, updated, _, left_out] = plan.counts();
    let stage = if plan.rows.len() > left_out { Stage::Running } else { Stage::Done };
    let id = sqlx::query_scalar!(
        "insert into imports (provider_id, actor_id, options, digest, state, lines, left_out,
                              started_at, ended_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz,
                 case when $5 = 'done' then $8::timestamptz end)
         returning id",
        provider_id as ProviderId,
        actor.account_id as Option<AccountId>,
        options::to_row(&options),
        plan.digest(),
        stage.as_str(),
        i64::try_from(plan.rows.len()).unwrap_or(i64::MAX),
        i64::try_from(left_out).unwrap_or(i64::MAX),
        clock.now()
    )
    .fetch_one(&mut **tx)
    .await?;
    write_items(tx, id, &plan, seen.is_some()).await?;
    let after = json!({
        "import": id,
        "new": new,
        "updated": updated,
        "margin": options.margin.map(|margin| margin.to_string()),
        "category": options.category,
        "categories": options.categories,
    });
    edit::record(tx, clock, actor, (provider_id, "provider.import"), (None, Some(after))).await?;
    Ok(id)
}

/// An import of this plan that runs.
async fn running(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    digest: &str,
) -> Result<Option<i64>, db::Error> {
    Ok(sqlx::query_scalar!(
        "select id from imports
         where coalesce(ended_at, 'infinity') = 'infinity' and provider_id = $1 and digest = $2",
        provider_id as ProviderId,
        digest
    )
    .fetch_optional(&mut **tx)
    .await?)
}

async fn write_items(
    tx: &mut PgTransaction<'_>,
    id: i64,
    plan: &Plan,
    is_shown: bool,
) -> Result<(), db::Error> {
    let rows = plan.rows.as_slice();
    let standing = |row: &Planned| match row.step {
        Step::Skip(_) => Standing::LeftOut,
        Step::New | Step::Update { .. } | Step::Same { .. } => Standing::Waiting,
    };
    sqlx::query!(
        "insert into import_items (import_id, place, upstream_service, name, seen, state, why)
         select $1, i.place, i.upstream_service, i.name, i.seen, i.state, i.why
         from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
              as i (place, upstream_service, name, seen, state, why)",
        id,
        &column(rows, |row| row.place),
        &column(rows, |row| row.upstream_service.clone()),
        &column(rows, |row| row.name.clone()),
        &column(rows, |row| is_shown.then(|| row.digest())) as &[Option<String>],
        &column(rows, standing) as &[Standing],
        &column(rows, |row| row.why().unwrap_or_default()),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Stops an import: what was imported stays. Answers whether it was running.
pub async fn stop(db: &Db, clock: &Clock, actor: Actor, id: i64) -> Result<bool, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { stop_in(tx, &clock, actor, id).await })).await
}

async fn stop_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    id: i64,
) -> Result<bool, db::Error> {
    let stopped = sqlx::query!(
        r#"update imports set state = 'stopped', ended_at = $2 where id = $1 and state = 'running'
           returning provider_id as "provider_id: ProviderId", lines,
                     made + updated + same + left_out + failed as "over!""#,
        id,
        clock.now()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(stopped) = stopped else { return Ok(false) };
    let entry = audit::Entry {
        actor,
        action: "provider.import_stop",
        subject: format!("provider:{}", stopped.provider_id),
        after: Some(json!({ "import": id, "lines": stopped.lines, "done": stopped.over })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await?;
    Ok(true)
}

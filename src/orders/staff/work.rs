//! What runs because staff have started it, whatever it is: actions on many orders, and imports of
//! providers' lists. Each kind has its own table and its own loop; this reads how far they are.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use crate::kit::db;
use crate::orders::bulk;

/// What has ended is shown beside other pages for so long.
const ENDED_SHOWN: TimeDelta = TimeDelta::minutes(5);
/// The most that is shown there.
const LATELY_MAX: i64 = 5;
/// The most in the list of all.
const RECENT_MAX: i64 = 50;

/// What kind of work it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An action on many orders.
    Orders(bulk::Kind),
    /// An import of this provider's list.
    Import(String),
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Running,
    Stopped,
    Done,
}

/// Something that runs or has ended.
#[derive(Debug, Clone)]
pub struct Job {
    pub kind: Kind,
    /// Among those of its kind.
    pub id: i64,
    /// The e-mail of who started it; `None`: a command.
    pub actor: Option<String>,
    pub stage: Stage,
    /// The orders or lines that are done, and all of them.
    pub over: i64,
    pub all: i64,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A row of either table.
struct Row {
    action: Option<bulk::Kind>,
    provider: Option<String>,
    id: i64,
    actor: Option<String>,
    state: String,
    over: i64,
    all: i64,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl From<Row> for Job {
    fn from(row: Row) -> Self {
        Self {
            kind: match row.action {
                Some(kind) => Kind::Orders(kind),
                None => Kind::Import(row.provider.unwrap_or_default()),
            },
            id: row.id,
            actor: row.actor,
            stage: match row.state.as_str() {
                "running" => Stage::Running,
                "stopped" => Stage::Stopped,
                _ => Stage::Done,
            },
            over: row.over,
            all: row.all,
            started_at: row.started_at,
            ended_at: row.ended_at,
        }
    }
}

/// What runs, and what has ended in the last minutes; the newest first. Two looks into small indexes
/// if there is nothing.
pub async fn lately(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<Vec<Job>, db::Error> {
    read(db, Some(now - ENDED_SHOWN), LATELY_MAX).await
}

/// What was started last, newest first.
pub async fn recent(db: impl PgExecutor<'_>) -> Result<Vec<Job>, db::Error> {
    read(db, None, RECENT_MAX).await
}

/// `since`: not what has ended before. What has ended by itself knows how much it was; the rest is
/// counted.
async fn read(
    db: impl PgExecutor<'_>,
    since: Option<DateTime<Utc>>,
    most: i64,
) -> Result<Vec<Job>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select w.action as "action?: bulk::Kind", w.provider as "provider?", w.id as "id!",
                  a.email as "actor?", w.state as "state!", w.over as "over!", w.lines as "all!",
                  w.started_at as "started_at!", w.ended_at as "ended_at?"
           from ((select b.action, null as provider, b.id, b.actor_id, b.state,
                         coalesce(c.over, b.done + b.skipped + b.failed) as over,
                         coalesce(c.lines, b.done + b.skipped + b.failed) as lines,
                         b.started_at, b.ended_at
                  from (select * from bulk_actions
                        where started_at is not null
                          and coalesce(ended_at, 'infinity') > coalesce($1, '-infinity'::timestamptz)
                        order by started_at desc limit $2) as b
                  left join lateral (
                      select count(*) filter (where state <> 'waiting') as over, count(*) as lines
                      from bulk_items where action_id = b.id having b.state <> 'done') as c on true)
                 union all
                 (select null, p.name, i.id, i.actor_id, i.state,
                         i.made + i.updated + i.same + i.left_out + i.failed, i.lines,
                         i.started_at, i.ended_at
                  from imports i join providers p on p.id = i.provider_id
                  where coalesce(i.ended_at, 'infinity') > coalesce($1, '-infinity'::timestamptz)
                  order by i.started_at desc limit $2)) as w
           left join accounts a on a.id = w.actor_id
           order by w.started_at desc limit $2"#,
        since,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Job::from).collect())
}

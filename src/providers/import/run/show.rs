//! Imports as pages show them: how far one is, and what became of each line.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::{Stage, Standing};
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;
use crate::providers::ProviderId;
use crate::providers::import::{Imported, ImportedRow};

/// How long an import that is over is kept.
const KEPT: TimeDelta = TimeDelta::days(90);
/// The most imports that are deleted at a time; each may have thousands of lines.
const SWEPT_MAX: i64 = 2;

/// One import.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: i64,
    pub provider_id: ProviderId,
    pub provider: String,
    /// The e-mail of who started it; `None`: a command.
    pub actor: Option<String>,
    pub stage: Stage,
    pub lines: i64,
    pub made: i64,
    pub updated: i64,
    pub same: i64,
    pub left_out: i64,
    pub failed: i64,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Run {
    /// The lines about which nothing more is done.
    #[must_use]
    pub const fn over(&self) -> i64 {
        self.made + self.updated + self.same + self.left_out + self.failed
    }

    #[must_use]
    pub const fn of(&self, standing: Standing) -> i64 {
        match standing {
            Standing::Waiting => self.lines - self.over(),
            Standing::Made => self.made,
            Standing::Updated => self.updated,
            Standing::Same => self.same,
            Standing::LeftOut => self.left_out,
            Standing::Failed => self.failed,
        }
    }
}

/// This import.
pub async fn find(db: impl PgExecutor<'_>, id: i64) -> Result<Option<Run>, db::Error> {
    Ok(sqlx::query_as!(
        Run,
        r#"select i.id, i.provider_id as "provider_id: ProviderId", p.name as provider,
                  a.email as "actor?", i.state as "stage: Stage", i.lines, i.made, i.updated,
                  i.same, i.left_out, i.failed, i.started_at, i.ended_at
           from imports i join providers p on p.id = i.provider_id
           left join accounts a on a.id = i.actor_id
           where i.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await?)
}

/// One line of an import.
#[derive(Debug, Clone)]
pub struct Item {
    pub place: i32,
    pub upstream_service: String,
    /// As it was planned.
    pub name: String,
    pub standing: Standing,
    pub service_id: Option<ServiceId>,
    pub price: Option<Rate>,
    pub why: String,
}

/// Lines of an import after this place: up to `most`, all of them or only those that stand there.
pub async fn items(
    db: impl PgExecutor<'_>,
    id: i64,
    standing: Option<Standing>,
    (after, most): (i32, i64),
) -> Result<Vec<Item>, db::Error> {
    Ok(sqlx::query_as!(
        Item,
        r#"select place as "place!", upstream_service as "upstream_service!", name as "name!",
                  state as "standing!: Standing", service_id as "service_id: ServiceId",
                  price as "price: Rate", why as "why!"
           from ((select * from import_items
                  where $2::text is null and import_id = $1 and place > $3
                  order by place limit $4)
                 union all
                 (select * from import_items
                  where import_id = $1 and state = $2 and place > $3
                  order by place limit $4)) as i
           order by place"#,
        id,
        standing.map(Standing::as_str),
        after,
        most
    )
    .fetch_all(db)
    .await?)
}

/// What an import that is over did.
pub(super) async fn imported(db: impl PgExecutor<'_>, id: i64) -> Result<Imported, db::Error> {
    let items = items(db, id, None, (0, i64::MAX)).await?;
    let count = |standing| items.iter().filter(|one| one.standing == standing).count();
    let row = |one: &Item| {
        let (upstream_service, price) = (one.upstream_service.clone(), one.price?);
        Some(ImportedRow { upstream_service, service_id: one.service_id?, price })
    };
    Ok(Imported {
        rows: items.iter().filter_map(row).collect(),
        new: count(Standing::Made),
        updated: count(Standing::Updated),
        skipped: count(Standing::LeftOut) + count(Standing::Failed),
    })
}

/// Deletes imports that have ended long ago, some at a time; answers whether there may be more. A
/// loop calls it now and then.
pub async fn sweep(db: &Db, now: DateTime<Utc>) -> Result<bool, db::Error> {
    let gone = sqlx::query!(
        "delete from imports where id in (
             select id from imports
             where coalesce(ended_at, 'infinity') < $1
             order by coalesce(ended_at, 'infinity') limit $2)",
        now - KEPT,
        SWEPT_MAX
    )
    .execute(db.pool())
    .await?;
    Ok(i64::try_from(gone.rows_affected()).is_ok_and(|gone| gone == SWEPT_MAX))
}

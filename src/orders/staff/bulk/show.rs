//! Actions as pages show them: what was planned, how far it is, and what became of each order.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{Kind, Stage, Standing};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::orders::{Form, OrderId, State};

/// The most reasons that are listed.
const REASONS_MAX: i64 = 12;

/// One action.
#[derive(Debug, Clone)]
pub struct Shown {
    pub id: i64,
    pub actor_id: AccountId,
    pub actor: String,
    pub kind: Kind,
    pub remains: Option<i64>,
    pub percent: Option<i32>,
    /// Of a move; `None`: the routes of the services decide.
    pub provider: Option<String>,
    pub note: Option<String>,
    pub reason: String,
    pub stage: Stage,
    pub counts: Counts,
    pub planned_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// How many of its orders stand where, and the money.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub waiting: i64,
    pub done: i64,
    pub skipped: i64,
    pub failed: i64,
    /// What is still to go back at once.
    pub to_move: Money,
    /// What went back.
    pub moved: Money,
}

impl Counts {
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.waiting + self.over()
    }

    /// Those about which nothing more is done.
    #[must_use]
    pub const fn over(&self) -> i64 {
        self.done + self.skipped + self.failed
    }

    #[must_use]
    pub const fn of(&self, standing: Standing) -> i64 {
        match standing {
            Standing::Waiting => self.waiting,
            Standing::Done => self.done,
            Standing::Skipped => self.skipped,
            Standing::Failed => self.failed,
        }
    }
}

/// This action.
pub async fn find(db: impl PgExecutor<'_>, id: i64) -> Result<Option<Shown>, db::Error> {
    let row = sqlx::query!(
        r#"select a.id, a.actor_id as "actor_id: AccountId", w.email as actor,
                  a.action as "kind: Kind", a.remains, a.percent, p.name as "provider?", a.note,
                  a.reason, a.state as "stage: Stage", a.planned_at, a.started_at, a.ended_at,
                  c.waiting as "waiting!", c.done as "done!", c.skipped as "skipped!",
                  c.failed as "failed!", c.to_move as "to_move!: Money", c.moved as "moved!: Money"
           from bulk_actions a
           join accounts w on w.id = a.actor_id
           left join providers p on p.id = a.provider_id
           cross join lateral (
               select count(*) filter (where state = 'waiting') as waiting,
                      count(*) filter (where state = 'done') as done,
                      count(*) filter (where state = 'skipped') as skipped,
                      count(*) filter (where state = 'failed') as failed,
                      coalesce(sum(money) filter (where state = 'waiting'), 0)::bigint as to_move,
                      coalesce(sum(money) filter (where state = 'done'), 0)::bigint as moved
               from bulk_items where action_id = a.id) as c
           where a.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Shown {
        id: row.id,
        actor_id: row.actor_id,
        actor: row.actor,
        kind: row.kind,
        remains: row.remains,
        percent: row.percent,
        provider: row.provider,
        note: row.note,
        reason: row.reason,
        stage: row.stage,
        counts: Counts {
            waiting: row.waiting,
            done: row.done,
            skipped: row.skipped,
            failed: row.failed,
            to_move: row.to_move,
            moved: row.moved,
        },
        planned_at: row.planned_at,
        started_at: row.started_at,
        ended_at: row.ended_at,
    }))
}

/// One action in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub actor: String,
    pub kind: Kind,
    pub reason: String,
    pub stage: Stage,
    pub waiting: i64,
    pub done: i64,
    pub skipped: i64,
    pub failed: i64,
    pub moved: Money,
    pub started_at: DateTime<Utc>,
}

/// The actions that were started, newest first. Only those that did not end by themselves are
/// counted; the others know what came of them.
pub async fn recent(db: impl PgExecutor<'_>, cursor: Cursor) -> Result<Page<Listed>, db::Error> {
    let rows = sqlx::query_as!(
        Listed,
        r#"select a.id as "id!", w.email as actor, a.action as "kind!: Kind", a.reason as "reason!",
                  a.state as "stage!: Stage", a.started_at as "started_at!",
                  coalesce(c.waiting, 0) as "waiting!", coalesce(c.done, a.done) as "done!",
                  coalesce(c.skipped, a.skipped) as "skipped!",
                  coalesce(c.failed, a.failed) as "failed!",
                  coalesce(c.moved, a.moved) as "moved!: Money"
           from ((select * from bulk_actions
                  where $3::bigint < 0 and id < $1 and started_at is not null
                  order by id desc limit $4)
                 union all
                 (select * from bulk_actions
                  where $3::bigint > 0 and id > $2 and started_at is not null
                  order by id limit $4)) as a
           join accounts w on w.id = a.actor_id
           left join lateral (
               select count(*) filter (where state = 'waiting') as waiting,
                      count(*) filter (where state = 'done') as done,
                      count(*) filter (where state = 'skipped') as skipped,
                      count(*) filter (where state = 'failed') as failed,
                      coalesce(sum(money) filter (where state = 'done'), 0)::bigint as moved
               from bulk_items where action_id = a.id having a.state <> 'done') as c on true
           order by a.id * $3::bigint"#,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |row| row.id))
}

/// One order of an action.
#[derive(Debug, Clone)]
pub struct Item {
    pub order_id: OrderId,
    pub customer: String,
    pub service: String,
    pub link: String,
    /// The order's state now.
    pub state: State,
    pub form: Form,
    pub standing: Standing,
    pub money: Money,
    pub result: String,
}

/// Orders of an action after this one, in the order of their ids: up to `most`, all of them or only
/// those that stand there.
pub async fn items(
    db: impl PgExecutor<'_>,
    id: i64,
    standing: Option<Standing>,
    (after, most): (i64, i64),
) -> Result<Vec<Item>, db::Error> {
    Ok(sqlx::query_as!(
        Item,
        r#"select i.order_id as "order_id!: OrderId", a.email as customer, s.name as service,
                  o.link, o.state as "state: State", o.form as "form: Form",
                  i.state as "standing!: Standing", i.money as "money!: Money",
                  i.result as "result!"
           from ((select * from bulk_items
                  where $2::text is null and action_id = $1 and order_id > $3
                  order by order_id limit $4)
                 union all
                 (select * from bulk_items
                  where action_id = $1 and state = $2 and order_id > $3
                  order by order_id limit $4)) as i
           join orders o on o.id = i.order_id
           join accounts a on a.id = o.account_id
           join services s on s.id = o.service_id
           order by i.order_id"#,
        id,
        standing.map(Standing::as_str),
        after,
        most
    )
    .fetch_all(db)
    .await?)
}

/// Why orders of this action were or will be left as they are, and how many for each reason.
pub async fn reasons(db: impl PgExecutor<'_>, id: i64) -> Result<Vec<(String, i64)>, db::Error> {
    let rows = sqlx::query!(
        r#"select result, count(*) as "count!" from bulk_items
           where action_id = $1 and state in ('skipped', 'failed')
           group by result order by 2 desc, 1 limit $2"#,
        id,
        REASONS_MAX
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.result, row.count)).collect())
}

/// The orders of a plan of this person, or of an action that anybody started.
pub async fn orders_of(
    db: impl PgExecutor<'_>,
    id: i64,
    actor_id: AccountId,
) -> Result<Vec<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select i.order_id as "id: OrderId"
           from bulk_items i join bulk_actions a on a.id = i.action_id
           where a.id = $1 and (a.state <> 'planned' or a.actor_id = $2) order by i.order_id"#,
        id,
        actor_id as AccountId
    )
    .fetch_all(db)
    .await?)
}

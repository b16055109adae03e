//! The inbox as staff read it.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{DepositId, MethodId};
use crate::kit::db;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// So many hooks of a method are enough to miss them.
const USUAL_MIN: i64 = 3;

/// What became of a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its gateway has to say first whether it has sent it.
    Unconfirmed,
    /// Nobody has looked yet.
    Waiting,
    /// Its deposit is looked at.
    Done,
    /// It is about no deposit of ours.
    Ignored,
    Refused,
}

impl Standing {
    const ALL: [Self; 5] =
        [Self::Unconfirmed, Self::Waiting, Self::Done, Self::Ignored, Self::Refused];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Ignored => "ignored",
            Self::Refused => "refused",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }
}

crate::text_columns!(Standing);

/// A hook.
#[derive(Debug, Clone)]
pub struct Hook {
    pub id: i64,
    pub method_id: MethodId,
    pub method: String,
    pub event_key: Option<String>,
    pub about: String,
    pub body: String,
    pub standing: Standing,
    pub why: String,
    pub deposit_id: Option<DepositId>,
    pub at: DateTime<Utc>,
}

/// A page of hooks, newest first; `standing`: only those.
pub async fn page(
    db: impl PgExecutor<'_>,
    standing: Option<Standing>,
    cursor: Cursor,
) -> Result<Page<Hook>, db::Error> {
    let rows = sqlx::query_as!(
        Hook,
        r#"select h.id, h.method_id as "method_id: MethodId", m.name as method, h.event_key, h.about,
                  left(h.body, 4000) as "body!", h.verdict as "standing: Standing", h.why,
                  h.deposit_id as "deposit_id: DepositId", h.received_at as at
           from hooks h join methods m on m.id = h.method_id
           where ($1::text is null or h.verdict = $1) and h.id < $2 and h.id > $3
           order by h.id * $4::bigint limit $5"#,
        standing as Option<Standing>,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |hook| hook.id))
}

/// When the last hook of a method came that is its gateway's, as far as is known.
pub async fn last(
    db: impl PgExecutor<'_>,
    id: MethodId,
) -> Result<Option<DateTime<Utc>>, db::Error> {
    Ok(sqlx::query_scalar!(
        "select received_at from hooks where method_id = $1 and verdict not in ('refused', 'unconfirmed')
         order by id desc limit 1",
        id as MethodId
    )
    .fetch_optional(db)
    .await?)
}

/// A method whose hooks have stopped.
#[derive(Debug, Clone)]
pub struct Stopped {
    pub method_id: MethodId,
    pub method: String,
    pub last: DateTime<Utc>,
}

/// Methods that are on, by which something was credited since then although no hook has come; before
/// that, some had. What was held does not count: its hook came before.
pub async fn stopped(
    db: impl PgExecutor<'_>,
    since: DateTime<Utc>,
) -> Result<Vec<Stopped>, db::Error> {
    Ok(sqlx::query_as!(
        Stopped,
        r#"select m.id as "method_id: MethodId", m.name as method, h.last as "last!"
           from methods m
           cross join lateral (
               select max(received_at) as last, count(*) as count
               from (select received_at from hooks
                     where method_id = m.id and verdict not in ('refused', 'unconfirmed')
                     order by id desc limit $2) few) h
           where m.enabled and m.door is not null and h.count = $2 and h.last < $1
             and exists (select from deposits d
                         where d.method_id = m.id and d.pay_amount is not null
                           and d.moved_at >= $1 and d.decided_at >= $1
                           and d.credited is not null and d.held_until is null)
           order by m.id"#,
        since,
        USUAL_MIN
    )
    .fetch_all(db)
    .await?)
}

//! Blocked targets: hosts, paths and patterns that are refused at every door. Owns
//! `blocked_targets`, and in `refusals` what each of them has refused.

mod pattern;
pub mod refusals;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

pub use pattern::{Hosts, Pattern, caught_by, is_blocked};

crate::id!(
    /// A blocked target.
    BlockedId
);

pub const PATTERN_CHARS_MAX: usize = 500;
pub const REASON_CHARS_MAX: usize = 200;
pub const NOTE_CHARS_MAX: usize = 2_000;

/// A blocked target, as it is compared with links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub id: BlockedId,
    pub pattern: Pattern,
}

/// A blocked target, as staff see it.
#[derive(Debug, Clone)]
pub struct Blocked {
    pub id: BlockedId,
    pub pattern: String,
    pub reason: String,
    pub note: String,
    /// The e-mail of who added it; `None`: a command.
    pub added_by: Option<String>,
    pub added_at: DateTime<Utc>,
    /// How many orders were refused for it.
    pub refused: i64,
    /// By how many accounts; the oldest beyond [`refusals::ACCOUNTS_MAX`] are forgotten.
    pub accounts: i64,
    pub last_at: Option<DateTime<Utc>>,
}

/// What is to be blocked, and why.
#[derive(Debug, Clone)]
pub struct Draft {
    pub pattern: Pattern,
    pub reason: String,
    /// More about it, for colleagues.
    pub note: String,
}

/// Why a target was not blocked.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    #[error("{0}")]
    Pattern(&'static str),
    #[error("say why, in at most {REASON_CHARS_MAX} characters")]
    Reason,
    #[error("at most {NOTE_CHARS_MAX} characters")]
    Note,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(BlockError);

/// What staff typed as a target, as it is compared and kept.
pub fn read(pattern: &str) -> Result<Pattern, BlockError> {
    let pattern = pattern.trim();
    if pattern.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(BlockError::Pattern("one target, without spaces"));
    }
    if pattern.starts_with('/') {
        return Err(BlockError::Pattern("begin with a site, or with * for every site"));
    }
    let pattern = Pattern::parse(pattern);
    let kept = pattern.to_string();
    if kept.chars().all(|c| matches!(c, '*' | '/' | '.' | '?')) {
        return Err(BlockError::Pattern("name a host, a path or a word of it"));
    }
    if kept.chars().count() > PATTERN_CHARS_MAX {
        return Err(BlockError::Pattern("at most 500 characters"));
    }
    Ok(pattern)
}

/// Blocked targets in which these words stand, newest first; all of them, if there are no words.
pub async fn page(
    db: impl PgExecutor<'_>,
    words: &str,
    cursor: Cursor,
) -> Result<Page<Blocked>, db::Error> {
    let rows = sqlx::query_as!(
        Blocked,
        r#"select t.id as "id: BlockedId", t.pattern, t.reason, t.note, a.email as "added_by?",
                  t.created_at as added_at, coalesce(c.refused, 0) as "refused!",
                  (select count(*) from blocked_refusals r where r.blocked_id = t.id)
                      as "accounts!",
                  c.last_at as "last_at?"
           from blocked_targets t
           left join accounts a on a.id = t.added_by
           left join blocked_counts c on c.blocked_id = t.id
           where t.id < $1 and t.id > $2
             and ($3 = '' or strpos(lower(t.pattern), lower($3)) > 0
                  or strpos(lower(t.reason), lower($3)) > 0
                  or strpos(lower(t.note), lower($3)) > 0)
           order by t.id * $4::bigint limit $5"#,
        cursor.below(),
        cursor.above(),
        words,
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |row| row.id.get()))
}

/// This one.
pub async fn find(db: impl PgExecutor<'_>, id: BlockedId) -> Result<Option<Blocked>, db::Error> {
    Ok(page(db, "", Cursor::Before(id.get().saturating_add(1)))
        .await?
        .rows
        .into_iter()
        .find(|one| one.id == id))
}

/// The blocked target with this pattern.
pub async fn same(
    db: impl PgExecutor<'_>,
    pattern: &Pattern,
) -> Result<Option<BlockedId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: BlockedId" from blocked_targets where lower(pattern) = lower($1)"#,
        pattern.to_string()
    )
    .fetch_optional(db)
    .await?)
}

/// Blocks a host (its subdomains too), a host with the beginning of a path, or a pattern with `*`.
/// Blocking the same again changes its reason and note.
pub async fn block(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    draft: Draft,
) -> Result<BlockedId, BlockError> {
    if !(1..=REASON_CHARS_MAX).contains(&draft.reason.trim().chars().count()) {
        return Err(BlockError::Reason);
    }
    if draft.note.chars().count() > NOTE_CHARS_MAX {
        return Err(BlockError::Note);
    }
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { block_in(tx, &clock, actor, &draft).await }))
        .await
}

async fn block_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    draft: &Draft,
) -> Result<BlockedId, BlockError> {
    let (pattern, reason, note) =
        (draft.pattern.to_string(), draft.reason.trim(), draft.note.trim());
    let before = sqlx::query!(
        "select reason, note from blocked_targets where lower(pattern) = lower($1) for update",
        pattern
    )
    .fetch_optional(&mut **tx)
    .await?;
    let id = sqlx::query_scalar!(
        r#"insert into blocked_targets (pattern, reason, note, added_by, created_at)
           values ($1, $2, $3, $4, $5)
           on conflict (lower(pattern)) do update
           set reason = excluded.reason, note = excluded.note
           returning id as "id: BlockedId""#,
        pattern,
        reason,
        note,
        actor.account_id as Option<AccountId>,
        clock.now()
    )
    .fetch_one(&mut **tx)
    .await?;
    let entry = audit::Entry {
        actor,
        action: "target.block",
        subject: format!("target:{pattern}"),
        before: before.map(|one| json!({ "why": one.reason, "note": one.note })),
        after: Some(json!({ "why": reason, "note": note })),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await?;
    Ok(id)
}

/// Removes a block; answers its pattern. `None`: someone else was quicker.
pub async fn unblock(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: BlockedId,
) -> Result<Option<String>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let Some(gone) = find(&mut **tx, id).await? else { return Ok(None) };
            let deleted =
                sqlx::query!("delete from blocked_targets where id = $1", id as BlockedId)
                    .execute(&mut **tx)
                    .await?;
            if deleted.rows_affected() == 0 {
                return Ok(None);
            }
            let entry = audit::Entry {
                actor,
                action: "target.unblock",
                subject: format!("target:{}", gone.pattern),
                before: Some(json!({ "why": gone.reason, "note": gone.note,
                                     "refused": gone.refused, "accounts": gone.accounts })),
                after: None,
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(Some(gone.pattern))
        })
    })
    .await
}

/// All of them, ready to be compared. The oldest comes first: it counts what several catch.
pub async fn rules(db: impl PgExecutor<'_>) -> Result<Vec<Rule>, db::Error> {
    let rows =
        sqlx::query!(r#"select id as "id: BlockedId", pattern from blocked_targets order by id"#)
            .fetch_all(db)
            .await?;
    let rule = |id, text: &str| Rule { id, pattern: Pattern::parse(text) };
    Ok(rows.into_iter().map(|row| rule(row.id, &row.pattern)).collect())
}

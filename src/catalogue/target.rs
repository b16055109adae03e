//! Blocked targets: hosts, paths and patterns that are refused at every door.

use sqlx::{PgExecutor, PgTransaction};

use super::Link;
use crate::kit::clock::Clock;
use crate::kit::db;

/// A blocked target, as staff see it.
#[derive(Debug, Clone)]
pub struct Blocked {
    pub id: i64,
    pub pattern: String,
    pub reason: String,
}

/// Why a target was not blocked.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    #[error("{0}")]
    Pattern(&'static str),
    #[error("at most 500 characters")]
    Reason,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(BlockError);

/// All of them; there are few.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Blocked>, db::Error> {
    Ok(sqlx::query_as!(Blocked, "select id, pattern, reason from blocked_targets order by pattern")
        .fetch_all(db)
        .await?)
}

/// Blocks a host (its subdomains too), a host with the beginning of a path, or a pattern with `*`.
/// Blocking the same again changes its reason. Answers the pattern as it is kept.
pub async fn block(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    pattern: &str,
    reason: &str,
) -> Result<String, BlockError> {
    let pattern = normal(pattern);
    if pattern.chars().all(|c| matches!(c, '*' | '/' | '.')) {
        return Err(BlockError::Pattern("name a host, a path or a word of it"));
    }
    if pattern.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(BlockError::Pattern("one target, without spaces"));
    }
    if pattern.chars().count() > 500 {
        return Err(BlockError::Pattern("at most 500 characters"));
    }
    if reason.chars().count() > 500 {
        return Err(BlockError::Reason);
    }
    sqlx::query!(
        "insert into blocked_targets (pattern, reason, created_at) values ($1, $2, $3)
         on conflict (lower(pattern)) do update set reason = excluded.reason",
        pattern,
        reason,
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    Ok(pattern)
}

/// Takes a block away.
pub async fn unblock(tx: &mut PgTransaction<'_>, id: i64) -> Result<(), db::Error> {
    sqlx::query!("delete from blocked_targets where id = $1", id).execute(&mut **tx).await?;
    Ok(())
}

/// The patterns alone, as [`is_blocked`] takes them.
pub async fn patterns(db: impl PgExecutor<'_>) -> Result<Vec<String>, db::Error> {
    Ok(sqlx::query_scalar!("select pattern from blocked_targets").fetch_all(db).await?)
}

/// Whether one of the patterns names the link's target.
#[must_use]
pub fn is_blocked(patterns: &[String], link: &Link) -> bool {
    let target = link.target();
    patterns.iter().any(|pattern| names(pattern, &target))
}

fn normal(pattern: &str) -> String {
    let pattern = pattern.trim().to_lowercase();
    let pattern = pattern.split_once("://").map_or(pattern.as_str(), |(_, rest)| rest);
    let pattern = pattern.strip_prefix("www.").unwrap_or(pattern);
    pattern.trim_end_matches('/').to_owned()
}

fn names(pattern: &str, target: &str) -> bool {
    if pattern.contains('*') {
        return matches(pattern.as_bytes(), target.as_bytes());
    }
    let (host, path) = pattern.split_once('/').unwrap_or((pattern, ""));
    let (their_host, their_path) = target.split_once('/').unwrap_or((target, ""));
    let same_host = their_host == host || their_host.ends_with(&format!(".{host}"));
    let below = path.is_empty()
        || their_path == path
        || their_path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    same_host && below
}

/// `*` stands for any run of characters; linear in the target for each star.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            star = Some((p, t));
            p += 1;
        } else if p < pattern.len() && pattern[p] == text[t] {
            p += 1;
            t += 1;
        } else if let Some((at, from)) = star {
            p = at + 1;
            t = from + 1;
            star = Some((at, from + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_paths_and_patterns() {
        let blocked =
            |pattern: &str, link: &str| is_blocked(&[normal(pattern)], &Link::parse(link).unwrap());
        assert!(blocked("example.com", "https://www.example.com/x"));
        assert!(blocked("https://Example.com/", "https://m.example.com"));
        assert!(!blocked("example.com", "https://notexample.com/"));
        assert!(blocked("example.com/people/ann", "https://example.com/People/Ann/posts/1"));
        assert!(!blocked("example.com/people/ann", "https://example.com/people/anna"));
        assert!(blocked("*/ann*", "https://example.org/ann/1"));
        assert!(blocked("ann", "@Ann"));
        assert!(!blocked("*/ann", "https://example.org/bob"));
    }
}

//! Blocked targets: hosts, paths and patterns that are refused at every door.

use std::fmt;

use serde_json::json;
use sqlx::PgExecutor;

use super::Link;
use super::target::{Target, canonical_path, is_invisible, with_slashes};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

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

/// All of them; there are only a few.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Blocked>, db::Error> {
    Ok(sqlx::query_as!(Blocked, "select id, pattern, reason from blocked_targets order by pattern")
        .fetch_all(db)
        .await?)
}

/// Blocks a host (its subdomains too), a host with the beginning of a path, or a pattern with `*`.
/// Blocking the same again changes its reason. Answers the pattern as it is kept.
pub async fn block(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (pattern, reason): (&str, String),
) -> Result<String, BlockError> {
    let pattern = kept(pattern)?;
    if reason.chars().count() > 500 {
        return Err(BlockError::Reason);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "insert into blocked_targets (pattern, reason, created_at) values ($1, $2, $3)
         on conflict (lower(pattern)) do update set reason = excluded.reason",
                pattern,
                reason,
                clock.now()
            )
            .execute(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "target.block",
                subject: format!("target:{pattern}"),
                before: None,
                after: Some(json!({ "why": reason })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(pattern)
        })
    })
    .await
}

/// What staff typed, as it is kept.
fn kept(pattern: &str) -> Result<String, BlockError> {
    let pattern = pattern.trim();
    if pattern.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(BlockError::Pattern("one target, without spaces"));
    }
    if pattern.starts_with('/') {
        return Err(BlockError::Pattern("begin with a site, or with * for every site"));
    }
    let pattern = Pattern::parse(pattern).to_string();
    if pattern.chars().all(|c| matches!(c, '*' | '/' | '.' | '?')) {
        return Err(BlockError::Pattern("name a host, a path or a word of it"));
    }
    if pattern.chars().count() > 500 {
        return Err(BlockError::Pattern("at most 500 characters"));
    }
    Ok(pattern)
}

/// Removes a block; answers its pattern. `None`: someone else was quicker.
pub async fn unblock(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: i64,
) -> Result<Option<String>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let gone = sqlx::query!(
                "delete from blocked_targets where id = $1 returning pattern, reason",
                id
            )
            .fetch_optional(&mut **tx)
            .await?;
            let Some(gone) = gone else { return Ok(None) };
            let entry = audit::Entry {
                actor,
                action: "target.unblock",
                subject: format!("target:{}", gone.pattern),
                before: Some(json!({ "why": gone.reason })),
                after: None,
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(Some(gone.pattern))
        })
    })
    .await
}

/// All patterns, ready to be compared.
pub async fn patterns(db: impl PgExecutor<'_>) -> Result<Vec<Pattern>, db::Error> {
    let texts = sqlx::query_scalar!("select pattern from blocked_targets").fetch_all(db).await?;
    Ok(texts.iter().map(|text| Pattern::parse(text)).collect())
}

/// Whether one of the patterns names the link's target. Case does not count. A path counts with its
/// parameters (`/ann;x`) and without them.
#[must_use]
pub fn is_blocked(patterns: &[Pattern], link: &Link) -> bool {
    if patterns.is_empty() {
        return false;
    }
    let target = link.target();
    let (host, path, query) = (target.host(), target.path(), target.query());
    let bare = path.contains(';').then(|| target.bare_path());
    let named = |path: &str| patterns.iter().any(|pattern| pattern.names(&host, path, &query));
    named(&path) || bare.is_some_and(|bare| named(&bare))
}

/// What is blocked. Parsed once, compared with every link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// A host with its subdomains, everything below a path of it, or one page by its query.
    Below { host: String, path: String, query: Vec<String> },
    /// With `*` for any run of characters: compared with host and path, and with the query if it
    /// has a `?`.
    Stars(String),
}

impl Pattern {
    /// Reads what staff typed, in any spelling of the target.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if !text.contains('*') {
            let target = Target::of(text);
            return Self::Below { host: target.host(), path: target.path(), query: target.query() };
        }
        let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let text = text.trim().to_lowercase();
        let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
        let text = text.strip_prefix("www.").unwrap_or(text);
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        let host: Vec<String> = host.split('.').map(label).collect();
        let path = with_slashes(&canonical_path(path)).to_lowercase();
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        Self::Stars(format!("{}{path}{query}", host.join(".")))
    }

    fn names(&self, their_host: &str, their_path: &str, their_query: &[String]) -> bool {
        match self {
            Self::Below { host, path, query } => {
                let inside = their_host.strip_suffix(host.as_str());
                let same_host = inside.is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
                let below = their_path.strip_prefix(path.as_str());
                let same_path = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                same_host && same_path && query.iter().all(|pair| their_query.contains(pair))
            }
            Self::Stars(pattern) => {
                let mut text = format!("{their_host}{their_path}");
                if pattern.contains('?') {
                    text = format!("{text}?{}", their_query.join("&"));
                }
                matches(pattern.as_bytes(), text.as_bytes())
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below { host, path, query } => {
                let mark = if query.is_empty() { "" } else { "?" };
                write!(f, "{host}{path}{mark}{}", query.join("&"))
            }
            Self::Stars(pattern) => f.write_str(pattern),
        }
    }
}

/// A part of a host between its dots, as it stands in a target.
fn label(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { Target::of(&format!("https://{text}/")).host() }
}

/// `*` stands for any run of characters. Each star costs time that is linear in the target.
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
        let blocked = |pattern: &str, link: &str| {
            is_blocked(&[Pattern::parse(pattern)], &Link::parse(link).unwrap())
        };
        assert!(blocked("example.com", "https://www.example.com/x"));
        assert!(blocked("https://Example.com/", "https://m.example.com"));
        assert!(!blocked("example.com", "https://notexample.com/"));
        assert!(blocked("example.com/people/ann", "https://example.com/People/Ann/posts/1"));
        assert!(!blocked("example.com/people/ann", "https://example.com/people/anna"));
        assert!(blocked("*/ann*", "https://example.org/ann/1"));
        assert!(blocked("ann", "@Ann"));
        assert!(!blocked("*/ann", "https://example.org/bob"));
        assert!(blocked("*/ann", "https://example.org/ann?x=1"));
        assert!(blocked("*.example.com/ann", "https://m.example.com//%61nn"));
        assert!(blocked("m\u{fc}nchen.example", "https://xn--mnchen-3ya.example/x"));
        assert!(blocked("*.m\u{fc}nchen.example", "https://m.xn--mnchen-3ya.example"));
        assert!(blocked(
            "example.com/watch?v=aB",
            "https://example.com/watch?t=1&v=AB&utm_source=x"
        ));
        assert!(!blocked("example.com/watch?v=aB", "https://example.com/watch?v=aC"));
        assert!(!blocked("example.com/watch?v=aB", "https://example.com/watch"));
    }

    #[test]
    fn every_spelling_of_a_blocked_target_is_blocked() {
        let blocked = [Pattern::parse("example.com/people/ann"), Pattern::parse("blocked.example")];
        for link in [
            "https://example.com./people/ann",
            "https://example.com//people/ann",
            "https://example.com/people/%61nn",
            "https://example.com/people/ann\u{200b}",
            "https://example.com/people/ann%E2%80%8B",
            "https://example.com/people/ann%20",
            "https://example.com:8443/people/ann/posts",
            "https://example.com/PEOPLE/./x/../Ann?a=b#c",
            "https://blocked.example./x",
            "blocked.example.",
            "https://sub.blocked.example:444",
            "http://BLOCKED\u{3002}example/",
            "https://example.com/people//ann",
            "https://example.com/people/ann;x",
            "https://example.com/people/ann;x=1;y/posts",
            "https://example.com/people;x/ann",
            "https://example.com/people/ann%3Bx",
            "https://example.com/;x/people/ann",
            "https://example.com/x/..;y/people/ann",
            "https://example.com/people%2fann",
            "https://example.com/people%2Fann%2Fposts",
            "https://example.com/%2f%2fpeople/%2fann",
            "https://example.com/people%5cann",
            "https://example.com/x%2f..%2fpeople%2fann",
            "https://example.com/people/ann%2f",
        ] {
            assert!(is_blocked(&blocked, &Link::parse(link).unwrap()), "{link}");
        }
        for link in [
            "https://example.com/people/anna",
            "https://example.com/people/a;nn",
            "https://example.com/people%2fanna",
            "https://example.com/people/ann%2f..%2fbob",
            "https://example.com/people%252fann",
            "https://notblocked.example/x",
            "ann",
        ] {
            assert!(!is_blocked(&blocked, &Link::parse(link).unwrap()), "{link}");
        }
    }

    #[test]
    fn a_pattern_is_kept_as_it_is_read() {
        for (typed, kept) in [
            ("https://www.Example.com/People/%41nn/", "example.com/people/ann"),
            ("@Ann", "ann"),
            ("*/Ann*", "*/ann*"),
            ("example.com/people%2fAnn", "example.com/people/ann"),
            ("*/people%2Fann", "*/people/ann"),
            ("example.com/people/ann;x", "example.com/people/ann;x"),
            ("https://*.Example.com//x*?V=1", "*.example.com/x*?v=1"),
        ] {
            assert_eq!(Pattern::parse(typed).to_string(), kept, "{typed}");
            assert_eq!(Pattern::parse(kept), Pattern::parse(typed), "{typed}");
        }
    }
}

//! What staff block, as it is compared with links.

use std::fmt;

use super::{BlockedId, Rule};
use crate::catalogue::Link;
use crate::catalogue::target::{Target, canonical_path, is_invisible, with_slashes};

/// Whether one of the rules names the link's target. Case does not count. A path counts with its
/// parameters (`/ann;x`) and without them.
#[must_use]
pub fn is_blocked(rules: &[Rule], link: &Link) -> bool {
    caught_by(rules, link).is_some()
}

/// The first rule that names the link's target.
#[must_use]
pub fn caught_by(rules: &[Rule], link: &Link) -> Option<BlockedId> {
    if rules.is_empty() {
        return None;
    }
    let sought = Sought::of(link.target());
    rules.iter().find(|rule| sought.is_named_by(&rule.pattern)).map(|rule| rule.id)
}

/// A target, taken apart once for all patterns.
struct Sought {
    host: String,
    path: String,
    /// Without its parameters, if it has any.
    bare: Option<String>,
    query: Vec<String>,
}

impl Sought {
    fn of(target: &Target) -> Self {
        let path = target.path();
        let bare = path.contains(';').then(|| target.bare_path());
        Self { host: target.host(), path, bare, query: target.query() }
    }

    fn is_named_by(&self, pattern: &Pattern) -> bool {
        let named = |path: &str| pattern.names(&self.host, path, &self.query);
        named(&self.path) || self.bare.as_deref().is_some_and(named)
    }
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

    /// Whether it names a target that is written in its one spelling.
    #[must_use]
    pub fn catches(&self, target: &str) -> bool {
        Sought::of(&Target::of(target)).is_named_by(self)
    }

    /// The hosts of all targets that it can name, as ranges of hosts that are written from their end;
    /// empty: any. A host with a port is not in them.
    #[must_use]
    pub fn hosts(&self) -> Vec<Hosts> {
        match self {
            Self::Below { host, .. } => {
                let host = reversed(host);
                vec![Hosts::below(format!("{host}.")), Hosts::only(host)]
            }
            Self::Stars(pattern) => {
                let host = pattern.split('/').next().unwrap_or_default();
                match host.rsplit_once('*') {
                    Some((_, "")) => Vec::new(),
                    Some((_, end)) => vec![Hosts::below(reversed(end))],
                    None => vec![Hosts::only(reversed(host))],
                }
            }
        }
    }

    /// The one target that is meant most, if it names a page: most orders that it catches are for it.
    #[must_use]
    pub fn page(&self) -> Option<String> {
        match self {
            Self::Below { path, .. } if !path.is_empty() => Some(self.to_string()),
            Self::Below { .. } | Self::Stars(_) => None,
        }
    }

    /// Texts for `like`, in small letters: each target that is caught matches one of them, up to
    /// links with parameters in their path.
    #[must_use]
    pub fn likes(&self) -> Vec<String> {
        match self {
            Self::Below { host, path, .. } => {
                // A port stands between the host and the path.
                let ends = match path.as_str() {
                    "" => vec![String::new()],
                    path => vec![escaped(path), format!(":%{}", escaped(path))],
                };
                let host = escaped(host);
                let both = |end: &String| [format!("{host}{end}%"), format!("%.{host}{end}%")];
                ends.iter().flat_map(both).collect()
            }
            Self::Stars(pattern) => {
                let place = pattern.split('?').next().unwrap_or_default();
                vec![format!("{}%", escaped(place).replace('*', "%"))]
            }
        }
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

/// A range of hosts, each written from its end, so that its subdomains stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    pub from: String,
    /// The first one after it.
    pub until: String,
}

impl Hosts {
    fn only(host: String) -> Self {
        Self { until: format!("{host}\u{1}"), from: host }
    }

    fn below(start: String) -> Self {
        Self { until: format!("{start}{}", char::MAX), from: start }
    }
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// For `like`. A character of another alphabet stands for any, because the database and the panel may
/// differ in its small letters.
fn escaped(text: &str) -> String {
    let each = text.chars().map(|c| match c {
        '%' | '_' | '\\' => format!("\\{c}"),
        c if c.is_ascii() => c.to_string(),
        _ => "%".to_owned(),
    });
    each.collect()
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

    fn rule(pattern: &str) -> Rule {
        Rule { id: BlockedId::new(1), pattern: Pattern::parse(pattern) }
    }

    #[test]
    fn hosts_paths_and_patterns() {
        let blocked =
            |pattern: &str, link: &str| is_blocked(&[rule(pattern)], &Link::parse(link).unwrap());
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
        let blocked = [rule("example.com/people/ann"), rule("blocked.example")];
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

    /// The host of a target as the index spells it.
    fn host(target: &str) -> String {
        reversed(target.split('/').next().unwrap()).to_lowercase()
    }

    #[test]
    fn what_a_pattern_catches_is_at_its_hosts() {
        for (pattern, target) in [
            ("example.com", "example.com/p/1"),
            ("example.com", "example.com"),
            ("example.com", "m.example.com/p/1?x=1"),
            ("example.com/Ann", "example.com/ANN/posts"),
            ("example.com/ann", "m.example.com/ann?x=1"),
            ("example.com/watch?v=1", "example.com/watch?v=1"),
            ("*.example.com/ann", "m.example.com/ann"),
            ("example.com/x*", "example.com/xyz"),
            ("ann", "Ann"),
        ] {
            let read = Pattern::parse(pattern);
            assert!(read.catches(target), "{pattern} {target}");
            let host = host(target);
            let within = |one: &Hosts| one.from <= host && host < one.until;
            assert!(read.hosts().iter().any(within), "{pattern} {target} {:?}", read.hosts());
        }
        assert_eq!(Pattern::parse("https://example.com/ann").page().unwrap(), "example.com/ann");
        assert_eq!(Pattern::parse("example.com").page(), None);
        assert!(Pattern::parse("*/ann*").hosts().is_empty());
        assert_eq!(Pattern::parse("*/a_n*").likes(), ["%/a\\_n%%"]);
        let likes = Pattern::parse("example.com").likes();
        assert_eq!(likes, ["example.com%", "%.example.com%"]);
    }
}
